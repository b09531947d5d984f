import { isLuhnValid } from '../card/luhn';
import { USUAL_LENGTHS } from '../card/pan';
import {
  growQuad,
  invertHomography,
  isInside,
  projectQuad,
  type Quad,
  quadCentre,
  quadDirection,
  quadHeight,
  quadWidth,
  rectangleToQuad,
  turnQuad,
} from '../geometry';
import type { Raster } from '../image/raster';
import { warp } from '../image/warp';
import { aroundNumber, referenceLine } from '../location/expiry-boxes';
import type { LocatedCard } from '../location/located-card';
import { locateCards, locateClosely, locateLines } from '../location/locator';
import { wordsOn } from '../location/text-detector';
import type { Model } from '../model/model';
import { findNumber, type Readers } from './find-number';
import { speaksOfCard } from './is-card';
import { isPartial, withUnreadable } from './partial-number';
import { type LocatedReading, readAgain, readLocated } from './read-located';
import { confidenceOf, type Glance, type NumberPlace, type NumberReading, type PanPrior, plainReading } from './read-number';

/** The networks that say where things are. */
export interface Finders {
  /** the project's own: cards, number lines, dates */
  readonly locator: Model;
  /** a general one of text, slow: asked where the locator's lines are not read surely */
  readonly detector: Model;
}

/** A card of a picture. */
export interface FoundCard {
  /** clockwise from the card's own top left, px of the raster; null where only its number was seen */
  readonly outline: Quad | null;
  /** null: no number can be read on it */
  readonly reading: NumberReading | null;
  /** where the locator sees its expiry date */
  readonly expiry: Quad | null;
  /** how sure the locator is that there is one at all, 0..1 */
  readonly expiryScore: number;
  /** all lines that the locator takes for (part of) a number */
  readonly numbers: readonly Quad[];
}

export interface FoundCards {
  /** largest first */
  readonly cards: readonly FoundCard[];
  /** the picture shows a bank card: by a number, or else by its words */
  readonly isCard: boolean;
}

/** A picture shows at most so many cards of interest. */
const MAX_CARDS = 8;
/** Smaller pictures show a thorough look nothing more, px. */
const MIN_THOROUGH_SIDE = 640;
/** So many lines of a look at what is around a number are read. */
const MAX_LINES = 2;
/** So many cards' own words are read to tell whether there is a bank card at all. */
const MAX_ASKED = 2;
/** A card is straightened for the text detector with so much room around it, of its height, and at most so wide, px. */
const CROP = { room: 0.04, width: 1280 };
/** Confidence below which a number is told only if the picture speaks of a card: other things have digits, too. */
const HOPELESS = 0.03;
/** Confidence below which a number is a guess, unless it is this likely by all that is known of numbers. */
const GUESS = 0.1;
const LIKELY = 0.8;
/** Each digit of a clear number that is read this surely by the picture alone needs no other reader. */
const UNDOUBTED = 0.9;
/** So sure of a number of a usual length, nothing else is looked for: what the text detector finds is then seldom better. */
const BELIEVABLE = 0.4;
/** The cosine of an angle from which on two directions are opposite ones. */
const OPPOSITE = -0.7;
/** A number on no card that the locator sees: its log prior must be this good. */
const CARDLESS_PRIOR = -1;

/**
 * Find the cards of a picture and read their numbers.
 *
 * @param checkTime - called between steps; throws when the time is up
 * @throws {CardOcrError} as `Model.run`
 */
