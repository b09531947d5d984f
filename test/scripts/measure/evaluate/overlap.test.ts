import fc from 'fast-check';
import { overlapOf } from '../../../../scripts/measure/evaluate/overlap';
import { tilted } from '../../../helpers/quads';

test.each([
  ['itself', tilted({ x: 50, y: 50 }, 40, 20, 30), tilted({ x: 50, y: 50 }, 40, 20, 30), 1],
  ['its right half', tilted({ x: 50, y: 50 }, 40, 20, 0), tilted({ x: 60, y: 50 }, 20, 20, 0), 0.5],
  ['one shifted by half', tilted({ x: 50, y: 50 }, 40, 20, 0), tilted({ x: 70, y: 50 }, 40, 20, 0), 1 / 3],
  ['one elsewhere', tilted({ x: 50, y: 50 }, 40, 20, 0), tilted({ x: 150, y: 50 }, 40, 20, 0), 0],
  ['one across', tilted({ x: 50, y: 50 }, 40, 20, 0), tilted({ x: 50, y: 50 }, 40, 20, 90), 400 / 1200],
])('a quad and %s', (_, a, b, overlap) => {
  expect(overlapOf(a, b)).toBeCloseTo(overlap);
  expect(overlapOf(b, a)).toBeCloseTo(overlap);
});

test('between nothing and all, whichever way round', () => {
  const quad = fc
    .tuple(
      fc.integer({ min: 0, max: 90 }),
      fc.integer({ min: 0, max: 90 }),
      fc.integer({ min: 5, max: 80 }),
      fc.integer({ min: 5, max: 80 }),
      fc.integer({ min: 0, max: 359 }),
    )
    .map(([x, y, width, height, degrees]) => tilted({ x, y }, width, height, degrees));
  fc.assert(
    fc.property(quad, quad, (a, b) => {
      const overlap = overlapOf(a, b);
      expect(overlap).toBeGreaterThanOrEqual(0);
      expect(overlap).toBeLessThanOrEqual(1 + 1e-9);
      expect(overlapOf(b, a)).toBeCloseTo(overlap, 6);
    }),
  );
});
