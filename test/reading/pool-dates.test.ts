import fc from 'fast-check';
import { type DateLook, type DateSighting, poolDates } from '../../lib/reading/pool-dates';
import { tilted } from '../helpers/locator-maps';

const HERE = tilted({ x: 100, y: 100 }, 60, 16, 0);
const THERE = tilted({ x: 300, y: 100 }, 60, 16, 0);
const AUGUST = { month: 8, year: 2027 };
const MARCH = { month: 3, year: 2027 };

const sighting = (probability: number, of: Partial<DateSighting> = {}): DateSighting => ({
  expiry: AUGUST,
  form: 'month-year',
  quad: HERE,
  probability,
  ...of,
});
const look = (sightings: readonly DateSighting[], isLocated = true): DateLook => ({ quad: HERE, sightings, isLocated });
const first = (...looks: DateLook[]) => poolDates(looks)[0]!;

test('no looks, no dates', () => {
  expect(poolDates([])).toEqual([]);
  expect(poolDates([look([])])).toEqual([]);
});

test('crops that agree are surer than each of them, and surer where the locator sees a date', () => {
  const one = first(look([sighting(0.9)])).confidence;
  const two = first(look([sighting(0.9)]), look([sighting(0.9)])).confidence;
  expect(two).toBeGreaterThan(one);
  expect(first(look([sighting(0.9)], false), look([sighting(0.9)], false)).confidence).toBeLessThan(two);
});

test('a crop that shows no date says nothing against one; a crop that shows another date does', () => {
  const alone = first(look([sighting(0.9)]), look([sighting(0.9)]));
  expect(first(look([sighting(0.9)]), look([sighting(0.9)]), look([]))).toEqual(alone);
  const disputed = first(look([sighting(0.9)]), look([sighting(0.9)]), look([sighting(0.9, { expiry: MARCH })]));
  expect(disputed.expiry).toEqual(AUGUST);
  expect(disputed.confidence).toBeLessThan(alone.confidence);
  expect(disputed.presence).toBeGreaterThan(alone.presence);
});

test('many faint sightings do not make a sure one', () => {
  expect(first(...Array.from({ length: 8 }, () => look([sighting(0.05)]))).confidence).toBeLessThan(0.5);
});

test('each place has a date of its own', () => {
  const both = poolDates([look([sighting(0.9), sighting(0.5, { expiry: MARCH, quad: THERE })])]);
  expect(both.map(({ expiry }) => expiry)).toEqual([AUGUST, MARCH]);
});

test.each([
  ['2008/04, of which 08/04 is the end', { month: 8, year: 2004 }, { month: 4, year: 2008 }],
  ['04/2008, of which 04/20 is the beginning', { month: 4, year: 2020 }, { month: 4, year: 2008 }],
])('a longer date makes the shorter one within it unlikely: %s', (_, short, long) => {
  const reading = first(
    look([sighting(0.9, { expiry: short })]),
    look([sighting(0.9, { expiry: short })]),
    look([sighting(0.1, { expiry: long, form: 'full' })]),
  );
  expect(reading).toMatchObject({ expiry: long, form: 'full' });
  expect(reading.confidence).toBeLessThan(0.5);
});

test('a longer date of which it is no piece does not', () => {
  const other = { month: 5, year: 2019 };
  expect(first(look([sighting(0.9)]), look([sighting(0.3, { expiry: other, form: 'full' })])).expiry).toEqual(AUGUST);
});

test('confidences of a place add up to no more than its presence, which is below 1', () => {
  const sightings = fc.array(
    fc.record({ month: fc.integer({ min: 1, max: 12 }), probability: fc.double({ min: 0.005, max: 1, noNaN: true }) }),
    { minLength: 1, maxLength: 4 },
  );
  fc.assert(
    fc.property(fc.array(sightings, { minLength: 1, maxLength: 6 }), (crops) => {
      const looks = crops.map((seen) =>
        look(seen.map(({ month, probability }) => sighting(probability, { expiry: { month, year: 2027 } }))),
      );
      const [reading, ...others] = poolDates(looks);
      expect(others).toEqual([]);
      expect(reading!.confidence).toBeGreaterThan(0);
      expect(reading!.confidence).toBeLessThanOrEqual(reading!.presence + 1e-9);
      expect(reading!.presence).toBeLessThanOrEqual(1);
    }),
  );
});
