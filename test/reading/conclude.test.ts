import type { Glance, NumberReading, Place } from '../../lib/evidence';
import { applyHomography, type Quad, quadDirection, quadWidth, rectangleToQuad } from '../../lib/geometry';
import type { Raster } from '../../lib/image/raster';
import { conclude, standing, surveyDoubts, tight, wholeOrPartial } from '../../lib/reading/conclude';
import { cardOf, type SeenCard, type Survey, type WholeLook } from '../../lib/reading/survey';
import type { PanPrior, Sight } from '../../lib/sight';
import { numberReading } from '../helpers/number-readings';
import { rectangle, tilted } from '../helpers/quads';
import { plainRaster } from '../helpers/rasters';
import { answer, lookAt, PAN, type SeenAt } from '../helpers/scripted-readers';
import { NO_PRIOR, sightOf } from '../helpers/sights';

const RASTER: Raster = { width: 700, height: 440, data: new Uint8Array(0) };
const OUTLINE = tilted({ x: 300, y: 200 }, 500, 315, 0);
const LINE: Place = [tilted({ x: 300, y: 200 }, 400, 30, 0)];
/** How plausible numbers are. */
const saying = (logPrior: number): PanPrior => ({ of: () => logPrior, begins: () => true, lengths: () => [16] });

const sight = sightOf(RASTER, {}, { prior: saying(0) });
const implausible = sightOf(RASTER, {}, { prior: saying(-4) });

const reading = (of: Partial<NumberReading> = {}): NumberReading => numberReading({ place: LINE, ...of });
/** As identity cards and licences have it in China. */
const OF_PERSON = reading({ text: '110108199310106138', digitConfidence: new Array(18).fill(0.99), sure: true, clear: true });
/** A reading whose weakest digit is this sure. */
const unsure = (digit: number, of: Partial<NumberReading> = {}): NumberReading =>
  reading({ digitConfidence: [...new Array(15).fill(0.9), digit], ...of });

const card = (of: Partial<SeenCard> = {}, by: Sight = sight): SeenCard => ({
  ...cardOf(by, { outline: OUTLINE, numbers: [LINE], dates: [] }),
  ...of,
});
/** Nobody has looked yet. */
const unseen = (by: Sight): Survey => ({ sight: by, cards: [], before: null });
const survey = (cards: readonly SeenCard[], of: Partial<Survey> = {}, by: Sight = sight): Survey => ({
  sight: by,
  cards,
  before: unseen(by),
  ...of,
});
const toldOf = (of: Survey) => {
  const { cards, isCard } = conclude(of);
  return { numbers: cards.map((one) => one.reading?.text ?? null), isCard };
};

/** A look in which the digits from the fourth on are covered by something. */
const COVERED: SeenAt[] = [...PAN].map((digit, i) => (i >= 3 && i < 6 ? { [digit]: 0.3 } : { [digit]: 0.99 }));

