import { isLuhnValid } from '../card/luhn';
import type { NumberReading } from '../evidence';
import { isInside, type Quad, quadCentre, quadDirection, quadHeight, turnQuad } from '../geometry';
import { confidenceOf, isOfUsualLength, isPlain, totalOf } from './certainty';
import { plainReading } from './decode-number';
import type { Doubt } from './ladder';
import { isPartial, withUnreadable } from './partial-number';
import { cardDoubts, cardOf, hasNumber, isSettled, type SeenCard, type Survey, standing } from './survey';

/** Below this confidence a number is told only if the picture's words speak of a card: other things have digits, too. */
const HOPELESS = 0.03;
/** Below this confidence a number is a guess, unless its posterior reaches `LIKELY`. */
const GUESS = 0.1;
const LIKELY = 0.8;
/** Two directions are opposite when the cosine of the angle between them is below this. */
const OPPOSITE = -0.7;
/** Where the locator sees no card, a number needs at least this log prior. */
const CARDLESS_PRIOR = -1;
/** More pixels show nothing more of a line that is at least this high, px. */
const PLAIN_HEIGHT = 28;
/** In pictures whose longer side is shorter than this, a thorough look sees nothing more, px. */
const MIN_THOROUGH_SIDE = 640;

/** What is told of a picture. */
export interface FoundCards {
  /** largest first; `reading` is null where no number can be read */
  readonly cards: readonly SeenCard[];
  /** the picture shows a bank card: by a number, or else by its words */
  readonly isCard: boolean;
}

/** What is told of a picture when nothing more is looked at. */
export function conclude(survey: Survey): FoundCards {
  const cards = believed(survey);
  const isCard = isCertain(survey, cards) || survey.speaksOfCard === true;
  return { cards: isCard ? cards : cards.map((card) => ({ ...card, reading: null })), isCard };
}

/** What is not settled about any card, and about the picture. */
export function surveyDoubts(survey: Survey): ReadonlySet<Doubt> {
  const doubts = new Set<Doubt>(survey.cards.flatMap((card) => [...cardDoubts(card)]));
  const seen = standing(survey);
  const { cards, sight } = seen;
  const { image, raster } = sight;
  if (!survey.before) doubts.add('unseen');
  if (image.isCoarse && (cards.length === 0 || !cards.every(isPlainToSee))) doubts.add('few-pixels');
  if (!cards.some(hasNumber) && Math.max(raster.width, raster.height) >= MIN_THOROUGH_SIDE) doubts.add('no-number');
  if (!cards.some(isSettled)) doubts.add('unsettled');
  if (seen.speaksOfCard === null && !isCertain(seen)) doubts.add('no-card');
  return doubts;
}

const isPlainToSee = ({ reading }: SeenCard): boolean =>
  reading !== null && isPlain(reading) && Math.min(...reading.place.map(quadHeight)) >= PLAIN_HEIGHT;

/** Whether a number says by itself that it is a card's. */
const isCertain = (survey: Survey, cards?: readonly SeenCard[]): boolean =>
  survey.cards.some(isSettled) || (cards ?? believed(survey)).some(({ reading }) => reading !== null && !isGuess(reading, HOPELESS));

const isGuess = (reading: NumberReading, below: number): boolean => !isPartial(reading) && confidenceOf(reading) < below;

/** Each card with the number that we tell. A card whose number the text detector found comes first. */
function believed(survey: Survey): SeenCard[] {
  const { cards } = survey;
  const ownNumber = detectedCard(survey);
  const others = ownNumber ? cards.filter((card) => card.outline !== null && card.outline !== ownNumber.outline) : cards;
  return [...(ownNumber ? [ownNumber] : []), ...others].map(concluded);
}

/** The card whose number the text detector found in the picture; null where a card's own number is likelier, or no card has such a number. */
function detectedCard({ sight, cards, detected, speaksOfCard }: Survey): SeenCard | null {
  const reading = detected?.reading;
  if (!reading || cards.some(isSettled) || !cards.every((card) => reading.total > totalOf(card.reading))) return null;
  if (cards.length === 0 && sight.prior.of(reading.text) < CARDLESS_PRIOR && !speaksOfCard) return null;
  const centre = quadCentre(reading.place[0]!);
  const at = cards.find(({ outline }) => outline && isInside(outline, centre));
  const card = at ?? cardOf(sight, { outline: null, score: 1, numbers: [], expiry: null, expiryScore: 1 });
  return { ...card, reading, isConfirmed: true };
}

function concluded(card: SeenCard): SeenCard {
  const { sight, outline, reading } = card;
  const isOfCard = outline !== null || (reading !== null && sight.prior.of(reading.text) >= CARDLESS_PRIOR);
  const number = isOfCard || isSettled(card) ? toldOf(card) : null;
  return number ? turnedWith(number, { ...card, reading: number }) : { ...card, reading: null };
}

/** The direction of the number tells which way up the card lies, more surely than the locator does. */
function turnedWith({ place }: NumberReading, card: SeenCard): SeenCard {
  const direction = quadDirection(place[0]!);
  const upright = (quad: Quad): Quad => {
    const d = quadDirection(quad);
    return d.x * direction.x + d.y * direction.y < OPPOSITE ? turnQuad(quad, 180) : quad;
  };
  return { ...card, outline: card.outline && upright(card.outline), expiry: card.expiry && upright(card.expiry) };
}

/** A number that fails its checks gets `?` for missing digits; of one that is little more than a guess we tell what was plain to see. */
function toldOf({ reading, located, sight: { prior } }: SeenCard): NumberReading | null {
  if (reading?.sure) return reading;
  if (located && (!reading || (confidenceOf(reading) < GUESS && reading.posterior < LIKELY))) {
    const plain = withUnreadable(plainReading(located.seen), prior);
    if (isPartial(plain)) return plain;
  }
  if (!reading) return null;
  const isWhole = isLuhnValid(reading.text) && isOfUsualLength(reading);
  return isWhole ? reading : withUnreadable(reading, prior);
}
