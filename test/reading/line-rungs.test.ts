import type { Evidence, Place } from '../../lib/evidence';
import { firstReading } from '../../lib/reading/decode-number';
import { glance, reversed } from '../../lib/reading/glance';
import { lineOf, lookAtCrops, readLine } from '../../lib/reading/line-rungs';
import type { PanPrior, Sight } from '../../lib/sight';
import { answer, FAILING, LINE, PAN, PRIOR, quadAt, readBy, type SeenAt, scripted } from '../helpers/scripted-readers';
import { abortedAfter, NO_PRIOR } from '../helpers/sights';

const IMPARTIAL: PanPrior = { ...NO_PRIOR, of: () => -2 };
/** The fourth digit is rather an 8. */
const UNCLEAR: SeenAt[] = [...PAN.slice(0, 3), { 8: 0.5, 2: 0.45 }, ...PAN.slice(4)];

async function lineIn(sight: Sight, place: Place = LINE, by: 'digits' | 'text' = 'digits') {
  const seen = await glance(sight, by, place);
  return lineOf(sight, seen, firstReading(sight, seen));
}
const readIn = async (sight: Sight, place?: Place, by?: 'text') => (await readLine(await lineIn(sight, place, by))).reading;

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

test('slanted digits are looked at upright, whichever way they lean', async () => {
  const leans: number[] = [];
  const onEvidence = (seen: Evidence): void => {
    if (seen.kind === 'strip') leans.push(seen.quad[0].x - seen.quad[3].x);
  };
  await lookAtCrops(await lineIn(readBy(scripted(answer(UNCLEAR)).recognizer, undefined, { prior: IMPARTIAL, onEvidence })));
  expect(leans.slice(0, 4)).toEqual([0, 0, 0, 0]);
  expect(leans[4]).toBeGreaterThan(5);
  expect(leans[5]).toBeCloseTo(-leans[4]!, 6);
});

test('crops that were looked at are not looked at again', async () => {
  const { recognizer, looks } = scripted(answer(UNCLEAR));
  const once = (await lookAtCrops(await lineIn(readBy(recognizer, undefined, { prior: IMPARTIAL }))))!;
  expect([looks(), once.glance.further.length]).toEqual([6, 5]);
  const twice = (await lookAtCrops(once))!;
  expect(looks()).toBe(6);
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

test('stops when the time is up', async () => {
  const { recognizer, looks } = scripted(answer([...FAILING]));
  const sight = readBy(recognizer, recognizer, { signal: abortedAfter(4), prior: PRIOR });
  await expect(readIn(sight)).rejects.toMatchObject({ code: 'REQUEST_TIMEOUT' });
  expect(looks()).toBe(3);
});
