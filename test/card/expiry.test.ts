import fc from 'fast-check';
import { type Expiry, type FoundDate, findDates, findSpacedDates, formatExpiry, isExpired, latest } from '../../lib/card/expiry';
import { anyText } from '../helpers/any-text';

const TODAY = new Date('2026-11-24T12:00:00Z');

/** A date in short: `month-year 07/2022`. */
const inShort = ({ form, month, year }: FoundDate): string => `${form} ${String(month).padStart(2, '0')}/${year}`;
const found = (text: string): string[] => findDates(text, TODAY).map(inShort);

const dates = fc.record({ month: fc.integer({ min: 1, max: 12 }), year: fc.integer({ min: 2007, max: 2046 }) });

describe('findDates', () => {
  test.each([
    ['07/22', 'month-year 07/2022'],
    ['01/30', 'month-year 01/2030'],
    ['12/30', 'month-year 12/2030'],
    ['07/2022', 'full 07/2022'],
    ['2022/07', 'year-first 07/2022'],
    ['202207', 'year-first 07/2022'],
    ['202312', 'year-first 12/2023'],
    ['7/22', 'loose 07/2022'],
    ['2029/05/12', 'year-first 05/2029'],
  ])('%s is %s', (text, date) => {
    expect(found(text)).toEqual([date]);
  });

  test.each([
    ['07/1207/15', ['month-year 07/2012', 'month-year 07/2015']],
    ['11/0610/09', ['month-year 11/2006', 'month-year 10/2009']],
    ['12/2312/2028', ['full 12/2028', 'month-year 12/2023']],
    ['08/201808/2021', ['full 08/2018', 'full 08/2021']],
    ['08/201808/21', ['full 08/2018', 'month-year 08/2021']],
  ])('two dates adjoining: %s', (text, dates) => {
    expect(found(text)).toEqual(dates);
  });

  test.each([
    '',
    '/',
    '7/24',
    '13/20',
    '00/00',
    '88/88',
    '00/28',
    '99/99',
    '20/12',
    '0/22',
    '13/2020',
    '00/2025',
    '2025/13',
    '12/1899',
    '12/2100',
  ])('%s is no date', (text) => {
    expect(found(text)).toEqual([]);
  });

  test.each([
    '6225/1234',
    '123/4567',
    '012/30',
    '12/3012',
    '1/2/30',
    '12/30/2025',
    '12/20252',
    '12/202512',
    '2/07/22',
    '07/22/1',
    '6225970070003000',
    '0722',
    '47/22',
    '7/221',
    '7/22/',
    '12345/67',
    '1202207',
    '2022071',
    '0722/30',
  ])('never out of a longer run of digits, nor a piece of a date: %s', (text) => {
    expect(found(text)).toEqual([]);
  });

  test.each([
    ['0707/22', []],
    ['1207/22', []],
    ['05/1007/22', ['month-year 05/2010', 'month-year 07/2022']],
  ])('one date may follow another, digits may not: %s', (text, dates) => {
    expect(found(text)).toEqual(dates);
  });

  test.each(['307/22', '807/22', '907/22'])('one digit before it may be a piece of a word, and is said to touch it: %s', (text) => {
    expect(findDates(text, TODAY)).toMatchObject([{ month: 7, year: 2022, index: 1, length: 5, isTouched: true }]);
  });

  test.each(['07/229', '07/220', '07/300'])('so may one behind it: %s', (text) => {
    expect(findDates(text, TODAY)).toMatchObject([{ month: 7, index: 0, length: 5, isTouched: true }]);
  });

  test.each(['07/201', '07/191', '107/229', '0707/229', '07/229/'])('but not of a year, nor where more touches it: %s', (text) => {
    expect(findDates(text, TODAY)).toEqual([]);
  });

  test.each(['007/22', '107/22', '207/22', '2207/22', '307/223', '307/22/'])('but not of a year, nor two: %s', (text) => {
    expect(findDates(text, TODAY)).toEqual([]);
  });

  test.each(['29/05/12', '2905/12', '02905/12', '3307/22'])('a month and a day behind a year are no month and year: %s', (text) => {
    expect(findDates(text, TODAY)).toMatchObject([{ form: 'day-last' }]);
  });

  test.each([
    ['12/31/20', ['month-end 12/2020']],
    ['04/30/2027', ['month-end 04/2027']],
    ['02/28/29', ['month-end 02/2029']],
    ['02/29/28', ['month-end 02/2028']],
    ['01/1712/31/20', ['month-end 12/2020', 'month-year 01/2017']],
    ['31/12/20', ['month-end 12/2020']],
    ['30/04/2027', ['month-end 04/2027']],
    ['28/02/29', ['month-end 02/2029']],
    ['29/02/28', ['month-end 02/2028']],
    ['01/1731/12/20', ['month-end 12/2020', 'month-year 01/2017']],
  ])('the last day of a month may stand behind or before it: %s', (text, dates) => {
    expect(found(text)).toEqual(dates);
  });

  test.each(['15/04/2029', '/04/2029', '5/04/2029', '15704/2029', '0704/2029', '30704/2029', '3004/2029'])(
    'a day may stand before a month and a year of four digits, cut, or with a stroke that looks like a digit, or is not seen: %s',
    (text) => {
      expect(found(text)).toEqual(['full 04/2029']);
    },
  );

  // the month may come first
  test.each(['12/04/2029', '04/15/2029', '204/2029', '1204/2029', '/04/29', '15/04/29'])(
    'not so where it may be another date: %s',
    (text) => {
      expect(found(text)).toEqual([]);
    },
  );

  test.each([
    ...['12/30/20', '04/31/27', '02/27/29', '12/31/203', '12/31/20/', '112/31/20', '2/31/20'],
    ...['30/12/28', '31/04/27', '27/02/29', '31/12/203', '31/12/20/', '131/12/28', '1/12/20'],
  ])('but no other day: %s', (text) => {
    expect(found(text)).toEqual([]);
  });

  test.each([
    // the day may come first
    ...['12/05/28', '05/12/28', '19/05/12'],
    // one date behind another
    ...['03/24-02/29', '03/2402/19', '03/202402/19', '29/05/32'],
  ])('but these may be: %s', (text) => {
    expect(findDates(text, TODAY).map(({ form }) => form)).not.toContain('day-last');
  });

  describe('century of a two-digit year: the latest that is no more than 30 years ahead', () => {
    test.each([
      ['2026-11-24', '26', 2026],
      ['2026-11-24', '49', 2049],
      ['2026-11-24', '56', 2056],
      ['2026-11-24', '57', 1957],
      ['2026-11-24', '99', 1999],
      ['2026-11-24', '00', 2000],
      ['2069-06-15', '99', 2099],
      ['2068-06-15', '99', 1999],
      ['2101-06-15', '31', 2131],
    ])('on %s %s is %i', (today, yy, year) => {
      expect(findDates(`06/${yy}`, new Date(today))[0]?.year).toBe(year);
    });

    test.each(['12/2057', '2057/12', '205712'])('no card is valid for longer, whatever is printed: %s', (text) => {
      expect(findDates(text, new Date('2026-11-24'))).toEqual([]);
      expect(findDates(text, new Date('2027-01-01'))).toMatchObject([{ month: 12, year: 2057 }]);
    });

    afterEach(() => jest.restoreAllMocks());
    test('the year turns in UTC, whatever the time of the machine', () => {
      jest.spyOn(Date.prototype, 'getFullYear').mockReturnValue(1900);
      expect(findDates('06/56', new Date('2025-12-31T23:59:59Z'))[0]?.year).toBe(1956);
      expect(findDates('06/56', new Date('2026-01-01T00:00:00Z'))[0]?.year).toBe(2056);
    });
  });

  test('says where in the text', () => {
    expect(findDates('07/1207/15', TODAY)).toMatchObject([
      { index: 0, length: 5 },
      { index: 5, length: 5 },
    ]);
  });

  test('finds every date it is given, in every form', () => {
    const forms: ((e: Expiry) => string)[] = [
      formatExpiry,
      ({ month, year }) => `${String(month).padStart(2, '0')}/${year}`,
      ({ month, year }) => `${year}/${String(month).padStart(2, '0')}`,
    ];
    fc.assert(
      fc.property(dates, fc.constantFrom(...forms), ({ month, year }, form) => {
        expect(findDates(form({ month, year }), TODAY)).toMatchObject([{ month, year }]);
      }),
    );
  });

  test('a run of digits around MM/YY takes it away', () => {
    fc.assert(
      fc.property(dates, fc.stringMatching(/^\d{1,6}$/), (date, digits) => {
        // it may become YYYY/MM or MM/YYYY: 20 and 07/12 are 2007/12
        const monthYears = (text: string) => findDates(text, TODAY).filter(({ form, isTouched }) => form === 'month-year' && !isTouched);
        expect(monthYears(digits + formatExpiry(date))).toEqual([]);
        expect(monthYears(formatExpiry(date) + digits)).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('findSpacedDates', () => {
  test.each([
    ['0827', { form: 'month-year', month: 8, year: 2027, groups: [2, 2] }],
    ['082027', { form: 'full', month: 8, year: 2027, groups: [2, 4] }],
    ['202708', { form: 'year-first', month: 8, year: 2027, groups: [4, 2] }],
    ['310827', { form: 'month-end', month: 8, year: 2027, groups: [2, 2, 2] }],
    ['083127', { form: 'month-end', month: 8, year: 2027, groups: [2, 2, 2] }],
    ['31082027', { form: 'month-end', month: 8, year: 2027, groups: [2, 2, 4] }],
  ])('%s, all there is, is %j', (text, date) => {
    expect(findSpacedDates(text, TODAY)).toEqual([{ ...date, index: 0, length: text.length }]);
  });

  test.each([
    [''],
    ['08'],
    ['1327'],
    ['0027'],
    ['08/27'],
    ['08271'],
    ['10827'],
    ['08 7'],
    ['132027'],
    ['208027'],
    ['082099'],
    ['0820271'],
    ['150827'],
  ])('%p is none', (text) => expect(findSpacedDates(text, TODAY)).toEqual([]));
});

test.each([['0123456789/-. OISZBDQolzs|月年'], ['0123456789/']])(
  'any text of %s never throws: months 1–12, four-digit years',
  (characters) => {
    const dateLike = fc.string({ unit: fc.constantFrom(...characters), maxLength: 24 });
    const anyDay = fc.date({ min: new Date('2020-01-01'), max: new Date('2060-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(fc.oneof(dateLike, anyText({ maxLength: 60 })), anyDay, (text, today) => {
        for (const { month, year, form } of findDates(text, today)) {
          expect(month).toBeGreaterThanOrEqual(1);
          expect(month).toBeLessThanOrEqual(12);
          expect(year).toBeGreaterThanOrEqual(1900);
          expect(year).toBeLessThan(2100);
          if (form === 'month-year') expect(year).toBeLessThanOrEqual(today.getUTCFullYear() + 30);
        }
      }),
      { numRuns: 2000 },
    );
  },
);

describe('latest', () => {
  test('of none is null', () => {
    expect(latest([])).toBeNull();
  });

  test.each([
    [
      [
        { month: 12, year: 2025 },
        { month: 1, year: 2026 },
      ],
      1,
    ],
    [
      [
        { month: 1, year: 2026 },
        { month: 12, year: 2025 },
      ],
      0,
    ],
    [
      [
        { month: 3, year: 2026 },
        { month: 2, year: 2026 },
      ],
      0,
    ],
    [[{ month: 12, year: 2012 }], 0],
  ])('of %j is number %i', (dates, i) => {
    expect(latest(dates)).toBe(dates[i]);
  });
});

describe('isExpired', () => {
  test.each([
    [{ month: 11, year: 2026 }, '2026-11-30T23:59:59.999Z', false],
    [{ month: 11, year: 2026 }, '2026-12-01T00:00:00.000Z', true],
    [{ month: 12, year: 2026 }, '2026-12-31T23:59:59.999Z', false],
    [{ month: 12, year: 2026 }, '2027-01-01T00:00:00.000Z', true],
    [{ month: 2, year: 2028 }, '2028-02-29T23:59:59.999Z', false],
    [{ month: 2, year: 2028 }, '2028-03-01T00:00:00.000Z', true],
    // still November in New York, already December in Shanghai
    [{ month: 11, year: 2026 }, '2026-11-30T23:30:00.000-05:00', true],
    [{ month: 11, year: 2026 }, '2026-12-01T05:00:00.000+08:00', false],
  ])('%j at %s: %s', (expiry, today, expired) => {
    expect(isExpired(expiry, new Date(today))).toBe(expired);
  });
});

describe('formatExpiry', () => {
  test.each([
    [{ month: 7, year: 2022 }, '07/22'],
    [{ month: 12, year: 2000 }, '12/00'],
    [{ month: 1, year: 2109 }, '01/09'],
  ])('%j is %s', (expiry, text) => {
    expect(formatExpiry(expiry)).toBe(text);
  });
});

test.each(['12.05.10', '12-05-10', '1999.12.05'])('%s is a day, not an expiry', (text) => {
  expect(findDates(text, new Date('2026-11-24T00:00:00Z'))).toEqual([]);
});

test('a two-digit year may belong to the next century', () => {
  expect(findDates('05/10', new Date('2095-06-01T00:00:00Z'))).toMatchObject([{ month: 5, year: 2110 }]);
});
