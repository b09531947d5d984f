import type { Quad } from '../../lib/geometry';
import { type DatePlace, readDateAt, spotDate } from '../../lib/reading/read-date';
import { DIGIT_ALPHABET, type DigitStrip } from '../../lib/recognition/strip';
import { quadAt, RASTER } from '../helpers/scripted-readers';
import { sightOf } from '../helpers/sights';

/** 90 px wide and 20 px high, from (100, 60) on. */
const PLACE = quadAt(60, 90);
const CLASSES = DIGIT_ALPHABET.length + 1;

/** What a crop shows: a text, and how likely its last character is; nothing where it is not. Characters in brackets are as likely as not. */
function shows(text: string, p = 1): DigitStrip {
  const steps: number[][] = [];
  const add = (character: string, probability: number): void => {
    const step = new Array<number>(CLASSES).fill(1e-6);
    step[0] = 1 - probability;
    step[DIGIT_ALPHABET.indexOf(character) + 1] = probability;
    steps.push(step, [1, ...new Array<number>(CLASSES - 1).fill(1e-6)]);
  };
  const parts = [...text.matchAll(/\[(.)\]|(.)/g)];
  for (const [i, [, unsure, sure]] of parts.entries()) add(unsure ?? sure!, unsure ? 0.5 : i === parts.length - 1 ? p : 1);
  if (steps.length === 0) steps.push([1, ...new Array<number>(CLASSES - 1).fill(1e-6)]);
  return {
    digitProbs: { data: Float32Array.from(steps.flat()), shape: [steps.length, CLASSES] },
    digitMass: new Float32Array(steps.length).fill(1),
  };
}
const NOTHING = shows('');

/** A sight whose reader sees these crops, one after the other. */
function seeing(...strips: readonly DigitStrip[]) {
  const looks: { quad: Quad; widthScale: number | undefined }[] = [];
  const digits = {
    read: async (_: unknown, quad: Quad, widthScale?: number): Promise<DigitStrip> => {
      looks.push({ quad, widthScale });
      return strips[looks.length - 1]!;
    },
  };
  return { sight: sightOf(RASTER, { digits }), looks };
}

async function at(...strips: readonly DigitStrip[]): Promise<DatePlace & { told: string | null; looks: number }> {
  const { sight, looks } = seeing(...strips);
  const place = await readDateAt(sight, PLACE);
  expect(looks).toHaveLength(strips.length);
  const { expiry } = place.date ?? {};
  return { ...place, told: expiry ? `${expiry.month}/${expiry.year}` : null, looks: looks.length };
}

describe('a place where a date may stand', () => {
  test('two crops that are sure of the same are enough; a third look is at what stands beside it', async () => {
    const { sight, looks } = seeing(shows('08/27'), shows('08/27', 0.85), NOTHING);
    const { date, isSpecimen } = await readDateAt(sight, PLACE);
    expect(date).toMatchObject({ expiry: { month: 8, year: 2027 }, form: 'month-year' });
    expect(date!.confidence).toBeCloseTo(0.925, 3);
    expect(isSpecimen).toBe(false);
    const [first, second, beside] = looks.map(({ quad }) => quad);
    // crops have room on all sides, of which the second has less; the line goes on far to the right, for a second date
    expect([first![0].x, first![2].x, first![0].y, first![2].y]).toEqual([82, 208, 55.6, 84.4].map((value) => expect.closeTo(value)));
    expect([second![0].x, second![2].x, second![0].y, second![2].y]).toEqual([90, 200, 58.4, 81.6].map((value) => expect.closeTo(value)));
    expect([beside![0].x, beside![2].x, beside![0].y]).toEqual([40, 496, 55.6].map((value) => expect.closeTo(value)));
    expect(looks.map(({ widthScale }) => widthScale)).toEqual([1, 1.15, 1]);
  });

  test('two that are less sure are followed by a third, larger one, and the mean is told', async () => {
    const { date } = await at(shows('08/27', 0.95), shows('08/27', 0.84), shows('08/27', 0.7), NOTHING);
    expect(date!.confidence).toBeCloseTo(0.83, 3);
  });

  test('one crop alone is never enough', async () => {
    expect((await at(shows('08/27'), NOTHING, NOTHING)).told).toBeNull();
  });

  test.each([
    [0.51, '8/2027'],
    [0.49, null],
  ])('a date is told from one half on: of three crops that see it with 1, 0 and so much, %d', async (p, told) => {
    const rest = told ? [NOTHING] : [];
    expect((await at(shows('08/27'), NOTHING, shows('08/27', p), ...rest)).told).toBe(told);
  });

  test('of two likely dates the later one', async () => {
    expect((await at(shows('08/2208/27'), shows('08/2208/27'), NOTHING)).told).toBe('8/2027');
    expect((await at(shows('08/2708/22'), shows('08/2708/22'), NOTHING)).told).toBe('8/2027');
  });

  test('all ways in which a date is read count together', async () => {
    const { date } = await at(shows('2027[/]08'), shows('2027[/]08'), NOTHING);
    expect(date!.confidence).toBeCloseTo(1, 2);
  });

  test('a date that another digit touches is believed a little less', async () => {
    const { date } = await at(shows('308/27'), shows('308/27'), shows('308/27'), NOTHING);
    expect(date!.confidence).toBeCloseTo(0.8, 3);
  });

  test('its quad is around its characters, as high as the place', async () => {
    const { date } = await at(shows('08/27'), shows('08/27'), NOTHING);
    // of ten steps over the first crop's 126 px the date's first is the first, its last the ninth
    const [first, last] = [82 + 0.05 * 126, 82 + 0.85 * 126];
    const half = (0.6 * (last - first)) / 4;
    expect([date!.quad[0].x, date!.quad[2].x, date!.quad[0].y, date!.quad[2].y]).toEqual(
      [first - half, last + half, 60, 80].map((value) => expect.closeTo(value)),
    );
  });

  test('its quad leaves out what stands before it', async () => {
    const { date } = await at(shows('08/2208/27'), shows('08/2208/27'), NOTHING);
    expect(date!.quad[0].x).toBeCloseTo(82 + 0.525 * 126 - (0.6 * 0.4 * 126) / 4);
  });
});

