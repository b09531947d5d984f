import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { isLuhnValid } from '../../lib/card/luhn';
import { isOtherNumber } from '../../lib/card/other-number';
import { panLogPrior } from '../../lib/card/pan-prior';
import type { NumberReading, Place } from '../../lib/evidence';
import { confidenceOf } from '../../lib/reading/certainty';
import { decodeNumber } from '../../lib/reading/decode-number';
import { evidenceOf, joinNumbers, type NumberEvidence } from '../../lib/reading/together';
import type { PanPrior } from '../../lib/sight';
import { cropOf, type SeenDigit } from '../helpers/crops';
import { numberReading } from '../helpers/number-readings';
import { tilted } from '../helpers/quads';
import { lookAt, PAN, RASTER } from '../helpers/scripted-readers';
import { sightOf } from '../helpers/sights';

// where other tests run beside it
jest.setTimeout(30_000);

const LINE: Place = [tilted({ x: 200, y: 100 }, 400, 24, 0)];
const OTHER = '6222021234567894';
const prior: PanPrior = {
  of: (pan) => panLogPrior(pan, { issuerKnown: pan.startsWith('622202'), lengths: [16], lengthsAreOwn: false }),
  begins: () => true,
  lengths: () => [16],
};
const sight = sightOf(RASTER, {}, { prior });

/** What a picture shows, and what it tells by itself. */
function picture(places: string | readonly SeenDigit[], { p = 0.98, isTold = true } = {}): NumberEvidence {
  const crop = cropOf(places, p);
  const own = isTold ? decodeNumber(sight, LINE, crop, [[crop]]) : null;
  return { place: LINE, crop, crops: [[crop], []], own, most: 1 };
}

/** The number with an unsure digit at a place, taken for another. */
const misread = (at: number, p = 0.7): SeenDigit[] =>
  [...PAN].map((digit, i) => (i === at ? { [String((Number(digit) + 5) % 10)]: p, [digit]: 0.95 - p } : digit));
const covered = (from: number, count: number): string => PAN.slice(0, from) + ' '.repeat(count) + PAN.slice(from + count);

/** What a picture tells by itself, this sure; not at all of digits that cannot be read. */
const reading = (text: string, confidence: number): NumberReading =>
  numberReading({
    text,
    visual: 0,
    posterior: confidence,
    digitConfidence: Array.from(text, (digit) => (digit === '?' ? 0 : 1)),
    place: LINE,
    positions: [],
    total: 0,
  });
/** A picture that tells this by itself, whatever its crops show. */
const telling = (text: string, confidence: number, shown: string | readonly SeenDigit[] = text): NumberEvidence => ({
  ...picture(shown, { isTold: false }),
  own: reading(text, confidence),
});
const untold = (places: string | readonly SeenDigit[], p = 0.98): NumberEvidence => picture(places, { p, isTold: false });

const join = (...pictures: (NumberEvidence | null)[]) => joinNumbers(pictures, prior);

test('a specimen’s number is likelier than one next to it, as in one picture', async () => {
  const specimen = '6225768888888888';
  const shown = [...specimen].map((digit, i): SeenDigit => (i === 13 ? { 2: 0.95, [digit]: 0.045 } : digit));
  const joint = await join(untold(shown), untold(shown));
  expect(joint!.reading.text).toBe(specimen);
  // one that is plain stays
  expect((await join(untold('6225768888888288'), untold('6225768888888288')))!.reading.text).toBe('6225768888888288');
});

test('the doubt that another look leaves in each picture stays', async () => {
  const doubted = { ...picture(PAN), most: 0.1 };
  const joint = await join(doubted, doubted);
  expect(joint!.reading).toMatchObject({ text: PAN, sure: false });
  expect(confidenceOf(joint!.reading)).toBeCloseTo(0.1);
  expect(confidenceOf((await join(doubted, picture(PAN)))!.reading)).toBeGreaterThan(0.98);
});

test('the numbers of these tests pass their check', async () => {
  expect([PAN, OTHER].map(isLuhnValid)).toEqual([true, true]);
});

test('no picture tells nothing', async () => {
  expect(await join()).toBeNull();
  expect(await join(null, null)).toBeNull();
});

