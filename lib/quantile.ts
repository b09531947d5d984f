/** The value below which this share of the values lies; between two values the upper one; NaN for no values. */
export const quantile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.floor(share * values.length)] ?? Number.NaN;

/** NaN for no values. */
export const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** By how much each value but the first differs from the one before it. */
export const differences = (values: readonly number[]): number[] => values.slice(1).map((value, i) => value - values[i]!);

/**
 * Parts the differences of values that stand in groups.
 *
 * @param sizes - how many values each group has
 * @returns those between the last value of a group and the first one of the next, and those within groups
 */
export function groupedDifferences(values: readonly number[], sizes: readonly number[]): { between: number[]; within: number[] } {
  const breaks = new Set(sizes.map((_, i) => sizes.slice(0, i + 1).reduce((sum, size) => sum + size) - 1));
  const all = differences(values);
  return { between: all.filter((_, i) => breaks.has(i)), within: all.filter((_, i) => !breaks.has(i)) };
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);
