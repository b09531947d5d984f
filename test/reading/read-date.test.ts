import { mapQuad, type Quad, quadWidth } from '../../lib/geometry';
import { type DateSource, dateCropOf } from '../../lib/reading/date-crop';
import { type DateLook, type DateReading, type DateSighting, poolDates } from '../../lib/reading/pool-dates';
import {
  checkDate,
  type DateLooks,
  isContested,
  isDenied,
  isNoDate,
  likeliest,
  NO_LOOKS,
  readDateAt,
  spotDates,
  withWhatIsBeside,
} from '../../lib/reading/read-date';
import { DIGIT_ALPHABET, type DigitStrip } from '../../lib/recognition/strip';
import { quadAt, RASTER } from '../helpers/scripted-readers';
import { sightOf } from '../helpers/sights';

/** 90 px wide and 20 px high, from (100, 60) on. */
const PLACE = quadAt(60, 90);
const CLASSES = DIGIT_ALPHABET.length + 1;

const strip = (steps: readonly (readonly number[])[]): DigitStrip => ({
  stride: 4,
  digitProbs: { data: Float32Array.from(steps.flat()), shape: [steps.length, CLASSES] },
  digitMass: new Float32Array(steps.length).fill(1),
});
/** A time step at which a class is so likely, else the blank. */
const stepOf = (label: number, probability: number): number[] =>
  Array.from({ length: CLASSES }, (_, k) => (k === label ? probability : k === 0 ? 1 - probability : 1e-6));
const BLANK = stepOf(0, 1);

/**
 * What a crop shows: two time steps a character.
 *
 * @param text - with spaces where nothing stands; a character in brackets is unsure
 * @param p - how likely its last character is
 * @param unsureP - how likely unsure ones are
 */
function shows(text: string, p = 1, unsureP = 0.5): DigitStrip {
  const characters = [...text.matchAll(/\[(.)\]|(.)/g)];
  const steps = characters.flatMap(([, unsure, sure], i) => {
    const probability = unsure ? unsureP : i === characters.length - 1 ? p : 1;
    return [stepOf(DIGIT_ALPHABET.indexOf(unsure ?? sure!) + 1, probability), BLANK];
  });
  return strip(steps.length > 0 ? steps : [BLANK]);
}
const joined = (...strips: readonly DigitStrip[]): DigitStrip =>
  strip(
    strips.flatMap(({ digitProbs: { data, shape } }) =>
      Array.from({ length: shape[0]! }, (_, t) => [...data.subarray(t * CLASSES, (t + 1) * CLASSES)]),
    ),
  );
const NOTHING = shows('');

/** A sight whose readers see these crops, one after the other; for which they are asked no more often. */
function seeing(...strips: readonly DigitStrip[]) {
  const looks: { quad: Quad; widthScale: number }[] = [];
  const reader = {
    read: async (_: unknown, quad: Quad, widthScale: number): Promise<DigitStrip> => {
      looks.push({ quad, widthScale });
      return strips[looks.length - 1]!;
    },
  };
  return { sight: sightOf(RASTER, { fast: reader, second: reader }), looks };
}

const LOCATED: DateSource = { isLocated: true, by: 'fast' };
const AUGUST_27 = { month: 8, year: 2027 };
const MARCH_31 = { month: 3, year: 2031 };

/** What crops of the place show; as many as are expected. */
async function at(...strips: readonly DigitStrip[]): Promise<DateLooks> {
  const { sight, looks } = seeing(...strips);
  const read = await readDateAt(sight, PLACE, NO_LOOKS, LOCATED);
  expect(looks).toHaveLength(strips.length);
  return read;
}
/** What the first of several crops that show the same sees. */
const sightings = async (strip: DigitStrip): Promise<readonly DateSighting[]> => {
  const { sight } = seeing(...Array<DigitStrip>(6).fill(strip));
  return (await readDateAt(sight, PLACE, NO_LOOKS, LOCATED)).looks[0]!.sightings;
};
/** A look at a place that shows a date. */
const look = (month: number, year: number, probability: number, place = PLACE): DateLook => ({
  quad: place,
  sightings: [{ expiry: { month, year }, form: 'month-year', probability, quad: place }],
  stroke: 1,
  unread: [],
  isLocated: true,
});
/** Left, right, upper and lower end of an upright quad. */
const ends = (quad: Quad): number[] => [quad[0].x, quad[2].x, quad[0].y, quad[2].y];
const closeTo = (...values: number[]) => values.map((value) => expect.closeTo(value));

