import fc from 'fast-check';
import {
  along,
  applyHomography,
  boundingQuad,
  clockwise,
  countedAs,
  distance,
  type Edge,
  edgesOf,
  flipQuad,
  growQuad,
  invertHomography,
  isInside,
  leastSquaresLine,
  mirrorQuad,
  moved,
  outward,
  type Point,
  pixelsIn,
  projectQuad,
  type Quad,
  quadAspect,
  quadCentre,
  quadDirection,
  quadDown,
  quadFrame,
  quadHeight,
  quadWidth,
  rectangleToQuad,
  scaleBetween,
  scaleQuad,
  stretchQuad,
  type Turn,
  turnQuad,
  withEdges,
} from '../lib/geometry';
import { cornersApart, rectangle } from './helpers/quads';

const unit = (degrees: number): Point => ({ x: Math.cos((degrees * Math.PI) / 180), y: Math.sin((degrees * Math.PI) / 180) });

const real = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const point = (reach = 1000): fc.Arbitrary<Point> => fc.record({ x: real(-reach, reach), y: real(-reach, reach) });

/** A rectangle at any angle with each corner moved by up to a fifth of its shorter side: convex, clockwise, seen in perspective. */
const perspectiveQuad: fc.Arbitrary<Quad> = fc
  .record({
    centre: point(),
    width: real(20, 800),
    height: real(20, 800),
    angle: real(0, 360),
    noise: fc.array(point(1), { minLength: 4, maxLength: 4 }),
  })
  .map(({ centre, width, height, angle, noise }) => {
    const d = unit(angle);
    const reach = Math.min(width, height) / 5;
    return rectangle(-width / 2, -height / 2, width, height).map((p, i) => ({
      x: centre.x + p.x * d.x - p.y * d.y + noise[i]!.x * reach,
      y: centre.y + p.x * d.y + p.y * d.x + noise[i]!.y * reach,
    })) as unknown as Quad;
  });

const expectPoint = (actual: Point, expected: Point, tolerance = 1e-6): void =>
  expect({ off: distance(actual, expected) <= tolerance, actual }).toEqual({ off: true, actual });

const isFinitePoint = (p: Point): boolean => Number.isFinite(p.x) && Number.isFinite(p.y);

describe('rectangleToQuad', () => {
  const corners = (width: number, height: number): Point[] => [...rectangle(0, 0, width, height)];

  it('maps corner to corner and the inside to the inside', () => {
    fc.assert(
      fc.property(perspectiveQuad, real(1, 500), real(1, 500), real(0, 1), real(0, 1), (quad, width, height, u, v) => {
        const h = rectangleToQuad(width, height, quad);
        corners(width, height).forEach((corner, i) => {
          expectPoint(applyHomography(h, corner), quad[i]!, 1e-5);
        });
        expect(isInside(growQuad(quad, 1e-3, 1e-3), applyHomography(h, { x: u * width, y: v * height }))).toBe(true);
      }),
    );
  });

  it('keeps straight lines straight', () => {
    fc.assert(
      fc.property(perspectiveQuad, point(1), point(1), real(0, 1), (quad, a, b, t) => {
        const h = rectangleToQuad(2, 2, quad);
        const shift = (p: Point): Point => ({ x: p.x + 1, y: p.y + 1 });
        const from = applyHomography(h, shift(a));
        const to = applyHomography(h, shift(b));
        const between = applyHomography(h, along(shift(a), shift(b), t));
        expect(distance(from, between) + distance(between, to)).toBeCloseTo(distance(from, to), 4);
      }),
    );
  });

  it('is an affine map for a parallelogram', () => {
    const h = rectangleToQuad(10, 5, [
      { x: 3, y: 4 },
      { x: 23, y: 6 },
      { x: 24, y: 16 },
      { x: 4, y: 14 },
    ]);
    expect(h.slice(6).map(Math.abs)).toEqual([0, 0, 1]);
    expectPoint(applyHomography(h, { x: 5, y: 2.5 }), { x: 13.5, y: 10 });
  });

  it('puts the middle of a receding rectangle nearer to its far side', () => {
    const h = rectangleToQuad(10, 10, [
      { x: 30, y: 0 },
      { x: 70, y: 0 },
      { x: 100, y: 100 },
      { x: 0, y: 100 },
    ]);
    const middle = applyHomography(h, { x: 5, y: 5 });
    expect(middle.x).toBeCloseTo(50);
    expect(middle.y).toBeLessThan(45);
  });

  it.each<[string, Quad]>([
    ['a point', rectangle(5, 5, 0, 0)],
    ['a level segment', rectangle(5, 5, 10, 0)],
    ['an upright segment', rectangle(5, 5, 0, 10)],
    [
      'a segment folded back on itself',
      [
        { x: 0, y: 0 },
        { x: 9, y: 0 },
        { x: 4, y: 0 },
        { x: 1, y: 0 },
      ],
    ],
  ])('gives finite numbers for %s', (_, quad) => {
    expect(rectangleToQuad(8, 8, quad).every(Number.isFinite)).toBe(true);
  });
});

