import { type CardFindings, outlineOf } from './card-reading';
import type { ExpiryReading, NumberReading, Place } from './evidence';
import { countedAs, isInside, mirrorQuad, type Quad, quadCentre, scaleBetween, scaleQuad } from './geometry';
import { usualLine } from './location/around-number';
import { locateClosely } from './location/locator';
import { type TypeWord, typeWordOn } from './location/type-word';
import { cropCard } from './reading/crop-card';
import { cropNumber } from './reading/crop-number';
import { type CardDates, cardDates } from './reading/date-rungs';
import { hiddenQuads, middleDigits, type PlacedNumber } from './reading/hidden-digits';
import { type PictureQuality, pictureQuality } from './reading/picture-quality';
import type { SeenCard } from './reading/survey';
import { evidenceOf, type NumberEvidence } from './reading/together';
import type { Sight } from './sight';
import type { Timed } from './stopwatch';

/** What one picture shows of a card, in pixels of a raster. It holds none of the raster's pixels, so that it can be kept while other pictures are read. */
export interface CardLook extends Pick<CardFindings, 'outline' | 'isSeenTurned' | 'quality' | 'crop' | 'strip'>, Pick<CardDates, 'since'> {
  /** null where the picture alone shows no number */
  readonly number: NumberReading | null;
  readonly evidence: NumberEvidence | null;
  readonly date: ExpiryReading | null;
  /** the card's own word for its type; null where it has none, or where its number settles the type */
  readonly type: TypeWord | null;
  /** maps quads of the raster to the upright picture */
  readonly toPicture: (quad: Quad) => Quad;
}

export interface Cuts {
  /** cuts out each card, straightened; `masked`: with the middle digits of its number painted over */
  readonly crop?: 'plain' | 'masked' | undefined;
  /** cuts out the line of each number, straightened; `masked`: with its middle digits painted over */
  readonly strip?: 'plain' | 'masked' | undefined;
}

/** What to look at on a card besides its number. */
interface Wanted extends Cuts {
  /** whether a number leaves open if its card is for debit or for credit */
  readonly isTypeOpen: (pan: string) => boolean;
  /** the lines of the numbers of the picture's other cards */
  readonly otherNumbers: readonly Quad[];
}

/**
 * Looks at what a card shows besides its number: date, type, quality, and what is to be cut out.
 *
 * @throws {CardOcrError} `REQUEST_TIMEOUT` when the time is up; as `Model.run`
 */
export async function lookAtCard(card: SeenCard, { crop, strip, isTypeOpen, otherNumbers }: Wanted, timed: Timed): Promise<CardLook> {
  const { sight, outline, seenIn, reading } = card;
  const { raster, image } = sight;
  const scale = scaleBetween(image, raster);
  const place = placeOn(card);
  const stage = timedWhile(sight, timed);
  const { expiry, since } = await stage('expiry', () => cardDates(card, place));
  const type = reading && isTypeOpen(reading.text) ? await stage('bin', () => typeOn(card)) : null;
  const quality = await stage('quality', () => pictureQuality(raster, outline, place, scale));
  const read = reading && { ...card, reading };
  const others = read ? [...unreadLines(read), ...otherNumbers] : [];
  const cut = crop && { crop: read && (await stage('crop', () => cropOf(read, crop === 'masked', others))) };
  const line = strip && { strip: read && (await stage('crop', () => stripOf(read, strip === 'masked', others))) };
  return {
    number: reading,
    evidence: evidenceOf(card),
    date: expiry && !isSmeared(expiry, quality) ? expiry : null,
    since: since.filter((date) => !isSmeared(date, quality)),
    type,
    outline,
    isSeenTurned: seenIn === 'turned',
    quality,
    toPicture: toPictureFrom(scale, sight.isMirrored ? raster.width : null),
    ...cut,
    ...line,
  };
}

/**
 * @param scale - pixels of the picture per pixel of the raster; the function must hold none of them
 * @param mirrorWidth - of the raster, px; null where that is not mirrored
 */
const toPictureFrom =
  (scale: number, mirrorWidth: number | null): CardLook['toPicture'] =>
  (quad) =>
    scaleQuad(mirrorWidth === null ? quad : mirrorQuad(quad, mirrorWidth), scale);

/** The least confidence of a date in a blurred picture with which it counts: smeared digits look like others, and plainly so. */
const SMEARED_DATE = 0.95;

/** Whether blur may have made a date of another one. */
export const isSmeared = ({ confidence }: Pick<ExpiryReading, 'confidence'>, { flaws }: Pick<PictureQuality, 'flaws'>): boolean =>
  flaws.includes('blurred') && confidence < SMEARED_DATE;

/** The card's own word for its type; null where it has none, or its outline is not seen. */
async function typeOn({ sight, outline }: SeenCard): Promise<TypeWord | null> {
  return outline && !sight.isWithout('word-finding') ? typeWordOn(sight.networks.wordFinder, sight.raster, outline) : null;
}

const timedWhile =
  (sight: Sight, timed: Timed): Timed =>
  (name, work) => {
    sight.checkTime();
    return timed(name, work);
  };

/** Where a card's number was read, or else where one was looked at, or was located, or usually stands. */
function placeOn({ reading, line, numbers, outline }: SeenCard): Place {
  return reading?.place ?? line?.glance.place ?? numbers[0] ?? (outline ? [usualLine(outline)] : []);
}

type ReadCard = SeenCard & { readonly reading: NumberReading };

/**
 * Returns the card straightened, as a JPEG file; null where its outline is not seen.
 *
 * @param others - lines of digits that are not of its number
 */
async function cropOf(card: ReadCard, isMasked: boolean, others: readonly Quad[]): Promise<Buffer | null> {
  const { sight, outline, reading } = card;
  if (!outline) return null;
  const { raster, networks } = sight;
  const closest = (await locateClosely(networks.locator, raster, outline))?.outline ?? outline;
  const hidden = isMasked ? [...others, ...hiddenQuads(placeOf(reading))] : null;
  return cropCard(networks.locator, raster, countedAs(closest, outline), hidden);
}

/**
 * Returns the line of the number, straightened, as a JPEG file; null where digits are to be hidden and it is not known where they stand.
 *
 * @param others - as of `cropOf`
 */
async function stripOf({ sight, reading }: ReadCard, isMasked: boolean, others: readonly Quad[]): Promise<Buffer | null> {
  const hidden = isMasked ? middleDigits(placeOf(reading)) : [];
  return hidden && cropNumber(sight.raster, outlineOf(reading.place), reading.place.length, isMasked ? [...others, ...hidden] : []);
}

/** The lines of digits that are not part of the number that was read. */
const unreadLines = ({ numbers, reading }: ReadCard): Quad[] =>
  numbers.flat().filter((line) => !reading.place.some((part) => isInside(part, quadCentre(line))));

const placeOf = ({ place, positions, text }: NumberReading): PlacedNumber => ({ place, positions, length: text.length });