describe('a place where a date may stand', () => {
  test('two crops that agree are enough, each with room on all sides, the second with less', async () => {
    const { sight, looks } = seeing(shows('08/27'), shows('08/27'));
    const read = await readDateAt(sight, PLACE, NO_LOOKS, LOCATED);
    expect(likeliest(read, 0.9)).toMatchObject({ expiry: AUGUST_27, form: 'month-year' });
    expect(looks.map(({ quad }) => ends(quad))).toEqual([closeTo(82, 208, 55.6, 84.4), closeTo(90, 200, 58.4, 81.6)]);
    expect(looks.map(({ widthScale }) => widthScale)).toEqual([1, 1.15]);
    expect(read.looks.map(({ quad, isLocated }) => [quad, isLocated])).toEqual(looks.map(({ quad }) => [quad, true]));
    expect(read.isSpecimen).toBe(false);
  });

  test('two that do not are followed by a third with more room', async () => {
    const { sight, looks } = seeing(shows('08/27'), shows('03/31'), NOTHING);
    const read = await readDateAt(sight, PLACE, NO_LOOKS, LOCATED);
    expect(ends(looks[2]!.quad)).toEqual(closeTo(70, 220, 54, 86));
    expect(looks[2]!.widthScale).toBe(0.95);
    expect(read.looks.map(({ sightings }) => sightings.map(({ expiry }) => expiry))).toEqual([[AUGUST_27], [MARCH_31], []]);
  });

  test('what stands beside it is the second crop, if that is wanted, and may settle it', async () => {
    const all = async (beside: DateLooks['beside'], ...strips: readonly DigitStrip[]) => {
      const { sight, looks } = seeing(...strips);
      const read = await readDateAt(sight, PLACE, { ...NO_LOOKS, beside }, { ...LOCATED, showsBeside: true });
      const widths = looks.map(({ quad }) => (quadWidth(quad) > 250 ? 'wide' : Math.round(quadWidth(quad))));
      return { widths, beside: read.beside.length, date: likeliest(read, 0.9)?.expiry };
    };
    expect(await all([], shows('08/27'), shows(`   08/27${' '.repeat(17)}`))).toEqual({
      widths: [126, 'wide'],
      beside: 1,
      date: AUGUST_27,
    });
    expect(await all([], shows('08/27'), NOTHING, shows('08/27'))).toEqual({ widths: [126, 'wide', 110], beside: 1, date: AUGUST_27 });
    // not twice, not of two dates, not of what is hardly one
    expect(await all([PLACE], shows('08/27'), shows('08/27'))).toEqual({ widths: [126, 110], beside: 1, date: AUGUST_27 });
    expect((await all([], shows('08/2703/31'), shows('08/2703/31'))).widths).toEqual([126, 110]);
    expect((await all([], shows('08/27', 0.3), NOTHING, NOTHING, NOTHING)).beside).toBe(0);
  });

  test('where the first shows nothing like a date it is the last', async () => {
    expect((await at(NOTHING)).looks).toHaveLength(1);
    await at(shows('08/27', 0.01), NOTHING, NOTHING, NOTHING);
    await at(shows('88[/]88', 0.06, 0.4), NOTHING, NOTHING);
    await at(shows('88[/]88', 0.04, 0.4));
    // a stroke is like one
    await at(shows('/', 0.51), NOTHING, NOTHING);
    await at(shows('/', 0.49));
  });

  describe('that is as wide as MM/YY, and shows a piece of a date', () => {
    const lookedAt = async (...strips: readonly DigitStrip[]) => {
      const { sight, looks } = seeing(...strips);
      const read = await readDateAt(sight, PLACE, NO_LOOKS, LOCATED);
      const quads = looks.map(({ quad }) => quad);
      return { read, widths: quads.map((quad) => Math.round(quadWidth(quad))), lefts: quads.map((quad) => Math.round(ends(quad)[0]!)) };
    };
    const all = async (...strips: readonly DigitStrip[]) => {
      const { read, widths } = await lookedAt(...strips);
      return { widths, date: likeliest(read, 0.9)?.expiry, crops: read.looks.length };
    };

    test.each(['08/20', '08/202'])('is read further out: %s', async (cut) => {
      // crops cover 126 and 110 px, and 30 px more
      expect(await all(shows(cut), shows('08/2027'), shows('08/2027'))).toEqual({ widths: [126, 156, 140], date: AUGUST_27, crops: 2 });
    });

    test.each(['2027', '/2027', '8/2027', '82027'])('is read further before it where that cuts its month: %s', async (cut) => {
      const longer = [shows('08/2027'), shows('08/2027')];
      expect(await all(shows(cut), ...longer)).toEqual({ widths: [126, 156, 140], date: AUGUST_27, crops: 2 });
      expect((await lookedAt(shows(cut), ...longer)).lefts).toEqual([82, 52, 60]);
    });

    test.each(['/31/27', '8/31/27'])('is read further before it where that cuts the month of a day and a year: %s', async (cut) => {
      const longer = [shows('08/31/27'), shows('08/31/27')];
      expect(await all(shows(cut), ...longer)).toEqual({ widths: [126, 156, 140], date: AUGUST_27, crops: 2 });
    });

    test('is no wider before it where that is whole, or what is cut is no year', async () => {
      for (const text of ['08/2027', '0827', '8/1999', '/27/27', '27 ', '7/ '])
        expect((await all(shows(text), NOTHING, NOTHING)).widths[1] ?? 110).toBe(110);
    });

    test('stays as it is where no more of it is there', async () => {
      const august20 = { month: 8, year: 2020 };
      expect(await all(shows('08/20'), shows('08/20 '), shows('08/20'), shows('08/20'))).toEqual({
        widths: [126, 156, 110, 140],
        date: august20,
        crops: 2,
      });
    });

    test.each([
      ['/27 ', 52],
      ['8/27', 52],
      ['08/ ', 82],
      ['08/2', 82],
    ])('is read further out where that cuts MM/YY: %s', async (cut, left) => {
      const longer = [shows('08/27'), shows('08/27')];
      const { read, widths, lefts } = await lookedAt(shows(cut), ...longer);
      expect({ widths, left: lefts[1], date: likeliest(read, 0.9)?.expiry }).toEqual({ widths: [126, 156, 140], left, date: AUGUST_27 });
    });

    test('but not where the stroke is not plain, and not where no likelier date is there', async () => {
      expect((await all(shows('08/2', 0.9), shows('08/27'), shows('08/27'))).widths[1]).toBe(156);
      expect((await all(shows('[/]27 ', 1, 0.49), NOTHING, NOTHING)).widths[1] ?? 110).toBe(110);
      expect((await all(shows('08/2'), NOTHING, shows('08/27'), shows('08/27'))).widths).toEqual([126, 156, 110, 150]);
    });

    test('is no wider than any other where that stands in its middle', async () => {
      expect((await all(shows('08/20      '), shows('08/20      '))).widths).toEqual([126, 110]);
    });
  });

  test('the second reader looks at the widest crop first, and at no other where that shows nothing', async () => {
    const bySecond: DateSource = { isLocated: true, by: 'second' };
    const all = async (...strips: readonly DigitStrip[]) => {
      const { sight, looks } = seeing(...strips);
      await readDateAt(sight, PLACE, NO_LOOKS, bySecond);
      return looks.map(({ quad }) => ends(quad)[0]);
    };
    expect(await all(NOTHING)).toEqual([expect.closeTo(70)]);
    expect(await all(shows('08/27'), shows('08/27'))).toEqual(closeTo(70, 82));
    expect(await all(shows('08/27'), NOTHING, NOTHING)).toEqual(closeTo(70, 82, 90));
  });

  test('where the locator sees none it must be seen by more crops', async () => {
    const { sight, looks } = seeing(...new Array(3).fill(shows('08/27', 0.85)));
    const read = await readDateAt(sight, PLACE, NO_LOOKS, { ...LOCATED, isLocated: false });
    expect(looks).toHaveLength(3);
    expect(read.looks.every(({ isLocated }) => !isLocated)).toBe(true);
  });

  test('what was seen before stays, and counts', async () => {
    const before = await at(shows('08/27'), shows('03/31'), NOTHING);
    const { sight } = seeing(shows('08/27'), shows('08/27'));
    const read = await readDateAt(sight, PLACE, { ...before, isSpecimen: true }, LOCATED);
    expect(read.looks.slice(0, 3)).toEqual(before.looks);
    expect(read.looks).toHaveLength(5);
    expect(read.isSpecimen).toBe(true);
  });
});