describe('a card’s number', () => {
  test('is told as it was read where it is whole', () => {
    expect(toldOf(survey([card({ reading: reading({ sure: true }) })]))).toEqual({ numbers: [PAN], isCard: true });
    expect(toldOf(survey([card({ reading: reading() })]))).toEqual({ numbers: [PAN], isCard: true });
  });

  test('is not told where it is that of a person, however sure', () => {
    const other = card({ reading: OF_PERSON });
    expect(toldOf(survey([other]))).toEqual({ numbers: [null], isCard: true });
    expect(toldOf(survey([other, card({ reading: reading() })])).numbers).toEqual([null, PAN]);
  });

  test('has a ? for digits that are no more than a guess, where it fails its check', () => {
    const digitConfidence = [...PAN].map((_, i) => (i === 4 || i === 5 ? 0.2 : 0.95));
    const failing = reading({ text: '6222020200112231', digitConfidence, posterior: 0.5 });
    expect(toldOf(survey([card({ reading: failing })])).numbers).toEqual(['6222??0200112231']);
    expect(toldOf(survey([card({ reading: { ...failing, text: PAN } })])).numbers).toEqual([PAN]);
  });

  test('has a ? for digits that are covered, though the others pass all checks', () => {
    // as 19 digits stand of which three are covered
    const positions = Array.from({ length: 16 }, (_, i) => ((i < 11 ? i : i + 3) + 0.5) / 19);
    for (const sure of [false, true])
      expect(toldOf(survey([card({ reading: reading({ positions, sure }) })])).numbers).toEqual(['62220202001???12230']);
  });

  test('is whole with as few digits as its scheme allows, where the check digit holds', () => {
    const at = [0, 1, 2, 3, 4.8, 5.8, 6.8, 7.8, 9.6, 10.6, 11.6, 12.6];
    const maestro = sightOf(RASTER, {}, { prior: { ...NO_PRIOR, lengths: () => [12, 13, 14, 15, 16, 17, 18, 19] } });
    const short = (text: string) =>
      card({ sight: maestro, reading: reading({ text, positions: at.map((x) => x / 18), digitConfidence: at.map(() => 0.95) }) });
    expect(toldOf(survey([short('501800000009')])).numbers).toEqual(['501800000009']);
    expect(toldOf(survey([short('501800000008')])).numbers).toEqual(['501800000008????']);
  });

  test('is not told where it is small for its card, and all that may be missing is its last group: identity cards have three', () => {
    const at = [0, 1, 2, 3, 4.8, 5.8, 6.8, 7.8, 9.6, 10.6, 11.6, 12.6];
    const three = reading({ text: '622202020010', positions: at.map((x) => x / 18), digitConfidence: at.map(() => 0.95) });
    const of16 = sightOf(RASTER, {}, { prior: { ...NO_PRIOR, lengths: () => [16] } });
    const on = (outline: Quad) => toldOf(survey([card({ sight: of16, reading: three, outline })])).numbers;
    const { x, y } = three.place[0]![0];
    const length = quadWidth(three.place[0]!);
    expect(on(rectangle(x, y, 1.1 * length, length))).toEqual(['622202020010????']);
    expect(on(rectangle(x, y, 1.5 * length, length))).toEqual([null]);
  });

  test('is in doubt where it stands as what is left of a longer one, though it passes all checks', () => {
    // Visa's groups of four without the first two digits
    const at = [2, 3, 4.8, 5.8, 6.8, 7.8, 9.6, 10.6, 11.6, 12.6, 14.4, 15.4, 16.4, 17.4];
    const cut = reading({ text: '36987654321096', posterior: 0.99, positions: at.map((x) => x / 18), sure: true });
    const [told] = conclude(survey([card({ reading: cut })])).cards;
    expect(told!.reading).toMatchObject({ text: cut.text, posterior: 0.4, sure: false, clear: false });
  });

  test.each([
    ['far shorter than the others, as a year beside them is', 50, 0.4],
    ['of narrow digits', 70, 0.99],
  ])('in a block is in doubt if one of its rows is too short: one %s', (_, width, posterior) => {
    const place = [0, 1, 2, 3].map((i) => tilted({ x: 300, y: 100 + 40 * i }, i === 3 ? width : 100, 30, 0));
    const [told] = conclude(survey([card({ reading: reading({ place, positions: [], posterior: 0.99, sure: true }) })])).cards;
    expect(told!.reading).toMatchObject({ text: PAN, posterior });
  });

  test('is in doubt where it stands so, all the more if it fails its check', () => {
    const at = [2, 3, 4.8, 5.8, 6.8, 7.8, 9.6, 10.6, 11.6, 12.6, 14.4, 15.4, 16.4, 17.4];
    const cut = reading({
      text: '36987654321090',
      posterior: 0.99,
      positions: at.map((x) => x / 18),
      digitConfidence: at.map(() => 0.95),
    });
    expect(conclude(survey([card({ reading: cut })])).cards[0]!.reading).toMatchObject({ text: cut.text, posterior: 0.4 });
  });

  test.each([
    ['fails its check', '4242424242424241', NO_PRIOR, 0.4],
    ['begins as no card’s number does', '4242424242424242', NO_PRIOR, 0.4],
    ['passes all checks', '4242424242424242', { ...NO_PRIOR, lengths: () => [16] }, 0.99],
  ])(
    'of 16 digits that stand evenly, as a rest of 19 does, is in doubt unless it passes all checks: it %s',
    (_, text, prior, posterior) => {
      const even = {
        text,
        posterior: 0.99,
        positions: Array.from(text, (_, i) => (i + 1) / 18),
        digitConfidence: Array.from(text, () => 0.99),
      };
      const [told] = conclude(survey([card({ sight: sightOf(RASTER, {}, { prior }), reading: reading(even) })])).cards;
      expect(told!.reading).toMatchObject({ text, posterior });
    },
  );

  describe('that is a guess', () => {
    const told = async (number: NumberReading | null, places: SeenAt[] = COVERED): Promise<string | null> => {
      const seen: Glance = await lookAt(...places);
      const located = { reading: null, seen, ahead: seen };
      return toldOf(survey([card({ reading: number, located })])).numbers[0]!;
    };
    const PLAIN = '622???0200112230';
    const ODD = `${PAN}1`;
    /** As likely as its checks let it be. */
    const UNLIKELY = { posterior: 0.05, visual: 0, total: -9.94 };

    test.each([
      ['not read at all', null, PLAIN],
      ['a guess', unsure(0.05, { posterior: 0.5 }), PLAIN],
      ['a guess by one digit, likely by all that is known', unsure(0.05, { posterior: 0.8 }), PAN],
      ['just less likely', unsure(0.05, { posterior: 0.79 }), PLAIN],
      ['just a guess', unsure(0.149, { posterior: 0.5 }), PLAIN],
      ['just no guess', unsure(0.15, { posterior: 0.5 }), PAN],
      ['unlikely by all that is known, each digit certain', unsure(1, { ...UNLIKELY, digitConfidence: new Array(16).fill(0.95) }), PAN],
      ['unlikely by all that is known, one digit less certain', unsure(0.9, UNLIKELY), PLAIN],
      ['of an odd length, each digit certain', reading({ text: ODD, ...UNLIKELY, digitConfidence: new Array(17).fill(0.95) }), ODD],
      ['sure, whatever its digits', unsure(0.05, { posterior: 0.5, sure: true }), PAN],
    ])('%s: what was plain to see is told of it', async (_, number, text) => {
      expect(await told(number)).toBe(text);
    });

    test('what is plain is told of the line as it is read, not as it was first looked at', async () => {
      const [seen, ahead] = [await lookAt(...[...COVERED].reverse()), await lookAt(...COVERED)];
      expect(toldOf(survey([card({ reading: null, located: { reading: null, seen, ahead } })])).numbers).toEqual([PLAIN]);
    });

    test('nothing is told of a line that is no card’s number', async () => {
      const seen = await lookAt(...COVERED);
      const numbersOf = (look: Glance) =>
        toldOf(survey([card({ reading: null, located: { reading: null, seen: look, ahead: null } })])).numbers;
      expect([numbersOf(seen), numbersOf({ ...seen, isNoNumber: true })]).toEqual([[PLAIN], [null]]);
    });

    describe('of 20 digits that are plain', () => {
      const LONG = `${PAN}1234`;

      test('is told in doubt, as a few old cards have it', async () => {
        const seen = await lookAt(...LONG);
        const [told] = conclude(survey([card({ reading: null, located: { reading: null, seen, ahead: seen } })])).cards;
        expect(told!.reading).toMatchObject({ text: LONG, posterior: 0.4, sure: false, clear: false });
      });

      test.each([
        ['one of them is not plain', [...LONG].map((digit, i) => ({ [digit]: i === 7 ? 0.45 : 0.99 }))],
        ['they are more', [...LONG, '5']],
        ['they begin as no UnionPay card does', ['4', ...LONG.slice(1)]],
      ])('is not told where %s', async (_, places: SeenAt[]) => {
        expect(await told(null, places)).toBeNull();
      });
    });

    test('is told where nothing more is plain', async () => {
      expect(await told(unsure(0.05, { posterior: 0.5 }), [...PAN])).toBe(PAN);
      expect(await told(null, [...PAN])).toBeNull();
    });
  });

  test('is doubted where it may be upside down: it begins as no card’s number does, and runs against the card', () => {
    const nothingKnown = sightOf(RASTER, {}, { prior: { ...saying(0), lengths: () => [] } });
    const posteriorBy = (outline: Quad | null, by: Sight, text = '8888886152995229'): number =>
      conclude(survey([card({ outline, reading: reading({ sure: true, text }) }, by)])).cards[0]!.reading!.posterior;
    const against = tilted({ x: 300, y: 200 }, 500, 315, 170);
    expect([OUTLINE, null, against].map((outline) => posteriorBy(outline, nothingKnown))).toEqual([0.9, 0.9, 0.4]);
    expect(posteriorBy(against, sight)).toBe(0.9);
    // no digit looks like 3, 4 or 7 upside down
    for (const digit of '347') expect(posteriorBy(against, nothingKnown, `8888886152995${digit}29`)).toBe(0.9);
  });

  test('is doubted where the card has room for three more digits behind it, and its scheme numbers of both lengths', () => {
    const prior = { ...saying(0), lengths: () => [16, 19] };
    const told = (outline: Quad, by = sightOf(RASTER, {}, { prior })) =>
      conclude(survey([card({ outline, reading: reading({ sure: true, positions: [] }) }, by)])).cards[0]!;
    const further = tilted({ x: 350, y: 200 }, 600, 378, 0);
    const all = [told(OUTLINE), told(further), told(further, sight)];
    expect(all.map((one) => one.reading!.posterior)).toEqual([0.9, 0.4, 0.9]);
    // other pictures that show the same room do not make it surer
    expect(all.map(({ most }) => most)).toEqual([1, 0.4, 1]);
  });

  test('has its place around its digits alone, and its digits where they stand in it', () => {
    const positions = Array.from({ length: 16 }, (_, i) => 0.2 + 0.04 * i);
    const { reading: told } = conclude(survey([card({ reading: reading({ positions }) })])).cards[0]!;
    const [line] = told!.place;
    expect(line![0].x).toBeCloseTo(100 + 400 * (0.2 - 0.03));
    expect(line![1].x).toBeCloseTo(100 + 400 * (0.8 + 0.03));
    expect(told!.positions[0]).toBeCloseTo(0.03 / 0.66);
    expect(told!.positions[15]).toBeCloseTo(0.63 / 0.66);
  });

  test('in a block, or of one digit only, is where it was seen', () => {
    const place = [0, 1, 2, 3].map((i) => tilted({ x: 300, y: 100 + 40 * i }, 100, 30, 0));
    const placeOf = (of: Partial<NumberReading>) => conclude(survey([card({ reading: reading(of) })])).cards[0]!.reading!.place;
    expect(placeOf({ place, positions: [] })).toEqual(place);
    expect(placeOf({ positions: [] })).toEqual(LINE);
    expect(placeOf({ positions: [0.5] })).toEqual(LINE);
    expect(placeOf({ positions: [0.4, 0.6] })).not.toEqual(LINE);
  });

  test('turns its card, however both lie in the picture', () => {
    const turnedBy = (number: number, outline: number): number => {
      const place = [tilted({ x: 300, y: 200 }, 400, 30, number)];
      const seen = { outline: tilted({ x: 300, y: 200 }, 500, 315, outline), reading: reading({ sure: true, place, positions: [] }) };
      const { x, y } = quadDirection(conclude(survey([card(seen)])).cards[0]!.outline!);
      return Math.round((Math.atan2(y, x) * 180) / Math.PI);
    };
    expect([turnedBy(60, -120), turnedBy(-60, 120), turnedBy(60, 60), turnedBy(90, -90)]).toEqual([60, -60, 60, 90]);
    // by a quarter it would be another card's
    expect(turnedBy(60, -30)).toBe(-30);
  });

  test('turns its card as it is read', () => {
    const date = tilted({ x: 300, y: 260 }, 80, 16, 180);
    const outline = tilted({ x: 300, y: 200 }, 500, 315, 180);
    const upsideDown = { outline, dates: [date], reading: reading({ sure: true }) };
    const [turned] = conclude(survey([card(upsideDown)])).cards;
    expect(quadDirection(turned!.outline!).x).toBeCloseTo(1);
    expect(quadDirection(turned!.dates[0]!).x).toBeCloseTo(1);
    const [aside] = conclude(survey([card({ ...upsideDown, outline: tilted({ x: 300, y: 200 }, 500, 315, 90) })])).cards;
    expect(quadDirection(aside!.outline!).y).toBeCloseTo(1);
  });

  test.each<[string, Partial<SeenCard>]>([
    ['without a card around it', { outline: null }],
    ['on a card that was seen in the turned picture only, it', { seenIn: 'turned' }],
  ])('%s must be a plausible one, unless it is settled', (_, seen) => {
    const loose = { ...seen, reading: reading({ posterior: 0.2 }) };
    expect(toldOf(survey([card(loose)])).numbers).toEqual([PAN]);
    expect(toldOf(survey([card(loose, implausible)], {}, implausible)).numbers).toEqual([null]);
    const plausible = sightOf(RASTER, {}, { prior: saying(-1) });
    expect(toldOf(survey([card(loose, plausible)], {}, plausible)).numbers).toEqual([PAN]);
    const settled = { ...loose, reading: reading({ posterior: 0.5 }) };
    expect(toldOf(survey([card(settled, implausible)], {}, implausible)).numbers).toEqual([PAN]);
  });
});

