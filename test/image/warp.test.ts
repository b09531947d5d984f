import fc from 'fast-check';
import { type Quad, rectangleToQuad, turnQuad } from '../../lib/geometry';
import type { Raster } from '../../lib/image/raster';
import { warp } from '../../lib/image/warp';
import { rectangle } from '../helpers/quads';
import { redsOf } from '../helpers/rasters';
import { rotateCounterclockwise } from '../helpers/rotate';

const drawn = (width: number, height: number, level: (x: number, y: number) => number): Raster => {
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i++) {
    const value = level(i % width, Math.floor(i / width));
    data.set([value, 255 - value, value >> 1], i * 3);
  }
  return { width, height, data };
};
const noise = drawn(9, 7, (x, y) => (x * 97 + y * 61 + x * y * 13) % 256);

it('copies the whole picture at its own size', () => {
  expect(warp(noise, rectangle(0, 0, 9, 7), 9, 7)).toEqual(noise);
});

it('copies a part at its own size', () => {
  const { data } = warp(noise, rectangle(2, 1, 3, 2), 3, 2);
  const rows = [1, 2].flatMap((y) => [...noise.data.subarray((y * 9 + 2) * 3, (y * 9 + 5) * 3)]);
  expect([...data]).toEqual(rows);
});

it('turns a picture that is read in another direction', () => {
  const whole = rectangle(0, 0, 9, 7);
  // text that runs down starts at the top-right corner
  expect(warp(noise, turnQuad(whole, 90), 7, 9)).toEqual(rotateCounterclockwise(noise));
  expect(warp(noise, turnQuad(whole, 180), 9, 7)).toEqual(rotateCounterclockwise(rotateCounterclockwise(noise)));
});

it('interpolates half-way between pixels', () => {
  const steps = drawn(4, 1, (x) => x * 40);
  expect(redsOf(warp(steps, rectangle(0.5, 0, 3, 1), 3, 1))).toEqual([20, 60, 100]);
});

it('averages where it shrinks', () => {
  const stripes = drawn(16, 4, (x) => (x % 4 < 2 ? 200 : 100));
  expect(redsOf(warp(stripes, rectangle(0, 0, 16, 4), 4, 1))).toEqual([150, 150, 150, 150]);
});

it('repeats the border beyond the picture', () => {
  const halves = drawn(4, 4, (x) => (x < 2 ? 10 : 250));
  const level = redsOf(warp(halves, rectangle(-8, -8, 20, 20), 5, 5));
  for (let y = 0; y < 5; y++) {
    expect(level.slice(y * 5, y * 5 + 2)).toEqual([10, 10]);
    expect(level.slice(y * 5 + 3, y * 5 + 5)).toEqual([250, 250]);
  }
});

it('straightens perspective: the sides of a trapezium become the strip’s sides', () => {
  const trapezium: Quad = [
    { x: 16, y: 4 },
    { x: 32, y: 4 },
    { x: 44, y: 44 },
    { x: 4, y: 44 },
  ];
  const inside = (x: number, y: number): boolean => {
    const t = (y + 0.5 - 4) / 40;
    return t >= 0 && t <= 1 && x + 0.5 >= 16 - 12 * t && x + 0.5 <= 32 + 12 * t;
  };
  const scene = drawn(48, 48, (x, y) => (inside(x, y) ? 0 : 255));
  const level = redsOf(warp(scene, trapezium, 20, 20));
  const interior = level.filter((_, i) => i % 20 > 0 && i % 20 < 19 && i >= 20 && i < 380);
  expect(Math.max(...interior)).toBeLessThan(64);
  // a strip a little wider than the trapezium sees what is around it
  const wider: Quad = [
    { x: 8, y: 4 },
    { x: 40, y: 4 },
    { x: 64, y: 44 },
    { x: -16, y: 44 },
  ];
  const columns = redsOf(warp(scene, wider, 20, 20)).filter((_, i) => i % 20 === 1);
  expect(Math.min(...columns)).toBeGreaterThan(192);
});

