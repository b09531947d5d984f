import { type Quad, quadCentre } from '../../lib/geometry';
import type { Raster } from '../../lib/image/raster';
import { findExpiry, type ReadLine, readExpiry } from '../../lib/reading/find-expiry';
import type { Readers } from '../../lib/reading/find-number';
import { DIGIT_ALPHABET, type DigitStrip } from '../../lib/recognition/strip';

const RASTER: Raster = { width: 640, height: 400, data: new Uint8Array(640 * 400 * 3) };
const TODAY = new Date('2026-01-01');
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

async function expiryOf(of: Line | readonly Line[], checkTime = (): void => {}, known: ReadLine[] = []) {
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
  } as unknown as Readers;
  const boxes = lines.map(({ quad }) => ({ quad, score: 1 }));
  const found = await findExpiry(readers, RASTER, boxes, NUMBER, TODAY, checkTime, known);
  return {
    expiry: typeof found === 'string' ? found : (found?.expiry ?? null),
    isNamed: typeof found === 'object' && found?.isNamed,
    reads,
  };
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
  ] as const)('%s', async (_, lines, isNamed) => {
    expect(await expiryOf(lines)).toMatchObject({ expiry: { month: 8, year: 2021 }, isNamed });
  });
});

test('a line that was read clearly is not read again; one that was not is', async () => {
  const known: ReadLine[] = [];
  const lines = [date(UPPER, '08/27', '08/27'), date(LOWER, '0?/1?', '', { general: 0.5, own: 0.5 })];
  expect((await expiryOf(lines, undefined, known)).expiry).toEqual({ month: 8, year: 2027 });
  const again = await expiryOf(lines, undefined, known);
  expect(again.expiry).toEqual({ month: 8, year: 2027 });
  expect(again.reads).not.toContain('08/27');
  const unclear: ReadLine[] = [];
  await expiryOf(lines.slice(1), undefined, unclear);
  expect((await expiryOf(lines.slice(1), undefined, unclear)).reads).toEqual(['0?/1?']);
});

test('stops when the time is up', async () => {
  const timeIsUp = (): void => {
    throw new Error('time is up');
  };
  await expect(expiryOf([date(UPPER, '08/27', '08/27')], timeIsUp)).rejects.toThrow('time is up');
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

describe('where the locator sees a date', () => {
  /** Looks of the digit reader in turn, the last one again and again; what the text reader sees. */
  async function readAt(looks: readonly Seen[], general: Seen = { text: '', p: 0.1 }) {
    const asked = { digits: 0, text: 0 };
    const readers = {
      digits: {
        read: async () =>
          strip(looks[Math.min(asked.digits, looks.length - 1)]!.text, looks[Math.min(asked.digits++, looks.length - 1)]!.p),
      },
      text: {
        read: async () => {
          asked.text++;
          return { ...strip(general.text.replace(/[^\d/]/g, ''), general.p), text: general.text, textConfidence: general.p };
        },
      },
    } as unknown as Readers;
    const found = await readExpiry(readers, RASTER, UPPER, TODAY, () => {});
    return { expiry: typeof found === 'string' ? found : (found?.expiry ?? null), asked };
  }

  test('two looks that agree are enough', async () => {
    expect(await readAt([{ text: '08/27', p: 0.98 }])).toEqual({ expiry: { month: 8, year: 2027 }, asked: { digits: 2, text: 0 } });
  });

  test('two that differ are settled by a third', async () => {
    const looks = [
      { text: '8/27', p: 0.98 },
      { text: '08/27', p: 0.98 },
      { text: '08/27', p: 0.98 },
    ];
    expect(await readAt(looks)).toMatchObject({ expiry: { month: 8, year: 2027 }, asked: { digits: 3, text: 0 } });
  });

  test('the text reader is asked where the digit reader is not sure', async () => {
    const { expiry, asked } = await readAt([{ text: '8/27', p: 0.6 }], { text: '08/27', p: 0.95 });
    expect(expiry).toEqual({ month: 8, year: 2027 });
    expect(asked.text).toBe(1);
  });

  test('one that is past is left to a look at the words around it', async () => {
    expect((await readAt([{ text: '08/25', p: 0.98 }])).expiry).toBeNull();
    expect((await readAt([{ text: '8/25', p: 0.6 }], { text: '08/25', p: 0.95 })).expiry).toBeNull();
  });

  test('one that is past, and that the text reader sees with nothing beside it', async () => {
    const past = { text: '08/25', p: 0.98 };
    expect((await readAt([past], { text: '08/25', p: 0.95 })).expiry).toEqual({ month: 8, year: 2025 });
    expect((await readAt([past], { text: 'VALID THRU 08/25', p: 0.95 })).expiry).toEqual({ month: 8, year: 2025 });
    expect((await readAt([past], { text: 'CN 08/25', p: 0.95 })).expiry).toBeNull();
    expect((await readAt([past], { text: '2008/25', p: 0.95 })).expiry).toBeNull();
  });

  test('a specimen has none', async () => {
    expect((await readAt([{ text: '88/88', p: 0.98 }])).expiry).toBe('specimen');
  });

  test('what is no date is none', async () => {
    expect((await readAt([{ text: '1234', p: 0.98 }], { text: 'LI LEI', p: 0.95 })).expiry).toBeNull();
    expect((await readAt([{ text: '13/27', p: 0.98 }], { text: '13/27', p: 0.95 })).expiry).toBeNull();
  });
});
