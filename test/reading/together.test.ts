import fc from 'fast-check';
import { isLuhnValid } from '../../lib/card/luhn';
import { panLogPrior } from '../../lib/card/pan';
import type { Place } from '../../lib/evidence';
import { confidenceOf } from '../../lib/reading/certainty';
import { decodeNumber, stretchOf } from '../../lib/reading/decode-number';
import { evidenceOf, joinNumbers, type NumberEvidence } from '../../lib/reading/together';
import type { PanPrior } from '../../lib/sight';
import { cropOf, type SeenDigit } from '../helpers/crops';
import { tilted } from '../helpers/locator-maps';
import { lookAt, PAN, RASTER } from '../helpers/scripted-readers';
import { sightOf } from '../helpers/sights';

// where other tests run beside it
jest.setTimeout(30_000);

const LINE: Place = [tilted({ x: 200, y: 100 }, 400, 24, 0)];
const OTHER = '6222021234567894';
const prior: PanPrior = {
  of: (pan) => panLogPrior(pan, { issuerKnown: pan.startsWith('622202'), lengths: [16] }),
  begins: () => true,
  lengths: () => [16],
};
const sight = sightOf(RASTER, {}, { prior });

/** What a picture shows, and what it tells by itself. */
function picture(places: string | readonly SeenDigit[], { p = 0.98, isTold = true } = {}): NumberEvidence {
  const view = cropOf(places, p);
  const own = isTold ? decodeNumber(sight, [stretchOf(LINE, view, { digits: [view], second: [] })]) : null;
  return { place: LINE, view, views: [[view], []], own };
}

/** The number with an unsure digit at a place, taken for another. */
const misread = (at: number, p = 0.7): SeenDigit[] =>
  [...PAN].map((digit, i) => (i === at ? { [String((Number(digit) + 5) % 10)]: p, [digit]: 0.95 - p } : digit));
const covered = (from: number, count: number): string => PAN.slice(0, from) + ' '.repeat(count) + PAN.slice(from + count);

const join = (...pictures: (NumberEvidence | null)[]) => joinNumbers(pictures, prior, async () => {});

test('the numbers of these tests pass their check', async () => {
  expect([PAN, OTHER].map(isLuhnValid)).toEqual([true, true]);
});

test('no picture tells nothing', async () => {
  expect(await join()).toBeNull();
  expect(await join(null, null)).toBeNull();
});

test('others have their turn while pictures are joined, and end it', async () => {
  let rests = 0;
  const ended = joinNumbers([picture(PAN), picture(PAN)], prior, async () => {
    if (++rests > 3) throw new Error('over');
  });
  await expect(ended).rejects.toThrow('over');
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
    const told = await join(picture(covered(5, 3)), picture(covered(5, 3)));
    if (told) expect(confidenceOf(told.reading)).toBeLessThan(0.2);
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

describe('what a card’s line shows', () => {
  const card = { sight, outline: null, numbers: [], expiry: null, expiryScore: 0, located: null, looks: [], reading: null };

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
      line: { sight, glance: { ...glance, further: [glance.probs] }, shared, second, reading: null },
    })!;
    expect(evidence.views.map((crops) => crops.length)).toEqual([3, 1]);
    expect(Object.values(evidence)).not.toContain(sight);
  });
});
