import { growQuad, type Quad, quadHeight } from '../geometry';
import type { Raster } from '../image/raster';
import { inReadingDirection, isCredible, mostDigitsAt, type Readers } from './find-number';
import { type Glance, type NumberPlace, type NumberReading, type PanPrior, refine, reversed } from './read-number';

/** A number, and the first look at its place. */
export interface LocatedReading {
  /** null where the digits are no number */
  readonly reading: NumberReading | null;
  readonly seen: Glance;
  /** the look at it from where it is read; null where there are no digits */
  readonly ahead: Glance | null;
}

/** The locator's quads are tight: room around, in heights, as strips had it in training. */
const ROOM = { along: 0.6, across: 0.2 };
/** Nats for the direction that the locator tells. */
const TOLD = 6;

/**
 * Read a number that was located, quickly: by the digit reader alone.
 *
 * @param places - where it may stand, likeliest first, tight around the digits
 * @returns null when no place on it shows digits
 * @throws {CardOcrError} as `Model.run`
 */
export async function readLocated(
  readers: Readers,
  raster: Raster,
  places: readonly NumberPlace[],
  prior: PanPrior,
  checkTime: () => void,
): Promise<LocatedReading | null> {
  const ahead: NumberPlace[] = places.map((place) => place.map(withRoom));
  const seen = await mostDigitsAt(readers, 'digits', raster, [...ahead, ...ahead.map(reversed)], checkTime, false);
  if (!seen) return null;
  const told = ahead.includes(seen.place) ? TOLD : -TOLD;
  const first = await inReadingDirection(readers, raster, seen, told, prior, checkTime);
  if (!first) return { reading: null, seen, ahead: null };
  const reading = first.reading.sure ? first.reading : await refine(readers, raster, first.seen, prior, checkTime, true);
  return { reading: credible(reading), seen, ahead: first.seen };
}

/**
 * Read it again, by both readers.
 *
 * @param others - see `refine`
 */
export async function readAgain(
  readers: Readers,
  raster: Raster,
  { ahead }: LocatedReading,
  others: readonly Glance[],
  prior: PanPrior,
  checkTime: () => void,
): Promise<NumberReading | null> {
  return ahead && credible(await refine(readers, raster, ahead, prior, checkTime, false, others));
}

const credible = (reading: NumberReading | null): NumberReading | null => (reading && isCredible(reading) ? reading : null);

const withRoom = (line: Quad): Quad => growQuad(line, ROOM.along * quadHeight(line), ROOM.across * quadHeight(line));
