import type { FoundDate } from '../../lib/card/expiry';
import type { NumberReading, ReaderName } from '../../lib/evidence';
import { isInside, mapQuad, type Quad, quadCentre, quadDirection, quadFrame, quadHeight, quadWidth, turnQuad } from '../../lib/geometry';
import type { DateWord } from '../../lib/location/date-word';
import { manifest } from '../../lib/model/manifest';
import type { Locator, WordFinder } from '../../lib/model/model';
import { cardDates, type DateSearch, dateDoubts } from '../../lib/reading/date-rungs';
import { likeliest, NO_LOOKS } from '../../lib/reading/read-date';
import type { SeenCard } from '../../lib/reading/survey';
import type { DigitStrip } from '../../lib/recognition/strip';
import type { Networks, SightSettings } from '../../lib/sight';
import { digitStrip } from '../helpers/digit-strip';
import { drawnTensor, locatorOf, locatorSeeing } from '../helpers/locator-maps';
import { tilted } from '../helpers/quads';
import { plainRaster } from '../helpers/rasters';
import { abortedAfter, sightOf } from '../helpers/sights';
import { findingWords } from '../helpers/word-finders';

const RASTER = plainRaster(640, 400);
const OUTLINE = tilted({ x: 320, y: 200 }, 600, 350, 0);
const NUMBER = tilted({ x: 320, y: 200 }, 440, 30, 0);
const DATE = tilted({ x: 300, y: 270 }, 90, 20, 0);
/** Where `DATE` lies in a look at what is around the number. */
const SEEN = tilted({ x: 180, y: 78.4 }, 54, 12, 0);

/**
 * @param text - what the fast reader sees where a date stands, crop by crop; the last one again and again; or what it sees in each crop
 * @param bySecond - what the second reader sees there
 * @param near - where the date locator sees one, px of its look at what is around the number
 * @param dateLocator - another one
 * @param wordFinder - what finds words beside it; default: nothing
 */
async function expiryOf(
  text: string | readonly string[] | ((crop: Quad) => string | DigitStrip),
  near: Quad | null,
  card: Partial<SeenCard> = {},
  settings: Partial<SightSettings> = {},
  bySecond = '',
  dateLocator?: Locator,
  wordFinder: WordFinder = findingWords({}),
) {
  const asked = { dateLocator: 0, digits: 0 };
  const texts = typeof text === 'function' ? [] : [text].flat();
  const textAtDate = (crop: Quad): string => (isInside(crop, quadCentre(DATE)) ? texts[Math.min(asked.digits, texts.length - 1)]! : '');
  const seeing = locatorOf(async ({ shape }) => {
    asked.dateLocator++;
    return drawnTensor({ width: shape[3]!, height: shape[2]!, lines: near ? [{ quad: near, kind: 'expiry' }] : [] });
  });
  const fast: Networks['fast'] = {
    read: async (_, quad) => {
      const seen = typeof text === 'function' ? text(quad) : textAtDate(quad);
      asked.digits++;
      return typeof seen === 'string' ? digitStrip(asItStands(seen, quad)) : seen;
    },
  };
  const second: Networks['second'] = {
    read: async (_, quad) => digitStrip(isInside(quad, quadCentre(DATE)) ? bySecond : ''),
  };
  const sight = sightOf(RASTER, { dateLocator: dateLocator ?? seeing, fast, second, wordFinder }, settings);
  const found = { sight, outline: OUTLINE, dates: [], ...card, reading: { ...card.reading, place: [NUMBER] } };
  return { ...(await cardDates(found as unknown as SeenCard)), asked };
}

/** A text at the date's place, as a strip shows it that may be much wider. */
function asItStands(text: string, { 0: { x: left }, 1: { x: right } }: Quad): string {
  const pitch = (1.4 * quadWidth(DATE)) / Math.max(1, text.length);
  const before = Math.round((quadCentre(DATE).x - (text.length / 2) * pitch - left) / pitch);
  const places = Math.round((right - left) / pitch);
  if (right - left < 2 * quadWidth(DATE)) return text;
  return Array.from({ length: places }, (_, i) => text[i - before] ?? ' ').join('');
}

/** Where the locator sees no date the rows below the number are read. */
const NO_ROWS = { without: new Set(['date-rows']) };
const AUGUST_27 = { month: 8, year: 2027 };

test('a date where the locator sees it needs no further look: one crop, and one of what is beside it, which agree', async () => {
  const { expiry, asked } = await expiryOf('08/27', null, { dates: [DATE] });
  expect(expiry).toMatchObject({ expiry: AUGUST_27 });
  expect(expiry!.confidence).toBeGreaterThan(0.9);
  expect(asked).toEqual({ dateLocator: 0, digits: 2 });
});

