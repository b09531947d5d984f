import { FIRST_CHIPS, hasFullYear, isExpired, isTooFar, mayBeBegin, SHORTEST_TERM } from '../card/expiry';
import type { ExpiryReading, Place } from '../evidence';
import {
  growQuad,
  isInside,
  mapQuad,
  moved,
  type Quad,
  quadCentre,
  quadDirection,
  quadDown,
  quadFrame,
  quadHeight,
  quadWidth,
  stretchQuad,
  turnedAlong,
} from '../geometry';
import { aroundNumber, referenceLine } from '../location/around-number';
import { partsOfCard, seenInParts } from '../location/card-parts';
import { dateWordAt } from '../location/date-word';
import { type LocatedDates, locateDates } from '../location/locator';
import type { Sight } from '../sight';
import type { DateSource } from './date-crop';
import { climb, type Doubt, type Rung } from './ladder';
import type { DateReading } from './pool-dates';
import {
  CLEAR_DATE,
  checkDate,
  type DateLooks,
  datesSince,
  hidingOf,
  isContested,
  isNoDate,
  likeliest,
  NO_LOOKS,
  REPORTED_DATE,
  readDateAt,
  spotDates,
  withWhatIsBeside,
  wordBeside,
} from './read-date';
import type { SeenCard } from './survey';
import { validFromIn } from './valid-from';

/** A card's date while it is being read. */
export interface DateSearch {
  readonly sight: Sight;
  /** the line of the card's number, in reading direction */
  readonly number: Quad;
  /** where the date locator looks: at the number and what is around it */
  readonly around: Quad;
  /** where the locator saw the date when it looked at the card */
  readonly place: Quad | null;
  /** other dates that it saw there, such as one below the other */
  readonly others: readonly Quad[];
  /** what the date locator saw around the number; null: it has not looked yet */
  readonly near: LocatedDates | null;
  /** what the readers have seen */
  readonly read: DateLooks;
  /** the second reader has looked at the places: its looks are kept, and must not count twice after a restart of the ladder */
  readonly isSeenBySecond: boolean;
  /** parts of a card whose number is small, which nobody has looked at yet */
  readonly parts: readonly Quad[];
  /** how many pieces of the rows have been looked at: after a restart the next ones follow */
  readonly pieces: number;
}

const LOCATED: DateSource = { isLocated: true, by: 'fast', showsBeside: true };
/** The least probability by the date locator with which a place is read by the second reader, too. */
const SECOND_SCORE = 0.6;
/** How many of `others` are read. */
const MAX_OTHERS = 2;
/** How many places that the date locator sees around the number are read. */
const MAX_PLACES = 3;
/** A number of less than this height, in its card's shorter sides, is small. */
const SMALL_NUMBER = 0.085;
/** How many places in each part of a card are read. */
const MAX_OF_PART = 2;
/** How many dates with a rival are checked; each after the one before was denied. */
const MAX_CHECKS = 3;
/** How many dates that would be reported are looked at for words beside them; a further one is reported as it is. */
const MAX_WORDS = 2;

/** How a card's expiry date is found: cheapest first. */
export const DATE_RUNGS: readonly Rung<DateSearch>[] = [
  { name: 'date', asks: ['no-date'], networks: ['digit-recognition'], look: lookAtPlace },
  { name: 'date-until', asks: ['past-date'], networks: ['word-finding'], look: lookForWord },
  { name: 'date-around', asks: ['no-date', 'past-date'], networks: ['date-location', 'digit-recognition'], look: lookAround },
  { name: 'date-parts', asks: ['no-date'], networks: ['date-location', 'digit-recognition'], look: lookAtParts },
  { name: 'date-second', asks: ['no-date'], networks: ['second-digit-recognition'], look: lookBySecond },
  { name: 'date-rows', asks: ['no-date'], networks: ['digit-recognition'], look: lookAlongRows },
  { name: 'date-check', asks: ['rival-date'], networks: ['second-digit-recognition'], restarts: MAX_CHECKS, look: checkBySecond },
  { name: 'date-word', asks: ['unlabelled-date'], networks: ['word-finding'], restarts: MAX_WORDS, look: lookForWord },
];

