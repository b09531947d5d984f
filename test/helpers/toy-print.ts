import { panLogPrior } from '../../lib/card/pan';
import type { Raster } from '../../lib/image/raster';
import { manifest } from '../../lib/model/manifest';
import type { Model, StripConfig } from '../../lib/model/model';
import { TextRecognizer } from '../../lib/recognition/text-recognizer';
import type { PanPrior } from '../../lib/sight';
import type { Tensor } from '../../lib/tensor';
import { rotateCounterclockwise } from './rotate';

/*
 * A toy print that fake networks can read: each digit is a grey tile, black in its lower half, so that it is no digit upside down;
 * a letter is a black tile. Dashes make an unbroken bar.
 */
const TILE = { width: 8, height: 24, pitch: 12 };
const WHITE = 255;
const greyOf = (digit: string): number => 50 + 18 * Number(digit);

export interface Print {
  readonly text: string;
  readonly left: number;
  readonly top: number;
}

export function picture(prints: readonly Print[], width = 320, height = 192): Raster {
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

export const turned = (raster: Raster, quarters: number): Raster =>
  quarters ? turned(rotateCounterclockwise(raster), quarters - 1) : raster;

/** Text is where there is ink, gaps within a group included, a little less at each side, as such networks are trained. */
export function inkIsText({ levelOnly = false } = {}): Model & { looks: number; readonly sizes: number[][] } {
  const model = {
    config: manifest['text-detection'],
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
const tileReader: Model<StripConfig> = {
  config: manifest['text-recognition'],
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

export const recognizer = new TextRecognizer(tileReader, ALPHABET);
export const PAN = '6222020200112230';
export const GROUPED = '6222 0202 0011 2230';
export const NUMBER: Print = { text: GROUPED, left: 46, top: 84 };
export const NAME: Print = { text: 'XXXX XXXXX', left: 46, top: 150 };

export const prior: PanPrior = {
  of: (pan) => panLogPrior(pan, pan.startsWith('62') ? { issuerKnown: true, lengths: [] } : null),
  begins: (digits) => digits.startsWith('62'),
  lengths: () => [],
};
