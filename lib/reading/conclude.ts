import { usualGroups } from '../card/group-pan';
import { isLuhnValid } from '../card/luhn';
import { endsInDay } from '../card/other-number';
import { COMMON_LENGTHS, FEW_LENGTHS, PAN_MAX_LENGTH, PAN_MIN_LENGTH, UNREADABLE } from '../card/pan';
import { isSpecimen } from '../card/pan-prior';
import type { NumberReading } from '../evidence';
import {
  applyHomography,
  dot,
  growQuad,
  isInside,
  type Point,
  partOfQuad,
  type Quad,
  quadCentre,
  quadDirection,
  quadHeight,
  quadWidth,
  rectangleToQuad,
  turnedAlong,
} from '../geometry';
import { memoized } from '../recognition/memoize';
import type { PanPrior } from '../sight';
import {
  CERTAIN_DIGIT,
  confidenceOf,
  doubtedAt,
  isOfNoCard,
  isOfUsualLength,
  isPlain,
  LIKELIER_THAN_NOT,
  SURE,
  weakestDigit,
} from './certainty';
import { plainReading } from './decode-number';
import type { Doubt } from './ladder';
import { pitchOf } from './layout';
import { hasCover, isPartial, mayBeWhole, mayLackItsEnd, standsOddly, withUnreadable } from './partial-number';
import { cardDoubts, hasNumber, isSettled, type SeenCard, type Survey } from './survey';

/** Numbers with less confidence are not reported: other things have digits, too. */
const HOPELESS = 0.03;
/** The same for numbers that begin as no card's number does: below it such numbers were never those of cards, above 0.37 nearly always. */
const HOPELESS_UNKNOWN = 0.3;
/** Below this confidence a number is a guess, unless its posterior reaches `LIKELY` or each of its digits is certain. */
const GUESS = 0.15;
const LIKELY = 0.8;
/** A digit that is further than this outside a card's outline, in heights of its line, belongs to another card. */
const STRAY = 0.5;
/** Two directions are opposite when the cosine of the angle between them is below this. */
const OPPOSITE = -0.7;
/** A line of at least this height, px, gains nothing from more pixels. */
const PLAIN_HEIGHT = 28;
/** Where the longer side of a picture is shorter than this, px, and the first look saw nothing, a thorough look finds no card either, but takes receipts for cards. */
const MIN_THOROUGH_SIDE = 360;

export interface FoundCards {
  /** largest first; `reading` is null where no number can be read */
  readonly cards: readonly SeenCard[];
  /** the picture shows a card: the first look saw the outline of one, or else there is a number */
  readonly isCard: boolean;
}

/** Returns what is reported of a picture once no rung is left to climb. */
export function conclude(survey: Survey): FoundCards {
  const cards = withoutShared(standing(survey).cards.map(concluded));
  return { cards, isCard: cards.some(hasNumber) || sawCardAtFirst(survey) };
}

/** Whether the first look at the whole picture saw the outline of a card, with the pixels of then, with finer ones, or in the mirror. */
const sawCardAtFirst = ({ cards, before }: Survey): boolean =>
  cards.some(({ outline, seenIn }) => outline !== null && seenIn === 'first') || (before !== null && sawCardAtFirst(before));

/**
 * Chooses which look at the whole picture counts: this one, or the one that counted before it. A look that reports a number beats one that reports none. If both report
 * one: the surer, if they looked at the same raster or at its mirror image; else the later, which had more pixels. If neither does: the earlier, if it saw cards and looked
 * at the same raster or its mirror image; else the later.
 */
export function standing(survey: Survey): Survey {
  if (!survey.before) return survey;
  const before = standing(survey.before);
  if (before.cards.length === 0) return survey;
  const isAsFine = before.sight === survey.sight || before.sight.isMirrored !== survey.sight.isMirrored;
  const [sure, sureBefore] = [surenessOf(survey), surenessOf(before)];
  if (sure !== NO_NUMBER) return isAsFine && sureBefore > sure ? before : survey;
  return sureBefore !== NO_NUMBER || isAsFine ? before : survey;
}

/** In place of a confidence, where no number is reported: less than any. */
const NO_NUMBER = -1;

/** The confidence of the surest number that a survey reports. */
const surenessOf = ({ cards }: Survey): number =>
  Math.max(NO_NUMBER, ...cards.flatMap((card) => concluded(card).reading ?? []).map(confidenceOf));

/** Returns what is not settled about any card, and about the picture. */
export function surveyDoubts(survey: Survey): ReadonlySet<Doubt> {
  const doubts = new Set<Doubt>(survey.cards.flatMap((card) => [...cardDoubts(card)]));
  const { cards, sight } = standing(survey);
  const { image, raster } = sight;
  if (!survey.before) doubts.add('unseen');
  // a closer look at an identity card may see a part of its number, or of another line, and take that for a card's
  if (cards.some(({ reading }) => isOfNoCard(reading))) return doubts;
  if (image.isCoarse && (cards.length === 0 || !cards.every(isPlainToSee))) doubts.add('few-pixels');
  const numbers = cards.flatMap(({ reading }) => reading ?? []);
  if (numbers.length > 0 && !numbers.some(isPlain)) doubts.add('none-plain');
  const isAnyReported = cards.some((card) => hasNumber(concluded(card)) && (card.seenIn !== 'turned' || isSettled(card)));
  if (!isAnyReported && (cards.length > 0 || Math.max(raster.width, raster.height) >= MIN_THOROUGH_SIDE)) doubts.add('no-number');
  return doubts;
}