describe('a specimen’s place', () => {
  test.each(['00/00', '0000', '88/88', '8888', '00/0000', '000000', '88/8888', '888888'])('%s is no date', async (text) => {
    expect(await at(shows(text), shows(text), shows(text))).toMatchObject({ date: null, isSpecimen: true });
  });

  test.each(['000/00', '00/000', '80/88', '88/880', '188/88', ''])('%s is of none', async (text) => {
    expect(await at(shows(text), shows(text), shows(text))).toMatchObject({ date: null, isSpecimen: false });
  });

  test('one crop of three does not tell one, two do, whatever the third sees', async () => {
    const [specimen, date] = [shows('00/00'), shows('08/27')];
    expect(await at(specimen, date, date, NOTHING)).toMatchObject({ told: '8/2027', isSpecimen: false });
    expect(await at(specimen, date, specimen)).toMatchObject({ told: null, isSpecimen: true });
  });

  test('ways in which it is read count together', async () => {
    const text = '88[/]88';
    expect(await at(shows(text), shows(text), shows(text))).toMatchObject({ isSpecimen: true });
  });
});

describe('what stands beside a date', () => {
  const beside = async (text: string, line: string, p = 1): Promise<string | null> =>
    (await at(shows(text), shows(text), shows(line, p))).told;

  test.each([
    ['08/04', '2008/04', '4/2008'],
    ['04/20', '04/2008', '4/2008'],
  ])('a longer date, however faint, of which %s is a piece: %s', async (piece, line, told) => {
    expect(await beside(piece, line, 0.03)).toBe(told);
    expect(await beside(piece, line, 0.01)).not.toBe(told);
  });

  test.each([
    ['another month', '08/04', '2008/05'],
    ['another year', '08/04', '2009/04'],
    ['another century', '04/20', '04/1908'],
    ['another month before the year', '04/20', '05/2008'],
    ['no longer one', '08/04', '04/08'],
  ])('a faint date is nothing if this one is no piece of it: %s', async (_, text, line) => {
    expect(await beside(text, line, 0.03)).toBe((await beside(text, ''))!);
  });

  test('a date whose year is whole is no piece of another', async () => {
    expect(await beside('08/2004', '2008/04', 0.03)).toBe('8/2004');
  });

  test.each([
    ['a later one', '08/2708/31', 1, '8/2031'],
    ['a later one that is not likely', '08/31', 0.49, '8/2027'],
    ['just likely', '08/31', 0.51, '8/2031'],
    ['an earlier one', '08/21', 1, '8/2027'],
    ['nothing', '', 1, '8/2027'],
  ])('%s', async (_, line, p, told) => {
    expect(await beside('08/27', line, p)).toBe(told);
  });
});

describe('a line in which the locator sees no date', () => {
  const LINE = quadAt(60, 200);
  async function spotted(...strips: readonly DigitStrip[]) {
    const { sight, looks } = seeing(...strips);
    const date = await spotDate(sight, LINE);
    expect(looks).toHaveLength(strips.length);
    return { date, looks };
  }

  test('is looked at once where nothing stands in it', async () => {
    const { date, looks } = await spotted(NOTHING);
    expect(date).toBeNull();
    expect(looks[0]).toEqual({ quad: LINE, widthScale: 1 });
    expect((await spotted(shows('08/27', 0.004))).date).toBeNull();
  });

  test('is looked at where a date may stand, however faint: one that is plain there is told', async () => {
    const { date, looks } = await spotted(shows('08/27', 0.006), shows('08/27'), shows('08/27'), NOTHING);
    expect(date).toMatchObject({ expiry: { month: 8, year: 2027 } });
    // the first character's place on the line, 200 px in ten steps
    expect(looks[1]!.quad[0].x).toBeLessThan(110);
    expect(looks[1]!.quad[1].x).toBeGreaterThan(270);
  });

  test.each([
    [0.81, 4],
    [0.79, 6],
  ])('by %d there it is plain, or else looked at in two more crops of the line', async (p, looks) => {
    const strips = [shows('08/27', 0.5), ...new Array(3).fill(shows('08/27', p)), NOTHING, shows('08/27'), shows('08/27')];
    const { sight, looks: seen } = seeing(...strips);
    expect(await spotDate(sight, LINE)).toMatchObject({ expiry: { month: 8, year: 2027 } });
    expect(seen).toHaveLength(looks + 1);
  });

  test('a date that is not plain is told if several crops of the line make it likely', async () => {
    const unsure = [NOTHING, NOTHING, NOTHING];
    const { date, looks } = await spotted(shows('08/27', 0.9), ...unsure, shows('08/27', 0.9), NOTHING);
    expect(date!.confidence).toBeCloseTo(0.6, 3);
    const [larger, lower] = looks.slice(4);
    expect([larger!.quad[0].x, larger!.quad[0].y, larger!.widthScale]).toEqual([expect.closeTo(98), expect.closeTo(58), 0.9]);
    expect([lower!.quad[0].x, lower!.quad[0].y, lower!.widthScale]).toEqual([expect.closeTo(100), expect.closeTo(61.6), 1.12]);
    expect((await spotted(shows('08/27', 0.9), ...unsure, shows('08/27', 0.5), NOTHING)).date).toBeNull();
  });
});
