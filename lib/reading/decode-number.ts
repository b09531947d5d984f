import { PAN_MIN_LENGTH } from '../card/pan';
import { withSpecimens } from '../card/pan-prior';
import type { Glance, NumberReading, Place } from '../evidence';
import {
  constrainedDecode,
  digitPositions,
  type Hypothesis,
  PAN_ALPHABET,
  type VisualCandidate,
  visualCandidates,
} from '../recognition/constrained-decode';
import { alignText } from '../recognition/ctc';
import type { PictureCrops } from '../recognition/joint-decode';
import { memoized, memoizedByStrip } from '../recognition/memoize';
import type { PanPrior, Sight } from '../sight';
import type { Tensor } from '../tensor';
import { CLEAR, isAtLeast, SURE } from './certainty';
import { fits } from './layout';

/** Log prior of digits that fit no layout of card numbers, in nats: one of them is no digit, or one is missing. */
export const MISFIT = -4;
/** Added where, without one or two at the ends, they are a likely number that fits a layout: then those at the ends are signs beside the number. */
const BESIDE = -5;
/** How many digits at the beginning and at the end may be such signs. */
const SIGNS = [
  [1, 0],
  [0, 1],
  [2, 0],
  [0, 2],
  [1, 1],
] as const;
/** How many candidates of a line are compared with layouts, the likeliest first. */
const JUDGED = 8;

/** How many candidates are reported as evidence. */
const SHOWN = 8;

/**
 * Returns the likeliest number by all looks at a place together.
 *
 * @param crop - the one that shows where the digits stand
 * @param crops - all of them, as `visualCandidates`
 * @returns null when there are no digits at all
 */
export function decodeNumber(sight: Sight, place: Place, crop: Tensor, crops: PictureCrops): NumberReading | null {
  const { prior } = sight;
  const candidates = visualCandidates(crops);
  const hypotheses = rankedNumbers(place.length > 1 ? candidates : asLaidOut(candidates, crop, prior), prior);
  const [best] = hypotheses;
  if (!best) return null;
  sight.note({ kind: 'candidates', raster: sight.raster, place, hypotheses: hypotheses.slice(0, SHOWN) });
  const logPrior = prior.of(best.text);
  return {
    ...best,
    place,
    positions: place.length > 1 ? [] : digitPositions(crop, best.text),
    total: best.visual + logPrior,
    sure: isAtLeast(SURE, best, logPrior),
    clear: isAtLeast(CLEAR, best, logPrior),
  };
}

/** Ranks the texts that pictures may show as `constrainedDecode`, by what is known of card numbers and of specimens among these texts. */
export function rankedNumbers(candidates: readonly VisualCandidate[], prior: PanPrior): Hypothesis[] {
  const texts = candidates.map(({ text }) => text);
  return constrainedDecode(candidates, withSpecimens(prior.of, texts));
}

/** Weighs the candidates of one line by where their digits stand: a sign beside the number that was read as a digit stands apart, and a lost digit leaves a hole. */
function asLaidOut(candidates: readonly VisualCandidate[], crop: Tensor, prior: PanPrior): VisualCandidate[] {
  const ranked = candidates.map((candidate) => ({ candidate, likelihood: candidate.visual + prior.of(candidate.text) }));
  ranked.sort((a, b) => b.likelihood - a.likelihood);
  return ranked.map(({ candidate }, i) => {
    const { text, visual } = candidate;
    const isJudged = i < JUDGED && text.length >= PAN_MIN_LENGTH;
    if (isJudged && standsAsNumber(crop, text)) return candidate;
    return { text, visual: visual + MISFIT + (isJudged && hasSignsBeside(crop, text, prior) ? BESIDE : 0) };
  });
}

function hasSignsBeside(crop: Tensor, text: string, prior: PanPrior): boolean {
  const positions = digitPositions(crop, text);
  return SIGNS.some(([before, after]) => {
    const to = text.length - after;
    return prior.of(text.slice(before, to)) >= SURE.logPrior && fits(positions.slice(before, to), to - before).length > 0;
  });
}

/** Returns whether digits fit a layout of card numbers. */
export const standsAsNumber = memoizedByStrip((crop, text) => fits(digitPositions(crop, text), text.length).length > 0);

const firstReadingOf = memoized(({ place, probs }: Glance) => memoized((sight: Sight) => decodeNumber(sight, place, probs, [[probs]])));

/** Returns the reading of a first look alone. It is cached as long as the look, as it is used to find out where the line ends, how it lies and in which direction it is read. */
export const firstReading = (sight: Sight, look: Glance): NumberReading | null => firstReadingOf(look)(sight);

/** Returns what a single look shows, without any prior. */
export function plainReading({ place, probs, digits }: Glance): NumberReading {
  const digitConfidence = alignText(probs, PAN_ALPHABET, digits).map((t, i) => plainness(probs, Math.round(t), digits[i]!));
  const positions = place.length > 1 ? [] : digitPositions(probs, digits);
  return { text: digits, visual: 0, posterior: 1, digitConfidence, place, positions, total: 0, sure: false, clear: false };
}

/**
 * Returns how sure a digit is at its time step. One that is seen over several steps counts as unsure. If it counted as sure, more covered numbers would be reported as partial,
 * and two pictures in which different digits are covered would no longer make the whole number together.
 */
function plainness({ data }: Tensor, t: number, digit: string): number {
  const classes = PAN_ALPHABET.length + 1;
  const label = 1 + PAN_ALPHABET.indexOf(digit);
  const isAt = (step: number): boolean => data[step * classes + label]! > data[step * classes]!;
  return isAt(t - 1) || isAt(t + 1) ? 0 : data[t * classes + label]!;
}
