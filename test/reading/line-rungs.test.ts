import type { Place } from '../../lib/evidence';
import { quadCentre, quadWidth } from '../../lib/geometry';
import { firstReading } from '../../lib/reading/decode-number';
import { glance, reversed } from '../../lib/reading/glance';
import { lineOf, lookAtCrops, readLine } from '../../lib/reading/line-rungs';
import type { PanPrior, Sight } from '../../lib/sight';
import { answer, BLOCK, FAILING, LINE, PAN, PRIOR, quadAt, readBy, type SeenAt, scripted } from '../helpers/scripted-readers';
import { abortedAfter, NO_PRIOR } from '../helpers/sights';

const IMPARTIAL: PanPrior = { ...NO_PRIOR, of: () => -2 };
/** How often a place is looked at before a wider stretch: the first look, three further crops, one by the other reader. */
const TIGHT_LOOKS = 5;
/** The fourth digit is rather an 8. */
const UNCLEAR: SeenAt[] = [...PAN.slice(0, 3), { 8: 0.6, 2: 0.35 }, ...PAN.slice(4)];

async function lineIn(sight: Sight, place: Place = LINE, by: 'digits' | 'text' = 'digits') {
  const seen = await glance(sight, by, place);
  return lineOf(sight, seen, firstReading(sight, seen));
}
const readIn = async (sight: Sight, place?: Place, by?: 'text') => (await readLine(await lineIn(sight, place, by))).reading;
const namesIn = (sight: Sight): string[] => sight.evidence.flatMap((seen) => (seen.kind === 'rung' ? seen.name : []));

test('further crops overrule an unclear first one', async () => {
  const sight = readBy(scripted(answer(UNCLEAR), answer([...PAN])).recognizer, undefined, { prior: IMPARTIAL });
  const line = await lineIn(sight);
  expect(line.reading!.text[3]).toBe('8');
  expect((await readLine(line)).reading!.text).toBe(PAN);
});

test('other crops of the same line count, too; at another line or from the other side they do not', async () => {
  const readAfter = async (other: Place): Promise<string> => {
    const sight = readBy(scripted(answer(UNCLEAR)).recognizer, undefined, { prior: IMPARTIAL });
    const before = await glance(readBy(scripted(answer([...PAN])).recognizer), 'digits', other);
    const seen = await glance(sight, 'digits', LINE);
    return (await lookAtCrops(lineOf(sight, seen, firstReading(sight, seen), [before])))!.reading!.text;
  };
  expect(await readAfter([quadAt(104, 330)])).toBe(PAN);
  expect((await readAfter([quadAt(120)]))[3]).toBe('8');
  expect((await readAfter(reversed(LINE)))[3]).toBe('8');
});

test('crops that were looked at are not looked at again', async () => {
  const { recognizer, looks } = scripted(answer(UNCLEAR));
  const once = (await lookAtCrops(await lineIn(readBy(recognizer, undefined, { prior: IMPARTIAL }))))!;
  expect([looks(), once.glance.further.length]).toEqual([4, 3]);
  const twice = (await lookAtCrops(once))!;
  expect(looks()).toBe(4);
  expect(twice.glance.further).toEqual(once.glance.further);
});

test('two looks of the fast reader are enough where they agree, and none of the slow one', async () => {
  const { recognizer: digits, looks } = scripted(answer([...PAN]));
  const { recognizer: text, looks: slowLooks } = scripted(answer([...FAILING]));
  const first = await lineIn(readBy(digits, text));
  expect((await lookAtCrops({ ...first, reading: null }))!.reading).toMatchObject({ text: PAN, sure: true });
  expect([looks(), slowLooks()]).toEqual([2, 0]);
});

test('a first look that is sure is enough', async () => {
  const { recognizer, looks } = scripted(answer([...PAN]));
  expect(await readIn(readBy(recognizer))).toMatchObject({ text: PAN, sure: true });
  expect(looks()).toBe(1);
});

test('the slow reader settles what the fast one cannot', async () => {
  const { recognizer: digits } = scripted(answer([...PAN.slice(0, 3), { 8: 0.5, 2: 0.48 }, ...PAN.slice(4)]));
  const { recognizer: text, looks: slowLooks } = scripted(answer([...PAN]));
  expect(await readIn(readBy(digits, text, { prior: NO_PRIOR }))).toMatchObject({ text: PAN });
  expect(slowLooks()).toBeGreaterThan(0);
});

