import fc from 'fast-check';
import { isInside, quadCentre, quadHeight, quadWidth } from '../../lib/geometry';
import { PAINT } from '../../lib/image/paint';
import type { Raster } from '../../lib/image/raster';
import { coverDigits, hiddenQuads, middleDigits, type PlacedNumber } from '../../lib/reading/hidden-digits';
import { evenPositions } from '../helpers/number-readings';
import { tilted } from '../helpers/quads';
import { plainRaster } from '../helpers/rasters';

const LINE = tilted({ x: 500, y: 430 }, 480, 36, 12);
const positions = evenPositions(16);
const NUMBER: PlacedNumber = { place: [LINE], positions, length: 16 };

describe('hiddenQuads', () => {
  test('a block of four lines: the end of the second, a little more than half of it, and the third', () => {
    const place = [0, 1, 2, 3].map((i) => tilted({ x: 100, y: 100 + 40 * i }, 120, 30, 0));
    const quads = hiddenQuads({ place, positions: [], length: 16 });
    expect(quads.map((quad) => [Math.round(quadWidth(quad)), Math.round(quadCentre(quad).y)])).toEqual([
      [76, 140],
      [120, 180],
    ]);
  });

  test.each([
    [15, 3, [1, 2]],
    [18, 3, [1, 2]],
    [20, 4, [1, 2, 3]],
  ])(
    'a block of %i digits in %i lines: each line with a hidden one, for where it begins and ends is not known',
    (length, lines, hidden) => {
      const place = Array.from({ length: lines }, (_, i) => tilted({ x: 100, y: 100 + 40 * i }, 120, 30, 0));
      expect(hiddenQuads({ place, positions: [], length })).toEqual(hidden.map((i) => place[i]));
    },
  );

  test('all of it where it cannot be told which digit stands where', () => {
    expect(hiddenQuads({ ...NUMBER, positions: [] })).toEqual([LINE]);
    expect(middleDigits({ ...NUMBER, positions: [] })).toBeNull();
    // of one digit it is not known where it stands
    expect(hiddenQuads({ ...NUMBER, positions: positions.slice(1) })).toEqual([LINE]);
    expect(middleDigits({ ...NUMBER, positions: positions.slice(1) })).toBeNull();
    const place = [0, 1, 2].map((i) => tilted({ x: 100, y: 100 + 40 * i }, 120, 30, 0));
    expect(hiddenQuads({ place, positions: [], length: 16 })).toEqual(place);
  });

  test('in a line from 1.1 pitches before the first hidden digit to 0.75 behind the last one: digits are placed by where the reader is sure of them', () => {
    const [quad] = middleDigits(NUMBER)!;
    const along = (x: number, y: number): number => Math.hypot(x - LINE[0].x, y - LINE[0].y) / quadWidth(LINE);
    expect([along(quad![0].x, quad![0].y), along(quad![1].x, quad![1].y)].map((share) => Math.round(share * 1600))).toEqual([540, 1225]);
  });

  test('every digit between the first six and the last four, and no whole digit besides', () => {
    const steps = fc.array(fc.double({ min: 0.85, max: 1.15, noNaN: true }), { minLength: 13, maxLength: 21 });
    fc.assert(
      fc.property(steps, (gaps) => {
        const sum = gaps.reduce((a, b) => a + b);
        const at = gaps.slice(0, -1).map((_, i) => gaps.slice(0, i + 1).reduce((a, b) => a + b) / sum);
        const [quad, ...more] = hiddenQuads({ place: [LINE], positions: at, length: at.length });
        expect(more).toEqual([]);
        const centre = (t: number) => ({
          x: LINE[0].x + t * (LINE[1].x - LINE[0].x) + (LINE[3].x - LINE[0].x) / 2,
          y: LINE[0].y + t * (LINE[1].y - LINE[0].y) + (LINE[3].y - LINE[0].y) / 2,
        });
        const inside = at.map((t) => isInside(quad!, centre(t)));
        expect(inside.slice(6, -4)).toEqual(at.slice(6, -4).map(() => true));
        const isSixthWhole = !isInside(quad!, centre((at[4]! + at[5]!) / 2));
        expect([...inside.slice(0, 5), ...inside.slice(-3), isSixthWhole]).toEqual([...Array(8).fill(false), true]);
        expect(quadHeight(quad!)).toBeCloseTo(quadHeight(LINE));
      }),
    );
  });
});

describe('coverDigits', () => {
  const cut = (): Raster => plainRaster(80, 40);

  test('paints lines over where they are in the cut, and a little around them', () => {
    const raster = cut();
    expect(coverDigits(raster, tilted({ x: 200, y: 100 }, 160, 80, 90), [tilted({ x: 200, y: 100 }, 40, 20, 90)])).toBe(true);
    const painted = Array.from({ length: 80 * 40 }, (_, i) => raster.data[3 * i] === PAINT);
    expect(painted.filter(Boolean).length).toBe(20 * 14);
    expect([painted[20 * 80 + 31], painted[20 * 80 + 28]]).toEqual([true, false]);
  });

  test('tells where the cut shows no area', () => {
    expect(coverDigits(cut(), tilted({ x: 200, y: 100 }, 0, 0, 0), [LINE])).toBe(false);
  });
});
