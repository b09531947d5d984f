/** A stage of reading a picture, by which times are counted: see the answer's `timings` in docs/api.md. */
export type Stage = 'decode' | 'number' | 'expiry' | 'bin' | 'quality' | 'crop';

/** Milliseconds by stage. */
export type Timings = Record<Stage, number>;

/** Runs a stage's work and adds up its time, less that of stages within it. */
export type Timed = <T>(stage: Stage, work: () => Promise<T> | T) => Promise<T>;

/**
 * Returns a function that runs the work of stages and measures its time.
 *
 * @param timings - it adds to them
 * @param onStage - called at the end of each stage, also of one that fails
 */
export function stopwatch(timings: Timings, onStage?: (stage: Stage, ms: number) => void): Timed {
  let within = 0;
  return async (stage, work) => {
    const before = within;
    within = 0;
    const start = performance.now();
    try {
      return await work();
    } finally {
      const ms = performance.now() - start;
      timings[stage] += ms - within;
      onStage?.(stage, ms - within);
      within = before + ms;
    }
  };
}

export const noTime = (): Timings => ({ decode: 0, number: 0, expiry: 0, bin: 0, quality: 0, crop: 0 });

export function sumOf(all: readonly Readonly<Timings>[]): Timings {
  const sum = noTime();
  for (const timings of all) for (const stage of Object.keys(sum) as Stage[]) sum[stage] += timings[stage];
  return sum;
}