test('crops that agree make a date at most half as unsure as the one that shows it best', async () => {
  const faint = digitStrip('08/27');
  // its first character, 0, or none
  faint.digitProbs.data.set([0.4, 0.6]);
  const { expiry } = await expiryOf(() => faint, null, { dates: [DATE] });
  expect(expiry).toMatchObject({ expiry: AUGUST_27 });
  expect(expiry!.confidence).toBeGreaterThan(0.75);
  expect(expiry!.confidence).toBeLessThan(0.805);
});

test.each([
  ['08/00', 2000],
  ['06/88', 1988],
])('what may be a specimen’s 00/00 or 88/88 is a date only where that is plain: %s', async (text, year) => {
  const shown = digitStrip(text);
  expect((await expiryOf(() => shown, SEEN, { dates: [DATE] })).expiry?.expiry.year).toBe(year);
  // its first character, or none
  shown.digitProbs.data.set([0.25, 0.75]);
  expect((await expiryOf(() => shown, SEEN, { dates: [DATE] })).expiry).toBeNull();
});

test('its quad is around its characters alone', async () => {
  const alone = (await expiryOf('08/27', null, { dates: [DATE] })).expiry!;
  const second = (await expiryOf('08/2308/27', null, { dates: [DATE] })).expiry!;
  expect(second.expiry).toEqual(AUGUST_27);
  expect(quadWidth(second.quad)).toBeLessThan(0.65 * quadWidth(alone.quad));
  expect(quadCentre(second.quad).x).toBeGreaterThan(quadCentre(DATE).x);
});

test('a date that is past is as good as any other', async () => {
  expect((await expiryOf('08/21', null, { dates: [DATE] })).expiry).toMatchObject({ expiry: { month: 8, year: 2021 } });
});

test('nobody looks around the number for a date that is not past; one that is may be the first of two', async () => {
  const below = mapQuad(DATE, ({ x, y }) => ({ x, y: y + 40 }));
  const rows = (quad: Quad) => (isInside(quad, quadCentre(below)) ? '05/29' : isInside(quad, quadCentre(DATE)) ? '05/24' : '');
  const both = locatorSeeing({ lines: [SEEN, mapQuad(SEEN, ({ x, y }) => ({ x, y: y + 24 }))].map((quad) => ({ quad, kind: 'expiry' })) });
  const { expiry } = await expiryOf((crop) => asItStands(rows(crop), crop), null, { dates: [DATE] }, {}, '', both);
  expect(expiry).toMatchObject({ expiry: { month: 5, year: 2029 } });
  expect((await expiryOf('08/21', null, { dates: [DATE] })).asked.dateLocator).toBe(1);
  expect((await expiryOf('08/27', null, { dates: [DATE] })).asked.dateLocator).toBe(0);
});

test('where a past date is clear nothing is read again; where it is not, it is', async () => {
  expect((await expiryOf('08/21', SEEN, { dates: [DATE] })).asked).toEqual({ dateLocator: 1, digits: 2 });
  const faint = digitStrip('08/21');
  faint.digitProbs.data.set([0.85, 0.15]);
  const [alone, around] = [
    await expiryOf(() => faint, null, { dates: [DATE] }, NO_ROWS),
    await expiryOf(() => faint, SEEN, { dates: [DATE] }, NO_ROWS),
  ];
  expect(around.asked.digits).toBeGreaterThan(alone.asked.digits);
});

test.each(['08/2021', '12/2025', '2010/12', '201012'])(
  'with its year in full a past date may be of issue, and is not told: %s',
  async (text) => {
    expect((await expiryOf(text, null, { dates: [DATE] })).expiry).toBeNull();
  },
);

test.each([
  ['01/2026', { month: 1, year: 2026 }],
  ['08/2027', AUGUST_27],
  ['2027/08', AUGUST_27],
])('with its year in full one that is not past is the expiry: %s', async (text, expiry) => {
  expect((await expiryOf(text, null, { dates: [DATE] })).expiry).toMatchObject({ expiry });
});

/** A card whose number reads so. */
const numbered = (text: string) => ({ dates: [DATE], reading: { text } as NumberReading });

test.each([
  ['6217002940000410265', '01/2023', { month: 1, year: 2023 }],
  ['6230580000012345678', '01/2016', { month: 1, year: 2016 }],
  ['6217002940000410265', '12/2015', null],
  ['6227002940000410265', '01/2023', null],
  ['4367420000000000000', '01/2023', null],
])('with its year at its end a past date is the expiry only on a card with a chip, by its number: %s, %s', async (pan, text, expiry) => {
  const read = await expiryOf(text, null, numbered(pan));
  expect(read.expiry?.expiry ?? null).toEqual(expiry);
});

test.each(['2021/08', '202108'])(
  'a year that is written first is of issue only where no card with a chip may have expired: %s',
  async (text) => {
    expect((await expiryOf(text, null, { dates: [DATE] })).expiry).toMatchObject({ expiry: { month: 8, year: 2021 } });
    expect((await expiryOf('2016/01', null, { dates: [DATE] })).expiry).toMatchObject({ expiry: { month: 1, year: 2016 } });
    expect((await expiryOf('2015/12', null, { dates: [DATE] })).expiry).toBeNull();
  },
);

