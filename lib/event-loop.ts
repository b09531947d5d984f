import { setImmediate } from 'node:timers/promises';
import { CardOcrError } from './errors';

/** So many characters or bytes are gone through at once: a few milliseconds. */
export const STRIDE = 2 ** 20;

let last: Promise<unknown> = Promise.resolve();

/**
 * Let everything else that waits for the event loop have its turn. Of all who yield, one goes on at a time.
 *
 * @param signal - of the request's time
 * @throws {CardOcrError} `REQUEST_TIMEOUT` when the signal has aborted meanwhile
 */
export async function yieldToEventLoop(signal?: AbortSignal): Promise<void> {
  last = last.then(() => setImmediate());
  await last;
  if (signal?.aborted) throw new CardOcrError('REQUEST_TIMEOUT');
}

/** The same, where what was gone through was long: what is not costs nothing. */
export const yieldAfter = (length: number): Promise<void> | undefined => (length > STRIDE ? yieldToEventLoop() : undefined);
