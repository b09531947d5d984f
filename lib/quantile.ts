/** The value below which this share of the values lies; between two values the upper one; NaN for no values. */
export const quantile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.floor(share * values.length)] ?? Number.NaN;

/** NaN for no values. */
export const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** By how much each value but the first differs from the one before it. */
export const differences = (values: readonly number[]): number[] => values.slice(1).map((value, i) => value - values[i]!);

export const median = (values: readonly number[]): number => quantile(values, 0.5);
