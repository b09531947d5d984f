import { setFlagsFromString } from 'node:v8';

/**
 * How much V8's heap, with the pixels beside it, may grow after a collection of all garbage before the next one, in percent. By itself V8 allows so
 * little that there is one a picture, which takes a fifth of the time.
 */
const GROWTH = 150;
/**
 * How many times as large V8 makes the room for new objects where much of it is still in use at a collection: it stays as it is. By itself it doubles up to
 * 32 MB (64 in Node 24), and the pixels of pictures that were read before stay until it is full: 25 to 30 MB, for which nothing is faster.
 */
const NEW_SPACE_GROWTH = 1;

/**
 * Let this process collect garbage less often, and in less room. It is for one that does nothing but read cards, as those of this project do: it changes
 * the whole process.
 */
export function letHeapGrow(): void {
  setFlagsFromString(`--heap-growing-percent=${GROWTH}`);
  setFlagsFromString(`--semi-space-growth-factor=${NEW_SPACE_GROWTH}`);
}
