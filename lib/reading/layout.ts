import { GROUPINGS } from '../card/group-pan';
import { leastSquaresLine } from '../geometry';
import { differences, mean, median, quantile } from '../quantile';

/** Usual widths of the space between groups, in digit pitches. */
const GAPS = [0.35, 0.5, 0.65, 0.8, 1, 1.25];
/** How far digits may be from their places in a layout, in pitches: at most, and as a root mean square. */
const OFF = { most: 0.3, mean: 0.14 };

/** Returns the distance between neighbouring digits of a line, in the positions' unit: the median, as gaps between groups do not change it. NaN for fewer than two digits. */
export const pitchOf = (positions: readonly number[]): number => median(differences(positions));

/** Distances of neighbours in a group differ by less than this share of them, those across a space between groups by more. */
const ALIKE = 0.2;

export interface Fit {
  /** of its groups; a single one where all places are equally far apart */
  readonly sizes: readonly number[];
  /** the position of each place of the layout, in the unit of the digits' positions */
  readonly positions: readonly number[];
  /** how far the digits are from their places: root mean square, in pitches */
  readonly cost: number;
}

/**
 * Returns the layouts whose places the digits fit, with the first digit on the first place.
 *
 * @param total - the number of places of the layouts
 * @param isMirrored - whether the layouts are mirrored, for `positions` that count from the end
 */
export const fits = (positions: readonly number[], total: number, isMirrored = false): Fit[] =>
  fitsOfPitch(usualOf(differences(positions)), positions, total, isMirrored);

/**
 * Returns the layouts that digits fill. Their pitch may be the mean of the distances that are alike, too: where a digit's position is known to a time step of the reader only,
 * of which a pitch has five or six, any single distance is a tenth too short or too long.
 */
export function filled(positions: readonly number[]): Fit[] {
  const distances = differences(positions);
  const usual = usualOf(distances);
  const alike = distances.filter((distance) => Math.abs(distance - usual) <= ALIKE * usual);
  return [usual, mean(alike)].flatMap((pitch) => fitsOfPitch(pitch, positions, positions.length));
}

/** Fewer than half of the distances are wide ones, between groups. */
const usualOf = (distances: readonly number[]): number => quantile(distances, 0.4);

function fitsOfPitch(pitch: number, positions: readonly number[], total: number, isMirrored = false): Fit[] {
  return [[total], ...(GROUPINGS[total] ?? [])].flatMap((sizes) =>
    (sizes.length > 1 ? GAPS : [0]).flatMap((gap) => {
      const fit = fitTo(placesOf(isMirrored ? sizes.toReversed() : sizes, gap), positions, pitch);
      return fit ? { sizes, ...fit } : [];
    }),
  );
}

/** The places of a layout's digits, in pitches. */
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
 * Fits digits to places, the first digit to the first place.
 *
 * @param pitch - about how far neighbouring digits are apart
 * @returns null where they do not fit
 */
function fitTo(places: readonly number[], positions: readonly number[], pitch: number): Omit<Fit, 'sizes'> | null {
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