describe('what a crop shows', () => {
  test('each date with its probability, unless it is next to none', async () => {
    expect(await sightings(shows('08/27', 0.6))).toMatchObject([{ expiry: AUGUST_27, probability: expect.closeTo(0.6) }]);
    expect(await sightings(shows('08/27', 0.006))).toHaveLength(1);
    expect(await sightings(shows('08/27', 0.004))).toEqual([]);
  });

  test('all ways in which a date is read count together', async () => {
    expect(await sightings(shows('2027[/]08'))).toMatchObject([
      { expiry: AUGUST_27, form: 'year-first', probability: expect.closeTo(1, 2) },
    ]);
  });

  test('a date that another digit touches is believed a little less', async () => {
    expect(await sightings(shows('308/27'))).toMatchObject([{ expiry: AUGUST_27, probability: expect.closeTo(0.8) }]);
  });

  test.each([11, 12, 13, 14])('a date whose first character follows other digits after %i blank steps', async (blanks) => {
    // a character's own blank follows it
    const apart = joined(shows('44'), strip(new Array(blanks - 1).fill(BLANK)), shows('12/30'));
    expect(await sightings(apart)).toMatchObject(blanks < 12 ? [] : [{ expiry: { month: 12, year: 2030 }, form: 'month-year' }]);
  });

  test('two dates side by side, each where it stands', async () => {
    const both = await sightings(shows('08/2703/31'));
    expect(both.map(({ expiry }) => expiry)).toEqual([AUGUST_27, MARCH_31]);
    // 20 steps over 126 px from 82 on: every other one is a character; no higher than one and a half of their distance
    const pitch = 12.6;
    const [first, second] = [82 + 0.5 * 6.3, 82 + 10.5 * 6.3];
    const height = 1.5 * pitch;
    const across = [70 - height / 2, 70 + height / 2];
    const along = (from: number): number[] => [from - 0.6 * pitch, from + 4.6 * pitch];
    expect(both.map(({ quad }) => ends(quad))).toEqual([closeTo(...along(first), ...across), closeTo(...along(second), ...across)]);
  });

  test('a date as wide as the crop is as high as the crop', async () => {
    const [{ quad } = { quad: PLACE }] = await sightings(shows('08/27'));
    const pitch = 25.2;
    expect(ends(quad)).toEqual(closeTo(88.3 - 0.6 * pitch, 88.3 + 4.6 * pitch, 55.6, 84.4));
  });

  test('words far apart are read apart: garbage in one says nothing about the other, which stands where it stood', async () => {
    const blanks = (count: number): DigitStrip => shows(' '.repeat(count));
    const garbage = shows('1', 0.5);
    const apart = joined(garbage, blanks(7), shows('08/27'), blanks(7), garbage);
    const [seen, ...others] = await sightings(apart);
    expect([seen!.expiry, seen!.probability, others]).toEqual([AUGUST_27, expect.closeTo(1), []]);
    // 2 + 14 steps of 42 before it
    expect(ends(seen!.quad)[0]).toBeCloseTo(82 + (16.5 / 42) * 126 - 0.6 * 2 * 3);
    const near = joined(garbage, blanks(2), shows('08/27'));
    expect((await sightings(near)).map(({ probability }) => probability)).toEqual([expect.closeTo(0.5, 1)]);
  });

  test('a date may have more room around its stroke than is between words', async () => {
    const room = shows(' '.repeat(5));
    expect(await sightings(joined(shows('08'), room, shows('/'), room, shows('27')))).toMatchObject([{ expiry: AUGUST_27 }]);
    // 12 steps of 4 px are a gap, 24 at a stroke
    const further = shows(' '.repeat(12));
    expect(await sightings(joined(shows('08'), further, shows('/'), further, shows('27')))).toEqual([]);
    expect(await sightings(joined(shows('08/'), room, shows('2'), room, room, shows('7')))).toEqual([]);
  });

  test('but only around its own one', async () => {
    const room = shows(' '.repeat(6));
    const dates = async (...strips: readonly DigitStrip[]) => (await sightings(joined(...strips))).map(({ expiry }) => expiry);
    expect(await dates(shows('08/27'), room, shows('/'), room, shows('03/31'))).toEqual([AUGUST_27, MARCH_31]);
    expect(await dates(shows('/'), room, shows('08/27'), room, shows('/'))).toEqual([AUGUST_27]);
    const wide = (month: string, year: string) => [shows(month), room, shows('/'), room, shows(year)];
    expect(await dates(...wide('08', '27'), room, shows('/'), room, ...wide('03', '31'))).toEqual([MARCH_31]);
  });

  describe('two pairs of digits with room between them and no stroke', () => {
    const pairs = (room: number, [first, second] = ['08', '27']): DigitStrip => shows(first + ' '.repeat(room) + second);

    // two digits of a pair are two steps apart, and 12 blank steps part words, 24 what may belong together
    test.each([1, 2, 4, 5, 6, 10, 11])('are a date, with room for %i digits', async (room) => {
      expect(await sightings(pairs(room))).toMatchObject([{ expiry: AUGUST_27, form: 'month-year', probability: expect.closeTo(1) }]);
    });

    test('stand where all four of them stand', async () => {
      const [seen] = await sightings(pairs(6));
      // 20 steps over 126 px from 82 on; 18 of them from the first digit's centre to the last one's, of which a date has four in three
      const [from, to] = [82 + 0.5 * 6.3, 82 + 18.5 * 6.3];
      expect([seen!.quad[0].x, seen!.quad[2].x]).toEqual([
        expect.closeTo(from - (0.6 * (to - from)) / 3),
        expect.closeTo(to + (0.6 * (to - from)) / 3),
      ]);
    });

    test.each([
      ['without room', pairs(0)],
      ['too far apart', pairs(12)],
      ['that are no month and year', pairs(4, ['13', '27'])],
      ['of which one has a digit more', pairs(4, ['208', '27'])],
      ['that are parted elsewhere', pairs(6, ['0', '827'])],
      ['as near to others', joined(pairs(6), shows('      27'))],
      ['behind others', joined(shows('08      '), pairs(6))],
    ])('are none %s', async (_, strip) => {
      const { sight } = seeing(...Array<DigitStrip>(6).fill(strip));
      expect((await readDateAt(sight, PLACE, NO_LOOKS, LOCATED)).looks[0]!.sightings).toEqual([]);
    });

    test.each([
      ['a year of four digits', ['08', '2027'], 'full'],
      ['the year first', ['2027', '08'], 'year-first'],
      ['the last day of a month', ['31', '08', '2027'], 'month-end'],
      ['a year of two digits behind that day', ['31', '08', '27'], 'month-end'],
    ])('with %s are a date, too, near each other and as words apart', async (_, groups, form) => {
      for (const room of [2, 6])
        expect(await sightings(shows(groups.join(' '.repeat(room))))).toMatchObject([
          { expiry: AUGUST_27, form, probability: expect.closeTo(1) },
        ]);
    });

    test.each(['08    20', '08    202'])('%s at the rim of a crop lacks the end of its year', async (text) => {
      const atRim = (blanks: number): DigitStrip => joined(shows(text), strip(new Array(blanks).fill(BLANK)));
      for (const blanks of [0, 20]) {
        const { sight } = seeing(...Array<DigitStrip>(6).fill(atRim(blanks)));
        const crop = await dateCropOf(sight, PLACE, 1, LOCATED);
        expect(crop.lacks.year).toBe(blanks === 0);
      }
    });

    test('are none where the locator sees no date', async () => {
      const { sight } = seeing(...Array<DigitStrip>(6).fill(pairs(4)));
      expect((await readDateAt(sight, PLACE, NO_LOOKS, { ...LOCATED, isLocated: false })).looks[0]!.sightings).toEqual([]);
    });
  });

  test('too few characters are no date, nor is one that may have lost its first digit', async () => {
    expect(await sightings(shows('8/27'))).toEqual([]);
    expect(await sightings(joined(shows(' '.repeat(6)), shows('8/27')))).toMatchObject([{ expiry: AUGUST_27, form: 'loose' }]);
    expect(await sightings(joined(shows(' '.repeat(5)), shows('8/27')))).toEqual([]);
  });
});

