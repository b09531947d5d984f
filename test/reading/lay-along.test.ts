import fc from 'fast-check';
import type { Point, Quad } from '../../lib/geometry';
import type { Raster } from '../../lib/image/raster';
import { firstReading } from '../../lib/reading/decode-number';
import { glance } from '../../lib/reading/glance';
import { alongDigits, layAlong } from '../../lib/reading/lay-along';
import { digitStrip } from '../helpers/digit-strip';
import { cornersApart, tilted } from '../helpers/quads';
import { plainRaster } from '../helpers/rasters';
import { BLOCK, FAILING, PAN, PRIOR } from '../helpers/scripted-readers';
import { sightOf } from '../helpers/sights';

const LENGTH = 480;
const HEIGHT = 36;
const DIGITS = 16;
/** Where the digits' middles are, as fractions of the way along. */
const POSITIONS = Array.from({ length: DIGITS }, (_, i) => (i + 0.25) / DIGITS);

/** A picture with sixteen dark bars in the middle of a quad, where digits would stand. */
function withBars(line: Quad): Raster {
  const raster = plainRaster(640, 320, 200);
  const [a, b, , e] = line;
  const at = (x: number, y: number) => ({ x: a.x + (b.x - a.x) * x + (e.x - a.x) * y, y: a.y + (b.y - a.y) * x + (e.y - a.y) * y });
  for (const position of POSITIONS) {
    for (let s = -0.008; s <= 0.008; s += 0.001) {
      for (let t = 0.1; t <= 0.9; t += 0.01) {
        const { x, y } = at(position + s, t);
        raster.data.fill(40, 3 * (Math.round(y) * 640 + Math.round(x)), 3 * (Math.round(y) * 640 + Math.round(x)) + 3);
      }
    }
  }
  return raster;
}
const lineAt = (turn: number, down: number): Quad => tilted({ x: 320, y: 160 + down }, LENGTH, HEIGHT, turn);

describe('alongDigits', () => {
  test('lays a line along its digits, within a tenth of its height, wherever they stand a little otherwise', () => {
    fc.assert(
      fc.property(fc.double({ min: -3, max: 3, noNaN: true }), fc.double({ min: -9, max: 9, noNaN: true }), (turn, down) => {
        const line = lineAt(0, 0);
        const laid = alongDigits(withBars(lineAt(turn, down)), line, POSITIONS);
        expect(cornersApart(laid ?? line, lineAt(turn, down))).toBeLessThan(0.16 * HEIGHT);
      }),
      { numRuns: 30 },
    );
  });

  test('leaves one that lies along them', () => {
    expect(alongDigits(withBars(lineAt(0, 0)), lineAt(0, 0), POSITIONS)).toBeNull();
  });

  test('does not count print around some of the digits', () => {
    const raster = withBars(lineAt(0, 6));
    for (let y = 100; y < 140; y++) raster.data.fill(y % 4 < 2 ? 0 : 255, 3 * (y * 640 + 100), 3 * (y * 640 + 180));
    const laid = alongDigits(raster, lineAt(0, 0), POSITIONS);
    expect(cornersApart(laid!, lineAt(0, 6))).toBeLessThan(0.16 * HEIGHT);
  });

  test.each([
    ['few digits', withBars(lineAt(2, 6)), POSITIONS.slice(0, 7), lineAt(0, 0)],
    ['digits of a pixel', withBars(lineAt(2, 6)), POSITIONS.map((position) => 0.1 * position), lineAt(0, 0)],
    ['nothing but noise', noise(), POSITIONS, lineAt(0, 0)],
  ])('cannot tell of %s', (_, raster, positions, line) => {
    expect(alongDigits(raster, line, positions)).toBeNull();
  });
});

/** Every pixel of another grey. */
function noise(): Raster {
  const raster = plainRaster(640, 320);
  let seed = 1;
  for (let i = 0; i < raster.data.length; i += 3) {
    seed = (seed * 48271) % 2147483647;
    raster.data.fill(seed & 255, i, i + 3);
  }
  return raster;
}

describe('layAlong', () => {
  const TRUE = lineAt(2, 4);
  /** What comes of a line that was found as `found`, of which a reader sees `laid` where it lies along its digits, and else `astray`. */
  const read = async (astray: string, laid: string, found: readonly Quad[] = [lineAt(0, 0)]) => {
    const seen: Quad[] = [];
    const fast = {
      read: async (_: Raster, quad: Quad) => {
        seen.push(quad);
        const astrayAt = ([upper, lower]: readonly Point[]): number =>
          Math.abs((upper!.y + lower!.y) / 2 - 164 - Math.tan((2 * Math.PI) / 180) * ((upper!.x + lower!.x) / 2 - 320));
        return digitStrip(Math.max(astrayAt([quad[0], quad[3]]), astrayAt([quad[1], quad[2]])) < 0.16 * HEIGHT ? laid : astray);
      },
    };
    const sight = sightOf(withBars(TRUE), { fast }, { prior: PRIOR });
    const first = await glance(sight, found);
    const looks = seen.length;
    const after = await layAlong(sight, first);
    return { first, after, reading: firstReading(sight, after)!, looks: seen.length - looks };
  };

  test('reads a line where its digits stand, if it is likelier so', async () => {
    const { after, reading, looks } = await read(FAILING, PAN);
    expect(reading).toMatchObject({ text: PAN, sure: true });
    expect(after.place[0]![1].y - after.place[0]![0].y).toBeCloseTo(LENGTH * Math.sin((2 * Math.PI) / 180), -0.5);
    expect(looks).toBe(1);
  });

  test('and looks further out if it is in doubt there, too', async () => {
    const { reading, looks } = await read(`2${FAILING.slice(1)}`, FAILING);
    expect(reading.text).toBe(FAILING);
    expect(looks).toBeGreaterThan(1);
  });

  test('leaves it where it was if it is not', async () => {
    const { first, after } = await read(FAILING, '123456789012345');
    expect(after).toBe(first);
  });

  test.each([
    ['one that is sure', PAN, [lineAt(0, 0)]],
    ['one that lies along its digits', FAILING, [TRUE]],
    ['a block', FAILING.slice(0, 4), BLOCK],
  ])('does not look at %s', async (_, astray, found) => {
    const { first, after, looks } = await read(astray, astray, found);
    expect(after).toBe(first);
    expect(looks).toBe(0);
  });
});
