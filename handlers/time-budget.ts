import type { Context } from 'aws-lambda';
import { CardOcrError, startDeadline } from '../lib';

/** Left before the platform ends the invocation, for the answer's way out and for a step that cannot be interrupted. */
export const RESERVE_MS = 500;

/** A request's time: `signal` stops the work, `run` answers in time even if a step does not heed it. */
export interface TimeBudget {
  readonly signal: AbortSignal;
  /** @throws {CardOcrError} `REQUEST_TIMEOUT` as soon as the time is spent */
  run<T>(work: Promise<T>): Promise<T>;
  /** Stop the clock. */
  end(): void;
}

/**
 * Start the clock of a request.
 *
 * @param longestMs - whatever the platform allows
 * @param context - of the invocation; its remaining time, less a reserve, counts when it is shorter
 * @param left - aborts when nobody waits for the answer any more: then the time is spent, too
 */
export function startTimeBudget(longestMs: number, context?: Partial<Context>, left?: AbortSignal): TimeBudget {
  const remainingMs = context?.getRemainingTimeInMillis?.() ?? Number.POSITIVE_INFINITY;
  const deadline = startDeadline(Math.max(0, Math.min(longestMs, remainingMs - RESERVE_MS)), left);
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