export interface CardDates {
  /** null where no date is sure enough: never a guess. One far ahead may still be too unsure to be reported: see `isNoExpiry` */
  readonly expiry: ExpiryReading | null;
  /** dates with words beside them that say that they are none until when the card is valid */
  readonly since: readonly Pick<ExpiryReading, 'expiry' | 'confidence'>[];
}

/**
 * Reads a card's expiry date, and the date from which it is valid where that is seen beside it.
 *
 * @param card - one with a number, unless `place` is given
 * @param place - where its number stands; for a card without one, where it might stand
 * @throws {CardOcrError} `REQUEST_TIMEOUT` when the time is up; as `Model.run`
 */
export async function cardDates({ sight, outline, dates, reading }: SeenCard, place: Place = reading?.place ?? []): Promise<CardDates> {
  const number = referenceLine(place);
  const [likeliestPlace = null, ...others] = dates.map((date) => readAlong(number, date));
  const located = {
    sight,
    number,
    around: aroundNumber(place, outline),
    place: likeliestPlace,
    others,
    parts: outline && isSmallOn(outline, number) ? partsOfCard(outline, 'large') : [],
  };
  const search = await climb(DATE_RUNGS, { ...located, near: null, read: NO_LOOKS, isSeenBySecond: false, pieces: 0 }, dateDoubts);
  const since = datesSince(search.read, REPORTED_DATE).map((date) => ({ expiry: date.expiry, confidence: confidenceOf(date) }));
  return { expiry: expiryIn(search, reading?.text ?? ''), since };
}

/** @param pan - the card's number; empty: not known */
function expiryIn(search: DateSearch, pan: string): ExpiryReading | null {
  const date = dateSeen(search, REPORTED_DATE);
  if (!date) return null;
  const { today } = search.sight;
  const { expiry, quad } = date;
  const confidence = confidenceOf(date);
  const validFrom = validFromIn(search.read.looks, date, today);
  const saysUntil = wordBeside(date, search.read) === 'until';
  // a date with an earlier one beside it is not of issue
  if (expiry.year < OLDEST || (!validFrom && !saysUntil && mayBeIssue(date, pan, today))) return null;
  if (SPECIMEN_YEARS.includes(expiry.year) && confidence < SURE_OF_YEAR) return null;
  return { expiry, confidence, quad, validFrom, ...(saysUntil && { saysUntil }) };
}

/** How sure a date is: as the crops of one place err alike, many of them leave at least half of the doubt of the best one. */
const confidenceOf = ({ confidence, peak }: DateReading): number => Math.min(confidence, (1 + peak) / 2);

/** No card that is still around expired before this year: an earlier date is misread, or its two digits stand for a year further ahead than cards are valid. */
const OLDEST = 1980;

/** Specimens have 00/00 or 88/88 in place of a date. Where that is misread as a date, its year is one of these; as a year of real cards both are rare. */
const SPECIMEN_YEARS: readonly number[] = [1988, 2000];
/** The least confidence of a date with such a year with which it is reported. */
const SURE_OF_YEAR = 0.95;

/** Returns what is not settled about a card's date. */
export function dateDoubts(search: DateSearch): ReadonlySet<Doubt> {
  const { near, read } = search;
  if (read.isSpecimen) return new Set();
  const date = dateSeen(search, near === null ? CLEAR_DATE : REPORTED_DATE);
  if (!date || isTooFar(date.expiry, confidenceOf(date), search.sight.today)) return new Set(['no-date']);
  const doubts = new Set<Doubt>();
  if (near === null && isExpired(date.expiry, search.sight.today) && wordBeside(date, read) !== 'until') doubts.add('past-date');
  if (isContested(date, read)) doubts.add('rival-date');
  if (lacksLabel(date, search)) doubts.add('unlabelled-date');
  return doubts;
}

/** Whether words beside a date may say that it is none until when the card is valid: the card may be valid since then, no earlier one stands beside it, and nobody has looked. */
const lacksLabel = (date: DateReading, { read, sight: { today } }: DateSearch): boolean =>
  mayBeBegin(date.expiry, today) && wordBeside(date, read) === undefined && !validFromIn(read.looks, date, today);

function dateSeen({ read }: DateSearch, bar: number): DateReading | null {
  return read.isSpecimen ? null : likeliest(read, bar);
}

