import fc from 'fast-check';
import sharp from 'sharp';
import { along, applyHomography, boundingQuad, partOfQuad, type Quad, quadDirection, rectangleToQuad } from '../../lib/geometry';
import { decodeImage } from '../../lib/image/decode';
import { PAINT } from '../../lib/image/paint';
import type { Raster } from '../../lib/image/raster';
import { cropNumber } from '../../lib/reading/crop-number';
import { middleDigits } from '../../lib/reading/hidden-digits';
import { tilted } from '../helpers/quads';

const [WIDTH, HEIGHT] = [700, 500];
/** So many points of a tile are painted. */
const DENSE = { along: 40, down: 80 };

/** White, with each digit a tile of a colour: shown ones blue, hidden ones red. */
function painted(tiles: readonly { readonly quad: Quad; readonly isHidden: boolean }[]): Raster {
  const data = new Uint8Array(WIDTH * HEIGHT * 3).fill(255);
  for (const { quad, isHidden } of tiles) {
    const toPicture = rectangleToQuad(1, 1, quad);
    for (let i = 0; i < DENSE.along * DENSE.down; i++) {
      const at = { x: (i % DENSE.along) / DENSE.along, y: Math.floor(i / DENSE.along) / DENSE.down };
      const { x, y } = applyHomography(toPicture, at);
      data.set(isHidden ? [255, 0, 0] : [0, 0, 255], 3 * (Math.floor(y) * WIDTH + Math.floor(x)));
    }
  }
  return { width: WIDTH, height: HEIGHT, data };
}

const middle = (i: number, length: number): boolean => i >= 6 && i < length - 4;

/** How many pixels of a strip are rather red, and how many rather blue. */
async function colours(jpeg: Buffer): Promise<{ red: number; blue: number; width: number; height: number }> {
  const { raster } = await decodeImage(jpeg);
  let [red, blue] = [0, 0];
  for (let i = 0; i < raster.data.length; i += 3) {
    const [r, , b] = raster.data.subarray(i, i + 3) as unknown as [number, number, number];
    if (r > b + 60) red++;
    if (b > r + 60) blue++;
  }
  return { red, blue, width: raster.width, height: raster.height };
}

/** A number in one line, with so many shares of it before, between and behind its digits. */
function numberIn(line: Quad, gaps: readonly number[]) {
  const length = gaps.length - 1;
  const sum = gaps.reduce((a, b) => a + b);
  const positions = gaps.slice(0, length).map((_, i) => gaps.slice(0, i + 1).reduce((a, b) => a + b) / sum);
  const half = (i: number): number => 0.4 * Math.min(...[gaps[i]!, gaps[i + 1]!].map((gap) => gap / sum));
  const tiles = positions.map((at, i) => ({ quad: partOfQuad(line, at - half(i), at + half(i)), isHidden: middle(i, length) }));
  return { raster: painted(tiles), hidden: middleDigits({ place: [line], positions, length })! };
}

const EVEN = Array<number>(17).fill(1);

test('the line lies straight, with a little around it', async () => {
  const line = tilted({ x: 350, y: 250 }, 480, 40, 30);
  const { red, blue, width, height } = await colours((await cropNumber(numberIn(line, EVEN).raster, line, 1, []))!);
  expect([width, height]).toEqual([508, 68]);
  // digits take four fifths of the line, hidden ones six of sixteen
  expect(red / (480 * 40)).toBeCloseTo((0.8 * 6) / 16, 1);
  expect(blue / (480 * 40)).toBeCloseTo((0.8 * 10) / 16, 1);
});

test.each([
  [10, 32],
  [30, 51],
  [120, 96],
])('a line of %d px is shown %d px high', async (height, expected) => {
  const line = tilted({ x: 350, y: 250 }, 400, height, 0);
  expect((await sharp((await cropNumber(painted([]), line, 1, []))!).metadata()).height).toBe(expected);
});

test('no strip is longer than 2048 px', async () => {
  const strip = await cropNumber(painted([]), tilted({ x: 350, y: 250 }, 690, 2, 0), 1, []);
  expect((await sharp(strip!).metadata()).width).toBe(2048);
});

test('masked, no pixel of a hidden digit is to be seen, and the others are', async () => {
  const lines = fc.record({
    x: fc.integer({ min: 300, max: 400 }),
    y: fc.integer({ min: 230, max: 270 }),
    width: fc.integer({ min: 300, max: 400 }),
    height: fc.integer({ min: 12, max: 60 }),
    angle: fc.integer({ min: 0, max: 359 }),
    // perspective: the far end is smaller
    far: fc.double({ min: 0.75, max: 1, noNaN: true }),
  });
  const gaps = fc.array(fc.double({ min: 0.8, max: 1.4, noNaN: true }), { minLength: 13, maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(lines, gaps, async ({ x, y, width, height, angle, far }, distances) => {
      const [a, b, c, d] = tilted({ x, y }, width, height, angle);
      const line: Quad = [a, along(c, b, (1 + far) / 2), along(b, c, (1 + far) / 2), d];
      const { raster, hidden } = numberIn(line, distances);
      const plain = await colours((await cropNumber(raster, line, 1, []))!);
      const masked = await colours((await cropNumber(raster, line, 1, hidden))!);
      expect(plain.red).toBeGreaterThan(0);
      expect(masked.red).toBe(0);
      expect(masked.blue).toBeGreaterThan(0.75 * plain.blue);
    }),
    { numRuns: 15 },
  );
});

test('of a block, the block: its hidden digits painted over', async () => {
  const place = [0, 1, 2, 3].map((i) => tilted({ x: 350, y: 150 + 50 * i }, 160, 36, 0));
  const tiles = place.flatMap((line, row) =>
    [0, 1, 2, 3].map((i) => ({ quad: partOfQuad(line, (i + 0.1) / 4, (i + 0.9) / 4), isHidden: middle(4 * row + i, 16) })),
  );
  const around = boundingQuad(place.flat(), quadDirection(place[0]!));
  const hidden = middleDigits({ place, positions: [], length: 16 })!;
  const plain = await colours((await cropNumber(painted(tiles), around, 4, []))!);
  const masked = await colours((await cropNumber(painted(tiles), around, 4, hidden))!);
  expect(plain).toMatchObject({ width: 193, height: 219 });
  expect(plain.red).toBeGreaterThan(2000);
  expect(masked.red).toBe(0);
  expect(masked.blue).toBeGreaterThan(0.95 * plain.blue);
});

test('what is painted over is grey', async () => {
  const line = tilted({ x: 350, y: 250 }, 480, 40, 0);
  const { raster } = await decodeImage((await cropNumber(painted([{ quad: line, isHidden: true }]), line, 1, [line]))!);
  const at = 3 * (34 * raster.width + 254);
  expect([...raster.data.subarray(at, at + 3)].every((level) => Math.abs(level - PAINT) < 4)).toBe(true);
});

test('a number without area has no strip', async () => {
  const nowhere = tilted({ x: 350, y: 250 }, 0, 0, 0);
  expect(await cropNumber(painted([]), nowhere, 1, [])).toBeNull();
});