const isPlainToSee = ({ reading }: SeenCard): boolean =>
  reading !== null && isPlain(reading) && Math.min(...reading.place.map(quadHeight)) >= PLAIN_HEIGHT;

/**
 * Gives each digit to one number only. Where cards overlap, a line of digits may lie on both, or run from one into the other: the number with fewer digits outside its
 * own card gets it, or else the surer one.
 */
function withoutShared(cards: readonly SeenCard[]): SeenCard[] {
  const numbered = cards.filter(hasNumber);
  const strayOf = new Map(numbered.map((card) => [card, strayDigits(card)]));
  numbered.sort((a, b) => strayOf.get(a)! - strayOf.get(b)! || confidenceOf(b.reading!) - confidenceOf(a.reading!));
  const kept: SeenCard[] = [];
  for (const card of numbered) if (!kept.some((other) => shareDigits(card, other))) kept.push(card);
  return cards.map((card) => (hasNumber(card) && !kept.includes(card) ? { ...card, reading: null } : card));
}

/** How many digits of a card's number lie outside its outline. */
function strayDigits({ outline, reading }: SeenCard): number {
  if (!outline) return 0;
  const by = STRAY * Math.min(...reading!.place.map(quadHeight));
  const whole = growQuad(outline, by, by);
  return digitCentres(reading!).filter((digit) => !isInside(whole, digit)).length;
}

const shareDigits = ({ reading: a }: SeenCard, { reading: b }: SeenCard): boolean =>
  digitCentres(a!).some((digit) => b!.place.some((line) => isInside(line, digit)));

/** The centres of a number's digits; where these are not known, as in a block, the centre of each line. */
function digitCentres({ place, positions }: NumberReading): Point[] {
  const [line] = place;
  if (!line || positions.length === 0) return place.map(quadCentre);
  const toPicture = rectangleToQuad(1, 1, line);
  return positions.map((position) => applyHomography(toPicture, { x: position, y: 0.5 }));
}

/** Whether a number is probably no card's number. A partial number is none if its beginning cannot be read, or no card's number begins so. */
export function isHopeless(prior: Pick<PanPrior, 'lengths'>, reading: NumberReading): boolean {
  const { length } = reading.text;
  if (length < PAN_MIN_LENGTH || length > PAN_MAX_LENGTH || isOfNoCard(reading)) return true;
  const begins = reading.text.split(UNREADABLE, 1)[0]!;
  const lengths = begins === '' ? [] : prior.lengths(begins);
  const isKnown = lengths.length > 0;
  if (isPartial(reading)) return !lengths.some((count) => count <= length);
  // neither its beginning nor a check nor how it stands speaks for it: of cards, only mock-ups have such numbers
  if (!isKnown && isBaseless(reading, prior) && !isSpecimen(reading.text)) return true;
  return confidenceOf(reading) < (isKnown ? HOPELESS : HOPELESS_UNKNOWN);
}

/** The answer is kept: it is asked for between any two rungs. */
const concluded = memoized((card: SeenCard): SeenCard => {
  const { sight, outline, seenIn, reading } = card;
  // where the locator sees no card, or sees it in the turned picture only, a number must be a plausible one
  const isOfCard = (outline !== null && seenIn !== 'turned') || (reading !== null && sight.prior.of(reading.text) >= SURE.logPrior);
  const number = isOfCard || isSettled(card) ? reportedNumber(card) : null;
  if (!number || isHopeless(sight.prior, number)) return { ...card, reading: null };
  const told = tight(number);
  if (mayBeWhole(told, outline)) return { ...card, reading: null };
  const isDoubted = mayLackItsEnd(told, outline, sight.prior) || mayBeUpsideDown(told, outline, sight.prior);
  const doubt = isDoubted ? { reading: doubtedAt(told, CUT), most: Math.min(card.most, CUT) } : { reading: told };
  return turnedWith(number, { ...card, ...doubt });
});

/** Digits that look like digits upside down, too. */
const TURNABLE = /^[0125689]+$/;

/** Whether a number of such digits begins as no card's number does, and runs against the direction in which the locator sees its card. */
const mayBeUpsideDown = ({ text, place: [line] }: NumberReading, outline: Quad | null, { lengths }: Pick<PanPrior, 'lengths'>): boolean =>
  outline !== null && TURNABLE.test(text) && lengths(text).length === 0 && dot(quadDirection(outline), quadDirection(line!)) < OPPOSITE;

/** How far a number's place extends beyond the centres of its first and last digit, in pitches. */
const RIM = 0.75;

