import fc from 'fast-check';
import { distance, type Point, type Quad, quadCentre, quadDirection, quadHeight, quadWidth } from '../../lib/geometry';
import { minAreaRectangle } from '../../lib/location/min-area-rectangle';

const real = (min: number, max: number) => fc.double({ min, max, noNaN: true });

/** A point of a turned rectangle, from −1…1 along and across it. */
const place = (centre: Point, width: number, height: number, degrees: number, u: number, v: number): Point => {
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const [x, y] = [(u * width) / 2, (v * height) / 2];
  return { x: centre.x + x * cos - y * sin, y: centre.y + x * sin + y * cos };
};
const CORNERS = [
  [-1, -1],
  [1, -1],
  [1, 1],
  [-1, 1],
] as const;

const signedArea = (q: Quad): number => q.reduce((sum, a, i) => sum + a.x * q[(i + 1) % 4]!.y - q[(i + 1) % 4]!.x * a.y, 0) / 2;

it('finds a rectangle again at any angle, whatever lies inside it and in whatever order', () => {
  fc.assert(
    fc.property(
      fc.record({ x: real(-500, 500), y: real(-500, 500) }),
      real(3, 60),
      real(1.05, 20),
      real(0, 360),
      fc.array(fc.tuple(real(-1, 1), real(-1, 1)), { maxLength: 20 }),
      fc.infiniteStream(fc.nat(1000)),
      (centre, height, aspect, angle, inner, order) => {
        const width = height * aspect;
        const corners = CORNERS.map(([u, v]) => place(centre, width, height, angle, u, v));
        const cloud = [...corners, ...inner.map(([u, v]) => place(centre, width, height, angle, u, v))]
          .map((p) => ({ p, key: order.next().value }))
          .sort((a, b) => a.key - b.key)
          .map(({ p }) => p);
        const found = minAreaRectangle(cloud);
        expect(quadWidth(found)).toBeCloseTo(width, 4);
        expect(quadHeight(found)).toBeCloseTo(height, 4);
        expect(distance(quadCentre(found), centre)).toBeLessThan(1e-4);
        for (const corner of corners) expect(Math.min(...found.map((p) => distance(p, corner)))).toBeLessThan(1e-4);
      },
    ),
  );
});

it('is never smaller than its points nor larger than the upright box around them; clockwise, long side first, to the right or down', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ x: fc.integer({ min: 0, max: 60 }), y: fc.integer({ min: 0, max: 60 }) }), { minLength: 1, maxLength: 25 }),
      (cloud) => {
        const found = minAreaRectangle(cloud);
        const xs = cloud.map((p) => p.x);
        const ys = cloud.map((p) => p.y);
        const upright = (Math.max(...xs) - Math.min(...xs)) * (Math.max(...ys) - Math.min(...ys));
        expect(quadWidth(found) * quadHeight(found)).toBeLessThanOrEqual(upright + 1e-6);
        expect(signedArea(found)).toBeGreaterThanOrEqual(-1e-6);
        expect(quadWidth(found)).toBeGreaterThanOrEqual(quadHeight(found) - 1e-6);
        const d = quadDirection(found);
        const c = quadCentre(found);
        for (const p of cloud) {
          expect(Math.abs((p.x - c.x) * d.x + (p.y - c.y) * d.y)).toBeLessThanOrEqual(quadWidth(found) / 2 + 1e-6);
          expect(Math.abs((p.y - c.y) * d.x - (p.x - c.x) * d.y)).toBeLessThanOrEqual(quadHeight(found) / 2 + 1e-6);
        }
        if (quadWidth(found) > 0)
          expect(d.x + d.y > 0 || Math.abs(d.x + d.y) < 1e-6 || Math.abs(d.x) > Math.abs(d.y) === d.x > 0).toBe(true);
      },
    ),
  );
});

it.each([
  [0, 0],
  [30, 30],
  [-30, -30],
  [44, 44],
  [46, 46],
  [-46, 134],
  [90, 90],
  [150, -30],
  [180, 0],
  [-90, 90],
])('a line drawn at %i° reads at %i°', (drawn, read) => {
  const d = quadDirection(minAreaRectangle(CORNERS.map(([u, v]) => place({ x: 50, y: 50 }, 40, 10, drawn, u, v))));
  expect(d.x).toBeCloseTo(Math.cos((read * Math.PI) / 180), 6);
  expect(d.y).toBeCloseTo(Math.sin((read * Math.PI) / 180), 6);
});

it.each<[string, Point[], number]>([
  ['one point', [{ x: 3, y: 4 }], 0],
  ['the same point many times', Array.from({ length: 5 }, () => ({ x: 3, y: 4 })), 0],
  [
    'two points',
    [
      { x: 0, y: 0 },
      { x: 3, y: 4 },
    ],
    5,
  ],
  ['points on a line', [0, 1, 2, 7, 4].map((i) => ({ x: 3 * i, y: 4 * i })), 35],
])('has no height but finite corners for %s', (_, points, width) => {
  const found = minAreaRectangle(points);
  expect(found.every((p) => Number.isFinite(p.x) && Number.isFinite(p.y))).toBe(true);
  expect(quadWidth(found)).toBeCloseTo(width);
  expect(quadHeight(found)).toBeCloseTo(0);
});