/**
 * Whether a date may as well be the date of issue: it is past and has a year of four digits. Banks that write YYYY/MM print an expiry date only since their cards have
 * chips: before the first of these expired, such a date is that of issue. Of banks that write MM/YYYY, some cards without chips still show their date of issue.
 */
const mayBeIssue = ({ expiry, form }: DateReading, pan: string, today: Date): boolean =>
  isExpired(expiry, today) &&
  hasFullYear({ form }) &&
  (expiry.year < FIRST_CHIPS + SHORTEST_TERM || (form === 'full' && !OF_CHIP_CARDS.test(pan)));

/** UnionPay gave numbers that begin like this to banks when cards had chips, or were about to get them. */
const OF_CHIP_CARDS = /^62[13]/;

/** Turns a date's place to the direction of the number, which is known better. */
const readAlong = (number: Quad, date: Quad): Quad => turnedAlong(date, quadDirection(number));

async function lookAtPlace(search: DateSearch): Promise<DateSearch | null> {
  const { sight, place, read } = search;
  // where a date was denied the ladder is climbed again: a second look at the same place is not needed
  if (!place || read.looks.length > 0) return null;
  let all = await readDateAt(sight, place, read, LOCATED);
  for (const other of search.others.slice(0, MAX_OTHERS)) {
    if (all.looks.some(({ quad }) => isInside(quad, quadCentre(other)))) continue;
    all = await readDateAt(sight, other, all, { isLocated: true, by: 'fast' });
  }
  return { ...search, read: await withWhatIsBeside(sight, all) };
}

async function lookAround(search: DateSearch): Promise<DateSearch | null> {
  const { sight, number, around } = search;
  if (search.near) return null;
  const located = await locateDates(sight.networks.dateLocator, sight.raster, around);
  const near = { ...located, dates: located.dates.map((date) => readAlong(number, date)) };
  const { dates } = near;
  sight.note({ kind: 'places', raster: sight.raster, places: dates.map((quad) => ({ of: 'date', quad })) });
  // a past date that is clear need not be read again: a later one would stand elsewhere
  const clear = dateSeen(search, CLEAR_DATE);
  let { read } = search;
  for (const date of dates.slice(0, MAX_PLACES)) {
    if (!clear || !isInside(date, quadCentre(clear.quad))) read = await readDateAt(sight, date, read, LOCATED);
  }
  return { ...search, near, read: await withWhatIsBeside(sight, read) };
}

/** Whether a number is small for its card: a date as small may stand anywhere on it. */
const isSmallOn = (outline: Quad, number: Quad): boolean =>
  quadHeight(number) < SMALL_NUMBER * Math.min(quadWidth(outline), quadHeight(outline));

/** Looks for a date as small as the number in parts of the card. */
async function lookAtParts(search: DateSearch): Promise<DateSearch | null> {
  const { sight, number, parts } = search;
  if (parts.length === 0) return null;
  const seen = await seenInParts(parts, async (part) => {
    const { dates } = await locateDates(sight.networks.dateLocator, sight.raster, part);
    return dates.slice(0, MAX_OF_PART).map((date) => readAlong(number, date));
  });
  sight.note({ kind: 'places', raster: sight.raster, places: seen.map((quad) => ({ of: 'date', quad })) });
  let { read } = search;
  for (const date of seen) read = await readDateAt(sight, date, read, LOCATED);
  return { ...search, parts: [], read: await withWhatIsBeside(sight, read) };
}

/**
 * Has the second reader look at the places where the fast one saw a stroke and the date locator is sure enough. Before that it checks a later date that the fast reader sees
 * but cannot read, for it keeps any other date from being told: a logo may look like one.
 */
async function lookBySecond(search: DateSearch): Promise<DateSearch | null> {
  const { sight, place, near } = search;
  if (search.isSeenBySecond) return null;
  const hiding = hidingOf(search.read, REPORTED_DATE);
  if (hiding) {
    const read = await checkDate(sight, hiding, search.read);
    if (likeliest(read, REPORTED_DATE)) return { ...search, read };
  }
  const located = [...(place ? [place] : []), ...(near?.dates ?? [])];
  const likely = located.filter((date) => !near || near.dateScore(date) >= SECOND_SCORE).slice(0, MAX_PLACES);
  const places = likely.filter((date) => !isNoDate(date, search.read));
  if (places.length === 0) return null;
  let { read } = search;
  for (const date of places) {
    read = await readDateAt(sight, date, read, { isLocated: true, by: 'second' });
    if (read.isSpecimen) break;
  }
  return { ...search, read: await withWhatIsBeside(sight, read), isSeenBySecond: true };
}