describe('digits on two cards that overlap', () => {
  const OTHER = '4242424242424242';
  const seen = (text: string, posterior: number, of: Partial<SeenCard> = {}, place = LINE) =>
    card({ reading: reading({ text, posterior, place }), ...of });
  const numbersOf = (...cards: SeenCard[]) => toldOf(survey(cards)).numbers;

  test('are of the surer number', () => {
    expect(numbersOf(seen(PAN, 0.8), seen(OTHER, 0.7))).toEqual([PAN, null]);
    expect(numbersOf(seen(PAN, 0.7), seen(OTHER, 0.8))).toEqual([null, OTHER]);
  });

  test('but rather of the one that lies on its own card', () => {
    const outline = tilted({ x: 120, y: 200 }, 500, 315, 0);
    expect(numbersOf(seen(PAN, 0.8, { outline }), seen(OTHER, 0.7))).toEqual([null, OTHER]);
    // as far as half its height beyond the rim it does
    expect(numbersOf(seen(PAN, 0.8, { outline: tilted({ x: 230, y: 200 }, 500, 315, 0) }), seen(OTHER, 0.7))).toEqual([PAN, null]);
  });

  test('are of each where the lines lie apart', () => {
    const below = [tilted({ x: 300, y: 260 }, 400, 30, 0)];
    expect(numbersOf(seen(PAN, 0.8), seen(OTHER, 0.7, {}, below))).toEqual([PAN, OTHER]);
  });
});

