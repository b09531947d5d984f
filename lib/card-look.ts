import { type CardFindings, outlineOf } from './card-reading';
import type { ExpiryReading, NumberReading, Place } from './evidence';
import { countedAs, isInside, type Quad, quadCentre } from './geometry';
import { usualLine } from './location/around-number';
import { locateClosely } from './location/locator';
import { type TypeWord, typeWordOn } from './location/type-word';
import { cropCard } from './reading/crop-card';
import { cropNumber } from './reading/crop-number';
import { cardExpiry } from './reading/date-rungs';
import { middleDigits, type PlacedNumber } from './reading/hidden-digits';
import { pictureQuality } from './reading/picture-quality';
import type { SeenCard } from './reading/survey';
import { evidenceOf, type NumberEvidence } from './reading/together';
import type { Sight } from './sight';

/** What one picture shows of a card, in pixels of a raster. It holds no pixels of the raster, so that it can be kept while other pictures are read. */
export interface CardLook extends Pick<CardFindings, 'outline' | 'quality' | 'crop' | 'strip'> {
  /** null: the picture alone tells none */
  readonly number: NumberReading | null;
  readonly evidence: NumberEvidence | null;
  readonly date: ExpiryReading | null;
  /** what it says of its type, where its number does not tell; null: nothing */
  readonly type: TypeWord | null;
  /** pixels of the picture per pixel of the raster */
  readonly scale: number;
}

/** What is to be cut out of pictures. */
export interface Cuts {
  /** each card, straightened; `masked`: with the middle digits of its number painted over */
  readonly crop?: 'plain' | 'masked' | undefined;
  /** each number's line, straightened; `masked`: with its middle digits painted over */
  readonly strip?: 'plain' | 'masked' | undefined;
}

/** What is to be looked at. */
export interface Wanted extends Cuts {
  /** whether a number does not tell if its card is for debit or for credit */
  readonly isTypeOpen: (pan: string) => boolean;
  /** lines of the numbers of the picture's other cards */
  readonly otherNumbers: readonly Quad[];
}

export type Stage = 'decode' | 'number' | 'expiry' | 'bin' | 'quality' | 'crop';

/** Does a stage's work and counts its time, less that of stages within it. */
export type Timed = <T>(stage: Stage, work: () => Promise<T> | T) => Promise<T>;

/**
 * @param timings - milliseconds, to be added to
 * @param onStage - told of each stage's, however it ends
 */
export function stopwatch(timings: Record<Stage, number>, onStage?: (stage: Stage, ms: number) => void): Timed {
  let within = 0;
  return async (stage, work) => {
    const before = within;
    within = 0;
    const start = performance.now();
    try {
      return await work();
    } finally {
      const ms = performance.now() - start;
      timings[stage] += ms - within;
      onStage?.(stage, ms - within);
      within = before + ms;
    }
  };
}

export const noTime = (): Record<Stage, number> => ({ decode: 0, number: 0, expiry: 0, bin: 0, quality: 0, crop: 0 });

/**
 * What there is to see of a card beside its number.
 *
 * @throws {CardOcrError} `REQUEST_TIMEOUT` when the time is up; as `Model.run`
 */
export async function lookAtCard(card: SeenCard, { crop, strip, isTypeOpen, otherNumbers }: Wanted, timed: Timed): Promise<CardLook> {
  const { sight, outline, reading } = card;
  const { raster, image } = sight;
  const scale = image.width / raster.width;
  const place = placeOn(card);
  const stage = timedWhile(sight, timed);
  const date = await stage('expiry', () => cardExpiry(card, place));
  const type = reading && isTypeOpen(reading.text) ? await stage('bin', () => typeOn(card)) : null;
  const quality = await stage('quality', () => pictureQuality(raster, outline, place, scale));
  const read = reading && { ...card, reading };
  const others = read ? [...unreadLines(read), ...otherNumbers] : [];
  const cut = crop && { crop: read && (await stage('crop', () => cropOf(read, crop === 'masked', others))) };
  const line = strip && { strip: read && (await stage('crop', () => stripOf(read, strip === 'masked', others))) };
  return { number: reading, evidence: evidenceOf(card), date, type, outline, quality, scale, ...cut, ...line };
}

/** Null also where the card's outline is not seen. */
async function typeOn({ sight, outline }: SeenCard): Promise<TypeWord | null> {
  return outline && !sight.isWithout('type-finding') ? typeWordOn(sight.networks.typeFinder, sight.raster, outline) : null;
}

const timedWhile =
  (sight: Sight, timed: Timed): Timed =>
  (name, work) => {
    sight.checkTime();
    return timed(name, work);
  };

/** Where a card's number stands, or where it may, or might. */
function placeOn({ reading, line, numbers, outline }: SeenCard): Place {
  return reading?.place ?? line?.glance.place ?? numbers[0] ?? (outline ? [usualLine(outline)] : []);
}

type ReadCard = SeenCard & { readonly reading: NumberReading };

/**
 * The card straightened, a JPEG file; null where its outline is not seen.
 *
 * @param others - lines of digits that are not of its number
 */
async function cropOf(card: ReadCard, isMasked: boolean, others: readonly Quad[]): Promise<Buffer | null> {
  const { sight, outline, reading } = card;
  if (!outline) return null;
  const { raster, networks } = sight;
  const closest = (await locateClosely(networks.locator, raster, outline))?.outline ?? outline;
  const hidden = isMasked ? placeOf(reading) : null;
  return cropCard(networks.locator, raster, countedAs(closest, outline), hidden, others);
}

/**
 * The number's line straightened, a JPEG file; null where digits are to be hidden and it cannot be told where they stand.
 *
 * @param others - as of `cropOf`
 */
async function stripOf({ sight, reading }: ReadCard, isMasked: boolean, others: readonly Quad[]): Promise<Buffer | null> {
  const hidden = isMasked ? middleDigits(placeOf(reading)) : [];
  return hidden && cropNumber(sight.raster, outlineOf(reading.place), reading.place.length, isMasked ? [...others, ...hidden] : []);
}

/** Lines of digits that are not of the number that was read. */
const unreadLines = ({ numbers, reading }: ReadCard): Quad[] =>
  numbers.flat().filter((line) => !reading.place.some((part) => isInside(part, quadCentre(line))));

const placeOf = ({ place, positions, text }: NumberReading): PlacedNumber => ({ place, positions, length: text.length });
