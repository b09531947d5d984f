/** A timer takes no more, and would fire at once: 24 days. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** An end that is held: nothing but `end` and its time take it away. */
export interface Deadline {
  /** aborts when the time is over, or with the signal that was given; its reason is that one's, or a `TimeoutError` (see also `abort`) */
  readonly signal: AbortSignal;
  /** the time was over */
  readonly isOver: () => boolean;
  /** End it now: the time was not over, and the reason is an `AbortError`. */
  abort(): void;
  /** Stop the clock, and listen no more. */
  end(): void;
}

/**
 * Start a clock. `AbortSignal.any` over `AbortSignal.timeout` is no such: on Node 20 garbage collection takes the two away while somebody still listens, and
 * they never fire.
 *
 * @param ms - `LONGEST_TIMER_MS` at most; more counts as that
 * @param signal - ends it before
 */
export function startDeadline(ms: number, signal?: AbortSignal): Deadline {
  const controller = new AbortController();
  let isOver = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const abort = (): void => {
    clearTimeout(timer);
    controller.abort(signal?.reason);
  };
  // before the clock: what is no signal throws here, and would leave it running
  if (!signal?.aborted) signal?.addEventListener('abort', abort, { once: true });
  timer = setTimeout(
    () => {
      isOver = true;
      controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError'));
    },
    Math.min(ms, LONGEST_TIMER_MS),
  );
  if (signal?.aborted) abort();
  return {
    signal: controller.signal,
    isOver: () => isOver,
    abort: () => controller.abort(),
    end: () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    },
  };
}