describe('boundingQuad', () => {
  const points = fc.array(point(), { minLength: 1, maxLength: 30 });

  it('holds all points and touches one with each side', () => {
    fc.assert(
      fc.property(points, real(0, 360), (cloud, angle) => {
        const direction = unit(angle);
        const quad = boundingQuad(cloud, direction);
        for (const p of cloud) expect(isInside(growQuad(rigid(quad, direction), 1e-6, 1e-6), p)).toBe(true);
        const spread = (d: Point): number => {
          const along = cloud.map((p) => p.x * d.x + p.y * d.y);
          return Math.max(...along) - Math.min(...along);
        };
        expect(quadWidth(quad)).toBeCloseTo(spread(direction), 6);
        expect(quadHeight(quad)).toBeCloseTo(spread({ x: -direction.y, y: direction.x }), 6);
      }),
    );
  });

  /** Give a quad without width or height a hair of both, so that it has a direction to grow in. */
  const rigid = (quad: Quad, d: Point): Quad =>
    quad.map((p, i) => {
      const sx = i === 1 || i === 2 ? 1e-6 : -1e-6;
      const sy = i < 2 ? -1e-6 : 1e-6;
      return { x: p.x + sx * d.x - sy * d.y, y: p.y + sx * d.y + sy * d.x };
    }) as unknown as Quad;

  it('starts at the top-left as seen in its direction and goes clockwise', () => {
    const cloud = [...rectangle(10, 20, 30, 5)];
    expect(boundingQuad(cloud, { x: 1, y: 0 })).toEqual(rectangle(10, 20, 30, 5));
    const down = boundingQuad(cloud, { x: 0, y: 1 });
    expectPoint(down[0], { x: 40, y: 20 });
    expectPoint(down[1], { x: 40, y: 25 });
    expectPoint(down[2], { x: 10, y: 25 });
  });
});

describe('mirrorQuad', () => {
  it('begins at the same corner, and runs counter-clockwise', () => {
    expect(mirrorQuad(rectangle(10, 5, 4, 2), 100)).toEqual(flipQuad(rectangle(86, 5, 4, 2)));
    expect(clockwise(mirrorQuad(rectangle(10, 5, 4, 2), 100))).toEqual(rectangle(86, 5, 4, 2));
  });

  it('is undone by itself', () => {
    fc.assert(
      fc.property(perspectiveQuad, (q) => {
        expect(cornersApart(mirrorQuad(mirrorQuad(q, 640), 640), q)).toBeLessThan(1e-9);
        expect(clockwise(q)).toBe(q);
        expect(clockwise(flipQuad(q))).toEqual(q);
      }),
    );
  });
});

describe('a quad that runs counter-clockwise, as that of something mirrored,', () => {
  it('holds the same points and pixels, and grows as the same quad does that runs clockwise', () => {
    const area = { width: 60, height: 40 };
    const there = [...pixelsIn(flipQuad(rectangle(10, 5, 8, 4)), area)];
    expect(there).toEqual([5, 6, 7, 8].map((y) => ({ y, from: 10, to: 18 })));
    fc.assert(
      fc.property(perspectiveQuad, point(), real(0, 20), real(0, 20), (q, at, dx, dy) => {
        const flipped = flipQuad(q);
        expect(isInside(flipped, at)).toBe(isInside(q, at));
        expect([...pixelsIn(flipped, area)]).toEqual([...pixelsIn(q, area)]);
        expect(cornersApart(growQuad(flipped, dx, dy), flipQuad(growQuad(q, dx, dy)))).toBeLessThan(1e-9);
      }),
    );
  });
});