/** Has the second reader check the date that would be reported: where it denies that date, another one may stand elsewhere. */
async function checkBySecond(search: DateSearch): Promise<DateSearch | null> {
  const date = dateSeen(search, REPORTED_DATE);
  return date && { ...search, read: await checkDate(search.sight, date, search.read) };
}

/** Looks at the date that would be reported for words beside it. */
async function lookForWord(search: DateSearch): Promise<DateSearch | null> {
  const date = dateSeen(search, REPORTED_DATE);
  if (!date || !lacksLabel(date, search)) return null;
  const { sight, read } = search;
  const word = await dateWordAt(sight.networks.wordFinder, sight.raster, date.quad);
  return { ...search, read: { ...read, labels: [...read.labels, { quad: date.quad, word }] } };
}

/**
 * The rows in which dates stand: how far below the number, from middle to middle, in heights of the number; how high a row is, in the same heights; and how wide the pieces
 * are in which it is looked at, and how far they overlap, in heights of the row. `behind`: how much room a date needs behind the number, in the number's heights.
 */
const ROWS = { below: [1.3, 1.75, 2.2, 2.65, 3.1, 3.6, 4.1, 4.7], height: 0.85, width: 9, overlap: 3.2, behind: 2.2 };
/**
 * A piece is skipped if the date locator sees no trace of a date there: its probability is below `score` everywhere in the piece and up to `around` heights above and below
 * it. Places that were found to be no date are ignored, with what is up to `beside` of their heights around them.
 */
const NO_TRACE = { score: 0.1, around: 0.35, beside: 0.5 };

/**
 * Looks along the rows where dates stand: behind the number as far as the card goes, for a date beside it is often not seen by the date locator; and below it at pieces in which
 * that sees at least a trace of one.
 */
async function lookAlongRows(search: DateSearch): Promise<DateSearch | null> {
  const { sight, number, around, near } = search;
  let { read } = search;
  const noDates = (near?.dates ?? [])
    .filter((date) => isNoDate(date, search.read))
    .map((date) => growQuad(date, NO_TRACE.beside * quadHeight(date), NO_TRACE.beside * quadHeight(date)));
  const behind = piecesBehind(number, around);
  const left = [...behind, ...ROWS.below.flatMap((row) => piecesOfRow(number, row))].slice(search.pieces);
  if (left.length === 0) return null;
  for (const [i, piece] of left.entries()) {
    const isBelow = i + search.pieces >= behind.length;
    if (isBelow && near && near.dateScore(growQuad(piece, 0, NO_TRACE.around * quadHeight(piece)), noDates) < NO_TRACE.score) continue;
    read = await spotDates(sight, piece, read);
    if (likeliest(read, REPORTED_DATE)) return { ...search, read: await withWhatIsBeside(sight, read), pieces: search.pieces + i + 1 };
  }
  return { ...search, read, pieces: search.pieces + left.length };
}

/** Pieces of a number's own row, from its end to the end of what is around it. */
function piecesBehind(number: Quad, around: Quad): Quad[] {
  const { along } = quadFrame(number);
  const [length, height] = [quadWidth(number), quadHeight(number)];
  const end = (along(around[1]) + along(around[2])) / 2 - length / 2;
  if (end < ROWS.behind * height) return [];
  return piecesOfRow(stretchQuad(number, -length, end), 0);
}

/** @param row - how far below the number, in its heights */
function piecesOfRow(number: Quad, row: number): Quad[] {
  const height = quadHeight(number);
  const [down, length] = [quadDown(number), quadWidth(number)];
  const below = mapQuad(number, (corner) => moved(corner, down, row * height));
  const line = growQuad(below, 0, ((ROWS.height - 1) / 2) * height);
  const [width, step] = [ROWS.width * ROWS.height * height, (ROWS.width - ROWS.overlap) * ROWS.height * height];
  const count = Math.max(1, Math.ceil((length - width) / step) + 1);
  return Array.from({ length: count }, (_, i) => stretchQuad(line, -i * step, i * step + width - length));
}
