import fc from 'fast-check';
import { joinDates } from '../../lib/reading/join-dates';

const date = (month: number, year: number, confidence = 0.95, validFrom: { month: number; year: number } | null = null) => ({
  expiry: { month, year },
  confidence,
  validFrom,
});

test('of no picture there is none', () => {
  expect(joinDates([])).toBeNull();
});

test('of one picture it is what that picture tells', () => {
  const joint = joinDates([date(8, 2031, 0.7, { month: 8, year: 2026 })]);
  expect(joint).toMatchObject({ expiry: { month: 8, year: 2031 }, validFrom: { month: 8, year: 2026 } });
  expect(joint!.confidence).toBeCloseTo(0.7);
});

test('pictures that agree are a little surer', () => {
  const { confidence } = joinDates([date(8, 2031, 0.8), date(8, 2031, 0.8)])!;
  expect(confidence).toBeGreaterThan(0.8);
  expect(confidence).toBeLessThan(0.9);
});

test('pictures that do not agree are less sure, and the surest counts', () => {
  const joint = joinDates([date(8, 2031, 0.95), date(3, 2031, 0.6)])!;
  expect(joint.expiry).toEqual({ month: 8, year: 2031 });
  expect(joint.confidence).toBeLessThan(0.95);
});

test('a plain date before another plain one is of issue, however often it is seen', () => {
  const joint = joinDates([date(11, 2021, 0.97), date(11, 2021, 0.98), date(10, 2031, 0.95)])!;
  expect(joint.expiry).toEqual({ month: 10, year: 2031 });
});

test('a date that one picture tells to be the beginning is no expiry, however often it is seen alone', () => {
  const from = { month: 8, year: 2023 };
  const joint = joinDates([date(8, 2023, 0.95), date(8, 2023, 0.95), date(8, 2028, 0.92, from)])!;
  expect(joint).toMatchObject({ expiry: { month: 8, year: 2028 }, validFrom: from });
  expect(joint.confidence).toBeGreaterThan(0.8);
});

test('a date in which one character was misread is not taken for one of issue', () => {
  const joint = joinDates([date(8, 2030, 0.97), date(8, 2030, 0.97), date(8, 2038, 0.92)])!;
  expect(joint.expiry).toEqual({ month: 8, year: 2030 });
});

test('two dates of issue are none', () => {
  const joint = joinDates([date(8, 2031, 0.9, { month: 8, year: 2026 }), date(8, 2031, 0.9, { month: 3, year: 2026 })])!;
  expect(joint.validFrom).toBeNull();
});

test('confidences stay within 0 and 1, and only dates that were seen are told', () => {
  const dates = fc.array(
    fc.record({
      month: fc.integer({ min: 1, max: 12 }),
      year: fc.integer({ min: 2020, max: 2035 }),
      confidence: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
    { minLength: 1, maxLength: 8 },
  );
  fc.assert(
    fc.property(dates, (seen) => {
      const joint = joinDates(seen.map(({ month, year, confidence }) => date(month, year, confidence)))!;
      expect(joint.confidence).toBeGreaterThanOrEqual(0);
      expect(joint.confidence).toBeLessThanOrEqual(1);
      expect(seen).toContainEqual(expect.objectContaining(joint.expiry));
    }),
  );
});
