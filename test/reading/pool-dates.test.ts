import fc from 'fast-check';
import { type DateLook, type DateSighting, poolDates } from '../../lib/reading/pool-dates';
import { tilted } from '../helpers/quads';

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
const look = (sightings: readonly DateSighting[], isLocated = true): DateLook => ({
  quad: HERE,
  sightings,
  isLocated,
  stroke: 1,
  unread: [],
});
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
  expect([alone.presence, disputed.presence]).toEqual([0.9, 0.9]);
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

test('a place shows any date as likely as the crop does that shows most of it', () => {
  const crops = [look([sighting(0.3), sighting(0.25, { expiry: MARCH })]), look([sighting(0.4)]), look([])];
  expect(first(...crops).presence).toBeCloseTo(0.55);
});

test('its rival is what the crop shows that shows most of another date there', () => {
  const crops = [look([sighting(0.9), sighting(0.05, { expiry: MARCH })]), look([sighting(0.6), sighting(0.2, { expiry: MARCH })])];
  expect(first(...crops).rival).toBe(0.2);
  expect(first(look([sighting(0.9)]), look([sighting(0.3, { form: 'full' })])).rival).toBe(0);
  expect(first(look([sighting(0.9), sighting(0.8, { expiry: MARCH, quad: THERE })])).rival).toBe(0);
});

test('its peak is what the crop shows of it that shows most of it', () => {
  expect(first(look([sighting(0.6)]), look([sighting(0.7), sighting(0.1, { expiry: MARCH })])).peak).toBe(0.7);
});

test('many dates that are next to nothing are nothing together', () => {
  const faint = Array.from({ length: 12 }, (_, i) => sighting(0.006, { expiry: { month: i + 1, year: 2027 } }));
  const alone = first(look([sighting(0.9, { expiry: { month: 1, year: 2030 } })]));
  const among = first(look([sighting(0.9, { expiry: { month: 1, year: 2030 } }), ...faint]));
  expect(among.confidence).toBeGreaterThan(alone.confidence - 0.001);
});

test('a confidence is between none and certain', () => {
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
      expect(Math.max(reading!.confidence, reading!.presence)).toBeLessThanOrEqual(1);
    }),
  );
});

describe('the likeliest first, in whatever order they are seen', () => {
  test('of places', () => {
    const both = poolDates([look([sighting(0.5, { expiry: MARCH, quad: THERE })]), look([sighting(0.9)])]);
    expect(both.map(({ expiry }) => expiry)).toEqual([AUGUST, MARCH]);
  });

  test('of dates at one place: three crops that are fairly sure outweigh one that is very sure', () => {
    const march = look([sighting(0.95, { expiry: MARCH })]);
    const august = look([sighting(0.8)]);
    expect(first(march, august, august, august).expiry).toEqual(AUGUST);
    expect(first(august, march).expiry).toEqual(MARCH);
  });

  test('the likeliest sighting tells where a place is', () => {
    const beside = tilted({ x: 140, y: 100 }, 60, 16, 0);
    const between = tilted({ x: 121, y: 100 }, 60, 16, 0);
    const [faint, plain, other] = [
      look([sighting(0.3, { quad: between })]),
      look([sighting(0.9)]),
      look([sighting(0.5, { quad: beside })]),
    ];
    expect(poolDates([faint, plain, other])).toHaveLength(2);
    expect(poolDates([faint, plain, other])).toEqual(poolDates([other, plain, faint]));
    expect(poolDates([faint, plain])[0]!.quad).toBe(HERE);
  });
});

test('a date that stands within the place of another, or it within this one’s, stands there', () => {
  const wide = tilted({ x: 140, y: 100 }, 160, 16, 0);
  expect(poolDates([look([sighting(0.9)]), look([sighting(0.5, { quad: wide })])])).toHaveLength(1);
  expect(poolDates([look([sighting(0.5)]), look([sighting(0.9, { quad: wide })])])).toHaveLength(1);
});

test('two crops that see it plainly are enough where the locator sees a date in one of them', () => {
  const plain = (isLocated: boolean): DateLook => look([sighting(0.9)], isLocated);
  expect(first(plain(true), plain(true)).confidence).toBeGreaterThan(0.98);
  expect(first(plain(true), plain(false))).toEqual(first(plain(true), plain(true)));
  expect(first(plain(false), plain(false)).confidence).toBeLessThan(0.95);
});

describe('a longer date makes a shorter one unlikely', () => {
  const told = (short: Partial<DateSighting>, long: Partial<DateSighting>, probability = 0.1) =>
    first(look([sighting(0.9, short)]), look([sighting(0.9, short)]), look([sighting(probability, long)])).expiry;
  const END = { month: 8, year: 2004 };
  const BEGINNING = { month: 4, year: 2020 };
  const FULL = { month: 4, year: 2008 };

  test.each([
    [0.02, FULL],
    [0.019, END],
  ])('if it is seen with %d', (probability, expiry) => {
    expect(told({ expiry: END }, { expiry: FULL, form: 'full' }, probability)).toEqual(expiry);
  });

  test.each([
    ['its end in another year', END, { month: 4, year: 2009 }],
    ['its end in another month', END, { month: 5, year: 2008 }],
    ['its beginning in another month', BEGINNING, { month: 5, year: 2008 }],
    ['its beginning in another century', BEGINNING, { month: 4, year: 1908 }],
  ])('but not one that would be %s', (_, short, long) => {
    expect(told({ expiry: short }, { expiry: long, form: 'full' })).toEqual(short);
  });

  test('if that is a month and its last day', () => {
    const long = { expiry: { month: 4, year: 2027 }, form: 'month-end' } as const;
    expect(told({ expiry: { month: 4, year: 2030 } }, long)).toEqual(long.expiry);
    for (const other of [
      { month: 4, year: 2032 },
      { month: 4, year: 2020 },
      { month: 5, year: 2030 },
    ])
      expect(told({ expiry: other }, long)).toEqual(other);
  });

  test('but not one that has its year in full as well, nor by a date that has not', () => {
    expect(told({ expiry: BEGINNING, form: 'full' }, { expiry: FULL, form: 'full' })).toEqual(BEGINNING);
    expect(told({ expiry: BEGINNING }, { expiry: FULL })).toEqual(BEGINNING);
  });
});
