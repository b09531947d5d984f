import type { ReadLine } from '../../lib/evidence';
import { type Quad, quadCentre } from '../../lib/geometry';
import type { Raster } from '../../lib/image/raster';
import { findExpiry } from '../../lib/reading/find-expiry';
import { DIGIT_ALPHABET, type DigitStrip } from '../../lib/recognition/strip';
import type { Networks } from '../../lib/sight';
import { abortedAfter, sightOf } from '../helpers/sights';

const RASTER: Raster = { width: 640, height: 400, data: new Uint8Array(640 * 400 * 3) };
const box = (left: number, top: number, width: number, height: number): Quad => [
  { x: left, y: top },
  { x: left + width, y: top },
  { x: left + width, y: top + height },
  { x: left, y: top + height },
];
const NUMBER = box(100, 180, 440, 40);
/** Where dates and words may stand: two rows below the number. */
const UPPER = box(220, 250, 110, 26);
const LOWER = box(220, 310, 110, 26);

/** A text as a reader sees it that gives each character this probability, a blank after each. */
function strip(text: string, p: number): DigitStrip {
  const classes = DIGIT_ALPHABET.length + 1;
  const data = new Float32Array(2 * text.length * classes).fill((1 - p) / (classes - 1));
  [...text].forEach((character, i) => {
    data[2 * i * classes + DIGIT_ALPHABET.indexOf(character) + 1] = p;
    data.fill(1e-3, (2 * i + 1) * classes, (2 * i + 2) * classes);
    data[(2 * i + 1) * classes] = 1 - 1e-3 * (classes - 1);
  });
  return { digitProbs: { data, shape: [2 * text.length, classes] }, digitMass: new Float32Array(2 * text.length).fill(1) };
}

interface Seen {
  readonly text: string;
  readonly p: number;
}
interface Line {
  readonly quad: Quad;
  readonly general: Seen;
  readonly own: Seen;
}

async function expiryOf(of: Line | readonly Line[], known: readonly ReadLine[] = [], signal?: AbortSignal) {
  const lines = [of].flat();
  const reads: string[] = [];
  const at = (quad: Quad): Line => lines.find((line) => Math.abs(quadCentre(line.quad).y - quadCentre(quad).y) < 5)!;
  const digitsOf = ({ text, p }: Seen): DigitStrip => strip(text.replace(/[^\d/]/g, ''), p);
  const readers = {
    digits: { read: async (_: Raster, quad: Quad) => digitsOf(at(quad).own) },
    text: {
      read: async (_: Raster, quad: Quad) => {
        const { general } = at(quad);
        reads.push(general.text);
        return { ...digitsOf(general), text: general.text, textConfidence: general.p };
      },
    },
  } as unknown as Networks;
  const boxes = lines.map(({ quad }) => ({ quad, score: 1 }));
  const { reading, isSpecimen, lines: read } = await findExpiry(sightOf(RASTER, readers, { signal }), boxes, NUMBER, known);
  return { expiry: isSpecimen ? 'specimen' : (reading?.expiry ?? null), isExpiry: reading?.isExpiry, reads, read };
}

const words = (quad: Quad, text: string): Line => ({ quad, general: { text, p: 0.95 }, own: { text: '', p: 0.9 } });
const date = (quad: Quad, general: string, own: string, p = { general: 0.95, own: 0.99 }): Line => ({
  quad,
  general: { text: general, p: p.general },
  own: { text: own, p: p.own },
});

test('a date that both readers see', async () => {
  expect((await expiryOf(date(UPPER, '08/27', '08/27'))).expiry).toEqual({ month: 8, year: 2027 });
});

test('the text reader is asked first where the digit reader sees a date', async () => {
  const { expiry, reads } = await expiryOf([words(UPPER, 'LI LEI'), date(LOWER, '08/27', '08/27')]);
  expect(expiry).toEqual({ month: 8, year: 2027 });
  expect(reads).toEqual(['08/27']);
});

