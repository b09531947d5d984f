import fc from 'fast-check';
import { GROUPINGS } from '../../lib/card/group-pan';
import { filled, fits, nearestIndex, pitchOf } from '../../lib/reading/layout';

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

test.each([
  ['up to a quarter of a pitch from its place', 0.25, true],
  ['further than that', 0.45, false],
])('one digit may stand %s', (_, off, isLaid) => {
  const all = printed([16], 0);
  for (const i of [2, 5, 9]) expect(isLaidOut(all.map((at, j) => at + (j === i ? off : 0)))).toBe(isLaid);
});

test('all of them may stand a little off, not half as far as one', () => {
  const shaken = (off: number): number[] => printed([16], 0).map((at, i) => at + (i % 4 < 2 ? off : -off));
  expect([isLaidOut(shaken(0.12)), isLaidOut(shaken(0.16))]).toEqual([true, false]);
});

test('digits too few for a layout tell where its other places are', () => {
  const all = printed([4, 4, 4, 4], 0.8).map((at) => 7 * at);
  const [best] = fits(
    all.filter((_, i) => i !== 5 && i !== 6),
    16,
  ).sort((a, b) => a.cost - b.cost);
  expect(best!.positions).toEqual(all.map((at) => expect.closeTo(at)));
  expect(best!.cost).toBeCloseTo(0);
  expect(fits([...all, 7 * 26], 16)).toEqual([]);
});

test('of several layouts the cost tells the nearest', () => {
  const found = fits(printed([6, 10], 0.8), 16);
  const costs = found.map(({ cost }) => cost);
  expect(Math.min(...costs)).toBeCloseTo(0);
  expect(Math.max(...costs)).toBeGreaterThan(0.05);
});

test('a pitch is the usual distance of neighbours, whatever the gaps between groups', () => {
  expect(pitchOf(printed([4, 4, 4, 4], 5))).toBe(1);
  expect(pitchOf([3, 5, 8])).toBe(3);
  expect([pitchOf([]), pitchOf([3])]).toEqual([Number.NaN, Number.NaN]);
});

test('the nearest of some values, of two as near the first', () => {
  expect([0.4, 2.6, 2.5, -9, 9].map((wanted) => nearestIndex([0, 1, 2, 3], wanted))).toEqual([0, 3, 2, 0, 3]);
});

test('no two digits stand on one place: one that is read twice is one too many', () => {
  const all = printed([15], 0);
  expect(isLaidOut([...all.slice(0, 8), all[7]! + 0.25, ...all.slice(8)])).toBe(false);
});

describe('the layouts that digits fill', () => {
  const at = (distances: readonly number[]): number[] => {
    let position = 0;
    return [0, ...distances.map((distance) => (position += distance))];
  };

  test.each([
    ['two groups, each place known to a time step only', [7, 6, 7, 6, 7, 13, 6, 7, 6, 7, 6, 7, 6, 7, 6, 7, 6.5], true],
    ['the same, each distance right', [6.5, 6.5, 6.5, 6.5, 6.5, 13, ...new Array(11).fill(6.5)], true],
    ['one of them twice as wide', [7, 6, 7, 6, 7, 13, 6, 7, 6, 13, 6, 7, 6, 7, 6, 7, 6.5], false],
  ])('%s', (_, distances, expected) => {
    expect(filled(at(distances)).length > 0).toBe(expected);
  });
});
