import type { NumberReading, Place, SeenPlace } from '../evidence';
import { growQuad, isInside, partOfQuad, type Quad, quadAspect, quadCentre, quadHeight, quadWidth } from '../geometry';
import { aroundNumber } from '../location/around-number';
import { partsOfCard, seenInParts } from '../location/card-parts';
import { blockIn, type LocatedCard } from '../location/located-card';
import { locateCards, locateClosely, locateInTurned, locateNumbers, locateSmallCards } from '../location/locator';
import { PAN_ALPHABET } from '../recognition/constrained-decode';
import { bestPath } from '../recognition/ctc';
import { memoized } from '../recognition/memoize';
import type { PanPrior, Sight } from '../sight';
import {
  AGREED,
  asSureAs,
  CLEAR,
  confidenceOf,
  credible,
  doubtedAt,
  isLikelier,
  isPlain,
  isSeen,
  totalOf,
  weakestDigit,
} from './certainty';
import { conclude, type FoundCards, standing, surveyDoubts } from './conclude';
import { firstReading } from './decode-number';
import { FIRST_FRAMING, glance, reversed } from './glance';
import { climb, type Rung } from './ladder';
import { layAlong } from './lay-along';
import { type Line, lineOf, lookAtCrops, lookBySecond, seenByCrops, seenBySecond } from './line-rungs';
import { inReadingDirection, mostDigitsAt, withRoom } from './places';
import { reachEnds, withoutDigitsBehind } from './reach';
import { cardDoubts, cardOf, isSettled, type LocatedReading, type SeenCard, type Survey, type WholeLook } from './survey';
import { inTwoRows } from './two-rows';

/** The most cards of a picture that are read, the largest. */
const MAX_CARDS = 8;
/** The most lines that are read of one look of `around` or of `parts`. */
const MAX_LINES = 2;
/** The rung `again` looks at a card with this margin around it, in the card's shorter sides, if its number has at least this confidence. */
const AGAIN = { around: 0.05, least: 0.05 };
/**
 * The rung `parts` looks at large and small parts of cards whose longer side has at least so many px: parts of smaller ones show no more than was seen before. A number is
 * at least so many times as long as it is high.
 */
const PARTS = { leastSide: { large: 400, small: 640 }, leastAspect: 5 };
/** Where the rung `rows` looks on a card, as shares of its width and of its height: from and to. It reads so many of the lines that it sees. */
const ROWS = { x: [-0.03, 1.03], y: [0.3, 0.9], lines: 6 } as const;
/** The highest posterior of a number that the second reader disputes. */
const DISPUTED = 0.4;
/**
 * What a number must reach in one look at its line in the mirror, in nats but for `likely`: the probability of the number, and of each of its digits unless it passes its
 * checks. It must be likelier than that in the picture by so much, and its digits clearer, or plain: in a mirror some digits look like others, 2 like 5, and may pass the
 * check. Of 131 mirrored photographs and renders 103 do so, and of 146 other pictures with no number or one that fails its checks none.
 */
const IN_MIRROR = { framing: { ...FIRST_FRAMING, isMirrored: true }, likely: 0.5, visual: -5.5, clearer: 2, likelier: 3 };
/** How much the reading direction that the locator sees counts, in nats. */
const DIRECTION_PRIOR = 6;

type LookAtCard = Rung<SeenCard>['look'];

/** Makes of a look at a card one at each card of the picture. */
const atEachCard =
  (look: LookAtCard): Rung<Survey>['look'] =>
  async (survey) => {
    const cards: (SeenCard | null)[] = [];
    for (const card of survey.cards) cards.push(await look(card));
    return cards.some((card) => card !== null) ? { ...survey, cards: survey.cards.map((card, i) => cards[i] ?? card) } : null;
  };

/** Makes of a rung for a card a rung for the picture, which looks at each card that is in doubt. */
const ofCards = (rung: Rung<SeenCard>): Rung<Survey> => ({
  ...rung,
  look: atEachCard(async (card) => {
    const doubts = cardDoubts(card);
    return rung.asks.some((doubt) => doubts.has(doubt)) ? rung.look(card) : null;
  }),
});

/** Makes of a rung for a line a rung for the picture, which looks at the line of each card's number. */
const ofCardLines = (rung: Rung<Line>): Rung<Survey> =>
  ofCards({
    ...rung,
    look: async (card) => {
      const line = card.line && (await rung.look(card.line));
      return line && { ...card, line, reading: credible(line.reading) ?? withoutSupport(card.located?.reading ?? null, line) };
    },
  });