describe('turnQuad', () => {
  const quad = rectangle(0, 0, 4, 2);

  it.each<[Turn, Point, Point]>([
    [0, { x: 0, y: 0 }, { x: 1, y: 0 }],
    [90, { x: 4, y: 0 }, { x: 0, y: 1 }],
    [180, { x: 4, y: 2 }, { x: -1, y: 0 }],
    [270, { x: 0, y: 2 }, { x: 0, y: -1 }],
  ])('by %i° starts at another corner and runs another way', (turn, start, direction) => {
    const turned = turnQuad(quad, turn);
    expect(turned[0]).toEqual(start);
    expectPoint(quadDirection(turned), direction);
    expect(new Set(turned)).toEqual(new Set(quad));
  });

  it('is undone by the opposite turn', () => {
    fc.assert(
      fc.property(perspectiveQuad, fc.constantFrom<Turn>(0, 90, 180, 270), (q, turn) => {
        expect(turnQuad(turnQuad(q, turn), ((360 - turn) % 360) as Turn)).toEqual(q);
      }),
    );
  });
});

describe('growQuad', () => {
  it('adds to both ends and both sides of a rectangle at any angle', () => {
    fc.assert(
      fc.property(real(1, 300), real(1, 300), real(0, 360), real(0, 50), real(0, 50), (width, height, angle, dx, dy) => {
        const d = unit(angle);
        const quad = boundingQuad(
          rectangle(-width / 2, -height / 2, width, height).map((p) => ({ x: p.x * d.x - p.y * d.y, y: p.x * d.y + p.y * d.x })),
          d,
        );
        const grown = growQuad(quad, dx, dy);
        expect(quadWidth(grown)).toBeCloseTo(width + 2 * dx, 6);
        expect(quadHeight(grown)).toBeCloseTo(height + 2 * dy, 6);
        expectPoint(quadCentre(grown), quadCentre(quad));
        const back = growQuad(grown, -dx, -dy);
        quad.forEach((p, i) => {
          expectPoint(back[i]!, p);
        });
      }),
    );
  });

  it('does not turn a point into NaN', () => {
    expect(growQuad(rectangle(3, 3, 0, 0), 5, 5).every(isFinitePoint)).toBe(true);
  });
});

describe('stretchQuad', () => {
  it('moves only the ends, by that many px', () => {
    expect(stretchQuad(rectangle(10, 10, 100, 20), 5, 30)).toEqual(rectangle(5, 10, 135, 20));
  });

  it('goes the way the text runs', () => {
    expect(stretchQuad(turnQuad(rectangle(10, 10, 100, 20), 180), 5, 0)).toEqual(turnQuad(rectangle(10, 10, 105, 20), 180));
  });

  it('leaves the upper and lower edge on their lines', () => {
    fc.assert(
      fc.property(perspectiveQuad, real(0, 100), real(0, 100), (quad, left, right) => {
        const stretched = stretchQuad(quad, left, right);
        const onLine = (p: Point, a: Point, b: Point): number => ((b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x)) / distance(a, b);
        for (const i of [0, 1]) expect(onLine(stretched[i]!, quad[0], quad[1])).toBeCloseTo(0, 6);
        for (const i of [2, 3]) expect(onLine(stretched[i]!, quad[3], quad[2])).toBeCloseTo(0, 6);
        expect(quadWidth(stretched)).toBeCloseTo(quadWidth(quad) + left + right, 6);
      }),
    );
  });

  it('does not turn a point into NaN', () => {
    expect(stretchQuad(rectangle(3, 3, 0, 0), 5, 5).every(isFinitePoint)).toBe(true);
  });
});

