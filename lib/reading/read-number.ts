import { growQuad, type Quad, quadAspect, quadCentre, quadDirection, quadHeight, quadWidth, stretchQuad, turnQuad } from '../geometry';
import type { Raster } from '../image/raster';
import {
  constrainedDecode,
  type Hypothesis,
  PAN_ALPHABET,
  type VisualCandidate,
  visualCandidates,
} from '../recognition/constrained-decode';
import { alignText, bestPath } from '../recognition/ctc';
import { DIGIT_ALPHABET, type DigitStrip, type StripReader } from '../recognition/strip';
import type { Tensor } from '../tensor';

/** Where a number stands: one quad, or four for a number printed in a block. In reading order and direction. */
export type NumberPlace = readonly Quad[];

/** A place read as a card number. */
export interface NumberReading extends Hypothesis {
  readonly place: NumberPlace;
  /** centre of each digit as a fraction of the way along the place's quads, ascending; empty where they cannot be told */
  readonly positions: readonly number[];
  /** log likelihood plus log prior: compares readings of different places */
  readonly total: number;
  /** plain and plausible: nothing is left to settle */
  readonly sure: boolean;
  /** plain to see, if not plausible in all: another look would show the same */
  readonly clear: boolean;
}

/** One look at a place. */
export interface Glance {
  readonly place: NumberPlace;
  /** which of the readers looked */
  readonly by: keyof NumberReaders;
  /** whether a quad that is too tall for a number is cut */
  readonly trims: boolean;
  /** over blank and `PAN_ALPHABET`, shape `[T, 11]`; the strips of a block one after the other */
  readonly probs: Tensor;
  readonly digits: string;
  /** how sure the reader is that it is a number, where something was read, 0..1 (see `DigitStrip.digitMass`) */
  readonly digitness: number;
  /** what the digit reader saw of it in `DIGIT_FRAMINGS`, as far as they were tried: a place that was read quickly is read again with the other reader */
  readonly further: Tensor[];
}

/** Two readers, which err differently. */
export interface NumberReaders {
  /** the project's own, fast and for digits only: reads every place */
  readonly digits: StripReader;
  /** a general one, slow: asked where the digit reader is in doubt */
  readonly text: StripReader;
}

/** What is known of card numbers before looking. */
export interface PanPrior {
  /** plausibility of a whole number, in nats */
  of(pan: string): number;
  /** whether an issuer's numbers begin like this */
  begins(digits: string): boolean;
  /** how long numbers are that begin like this; empty: unknown */
  lengths(digits: string): readonly number[];
}

/** Posterior, weakest digit and log prior from which one look is enough. */
const SURE = { posterior: 0.98, digit: 0.7, logPrior: -1 };
/** Where several looks of the digit reader agree, an unknown issuer is no reason to ask the other one. */
const AGREED = { posterior: 0.98, digit: 0.9, logPrior: -1.5 };
/** A failed Luhn check and an unknown issuer together are still a card number. */
const CLEAR = { posterior: 0.9, digit: 0.8, logPrior: -4.6 };
/** Of so many digits a line that is cut short may be. */
const STRETCHED_TO = [16, 19];
/** Width of the space between groups, in digit pitches. */
const GROUP_GAP = 0.8;
/** A crop of a line: growth along and across it in line heights, relative strip width. */
export interface Framing {
  readonly dx: number;
  readonly dy: number;
  readonly widthScale: number;
}

/** Of the first look. Where digits stand is told from it, as a fraction of the place: so nothing is added along the line. */
export const FIRST_FRAMING: Framing = { dx: 0, dy: -0.06, widthScale: 0.78 };
/** Further crops for the digit reader. */
const DIGIT_FRAMINGS: readonly Framing[] = [
  { dx: 0.15, dy: -0.14, widthScale: 0.95 },
  { dx: 0.3, dy: 0.04, widthScale: 0.8 },
  { dx: 0.8, dy: -0.1, widthScale: 0.9 },
];
/** Crops of wider stretches, for the digit reader. */
const STRETCH_FRAMINGS: readonly Framing[] = [FIRST_FRAMING, { dx: 0, dy: 0.06, widthScale: 1.1 }];
/** The crop for the text reader: a second one changes nothing. */
const TEXT_FRAMING: Framing = { dx: 0, dy: 0, widthScale: 0.8 };

/**
 * Read a place once.
 *
 * @param trims - whether a single quad that is too tall for a number is cut, as detectors make them; not for a strip that is just the line
 */
export async function glance(
  readers: NumberReaders,
  by: keyof NumberReaders,
  raster: Raster,
  place: NumberPlace,
  trims = place.length === 1,
): Promise<Glance> {
  const strips = await readStrips(readers[by], raster, place, FIRST_FRAMING, trims);
  const probs = joinStrips(strips);
  return { place, by, trims, probs, digits: bestPath(probs, PAN_ALPHABET), digitness: digitness(strips), further: [] };
}

/** A number in one line is about so many heights long at least; a line's quad that is not has taken in a piece of a neighbouring line … */
const NUMBER_ASPECT = 10;
/** … but loses at most this much of its height, above and below each. */
const MAX_EXCESS = 0.15;

