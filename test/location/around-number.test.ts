import { isInside, type Quad, quadDirection, quadWidth, turnQuad } from '../../lib/geometry';
import { aroundNumber, referenceLine } from '../../lib/location/around-number';
import { rectangle, tilted } from '../helpers/quads';

/** The number: 400 × 20 px around (300, 200). */
const WIDTH = 400;
const HEIGHT = 20;
const LINE = tilted({ x: 300, y: 200 }, WIDTH, HEIGHT, 0);
const NUMBER = [LINE];
const UPSIDE_DOWN = [turnQuad(LINE, 180)];

describe('aroundNumber', () => {
  it('reaches from edge to edge of its card, and no further down', () => {
    const area = aroundNumber(NUMBER, rectangle(40, 60, 640, 260));
    expect(isInside(area, { x: 42, y: 200 })).toBe(true);
    expect(isInside(area, { x: 678, y: 300 })).toBe(true);
    expect(isInside(area, { x: 300, y: 335 })).toBe(false);
    expect(isInside(area, { x: 720, y: 200 })).toBe(false);
  });

  it('keeps to the number where that runs another way than the card', () => {
    const outline = rectangle(100, 0, 400, 640);
    const upright: Quad = [outline[3], outline[0], outline[1], outline[2]];
    expect(aroundNumber(NUMBER, upright)).toEqual(aroundNumber(NUMBER, null));
  });

  it('holds the number and what stands below it, in its direction', () => {
    const area = aroundNumber(NUMBER, null);
    expect(quadDirection(area)).toEqual({ x: 1, y: 0 });
    expect(LINE.every((corner) => isInside(area, corner))).toBe(true);
    expect(isInside(area, { x: 300, y: 200 + 6 * HEIGHT })).toBe(true);
    expect(isInside(area, { x: 300, y: 200 - 3 * HEIGHT })).toBe(false);
    expect(isInside(aroundNumber(UPSIDE_DOWN, null), { x: 300, y: 200 - 6 * HEIGHT })).toBe(true);
  });
  it('holds all rows of a block, what stands beside each of them, and below the last', () => {
    const block = [0, 1, 2, 3].map((i) => rectangle(200, 100 + 50 * i, 60, 20));
    for (const outline of [null, rectangle(100, 0, 400, 640)]) {
      const area = aroundNumber(block, outline);
      for (const at of [
        { x: 380, y: 92 },
        { x: 380, y: 260 },
        { x: 230, y: 330 },
      ])
        expect(isInside(area, at)).toBe(true);
      expect(isInside(area, { x: 230, y: 350 })).toBe(false);
    }
  });
});

test.each([
  ['one line', [rectangle(100, 200, 400, 20)], 400],
  ['four groups', [0, 1, 2, 3].map((i) => rectangle(100, 200 + 30 * i, 60, 20)), 60 * 7.4],
  ['two rows', [0, 1].map((i) => rectangle(100, 200 + 30 * i, 120, 20)), 120 * 3.7],
])('dates are looked for below a line about as wide as the card: of a number in %s', (_, place, width) => {
  expect(quadWidth(referenceLine(place))).toBeCloseTo(width);
});