test('a person’s number is none of a card, however plainly pictures show it, and though it begins as cards’ numbers do', async () => {
  const person = '3578014203850001';
  expect(isOtherNumber(person)).toBe(true);
  const known: PanPrior = { ...prior, of: (pan) => panLogPrior(pan, { issuerKnown: true, lengths: [16], lengthsAreOwn: false }) };
  expect(await joinNumbers([untold(person), untold(person)], known)).toBeNull();
});

test('others have their turn while pictures are joined, and end it', async () => {
  const time = new AbortController();
  const ended = joinNumbers([picture(PAN), picture(PAN)], prior, time.signal);
  for (let turn = 0; turn < 3; turn++) await setImmediate();
  time.abort();
  await expect(ended).rejects.toMatchObject({ code: 'REQUEST_TIMEOUT' });
});

test('one picture tells what it tells by itself, whatever others do not show', async () => {
  const one = picture(PAN);
  expect(await join(null, one, null)).toEqual({ reading: one.own, shownIn: 1, others: [] });
});

describe('pictures of one card', () => {
  test('that agree are not much surer than the surest of them', async () => {
    const [one, other] = [picture(PAN, { p: 0.9 }), picture(PAN, { p: 0.9 })];
    const { reading, others } = (await join(one, other))!;
    expect([reading.text, others]).toEqual([PAN, []]);
    const doubtOf = (confidence: number): number => -Math.log(1 - confidence);
    expect(doubtOf(confidenceOf(reading))).toBeLessThan(1.6 * doubtOf(confidenceOf(one.own!)));
  });

  test('that agree are no less sure than the surest of them', async () => {
    const [plain, faint] = [picture(PAN), picture(PAN, { p: 0.9 })];
    for (const pictures of [
      [plain, plain],
      [faint, plain, faint],
    ]) {
      expect(confidenceOf((await join(...pictures))!.reading)).toBeGreaterThanOrEqual(confidenceOf(plain.own!));
    }
  });

  test('that each misread another digit tell it right', async () => {
    expect(await join(picture(misread(8)), picture(misread(10)), picture(misread(13)))).toMatchObject({
      reading: { text: PAN },
      others: [],
    });
  });

  test('that each hide other digits tell the whole number, and where it stands', async () => {
    const joint = (await join(picture(covered(2, 3)), picture(covered(11, 4))))!;
    expect(joint).toMatchObject({ reading: { text: PAN }, others: [] });
    expect(confidenceOf(joint.reading)).toBeGreaterThan(0.5);
    expect(joint.reading.place).toHaveLength(1);
  });

  test('that both hide the same digits do not tell them', async () => {
    const joint = await join(picture(covered(5, 3)), picture(covered(5, 3)));
    expect(confidenceOf(joint!.reading)).toBeLessThan(0.2);
  });

  test('are believed although none of them tells a number by itself', async () => {
    const unsure = [7, 9, 12].map((at) => picture(misread(at, 0.5), { isTold: false }));
    expect((await join(...unsure))!.reading.text).toBe(PAN);
  });

  test('do not suffer from one that shows something else', async () => {
    const alone = (await join(picture(PAN, { p: 0.95 })))!;
    const joint = (await join(picture('95588', { isTold: false }), picture(PAN, { p: 0.95 })))!;
    expect(joint).toMatchObject({ reading: { text: PAN }, shownIn: 1, others: [] });
    expect(confidenceOf(joint.reading)).toBeCloseTo(confidenceOf(alone.reading), 1);
  });

  test('have the number where it is seen best', async () => {
    const joint = (await join(picture(covered(2, 3)), picture(PAN), picture(misread(8))))!;
    expect(joint.shownIn).toBe(1);
    expect(joint.reading.positions).toHaveLength(PAN.length);
  });
});