describe('a specimen’s place', () => {
  test.each(['00/00', '88/88', '08/88', '00/0000', '88/8888'])('%s is no date', async (text) => {
    const read = await at(shows(text), shows(text), shows(text));
    expect([read.isSpecimen, read.looks.flatMap((look) => look.sightings)]).toEqual([true, []]);
  });

  test.each(['000/00', '00/000', '80/88', '88/880', '188/88', ''])('%s is of none', async (text) => {
    const crops = text === '' ? 1 : 3;
    expect((await at(...new Array(crops).fill(shows(text)))).isSpecimen).toBe(false);
  });

  test.each(['0000', '8888', '000000'])('%s without a stroke may be the number’s first four digits in small', async (text) => {
    expect((await at(shows(text))).isSpecimen).toBe(false);
  });

  test('one crop of three does not tell one, two do; ways in which it is read count together', async () => {
    const specimen = shows('88[/]88');
    expect((await at(specimen, NOTHING, NOTHING)).isSpecimen).toBe(false);
    expect((await at(specimen, NOTHING, specimen)).isSpecimen).toBe(true);
  });
});

describe('what stands beside a date', () => {
  /** A date that two crops show, and what is seen after a look beside it. */
  async function beside(...strips: readonly DigitStrip[]) {
    const before = await at(shows('08/27'), shows('08/27'));
    const { sight, looks } = seeing(...strips);
    const read = await withWhatIsBeside(sight, before);
    expect(looks).toHaveLength(strips.length);
    return { before, read, looks };
  }

  test('is looked at once where there is nothing: three heights before it, and more than three widths behind it', async () => {
    const { before, read, looks } = await beside(NOTHING);
    expect(read.looks).toHaveLength(before.looks.length + 1);
    const { quad } = likeliest(before, 0.5)!;
    const [left, right, upper, lower] = ends(quad) as [number, number, number, number];
    const height = lower - upper;
    expect(ends(looks[0]!.quad)).toEqual(
      closeTo(left - 3 * height, right + 3.4 * (right - left), upper - 0.22 * height, lower + 0.22 * height),
    );
    expect(read.looks.at(-1)).toMatchObject({ sightings: [], isLocated: false });
    expect((await withWhatIsBeside(seeing().sight, read)).looks).toEqual(read.looks);
  });

  test('a later date that is not plain is looked at where it stands', async () => {
    const { looks, read } = await beside(shows('08/2703/31', 0.9), shows('03/31'), shows('03/31'));
    expect(looks[1]!.quad[0].x).toBeGreaterThan(looks[0]!.quad[0].x + 100);
    expect(likeliest(read, 0.5)).toMatchObject({ expiry: MARCH_31 });
  });

  test('a later one that is next to none is not', async () => {
    // the digits of the second date are as likely as that together
    await beside(shows('08/2703/31', 0.04));
    await beside(shows('08/2703/31', 0.06), NOTHING);
  });

  test('what has a stroke behind it, and is no date, is looked at where it stands', async () => {
    const illegible = shows(`   08/27${' '.repeat(7)}39/31   `);
    const { looks, read } = await beside(illegible, shows('03/31'), shows('03/31'));
    const [row, place] = [ends(looks[0]!.quad), ends(looks[1]!.quad)] as [number[], number[]];
    // from the 15th of 23 characters on, with some room
    expect(place[0]! - row[0]!).toBeGreaterThan((13 / 23) * (row[1]! - row[0]!));
    expect(likeliest(read, 0.5)).toMatchObject({ expiry: MARCH_31 });
    // one crop shows that it is none; nor is it one before the date, or without a stroke
    expect(likeliest((await beside(illegible, NOTHING)).read, 0.5)).toMatchObject({ expiry: AUGUST_27 });
    await beside(shows(`39/31${' '.repeat(7)}08/27   `));
    await beside(shows(`   08/27${' '.repeat(7)}39731   `));
  });

  test('is not looked at again', async () => {
    const before = await at(shows('08/27'), shows('08/27'));
    const { quad } = likeliest(before, 0.5)!;
    const { sight, looks } = seeing(NOTHING);
    expect((await withWhatIsBeside(sight, { ...before, beside: [quad] })).looks).toEqual(before.looks);
    expect(looks).toEqual([]);
    await withWhatIsBeside(sight, { ...before, beside: [quadAt(300, 90)] });
    expect(looks).toHaveLength(1);
  });

  test('an earlier one is not', async () => {
    const { read } = await beside(shows('08/2703/21', 0.9));
    expect(likeliest(read, 0.5)).toMatchObject({ expiry: AUGUST_27 });
  });

  test('of a specimen, or where no date is likely, nothing is looked at', async () => {
    const { sight, looks } = seeing();
    const specimen = { ...(await at(shows('08/27'), shows('08/27'))), isSpecimen: true };
    const unlikely = await at(shows('08/27', 0.1), NOTHING, NOTHING, NOTHING);
    expect(await withWhatIsBeside(sight, specimen)).toBe(specimen);
    expect(await withWhatIsBeside(sight, unlikely)).toBe(unlikely);
    expect(looks).toEqual([]);
  });
});