describe('words beside a past date', () => {
  const tell = async (text: string, likely: Parameters<typeof findingWords>[0], card: Partial<SeenCard> = {}) => {
    const wordFinder = findingWords(likely);
    const { expiry, since, asked } = await expiryOf(text, null, { dates: [DATE], ...card }, {}, '', undefined, wordFinder);
    return { expiry, since, looks: wordFinder.sizes.length, looksAround: asked.dateLocator };
  };
  const AUGUST_21 = { month: 8, year: 2021 };

  test('may say that it is none until when the card is valid', async () => {
    expect(await tell('08/21', { since: 0.9 })).toMatchObject({ expiry: null, since: [{ expiry: AUGUST_21 }], looks: 2 });
    expect(await tell('08/21', {})).toMatchObject({ expiry: { expiry: AUGUST_21 }, since: [], looks: 1 });
  });

  test('may say that it is one, also where it may be of issue', async () => {
    expect((await tell('08/21', { until: 0.9 })).expiry).toMatchObject({ expiry: AUGUST_21, saysUntil: true });
    expect((await tell('08/2021', { until: 0.9 })).expiry).toMatchObject({ expiry: AUGUST_21, saysUntil: true });
    expect((await tell('08/2021', {})).expiry).toBeNull();
    expect((await tell('08/21', {})).expiry).not.toHaveProperty('saysUntil');
  });

  test.each<[string, Parameters<typeof findingWords>[0], number]>([
    ['until when it is valid', { until: 0.9 }, 0],
    ['since when', { since: 0.9 }, 1],
    ['nothing', {}, 1],
  ])('that say %s: whether a later one is looked for around the number', async (_, likely, looksAround) => {
    expect(await tell('08/21', likely)).toMatchObject({ looksAround });
  });

  test('are not looked for where it is not past, or an earlier one stands before it', async () => {
    expect(await tell('08/27', { since: 0.9 })).toMatchObject({ expiry: { expiry: AUGUST_27 }, looks: 0 });
    expect(await tell('08/18   08/21', { since: 0.9 })).toMatchObject({ expiry: { expiry: AUGUST_21 }, looks: 0 });
  });

  test.each([
    ['01/26', 'of this month', true],
    ['02/26', 'of the next one', true],
    ['03/26', 'further ahead', false],
  ])('may also say so of a date not past, of a new card: %s, %s', async (text, _, areLookedFor) => {
    const { expiry, looks } = await tell(text, { since: 0.9 });
    expect([expiry === null, looks > 0]).toEqual([areLookedFor, areLookedFor]);
  });

  test('are not looked for without the network that finds them', async () => {
    const wordFinder = findingWords({ since: 0.9 });
    const settings = { without: new Set(['word-finding']) };
    const { expiry } = await expiryOf('08/21', null, { dates: [DATE] }, settings, '', undefined, wordFinder);
    expect(expiry).toMatchObject({ expiry: AUGUST_21 });
    expect(wordFinder.sizes).toEqual([]);
  });

  test('take its place away: what else may be read there hides no other date', async () => {
    const below = mapQuad(DATE, ({ x, y }) => ({ x, y: y + 2.6 * quadHeight(DATE) }));
    const later = {
      quad: DATE,
      sightings: [{ expiry: { month: 8, year: 2028 }, form: 'month-year' as const, probability: 0.4, quad: DATE }],
    };
    const plain = {
      quad: below,
      sightings: [{ expiry: { month: 5, year: 2020 }, form: 'month-year' as const, probability: 1, quad: below }],
    };
    const looks = [later, plain, plain].map((look) => ({ ...look, isLocated: true, stroke: 1, unread: [] }));
    const read = { ...NO_LOOKS, looks };
    expect(likeliest(read, 0.75)).toBeNull();
    expect(likeliest({ ...read, labels: [{ quad: DATE, word: 'since' as const }] }, 0.75)).toMatchObject({
      expiry: { month: 5, year: 2020 },
    });
  });

  test('say nothing of another one, which is looked for then', async () => {
    const below = mapQuad(DATE, ({ x, y }) => ({ x, y: y + 2.6 * quadHeight(DATE) }));
    const text = (quad: Quad): string =>
      asItStands(isInside(quad, quadCentre(below)) ? '05/20' : isInside(quad, quadCentre(DATE)) ? '08/21' : '', quad);
    const [first, second] = [findingWords({ since: 0.9 }), findingWords({})];
    const wordFinder: WordFinder = { config: first.config, run: (input) => (first.sizes.length < 2 ? first : second).run(input) };
    const { expiry } = await expiryOf(text, null, { dates: [DATE, below] }, {}, '', undefined, wordFinder);
    expect(expiry).toMatchObject({ expiry: { month: 5, year: 2020 } });
    expect(second.sizes).toHaveLength(1);
  });
});

