import { GROUPINGS } from '../card/pan';
import { leastSquaresLine } from '../geometry';
import { median, quantile } from '../quantile';

/** Widths of the space between groups that prints have, in digit pitches. */
const GAPS = [0.35, 0.5, 0.65, 0.8, 1, 1.25];
/** How far digits may stand from where a layout has them, in pitches: at most, and as a root mean square. */
const OFF = { most: 0.3, mean: 0.14 };

/** How far neighbouring digits of a line are apart, in the positions' unit: the median, which gaps between groups do not change. NaN for fewer than two digits. */
export const pitchOf = (positions: readonly number[]): number => median(positions.slice(1).map((position, i) => position - positions[i]!));

/** Digits laid on a layout. */
export interface Fit {
  /** where each place of a layout is, as the digits' positions */
  readonly positions: readonly number[];
  readonly cost: number;
}

/**
 * The ways in which digits stand on the places of layouts of so many, the first digit on the first place.
 *
 * @param isMirrored - the layouts from their ends on: so do `positions` count
 */
export function fits(positions: readonly number[], total: number, isMirrored = false): Fit[] {
  const steps = positions.slice(1).map((p, i) => p - positions[i]!);
  const pitch = quantile(steps, 0.4);
  return [[total], ...(GROUPINGS[total] ?? [])].flatMap((sizes) =>
    (sizes.length > 1 ? GAPS : [0]).flatMap((gap) => fitTo(placesOf(isMirrored ? sizes.toReversed() : sizes, gap), positions, pitch) ?? []),
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

/** @param values - ascending */
export function nearestIndex(values: readonly number[], wanted: number): number {
  let i = 0;
  while (i + 1 < values.length && (values[i]! + values[i + 1]!) / 2 < wanted) i++;
  return i;
}
