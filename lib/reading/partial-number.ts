import { usualGroups } from '../card/group-pan';
import { COMMON_LENGTHS, UNREADABLE, USUAL_LENGTHS } from '../card/pan';
import type { NumberReading } from '../evidence';
import { along, applyHomography, invertHomography, type Point, type Quad, quadHeight, quadWidth, rectangleToQuad } from '../geometry';
import type { PanPrior } from '../sight';
import { type Fit, filled, fits, nearestIndex } from './layout';

/** In a number that fails its checks a digit less sure than this counts as unreadable: beside others such digits are often wrong. */
const NO_DIGIT = 0.7;
/** A number with more unreadable digits, or fewer readable ones, is not read at all. */
const MAX_UNREADABLE = 6;
const MIN_READABLE = 9;

/**
 * Marks the digits of a number that cannot be read: places of a usual layout on which no digit stands, or several neighbouring digits that are no more than a
 * guess. Digits that are missing at the beginning are not marked: how many there are is not known either.
 *
 * @param reading - one that fails its checks: in one that passes them nothing is missing
 * @returns the reading with `?` for each such digit, with confidence 0; unchanged where nothing is missing, or it is not known where
 */
export function withUnreadable(reading: NumberReading, prior: Pick<PanPrior, 'lengths'>): NumberReading {
  const { text: read, positions, digitConfidence: confidence } = reading;
  const all = [...read].map((_, i) => i);
  const kept = all.filter((i) => confidence[i]! >= NO_DIGIT);
  const arePlaced = positions.length === read.length;
  const fit = arePlaced
    ? fitOf(
        kept.map((i) => positions[i]!),
        prior.lengths(read),
        positions,
      )
    : null;
  const slotOf = (i: number): number => (fit ? nearestIndex(fit.positions, positions[i]!) : i);
  const total = fit?.positions.length ?? read.length;
  const missing = total - kept.length;
  if (missing === 0 || missing > MAX_UNREADABLE || kept.length < MIN_READABLE) return reading;
  const text = new Array<string>(total).fill(UNREADABLE);
  const digitConfidence = new Array<number>(total).fill(0);
  for (const i of kept) {
    text[slotOf(i)] = read[i]!;
    digitConfidence[slotOf(i)] = confidence[i]!;
  }
  // one unsure digit among sure ones may well be right
  const occupied = new Set(all.map(slotOf));
  const isCovered = text.some((char, slot) => char === UNREADABLE && (!occupied.has(slot) || text[slot + 1] === UNREADABLE));
  return isCovered ? { ...reading, text: text.join(''), digitConfidence, positions: fit?.positions ?? positions } : reading;
}

export const isPartial = ({ text }: NumberReading): boolean => text.includes(UNREADABLE);

/**
 * Whether digits within a number are hidden, whatever checks the others pass: they fit no layout of as many digits, but a longer one in which digits are missing
 * in one place. Digits that are missing at the ends are looked for elsewhere, where a line is followed to its ends.
 */
export function hasCover({ text, place, positions }: NumberReading): boolean {
  if (place.length > 1 || positions.length !== text.length) return false;
  const fit = fitOf(positions, USUAL_LENGTHS, positions);
  return fit?.covers === 1 && isSeenToItsEnd(fit, positions);
}

/** Digits that are this near to the places of a layout plainly stand in its groups: root mean square, in pitches. */
const NEAR = 0.07;

/** Whether groups are those of whole numbers only. What is left of 19 digits often stands evenly, and the first 16 of 6 and 13 as hardly any number of 16 does. */
const areOfWhole = (sizes: readonly number[]): boolean => sizes.length > 1 && sizes.join('-') !== '6-10';

/**
 * Whether digits stand so that they may be no whole number, for its beginning or end is covered or beyond the picture, or that they were read upside down.
 *
 * - They fit the end of a longer number's layout, and no layout of as many digits. They may pass all checks, as what follows the 42 of a Visa card always does.
 * - They fail a check, and are not plainly in groups of whole numbers of as many digits; 19 digits and more may stand as they will.
 * - They fail a check, and the groups of 19 digits are plain from their end on only.
 *
 * @param fails - the number fails a check: Luhn, a known beginning, or a length that goes with it
 */
export function standsOddly({ text, place, positions }: NumberReading, fails: boolean): boolean {
  const count = text.length;
  if (place.length > 1 || positions.length !== count) return false;
  const groups = usualGroups(positions);
  if (groups && (areOfWhole(groups) || !fails)) return false;
  const layouts = filled(positions);
  const longer = COMMON_LENGTHS.filter((total) => total > count);
  if (fails && longer.length > 0 && !layouts.some(isNear)) return true;
  if (layouts.length > 0) return false;
  const fromEnd = positions.map((position) => -position).reverse();
  const isUpsideDown = fails && fits(fromEnd, count).some(isNear);
  return (
    isUpsideDown ||
    longer.some((total) => fits(fromEnd, total, true).some((fit) => nearestIndex(fit.positions, fromEnd.at(-1)!) === count - 1))
  );
}

const isNear = ({ sizes, cost }: Fit): boolean => areOfWhole(sizes) && cost < NEAR;

