import { setFlagsFromString } from 'node:v8';

/**
 * How much V8's heap, with the pixels beside it, may grow after a collection of all garbage before the next one, in percent. By itself V8 allows so
 * little that there is one a picture, which takes a fifth of the time.
 */
const GROWTH = 150;

/**
 * Let this process collect garbage less often. It is for one that does nothing but read cards, as those of this project do: it changes the whole process.
 */
export const letHeapGrow = (): void => setFlagsFromString(`--heap-growing-percent=${GROWTH}`);
