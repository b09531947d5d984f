import { isExpired, latest } from '../card/expiry';
import type { ExpiryReading, ReadLine } from '../evidence';
import { growQuad, isInside, type Quad, quadCentre, quadHeight, stretchQuad } from '../geometry';
import { aroundNumber, referenceLine } from '../location/around-number';
import type { TextBox } from '../location/db-postprocess';
import { locateLines } from '../location/locator';
import { detectTextIn } from '../location/text-detector';
import type { Sight } from '../sight';
import { findExpiry, isSeenAlone, type OwnDate, readDateByBoth, readOwnDate } from './find-expiry';
import { climb, type Doubt, type Rung } from './ladder';
import type { SeenCard } from './survey';

/** A card's date while it is being read. */
export interface DateSearch {
  readonly sight: Sight;
  readonly outline: Quad | null;
  /** the line of the card's number, in reading direction */
  readonly number: Quad;
  /** where the locator sees the date in its look at the card */
  readonly place: Quad | null;
  /** where it sees dates in a look at what is around the number; null: it did not look */
  readonly around: readonly Quad[] | null;
  /** how sure the locator is that there is one at all, 0..1 */
  readonly score: number;
  /** what the digit reader sees at the place */
  readonly own: OwnDate | null;
  /** lines that were read as text */
  readonly lines: readonly ReadLine[];
  readonly reading: ExpiryReading | null;
  /** a specimen's 00/00 or 88/88 stands there: it has no date */
  readonly isSpecimen: boolean;
}

/** Where the locator is less sure that there is a date, none is looked for. */
const MIN_SCORE = 0.1;
/** So many places of the look at what is around the number are read. */
const MAX_PLACES = 3;
/** What is around a date, in its heights, and how wide the text detector is shown it, px: all of its line, or the rest of it would not be known. */
const WINDOW = { before: 5.5, after: 2.5, across: 1.5, width: 288 };
/** How wide the text detector is shown what is around the number, px. */
const AROUND_WIDTH = 512;

/** How a card's expiry date is found: cheapest first. */
export const DATE_RUNGS: readonly Rung<DateSearch>[] = [
  { name: 'date', asks: ['no-date'], networks: ['digit-recognition'], look: lookByDigits },
  { name: 'date-text', asks: ['no-date'], networks: ['text-recognition'], look: lookByText },
  { name: 'date-around', asks: ['no-date'], networks: ['card-location'], look: lookAround },
  { name: 'date-windows', asks: ['no-date'], networks: ['text-detection', 'text-recognition', 'digit-recognition'], look: lookInWindows },
  {
    name: 'date-lines',
    asks: ['no-date', 'past-date'],
    networks: ['text-detection', 'text-recognition', 'digit-recognition'],
    look: lookAtLines,
  },
];

/**
 * Read a card's expiry date.
 *
 * @param card - with a number
 * @returns null rather than a guess
 * @throws {CardOcrError} `REQUEST_TIMEOUT` when the time is up; as `Model.run`
 */
export async function cardExpiry({ sight, outline, expiry, expiryScore, reading }: SeenCard): Promise<ExpiryReading | null> {
  const start: DateSearch = {
    sight,
    outline,
    number: referenceLine(reading?.place ?? []),
    place: expiry,
    around: null,
    score: expiryScore,
    own: null,
    lines: [],
    reading: null,
    isSpecimen: false,
  };
  return (await climb(DATE_RUNGS, start, dateDoubts)).reading;
}

/** What is not settled about a card's date. One that is past may be the date of issue, unless it is known not to be. */
export function dateDoubts({ sight, outline, place, around, score, reading, isSpecimen }: DateSearch): ReadonlySet<Doubt> {
  const isNotLookedFor = outline === null && around === null;
  if (isSpecimen || !(place || score >= MIN_SCORE || isNotLookedFor)) return new Set();
  if (!reading) return new Set(['no-date']);
  return new Set(!reading.isExpiry && isExpired(reading.expiry, sight.today) ? ['past-date'] : []);
}

async function lookByDigits(search: DateSearch): Promise<DateSearch | null> {
  const { sight, place } = search;
  if (!place) return null;
  const own = await readOwnDate(sight, place);
  const isBelieved = own.date !== null && !isExpired(own.date.expiry, sight.today);
  return { ...search, own, reading: isBelieved ? own.date : null, isSpecimen: own.isSpecimen };
}

async function lookByText(search: DateSearch): Promise<DateSearch | null> {
  const { sight, place, own } = search;
  if (!place || !own) return null;
  if (!own.date) return { ...search, reading: await readDateByBoth(sight, own.looks) };
  const isExpiry = await isSeenAlone(sight, place, own.date.expiry);
  return { ...search, reading: isExpiry ? { ...own.date, isExpiry } : null };
}

async function lookAround(search: DateSearch): Promise<DateSearch> {
  const { sight, number, outline, score } = search;
  const { dates, dateScore } = await locateLines(sight.networks.locator, sight.raster, aroundNumber(number, outline));
  sight.note({ kind: 'places', by: 'locator', raster: sight.raster, places: dates.map((quad) => ({ of: 'date', quad })) });
  return { ...search, around: dates, score: Math.max(score, dateScore) };
}

/** In the line of each place where the locator sees a date. */
async function lookInWindows(search: DateSearch): Promise<DateSearch | null> {
  const { sight, place } = search;
  const around = search.around ?? [];
  const isNew = place && !around.some((date) => isInside(date, quadCentre(place)));
  const places = [...around.slice(0, MAX_PLACES), ...(isNew ? [place] : [])];
  const boxes: TextBox[] = [];
  for (const date of places) {
    const height = quadHeight(date);
    const window = growQuad(stretchQuad(date, WINDOW.before * height, WINDOW.after * height), 0, WINDOW.across * height);
    const seen = await detect(sight, window, WINDOW.width);
    boxes.push(...seen.filter(({ quad }) => !boxes.some((box) => isInside(box.quad, quadCentre(quad)))));
  }
  return places.length > 0 ? withLines(search, boxes) : null;
}

/** Wherever there is text around the number. */
async function lookAtLines(search: DateSearch): Promise<DateSearch> {
  const { sight, number, outline } = search;
  return withLines(search, await detect(sight, aroundNumber(number, outline), AROUND_WIDTH));
}

async function detect(sight: Sight, area: Quad, width: number): Promise<TextBox[]> {
  sight.checkTime();
  const boxes = await detectTextIn(sight.networks.detector, sight.raster, area, width);
  sight.note({ kind: 'places', by: 'detector', raster: sight.raster, places: boxes.map(({ quad }) => ({ of: 'text', quad })) });
  return boxes;
}

/** With what text says: of two dates the later one. */
async function withLines(search: DateSearch, boxes: readonly TextBox[]): Promise<DateSearch> {
  const { sight, number, reading: before } = search;
  const { lines, reading: found, isSpecimen } = await findExpiry(sight, boxes, number, search.lines);
  const isBefore = before !== null && (found === null || latest([before.expiry, found.expiry]) === before.expiry);
  return {
    ...search,
    lines: [...search.lines, ...lines.filter((line) => !search.lines.includes(line))],
    reading: isBefore ? before : found,
    isSpecimen: isSpecimen && before === null,
  };
}
