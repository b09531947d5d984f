import type { Glance } from '../evidence';
import { quadHeight, quadWidth, stretchQuad } from '../geometry';
import { PAN_ALPHABET } from '../recognition/constrained-decode';
import { textPositions } from '../recognition/ctc';
import type { Sight } from '../sight';
import { firstReading } from './decode-number';
import { glance } from './glance';
import { pitchOf } from './layout';

/** Beyond its first and its last digit a whole number's strip shows nothing, in pitches of its digits from their centres: more than a gap between groups. */
const BLANK = 2;
/** Where so much is seen, nothing is missing, in pitches. */
const ENOUGH = 1.6;
/** Where so much is seen, no digit stands at the strip's rim. */
const RIM = 1;
/** So often a line is looked at further out. */
const MAX_LOOKS = 4;
/** Of fewer digits it cannot be told how far they are apart. */
const MIN_DIGITS = 4;
/** Digits are this far apart at least, in heights of the line's quad. */
const MIN_PITCH = 0.28;

/** How much a line shows beyond the centres of its first and last digit, in pitches of its digits. */
interface Ends {
  readonly left: number;
  readonly right: number;
  /** px */
  readonly pitch: number;
}

/** How much is missing to see the ends of a line, px; 0 where they are seen. */
interface Missing {
  readonly left: number;
  readonly right: number;
}

/** null where it cannot be told: few digits, or a block of lines. */
export function endsOf({ place, probs, digits }: Glance): Ends | null {
  const [line] = place;
  if (!line || place.length > 1 || digits.length < MIN_DIGITS) return null;
  const width = quadWidth(line);
  const centres = textPositions(probs, PAN_ALPHABET, digits).map((position) => position * width);
  const [first, last] = [centres[0], centres.at(-1)];
  if (first === undefined || last === undefined) return null;
  const pitch = Math.max(pitchOf(centres), MIN_PITCH * quadHeight(line));
  return { left: first / pitch, right: (width - last) / pitch, pitch };
}

export function missingEnds({ left, right, pitch }: Ends): Missing {
  const missing = (seen: number): number => (seen < ENOUGH ? (BLANK - seen) * pitch : 0);
  return { left: missing(left), right: missing(right) };
}

/** Whether no digit can be missing at a line's ends: none stands at its rim, it passes every check, and all numbers that begin like it are as long. */
function isWhole(sight: Sight, seen: Glance, { left, right }: Ends): boolean {
  if (Math.min(left, right) < RIM) return false;
  const reading = firstReading(sight, seen);
  if (!reading?.sure) return false;
  const lengths = sight.prior.lengths(reading.text);
  return lengths.length === 1 && lengths[0] === reading.text.length;
}

/**
 * Look at a line further out until it is seen where it ends, unless it shows a whole number: finders cut lines short, and digits at a strip's rim may not be
 * the last ones.
 *
 * @throws {CardOcrError} as `glance`
 */
export async function reachEnds(sight: Sight, seen: Glance): Promise<Glance> {
  let reached = seen;
  let ends = endsOf(seen);
  if (ends && isWhole(sight, seen, ends)) return seen;
  for (let look = 0; look < MAX_LOOKS && ends; look++) {
    const missing = missingEnds(ends);
    const [line] = reached.place;
    if (!line || missing.left + missing.right === 0) break;
    const step = look + 1; // further each time: where digits went on, more may follow
    reached = await glance(sight, reached.by, [stretchQuad(line, step * missing.left, step * missing.right)]);
    ends = endsOf(reached);
  }
  return reached;
}
