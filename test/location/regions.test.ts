import fc from 'fast-check';
import { isInside, type Point, type Quad, quadCentre, quadDirection, quadHeight, quadWidth } from '../../lib/geometry';
import { meanInside, type RegionThresholds, regionsOf } from '../../lib/location/regions';
import { rectangle } from '../helpers/quads';

const THRESHOLDS: RegionThresholds = { pixel: 0.3, region: 0.5, minHeight: 3 };

const WIDTH = 80;
const HEIGHT = 60;

/** A probability map with the given pixels set. */
const map = (probability: (x: number, y: number) => number): Float32Array =>
  Float32Array.from({ length: WIDTH * HEIGHT }, (_, i) => probability(i % WIDTH, Math.floor(i / WIDTH)));

const within = (x: number, y: number, left: number, top: number, width: number, height: number): boolean =>
  x >= left && x < left + width && y >= top && y < top + height;

const found = (probability: (x: number, y: number) => number, thresholds = THRESHOLDS) =>
  regionsOf(map(probability), WIDTH, HEIGHT, thresholds);

const expectPoint = (actual: Point, expected: Point): void =>
  expect(actual).toEqual({ x: expect.closeTo(expected.x, 4), y: expect.closeTo(expected.y, 4) });
const expectQuad = (actual: Quad, expected: Quad): void =>
  actual.forEach((p, i) => {
    expectPoint(p, expected[i]!);
  });