describe('a place shows no date', () => {
  const shown = async (...strips: readonly DigitStrip[]): Promise<boolean> => isNoDate(PLACE, await at(...strips));

  test('where no crop of it shows a stroke', async () => {
    expect(await shown(shows('530'))).toBe(true);
    expect(await shown(NOTHING)).toBe(true);
    expect(await shown(shows('5/'), NOTHING, NOTHING)).toBe(false);
    expect(await shown(shows('5/', 0.49))).toBe(true);
    expect(await shown(shows('/', 0.51), NOTHING, NOTHING)).toBe(false);
    // a trace of a date in the first crop, and a stroke in another one
    expect(await shown(shows('08/27', 0.01), NOTHING, NOTHING, NOTHING)).toBe(false);
  });

  test('but where a date without one is seen', async () => {
    expect(await shown(shows('202808'), shows('202808'))).toBe(false);
  });

  test('as far as somebody looked at it', async () => {
    const read = await at(NOTHING);
    expect(isNoDate(PLACE, NO_LOOKS)).toBe(false);
    expect(isNoDate(quadAt(160, 90), read)).toBe(false);
    expect(isNoDate(PLACE, { ...read, looks: read.looks.map((look) => ({ ...look, isLocated: false })) })).toBe(false);
  });

  test('where words beside it say that it is none until when a card is valid', async () => {
    const read = await at(shows('08/27'), shows('08/27'));
    expect(isNoDate(PLACE, read)).toBe(false);
    expect(isNoDate(PLACE, { ...read, labels: [{ quad: PLACE, word: 'since' }] })).toBe(true);
    expect(isNoDate(PLACE, { ...read, labels: [{ quad: PLACE, word: 'until' }] })).toBe(false);
  });
});