export async function findCards(
  finders: Finders,
  readers: Readers,
  raster: Raster,
  prior: PanPrior,
  checkTime: () => void,
): Promise<FoundCards> {
  const readEach = async (located: readonly LocatedCard[]): Promise<CardLook[]> => {
    const looks: CardLook[] = [];
    for (const card of located.slice(0, MAX_CARDS)) {
      checkTime();
      looks.push(await readCard(finders, readers, raster, card, prior, checkTime));
    }
    return looks;
  };
  const hasNumber = ({ reading }: CardLook): boolean => reading !== null;
  let cards = await readEach(await locateCards(finders.locator, raster));
  if (!cards.some(hasNumber) && Math.max(raster.width, raster.height) >= MIN_THOROUGH_SIDE) {
    checkTime();
    const small = await readEach(await locateCards(finders.locator, raster, true));
    if (cards.length === 0 || small.some(hasNumber)) cards = small;
  }
  if (cards.some(({ isSettled }) => isSettled)) return { cards: cards.map((card) => concluded(card, prior)), isCard: true };
  const looks = cards.flatMap((card) => card.looks);
  const { reading, lines } = await findNumber(finders.detector, readers, raster, prior, checkTime, looks);
  let spoken: Promise<boolean> | null = null;
  const ask = async (): Promise<boolean> => {
    const level = lines.map(({ quad }) => quad);
    if (await speaksOfCard(readers.text, raster, level, checkTime)) return true;
    // a card that lies askew speaks when it is laid straight
    for (const { outline } of cards.slice(0, MAX_ASKED)) {
      if (outline && (await speaksOfCard(readers.text, raster, await wordsOn(finders.detector, raster, outline), checkTime))) return true;
    }
    return false;
  };
  const speaks = (): Promise<boolean> => {
    spoken ??= ask();
    return spoken;
  };
  const told = async (found: FoundCard[]): Promise<FoundCards> => {
    const isHopeless = found.every((card) => card.reading === null || isGuess(card.reading, HOPELESS));
    const isCard = !isHopeless || (await speaks());
    return { cards: isCard ? found : found.map((card) => ({ ...card, reading: null })), isCard };
  };
  const isBest = reading !== null && cards.every((card) => reading.total > totalOf(card.reading));
  const isOfCard = isBest && (cards.length > 0 || prior.of(reading.text) >= CARDLESS_PRIOR || (await speaks()));
  if (isOfCard) {
    const centre = quadCentre(reading.place[0]!);
    const outlined = cards.filter(({ outline }) => outline !== null);
    const at = outlined.find(({ outline }) => outline && isInside(outline, centre));
    const card = at ?? { outline: null, seen: null, looks: [], expiry: null, expiryScore: 1, numbers: [] };
    const others = outlined.filter((one) => one !== at);
    return told([{ ...card, reading, isSettled: true }, ...others].map((one) => concluded(one, prior)));
  }
  return told(cards.map((card) => concluded(card, prior)));
}

/** A card as it was seen, before what is missing of its number is told. */
interface CardLook extends FoundCard {
  /** the number is plain to see, or was found in two ways */
  readonly isSettled: boolean;
  /** first look at the number's place, where the locator saw one */
  readonly seen: Glance | null;
  /** all looks at where the locator saw it, from where it is read */
  readonly looks: readonly Glance[];
}

const isGuess = (reading: NumberReading, below: number): boolean => !isPartial(reading) && confidenceOf(reading) < below;

const totalOf = (reading: NumberReading | null | undefined): number => reading?.total ?? -Infinity;

function concluded({ seen, looks: _, isSettled, ...card }: CardLook, prior: PanPrior): FoundCard {
  const isOfCard = card.outline !== null || (card.reading !== null && prior.of(card.reading.text) >= CARDLESS_PRIOR);
  const number = isOfCard || isSettled ? settled(card.reading, seen, prior) : null;
  return number ? turnedWith(number, { ...card, reading: number }) : { ...card, reading: null };
}

const isPlain = (read: { readonly reading: NumberReading | null } | null): boolean => Boolean(read?.reading?.sure || read?.reading?.clear);

const isOfUsualLength = ({ text }: NumberReading): boolean => USUAL_LENGTHS.includes(text.length);

const weakestDigit = ({ digitConfidence }: NumberReading): number => Math.min(...digitConfidence);

const isBelievable = (reading: NumberReading | null): boolean =>
  reading !== null && isOfUsualLength(reading) && confidenceOf(reading) >= BELIEVABLE;

/** Whether each digit of a number of a usual length is sure by the picture alone, whatever is known of such numbers. */
const isSeen = (read: LocatedReading | null): boolean =>
  isPlain(read) || (read?.reading != null && isOfUsualLength(read.reading) && weakestDigit(read.reading) >= UNDOUBTED);

/** Whether the other reader need not be asked: it never sees anything else where several looks see all digits like this. */
const isUndoubted = (reading: NumberReading | null): boolean =>
  reading !== null && (reading.sure || (reading.clear && weakestDigit(reading) >= UNDOUBTED));

