import fc from 'fast-check';
import type { Expiry } from '../../lib/card/expiry';
import { mapQuad, type Quad, type Turn } from '../../lib/geometry';
import { joinDates, type SeenDate, seenDate } from '../../lib/reading/join-dates';
import { tilted } from '../helpers/quads';

/** Where it stands, it does not tell, unless `at` does. */
const date = (
  month: number,
  year: number,
  confidence = 0.95,
  validFrom: SeenDate['validFrom'] = null,
  at: SeenDate['at'] = null,
): SeenDate => ({ expiry: { month, year }, confidence, validFrom, at });

const joined = (shown: readonly SeenDate[], since: readonly Expiry[] = []) => joinDates(shown, since);

test('of no picture there is none', () => {
  expect(joined([])).toBeNull();
});

test('of one picture it is what that picture tells', () => {
  const joint = joined([date(8, 2031, 0.7, { month: 8, year: 2026 })]);
  expect(joint).toMatchObject({ expiry: { month: 8, year: 2031 }, validFrom: { month: 8, year: 2026 } });
  expect(joint!.confidence).toBeCloseTo(0.7);
});

test('words beside it count that one picture shows', () => {
  const named = { ...date(8, 2009), saysUntil: true as const };
  expect(joined([date(8, 2009), named])).toMatchObject({ saysUntil: true });
  expect(joined([date(8, 2009), date(8, 2009)])).not.toHaveProperty('saysUntil');
  expect(joined([date(8, 2009), date(8, 2009), { ...date(3, 2005), saysUntil: true as const }])).not.toHaveProperty('saysUntil');
});

test('of issue is a date that words in another picture say so of, unless other words say that the card is valid until then', () => {
  const since = [{ month: 8, year: 2023 }];
  expect(joined([date(8, 2023), date(8, 2023)], since)).toBeNull();
  // nor does it hide an earlier one elsewhere
  const earlier = date(3, 2021, 0.95, null, { x: 3, y: 2.3 });
  expect(joined([date(8, 2023, 0.95, null, { x: 9, y: 2.3 }), earlier], since)!.expiry).toEqual({ month: 3, year: 2021 });
  const said = { ...date(8, 2023, 0.8), saysUntil: true as const };
  expect(joined([date(8, 2023), said, date(9, 2024, 0.8)], since)).toEqual(joined([date(8, 2023), said, date(9, 2024, 0.8)]));
  expect(joined([said], since)!.expiry).toEqual({ month: 8, year: 2023 });
});

test('pictures that agree are a little surer', () => {
  const { confidence } = joined([date(8, 2031, 0.8), date(8, 2031, 0.8)])!;
  expect(confidence).toBeGreaterThan(0.8);
  expect(confidence).toBeLessThan(0.9);
});

test('pictures that do not agree are less sure, and the surest counts', () => {
  const joint = joined([date(8, 2031, 0.95), date(3, 2031, 0.6)])!;
  expect(joint.expiry).toEqual({ month: 8, year: 2031 });
  expect(joint.confidence).toBeLessThan(0.95);
});

test('of two that stand at the same place, each of them certain to its picture, none is told', () => {
  const at = { x: 9, y: 2.3 };
  expect(joined([date(8, 2029, 1, null, at), date(3, 2039, 1, null, at)])).toBeNull();
  expect(joined([date(8, 2029, 1, null, at), date(3, 2039, 0.5, null, at)])).toMatchObject({
    expiry: { month: 8, year: 2029 },
    confidence: expect.closeTo(0.98, 1),
  });
});

test('a plain date before another plain one is of issue, however often it is seen', () => {
  const joint = joined([date(11, 2021, 0.97), date(11, 2021, 0.98), date(10, 2031, 0.95)])!;
  expect(joint.expiry).toEqual({ month: 10, year: 2031 });
});

test.each([
  ['at the same place: one of them is misread', { x: 9.2, y: 2.3 }, { month: 8, year: 2029 }],
  ['further along the line', { x: 6, y: 2.3 }, { month: 3, year: 2039 }],
  ['in the row below', { x: 9.2, y: 2.8 }, { month: 3, year: 2039 }],
])('two plain dates %s', (_, at, expiry) => {
  const others = [0.99, 0.99, 0.99].map((confidence) => date(8, 2029, confidence, null, at));
  expect(joined([...others, date(3, 2039, 0.9, null, { x: 8, y: 2.1 })])!.expiry).toEqual(expiry);
});