describe('the likeliest date', () => {
  const FURTHER = quadAt(200, 90);

  const likeliestOf = (looks: readonly DateLook[], bar: number) => likeliest({ ...NO_LOOKS, looks }, bar);

  test('is one that is sure enough', () => {
    const looks = [look(8, 2027, 1), look(8, 2027, 1)];
    const { confidence } = likeliestOf(looks, 0.5)!;
    expect([likeliestOf(looks, confidence)?.expiry, likeliestOf(looks, confidence + 1e-6)]).toEqual([AUGUST_27, null]);
    expect(likeliestOf([], 0)).toBeNull();
  });

  test('is the latest of several places', () => {
    const looks = [look(8, 2027, 1), look(8, 2027, 1), look(3, 2031, 0.9, FURTHER), look(3, 2031, 0.9, FURTHER)];
    expect(likeliestOf(looks, 0.5)?.expiry).toEqual(MARCH_31);
  });

  test('is not told while a later one may stand elsewhere that cannot be read', () => {
    const sure = [look(8, 2027, 1), look(8, 2027, 1)];
    expect(likeliestOf([...sure, look(3, 2031, 0.26, FURTHER)], 0.5)).toBeNull();
    expect(likeliestOf([...sure, look(3, 2031, 0.24, FURTHER)], 0.5)?.expiry).toEqual(AUGUST_27);
    expect(likeliestOf([...sure, look(3, 2021, 0.3, FURTHER)], 0.5)?.expiry).toEqual(AUGUST_27);
  });

  test('is not what is made of the end of the date before it and of its own beginning, nor hidden by that', () => {
    const OCTOBER_08 = { month: 10, year: 2008 };
    const DATE = quadAt(60, 50);
    const moved = (by: number, down = 0) => mapQuad(DATE, ({ x, y }) => ({ x: x + by, y: y + down }));
    const sure = [look(10, 2008, 1, DATE), look(10, 2008, 1, DATE)];
    for (const [p, looks] of [
      [0.3, 1],
      [1, 2],
    ] as const) {
      const with_ = (month: number, year: number, place: Quad) =>
        likeliestOf([...sure, ...Array<DateLook>(looks).fill(look(month, year, p, place))], 0.5)?.expiry ?? null;
      const other = (month: number, year: number) => (p === 1 ? { month, year } : null);
      // 06/10 in 07/06-10/08: the month is three of five characters behind its middle
      expect(with_(6, 2010, moved(-30))).toEqual(OCTOBER_08);
      expect(with_(6, 2010, moved(-26))).toEqual(OCTOBER_08);
      expect(with_(6, 2010, moved(-38, 5))).toEqual(OCTOBER_08);
      // another year than that month; behind it, beside it, in another row
      expect(with_(6, 2011, moved(-30))).toEqual(other(6, 2011));
      expect(with_(6, 2010, moved(30))).toEqual(other(6, 2010));
      expect(with_(6, 2010, moved(-60))).toEqual(other(6, 2010));
      expect(with_(6, 2010, moved(-30, 20))).toEqual(other(6, 2010));
    }
  });

  test('is not told while a later one is likely, but less sure than asked for', () => {
    const looks = [look(8, 2027, 1), look(8, 2027, 1), look(3, 2031, 0.6, FURTHER)];
    expect(poolDates(looks)[1]!.confidence).toBeGreaterThan(0.5);
    expect(likeliestOf(looks, 0.5)?.expiry).toEqual(MARCH_31);
    expect(likeliestOf(looks, 0.9)).toBeNull();
  });

  test('is not one that the second reader denies: it hides none that stands elsewhere', () => {
    const looks = [look(3, 2031, 1), look(3, 2031, 1), look(8, 2027, 1, FURTHER), look(8, 2027, 1, FURTHER)];
    expect(likeliestOf(looks, 0.5)?.expiry).toEqual(MARCH_31);
    const read = { ...NO_LOOKS, looks, checked: [{ expiry: MARCH_31, quad: PLACE, traces: [], plain: [], agreed: [] }] };
    expect(likeliest(read, 0.5)?.expiry).toEqual(AUGUST_27);
  });

  test('is not where the second reader sees a later one in the place of one that it denies', () => {
    const looks = [look(3, 2031, 1), look(3, 2031, 1), look(8, 2027, 1, FURTHER), look(8, 2027, 1, FURTHER)];
    const told = (month: number, year: number, others: Partial<DateLooks['checked'][number]> = {}) =>
      likeliest(
        { ...NO_LOOKS, looks, checked: [{ expiry: MARCH_31, quad: PLACE, traces: [{ month, year }], plain: [], agreed: [], ...others }] },
        0.5,
      );
    expect(told(3, 2032)).toBeNull();
    expect(told(9, 2027)).toBeNull();
    // both readers agree on the earlier one, and the later one is faint
    expect(told(9, 2027, { plain: [AUGUST_27], agreed: [AUGUST_27] })?.expiry).toEqual(AUGUST_27);
    expect(told(9, 2027, { plain: [AUGUST_27, { month: 9, year: 2027 }], agreed: [AUGUST_27] })).toBeNull();
    expect(told(8, 2027)?.expiry).toEqual(AUGUST_27);
  });

  test('is not told where more crops show it to be a month and a day behind a year', () => {
    const short = look(5, 2012, 0.7);
    const asDay = { ...short, sightings: short.sightings.map((sighting) => ({ ...sighting, form: 'day-last' as const })) };
    expect(likeliestOf([short, short], 0.5)?.expiry).toEqual({ month: 5, year: 2012 });
    expect(likeliestOf([short, asDay, asDay], 0.5)).toBeNull();
    expect(likeliestOf([asDay, asDay], 0.5)).toBeNull();
  });

  test('is told beside M/YY, which may be any piece of a word', () => {
    const loose = look(1, 2050, 0.3, FURTHER);
    const sure = [look(8, 2027, 1), look(8, 2027, 1)];
    expect(likeliestOf([...sure, loose], 0.5)).toBeNull();
    const asLoose = { ...loose, sightings: loose.sightings.map((sighting) => ({ ...sighting, form: 'loose' as const })) };
    expect(likeliestOf([...sure, asLoose], 0.5)?.expiry).toEqual(AUGUST_27);
  });
});