describe('pictures of two cards', () => {
  test('are in doubt, and one of the two is told', async () => {
    const joint = (await join(picture(PAN), picture(OTHER)))!;
    expect([PAN, OTHER]).toContain(joint.reading.text);
    expect(joint.others).toEqual([joint.reading.text === PAN ? 1 : 0]);
    expect(confidenceOf(joint.reading)).toBeLessThanOrEqual(0.5);
  });

  test('that differ in two digits are in doubt', async () => {
    const sibling = [...'0123456789'].map((last) => `${PAN.slice(0, 9)}5${PAN.slice(10, -1)}${last}`).find(isLuhnValid)!;
    expect((await join(picture(PAN), picture(sibling)))!.others).toHaveLength(1);
    expect(await join(picture(PAN), picture(PAN), picture(sibling))).toMatchObject({ reading: { text: PAN }, others: [2] });
  });

  test('that differ in one digit tell one of the two, and with one of each in doubt', async () => {
    const sibling = `${PAN.slice(0, 9)}5${PAN.slice(10)}`;
    const joint = (await join(picture(PAN), picture(sibling)))!;
    expect([PAN, sibling]).toContain(joint.reading.text);
    expect(joint.others.length > 0 || confidenceOf(joint.reading) < 0.8).toBe(true);
  });

  test('are in doubt although one of them hides digits', async () => {
    const glimpse = picture(`${OTHER.slice(0, 6)}   ${OTHER.slice(9)}`);
    const joint = (await join(picture(PAN), picture(covered(11, 4)), picture(PAN), glimpse))!;
    expect(joint).toMatchObject({ reading: { text: PAN }, others: [3] });
  });

  test('are not what glare on a digit makes of one', async () => {
    const shorter = picture(PAN.slice(0, 8) + PAN.slice(9));
    expect((await join(picture(PAN), picture(PAN), shorter))!.others).toEqual([]);
  });

  test('of which more show one tell that one, in doubt', async () => {
    const joint = (await join(null, picture(OTHER), picture(PAN), picture(PAN), picture(PAN)))!;
    expect(joint).toMatchObject({ reading: { text: PAN, sure: false }, others: [1] });
    expect(confidenceOf(joint.reading)).toBeLessThanOrEqual(0.75);
  });

  test('never tell a mixed number without a doubt', async () => {
    const digits = fc.stringMatching(/^[0-9]{9}$/);
    const cardOf = (rest: string): string => [...'0123456789'].map((last) => `622202${rest}${last}`).find(isLuhnValid)!;
    await fc.assert(
      fc.asyncProperty(digits, digits, async (a, b) => {
        const [one, other] = [cardOf(a), cardOf(b)];
        const joint = (await join(picture(one), picture(other)))!;
        expect([one, other]).toContain(joint.reading.text);
        expect(one === other).toBe(joint.others.length === 0);
      }),
      { numRuns: 8 },
    );
  });
});

test('whatever crops show, the confidence is one', async () => {
  const places = fc.array(fc.record({ 0: fc.double({ min: 0, max: 0.5, noNaN: true }), 7: fc.double({ min: 0, max: 0.5, noNaN: true }) }), {
    minLength: 1,
    maxLength: 20,
  });
  await fc.assert(
    fc.asyncProperty(fc.array(places, { minLength: 2, maxLength: 3 }), async (all) => {
      const joint = await join(...all.map((one) => picture(one)));
      if (!joint) return;
      expect(confidenceOf(joint.reading)).toBeGreaterThanOrEqual(0);
      expect(confidenceOf(joint.reading)).toBeLessThanOrEqual(1);
      expect(joint.reading.digitConfidence).toHaveLength(joint.reading.text.length);
    }),
    { numRuns: 8 },
  );
});

describe('a picture is of another card', () => {
  /** The number with so many digits that are plainly others, each about 9 nats less likely to be those of the number. */
  const seen = (differing: number): SeenDigit[] =>
    [...PAN].map((digit, i) => (i >= 7 && i < 7 + differing ? { [String((Number(digit) + 5) % 10)]: 0.985, [digit]: 0.0001 } : digit));
  const read = (differing: number): string => [...PAN].map((d, i) => (i >= 7 && i < 7 + differing ? (Number(d) + 5) % 10 : d)).join('');

  test.each([
    ['one digit differs and it is sure', 1, 0.8, read(1), true],
    ['one digit differs and it is not quite sure', 1, 0.79, read(1), false],
    ['one digit differs and glare hides another', 1, 0.99, read(1).slice(0, -1), false],
    ['two digits differ and it is hardly sure', 2, 0.65, read(2), true],
    ['two digits differ and it is less than hardly sure', 2, 0.64, read(2), false],
    ['two digits differ and glare hides another', 2, 0.65, read(2).slice(0, -1), true],
    ['some digits differ and it is unsure', 4, 0.5, read(4), false],
    ['most digits differ and one cannot be read', 7, 0.9, `?${read(7).slice(1)}`, true],
    ['some digits differ and one cannot be read', 4, 0.9, `?${read(4).slice(1)}`, false],
    ['it tells the number, whatever its crops show', 4, 0.9, PAN, false],
  ])('where %s', async (_, differing, confidence, text, isOther) => {
    const joint = (await join(picture(PAN), telling(text, confidence, seen(differing)), picture(PAN)))!;
    expect([joint.reading.text, joint.others]).toEqual([PAN, isOther ? [1] : []]);
  });
});