/** The number that the fast reader saw, where both readers together see none: it is in doubt if the second one sees other digits there. */
const withoutSupport = (reading: NumberReading | null, { second }: Line): NumberReading | null =>
  reading && second.some((probs) => bestPath(probs, PAN_ALPHABET) !== '') ? doubtedAt(reading, DISPUTED) : reading;

/** How the number of each card in a picture is found: cheapest first. */
export const NUMBER_RUNGS: readonly Rung<Survey>[] = [
  { name: 'cards', asks: ['unseen'], networks: ['card-location'], look: lookBy(locateCards) },
  ofCards({ name: 'line', asks: ['unread'], networks: ['digit-recognition'], look: (card) => readAt(card, card.numbers) }),
  ofCardLines({ name: 'second-crop', asks: ['unclear'], networks: ['second-digit-recognition'], look: (line) => lookBySecond(line, 1) }),
  ofCards({ name: 'closer', asks: ['unclear'], networks: ['card-location', 'digit-recognition'], look: lookCloser }),
  ofCards({ name: 'around', asks: ['unclear'], networks: ['card-location', 'digit-recognition'], look: lookAroundLine }),
  { name: 'fine', asks: ['few-pixels'], networks: ['card-location'], restarts: 1, look: lookFinely },
  ofCardLines({ name: 'crops', asks: ['doubted'], networks: ['digit-recognition'], look: (line) => lookAtCrops(line) }),
  ofCardLines({ name: 'second', asks: ['doubted'], networks: ['second-digit-recognition'], look: (line) => lookBySecond(line) }),
  ofCards({
    name: 'again',
    asks: ['doubted'],
    networks: ['card-location', 'digit-recognition', 'second-digit-recognition'],
    look: lookAgain,
  }),
  { name: 'rows', asks: ['none-plain', 'no-number'], networks: ['card-location', 'digit-recognition'], look: atEachCard(lookForRows) },
  { name: 'parts', asks: ['no-number'], networks: ['card-location', 'digit-recognition'], restarts: 1, look: atEachCard(lookAtParts) },
  {
    name: 'mirrored',
    asks: ['none-plain', 'no-number'],
    networks: ['card-location', 'digit-recognition'],
    restarts: 1,
    look: lookInMirror,
  },
  { name: 'turned', asks: ['no-number'], networks: ['card-location'], restarts: 1, look: lookBy(locateInTurned, 'turned') },
  { name: 'small-cards', asks: ['no-number'], networks: ['card-location'], restarts: 1, look: lookBy(locateSmallCards, 'small-cards') },
];

/**
 * Finds the cards in a picture and reads their numbers.
 *
 * @throws {CardOcrError} `REQUEST_TIMEOUT` when the time is up; as `Model.run`
 */
export const findCards = async (sight: Sight): Promise<FoundCards> =>
  conclude(await climb(NUMBER_RUNGS, { sight, cards: [], before: null }, surveyDoubts));

async function locate(sight: Sight, by: typeof locateCards, seenIn?: WholeLook): Promise<SeenCard[]> {
  const located = await by(sight.networks.locator, sight.raster);
  noteCards(sight, located);
  return located.slice(0, MAX_CARDS).map((card) => cardOf(sight, card, seenIn));
}

/** Looks at the whole picture. */
function lookBy(by: typeof locateCards, seenIn?: WholeLook): (survey: Survey) => Promise<Survey> {
  return async (survey) => {
    const { sight } = standing(survey);
    return { sight, cards: await locate(sight, by, seenIn), before: survey };
  };
}

/** Looks at the picture as finely as it is ever looked at. */
async function lookFinely(survey: Survey): Promise<Survey> {
  const sight = await standing(survey).sight.finely();
  return { sight, cards: await locate(sight, locateCards), before: survey };
}

/** Looks at the mirrored picture if a number is likelier there than in the picture itself: some front cameras mirror what they take. */
async function lookInMirror(survey: Survey): Promise<Survey | null> {
  const { sight, cards } = standing(survey);
  for (const card of cards) {
    if (!(await isLikelierInMirror(card))) continue;
    const mirror = await sight.mirrored();
    const there = await locate(mirror, locateCards);
    return there.length > 0 ? { sight: mirror, cards: there, before: survey } : null;
  }
  return null;
}

/** The answer is kept: the ladder may be climbed again without a new look at the card. */
const isLikelierInMirror = memoized(async ({ sight, reading, located, numbers }: SeenCard): Promise<boolean> => {
  const place = reading?.place ?? located?.seen.place ?? numbers[0]?.map(withRoom);
  if (!place) return false;
  for (const way of [place, reversed(place)]) {
    const number = credible(firstReading(sight, await glance(sight, way, IN_MIRROR.framing)));
    if (!number || number.posterior < IN_MIRROR.likely || number.visual < IN_MIRROR.visual) continue;
    if (weakestDigit(number) < IN_MIRROR.likely && sight.prior.of(number.text) < AGREED.logPrior) continue;
    const isClearer = isPlain(number) || number.visual >= (reading?.visual ?? -Infinity) + IN_MIRROR.clearer;
    if (isClearer && number.total >= totalOf(reading) + IN_MIRROR.likelier) return true;
  }
  return false;
});