test('two dates that differ in one character are two, if they stand at two places', () => {
  const begins = (at: SeenDate['at']) => [0.99, 0.99].map((confidence) => date(5, 2024, confidence, null, at));
  const ends = date(5, 2029, 0.95, null, { x: 9, y: 2.3 });
  expect(joined([...begins({ x: 3, y: 2.3 }), ends])!.expiry).toEqual({ month: 5, year: 2029 });
  // it may be misread where it is not known, or at about the same place
  for (const at of [null, { x: 9.2, y: 2.3 }, { x: 7, y: 2.3 }])
    expect(joined([...begins(at), ends])!.expiry).toEqual({ month: 5, year: 2024 });
});

test('a date is not told where a later one, less sure, stands at another place', () => {
  const begins = [0.98, 0.97].map((confidence) => date(3, 2024, confidence, null, { x: 3, y: 2.3 }));
  expect(joined([...begins, date(4, 2029, 0.88, null, { x: 9, y: 2.3 })])).toBeNull();
  expect(joined([...begins, date(4, 2029, 0.88, null, { x: 3.1, y: 2.3 })])!.expiry).toEqual({ month: 3, year: 2024 });
  expect(joined([...begins, date(4, 2019, 0.88, null, { x: 9, y: 2.3 })])!.expiry).toEqual({ month: 3, year: 2024 });
});

test('dates that are as likely as each other are not told', () => {
  expect(joined([date(8, 2029, 0.76), date(8, 2028, 0.76)])).toBeNull();
  expect(joined([date(8, 2029, 0.8), date(8, 2028, 0.8), date(8, 2027, 0.8)])).toBeNull();
  expect(joined([date(8, 2029, 0.8), date(8, 2028, 0.8), date(8, 2029, 0.8)])!.expiry).toEqual({ month: 8, year: 2029 });
});

test.each<Turn>([0, 90, 180, 270])('where a date stands is told in heights of the line, however that is turned: %d', (turn) => {
  const turned = (quad: Quad): Quad =>
    mapQuad(
      quad,
      ({ x, y }) =>
        [
          { x, y },
          { x: -y, y: x },
          { x: -x, y: -y },
          { x: y, y: -x },
        ][turn / 90]!,
    );
  const [line, quad] = [tilted({ x: 200, y: 100 }, 300, 20, 0), tilted({ x: 150, y: 160 }, 60, 16, 0)];
  const reading = { expiry: { month: 8, year: 2029 }, confidence: 0.9, validFrom: null, quad: turned(quad) };
  const { at } = seenDate(reading, [turned(line)]);
  expect(at!.x).toBeCloseTo(5);
  expect(at!.y).toBeCloseTo(3);
  expect(seenDate(reading, null)).toEqual(date(8, 2029, 0.9));
});

test('a date that one picture tells to be the beginning is no expiry, however often it is seen alone', () => {
  const from = { month: 8, year: 2023 };
  const joint = joined([date(8, 2023, 0.95), date(8, 2023, 0.95), date(8, 2028, 0.92, from)])!;
  expect(joint).toMatchObject({ expiry: { month: 8, year: 2028 }, validFrom: from });
  expect(joint.confidence).toBeGreaterThan(0.8);
});

test('a date in which one character was misread is not taken for one of issue', () => {
  const joint = joined([date(8, 2030, 0.97), date(8, 2030, 0.97), date(8, 2038, 0.92)])!;
  expect(joint.expiry).toEqual({ month: 8, year: 2030 });
});

test('two dates of issue are none', () => {
  const joint = joined([date(8, 2031, 0.9, { month: 8, year: 2026 }), date(8, 2031, 0.9, { month: 3, year: 2026 })])!;
  expect(joint.validFrom).toBeNull();
});

test('what is told is likelier than not, and only dates that were seen are told', () => {
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
      const joint = joined(seen.map(({ month, year, confidence }) => date(month, year, confidence)));
      if (!joint) return;
      expect(joint.confidence).toBeGreaterThanOrEqual(0.5);
      expect(joint.confidence).toBeLessThanOrEqual(1);
      expect(seen).toContainEqual(expect.objectContaining(joint.expiry));
    }),
  );
});