it('shows any quad, even a broken one, in the colours of the picture', () => {
  const coordinate = fc.integer({ min: -3200, max: 3200 }).map((n) => n / 64);
  const corner = fc.record({ x: coordinate, y: coordinate });
  const size = fc.integer({ min: 1, max: 8 });
  const flat = drawn(5, 5, () => 77);
  fc.assert(
    fc.property(fc.tuple(corner, corner, corner, corner), size, size, (quad, width, height) => {
      const strip = warp(flat, quad, width, height);
      expect(strip).toMatchObject({ width, height });
      expect(new Set(redsOf(strip))).toEqual(new Set([77]));
    }),
  );
});

/** What `warp` does, as it is written down: a strip's point as a point of the picture, the border repeated beyond it. */
function plainly({ data, width, height }: Raster, [a, b, c, d, e, f, g, h]: readonly number[], isShrunk: boolean) {
  const within = (value: number, last: number): number => Math.min(Math.max(value, 0), last);
  const seenFrom = (u: number, v: number): [x: number, y: number] => {
    const z = g! * u + h! * v + 1;
    return [(a! * u + b! * v + c!) / z, (d! * u + e! * v + f!) / z];
  };
  const red = (x: number, y: number): number => data[3 * (within(y, height - 1) * width + within(x, width - 1))]!;
  const nearest = (u: number, v: number): number => {
    const [x, y] = seenFrom(u, v);
    return red(Math.floor(x), Math.floor(y));
  };
  const between = (u: number, v: number): number => {
    const [x, y] = seenFrom(u, v).map((at, i) => within(at - 0.5, [width, height][i]! - 1)) as [number, number];
    const [left, top] = [Math.floor(x), Math.floor(y)];
    const [over, under] = [x - left, y - top];
    const row = (at: number): number => red(left, at) * (1 - over) + red(left + 1, at) * over;
    return row(top) * (1 - under) + row(top + 1) * under;
  };
  const quarters = [0.25, 0.75];
  return (x: number, y: number): number =>
    isShrunk
      ? quarters.flatMap((v) => quarters.map((u) => nearest(x + u, y + v))).reduce((sum, n) => sum + n) / 4
      : between(x + 0.5, y + 0.5);
}

it('mixes neighbours as far as a point is from each, or four points where it shrinks', () => {
  const shift = fc.double({ min: -0.15, max: 0.15, noNaN: true });
  const corner = fc.record({ x: shift, y: shift });
  const size = fc.integer({ min: 8, max: 14 });
  fc.assert(
    fc.property(
      fc.record({ width: size, height: size, shifts: fc.tuple(corner, corner, corner, corner), isShrunk: fc.boolean() }),
      fc.infiniteStream(fc.nat(255)),
      ({ width, height, shifts, isShrunk }, levels) => {
        const [across, down] = isShrunk ? [50, 40] : [9, 8];
        // a slope where it shrinks: rounding may take the neighbour of all four points, across and down
        const [slopeX, slopeY] = [2, 3];
        const picture = drawn(across, down, (x, y) => (isShrunk ? slopeX * x + slopeY * y : levels.next().value));
        const [a, b, c, d] = rectangle(0, 0, across, down).map(({ x, y }, i) => ({
          x: x + shifts[i]!.x * across,
          y: y + shifts[i]!.y * down,
        }));
        const quad: Quad = [a!, b!, c!, d!];
        const strip = redsOf(warp(picture, quad, width, height));
        const expected = plainly(picture, rectangleToQuad(width, height, quad), isShrunk);
        // between two pixels there are 256 steps
        const most = isShrunk ? slopeX + slopeY : 3;
        const off = strip.filter((level, i) => Math.abs(level - expected(i % width, Math.floor(i / width))) > most);
        expect(off).toEqual([]);
      },
    ),
  );
});

it.each<[string, Quad]>([
  ['a point', rectangle(2, 2, 0, 0)],
  ['a segment', rectangle(1, 2, 3, 0)],
])('shows the colour under %s', (_, quad) => {
  expect(
    new Set(
      redsOf(
        warp(
          drawn(5, 5, () => 77),
          quad,
          4,
          3,
        ),
      ),
    ),
  ).toEqual(new Set([77]));
});
