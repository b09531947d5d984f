import { type Point, type Quad, quadCentre } from '../geometry';

/** Things stand in one row if their centres are less than this apart vertically, in heights of the smaller one. */
const ROW = 0.5;

/**
 * Sorts things left to right and top to bottom, as a page is read.
 *
 * @param quadOf - where a thing is
 */
export function inReadingOrder<T>(things: readonly T[], quadOf: (thing: T) => Quad): T[] {
  const placed = things
    .map((thing) => ({ thing, centre: quadCentre(quadOf(thing)), height: extentOf(quadOf(thing).map(({ y }: Point) => y)) }))
    .sort((a, b) => a.centre.y - b.centre.y);
  const rows: (typeof placed)[] = [];
  for (const item of placed) {
    const row = rows.at(-1);
    const [first] = row ?? [];
    if (row && first && item.centre.y - first.centre.y < ROW * Math.min(item.height, first.height)) row.push(item);
    else rows.push([item]);
  }
  return rows.flatMap((row) => row.sort((a, b) => a.centre.x - b.centre.x).map(({ thing }) => thing));
}

const extentOf = (values: readonly number[]): number => Math.max(...values) - Math.min(...values);
