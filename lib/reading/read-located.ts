import { growQuad, type Quad, quadHeight } from '../geometry';
import type { Raster } from '../image/raster';
import type { LocatedCard } from '../location/located-card';
import { isCredible, mostDigitsAt, type Readers, readSeen } from './find-number';
import { type Glance, type NumberPlace, type NumberReading, type PanPrior, reversed } from './read-number';

/** A number, and the first look at its place. */
export interface LocatedReading {
  /** null where the digits are no number */
  readonly reading: NumberReading | null;
  readonly seen: Glance;
  /** nats for the look's direction */
  readonly told: number;
}

/** The locator's quads are tight: room around, in heights, as strips had it in training. */
const ROOM = { along: 0.6, across: 0.2 };
/** Nats for the direction that the locator tells. */
const TOLD = 4;

/**
 * Read the number of a card that was located, quickly: by the digit reader alone.
 *
 * @returns null when no place on it shows digits
 * @throws {CardOcrError} as `Model.run`
 */
export async function readLocated(
  readers: Readers,
  raster: Raster,
  card: LocatedCard,
  prior: PanPrior,
  checkTime: () => void,
): Promise<LocatedReading | null> {
  const ahead: NumberPlace[] = card.numbers.map((place) => place.map(withRoom));
  const seen = await mostDigitsAt(readers, 'digits', raster, [...ahead, ...ahead.map(reversed)], checkTime, false);
  if (!seen) return null;
  const told = ahead.includes(seen.place) ? TOLD : -TOLD;
  return { reading: credible(await readSeen(readers, raster, seen, [], told, prior, checkTime, true)), seen, told };
}

/** Read it again, by both readers. */
export async function readAgain(
  readers: Readers,
  raster: Raster,
  { seen, told }: LocatedReading,
  prior: PanPrior,
  checkTime: () => void,
): Promise<NumberReading | null> {
  return credible(await readSeen(readers, raster, seen, [], told, prior, checkTime));
}

const credible = (reading: NumberReading | null): NumberReading | null => (reading && isCredible(reading) ? reading : null);

const withRoom = (line: Quad): Quad => growQuad(line, ROOM.along * quadHeight(line), ROOM.across * quadHeight(line));
