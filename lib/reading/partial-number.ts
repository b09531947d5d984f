import { UNREADABLE, USUAL_LENGTHS } from '../card/pan';
import type { NumberReading } from '../evidence';
import type { PanPrior } from '../sight';
import { type Fit, fits, nearestIndex } from './layout';

/** In a number that fails its checks a digit less sure than this counts as unreadable. */
const NO_DIGIT = 0.5;
/** A number with more unreadable digits, or fewer readable ones, is not read at all. */
const MAX_UNREADABLE = 6;
const MIN_READABLE = 9;
/**
 * Say where a number has digits that cannot be read: its digits stand as a usual layout has them, but for some of its places; or several
 * beside one another are no more than a guess. What covers the beginning covers, too, how long the number is: that is not told.
 *
 * @param reading - one that fails its checks: nothing is missing in one that passes them
 * @returns the reading with `?` for each such digit, with confidence 0; as it is where nothing is missing, or it cannot be told where
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
  const seen = new Set(all.map(slotOf));
  const isCovered = text.some((char, slot) => char === UNREADABLE && (!seen.has(slot) || text[slot + 1] === UNREADABLE));
  return isCovered ? { ...reading, text: text.join(''), digitConfidence, positions: fit?.positions ?? positions } : reading;
}

export const isPartial = ({ text }: NumberReading): boolean => text.includes(UNREADABLE);

/**
 * The layout whose first places digits fill, with some left over; null when they fill one, or fit none.
 *
 * @param lengths - how long numbers are that begin like these; empty: nobody's do, so their beginning may be missing
 */
function fitOf(positions: readonly number[], lengths: readonly number[]): Fit | null {
  const count = positions.length;
  if (fits(positions, count).length > 0) return null;
  const totals = USUAL_LENGTHS.filter((total) => total <= count + MAX_UNREADABLE && lengths.includes(total));
  const [best] = totals.flatMap((total) => fits(positions, total)).sort((a, b) => a.cost - b.cost);
  return best ?? null;
}