describe('a date beside what may be a later one, which the fast reader cannot read', () => {
  const LOGO = mapQuad(DATE, ({ x, y }) => ({ x: x + 150, y: y + 60 }));
  const told = async (settings: Partial<SightSettings> = {}): Promise<unknown> => {
    const faint = digitStrip('03/31');
    // its first character, or none
    faint.digitProbs.data.set([0.65, 0.35]);
    const shown = [faint];
    const seen = (crop: Quad) => (isInside(crop, quadCentre(DATE)) ? '08/27' : isInside(crop, quadCentre(LOGO)) ? (shown.pop() ?? '') : '');
    const { expiry } = await expiryOf(seen, null, { dates: [DATE, LOGO] }, settings, '08/27');
    return expiry?.expiry ?? null;
  };

  test('is told where the second reader sees nothing of that one', async () => {
    expect(await told()).toEqual(AUGUST_27);
  });

  test('is not told where there is none', async () => {
    expect(await told({ without: new Set(['second-digit-recognition']) })).toBeNull();
  });
});

test('where the fast reader sees no date the second is asked of the places, before any row', async () => {
  const { expiry, asked } = await expiryOf('/', SEEN, { dates: [DATE] }, {}, '08/27');
  expect(expiry).toMatchObject({ expiry: AUGUST_27 });
  // three crops of either place, in which it sees no more than a stroke, and one of what is beside the date
  expect(asked).toEqual({ dateLocator: 1, digits: 7 });
});

test('it is not asked where there is no place, and a specimen that it sees ends the search', async () => {
  expect((await expiryOf('/', null, {}, NO_ROWS, '08/27')).expiry).toBeNull();
  expect((await expiryOf('/', SEEN, { dates: [DATE] }, {}, '88/88')).asked).toEqual({ dateLocator: 1, digits: 6 });
});

test.each([
  ['08/79', undefined],
  ['08/80', { month: 8, year: 1980 }],
])('a date of long ago is misread: %s', async (text, expiry) => {
  expect((await expiryOf(text, null, { dates: [DATE] })).expiry?.expiry).toEqual(expiry);
});

test.each([
  ['08/2018', { month: 8, year: 2021 }],
  ['', undefined],
])('one that may be of issue is the expiry where an earlier one stands above it: %j', async (above, expiry) => {
  const below = mapQuad(DATE, ({ x, y }) => ({ x, y: y + 2 * quadHeight(DATE) }));
  const text = (quad: Quad): string => (isInside(quad, quadCentre(below)) ? '08/2021' : isInside(quad, quadCentre(DATE)) ? above : '');
  expect((await expiryOf(text, null, { dates: [DATE, below] })).expiry?.expiry).toEqual(expiry);
});

test.each(['', '530'])(
  'where the fast reader sees no stroke, in %j, neither the second is asked of the place nor its row read',
  async (text) => {
    // one crop of either place, and one of what is behind the number
    expect(await expiryOf(text, SEEN, { dates: [DATE] }, {}, '08/27')).toEqual({
      expiry: null,
      since: [],
      asked: { dateLocator: 1, digits: 3 },
    });
  },
);

test.each([
  [0.65, AUGUST_27],
  [0.55, undefined],
])('it is asked where the date locator is sure of the place by %d', async (score, date) => {
  const dateLocator = locatorOf(async ({ shape }) => {
    const tensor = drawnTensor({ width: shape[3]!, height: shape[2]!, lines: [{ quad: SEEN, kind: 'expiry' }] });
    const { maps, stride } = manifest['date-location'].output;
    const plane = (shape[3]! * shape[2]!) / stride ** 2;
    const isOfMask = (i: number): boolean => Math.floor(i / plane) === maps.expiry;
    return { ...tensor, data: tensor.data.map((value, i) => (isOfMask(i) ? value * score : value)) as Float32Array };
  });
  expect((await expiryOf('/', null, {}, NO_ROWS, '08/27', dateLocator)).expiry?.expiry).toEqual(date);
});

test('nor is the end of a longer date told that the second reader sees alone: what is beside it is looked at', async () => {
  const alone = await expiryOf('/', SEEN, {}, NO_ROWS, '09/12');
  expect(alone.expiry).toMatchObject({ expiry: { month: 9, year: 2012 } });
  const inLine = (crop: Quad): string =>
    quadWidth(crop) > 2 * quadWidth(DATE) && isInside(crop, quadCentre(DATE)) ? asItStands('2009/12', crop) : '/';
  expect((await expiryOf(inLine, SEEN, {}, NO_ROWS, '09/12')).expiry).toBeNull();
});

test('of two dates the later one', async () => {
  expect((await expiryOf('08/2208/27', null, { dates: [DATE] })).expiry).toMatchObject({ expiry: AUGUST_27 });
});

