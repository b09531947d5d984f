import { setImmediate } from 'node:timers/promises';
import { CardOcrError } from './errors';

/** How many characters or bytes are processed between two yields: they take a few milliseconds. */
export const STRIDE = 2 ** 20;

let last: Promise<unknown> = Promise.resolve();

/**
 * Throws when a request's time is over.
 *
 * @param signal - aborts then
 * @throws {CardOcrError} `REQUEST_TIMEOUT`
 */
export function checkTime(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new CardOcrError('REQUEST_TIMEOUT');
}

/**
 * Lets everything else that waits for the event loop have its turn. Those who yield go on one after the other, each in a turn of its own.
 *
 * @param signal - aborts when the request's time is over
 * @throws {CardOcrError} `REQUEST_TIMEOUT` when the signal has aborted meanwhile
 */
export async function yieldToEventLoop(signal?: AbortSignal): Promise<void> {
  last = last.then(() => setImmediate());
  await last;
  checkTime(signal);
}

/** Yields after long data has been processed; for short data it does nothing, and costs nothing. */
export const yieldAfter = (length: number): Promise<void> | undefined => (length > STRIDE ? yieldToEventLoop() : undefined);
