/** In how many characters two texts differ; `Infinity` where they are not equally long. */
export const hammingDistance = (a: string, b: string): number =>
  a.length === b.length ? [...a].filter((character, i) => character !== b[i]).length : Infinity;