test('the earlier one is from when the card is valid', async () => {
  const { expiry } = await expiryOf('08/22   08/27', null, { dates: [DATE] });
  expect(expiry).toMatchObject({ expiry: AUGUST_27, validFrom: { month: 8, year: 2022 } });
  expect((await expiryOf('08/27', null, { dates: [DATE] })).expiry).toMatchObject({ validFrom: null });
});

test('of two dates one below the other the later one is the expiry', async () => {
  const below = mapQuad(DATE, ({ x, y }) => ({ x, y: y + 2 * quadHeight(DATE) }));
  const text = (quad: Quad): string => (isInside(quad, quadCentre(below)) ? '08/27' : isInside(quad, quadCentre(DATE)) ? '08/22' : '');
  expect((await expiryOf(text, null, { dates: [DATE, below] })).expiry).toMatchObject({ expiry: AUGUST_27 });
  expect((await expiryOf(text, null, { dates: [DATE] })).expiry).toMatchObject({ expiry: { month: 8, year: 2022 } });
});

test('a date that is not seen on the card as a whole is seen from near by', async () => {
  const { expiry, asked } = await expiryOf('08/27', SEEN);
  expect(expiry).toMatchObject({ expiry: AUGUST_27 });
  expect(asked).toEqual({ dateLocator: 1, digits: 2 });
});

test.each([
  ['in the look at the card', null, turnQuad(DATE, 180)],
  ['from near by', turnQuad(SEEN, 180), null],
])('a date that the locator sees upside down %s is read in the direction of the number', async (_, near, expiry) => {
  const quads: Quad[] = [];
  const fast: Networks['fast'] = {
    read: async (_, quad) => {
      quads.push(quad);
      return digitStrip('08/27');
    },
  };
  const dateLocator = locatorSeeing({ lines: near ? [{ quad: near, kind: 'expiry' }] : [] });
  const sight = sightOf(RASTER, { dateLocator, fast });
  const card = { sight, outline: OUTLINE, dates: expiry ? [expiry] : [], reading: { place: [NUMBER] } };
  expect(await cardDates(card as unknown as SeenCard)).toMatchObject({ expiry: { expiry: AUGUST_27 } });
  for (const quad of quads) expect(quadDirection(quad).x).toBeGreaterThan(0.9);
});

test('crops that differ are settled from near by', async () => {
  const { expiry, asked } = await expiryOf(['08/27', '08/22', '03/27', '08/21', '08/27'], SEEN, { dates: [DATE] }, {}, '08/27');
  expect(expiry).toMatchObject({ expiry: AUGUST_27 });
  expect(asked).toEqual({ dateLocator: 1, digits: 6 });
});

describe('a date that most crops show, and one not', () => {
  const contested = ['08/27', '08/22', '08/27', '08/27'];
  const tell = (bySecond: string, settings: Partial<SightSettings> = {}) =>
    expiryOf(contested, SEEN, { dates: [DATE] }, settings, bySecond);

  test('is told where the second reader sees it, too', async () => {
    expect((await tell('08/27')).expiry).toMatchObject({ expiry: AUGUST_27 });
  });

  test('is not where that sees no trace of it, nor is another one, unless that was seen in a crop', async () => {
    expect((await tell('')).expiry).toBeNull();
    expect((await tell('03/31')).expiry).toBeNull();
    expect((await tell('08/22')).expiry).toMatchObject({ expiry: { month: 8, year: 2022 } });
  });

  test('is not, and another one is told that stands elsewhere', async () => {
    const elsewhere = { x: 460, y: 270 };
    const crops = [...contested];
    const text = (crop: Quad): string =>
      isInside(crop, quadCentre(DATE)) ? (crops.shift() ?? '08/27') : isInside(crop, elsewhere) ? '09/28' : '';
    const { expiry, asked } = await expiryOf(text, tilted({ x: 276, y: 78.4 }, 54, 12, 0), { dates: [DATE] });
    expect(expiry).toMatchObject({ expiry: { month: 9, year: 2028 } });
    expect(asked.dateLocator).toBe(1);
  });

  test('is not, nor is one that stands elsewhere and is contested, too', async () => {
    const below = tilted({ x: 300, y: 320 }, 90, 20, 0);
    /** It ends with one digit, or, less likely, with another. */
    const unclear = (text: string, last: string): DigitStrip => {
      const strip = digitStrip(text);
      const { data, shape } = strip.digitProbs;
      const step = data.subarray(2 * (text.length - 1) * shape[1]!);
      step[1 + Number(text.at(-1))] = 0.8;
      step[1 + Number(last)] = 0.19;
      return strip;
    };
    const text = (crop: Quad) =>
      isInside(crop, quadCentre(below)) ? unclear('09/31', '0') : isInside(crop, quadCentre(DATE)) ? unclear('09/28', '3') : '';
    const tell = (settings: Partial<SightSettings>) => expiryOf(text, null, { dates: [DATE, below] }, settings);
    expect((await tell({ without: new Set(['second-digit-recognition']) })).expiry).toMatchObject({ expiry: { month: 9, year: 2031 } });
    expect((await tell({})).expiry).toBeNull();
  });

  test('is where there is no second reader', async () => {
    expect((await tell('', { without: new Set(['second-digit-recognition']) })).expiry).toMatchObject({ expiry: AUGUST_27 });
  });
});