describe('whether it is a card at all', () => {
  const hopeless = unsure(0.029, { posterior: 0.9 });

  test.each<[string, NumberReading | null, string | null]>([
    ['a hopeless number', hopeless, null],
    ['a number that is not quite hopeless', unsure(0.03, { posterior: 0.9 }), PAN],
    ['no number', null, null],
    ['a number of which the beginning cannot be read', reading({ text: '??22020200112230' }), null],
    ['a partial number shorter than any', reading({ text: '6222??0200?' }), null],
    ['one shorter than those that begin so', reading({ text: '6222020?0?2230?' }), null],
    ['one that is longer', reading({ text: `6222??${'0'.repeat(15)}` }), null],
    ['a number of which some digits cannot be read', unsure(0, { text: '6222??020011223?', posterior: 0.1 }), '6222??020011223?'],
  ])('its outline says so, with %s', (_, number, text) => {
    expect(toldOf(survey([card({ reading: number })]))).toEqual({ numbers: [text], isCard: true });
  });

  test('without an outline a number does, if it is told', () => {
    const loose = (number: NumberReading | null) => toldOf(survey([card({ outline: null, reading: number })]));
    expect(loose(reading())).toEqual({ numbers: [PAN], isCard: true });
    for (const number of [hopeless, null]) expect(loose(number)).toEqual({ numbers: [null], isCard: false });
    expect(toldOf(survey([]))).toEqual({ numbers: [], isCard: false });
  });

  test.each<WholeLook>(['turned', 'small-cards'])('an outline that the first look did not see does not: %s', (seenIn) => {
    expect(toldOf(survey([card({ seenIn })]))).toEqual({ numbers: [null], isCard: false });
    expect(toldOf(survey([card({ seenIn, reading: reading() })]))).toEqual({ numbers: [PAN], isCard: true });
  });

  test('an outline that the first look saw does, though finer pixels show none', () => {
    const finer = sightOf(RASTER, {});
    const before = survey([card({ seenIn: 'first' })]);
    expect(toldOf(survey([card({ outline: null }, finer)], { before }, finer))).toEqual({ numbers: [null], isCard: true });
  });

  test('one of several with a number or an outline is enough', () => {
    const nothing = card({ outline: null });
    expect(toldOf(survey([nothing, card({ reading: reading({ sure: true }) })]))).toEqual({ numbers: [null, PAN], isCard: true });
    expect(toldOf(survey([nothing, card()]))).toEqual({ numbers: [null, null], isCard: true });
  });

  test('a number as no card’s begins must be likelier', () => {
    const unknown = sightOf(RASTER, {}, { prior: { ...NO_PRIOR, lengths: () => [] } });
    const known = sightOf(RASTER, {}, { prior: { ...NO_PRIOR, lengths: () => [16] } });
    const told = (confidence: number, by: typeof known): readonly (string | null)[] =>
      toldOf(survey([card({ reading: unsure(confidence, { posterior: 0.9 }) }, by)], {}, by)).numbers;
    expect(told(0.299, unknown)).toEqual([null]);
    expect(told(0.3, unknown)).toEqual([PAN]);
    expect(told(0.029, known)).toEqual([null]);
    expect(told(0.03, known)).toEqual([PAN]);
  });
});

