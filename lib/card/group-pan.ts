import { differences, groupedDifferences, mean, median } from '../quantile';

/** The groupings seen on cards, by number of digits. */
export const GROUPINGS: Readonly<Record<number, readonly (readonly number[])[]>> = {
  13: [[4, 3, 3, 3]],
  14: [[4, 6, 4]],
  15: [[4, 6, 5]],
  16: [
    [4, 4, 4, 4],
    [6, 10],
    [8, 8],
  ],
  17: [
    [4, 4, 4, 4, 1],
    [6, 11],
    [4, 4, 4, 5],
  ],
  18: [
    [4, 4, 4, 4, 2],
    [6, 12],
    [4, 4, 4, 6],
    [6, 6, 6],
    [6, 7, 5],
  ],
  19: [
    [6, 13],
    [4, 4, 4, 4, 3],
    [4, 4, 4, 7],
    [6, 3, 3, 7],
    [5, 4, 5, 5],
    [8, 8, 3],
  ],
};

function split(pan: string, sizes: readonly number[]): string {
  let rest = pan;
  return sizes
    .map((size) => {
      const group = rest.slice(0, size);
      rest = rest.slice(size);
      return group;
    })
    .join(' ');
}

/** A usual grouping is believed where its gaps are wider than the spacings within its groups by more than this share of these … */
const GAP = 0.3;
/** … and it leaves less than this share of the spacings' spread unexplained. */
const UNEXPLAINED = 0.6;
/** A spacing this many times as wide as the usual one is a gap, where no usual grouping is believed. */
const CLEAR_GAP = 1.7;

const spread = (values: readonly number[]): number => values.reduce((sum, value) => sum + (value - mean(values)) ** 2, 0);

const besides = (values: readonly number[], i: number): readonly number[] => [
  ...values.slice(Math.max(0, i - 1), i),
  ...values.slice(i + 1, i + 2),
];

/**
 * Finds the usual grouping of as many digits that the gaps between them plainly show.
 *
 * @param positions - the position of each digit along the line, any unit, ascending
 * @returns the sizes of the groups; null where no usual grouping is plain
 */
export function usualGroups(positions: readonly number[]): readonly number[] | null {
  const spacings = differences(positions);
  const [shown] = (GROUPINGS[positions.length] ?? [])
    .map((sizes) => {
      const { between, within } = groupedDifferences(positions, sizes);
      return { sizes, clear: mean(between) > (1 + GAP) * mean(within), rest: spread(between) + spread(within) };
    })
    .filter(({ clear, rest }) => clear && rest < UNEXPLAINED * spread(spacings))
    .sort((a, b) => a.rest - b.rest);
  return shown?.sizes ?? null;
}

/**
 * Groups a number as it is printed.
 *
 * @param positions - the position of each digit along the line, any unit, ascending; omit when unknown
 * @returns the digits with single spaces: where the print has gaps; for unknown positions, as the usual grouping of that length has them
 */
export function groupPan(pan: string, positions?: readonly number[]): string {
  if (positions?.length !== pan.length || pan.length < 2) return split(pan, GROUPINGS[pan.length]?.[0] ?? [pan.length]);
  const groups = usualGroups(positions);
  if (groups) return split(pan, groups);
  const spacings = differences(positions);
  const pitch = median(spacings);
  // in a number that is seen from aside, all spacings are wider at its nearer end
  const isGap = (i: number): boolean => spacings[i]! > CLEAR_GAP * Math.max(pitch, Math.min(...besides(spacings, i)));
  return [...pan].map((digit, i) => (i > 0 && isGap(i - 1) ? ` ${digit}` : digit)).join('');
}