async function readCard(
  { locator, detector }: Finders,
  readers: Readers,
  raster: Raster,
  first: LocatedCard,
  prior: PanPrior,
  checkTime: () => void,
): Promise<CardLook> {
  let card = first;
  const seen: { best: LocatedReading | null; readonly looks: Glance[] } = { best: null, looks: [] };
  const readAt = async (places: readonly NumberPlace[]): Promise<void> => {
    const read = await readLocated(readers, raster, places, prior, checkTime);
    if (read?.ahead) seen.looks.push(read.ahead);
    if (read && isBetter(read, seen.best)) seen.best = read;
  };
  await readAt(card.numbers);
  // what is plain to see, if not plausible, would look no different from near by
  if (!isSeen(seen.best) && card.outline) {
    checkTime();
    const closer = await locateClosely(locator, raster, card.outline);
    card = closer ?? card;
    if (closer) await readAt(closer.numbers);
  }
  const line = seen.best?.seen.place ?? card.numbers[0];
  if (line && !isSeen(seen.best)) {
    checkTime();
    const { numbers } = await locateLines(locator, raster, aroundNumber(referenceLine(line), card.outline));
    await readAt(numbers.slice(0, MAX_LINES).map((quad) => [quad]));
  }
  const { best, looks } = seen;
  let reading = best?.reading ?? null;
  if (best && !isUndoubted(reading)) {
    reading = (await readAgain(readers, raster, best, looks, prior, checkTime)) ?? reading;
  }
  let isSettled = isPlain({ reading }) || isBelievable(reading);
  if (!isSettled && card.outline) {
    checkTime();
    const other = await readStraightened(detector, readers, raster, card.outline, looks, prior, checkTime);
    isSettled = isPlain({ reading: other }) || (other !== null && other.text === reading?.text);
    if (totalOf(other) > totalOf(reading)) reading = other;
  }
  return {
    outline: card.outline,
    reading,
    seen: best?.seen ?? null,
    looks,
    isSettled,
    expiry: card.expiry ?? first.expiry,
    expiryScore: Math.max(card.expiryScore, first.expiryScore),
    numbers: card.numbers.flat(),
  };
}

/** The likelier number; without one, more digits. */
function isBetter(a: LocatedReading, b: LocatedReading | null): boolean {
  if (!b) return true;
  if (a.reading || b.reading) return totalOf(a.reading) > totalOf(b.reading);
  return a.seen.digits.length > b.seen.digits.length;
}

/** Which way a number is read tells which way up its card lies: surer than the locator. */
function turnedWith({ place }: NumberReading, card: FoundCard): FoundCard {
  const direction = quadDirection(place[0]!);
  const upright = (quad: Quad): Quad => {
    const d = quadDirection(quad);
    return d.x * direction.x + d.y * direction.y < OPPOSITE ? turnQuad(quad, 180) : quad;
  };
  return { ...card, outline: card.outline && upright(card.outline), expiry: card.expiry && upright(card.expiry) };
}

/**
 * With `?` for what is missing, where a number fails its checks; and where it is little more than a guess, what was plain to see of it.
 *
 * @param seen - a look at its place
 */
function settled(reading: NumberReading | null, seen: Glance | null, prior: PanPrior): NumberReading | null {
  if (reading?.sure) return reading;
  if (seen && (!reading || (confidenceOf(reading) < GUESS && reading.posterior < LIKELY))) {
    const plain = withUnreadable(plainReading(seen), prior);
    if (isPartial(plain)) return plain;
  }
  if (!reading) return null;
  const isWhole = isLuhnValid(reading.text) && isOfUsualLength(reading);
  return isWhole ? reading : withUnreadable(reading, prior);
}

/** By the text detector, on the card laid straight. */
async function readStraightened(
  detector: Model,
  readers: Readers,
  raster: Raster,
  outline: Quad,
  looks: readonly Glance[],
  prior: PanPrior,
  checkTime: () => void,
): Promise<NumberReading | null> {
  const by = CROP.room * quadHeight(outline);
  const area = growQuad(outline, by, by);
  const width = Math.max(1, Math.round(Math.min(CROP.width, quadWidth(area))));
  const height = Math.max(1, Math.round((width * quadHeight(area)) / Math.max(1, quadWidth(area))));
  const homography = rectangleToQuad(width, height, area);
  const toCrop = invertHomography(homography);
  const others = looks.map((look) => ({
    ...look,
    place: look.place.map((quad) => (toCrop ? projectQuad(toCrop, quad) : quad)),
  }));
  const { reading } = await findNumber(detector, readers, warp(raster, area, width, height), prior, checkTime, others);
  if (!reading) return null;
  const place = reading.place.map((quad) => projectQuad(homography, quad));
  return { ...reading, place };
}