describe('the survey that counts', () => {
  const fine = sightOf(RASTER, {}, { prior: saying(0) });
  const start = unseen(sight);
  const later = (before: Survey, cards: readonly SeenCard[], by = before.sight): Survey => ({ sight: by, cards, before });
  const first = later(start, [card()]);
  const numbered = card({ reading: reading({ posterior: 0.5 }) });
  const withNumber = later(start, [numbered]);

  test('is the last one that tells a number', () => {
    const last = later(withNumber, [numbered]);
    expect(standing(last)).toBe(last);
    expect(standing(later(later(withNumber, [card()]), []))).toBe(withNumber);
    expect(standing(later(withNumber, [card(), card()], fine))).toBe(withNumber);
  });

  test('of several in one raster the one that tells the surest', () => {
    const doubted = card({ reading: reading({ posterior: 0.4 }) });
    expect(standing(later(withNumber, [doubted]))).toBe(withNumber);
    const finer = later(withNumber, [doubted], fine);
    expect(standing(finer)).toBe(finer);
  });

  test('of the picture and its mirror image the one that tells the surest, or else the picture', async () => {
    const mirror = await sightOf(plainRaster(8, 8), {}, { prior: saying(0) }).mirrored();
    const doubted = card({ reading: reading({ posterior: 0.4 }) });
    expect(standing(later(withNumber, [doubted], mirror))).toBe(withNumber);
    const surer = later(later(start, [doubted]), [numbered], mirror);
    expect(standing(surer)).toBe(surer);
    expect(standing(later(first, [card(), card()], mirror))).toBe(first);
  });

  test('a number that is not to be told is none', () => {
    const hopeless = card({ reading: reading({ posterior: 0.02 }) });
    const last = later(later(start, [hopeless]), [numbered]);
    expect(standing(last)).toBe(last);
    expect(standing(later(withNumber, [hopeless], fine))).toBe(withNumber);
  });

  test('without a number it is the finest', () => {
    const finest = later(first, [card()], fine);
    expect(standing(finest)).toBe(finest);
    expect(standing(later(finest, [card(), card()], fine))).toBe(finest);
    expect(standing(later(first, [], fine)).sight).toBe(fine);
  });

  test('and the one that shows cards', () => {
    const small = later(later(start, []), [card()]);
    expect(standing(small)).toBe(small);
    expect(standing(later(first, []))).toBe(first);
  });
});

