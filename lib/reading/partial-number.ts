import { GROUPINGS, UNREADABLE, USUAL_LENGTHS } from '../card/pan';
import type { NumberReading } from '../evidence';
import { leastSquaresLine } from '../geometry';
import type { PanPrior } from '../sight';

/** In a number that fails its checks a digit less sure than this counts as unreadable. */
const NO_DIGIT = 0.5;
/** A number with more unreadable digits, or fewer readable ones, is not read at all. */
const MAX_UNREADABLE = 6;
const MIN_READABLE = 9;
/** Widths of the space between groups that prints have, in digit pitches. */
const GAPS = [0.35, 0.5, 0.65, 0.8, 1, 1.25];
/** How far digits may stand from where a layout has them, in pitches: at most, and as a root mean square. */
const OFF = { most: 0.3, mean: 0.14 };

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

interface Fit {
  /** where each place of a layout is, as the digits' positions */
  readonly positions: readonly number[];
  readonly cost: number;
}

/**
 * The layout whose first places digits fill, with some left over; null when they fill one, or fit none.
 *
 * @param lengths - how long numbers are that begin like these; empty: nobody's do, so their beginning may be missing
 */
function fitOf(positions: readonly number[], lengths: readonly number[]): Fit | null {
  const count = positions.length;
  if (count < MIN_READABLE || fits(positions, count).length > 0) return null;
  const totals = USUAL_LENGTHS.filter((total) => total > count && total <= count + MAX_UNREADABLE && lengths.includes(total));
  const [best] = totals.flatMap((total) => fits(positions, total)).sort((a, b) => a.cost - b.cost);
  return best ?? null;
}

/** The ways in which digits stand on the places of layouts of so many. */
function fits(positions: readonly number[], total: number): Fit[] {
  const steps = positions.slice(1).map((p, i) => p - positions[i]!);
  const pitch = [...steps].sort((a, b) => a - b)[Math.floor(steps.length * 0.4)]!;
  return [[total], ...(GROUPINGS[total] ?? [])].flatMap((sizes) =>
    (sizes.length > 1 ? GAPS : [0]).flatMap((gap) => fitTo(placesOf(sizes, gap), positions, pitch) ?? []),
  );
}

/** Where a layout's digits stand, in pitches. */
function placesOf(sizes: readonly number[], gap: number): number[] {
  const places: number[] = [];
  let at = 0;
  for (const size of sizes) {
    for (let i = 0; i < size; i++) places.push(at++);
    at += gap;
  }
  return places;
}

/**
 * Digits laid on places, the first on the first.
 *
 * @param pitch - about how far neighbouring digits are apart
 */
function fitTo(places: readonly number[], positions: readonly number[], pitch: number): Fit | null {
  let [a, b] = [pitch, positions[0]!];
  let slots: number[] = [];
  for (let round = 0; round < 3; round++) {
    slots = positions.map((p) => nearestIndex(places, (p - b) / a));
    if (slots.some((slot, i) => i > 0 && slot <= slots[i - 1]!)) return null;
    ({ slope: a, at: b } = leastSquaresLine(positions.map((p, i) => ({ x: places[slots[i]!]!, y: p }))));
  }
  const off = positions.map((p, i) => Math.abs(p - b - a * places[slots[i]!]!) / a);
  const cost = Math.sqrt(off.reduce((sum, o) => sum + o * o, 0) / off.length);
  if (!(a > 0) || slots[0] !== 0 || Math.max(...off) > OFF.most || cost > OFF.mean) return null;
  return { positions: places.map((place) => b + a * place), cost };
}

const nearestIndex = (values: readonly number[], wanted: number): number =>
  values.reduce((best, value, i) => (Math.abs(value - wanted) < Math.abs(values[best]! - wanted) ? i : best), 0);