describe('regionsOf', () => {
  it('are told by the rectangle around each, to the edge of the map', () => {
    for (const [left, top] of [
      [20, 25],
      [0, 0],
      [40, 50],
    ] as const) {
      const [region, ...others] = found((x, y) => (within(x, y, left, top, 40, 10) ? 0.9 : 0));
      expect(others).toEqual([]);
      expectQuad(region!, rectangle(left, top, 40, 10));
    }
  });

  it.each([
    ['at the pixel threshold', 0.3, 0],
    ['above it, but not sure enough as a whole', 0.49, 0],
    ['just sure enough', 0.51, 1],
  ])('a region %s', (_, probability, count) => {
    expect(found((x, y) => (within(x, y, 20, 20, 30, 8) ? probability : 0))).toHaveLength(count);
  });

  it('scores what lies inside the rectangle, not only what is above the threshold', () => {
    // a frame around nothing
    const frame = (x: number, y: number) => (within(x, y, 20, 20, 30, 12) && !within(x, y, 22, 22, 26, 8) ? 1 : 0);
    expect(found(frame)).toHaveLength(0);
    const score = (360 - 208) / 360;
    expect(found(frame, { ...THRESHOLDS, region: score - 0.001 })).toHaveLength(1);
    expect(found(frame, { ...THRESHOLDS, region: score + 0.001 })).toHaveLength(0);
  });

  it.each([
    [2, 0],
    [3, 1],
  ])('a bar %i px thick, either way up', (thickness, count) => {
    expect(found((x, y) => (within(x, y, 10, 10, 40, thickness) ? 1 : 0))).toHaveLength(count);
    expect(found((x, y) => (within(x, y, 10, 10, thickness, 40) ? 1 : 0))).toHaveLength(count);
  });

  it('keeps regions apart unless they touch, if only at a corner', () => {
    const pair = (gap: number) => (x: number, y: number) => (within(x, y, 10, 20, 20, 8) || within(x, y, 30 + gap, 20, 20, 8) ? 1 : 0);
    expect(found(pair(1))).toHaveLength(2);
    expect(found(pair(0))).toHaveLength(1);
    const steps = (x: number, y: number) => (within(x, y, 10, 20, 10, 10) || within(x, y, 20, 30, 10, 10) ? 1 : 0);
    expect(found(steps, { ...THRESHOLDS, region: 0 })).toHaveLength(1);
  });

  it('does not join the end of one row to the beginning of the next', () => {
    const regions = found((x, y) => (within(x, y, 70, 20, 10, 5) || within(x, y, 0, 21, 10, 5) ? 1 : 0));
    expect(regions.map((quad) => Math.round(quadCentre(quad).x))).toEqual([75, 5]);
  });

  it('names regions in scan order', () => {
    const regions = found((x, y) => (within(x, y, 40, 5, 20, 6) || within(x, y, 5, 8, 20, 6) || within(x, y, 20, 40, 20, 6) ? 1 : 0));
    expect(regions.map((quad) => quadCentre(quad).x)).toEqual([50, 15, 30].map((x) => expect.closeTo(x, 4)));
  });

  it('finds nothing on an empty map and one region on a full one', () => {
    expect(found(() => 0)).toEqual([]);
    const [region, ...others] = found(() => 1);
    expect(others).toEqual([]);
    expectPoint(quadCentre(region!), { x: 40, y: 30 });
  });

  it.each([-80, -45, -20, 0, 10, 30, 60, 89])('finds a bar at %i°', (degrees) => {
    const direction = { x: Math.cos((degrees * Math.PI) / 180), y: Math.sin((degrees * Math.PI) / 180) };
    const bar = (x: number, y: number): number => {
      const [dx, dy] = [x + 0.5 - 40, y + 0.5 - 30];
      return Math.abs(dx * direction.x + dy * direction.y) <= 20 && Math.abs(dy * direction.x - dx * direction.y) <= 4 ? 1 : 0;
    };
    const [region, ...others] = found(bar);
    expect(others).toEqual([]);
    expect(Math.abs(quadWidth(region!) - 40)).toBeLessThan(3);
    expect(Math.abs(quadHeight(region!) - 8)).toBeLessThan(3);
    expect(Math.hypot(quadCentre(region!).x - 40, quadCentre(region!).y - 30)).toBeLessThan(1);
    const d = quadDirection(region!);
    // along the bar, one way or the other
    expect(Math.abs(d.x * direction.x + d.y * direction.y)).toBeGreaterThan(Math.cos((3 * Math.PI) / 180));
  });

  it('gives one rectangle around each of several bars, whatever lies between', () => {
    const rows = fc.array(
      fc.record({ left: fc.nat(20), width: fc.integer({ min: 12, max: 55 }), height: fc.integer({ min: 3, max: 8 }) }),
      {
        minLength: 1,
        maxLength: 5,
      },
    );
    fc.assert(
      fc.property(rows, fc.double({ min: 0, max: 0.29, noNaN: true }), (bars, background) => {
        const regions = found((x, y) => {
          const bar = bars[Math.floor(y / 12)];
          return bar && within(x, y % 12, bar.left, 2, bar.width, bar.height) ? 0.8 : background;
        });
        expect(regions).toHaveLength(bars.length);
        bars.forEach(({ left, width, height }, i) => {
          const corners: Point[] = [...rectangle(left, i * 12 + 2, width, height)];
          for (const corner of corners) expect(isInside(regions[i]!, corner)).toBe(true);
        });
      }),
      { numRuns: 40 },
    );
  });
});

describe('the mean inside a quad', () => {
  const ramp = map((x) => x / 100);

  it('is the mean over the pixels inside', () => {
    expect(meanInside(ramp, WIDTH, HEIGHT, rectangle(10, 10, 3, 2))).toBeCloseTo(0.11);
  });

  it('counts only what lies on the map', () => {
    expect(meanInside(ramp, WIDTH, HEIGHT, rectangle(-10, -10, 12, 12))).toBeCloseTo(0.005);
    expect(meanInside(ramp, WIDTH, HEIGHT, rectangle(78, 58, 50, 50))).toBeCloseTo(0.785);
  });

  it('is 0 where there is no pixel', () => {
    expect(meanInside(ramp, WIDTH, HEIGHT, rectangle(-20, -20, 5, 5))).toBe(0);
    expect(meanInside(ramp, WIDTH, HEIGHT, rectangle(10.6, 10.6, 0.2, 0.2))).toBe(0);
  });
});

test('NaN is no region', () => {
  expect(regionsOf(new Float32Array(100).fill(Number.NaN), 10, 10, THRESHOLDS)).toEqual([]);
});