/** Looks at the card as closely as the locator can, and reads its lines. */
async function lookCloser(card: SeenCard): Promise<SeenCard | null> {
  const { sight, outline } = card;
  if (!outline) return null;
  const closer = await locateClosely(sight.networks.locator, sight.raster, outline);
  if (!closer) return card;
  noteCards(sight, [closer]);
  const updated = {
    ...card,
    outline: closer.outline,
    numbers: [...closer.numbers, ...card.numbers],
    dates: closer.dates.length > 0 ? closer.dates : card.dates,
  };
  return readAt(updated, closer.numbers);
}

/** Looks at the card once more, in a slightly different frame, with both readers. */
async function lookAgain(card: SeenCard): Promise<SeenCard | null> {
  const { sight, outline, reading: before } = card;
  if (!outline || !before || isSeen(before) || confidenceOf(before) < AGAIN.least) return null;
  const by = AGAIN.around * Math.min(quadWidth(outline), quadHeight(outline));
  const again = await locateClosely(sight.networks.locator, sight.raster, growQuad(outline, by, by));
  if (!again) return card;
  noteCards(sight, [again]);
  const read = await readLocated(sight, again.numbers);
  if (!read?.ahead) return card;
  const { reading } = await seenBySecond(lineOf(sight, read.ahead, read.reading));
  if (!reading) return card;
  return { ...card, reading: seenTwice(before, reading), most: reading.text === before.text ? 1 : 1 - confidenceOf(reading) };
}

/**
 * Updates a number after another look. Where that look reads the same number more surely, the number becomes as sure as it is there. Otherwise its posterior is limited:
 * to the geometric mean of both looks where they read the same, else to the doubt that the other look leaves.
 */
function seenTwice(before: NumberReading, again: NumberReading): NumberReading {
  const isSame = again.text === before.text;
  if (isSame && confidenceOf(again) > confidenceOf(before)) return asSureAs(again, before);
  const left = isSame ? Math.sqrt(before.posterior * again.posterior) : 1 - confidenceOf(again);
  return { ...before, posterior: Math.min(before.posterior, left) };
}

/** Looks for a number in two rows on a card without one in a line that passes its checks: at first the locator may see but pieces of the rows, or both as one. */
async function lookForRows(card: SeenCard): Promise<SeenCard | null> {
  const { sight, outline, numbers, reading: before, seenIn } = card;
  const [place] = numbers;
  const isInOneRow = before?.place.length === 1 && sight.prior.of(before.text) >= AGREED.logPrior;
  if (isSettled(card) || seenIn === 'turned' || isInOneRow) return null;
  const area = outline ? partOfQuad(outline, ...ROWS.x, ...ROWS.y) : place && aroundNumber(place, null);
  if (!area) return null;
  const lines = await numbersIn(sight, area);
  const seen = await inTwoRows(sight, lines.slice(0, ROWS.lines));
  if (!seen) return null;
  const { glance: ahead, reading: read } = await seenByCrops(lineOf(sight, seen, firstReading(sight, seen)));
  const reading = credible(read);
  if (!reading || !isLikelier(reading, before, sight.prior)) return null;
  const looks = [...card.looks, ahead];
  return { ...card, looks, located: { reading, seen, ahead }, line: lineOf(sight, ahead, reading, looks), reading };
}

/**
 * Looks at a card without a number in parts: the locator does not see small digits on a whole card, nor many on the strip for the signature.
 *
 * @returns null where the parts show no number that is a card's by its checks: other small rows of digits are seen there, too
 */
async function lookAtParts(card: SeenCard): Promise<SeenCard | null> {
  const { sight, outline, reading, seenIn } = card;
  if (!outline || reading || seenIn !== 'first') return null;
  const side = Math.max(quadWidth(outline), quadHeight(outline));
  for (const size of ['large', 'small'] as const) {
    if (side < PARTS.leastSide[size]) break;
    const lines = await seenInParts(partsOfCard(outline, size), async (part) => {
      const numbers = await locateNumbers(sight.networks.locator, sight.raster, part);
      return numbers.slice(0, MAX_LINES).filter((line) => quadAspect(line) >= PARTS.leastAspect);
    });
    notePlaces(sight, lines, 'number');
    const places = lines.map((line) => [line]);
    const after = await readAt(card, places);
    if (after.reading && sight.prior.of(after.reading.text) >= AGREED.logPrior) return after;
  }
  return null;
}