/** Trims a number's place to its digits: the line was read further out. */
export function tight(number: NumberReading): NumberReading {
  const { place, positions } = number;
  const [line] = place;
  if (!line || place.length > 1 || positions.length < 2) return number;
  const rim = RIM * pitchOf(positions);
  const [from, to] = [positions[0]! - rim, positions.at(-1)! + rim];
  return {
    ...number,
    // positions are shares of the line in perspective
    place: [partOfQuad(line, from, to)],
    positions: positions.map((position) => (position - from) / (to - from)),
  };
}

/** Turns a card's quads to the direction of its number, which shows more surely than the locator which way up the card is. */
function turnedWith({ place }: NumberReading, card: SeenCard): SeenCard {
  const direction = quadDirection(place[0]!);
  const upright = (quad: Quad): Quad => turnedAlong(quad, direction, OPPOSITE);
  return {
    ...card,
    outline: card.outline && upright(card.outline),
    dates: card.dates.map(upright),
  };
}

const isGuess = (reading: NumberReading): boolean =>
  confidenceOf(reading) < GUESS && reading.posterior < LIKELY && weakestDigit(reading) < CERTAIN_DIGIT;

/** A number that fails its checks gets `?` for missing digits; of one that is little more than a guess we report what was plain to see. */
function reportedNumber({ reading, located, sight: { prior } }: SeenCard): NumberReading | null {
  if (reading?.sure && !hasCover(reading)) return doubtedIfCut(reading, prior);
  if (located && !located.seen.isNoNumber && (!reading || isGuess(reading))) {
    const plain = withUnreadable(plainReading(located.ahead ?? located.seen), prior);
    if (isPartial(plain)) return plain;
    if (isLongest(plain)) return doubtedAt(plain, CUT);
  }
  if (!reading) return null;
  return wholeOrPartial(reading, prior);
}

/** A few old cards of UnionPay have so many digits. The prior gives such numbers no chance, for digits of other print beside a number look so, too. */
const LONGEST = /^62\d{18}$/;

/** Whether digits are plainly a number of the longest kind, each likelier than not: they are told as they are, in doubt. */
const isLongest = ({ text, digitConfidence }: NumberReading): boolean =>
  LONGEST.test(text) && digitConfidence.every((confidence) => confidence >= LIKELIER_THAN_NOT);

/** Returns a number that passes its checks as it is, any other with `?` for digits that cannot be read. It is doubted where digits seem to be hidden, but it is not known which. */
export function wholeOrPartial(reading: NumberReading, prior: Pick<PanPrior, 'lengths'>): NumberReading {
  const isCovered = hasCover(reading);
  if (passes(reading, prior) && !isCovered) return doubtedIfCut(reading, prior);
  const marked = withUnreadable(reading, prior);
  if (isPartial(marked)) return marked;
  return isCovered ? doubtedAt(marked, CUT) : doubtedIfCut(marked, prior);
}

/** Whether a number has a right check digit and a length that numbers have: no digit of it counts as unreadable then. */
const passes = (reading: NumberReading, { lengths }: Pick<PanPrior, 'lengths'>): boolean =>
  isLuhnValid(reading.text) && (isOfUsualLength(reading) || lengths(reading.text).includes(reading.text.length));

/** Whether a number fails any check: the check digit, a known beginning, or a length that goes with it, of many lengths a common one. A sure number fails none. */
function failsAny({ text, sure }: NumberReading, prior: Pick<PanPrior, 'lengths'>): boolean {
  const lengths = prior.lengths(text);
  const isExpected = (lengths.length > FEW_LENGTHS ? COMMON_LENGTHS : lengths).includes(text.length);
  return !sure && !(isExpected && isLuhnValid(text));
}

/** The highest posterior of a number that may lack digits, or have a row of other print; such a number is never plain. */
const CUT = 0.4;

const doubtedIfCut = (reading: NumberReading, prior: Pick<PanPrior, 'lengths'>): NumberReading =>
  standsOddly(reading, failsAny(reading, prior)) || isUneven(reading) || isBaseless(reading, prior) ? doubtedAt(reading, CUT) : reading;

/** In a block whose rows have as many digits each, the shortest row is at least so long, in lengths of the longest one. */
const EVEN = 0.55;

/** Whether one row of a block is far shorter than another with as many digits: it is smaller print, such as a year, in place of a row that was not seen. */
function isUneven({ place, text }: NumberReading): boolean {
  if (place.length < 3 || text.length % place.length !== 0) return false;
  const widths = place.map(quadWidth);
  return Math.min(...widths) < EVEN * Math.max(...widths);
}

/**
 * Whether nothing speaks for digits as a card's number, neither a check nor how they stand: rows of them, or many in odd groups, may be telephone numbers, and those that end
 * in a day a licence's number and its date.
 */
const isBaseless = ({ place, positions, text }: NumberReading, { lengths }: Pick<PanPrior, 'lengths'>): boolean =>
  !isLuhnValid(text) &&
  !lengths(text).includes(text.length) &&
  (place.length > 1 || endsInDay(text) || (text.length > ENOUGH_DIGITS && usualGroups(positions) === null));

/** More digits than this that no check speaks for are hardly ever a number, unless they stand in usual groups. */
const ENOUGH_DIGITS = 16;