test('an embossed date that only the digit reader sees counts when it is sure', async () => {
  expect((await expiryOf(date(UPPER, 'O8I2T', '08/27'))).expiry).toEqual({ month: 8, year: 2027 });
  expect((await expiryOf(date(UPPER, 'O8I2T', '08/27', { general: 0.95, own: 0.7 }))).expiry).toBeNull();
});

test('of two dates for one line the likelier by both readers together', async () => {
  expect((await expiryOf(date(UPPER, '08/21', '08/27', { general: 0.7, own: 0.99 }))).expiry).toEqual({ month: 8, year: 2027 });
  expect((await expiryOf(date(UPPER, '08/21', '08/27', { general: 0.99, own: 0.6 }))).expiry).toEqual({ month: 8, year: 2021 });
});

test('a date of which only one of the two is sure, when both see it', async () => {
  expect((await expiryOf(date(UPPER, '08/27', '08/27', { general: 0.5, own: 0.97 }))).expiry).toEqual({ month: 8, year: 2027 });
});

test('a slash that the text reader takes for a digit', async () => {
  expect((await expiryOf(date(UPPER, '08127', '08/27'))).expiry).toEqual({ month: 8, year: 2027 });
});

test.each(['00/00', '88/88'])('a specimen’s %s is no date, whatever the digit reader makes of it', async (shape) => {
  expect((await expiryOf(date(UPPER, shape, '08/08'))).expiry).toBe('specimen');
});

test('words are not forgotten over the digit reader’s date', async () => {
  expect((await expiryOf(date(UPPER, 'SINCE 08/1?', '08/12'))).expiry).toBeNull();
});

describe('whether a word says that a date is the expiry', () => {
  const LABEL = box(90, 250, 110, 20);
  const BEHIND = box(350, 251, 110, 24);
  test.each([
    ['in its line', [date(UPPER, 'VALID THRU 08/21', '08/21')], true],
    ['before it', [date(UPPER, '08/21', '08/21'), { ...words(LABEL, 'GOOD THRU'), quad: box(90, 244, 110, 20) }], true],
    ['behind it: of the next date', [date(UPPER, '08/21', '08/21'), { ...words(BEHIND, 'THRU'), quad: box(350, 256, 110, 24) }], false],
    ['none', [date(UPPER, '08/21', '08/21')], false],
    ['another word', [date(UPPER, 'VALID FROM 08/21', '08/21')], false],
  ] as const)('%s', async (_, lines, isExpiry) => {
    expect(await expiryOf(lines)).toMatchObject({ expiry: { month: 8, year: 2021 }, isExpiry });
  });
});

test('a line that was read clearly is not read again; one that was not is', async () => {
  const lines = [date(UPPER, '08/27', '08/27'), date(LOWER, '0?/1?', '', { general: 0.5, own: 0.5 })];
  const first = await expiryOf(lines);
  expect(first.expiry).toEqual({ month: 8, year: 2027 });
  const again = await expiryOf(lines, first.read);
  expect(again.expiry).toEqual({ month: 8, year: 2027 });
  expect(again.reads).not.toContain('08/27');
  const unclear = await expiryOf(lines.slice(1));
  expect((await expiryOf(lines.slice(1), unclear.read)).reads).toEqual(['0?/1?']);
});

test('stops when the time is up', async () => {
  const late = expiryOf([date(UPPER, '08/27', '08/27')], [], abortedAfter(0));
  await expect(late).rejects.toMatchObject({ code: 'REQUEST_TIMEOUT' });
});

test('a month that is none is no date', async () => {
  expect((await expiryOf(date(UPPER, '18/27', '18/27'))).expiry).toBeNull();
});

test('a date among words is left to the text reader', async () => {
  expect((await expiryOf(date(UPPER, 'VALID 08/27', '08/21'))).expiry).toEqual({ month: 8, year: 2027 });
});

test('nothing there, nothing found', async () => {
  expect((await expiryOf([])).expiry).toBeNull();
});
