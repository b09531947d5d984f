import { PAN_MIN_LENGTH } from '../card/pan';
import type { Glance, NumberReading, Place } from '../evidence';
import { constrainedDecode, digitPositions, PAN_ALPHABET, type VisualCandidate, visualCandidates } from '../recognition/constrained-decode';
import { alignText } from '../recognition/ctc';
import type { PictureViews } from '../recognition/joint-decode';
import { keptByStrip } from '../recognition/kept';
import type { PanPrior, Sight } from '../sight';
import type { Tensor } from '../tensor';
import { CLEAR, isAtLeast, SURE } from './certainty';
import { fits } from './layout';

/** What counts against digits that do not stand as card numbers are laid out, in nats: one of them is none, or one is missing. */
export const MISFIT = -4;
/** What counts against them besides, where all but one or two at the ends are a likely number that stands as it should: those are signs beside it. */
const BESIDE = -5;
/** How many digits at the beginning and at the end may be such signs. */
const SIGNS = [
  [1, 0],
  [0, 1],
  [2, 0],
  [0, 2],
  [1, 1],
] as const;
/** So many candidates of a line are judged by how they stand, the likeliest. */
const JUDGED = 8;

/** So many candidates are kept as evidence. */
const SHOWN = 8;

/**
 * The likeliest number by all looks at a place together.
 *
 * @param view - the look by which it is told where digits stand
 * @param views - all of them, as `visualCandidates`
 * @returns null when there are no digits at all
 */
export function decodeNumber(sight: Sight, place: Place, view: Tensor, views: PictureViews): NumberReading | null {
  const { prior } = sight;
  const candidates = visualCandidates(views);
  const hypotheses = constrainedDecode(place.length > 1 ? candidates : asLaidOut(candidates, view, prior), prior.of);
  const [best] = hypotheses;
  if (!best) return null;
  sight.note({ kind: 'candidates', raster: sight.raster, place, hypotheses: hypotheses.slice(0, SHOWN) });
  const logPrior = prior.of(best.text);
  return {
    ...best,
    place,
    positions: place.length > 1 ? [] : digitPositions(view, best.text),
    total: best.visual + logPrior,
    sure: isAtLeast(SURE, best, logPrior),
    clear: isAtLeast(CLEAR, best, logPrior),
  };
}

/** The candidates of one line, with what their digits' places say: a sign beside the number read as a digit stands apart, a lost digit leaves a hole. */
function asLaidOut(candidates: readonly VisualCandidate[], view: Tensor, prior: PanPrior): VisualCandidate[] {
  const ranked = candidates.map((candidate) => ({ candidate, likelihood: candidate.visual + prior.of(candidate.text) }));
  ranked.sort((a, b) => b.likelihood - a.likelihood);
  return ranked.map(({ candidate }, i) => {
    const { text, visual } = candidate;
    const isJudged = i < JUDGED && text.length >= PAN_MIN_LENGTH;
    if (isJudged && standsAsNumber(view, text)) return candidate;
    return { text, visual: visual + MISFIT + (isJudged && hasSignsBeside(view, text, prior) ? BESIDE : 0) };
  });
}

function hasSignsBeside(view: Tensor, text: string, prior: PanPrior): boolean {
  const positions = digitPositions(view, text);
  return SIGNS.some(([before, after]) => {
    const to = text.length - after;
    return prior.of(text.slice(before, to)) >= SURE.logPrior && fits(positions.slice(before, to), to - before).length > 0;
  });
}

/** Digits stand as card numbers are laid out. */
export const standsAsNumber = keptByStrip((view, text) => fits(digitPositions(view, text), text.length).length > 0);

const firstReadings = new WeakMap<Glance, { readonly sight: Sight; readonly reading: NumberReading | null }>();

/** The reading of a first look alone. It is kept as long as the look: where the line ends, how it lies and from where it is read are all judged by it. */
export function firstReading(sight: Sight, look: Glance): NumberReading | null {
  const known = firstReadings.get(look);
  if (known?.sight === sight) return known.reading;
  const { place, probs } = look;
  const reading = decodeNumber(sight, place, probs, [[probs]]);
  firstReadings.set(look, { sight, reading });
  return reading;
}

/** What a single look shows, whatever is known of numbers. */
export function plainReading({ place, probs, digits }: Glance): NumberReading {
  const steps = alignText(probs, PAN_ALPHABET, digits);
  const classes = PAN_ALPHABET.length + 1;
  // A digit that is seen over several steps counts as unsure here. With one, more covered numbers are told as partial, and two
  // pictures that cover different digits of a number no longer make the whole one together.
  const digitConfidence = steps.map((t, i) => (Number.isInteger(t) ? probs.data[t * classes + 1 + PAN_ALPHABET.indexOf(digits[i]!)]! : 0));
  const positions = place.length > 1 ? [] : digitPositions(probs, digits);
  return { text: digits, visual: 0, posterior: 1, digitConfidence, place, positions, total: 0, sure: false, clear: false };
}