describe('isInside', () => {
  const quad = rectangle(10, 10, 20, 10);

  it.each<[string, number, number, boolean]>([
    ['its middle', 20, 15, true],
    ['a corner', 10, 10, true],
    ['an edge', 30, 15, true],
    ['left of it', 9.99, 15, false],
    ['right of it', 30.01, 15, false],
    ['above it', 20, 9.99, false],
    ['below it', 20, 20.01, false],
  ])('%s', (_, x, y, inside) => {
    for (const turn of [0, 90, 180, 270] as const) expect(isInside(turnQuad(quad, turn), { x, y })).toBe(inside);
  });

  it('holds the centre of any convex quad, and no mirror image of it beyond a corner', () => {
    fc.assert(
      fc.property(perspectiveQuad, fc.integer({ min: 0, max: 3 }), real(1.01, 5), (q, corner, t) => {
        expect(isInside(q, quadCentre(q))).toBe(true);
        expect(isInside(q, along(quadCentre(q), q[corner]!, t))).toBe(false);
      }),
    );
  });
});

describe('pixelsIn', () => {
  it('are those of the area whose centres lie in the quad, row by row', () => {
    const anyArea = fc.record({ width: fc.integer({ min: 0, max: 60 }), height: fc.integer({ min: 0, max: 60 }) });
    fc.assert(
      fc.property(perspectiveQuad, anyArea, fc.constantFrom(1, 4), point(30), (q, area, side, to) => {
        const { x: cx, y: cy } = quadCentre(q);
        const quad = q.map(({ x, y }) => ({ x: x - cx + to.x, y: y - cy + to.y })) as unknown as Quad;
        const expected: Point[] = [];
        for (let y = 0; y * side < area.height; y++)
          for (let x = 0; x * side < area.width; x++)
            if (isInside(quad, { x: (x + 0.5) * side, y: (y + 0.5) * side })) expected.push({ x, y });
        const runs = [...pixelsIn(quad, area, side)];
        expect(runs.flatMap(({ y, from, to }) => Array.from({ length: to - from }, (_, i) => ({ x: from + i, y })))).toEqual(expected);
      }),
    );
  });
});

describe('measures', () => {
  it('take the mean of opposite edges', () => {
    const trapezium: Quad = [
      { x: 10, y: 0 },
      { x: 20, y: 0 },
      { x: 30, y: 10 },
      { x: 0, y: 10 },
    ];
    expect(quadWidth(trapezium)).toBe(20);
    expect(quadHeight(trapezium)).toBeCloseTo(Math.hypot(10, 10));
    expect(quadCentre(trapezium)).toEqual({ x: 15, y: 5 });
    expect(quadDirection(trapezium)).toEqual({ x: 1, y: 0 });
  });

  it('have a finite direction for a point', () => {
    expect(isFinitePoint(quadDirection(rectangle(1, 1, 0, 0)))).toBe(true);
  });

  it('scale with the picture', () => {
    expect(scaleQuad(rectangle(1, 2, 3, 4), 2)).toEqual(rectangle(2, 4, 6, 8));
  });

  it.each([
    [
      { width: 390, height: 8192 },
      { width: 30, height: 640 },
    ],
    [
      { width: 8192, height: 390 },
      { width: 640, height: 30 },
    ],
  ])('scale by the longer side, of which less is rounded: %j', (picture, copy) => {
    expect(scaleBetween(picture, copy)).toBe(12.8);
    expect(scaleBetween(copy, picture)).toBe(1 / 12.8);
  });
});

describe('invertHomography', () => {
  test('takes points back', () => {
    fc.assert(
      fc.property(perspectiveQuad, real(0, 1), real(0, 1), (quad, u, v) => {
        const there = rectangleToQuad(100, 60, quad);
        const back = applyHomography(invertHomography(there)!, applyHomography(there, { x: 100 * u, y: 60 * v }));
        expect(distance(back, { x: 100 * u, y: 60 * v })).toBeLessThan(1e-3);
      }),
    );
  });

  test('there is none for a quad without an area', () => {
    expect(invertHomography([1, 2, 0, 2, 4, 0, 0, 0, 1])).toBeNull();
  });
});

test('countedAs: from the corner nearest to the first of another quad', () => {
  fc.assert(
    fc.property(perspectiveQuad, fc.constantFrom<Turn>(0, 90, 180, 270), (quad, turn) => {
      expect(countedAs(turnQuad(quad, turn), quad)).toEqual(quad);
    }),
  );
});

