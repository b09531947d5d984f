/** The longest time that a timer takes, 24 days: with more it would fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** A running clock. */
export interface Deadline {
  /** aborts when the time is over, with a `TimeoutError`, or with the signal that was given, with that one's reason (see also `abort`) */
  readonly signal: AbortSignal;
  readonly isOver: () => boolean;
  /** Aborts `signal` now, with an `AbortError`. `isOver` stays false. */
  abort(): void;
  /** Stops the clock, and listens to the given signal no more. */
  end(): void;
}

/**
 * Starts a clock that aborts a signal. `AbortSignal.any` over `AbortSignal.timeout` would not do: on Node 20 both may be garbage-collected while somebody still
 * listens, and then never fire.
 *
 * @param ms - more than `LONGEST_TIMER_MS` counts as that
 * @param signal - aborts the clock's signal earlier
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
