import { setImmediate } from 'node:timers/promises';

/** So many characters or bytes are gone through at once: a few milliseconds. */
export const STRIDE = 2 ** 20;

let last: Promise<unknown> = Promise.resolve();

/** Let everything else that waits for the event loop have its turn. Of all who rest, one goes on at a time. */
export function rest(): Promise<unknown> {
  last = last.then(() => setImmediate());
  return last;
}

/** The same, where what was gone through was long: what is not costs nothing. */
export const restAfter = (length: number): Promise<unknown> | undefined => (length > STRIDE ? rest() : undefined);
