import { type Quad, quadCentre, quadHeight, quadWidth } from '../../lib/geometry';
import { inTwoRows } from '../../lib/reading/two-rows';
import { printed } from '../helpers/printed-rows';
import { rectangle } from '../helpers/quads';
import { PAN, PRIOR } from '../helpers/scripted-readers';

const HALVES = [PAN.slice(0, 8), PAN.slice(8)];
/** Where a row's digits stand: from 200 to 340 px, 20 px apart; rows are 30 px apart. */
const row = (index: number, left = 190, width = 160): Quad => rectangle(left, 30 * index, width, 20);

async function rowsIn(text: readonly string[], lines: readonly Quad[]) {
  const world = printed(text, 200, 20, PRIOR);
  const look = await inTwoRows(world.sight, lines);
  return { digits: look?.digits, place: look?.place ?? [], looks: world.seen.looks };
}

test('two rows of which the locator sees the middles are read as far as they go', async () => {
  const { digits, place } = await rowsIn(HALVES, [row(0, 230, 100), row(1, 230, 100)]);
  expect(digits).toBe(PAN);
  for (const [i, quad] of place.entries()) {
    expect(quadCentre(quad).y).toBeCloseTo(30 * i + 10, 0);
    // no further than their digits
    expect(quad[0].x).toBeCloseTo(200 - 1.2 * 20, -1);
    expect(quad[1].x).toBeCloseTo(340 + 1.2 * 20, -1);
  }
});

test('whichever of them it sees first', async () => {
  expect((await rowsIn(HALVES, [row(1), row(0)])).digits).toBe(PAN);
});

test.each([0, 1])('where it sees but one, the other one is looked for above and below: %i', async (index) => {
  expect((await rowsIn(HALVES, [row(index)])).digits).toBe(PAN);
});

test('pieces of one row are one row', async () => {
  const pieces = [row(0, 190, 60), row(0, 290, 60), row(1, 290, 60), row(1, 190, 60)];
  const { digits, place, looks } = await rowsIn(HALVES, pieces);
  expect([digits, place.length]).toEqual([PAN, 2]);
  expect(looks).toBe((await rowsIn(HALVES, [row(0), row(1)])).looks);
});

test('what looks like digits beside the rows is none of them', async () => {
  expect((await rowsIn([`${HALVES[0]}  1111`, `${HALVES[1]}  8888`], [row(0), row(1)])).digits).toBe(PAN);
});

test('rows that are seen taller than they are, so that they overlap', async () => {
  const tall = (index: number): Quad => rectangle(190, 30 * index, 160, 50);
  expect((await rowsIn(HALVES, [tall(0), tall(1)])).digits).toBe(PAN);
});

test.each<[string, readonly string[], readonly Quad[]]>([
  ['one row alone', [HALVES[0]!], [row(0)]],
  ['rows in the other order', HALVES.toReversed(), [row(0), row(1)]],
  ['rows of fewer digits', [PAN.slice(0, 6), PAN.slice(6, 12)], [row(0), row(1)]],
  ['a row with the whole number and another one', [PAN, PAN.slice(8)], [row(0, 190, 320), row(1)]],
  ['rows that stand far apart', [HALVES[0]!, '', '', HALVES[1]!], [row(0), row(3)]],
  ['nothing', HALVES, []],
])('%s: no number', async (_, text, lines) => {
  expect((await rowsIn(text, lines)).digits).toBeUndefined();
});

test('of three rows those two count that are a number', async () => {
  const { digits, place } = await rowsIn(['12345678', ...HALVES], [row(0), row(1), row(2)]);
  expect(digits).toBe(PAN);
  expect(place.map((quad) => [Math.round(quadCentre(quad).y), quadWidth(quad) > 4 * quadHeight(quad)])).toEqual([
    [40, true],
    [70, true],
  ]);
});
