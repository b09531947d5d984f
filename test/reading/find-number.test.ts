import { panLogPrior } from '../../lib/card/pan';
import { CardOcrError } from '../../lib/errors';
import { type Point, quadCentre, quadDirection, turnQuad } from '../../lib/geometry';
import type { Raster } from '../../lib/image/raster';
import { rotateCounterclockwise } from '../../lib/image/rotate';
import type { Model } from '../../lib/model/model';
import { findNumber } from '../../lib/reading/find-number';
import type { NumberReading, PanPrior } from '../../lib/reading/read-number';
import { DIGIT_ALPHABET, type StripReader } from '../../lib/recognition/strip';
import { TextRecognizer } from '../../lib/recognition/text-recognizer';
import type { Tensor } from '../../lib/tensor';

/*
 * A toy print that fake networks can read: each digit is a grey tile, black in its lower half, so that it is no digit upside down;
 * a letter is a black tile. Dashes make an unbroken bar.
 */
const TILE = { width: 8, height: 24, pitch: 12 };
const WHITE = 255;
const greyOf = (digit: string): number => 50 + 18 * Number(digit);

interface Print {
  readonly text: string;
  readonly left: number;
  readonly top: number;
}

function picture(prints: readonly Print[], width = 320, height = 192): Raster {
  const data = new Uint8Array(width * height * 3).fill(WHITE);
  for (const { text, left, top } of prints) {
    [...text].forEach((character, i) => {
      if (character === ' ') return;
      for (let y = 0; y < TILE.height; y++) {
        const level = 'X-'.includes(character) || y >= TILE.height / 2 ? 0 : greyOf(character);
        const from = ((top + y) * width + left + i * TILE.pitch) * 3;
        data.fill(level, from, from + (character === '-' ? TILE.pitch : TILE.width) * 3);
      }
    });
  }
  return { width, height, data };
}

const turned = (raster: Raster, quarters: number): Raster => (quarters ? turned(rotateCounterclockwise(raster), quarters - 1) : raster);

/** Text is where there is ink, gaps within a group included, a little less at each side, as such networks are trained. */
function inkIsText({ levelOnly = false } = {}): Model & { looks: number; readonly sizes: number[][] } {
  const model = {
    looks: 0,
    sizes: [] as number[][],
    run: async ({ data, shape }: Tensor): Promise<Tensor> => {
      model.looks++;
      const [, , height = 0, width = 0] = shape;
      model.sizes.push([width, height]);
      const scale = Math.max(width, height) / 320;
      const gap = 6 * scale;
      const margin = 5 * scale;
      const ink = Uint8Array.from({ length: width * height }, (_, i) => (data[i]! < 2 ? 1 : 0));
      fillGaps(ink, width, height, 1, width, gap);
      if (!levelOnly) fillGaps(ink, height, width, width, 1, gap);
      shave(ink, width, height, 1, width, margin);
      shave(ink, height, width, width, 1, margin);
      return { data: Float32Array.from(ink, (on) => on * 0.95), shape: [1, 1, height, width] };
    },
  };
  return model;
}

/** Runs of zeros between ones, no longer than `gap`, become ones. */
function fillGaps(map: Uint8Array, length: number, count: number, step: number, stride: number, gap: number): void {
  for (let line = 0; line < count; line++) {
    let last = -1;
    for (let i = 0; i < length; i++) {
      if (!map[line * stride + i * step]) continue;
      if (last >= 0 && i - last - 1 <= gap) for (let j = last + 1; j < i; j++) map[line * stride + j * step] = 1;
      last = i;
    }
  }
}

/** Runs of ones lose `margin` at each end. */
function shave(map: Uint8Array, length: number, count: number, step: number, stride: number, margin: number): void {
  for (let line = 0; line < count; line++) {
    let start = -1;
    for (let i = 0; i <= length; i++) {
      const on = i < length && map[line * stride + i * step] === 1;
      if (on && start < 0) start = i;
      if (on || start < 0) continue;
      for (let j = start; j < i; j++) if (j < start + margin || j >= i - margin) map[line * stride + j * step] = 0;
      start = -1;
    }
  }
}

