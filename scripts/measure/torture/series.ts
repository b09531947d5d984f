/** What became of one input. */
export interface Verdict {
  /** a status, or the code of an error */
  readonly answer: string;
  /** what is wrong with it, without a byte of the input; null: nothing */
  readonly problem: string | null;
  /** the longest that the function kept the event loop from all others meanwhile, ms; not there: not measured */
  readonly blockMs?: number;
}

/** Inputs by index, each made anew out of the seed, so that any of them can be tried again. */
export interface Series {
  readonly tryOne: (index: number) => Promise<Verdict>;
}

/** What a worker is told. */
export interface SeriesOptions {
  readonly seed: number;
  /** a module with `handler`, the function under test */
  readonly functionFile: string;
  /** a module with `decodeImage`; "": the project's */
  readonly decoderFile: string;
}

export const fine = (answer: string): Verdict => ({ answer, problem: null });

/** Of a thrown value, nothing that may quote an input. */
export const kindOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.name : typeof thrown);