test('a digit about which the two readers disagree is in doubt', async () => {
  const unsure = (digit: string): SeenAt[] => [...PAN.slice(0, 15), { 0: 0.1, 1: 0.1, [digit]: 0.88 }];
  const { recognizer: digits } = scripted(answer(unsure('1')));
  const { recognizer: text } = scripted(answer(unsure('0')));
  const reading = await readIn(readBy(digits, text, { prior: IMPARTIAL }));
  expect(reading).toMatchObject({ sure: false, clear: false });
  expect(reading!.digitConfidence[15]).toBeLessThan(0.9);
  expect(reading!.digitConfidence[14]).toBeGreaterThan(0.9);
});

test('the slow reader is not asked where several looks of the fast one see each digit plainly', async () => {
  const { recognizer: digits } = scripted(answer([...FAILING].map((digit) => ({ [digit]: 0.9999 }))));
  const { recognizer: text, looks: slowLooks } = scripted(answer([...PAN]));
  expect(await readIn(readBy(digits, text, { prior: IMPARTIAL }))).toMatchObject({ text: FAILING, clear: true });
  expect(slowLooks()).toBe(0);
});

describe('beyond the line’s ends', () => {
  /** Both readers see the cut line first and then all of it. */
  const cutThen = (cut: string, ...then: string[]) =>
    readBy(scripted(...new Array(TIGHT_LOOKS).fill(answer([...cut])), ...then.map((text) => answer([...text]))).recognizer);

  test('digits at a faint end are found with a longer crop, and where they stand is told', async () => {
    const sight = cutThen(PAN.slice(0, 14), PAN);
    const reading = await readIn(sight);
    expect(reading).toMatchObject({ text: PAN });
    expect(reading!.posterior).toBeGreaterThan(0.95);
    const [quad] = reading!.place;
    expect(quadWidth(quad!)).toBeGreaterThan(quadWidth(LINE[0]!));
    // the beginning is known: what is missing is missing at the end
    expect(quadCentre(quad!).x).toBeGreaterThan(quadCentre(LINE[0]!).x + 10);
    expect(namesIn(sight)).toEqual(['crops', 'text', 'wider', 'wider-text']);
  });

  test('they are found at the other end where no number begins like that', async () => {
    expect((await readIn(cutThen(PAN.slice(2), PAN)))!.text).toBe(PAN);
  });

  test('a longer crop that shows another number is not believed', async () => {
    const sight = cutThen(PAN.slice(0, 14), '6217000010098765');
    expect((await readIn(sight))!.text).toBe(PAN.slice(0, 14));
    expect(namesIn(sight)).toEqual(['crops', 'text', 'wider']);
  });

  test('the fast reader’s word is enough where the slow one is not to be asked', async () => {
    const { recognizer: digits } = scripted(...new Array(TIGHT_LOOKS - 1).fill(answer([...PAN.slice(0, 14)])), answer([...PAN]));
    const { recognizer: text, looks } = scripted(answer([]));
    const reading = await readIn(readBy(digits, text, { without: new Set(['text-recognition']) }));
    expect(reading).toMatchObject({ text: PAN });
    expect(looks()).toBe(0);
  });

  test('a block is not looked at wider', async () => {
    const groups = ['6222', '0202', '0011', '22'].map((group) => answer([...group]));
    const { recognizer, looks } = scripted(...Array.from({ length: TIGHT_LOOKS }, () => groups).flat());
    expect(await readIn(readBy(recognizer), BLOCK)).toMatchObject({ text: '62220202001122', place: BLOCK });
    expect(looks()).toBe(TIGHT_LOOKS * groups.length);
  });
});

describe('where only the text reader saw a number', () => {
  test('the digit reader is left out', async () => {
    const { recognizer: digits, looks } = scripted(answer([]));
    const { recognizer: text } = scripted(answer([...PAN]));
    expect((await readIn(readBy(digits, text), LINE, 'text'))!.text).toBe(PAN);
    expect(looks()).toBe(0);
  });

  test('it looks beyond the line’s ends by itself', async () => {
    const cut = answer([...PAN.slice(0, 14)]);
    const { recognizer: text } = scripted(cut, cut, answer([...PAN]));
    const sight = readBy(scripted(answer([])).recognizer, text);
    expect((await readIn(sight, LINE, 'text'))!.text).toBe(PAN);
    expect(namesIn(sight)).toEqual(['text', 'wider-text']);
  });
});

test('stops when the time is up', async () => {
  const { recognizer, looks } = scripted(answer([...FAILING]));
  const sight = readBy(recognizer, recognizer, { signal: abortedAfter(4), prior: PRIOR });
  await expect(readIn(sight)).rejects.toMatchObject({ code: 'REQUEST_TIMEOUT' });
  expect(looks()).toBe(3);
});