const ALPHABET = [...'0123456789/X'];
const CLASSES = ALPHABET.length + 2;
const UNREADABLE = ALPHABET.indexOf('X') + 1;

/** Columns of a strip to a time step. */
const STEP = 4;

/** Reads the toy print: a digit where a column is grey above black, as its neighbours are. */
const tileReader: Model = {
  run: async ({ data, shape }) => {
    const [, , height = 0, width = 0] = shape;
    const level = (x: number, y: number): number => (data[y * width + x]! + 1) * 127.5;
    const columns = Array.from({ length: width }, (_, x) => {
      let [first, last] = [-1, -1];
      for (let y = 0; y < height; y++) {
        if (level(x, y) > 235) continue;
        if (first < 0) first = y;
        last = y;
      }
      if (last - first < height / 3) return null;
      const at = (part: number): number => level(x, first + Math.round((last - first) * part));
      return { upper: at(0.25), lower: at(0.75) };
    });
    const classes = columns.map((column, x) => {
      const [before, after] = [columns[x - 1], columns[x + 1]];
      if (!column || !before || !after) return 0;
      const steady = Math.abs(before.upper - column.upper) + Math.abs(after.upper - column.upper) < 6;
      if (!steady) return 0;
      if (column.lower > 25 || column.upper < 25) return UNREADABLE;
      return Math.round((column.upper - 50) / 18) + 1;
    });
    const seen = classes.filter((_, x) => x % STEP === 0);
    const probs = new Float32Array(seen.length * CLASSES);
    seen.forEach((k, t) => {
      probs[t * CLASSES + k] = 0.995;
      probs[t * CLASSES] = k ? 0.005 : 1;
    });
    return { data: probs, shape: [1, seen.length, CLASSES] };
  },
};

const recognizer = new TextRecognizer(tileReader, ALPHABET);
const PAN = '6222020200112230';
const GROUPED = '6222 0202 0011 2230';
const NUMBER: Print = { text: GROUPED, left: 46, top: 84 };
const NAME: Print = { text: 'XXXX XXXXX', left: 46, top: 150 };

const prior: PanPrior = {
  of: (pan) => panLogPrior(pan, pan.startsWith('62') ? { issuerKnown: true, lengths: [] } : null),
  begins: (digits) => digits.startsWith('62'),
};
const anyTime = (): void => {};

const find = (raster: Raster, detector = inkIsText(), checkTime = anyTime) =>
  findNumber(detector, { digits: recognizer, text: recognizer }, raster, prior, checkTime);

const directionOf = (reading: NumberReading): Point => {
  const { x, y } = quadDirection(reading.place[0]!);
  // + 0: no negative zero
  return { x: Math.round(x) + 0, y: Math.round(y) + 0 };
};