/** Numbers of UnionPay have 16 digits, or `LONGER`. */
const SHORTER_OF_UNIONPAY = /^62\d{14}$/;
const LONGER = 19;
/**
 * How much more room there may be behind a number of 16 digits than before it, in lengths of the number. In 74 pictures of such cards of UnionPay it was 0.05 at most;
 * behind 16 digits of 19, on made cards, 0.17 and more.
 */
const MORE_BEHIND = 0.12;

/**
 * Whether the last three digits may be hidden: in groups of four the first 16 of 19 stand as a whole number does, and one in ten passes the check digit. Only the room behind
 * them on the card tells. Hardly any numbers of other schemes have 19 digits, and they may stand at the left.
 *
 * @param number - with its place tight around its digits
 * @param outline - of its card, px of the same picture; null where it is not seen
 * @param prior - tells whether the number's beginning allows 19 digits
 */
export function mayLackItsEnd({ text, place }: NumberReading, outline: Quad | null, { lengths }: Pick<PanPrior, 'lengths'>): boolean {
  const [line] = place;
  if (!line || place.length > 1 || !outline || !SHORTER_OF_UNIONPAY.test(text) || !lengths(text).includes(LONGER)) return false;
  const toCard = invertHomography(rectangleToQuad(1, 1, outline));
  if (!toCard) return false;
  const onCard = (a: Point, b: Point): Point => applyHomography(toCard, along(a, b, 0.5));
  const [first, last] = [onCard(line[0], line[3]), onCard(line[1], line[2])];
  // the card may stand upright, and its outline run in any direction
  const axis = Math.abs(last.x - first.x) > Math.abs(last.y - first.y) ? 'x' : 'y';
  const [from, to] = last[axis] > first[axis] ? [first[axis], last[axis]] : [1 - first[axis], 1 - last[axis]];
  return 1 - to - from > MORE_BEHIND * (to - from);
}

/** Embossed numbers are 0.81 of a card's width long, by the standard. A shorter one than this may stand anywhere. */
const EMBOSSED = 0.77;
const GROUP = UNREADABLE.repeat(4);

/**
 * Whether nothing tells that a partial number goes on: all that is missing is its last group, for which a card with an embossed number has room, and this one does not.
 * Identity cards have numbers of three groups.
 *
 * @param number - with its place tight around its digits, missing ones too
 * @param outline - as for `mayLackItsEnd`
 */
export function mayBeWhole({ text, place }: NumberReading, outline: Quad | null): boolean {
  const [line] = place;
  if (!line || place.length > 1 || !outline || !text.endsWith(GROUP)) return false;
  return quadWidth(line) < EMBOSSED * Math.max(quadWidth(outline), quadHeight(outline));
}

/** Whether the last digit that is seen stands on a layout's last place. */
const isSeenToItsEnd = ({ positions: places }: Fit, positions: readonly number[]): boolean =>
  nearestIndex(places, positions.at(-1)!) === places.length - 1;

/** The most things that may lie on a number. */
const MAX_COVERS = 2;

/**
 * Finds the layout that the digits fit with some places left over, by the fewest covers. Null where they fill a layout, or fit none.
 *
 * @param lengths - the lengths of numbers that begin like these digits; empty: no numbers do, so the beginning may be missing
 * @param all - the positions of all digits that were seen, also of unsure ones
 */
function fitOf(positions: readonly number[], lengths: readonly number[], all: readonly number[]): CoveredFit | null {
  const count = positions.length;
  if (lengths.length === 0 || filled(positions).length > 0) return null;
  const covered = USUAL_LENGTHS.filter((total) => total <= count + MAX_UNREADABLE)
    .flatMap((total) => fits(positions, total))
    .map((fit) => ({ ...fit, covers: coversIn(fit, all) }))
    .sort((a, b) => a.covers - b.covers || a.cost - b.cost);
  const isKnown = ({ positions: { length } }: Fit): boolean => lengths.includes(length);
  // a number that already has a known length lacks no digit at its end; one of an unusual length may, if its digits fit a known one
  const hasEnd = (fit: CoveredFit): boolean => !lengths.includes(all.length) || isSeenToItsEnd(fit, positions);
  const isLikely = (fit: CoveredFit): boolean =>
    isKnown(fit) && fit.covers <= MAX_COVERS && (hasEnd(fit) || !USUAL_LENGTHS.includes(all.length));
  // room for one digit may be a wide space
  const isPlain = (fit: CoveredFit): boolean => fit.covers === 1 && fit.positions.length > count + 1 && hasEnd(fit);
  return covered.find(isLikely) ?? covered.find(isPlain) ?? null;
}

interface CoveredFit extends Fit {
  readonly covers: number;
}

/**
 * Returns how many things must lie on a number if only these digits are seen. Where spaces between groups are as wide as a digit, the digits also fit a layout in which
 * each space hides a digit: that takes more covers than a card has.
 */
function coversIn({ positions: places }: Fit, positions: readonly number[]): number {
  const slots = [...positions.map((position) => nearestIndex(places, position)), places.length];
  return slots.filter((slot, i) => slot > (slots[i - 1] ?? -1) + 1).length;
}
