import type { Framing, Glance, Place, ReaderName } from '../evidence';
import { flipQuad, growQuad, moved, type Quad, quadDirection, quadHeight, turnQuad } from '../geometry';
import { PAN_ALPHABET } from '../recognition/constrained-decode';
import { bestPath } from '../recognition/ctc';
import { DIGIT_ALPHABET, type DigitStrip } from '../recognition/strip';
import type { Sight } from '../sight';
import type { Tensor } from '../tensor';

/** The framing of the first look. It adds nothing along the line, as the positions of digits in it are fractions of the place. */
export const FIRST_FRAMING: Framing = { dx: 0, dy: -0.06, widthScale: 0.78 };

/**
 * Looks at a place once, with the fast reader. Of a block it leaves out a row that shows a date, and what is beyond it.
 *
 * @param framing - of the crop; default: that of a first look
 * @throws {CardOcrError} `REQUEST_TIMEOUT` when the time is up; as `Model.run`
 */
export async function glance(sight: Sight, place: Place, framing = FIRST_FRAMING): Promise<Glance> {
  const strips = await cropsOf(sight, 'fast', place, framing);
  const [from, to] = rowsWithoutDate(strips);
  const rows = strips.slice(from, to);
  const probs = joinStrips(rows);
  return {
    place: rows.length < place.length ? place.slice(from, to) : place,
    probs,
    further: [],
    digits: bestPath(probs, PAN_ALPHABET),
    digitness: digitness(rows),
    isNoNumber: rows.length === 1 && NO_NUMBER.test(bestPath(rows[0]!.digitProbs, DIGIT_ALPHABET)),
  };
}

/** A day, its month and year, with fewer digits before them than a number has; or many digits between two strokes, with more before the first than a date has. */
const NO_NUMBER = /^[\d/]{0,11}\d\d\/\d\d\/(?:19|20)\d\d|\d{5}\/\d{8,}\/\d/;

/** What a date's row shows, at least in part. */
const DATE = /\d\/|\/\d/;

/**
 * Returns from where to where the longest part of a block goes in which no row shows a date: what is below a date, or above it, is no part of the number, but for
 * example the security code. All of it where each row shows one.
 */
function rowsWithoutDate(strips: readonly DigitStrip[]): [from: number, to: number] {
  if (strips.length === 1) return [0, 1];
  const dates = [...strips.keys()].filter((i) => DATE.test(bestPath(strips[i]!.digitProbs, DIGIT_ALPHABET)));
  const parts = [-1, ...dates].map((date, i): [number, number] => [date + 1, dates[i] ?? strips.length]);
  const [from, to] = parts.reduce((most, part) => (part[1] - part[0] > most[1] - most[0] ? part : most));
  return to > from ? [from, to] : [0, strips.length];
}

/**
 * Reads another crop of a place.
 *
 * @returns class probabilities over blank and `PAN_ALPHABET`, shape `[T, 11]`
 * @throws {CardOcrError} as `glance`
 */
export const crop = async (sight: Sight, by: ReaderName, { place }: Glance, framing: Framing): Promise<Tensor> =>
  joinStrips(await cropsOf(sight, by, place, framing));

/** Turns a place upside down. */
export const reversed = (place: Place): Place => place.map((quad) => turnQuad(quad, 180)).reverse();

/** One strip of each of a place's quads. */
function cropsOf(sight: Sight, by: ReaderName, place: Place, framing: Framing): Promise<DigitStrip[]> {
  const quads = place.map((quad) => {
    const height = quadHeight(quad);
    const framed = slanted(growQuad(quad, framing.dx * height, framing.dy * height), (framing.slant ?? 0) * height);
    return framing.isMirrored ? flipQuad(framed) : framed;
  });
  return readStrips(sight, by, quads, framing.widthScale);
}

/** Slants a quad: moves its upper edge along it, and its lower edge against it, by px. */
function slanted([a, b, c, e]: Quad, by: number): Quad {
  const d = quadDirection([a, b, c, e]);
  return [moved(a, d, by), moved(b, d, by), moved(c, d, -by), moved(e, d, -by)];
}

/**
 * Has strips read as digits. All readings of digits go through this function.
 *
 * @param widthScale - of the strips, relative to the quads' own proportions
 * @throws {CardOcrError} as `glance`
 */
export async function readStrips(sight: Sight, by: ReaderName, quads: readonly Quad[], widthScale: number): Promise<DigitStrip[]> {
  const strips: DigitStrip[] = [];
  for (const quad of quads) {
    sight.checkTime();
    const strip = await sight.networks[by].read(sight.raster, quad, widthScale);
    sight.note({ kind: 'strip', by, raster: sight.raster, quad, widthScale, strip });
    strips.push(strip);
  }
  return strips;
}

/** Joins strips one after the other, without `/` (a card number has none), and with a blank step between two, so that equal digits stay apart. */
function joinStrips(strips: readonly DigitStrip[]): Tensor {
  const from = DIGIT_ALPHABET.length + 1;
  const to = PAN_ALPHABET.length + 1;
  const steps = strips.reduce((sum, s) => sum + s.digitMass.length, strips.length - 1);
  const data = new Float32Array(steps * to);
  let row = 0;
  strips.forEach(({ digitProbs, digitMass }, i) => {
    if (i > 0) {
      data.fill(1e-6, row * to, (row + 1) * to);
      data[row * to] = 1;
      row++;
    }
    for (let t = 0; t < digitMass.length; t++, row++) {
      const norm = 1 / (1 - digitProbs.data[t * from + from - 1]!);
      for (let k = 0; k < to; k++) data[row * to + k] = digitProbs.data[t * from + k]! * norm;
    }
  });
  return { data, shape: [steps, to] };
}

function digitness(strips: readonly DigitStrip[]): number {
  let sum = 0;
  let weight = 0;
  for (const { digitMass, digitProbs } of strips) {
    const classes = digitProbs.shape[1]!;
    for (let t = 0; t < digitMass.length; t++) {
      const emitted = 1 - digitProbs.data[t * classes]! * digitMass[t]!;
      sum += emitted * digitMass[t]!;
      weight += emitted;
    }
  }
  return weight ? sum / weight : 0;
}