describe('where pictures tell nothing together', () => {
  const unknown: PanPrior = { of: () => -5, begins: () => false, lengths: () => [] };
  const [one, other] = ['43219876????1234', '98762222????3333'];
  const nothing = ' '.repeat(16);
  const joinUnknown = (...pictures: NumberEvidence[]) => joinNumbers(pictures, unknown);

  test('nothing is told where none of them tells a number', async () => {
    expect(await joinUnknown(untold(nothing), untold(nothing))).toBeNull();
    expect(await join(untold(PAN))).toBeNull();
  });

  const plainly = (text: string, confidence: number): NumberEvidence => ({
    ...telling(text, confidence, nothing),
    own: { ...reading(text, confidence), digitConfidence: Array.from(text, () => 1) },
  });

  test.each([
    ['tell another plainly', other, 0.65, [1]],
    ['tell another less plainly', other, 0.64, []],
    ['tell the same', one, 0.8, []],
  ])('the surest tells it where others %s', async (_, text, confidence, others) => {
    const [surest, lesser] = [plainly(one, 0.9), plainly(text, confidence)];
    expect(await joinUnknown(surest, lesser)).toMatchObject({
      reading: { text: one, posterior: others.length > 0 ? 0.45 : 0.9 },
      shownIn: 0,
      others,
    });
    expect(await joinUnknown(untold(nothing), lesser, surest)).toMatchObject({ reading: { text: one }, shownIn: 2, others });
  });
});

describe('a number that no picture makes sure', () => {
  const likely = { ...prior, of: (pan: string) => (pan === PAN ? 0 : -20) };
  const unlikely = { ...prior, of: (pan: string) => (pan === PAN ? 0 : -7) };
  const unknown = { ...likely, lengths: () => [] };
  /** One digit is all but plainly another. */
  const doubtful = misread(8, 0.948);

  const joinBy = (by: PanPrior, ...pictures: NumberEvidence[]) => joinNumbers(pictures, by);

  test('is told where it is the likeliest by far and of a known issuer', async () => {
    const joint = (await joinBy(likely, untold(doubtful), untold(doubtful)))!;
    expect(joint.reading.text).toBe(PAN);
    expect(joint.reading.posterior).toBeGreaterThan(0.5);
    expect(confidenceOf(joint.reading)).toBeLessThan(0.01);
  });

  test.each([
    ['of no known issuer', unknown],
    ['hardly likelier than others', unlikely],
  ])('is not told where it is %s', async (_, by) => {
    expect(await joinBy(by, untold(doubtful), untold(doubtful))).toBeNull();
  });

  test('is told where a picture tells it by itself', async () => {
    const joint = (await joinBy(unknown, untold(doubtful), telling(PAN, 0.05, doubtful), telling(OTHER, 0.04, doubtful)))!;
    expect(joint).toMatchObject({ reading: { text: PAN }, others: [] });
    expect(joint.reading.positions).toHaveLength(PAN.length);
  });
});

describe('where the joint number is none that a picture tells', () => {
  const partial = `${PAN.slice(0, 8)}????${PAN.slice(12)}`;
  const THIRD = [...'0123456789'].map((last) => `622202777755533${last}`).find(isLuhnValid)!;

  test('what one tells stands against all others that tell any', async () => {
    const joint = (await join(untold(PAN), telling(partial, 0.9, PAN), untold(PAN), telling(OTHER, 0.9)))!;
    expect(joint).toMatchObject({ reading: { text: OTHER, sure: false, clear: false }, shownIn: 3, others: [1] });
    expect(joint.reading.posterior).toBeCloseTo(0.45);
  });

  // one that is 0.6 sure is too unsure to speak against the surest, but its crops show that it has another number than the joint one
  test.each([0.7, 0.6])('the surest of those that show another card is told, against the others of them, were they %p sure', async (p) => {
    const joint = (await join(untold(PAN), telling(partial, 0.9, PAN), untold(PAN), telling(THIRD, p), telling(OTHER, 0.9)))!;
    expect(joint).toMatchObject({ reading: { text: OTHER }, shownIn: 4, others: [3] });
  });

  test('the only one that tells any is told', async () => {
    const joint = (await join(telling(OTHER, 0.9), untold(PAN), untold(PAN)))!;
    expect(joint).toMatchObject({ reading: { text: OTHER, posterior: 0.9 }, shownIn: 0, others: [] });
  });
});

