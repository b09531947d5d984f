import type { Context } from 'aws-lambda';
import { CardOcrError, startDeadline } from '../lib';

/** The time that is kept before the platform ends the invocation, for sending the answer and for a step that cannot be interrupted. */
export const ANSWER_RESERVE_MS = 500;

/** The time of a request: `signal` ends the work, and `run` rejects in time even if a step ignores the signal. */
interface TimeBudget {
  readonly signal: AbortSignal;
  /**
   * Settles as the work does.
   *
   * @throws {CardOcrError} `REQUEST_TIMEOUT` as soon as the time is spent
   */
  run<T>(work: Promise<T>): Promise<T>;
  /** Stops the clock. */
  end(): void;
}

/**
 * Starts the clock of a request.
 *
 * @param longestMs - the longest time, whatever the platform allows
 * @param context - of the invocation; its remaining time, less a reserve, counts when it is shorter
 * @param left - aborts when nobody waits for the answer any more: then the time is spent, too
 */
export function startTimeBudget(longestMs: number, context?: Partial<Context>, left?: AbortSignal): TimeBudget {
  const remainingMs = context?.getRemainingTimeInMillis?.() ?? Number.POSITIVE_INFINITY;
  const deadline = startDeadline(Math.max(0, Math.min(longestMs, remainingMs - ANSWER_RESERVE_MS)), left);
  const { signal } = deadline;
  const spent = new Promise<never>((_, reject) => {
    const rejectLate = (): void => reject(new CardOcrError('REQUEST_TIMEOUT'));
    if (signal.aborted) rejectLate();
    else signal.addEventListener('abort', rejectLate, { once: true });
  });
  spent.catch(() => {});
  return {
    signal,
    run: (work) => Promise.race([work, spent]),
    end: deadline.end,
  };
}