describe('leastSquaresLine', () => {
  test('the line on which points stand', () => {
    fc.assert(
      fc.property(
        real(-50, 50),
        real(-5, 5),
        fc.uniqueArray(fc.integer({ min: -40, max: 40 }), { minLength: 2, maxLength: 20 }),
        (at, slope, xs) => {
          const fit = leastSquaresLine(xs.map((x) => ({ x, y: at + slope * x })));
          expect(fit.at).toBeCloseTo(at, 6);
          expect(fit.slope).toBeCloseTo(slope, 6);
        },
      ),
    );
  });

  test('level where they stand above one another', () => {
    expect(leastSquaresLine([0, 2].map((y) => ({ x: 3, y })))).toEqual({ at: 1, slope: 0 });
  });
});

test('the aspect of a quad, and of one without height', () => {
  expect(quadAspect(rectangle(10, 20, 300, 60))).toBe(5);
  expect(quadAspect(rectangle(10, 20, 300, 0))).toBe(300);
});

test('a homography takes a quad’s corners each where it takes the point', () => {
  const target = rectangle(100, 200, 640, 400);
  const corners = projectQuad(rectangleToQuad(1, 1, target), rectangle(0, 0, 1, 1));
  expect(cornersApart(corners, target)).toBeLessThan(1e-9);
});

describe('quadFrame', () => {
  const box = rectangle(10, 20, 40, 20);

  test.each([
    [0, { along: 20, across: 5 }],
    [90, { along: 5, across: -20 }],
    [180, { along: -20, across: -5 }],
  ] as const)('where a point lies, seen from the middle of a quad that is read turned by %d°', (turn, { along, across }) => {
    const frame = quadFrame(turnQuad(box, turn));
    const point = { x: 50, y: 35 };
    expect(frame.along(point)).toBeCloseTo(along);
    expect(frame.across(point)).toBeCloseTo(across);
  });
});

describe('a quad with other edges', () => {
  const quad = rectangle(10, 20, 60, 40);
  const [top, right, bottom, left] = edgesOf(quad) as [Edge, Edge, Edge, Edge];

  test('has its corners where they meet', () => {
    expect(withEdges(quad, edgesOf(quad), 1)).toEqual(quad);
    // the upper one slants, the right one stands 5 px further in, told by another piece of it
    const slanted: Edge = [
      { x: 10, y: 18 },
      { x: 70, y: 24 },
    ];
    const inner: Edge = [
      { x: 65, y: 30 },
      { x: 65, y: 31 },
    ];
    const moved = withEdges(quad, [slanted, inner, bottom, left], 10);
    const expected = [
      { x: 10, y: 18 },
      { x: 65, y: 23.5 },
      { x: 65, y: 60 },
      { x: 10, y: 60 },
    ];
    expect(moved).toEqual(expected.map(({ x, y }) => ({ x: expect.closeTo(x), y: expect.closeTo(y) })));
  });

  test('stays as it is where two do not meet, or a corner would be too far away', () => {
    expect(withEdges(quad, [top, top, bottom, left], 1000)).toBe(quad);
    const outer = edgesOf(rectangle(10, 20, 63, 40))[1]!;
    expect(withEdges(quad, [top, outer, bottom, left], 3)).toBe(quad);
    expect(withEdges(quad, [top, outer, bottom, left], 3.01)).not.toBe(quad);
  });

  test('outward is away from its middle', () => {
    expect([top, right, bottom, left].map(([a, b]) => outward(a, b))).toEqual([
      { x: 0, y: -1 },
      { x: 1, y: 0 },
      { x: 0, y: 1 },
      { x: -1, y: 0 },
    ]);
    expect(outward(top[0], top[0])).toEqual({ x: 0, y: 0 });
  });
});

test('a corner moved downwards by the height of a rectangle is at its lower corner, whatever way the rectangle is turned', () => {
  for (const turn of [0, 90, 180, 270] as const) {
    const quad = turnQuad(rectangle(10, 20, 300, 80), turn);
    const at = moved(quad[0], quadDown(quad), quadHeight(quad));
    expect(distance(at, quad[3])).toBeLessThan(1e-9);
  }
});