test('a number is as likely as the share of the pictures that tell it, of those that tell any', async () => {
  const joint = (await join(picture(PAN), picture(OTHER), untold(PAN), picture(PAN)))!;
  expect(joint).toMatchObject({ reading: { text: PAN }, others: [1] });
  expect(joint.reading.posterior).toBeCloseTo(2 / 3, 2);
});

describe('digits that no picture shows', () => {
  const hiding = (from: number, count: number): NumberEvidence => {
    const shown = covered(from, count);
    return telling(shown.replaceAll(' ', '?'), 0.9, shown);
  };

  test.each([
    ['in the same place', [hiding(6, 2), hiding(6, 2)]],
    ['where two covers overlap', [hiding(6, 2), hiding(7, 2)]],
  ])('stay unread: %s', async (_, pictures) => {
    expect(await join(...pictures)).toEqual({ reading: pictures[0]!.own, shownIn: 0, others: [] });
  });

  test('are not those in whose place another picture tells digits of which the beginning is hidden', async () => {
    const [head, tail] = [covered(0, 4), covered(10, 3)];
    const cut = telling(`${PAN.slice(4)}????`, 0.9, head);
    expect((await join(cut, telling(tail.replaceAll(' ', '?'), 0.9, tail)))!.reading.text).toBe(PAN);
  });

  test('are read where another picture shows them', async () => {
    expect((await join(hiding(6, 2), hiding(6, 2), picture(PAN)))!.reading.text).toBe(PAN);
    expect((await join(hiding(6, 2), untold(PAN)))!.reading.text).toBe(PAN);
  });
});

/** Four groups of digits, one above the other. */
const BLOCK: Place = [0, 30, 60, 90].map((down) => tilted({ x: 200, y: 100 + down }, 100, 24, 0));

describe('how well digits stand', () => {
  const flat: PanPrior = { of: () => 0, begins: () => true, lengths: () => [16] };
  /** A place is empty where no group ends. */
  const askew = `${PAN.slice(0, 3)} ${PAN.slice(3)}`;
  const visualOf = async (shown: NumberEvidence): Promise<number> => (await joinNumbers([shown, shown], flat))!.reading.visual;
  /** Log likelihoods where it does not count against them, and where it does. */
  const plain = { worst: -1, best: 0 };
  const amiss = { worst: -8, best: -4 };

  test.each([
    ['does not count against twelve digits that stand evenly', PAN.slice(0, 12), LINE, plain],
    ['counts against eleven, of which no number is', PAN.slice(0, 11), LINE, amiss],
    ['counts against a hole in a group', askew, LINE, amiss],
    ['does not count in a block, in which there is no telling', askew, BLOCK, plain],
  ])('%s', async (_, digits, place, { worst, best }) => {
    const visual = await visualOf({ ...untold(digits), place });
    expect(visual).toBeGreaterThan(worst);
    expect(visual).toBeLessThan(best);
  });
});

describe('the place of a joint number', () => {
  const ELSEWHERE: Place = [tilted({ x: 300, y: 200 }, 300, 20, 0)];
  const placeOf = async (...pictures: NumberEvidence[]) => {
    const { place, positions } = (await join(...pictures))!.reading;
    return { place, positions };
  };

  test('in a block is that of the block, and where each digit stands is not told', async () => {
    const block = { ...untold(PAN), place: BLOCK };
    expect(await placeOf(block, block)).toEqual({ place: BLOCK, positions: [] });
  });

  test('of which digits are hidden is where the picture tells it by itself, if it does', async () => {
    const [one, other] = [untold(covered(2, 3)), untold(covered(11, 4))];
    expect(await placeOf(one, other)).toEqual({ place: LINE, positions: [] });
    const own = { ...reading(covered(2, 3).replaceAll(' ', '?'), 0.5), place: ELSEWHERE };
    const another = { ...own, text: covered(11, 4).replaceAll(' ', '?') };
    expect(await placeOf({ ...one, own }, { ...other, own: another })).toEqual({ place: ELSEWHERE, positions: [] });
  });
});

