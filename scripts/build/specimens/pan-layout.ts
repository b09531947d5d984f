/** How a number stands on a card: the sizes of its groups, and how many of them stand in a line. */
const PAN_LAYOUTS = {
  '4-4-4-4': { groups: [4, 4, 4, 4], perLine: Infinity },
  '6-13': { groups: [6, 13], perLine: Infinity },
  '4-4-4-4-3': { groups: [4, 4, 4, 4, 3], perLine: Infinity },
  '4-6-5': { groups: [4, 6, 5], perLine: Infinity },
  '19': { groups: [19], perLine: Infinity },
  stacked: { groups: [4, 4, 4, 4], perLine: 1 },
  'two-rows': { groups: [4, 4, 4, 4], perLine: 2 },
} as const;

export type PanLayout = keyof typeof PAN_LAYOUTS;

/**
 * Splits a number into the groups of a layout.
 *
 * @throws {RangeError} when the number's length is not the layout's
 */
export function panGroups(pan: string, layout: PanLayout): string[] {
  const { groups } = PAN_LAYOUTS[layout];
  const length = groups.reduce((sum: number, size) => sum + size, 0);
  if (pan.length !== length) throw new RangeError(`layout ${layout} takes ${length} digits`);
  let start = 0;
  return groups.map((size) => {
    start += size;
    return pan.slice(start - size, start);
  });
}

/** Returns the lines in which a number stands on a card, its groups parted by one space. */
export function panLines(pan: string, layout: PanLayout): string[] {
  const groups = panGroups(pan, layout);
  const perLine = Math.min(groups.length, PAN_LAYOUTS[layout].perLine);
  return Array.from({ length: groups.length / perLine }, (_, line) => groups.slice(line * perLine, (line + 1) * perLine).join(' '));
}
