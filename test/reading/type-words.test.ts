import { type Quad, quadDirection } from '../../lib/geometry';
import type { Raster } from '../../lib/image/raster';
import type { SeenCard } from '../../lib/reading/survey';
import { typeOnCard } from '../../lib/reading/type-words';
import type { RecognizedStrip, TextRecognizer } from '../../lib/recognition/text-recognizer';
import { tilted } from '../helpers/locator-maps';
import { abortedAfter, sightOf } from '../helpers/sights';
import { inkIsText, picture } from '../helpers/toy-print';

const OUTLINE = tilted({ x: 160, y: 96 }, 320, 192, 0);
/** Bars at three heights: each is a word; the second one is where the number stands. */
const BARS = picture([24, 84, 144].map((top) => ({ text: '-'.repeat(8), left: 40, top })));
const NUMBER = [tilted({ x: 88, y: 96 }, 100, 26, 0)];

/** Reads what is said of the word at a height; keeps which way it was shown. */
function reading(words: Readonly<Record<number, string>>, confidence = 0.95): { recognizer: TextRecognizer; shown: Quad[] } {
  const shown: Quad[] = [];
  const read = async (_: Raster, quad: Quad): Promise<RecognizedStrip> => {
    shown.push(quad);
    const y = quad.reduce((sum, corner) => sum + corner.y, 0) / 4;
    const text = Object.entries(words).find(([height]) => Math.abs(Number(height) - y) < 20)?.[1] ?? '';
    return { text, textConfidence: confidence } as RecognizedStrip;
  };
  return { recognizer: { read } as TextRecognizer, shown };
}

const cardOf = (text: TextRecognizer, outline: Quad | null = OUTLINE, settings = {}): SeenCard =>
  ({ sight: sightOf(BARS, { detector: inkIsText(), text }, settings), outline, reading: { place: NUMBER } }) as unknown as SeenCard;

const typeOf = (words: Readonly<Record<number, string>>, confidence?: number) => typeOnCard(cardOf(reading(words, confidence).recognizer));

test.each([
  ['Debit Card', 'debit'],
  ['借记卡', 'debit'],
  ['龙卡通（储蓄卡）', 'debit'],
  ['CREDITCARD', 'credit'],
  ['人民币信用卡', 'credit'],
  ['贷记卡', 'credit'],
  ['准贷记卡', 'semi-credit'],
  ['prepaid', 'prepaid'],
  ['中国邮政储蓄银行', null],
  ['VALID THRU', null],
])('%s', async (text, type) => {
  expect(await typeOf({ 36: text })).toBe(type);
});

test('a word that is hard to read tells nothing', async () => {
  expect(await typeOf({ 36: 'DEBIT' }, 0.7)).toBeNull();
});

test('words that differ tell nothing, two that agree do', async () => {
  expect(await typeOf({ 36: 'DEBIT', 156: 'credit' })).toBeNull();
  expect(await typeOf({ 36: 'DEBIT', 156: '借记卡' })).toBe('debit');
});

test('the number is not asked', async () => {
  expect(await typeOf({ 96: 'DEBIT' })).toBeNull();
});

test('words of a card that is upside down are read from where it is read', async () => {
  const { recognizer, shown } = reading({});
  await typeOnCard(cardOf(recognizer, tilted({ x: 160, y: 96 }, 320, 192, 180)));
  expect(shown).toHaveLength(2);
  for (const quad of shown) expect(quadDirection(quad).x).toBeCloseTo(-1);
});

test('a card whose outline is not seen tells nothing, nor does one that is not to be asked', async () => {
  const { recognizer, shown } = reading({ 36: 'DEBIT' });
  expect(await typeOnCard(cardOf(recognizer, null))).toBeNull();
  expect(await typeOnCard(cardOf(recognizer, OUTLINE, { without: new Set(['type-words']) }))).toBeNull();
  expect(await typeOnCard(cardOf(recognizer, OUTLINE, { without: new Set(['text-detection']) }))).toBeNull();
  expect(shown).toEqual([]);
});

test('stops when the time is up', async () => {
  const { recognizer } = reading({});
  await expect(typeOnCard(cardOf(recognizer, OUTLINE, { signal: abortedAfter(1) }))).rejects.toMatchObject({ code: 'REQUEST_TIMEOUT' });
});
