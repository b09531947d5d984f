import { type Point, type Quad, quadCentre } from '../geometry';

/** Things whose centres differ less than this in height, of the smaller one's height, stand in one row. */
const ROW = 0.5;

/**
 * Left to right, top to bottom, as a page is read.
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