/** How much of a quad's height, above and below each, is likely not of the number. */
function excessOf(quad: Quad): number {
  const aspect = quadAspect(quad);
  return Math.min(MAX_EXCESS, Math.max(0, (1 - aspect / NUMBER_ASPECT) / 2));
}

/** One crop of each of a place's quads. */
async function readStrips(
  reader: StripReader,
  raster: Raster,
  place: NumberPlace,
  { dx, dy, widthScale }: Framing,
  trims: boolean,
): Promise<DigitStrip[]> {
  const strips: DigitStrip[] = [];
  for (const quad of place) {
    const height = quadHeight(quad);
    const excess = trims ? excessOf(quad) : 0;
    strips.push(await reader.read(raster, growQuad(quad, dx * height, (dy - excess) * height), widthScale));
  }
  return strips;
}

/** What each reader saw of a place, a view a crop. */
type Views = Readonly<Record<keyof NumberReaders, readonly Tensor[]>>;

/** A place or a variant of it, with all looks at it. */
interface Stretch {
  readonly place: NumberPlace;
  readonly view: Tensor;
  readonly candidates: readonly VisualCandidate[];
}

const stretchOf = (place: NumberPlace, view: Tensor, { digits, text }: Views): Stretch => ({
  place,
  view,
  candidates: visualCandidates([digits, text]),
});

/** The reading of a single look. */
export const firstReading = (seen: Glance, prior: PanPrior): NumberReading | null =>
  decode([stretchOf(seen.place, seen.probs, firstViews(seen))], prior);

/** What a single look shows, whatever is known of numbers. */
export function plainReading({ place, probs, digits }: Glance): NumberReading {
  const steps = alignText(probs, PAN_ALPHABET, digits);
  const classes = PAN_ALPHABET.length + 1;
  const digitConfidence = steps.map((t, i) => probs.data[t * classes + 1 + PAN_ALPHABET.indexOf(digits[i]!)]!);
  const positions = place.length > 1 ? [] : steps.map((t) => (t + 0.5) / (probs.shape[0] ?? 1));
  return { text: digits, stretch: 0, visual: 0, posterior: 1, digitConfidence, place, positions, total: 0, sure: false, clear: false };
}

const firstViews = ({ by, probs }: Glance): Record<keyof NumberReaders, Tensor[]> => ({ digits: [], text: [], [by]: [probs] });

/**
 * Read a place again where one look was not enough: more crops, the other reader, and wider stretches of the line (a detector misses faint ends).
 *
 * @param seen - the place's first look
 * @param prior - what is known of card numbers
 * @param checkTime - called between looks; throws when the time is up
 * @param isQuick - only the digit reader looks again, at the same stretch
 * @param others - looks at other crops: those at the same line count, too
 * @returns the best reading of all looks together, or null when there are no digits at all
 */
export async function refine(
  readers: NumberReaders,
  raster: Raster,
  seen: Glance,
  prior: PanPrior,
  checkTime: () => void,
  isQuick = false,
  others: readonly Glance[] = [],
): Promise<NumberReading | null> {
  const views = firstViews(seen);
  const stretches: Stretch[] = [];
  const look = async (by: keyof NumberReaders, place: NumberPlace, framing: Framing): Promise<Tensor> => {
    checkTime();
    return joinStrips(await readStrips(readers[by], raster, place, framing, seen.trims));
  };
  const reading = (): NumberReading | null => {
    stretches[0] = stretchOf(seen.place, seen.probs, views);
    return decode(stretches, prior);
  };
  let tight: NumberReading | null = null;
  // where the digit reader saw no number, what digits it sees there count for nothing
  const asksDigits = seen.by === 'digits';
  if (asksDigits) {
    for (const { probs, further } of others.filter((other) => other !== seen && isOfSameLine(other, seen)))
      views.digits.push(probs, ...further);
    for (const [i, framing] of DIGIT_FRAMINGS.entries()) {
      seen.further[i] ??= await look('digits', seen.place, framing);
      views.digits.push(seen.further[i]);
      tight = reading();
      if (tight && isAgreed(tight, prior)) return { ...tight, sure: true };
      if (tight?.sure) return tight;
    }
    if (isQuick) return tight;
  }
  views.text.push(await look('text', seen.place, TEXT_FRAMING));
  tight = reading();
  const [line] = seen.place;
  if (!tight || tight.sure || tight.clear || !line || seen.place.length > 1) return tight;
  const tightText = tight.text;
  // a wider stretch is believed only for the digits it adds: on the same ones the tight crop sees better
  const accept = (longer: string, stretch: number): boolean => stretch === 0 || extendsText(longer, tightText);
  const wider = widerStretches(line, seen.probs, tightText, prior);
  if (!asksDigits) {
    for (const quad of wider) {
      const text = await look('text', [quad], FIRST_FRAMING);
      stretches.push(stretchOf([quad], text, { digits: [], text: [text] }));
    }
    return decode(stretches, prior, accept);
  }
  // the fast reader tells which stretch is worth the slow one's look
  const byDigits = [stretchOf(seen.place, seen.probs, { digits: views.digits, text: [] })];
  const looks: (readonly Tensor[])[] = [];
  for (const quad of wider) {
    const digits: Tensor[] = [];
    for (const framing of STRETCH_FRAMINGS) digits.push(await look('digits', [quad], framing));
    looks.push(digits);
    byDigits.push(stretchOf([quad], digits[0] ?? seen.probs, { digits, text: [] }));
  }
  const longer = (decode(byDigits, prior, accept)?.stretch ?? 0) - 1;
  const quad = wider[longer];
  if (!quad) return tight;
  const digits = looks[longer] ?? [];
  const text = await look('text', [quad], FIRST_FRAMING);
  stretches.push(stretchOf([quad], digits[0] ?? text, { digits, text: [text] }));
  return decode(stretches, prior, accept);
}