describe('a line in which the locator sees no date', () => {
  const LINE = quadAt(60, 200);
  async function spotted(...strips: readonly DigitStrip[]) {
    const { sight, looks } = seeing(...strips);
    const read = await spotDates(sight, LINE, NO_LOOKS);
    expect(looks).toHaveLength(strips.length);
    return { date: likeliest(read, 0.9)?.expiry ?? null, looks, read };
  }
  const [FAINT, PLAIN] = [shows('08/27', 0.02), shows('08/27')];

  test('is looked at once where nothing stands in it', async () => {
    const { read, looks } = await spotted(NOTHING);
    expect(looks[0]).toEqual({ quad: LINE, widthScale: 1 });
    expect(read.looks).toMatchObject([{ isLocated: false, sightings: [] }]);
    await spotted(shows('08/27', 0.004));
  });

  test('the crops of a line count once, however many dates may stand in it', async () => {
    const twoFaint = joined(FAINT, strip(new Array(20).fill(BLANK)), shows('03/31', 0.02));
    const { looks } = await spotted(twoFaint, NOTHING, NOTHING, NOTHING, NOTHING);
    const crops = looks.map(({ quad, widthScale }) => JSON.stringify([quad, widthScale]));
    expect(new Set(crops).size).toBe(crops.length);
  });

  test('is looked at where a date may stand, however faint', async () => {
    const { date, looks } = await spotted(FAINT, PLAIN, PLAIN);
    expect(date).toEqual(AUGUST_27);
    // in ten steps over 200 px the date reaches from the first to the ninth
    expect(ends(looks[1]!.quad)[0]).toBeLessThan(110);
    expect(ends(looks[1]!.quad)[1]).toBeGreaterThan(270);
  });

  test('where that does not settle it two more crops of the line are looked at, one after the other', async () => {
    const first = [FAINT, PLAIN, NOTHING, NOTHING];
    const { looks } = await spotted(...first, PLAIN);
    expect([ends(looks[4]!.quad), looks[4]!.widthScale]).toEqual([closeTo(98, 302, 58, 82), 0.9]);
    const { looks: all, date } = await spotted(...first, NOTHING, PLAIN);
    expect([ends(all[5]!.quad), all[5]!.widthScale]).toEqual([closeTo(100, 300, 61.6, 78.4), 1.12]);
    expect(date).toEqual(AUGUST_27);
  });

  test('of two dates the later one is looked at first', async () => {
    const { looks } = await spotted(shows('03/3108/27', 0.5), shows('03/31'), shows('03/31'));
    expect(ends(looks[1]!.quad)[1]).toBeLessThan(230);
  });
});