describe('what is in doubt about a picture', () => {
  const has = (of: Survey, doubt: Parameters<ReturnType<typeof surveyDoubts>['has']>[0]): boolean => surveyDoubts(of).has(doubt);

  test('first of all that nobody looked', () => {
    expect([...surveyDoubts(unseen(sight))]).toContain('unseen');
    expect(has(survey([]), 'unseen')).toBe(false);
  });

  test('what is in doubt about any of its cards', () => {
    expect([...surveyDoubts(survey([card({ reading: reading({ sure: true }) }), card()]))].sort()).toEqual(['unclear', 'unread']);
  });

  test('few pixels, where it was decoded coarsely and a number is not plain, or low', () => {
    const coarse = sightOf(RASTER, {}, { isCoarse: true });
    const fewPixels = (cards: readonly SeenCard[], by = coarse): boolean => has(survey(cards, {}, by), 'few-pixels');
    const high = (height: number) => card({ reading: reading({ clear: true, place: [tilted({ x: 300, y: 200 }, 400, height, 0)] }) });
    expect(fewPixels([])).toBe(true);
    expect(fewPixels([high(28)])).toBe(false);
    expect(fewPixels([high(27.9)])).toBe(true);
    expect(fewPixels([high(28), card({ reading: reading() })])).toBe(true);
    expect(fewPixels([high(28), card()])).toBe(true);
    expect(fewPixels([], sight)).toBe(false);
    const place = [28, 27, 28, 28].map((height, i) => tilted({ x: 300, y: 60 + 80 * i }, 100, height, 0));
    expect(fewPixels([card({ reading: reading({ clear: true, place }) })])).toBe(true);
  });

  test('no number, where a thorough look can show more', () => {
    const tiny = sightOf({ ...RASTER, width: 359, height: 300 }, {});
    const high = sightOf({ ...RASTER, width: 240, height: 360 }, {});
    expect(has(survey([card({}, high)], {}, high), 'no-number')).toBe(true);
    expect(has(survey([card()]), 'no-number')).toBe(true);
    expect(has(survey([card(), card({ reading: reading() })]), 'no-number')).toBe(false);
    expect(has(survey([card({}, tiny)], {}, tiny), 'no-number')).toBe(true);
    expect(has(survey([], {}, tiny), 'no-number')).toBe(false);
    expect(has(survey([], {}, high), 'no-number')).toBe(true);
  });

  test('no number, where the turned picture shows an unlikely one', () => {
    const told = (posterior: number, seenIn: WholeLook) => survey([card({ seenIn, reading: reading({ posterior }) })]);
    expect([0.39, 0.4].map((posterior) => has(told(posterior, 'turned'), 'no-number'))).toEqual([true, false]);
    for (const seenIn of ['first', 'small-cards'] as const) expect(has(told(0.39, seenIn), 'no-number')).toBe(false);
  });

  test('nothing, where it shows a person’s number', () => {
    const coarse = sightOf(RASTER, {}, { isCoarse: true });
    const line = { ...card(), reading: { ...OF_PERSON, place: [tilted({ x: 300, y: 200 }, 400, 10, 0)] } };
    const shown = survey([line], {}, coarse);
    for (const doubt of ['no-number', 'few-pixels'] as const) expect([doubt, has(shown, doubt)]).toEqual([doubt, false]);
    // also beside a card without a number
    expect(has(survey([line, card()], {}, coarse), 'no-number')).toBe(false);
  });
});