async function lookAroundLine(card: SeenCard): Promise<SeenCard | null> {
  const { sight, outline, located } = card;
  const place = located?.seen.place ?? card.numbers[0];
  if (!place) return null;
  const numbers = await numbersIn(sight, aroundNumber(place, outline));
  const lines = numbers.slice(0, MAX_LINES).map((quad) => [quad]);
  const block = blockIn(place.length > 1 ? joined(numbers, place) : numbers);
  return readAt(card, block ? [...lines, block] : lines);
}

/** Lines that are seen now, and of those seen before the ones that are not seen again. */
const joined = (now: readonly Quad[], before: readonly Quad[]): Quad[] => [
  ...now,
  ...before.filter((line) => !now.some((other) => isInside(other, quadCentre(line)) || isInside(line, quadCentre(other)))),
];

/**
 * Reads the likeliest place of a card's number, with the fast reader alone.
 *
 * @param places - where its number may stand, likeliest first, tight around the digits
 */
async function readAt(card: SeenCard, places: readonly Place[]): Promise<SeenCard> {
  const { sight } = card;
  const read = await readLocated(sight, places);
  if (!read) return card;
  const looks = read.ahead ? [...card.looks, read.ahead] : card.looks;
  const { line: before } = card;
  const isBest = isBetter(read, card.located, sight.prior);
  // what both readers have read of that line is kept
  if (before && !isBest) {
    const { shared } = lineOf(sight, before.glance, before.reading, looks);
    return { ...card, looks, line: { ...before, shared } };
  }
  const located = isBest ? read : card.located;
  const line = located?.ahead ? lineOf(sight, located.ahead, located.reading, looks) : null;
  return { ...card, looks, located, line, reading: located?.reading ?? null };
}

async function readLocated(sight: Sight, places: readonly Place[]): Promise<LocatedReading | null> {
  const ahead = places.map((place) => place.map(withRoom));
  const tried = [...ahead, ...ahead.map(reversed)];
  const seen = await mostDigitsAt(sight, tried);
  if (!seen) return null;
  // a look may leave out rows of its place
  const at = tried.findIndex((place) => place.includes(seen.place[0]!));
  const directionPrior = at < places.length ? DIRECTION_PRIOR : -DIRECTION_PRIOR;
  const laid = await layAlong(sight, await reachEnds(sight, seen));
  const directed = await inReadingDirection(sight, laid, directionPrior);
  if (!directed) return { reading: null, seen, ahead: null };
  const look = await withoutDigitsBehind(sight, directed.look);
  if (look.isNoNumber) return { reading: null, seen: look, ahead: null };
  const line = await seenByCrops(lineOf(sight, look, firstReading(sight, look)));
  const read = { reading: credible(line.reading), seen, ahead: line.glance };
  if (!read.reading || sight.prior.of(read.reading.text) >= CLEAR.logPrior) return read;
  // the number of a member or of a customer may stand beside the card's own
  const other = places.length > 1 ? await readLocated(sight, places.toSpliced(at % places.length, 1)) : null;
  return other?.reading?.sure ? other : read;
}

/** Whether one reading is better than another: it has the likelier number, or where neither has one, more digits. */
function isBetter(a: LocatedReading, b: LocatedReading | null, prior: PanPrior): boolean {
  if (!b) return true;
  if (a.reading || b.reading) return isLikelier(a.reading, b.reading, prior);
  return a.seen.digits.length > b.seen.digits.length;
}

/** Looks for lines of numbers in a part of the picture. */
async function numbersIn(sight: Sight, area: Quad): Promise<Quad[]> {
  const numbers = await locateNumbers(sight.networks.locator, sight.raster, area);
  notePlaces(sight, numbers, 'number');
  return numbers;
}

const notePlaces = (sight: Sight, quads: readonly Quad[], of: SeenPlace['of']): void =>
  sight.note({ kind: 'places', raster: sight.raster, places: quads.map((quad) => ({ of, quad })) });

function noteCards(sight: Sight, cards: readonly LocatedCard[]): void {
  const places = cards.flatMap(({ outline, numbers, dates }): SeenPlace[] => [
    ...(outline ? [{ of: 'card' as const, quad: outline }] : []),
    ...numbers.flat().map((quad) => ({ of: 'number' as const, quad })),
    ...dates.slice(0, 1).map((quad) => ({ of: 'date' as const, quad })),
  ]);
  sight.note({ kind: 'places', raster: sight.raster, places });
}
