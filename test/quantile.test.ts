import fc from 'fast-check';
import { differences, groupedDifferences, median, quantile } from '../lib/quantile';

test('a share of the values lies below it, of two such it is the upper', () => {
  expect([0, 0.25, 0.5, 0.75].map((share) => quantile([40, 10, 30, 20], share))).toEqual([10, 20, 30, 40]);
  expect(median([3, 1, 2])).toBe(2);
});

test('differences of neighbours, in their order', () => {
  expect(differences([1, 4, 2])).toEqual([3, -2]);
  expect([differences([]), differences([5])]).toEqual([[], []]);
});

test('differences between groups, and within them', () => {
  expect(groupedDifferences([0, 1, 5, 7, 20], [2, 2, 1])).toEqual({ between: [4, 13], within: [1, 2] });
  expect(groupedDifferences([3], [1])).toEqual({ between: [], within: [] });
});

test('of nothing there is none', () => {
  expect([median([]), quantile([], 0)]).toEqual([Number.NaN, Number.NaN]);
});

test('it is one of the values, whatever their order, and they stay in it', () => {
  const values = fc.array(fc.integer(), { minLength: 1 });
  fc.assert(
    fc.property(values, fc.double({ min: 0, max: 0.99, noNaN: true }), (all, share) => {
      const before = [...all];
      const found = quantile(all, share);
      expect(all).toEqual(before);
      expect(all.filter((value) => value < found).length).toBeLessThanOrEqual(share * all.length);
      expect(all.filter((value) => value <= found).length).toBeGreaterThan(share * all.length);
    }),
  );
});