describe('how sure a joint number is', () => {
  /** Digits that are not plain to see. */
  const faint = 0.6;
  const shown = (text: string, confidence: number): NumberEvidence => ({ ...untold(PAN, faint), own: reading(text, confidence) });
  const glare = PAN.slice(0, -1);

  test('does not come of a picture that is no surer of it', async () => {
    const alone = (await join(untold(PAN), untold(PAN)))!.reading;
    for (const confidence of [0.3, confidenceOf(alone)]) {
      expect((await join(telling(PAN, confidence), telling(PAN, confidence)))!.reading).toEqual(alone);
    }
  });

  test('does not come of a picture that tells another', async () => {
    const joint = (await join(shown(PAN, 0.99), shown(glare, 0.995)))!;
    expect(joint).toMatchObject({ reading: { text: PAN, posterior: 0.99 }, others: [] });
  });

  test('is by what is known of such numbers, too', async () => {
    const likelihood = -2;
    const known = { ...prior, of: (pan: string) => (pan === PAN ? likelihood : -20) };
    const { visual, total } = (await joinNumbers([untold(PAN), untold(PAN)], known))!.reading;
    expect(total).toBeCloseTo(visual + likelihood);
  });

  test('counts a picture that tells another number among those that show one', async () => {
    const visualWith = async (third: NumberEvidence): Promise<number> => (await join(picture(PAN), picture(PAN), third))!.reading.visual;
    expect(await visualWith(telling(OTHER, 0.9))).toBeGreaterThan(0.8 * (await visualWith(untold(OTHER))));
  });
});

describe('of many numbers that crops may show', () => {
  /** So many digits are not told apart from others, each leaning to the wrong side. */
  const blurred = (count: number): SeenDigit[] =>
    [...PAN].map((d, i) => (i > 6 && i <= 6 + count ? { [String((Number(d) + 5) % 10)]: 0.6, [d]: 0.35 } : d));
  const known = { ...prior, of: (pan: string) => (pan === PAN ? 0 : -20) };
  const joinKnown = (...pictures: NumberEvidence[]) => joinNumbers(pictures, known);

  test('the only plausible one is tried, although it is the least likely by the crops', async () => {
    expect((await joinKnown(untold(blurred(4)), untold(blurred(4))))!.reading.text).toBe(PAN);
  });

  test('one that a picture tells by itself is tried, where they are too many to try all', async () => {
    expect((await joinKnown(untold(blurred(7)), untold(blurred(7))))?.reading.text).not.toBe(PAN);
    const joint = (await joinKnown(untold(blurred(7)), telling(PAN, 0.6, blurred(7))))!;
    expect(joint.reading.text).toBe(PAN);
    expect(joint.reading.positions).toHaveLength(PAN.length);
  });
});

describe('what a card’s line shows', () => {
  const card = {
    sight,
    outline: null,
    seenIn: 'first' as const,
    numbers: [],
    dates: [],
    located: null,
    looks: [],
    reading: null,
    most: 1,
  };

  test('is nothing without digits', async () => {
    expect(evidenceOf({ ...card, line: null })).toBeNull();
    const line = { sight, glance: await lookAt('X'), shared: [], second: [], reading: null };
    expect(evidenceOf({ ...card, line })).toBeNull();
  });

  test('is all looks at it, by reader, and no sight of the picture', async () => {
    const glance = await lookAt(...PAN);
    const [shared, second] = [[glance.probs], [glance.probs]];
    const evidence = evidenceOf({
      ...card,
      most: 0.25,
      line: { sight, glance: { ...glance, further: [glance.probs] }, shared, second, reading: null },
    })!;
    expect(evidence.crops.map((crops) => crops.length)).toEqual([3, 1]);
    expect(evidence.most).toBe(0.25);
    expect(Object.values(evidence)).not.toContain(sight);
  });
});
