import fc from 'fast-check';
import { GROUPINGS } from '../../lib/card/pan';
import { fits } from '../../lib/reading/layout';

/** Where digits stand that are printed in groups: a step of 1 within, `gap` more between them, from `from` on. */
const printed = (sizes: readonly number[], gap: number, from = 3): number[] => {
  const at: number[] = [];
  let next = from;
  for (const size of sizes) {
    for (let i = 0; i < size; i++) at.push(next++);
    next += gap;
  }
  return at;
};
const isLaidOut = (positions: readonly number[]): boolean => fits(positions, positions.length).length > 0;

test('every grouping that cards have, and digits evenly spaced', () => {
  for (const [total, groupings] of Object.entries(GROUPINGS)) {
    for (const sizes of [...groupings, [Number(total)]]) expect([sizes, isLaidOut(printed(sizes, 0.8))]).toEqual([sizes, true]);
  }
});

test('a little off their places, as they are seen', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -0.08, max: 0.08, noNaN: true }), { minLength: 16, maxLength: 16 }), (off) => {
      expect(isLaidOut(printed([4, 4, 4, 4], 0.8).map((at, i) => at + off[i]!))).toBe(true);
    }),
  );
});

test('a sign before the number that is read as a digit stands apart', () => {
  expect(isLaidOut([1.2, ...printed([4, 4, 4, 4], 0.8)])).toBe(false);
  expect(isLaidOut([0.4, ...printed([6, 13], 0.8)].slice(0, 17))).toBe(false);
});

test('a digit that is not read leaves a hole', () => {
  const all = printed([4, 4, 4, 4], 0.8);
  for (const i of [1, 2, 5, 6, 9, 10, 13, 14]) expect(isLaidOut(all.filter((_, j) => j !== i))).toBe(false);
});
