import type { Raster } from '../../lib/image/raster';
import { manifest } from '../../lib/model/manifest';
import type { DigitConfig, Model } from '../../lib/model/model';
import { DigitRecognizer } from '../../lib/recognition/digit-recognizer';
import { rotateCounterclockwise } from './rotate';

/*
 * A toy print that fake networks can read: each digit is a grey tile, black in its lower half, so that it is no digit upside down;
 * a letter is a black tile.
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
        const level = character === 'X' || y >= TILE.height / 2 ? 0 : greyOf(character);
        const from = ((top + y) * width + left + i * TILE.pitch) * 3;
        data.fill(level, from, from + TILE.width * 3);
      }
    });
  }
  return { width, height, data };
}

export const turned = (raster: Raster, quarters: number): Raster =>
  quarters ? turned(rotateCounterclockwise(raster), quarters - 1) : raster;

const CONFIG = manifest['digit-recognition'];
/** How many outputs a time step has: the blank, the characters, and whether a number stands there. */
const OUTPUTS = CONFIG.output.alphabet.length + 2;
const LETTER = -1;

/** Reads the toy print: a digit where a column is grey above black, as its neighbours are. */
const tileReader: Model<DigitConfig> = {
  config: CONFIG,
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
      if (column.lower > 25 || column.upper < 25) return LETTER;
      return Math.round((column.upper - 50) / 18) + 1;
    });
    const seen = classes.filter((_, x) => x % CONFIG.output.stride === 0);
    const probs = new Float32Array(seen.length * OUTPUTS);
    seen.forEach((k, t) => {
      if (k > 0) probs[t * OUTPUTS + k] = 0.995;
      probs[t * OUTPUTS] = k > 0 ? 0.005 : 1;
      probs[t * OUTPUTS + OUTPUTS - 1] = k === LETTER ? 0.005 : 1;
    });
    return { data: probs, shape: [1, seen.length, OUTPUTS] };
  },
};

export const recognizer = new DigitRecognizer(tileReader);
/** `PAN` of scripted-readers.ts as it is printed. */
export const GROUPED = '6222 0202 0011 2230';
export const NUMBER: Print = { text: GROUPED, left: 46, top: 84 };
export const NAME: Print = { text: 'XXXX XXXXX', left: 46, top: 150 };