/** Crops of one line differ by so much at most: across in heights, along and in length in lengths. */
const SAME_LINE = { across: 0.5, along: 0.12, length: 0.2 };

function isOfSameLine(a: Glance, b: Glance): boolean {
  const [line, other] = [a.place[0], b.place[0]];
  if (a.by !== b.by || a.place.length !== 1 || b.place.length !== 1 || !line || !other) return false;
  const [d, e] = [quadDirection(line), quadDirection(other)];
  const [from, to] = [quadCentre(line), quadCentre(other)];
  const [x, y] = [to.x - from.x, to.y - from.y];
  const length = quadWidth(line);
  return (
    d.x * e.x + d.y * e.y > 0.95 &&
    Math.abs(y * d.x - x * d.y) < SAME_LINE.across * quadHeight(line) &&
    Math.abs(x * d.x + y * d.y) < SAME_LINE.along * length &&
    Math.abs(quadWidth(other) - length) < SAME_LINE.length * length
  );
}

const isAgreed = ({ text, posterior, digitConfidence }: NumberReading, prior: PanPrior): boolean =>
  posterior >= AGREED.posterior && Math.min(...digitConfidence) >= AGREED.digit && prior.of(text) >= AGREED.logPrior;

/** How sure a reading is, 0..1: of the number as a whole, and of its weakest digit by the picture alone. */
export const confidenceOf = ({ posterior, digitConfidence }: Hypothesis): number => Math.min(posterior, ...digitConfidence);

/** The same place read the other way round. */
export const reversed = (place: NumberPlace): NumberPlace => place.map((quad) => turnQuad(quad, 180)).reverse();

function decode(stretches: readonly Stretch[], prior: PanPrior, accept?: (text: string, stretch: number) => boolean): NumberReading | null {
  const [best] = constrainedDecode(
    stretches.map((s) => s.candidates),
    prior.of,
    accept,
  );
  const stretch = best && stretches[best.stretch];
  if (!best || !stretch) return null;
  const logPrior = prior.of(best.text);
  const weakest = Math.min(...best.digitConfidence);
  const { place, view } = stretch;
  return {
    ...best,
    place,
    positions: place.length > 1 ? [] : alignText(view, PAN_ALPHABET, best.text).map((t) => (t + 0.5) / (view.shape[0] ?? 1)),
    total: best.visual + logPrior,
    sure: best.posterior >= SURE.posterior && weakest >= SURE.digit && logPrior >= SURE.logPrior,
    clear: best.posterior >= CLEAR.posterior && weakest >= CLEAR.digit && logPrior >= CLEAR.logPrior,
  };
}

/** The line with room for the digits it may lack to make 16 or 19, at its left, its right, or a little at both. */
function widerStretches(line: Quad, probs: Tensor, text: string, prior: PanPrior): Quad[] {
  // nothing worse against it than a failed check: nothing is missing
  if (prior.of(text) >= CLEAR.logPrior) return [];
  const centres = alignText(probs, PAN_ALPHABET, text);
  if (centres.length < 4) return [];
  const steps = centres.slice(1).map((c, i) => c - centres[i]!);
  const pitch = ([...steps].sort((a, b) => a - b)[steps.length >> 1]! / probs.shape[0]!) * quadWidth(line);
  const begun = prior.begins(text);
  const ends: [number, number][] = begun ? [] : [[0.7, 0.7]];
  for (const length of STRETCHED_TO) {
    const missing = length - text.length;
    if (missing < 1) continue;
    const room = missing + GROUP_GAP * Math.ceil(missing / 4) + 0.3;
    ends.push(begun ? [0.3, room] : [room, 0.3]);
    if (missing > 1 && !begun) ends.push([room / 2, room / 2]);
  }
  return ends.map(([left, right]) => stretchQuad(line, left * pitch, right * pitch));
}

/** Whether a text is longer than another and holds it, give or take two misread digits (semi-global edit distance, Sellers 1980). */
function extendsText(text: string, part: string): boolean {
  if (text.length <= part.length) return false;
  let row = new Array<number>(text.length + 1).fill(0);
  for (let i = 1; i <= part.length; i++) {
    const next = [i];
    for (let j = 1; j <= text.length; j++) {
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (part[i - 1] === text[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return Math.min(...row) <= 2;
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