test('the helper’s line is what it is said to be', () => {
  expect(answer([...PAN]).shape[1]).toBe(33);
});

test.each<[string, Quad]>([
  ['straight', tilted({ x: 300, y: 200 }, 400, 30, 10)],
  [
    'seen from aside',
    [
      { x: 100, y: 180 },
      { x: 500, y: 190 },
      { x: 500, y: 210 },
      { x: 100, y: 225 },
    ],
  ],
])('a place that is trimmed to its digits has them where they were, in a line that is %s', (_, line) => {
  const number = reading({ place: [line], positions: Array.from({ length: 16 }, (_, i) => 0.2 + 0.03 * i) });
  const at = ({ place, positions }: NumberReading) =>
    positions.map((position) => applyHomography(rectangleToQuad(1, 1, place[0]!), { x: position, y: 0.5 }));
  const trimmed = tight(number);
  expect(trimmed.positions[0]).toBeGreaterThan(0);
  expect(trimmed.positions[0]).toBeLessThan(0.1);
  for (const [i, { x, y }] of at(trimmed).entries()) {
    expect(x).toBeCloseTo(at(number)[i]!.x, 6);
    expect(y).toBeCloseTo(at(number)[i]!.y, 6);
  }
});

describe('digits for which no check speaks', () => {
  const at = (sizes: readonly number[]): number[] =>
    sizes.flatMap((size, group) => new Array<number>(size).fill(group)).map((group, i) => i + 0.8 * group);
  const told = (text: string, of: Partial<NumberReading>, lengths: readonly number[] = []) =>
    wholeOrPartial(reading({ text, digitConfidence: new Array(text.length).fill(0.99), posterior: 0.9, ...of }), { lengths: () => lengths })
      .posterior;
  const rows = { place: [LINE[0]!, tilted({ x: 300, y: 250 }, 400, 30, 0)] };
  const [PHONES, SIXTEEN] = ['0931034566077827271', '9222020200112231'];

  test.each([
    ['in rows', SIXTEEN, rows],
    ['many, in odd groups', PHONES, { positions: at([10, 9]) }],
    ['ending in a day', '1234567804212017', { positions: at([8, 8]) }],
    ['ending in a day, the day before the month', '1234567821042017', { positions: at([8, 8]) }],
  ])('are in doubt %s', (_, text, of) => {
    expect(told(text, of)).toBe(0.4);
    expect(told(text, of, [text.length])).toBe(0.9);
  });

  test('are none where they begin as no card’s number does, but for a specimen’s', () => {
    const numbersBy = (text: string, lengths: readonly number[]) => {
      const prior = { ...NO_PRIOR, lengths: () => lengths };
      const read = reading({ text, digitConfidence: new Array(text.length).fill(0.99), posterior: 0.9, ...rows });
      return toldOf(survey([card({ sight: sightOf(RASTER, {}, { prior }), reading: read })])).numbers;
    };
    expect(numbersBy(SIXTEEN, [])).toEqual([null]);
    expect(numbersBy(SIXTEEN, [19])).toEqual([SIXTEEN]);
    expect(numbersBy('1234567890123456', [])).toEqual(['1234567890123456']);
  });

  test.each([
    ['many, in usual groups', PHONES, at([4, 4, 4, 4, 3])],
    ['ending in no day of a month', '1234567832042017', at([4, 4, 4, 4])],
    ['as many as most numbers have', SIXTEEN, at([4, 4, 4, 4])],
    ['as many as most numbers have, and it is not known how they stand', SIXTEEN, []],
  ])('are not, if they are %s', (_, text, positions) => {
    expect(told(text, { positions })).toBe(0.9);
  });

  test('are in doubt in rows only where they fail the check', () => {
    expect(told(PAN, rows)).toBe(0.9);
  });
});

test('a number with a hole of which it is not known how many digits it hides is in doubt, whatever checks it passes', () => {
  // 15 digits as they stand in 4-4-4-4, the fourth hidden
  const slots = [0, 1, 2, 5, 6, 7, 8, 10, 11, 12, 13, 15, 16, 17, 18];
  const number = reading({
    text: '371449635398431',
    digitConfidence: new Array(15).fill(0.99),
    posterior: 0.99,
    positions: slots.map((slot) => (slot + 0.5) / 19),
    sure: true,
    clear: true,
  });
  expect(wholeOrPartial(number, { lengths: () => [15] })).toEqual({ ...number, posterior: 0.4, sure: false, clear: false });
});
