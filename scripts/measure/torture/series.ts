/** What became of one input. */
export interface Verdict {
  /** a status, or `foreign`, `invoked` or `thrown` where there is none */
  readonly answer: string;
  /** what is wrong with the answer, without a byte of the input; null: nothing */
  readonly problem: string | null;
  /** longest time for which the function kept the event loop from all others, ms; absent: not measured */
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

/** Returns the kind of a thrown value, and nothing that may quote an input. */
export const kindOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.name : typeof thrown);