describe('after a date was denied', () => {
  /**
   * Where a reader looked.
   *
   * @param texts - what each reader sees where the date stands, crop by crop; the last one again and again
   */
  async function looks(by: ReaderName, texts: Record<ReaderName, string[]>, card: Partial<SeenCard>, without: string[]) {
    const reader = (crops: string[]): Networks['fast'] => ({
      read: async (_, quad) =>
        digitStrip(isInside(quad, quadCentre(DATE)) ? asItStands(crops.length > 1 ? crops.shift()! : crops[0]!, quad) : ''),
    });
    const sight = sightOf(RASTER, { fast: reader(texts.fast), second: reader(texts.second) }, { without: new Set(without) });
    const found = { sight, outline: OUTLINE, dates: [], reading: { place: [NUMBER] }, ...card };
    expect(await cardDates(found as unknown as SeenCard)).toMatchObject({ expiry: null });
    return sight.evidence.flatMap((seen) => (seen.kind === 'strip' && seen.by === by ? [JSON.stringify(seen.quad)] : []));
  }

  test('the second reader does not look at the place again', async () => {
    const second = ['08/27', '08/22', '08/27', ''];
    const seen = await looks('second', { fast: ['/'], second }, { dates: [DATE] }, ['date-location', 'date-rows']);
    // three crops of the place, and three to check the date
    expect(seen).toHaveLength(3 + 3);
  });

  test('rows are looked at from where it stood on', async () => {
    const fast = ['08/27', '08/22', '08/27', '08/27'];
    const seen = await looks('fast', { fast, second: [''] }, {}, ['date-location']);
    expect(new Set(seen).size).toBe(seen.length);
  });
});

test('nothing is told where all crops differ', async () => {
  const texts = ['08/27', '08/22', '03/27', '08/21', '05/27', '06/22', '05/24'];
  expect((await expiryOf(texts, SEEN, { dates: [DATE] }, NO_ROWS)).expiry).toBeNull();
});

describe('along the rows below the number', () => {
  /** The locator sees no line of a date, but so much of one in a part of its look. */
  const traced = (score: number, part: Quad): Locator =>
    locatorOf(async ({ shape }) => {
      const tensor = drawnTensor({ width: shape[3]!, height: shape[2]!, lines: [{ quad: part, kind: 'expiry' }] });
      return { ...tensor, data: tensor.data.map((value) => value * score) as Float32Array };
    });

  test('a date is found of which the locator sees but a trace', async () => {
    const { expiry, asked } = await expiryOf('08/27', null, {}, {}, '', traced(0.15, SEEN));
    expect(expiry).toMatchObject({ expiry: AUGUST_27 });
    expect(asked.digits).toBeGreaterThan(3);
  });

  test.each([
    ['less than a trace', traced(0.09, SEEN)],
    ['one elsewhere', traced(0.15, tilted({ x: 343, y: 78.4 }, 54, 12, 0))],
  ])('none is looked for where it sees %s', async (_, locator) => {
    expect((await expiryOf('08/27', null, {}, {}, '', locator)).expiry).toBeNull();
  });

  test('nothing is read there where it sees nothing at all', async () => {
    const { expiry, asked } = await expiryOf('08/27', null);
    expect(expiry).toBeNull();
    // behind the number
    expect(asked).toEqual({ dateLocator: 1, digits: 1 });
  });
});

test('a date behind the number in its row is found, though no locator sees it', async () => {
  const behind = { x: 590, y: 200 };
  const { expiry } = await expiryOf((crop) => digitStrip(isInside(crop, behind) ? '08/27' : ''), null);
  expect(expiry).toMatchObject({ expiry: AUGUST_27 });
});

test.each([
  ['      8/27', AUGUST_27],
  ['8/27', undefined],
  [' 8/27', undefined],
])('a month of one digit is read only where nothing can be cut off before it: %j', async (text, date) => {
  expect((await expiryOf(text, null, { dates: [DATE] }, NO_ROWS)).expiry?.expiry).toEqual(date);
});

test('what is far from a date in its line says nothing about it', async () => {
  expect((await expiryOf('      08/27      7', null, { dates: [DATE] })).expiry).toMatchObject({ expiry: AUGUST_27 });
  expect((await expiryOf('      08/2777', null, { dates: [DATE] })).expiry).toBeNull();
});

test('the rest of a longer date beside it makes it another', async () => {
  expect((await expiryOf(['08/27', '2008/27', '08/27', '2008/11'], null, { dates: [DATE] })).expiry?.expiry).toEqual(AUGUST_27);
  expect((await expiryOf(['08/11', '2008/11'], null, { dates: [DATE] }, NO_ROWS)).expiry).toBeNull();
});