describe('findNumber', () => {
  it('reads an upright number at one look', async () => {
    const detector = inkIsText();
    const { reading, lines } = await find(picture([NUMBER, NAME]), detector);
    expect(reading).toMatchObject({ text: PAN, sure: true });
    expect(directionOf(reading!)).toEqual({ x: 1, y: 0 });
    expect(Math.abs(quadCentre(reading!.place[0]!).y - 96)).toBeLessThan(3);
    expect(lines).toHaveLength(2);
    expect(detector.looks).toBe(1);
  });

  it('says where the digits are: wider gaps between groups', async () => {
    const { reading } = await find(picture([NUMBER]));
    const steps = reading!.positions.slice(1).map((p, i) => p - reading!.positions[i]!);
    const pitch = [...steps].sort((a, b) => a - b)[7]!;
    expect(steps.flatMap((step, i) => (step > 1.5 * pitch ? [i] : []))).toEqual([3, 7, 11]);
  });

  it.each([
    ['on its left side', 1, { x: 0, y: -1 }],
    ['upside down', 2, { x: -1, y: 0 }],
    ['on its right side', 3, { x: 0, y: 1 }],
  ])('reads a card that lies %s', async (_, quarters, direction) => {
    const { reading } = await find(turned(picture([NUMBER, NAME]), quarters));
    expect(reading).toMatchObject({ text: PAN });
    expect(directionOf(reading!)).toEqual(direction);
  });

  it('looks again sideways where text runs down and the network is good at level text only', async () => {
    const detector = inkIsText({ levelOnly: true });
    const scene = turned(picture([NUMBER, { ...NAME, text: '----------' }]), 3);
    expect(await find(scene, detector)).toMatchObject({ reading: { text: PAN, sure: true } });
    expect(detector.sizes).toEqual([
      [384, 640],
      [640, 384],
    ]);
  });

  it('reads a number printed in a block', async () => {
    const block = GROUPED.split(' ').map((text, i) => ({ text, left: 140, top: 10 + 44 * i }));
    const { reading } = await find(picture(block));
    expect(reading).toMatchObject({ text: PAN });
    expect(reading!.place).toHaveLength(4);
  });

  it('asks the text reader where the digit reader sees no number', async () => {
    const classes = DIGIT_ALPHABET.length + 1;
    const blank = Float32Array.from({ length: 10 * classes }, (_, i) => (i % classes === 0 ? 1 : 1e-6));
    const digits: StripReader = {
      read: async () => ({ digitProbs: { data: blank, shape: [10, classes] }, digitMass: new Float32Array(10) }),
    };
    const { reading } = await findNumber(inkIsText(), { digits, text: recognizer }, picture([NUMBER, NAME]), prior, anyTime);
    expect(reading).toMatchObject({ text: PAN });
  });

  it('believes the digit reader’s word on which way up a number is', async () => {
    // it reads digits either way, but only one way does it take them for a number
    const knowsUp: StripReader = {
      read: async (raster, quad, widthScale) => {
        const forwards = await recognizer.read(raster, quad, widthScale);
        const backwards = await recognizer.read(raster, turnQuad(quad, 180), widthScale);
        const isUpright = forwards.text.includes('6');
        return { ...(isUpright ? forwards : backwards), digitMass: forwards.digitMass.map(() => (isUpright ? 1 : 0)) };
      },
    };
    const { reading } = await findNumber(inkIsText(), { digits: knowsUp, text: recognizer }, turned(picture([NUMBER]), 2), prior, anyTime);
    expect(reading).toMatchObject({ text: PAN });
    expect(directionOf(reading!)).toEqual({ x: -1, y: 0 });
  });

  it('prefers the number to a longer line of words', async () => {
    const { reading } = await find(picture([{ text: 'XXXXXXXXXXXXXXXXXXXXXX', left: 20, top: 20 }, NUMBER]));
    expect(reading).toMatchObject({ text: PAN });
  });

  it('finds nothing on a blank picture, after a closer look', async () => {
    const detector = inkIsText();
    expect(await find(picture([]), detector)).toEqual({ reading: null, lines: [] });
    expect(detector.looks).toBe(2);
  });

  it('finds lines but no number among words', async () => {
    const { reading, lines } = await find(picture([NAME, { text: 'XXXXXXXX', left: 60, top: 30 }]));
    expect(reading).toBeNull();
    expect(lines.length).toBeGreaterThan(1);
  });

  it('does not take a short number for a card’s', async () => {
    const { reading } = await find(picture([{ text: '62220202', left: 46, top: 84 }, NAME]));
    expect(reading).toBeNull();
  });

  it('stops when the time is up', async () => {
    const detector = inkIsText();
    const timeIsUp = (): never => {
      throw new CardOcrError('REQUEST_TIMEOUT');
    };
    await expect(find(picture([NUMBER]), detector, timeIsUp)).rejects.toMatchObject({ code: 'REQUEST_TIMEOUT' });
    expect(detector.looks).toBe(0);
  });
});