describe('a date with a rival', () => {
  const date = { expiry: AUGUST_27, form: 'month-year', confidence: 0.95, peak: 0.9, presence: 1, quad: PLACE } as const;

  test('is contested where another one is likely there, until it was checked', () => {
    expect(isContested({ ...date, rival: 0.1 }, NO_LOOKS)).toBe(true);
    expect(isContested({ ...date, rival: 0.09 }, NO_LOOKS)).toBe(false);
    const checked = (expiry: DateReading['expiry']): DateLooks => ({
      ...NO_LOOKS,
      checked: [{ expiry, quad: PLACE, traces: [expiry], plain: [], agreed: [] }],
    });
    expect(isContested({ ...date, rival: 0.5 }, checked(AUGUST_27))).toBe(false);
    expect(isContested({ ...date, rival: 0.5 }, checked(MARCH_31))).toBe(true);
  });

  test('is denied where no trace of it was seen, and so is any other one there', () => {
    const checked = (isSeen: boolean, ...agreed: readonly DateReading['expiry'][]): DateLooks => ({
      ...NO_LOOKS,
      checked: [{ expiry: MARCH_31, quad: PLACE, traces: [...agreed, ...(isSeen ? [MARCH_31] : [])], plain: agreed, agreed }],
    });
    const elsewhere = mapQuad(PLACE, ({ x, y }) => ({ x: x + quadWidth(PLACE), y }));
    const at = (quad: Quad): DateReading => ({ ...date, rival: 0, quad });
    expect([isDenied(at(PLACE), checked(true)), isDenied(at(PLACE), checked(false)), isDenied(at(elsewhere), checked(false))]).toEqual([
      false,
      true,
      false,
    ]);
    expect(isDenied({ ...at(elsewhere), expiry: MARCH_31 }, checked(false))).toBe(true);
    // both readers agree on another one
    expect(isDenied(at(PLACE), checked(false, AUGUST_27))).toBe(false);
  });

  test('is checked crop by crop, until one shows a trace of it', async () => {
    const before = { ...NO_LOOKS, looks: [look(8, 2027, 0.9), look(3, 2029, 0.1)] };
    const check = async (...strips: readonly DigitStrip[]) => {
      const { sight, looks } = seeing(...strips);
      const { checked, ...others } = await checkDate(sight, { ...date, rival: 0.5 }, before);
      // the second reader does not vote
      expect(others).toEqual({ looks: before.looks, beside: [], isSpecimen: false, labels: [] });
      return { checked, lefts: looks.map(({ quad }) => ends(quad)[0]) };
    };
    const of = (...traces: readonly DateReading['expiry'][]) => [{ expiry: AUGUST_27, quad: PLACE, traces }];
    const MARCH_29 = { month: 3, year: 2029 };
    expect(await check(shows('08/27', 0.06))).toMatchObject({ checked: of(AUGUST_27), lefts: closeTo(70) });
    expect(await check(shows('08/27', 0.04), NOTHING, NOTHING)).toMatchObject({ checked: of(), lefts: closeTo(70, 82, 90) });
    expect(await check(shows('03/31'), NOTHING, shows('08/27', 0.3))).toMatchObject({
      checked: of(MARCH_31, AUGUST_27),
      lefts: closeTo(70, 82, 90),
    });
    // crops had shown it before
    const [checked] = (await check(shows('03/31'), shows('03/28', 0.3), shows('03/29'))).checked;
    const MARCH_28 = { month: 3, year: 2028 };
    expect(checked).toMatchObject({ traces: [MARCH_31, MARCH_28, MARCH_29], plain: [MARCH_31, MARCH_29], agreed: [MARCH_29] });
  });
});