test.each(['88/88', '08/88', '00/00'])('a specimen has none, and is not searched further: %s', async (text) => {
  expect(await expiryOf(text, SEEN, { dates: [DATE] })).toEqual({ expiry: null, since: [], asked: { dateLocator: 0, digits: 3 } });
});

test('without an outline what is around the number is looked at, too', async () => {
  expect((await expiryOf('08/27', SEEN, { outline: null })).asked.dateLocator).toBe(1);
});

test.each([['date', 'date-rows'], ['digit-recognition']])('rungs can be left out: %s', async (...names) => {
  const { asked } = await expiryOf('08/27', null, { dates: [DATE] }, { without: new Set(names) });
  expect(asked.digits).toBe(0);
});

test('stops when the time is up', async () => {
  await expect(expiryOf('08/27', SEEN, {}, { signal: abortedAfter(0) })).rejects.toMatchObject({ code: 'REQUEST_TIMEOUT' });
});

/** A look at what is around a number in which no date is seen. */
const NOTHING = { dates: [], dateScore: () => 0 };

describe('what is in doubt about a date', () => {
  const sight = sightOf(RASTER, {}); // of New Year 2026
  const nothing = { near: null, read: NO_LOOKS, isSeenBySecond: false, parts: [], pieces: 0 };
  const start: DateSearch = { sight, number: NUMBER, around: OUTLINE, place: null, others: [], ...nothing };
  /** So many crops show this date plainly. */
  const read = (crops: number, month: number, year: number, form: FoundDate['form'] = 'month-year'): Partial<DateSearch> => {
    const look = { quad: DATE, sightings: [{ expiry: { month, year }, form, probability: 1, quad: DATE }], isLocated: true };
    return { read: { ...NO_LOOKS, looks: new Array(crops).fill(look) } };
  };

  /** After looks around the number and for words beside a date. */
  const named = (of: Partial<DateSearch>, word: DateWord | null): Partial<DateSearch> => ({
    near: NOTHING,
    read: { ...of.read!, labels: [{ quad: DATE, word }] },
  });
  const before = mapQuad(DATE, ({ x, y }) => ({ x: x - 1.5 * quadWidth(DATE), y }));
  const earlier = read(2, 8, 2018).read!.looks.map((look) => ({
    ...look,
    sightings: look.sightings.map((date) => ({ ...date, quad: before })),
  }));
  const both: Partial<DateSearch> = { read: { ...NO_LOOKS, looks: [...earlier, ...read(2, 8, 2021).read!.looks] } };

  test.each<[string, Partial<DateSearch>, string[]]>([
    ['nobody looked yet', {}, ['no-date']],
    ['nothing was seen around the number', { near: NOTHING }, ['no-date']],
    ['a specimen', { read: { ...NO_LOOKS, isSpecimen: true } }, []],
    ['a date that one crop shows', read(1, 8, 2027), ['no-date']],
    ['after a look around the number', { ...read(1, 8, 2027), near: NOTHING }, []],
    ['a date that two crops show', read(2, 8, 2027), []],
    ['one that one crop shows, far ahead', { ...read(1, 8, 2032), near: NOTHING }, ['no-date']],
    ['one that two crops show', { ...read(2, 8, 2032), near: NOTHING }, []],
    ['one that is past, which may be the first of two', read(2, 8, 2021), ['past-date', 'unlabelled-date']],
    ['after a look around the number', { ...read(2, 8, 2021), near: NOTHING }, ['unlabelled-date']],
    ['or where words say that the card is valid until then', { ...named(read(2, 8, 2021), 'until'), near: null }, []],
    ['and after one for words beside it', named(read(2, 8, 2021), null), []],
    ['which say that it is one of issue', named(read(2, 8, 2021), 'since'), ['no-date']],
    ['a past one with an earlier one before it', { ...both, near: NOTHING }, []],
  ])('%s', (_, of, doubts) => {
    expect([...dateDoubts({ ...start, ...of })]).toEqual(doubts);
  });
});

