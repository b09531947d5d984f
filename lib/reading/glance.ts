import type { Framing, Glance, Place, ReaderName } from '../evidence';
import { growQuad, type Quad, quadAspect, quadHeight, turnQuad } from '../geometry';
import { PAN_ALPHABET } from '../recognition/constrained-decode';
import { bestPath } from '../recognition/ctc';
import { DIGIT_ALPHABET, type DigitStrip } from '../recognition/strip';
import type { RecognizedStrip } from '../recognition/text-recognizer';
import type { Sight } from '../sight';
import type { Tensor } from '../tensor';

/** Of the first look. Where digits stand is told from it, as a fraction of the place: so nothing is added along the line. */
export const FIRST_FRAMING: Framing = { dx: 0, dy: -0.06, widthScale: 0.78 };

/** A number in one line is about so many heights long at least; a line's quad that is not has taken in a piece of a neighbouring line … */
const NUMBER_ASPECT = 10;
/** … but loses at most this much of its height, above and below each. */
const MAX_EXCESS = 0.15;

/**
 * Look at a place once.
 *
 * @param trims - whether a single quad that is too tall for a number is cut, as detectors make them; not for a strip that is just the line
 * @throws {CardOcrError} `REQUEST_TIMEOUT` when the time is up; as `Model.run`
 */
export async function glance(sight: Sight, by: ReaderName, place: Place, trims = place.length === 1): Promise<Glance> {
  const strips = await cropsOf(sight, by, { place, trims }, FIRST_FRAMING);
  const probs = joinStrips(strips);
  return { place, by, trims, probs, further: [], digits: bestPath(probs, PAN_ALPHABET), digitness: digitness(strips) };
}

/**
 * What another crop of a place shows.
 *
 * @returns over blank and `PAN_ALPHABET`, shape `[T, 11]`
 * @throws {CardOcrError} as `glance`
 */
export const crop = async (sight: Sight, by: ReaderName, at: Pick<Glance, 'place' | 'trims'>, framing: Framing): Promise<Tensor> =>
  joinStrips(await cropsOf(sight, by, at, framing));

/** The same place read the other way round. */
export const reversed = (place: Place): Place => place.map((quad) => turnQuad(quad, 180)).reverse();

/** One strip of each of a place's quads. */
function cropsOf(sight: Sight, by: ReaderName, { place, trims }: Pick<Glance, 'place' | 'trims'>, framing: Framing): Promise<DigitStrip[]> {
  const quads = place.map((quad) => {
    const height = quadHeight(quad);
    const excess = trims ? excessOf(quad) : 0;
    return growQuad(quad, framing.dx * height, (framing.dy - excess) * height);
  });
  return readStrips(sight, by, quads, framing.widthScale);
}

/**
 * Have strips read as digits: all that is read as digits comes through here.
 *
 * @param widthScale - of the strips, relative to the quads' own proportions
 * @throws {CardOcrError} as `glance`
 */
export async function readStrips(sight: Sight, by: ReaderName, quads: readonly Quad[], widthScale = 1): Promise<DigitStrip[]> {
  const strips: DigitStrip[] = [];
  for (const quad of quads) {
    sight.checkTime();
    const strip = await sight.networks[by].read(sight.raster, quad, widthScale);
    sight.note({ kind: 'strip', by, raster: sight.raster, quad, widthScale, strip });
    strips.push(strip);
  }
  return strips;
}

/**
 * Have a strip read as text, of any characters.
 *
 * @throws {CardOcrError} as `glance`
 */
export async function readText(sight: Sight, quad: Quad): Promise<RecognizedStrip> {
  sight.checkTime();
  const strip = await sight.networks.text.read(sight.raster, quad);
  sight.note({ kind: 'strip', by: 'text', raster: sight.raster, quad, widthScale: 1, strip });
  return strip;
}

/** How much of a quad's height, above and below each, is likely not of the number. */
function excessOf(quad: Quad): number {
  const aspect = quadAspect(quad);
  return Math.min(MAX_EXCESS, Math.max(0, (1 - aspect / NUMBER_ASPECT) / 2));
}

/** Strips one after the other, `/` left out (a card number has none), with a blank step between two so that equal digits stay apart. */
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
