import type { Glance, NumberReading, Place } from '../evidence';
import { growQuad, type Quad, quadHeight } from '../geometry';
import type { Sight } from '../sight';
import { AGREED } from './certainty';
import { firstReading } from './decode-number';
import { glance, reversed } from './glance';

/** The locator's quads are tight; strips had this much room in training, in heights. */
const ROOM = { along: 1, across: 0.2 };
/**
 * How sure the fast reader must be that a line is a number, for it to count as (part of) one. A block's rows are short, so that more of what is seen is beside them, where no
 * digit stands.
 */
const DIGITNESS = { line: 0.5, block: 0.4 };
/** How many digits it must see. */
const MIN_DIGITS = 6;
/** A line with this many digits and this digitness ends the search, though it may not be whole: the locator may have cut it short. */
const ENOUGH = { digits: 10, digitness: 0.9 };
/** Log prior of a direction in which the digits begin as hardly any card's number does, in nats. */
const UNKNOWN_BEGINNING = -3;
/** How much it counts for a direction, in nats, that the fast reader sees a number in it and none in the other: it has learnt what an upside-down line looks like. */
const TURN_EVIDENCE = 8;
/** The highest digitness that a look upside down can have. */
const MOST_DIGITNESS = 1;
/** A number with this log likelihood can be read, and is not upside down where no check speaks against it but that its issuer may be unknown. */
const LEGIBLE = -5;

/** Makes a line's quad, tight around its digits, as large as the reader wants it. */
export const withRoom = (line: Quad): Quad => growQuad(line, ROOM.along * quadHeight(line), ROOM.across * quadHeight(line));

/** How many digits a look shows, times its digitness; 0 for words and dates. */
const amount = ({ place, digits, digitness, isNoNumber }: Glance): number =>
  digitness >= (place.length > 1 ? DIGITNESS.block : DIGITNESS.line) && digits.length >= MIN_DIGITS && !isNoNumber
    ? digits.length * digitness
    : 0;

/**
 * Returns the look at the first place that shows about a whole number, or else at the place that shows most digits.
 *
 * @throws {CardOcrError} as `glance`
 */
export async function mostDigitsAt(sight: Sight, places: readonly Place[]): Promise<Glance | null> {
  let best: Glance | null = null;
  for (const place of places) {
    const look = await glance(sight, place);
    if (amount(look) > (best ? amount(best) : 0)) best = look;
    if (best && best.digits.length >= ENOUGH.digits && best.digitness >= ENOUGH.digitness) return best;
  }
  return best;
}

/** A look at a number in its reading direction, and what it says. */
interface Directed {
  readonly look: Glance;
  readonly reading: NumberReading;
}

/**
 * Looks at a place in its reading direction.
 *
 * @param look - the first look at the place
 * @param directionPrior - what is known for the look's own direction, or (negative) against it, in nats
 * @returns null when there are no digits at all
 * @throws {CardOcrError} as `glance`
 */
export async function inReadingDirection(sight: Sight, look: Glance, directionPrior: number): Promise<Directed | null> {
  const { prior } = sight;
  const first = firstReading(sight, look);
  if (!first) return null;
  const ahead = { look, reading: first };
  if (first.sure || (first.visual >= LEGIBLE && prior.of(first.text) >= AGREED.logPrior)) return ahead;
  // digits may still be missing at its ends: so not by its plausibility as a whole number; 0 at most
  const score = ({ visual, text }: NumberReading): number => visual + (prior.begins(text) ? 0 : UNKNOWN_BEGINNING);
  const turnEvidence = (digitness: number): number => TURN_EVIDENCE * (look.digitness - digitness);
  if (directionPrior + turnEvidence(MOST_DIGITNESS) + score(first) >= 0) return ahead;
  const back = await glance(sight, reversed(look.place));
  const backwards = firstReading(sight, back);
  if (!backwards) return ahead;
  const turned = { look: back, reading: backwards };
  if (backwards.sure) return turned;
  return directionPrior + turnEvidence(back.digitness) + score(first) - score(backwards) >= 0 ? ahead : turned;
}