describe('the rows around a number', () => {
  /** Where strips are read of a card without a date: how far below the number, in its heights; along it from its beginning, px. */
  async function rowsOf(number: Quad): Promise<{ row: number; from: number; to: number; height: number }[]> {
    const fast: Networks['fast'] = { read: async () => digitStrip('') };
    const sight = sightOf(RASTER, { fast }, { without: new Set(['date-location', 'date-second']) });
    const card = { sight, outline: OUTLINE, dates: [], reading: { place: [number] } };
    expect(await cardDates(card as unknown as SeenCard)).toMatchObject({ expiry: null });
    const { along, across } = quadFrame(number);
    const [height, length] = [quadHeight(number), quadWidth(number)];
    return sight.evidence.flatMap((seen) => {
      if (seen.kind !== 'strip') return [];
      const [centre, half] = [quadCentre(seen.quad), quadWidth(seen.quad) / 2];
      const from = along(centre) - half + length / 2;
      return [{ row: across(centre) / height, from, to: from + 2 * half, height: quadHeight(seen.quad) / height }];
    });
  }

  test.each([0, 50])(
    'below it are read in pieces that overlap and reach from its beginning to beyond its end, turned by %d°',
    async (degrees) => {
      const pieces = (await rowsOf(tilted({ x: 320, y: 200 }, 440, 30, degrees))).filter(({ row }) => row > 0.5);
      const rows = [...new Set(pieces.map(({ row }) => row.toFixed(2)))];
      expect(rows).toEqual(['1.30', '1.75', '2.20', '2.65', '3.10', '3.60', '4.10', '4.70']);
      expect(pieces).toHaveLength(rows.length * 3);
      for (const [i, { from, to, height }] of pieces.entries()) {
        expect([to - from, height]).toEqual([expect.closeTo(9 * 0.85 * 30), expect.closeTo(0.85)]);
        expect(from).toBeCloseTo((i % 3) * 5.8 * 0.85 * 30);
      }
      expect(pieces[2]!.to).toBeGreaterThan(440);
    },
  );

  test.each([
    ['three pieces where there is much room', tilted({ x: 140, y: 200 }, 200, 30, 0), 3],
    ['one where there is little', tilted({ x: 320, y: 200 }, 440, 30, 0), 1],
    ['none where the card ends', tilted({ x: 360, y: 200 }, 440, 30, 0), 0],
    ['none where the number is not known to run along the card', tilted({ x: 320, y: 200 }, 440, 30, 50), 0],
  ])('behind it are read first, up to the card’s edge: %s', async (_, number, count) => {
    const rows = await rowsOf(number);
    const pieces = rows.filter(({ row }) => Math.abs(row) < 0.5);
    expect(pieces).toEqual(rows.slice(0, count));
    for (const [i, { from, to, height }] of pieces.entries()) {
      expect([to - from, height]).toEqual([expect.closeTo(9 * 0.85 * 30), expect.closeTo(0.85)]);
      expect(from).toBeCloseTo(quadWidth(number) + i * 5.8 * 0.85 * 30);
    }
  });

  test('a short number’s rows are one piece each', async () => {
    expect(await rowsOf(tilted({ x: 320, y: 200 }, 200, 30, 0))).toHaveLength(1 + 8);
  });
});

describe('on a card whose number is small', () => {
  /** so high that a number of 30 px is small */
  const OF_LARGE_CARD = { outline: tilted({ x: 320, y: 200 }, 600, 390, 0) };
  /** where a date is seen in a part of a card, px of the look */
  const IN_PART = tilted({ x: 190, y: 80 }, 60, 13, 0);

  /** A date locator that sees a date in these parts alone, and what the fast reader reads where it looks then. */
  async function seenInParts(parts: readonly number[], card: Partial<SeenCard>) {
    let looks = 0;
    const dateLocator = locatorOf(async ({ shape }) =>
      drawnTensor({
        width: shape[3]!,
        height: shape[2]!,
        lines: parts.includes(looks++) ? [{ quad: IN_PART, kind: 'expiry' }] : [],
      }),
    );
    const { expiry } = await expiryOf(() => '08/27', null, card, NO_ROWS, '', dateLocator);
    return { date: expiry?.expiry, looks };
  }

  test('it is looked for in parts of the card, after what is around the number', async () => {
    expect(await seenInParts([1 + 4], OF_LARGE_CARD)).toEqual({ date: AUGUST_27, looks: 1 + 6 });
    expect(await seenInParts([], OF_LARGE_CARD)).toEqual({ date: undefined, looks: 1 + 6 });
  });

  test('but not where one stands around the number, nor on another card, nor where no card was seen', async () => {
    expect(await seenInParts([0], OF_LARGE_CARD)).toEqual({ date: AUGUST_27, looks: 1 });
    for (const outline of [OUTLINE, null]) expect((await seenInParts([3], { outline })).looks).toBe(1);
  });
});

test('of many places around the number three are read', async () => {
  const dates = [50, 140, 230, 320].map((x) => ({ quad: tilted({ x, y: 78.4 }, 54, 12, 0), kind: 'expiry' as const }));
  const dateLocator = locatorSeeing({ lines: dates });
  const [fast, second] = ['/', ''].map((text): Networks['fast'] => ({ read: async () => digitStrip(text) }));
  const sight = sightOf(RASTER, { dateLocator, fast: fast!, second: second! }, { without: new Set(['date-rows']) });
  await cardDates({ sight, outline: OUTLINE, dates: [], reading: { place: [NUMBER] } } as unknown as SeenCard);
  // by the fast reader in three crops, which show no more than a stroke, and by the second one in one, which shows nothing
  expect(sight.evidence.filter(({ kind }) => kind === 'strip')).toHaveLength(3 * 3 + 3);
  expect(sight.evidence[0]).toMatchObject({ kind: 'places', places: new Array(4).fill({ of: 'date' }) });
});
