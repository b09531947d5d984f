import { isExpired, latest } from '../card/expiry';
import type { ExpiryReading, ReadLine } from '../evidence';
import { growQuad, isInside, mapQuad, type Quad, quadCentre, quadDirection, quadHeight, quadWidth, stretchQuad } from '../geometry';
import { aroundNumber, referenceLine } from '../location/around-number';
import type { TextBox } from '../location/db-postprocess';
import { locateLines } from '../location/locator';
import { detectTextIn } from '../location/text-detector';
import type { Sight } from '../sight';
import { findExpiry } from './find-expiry';
import { climb, type Doubt, type Rung } from './ladder';
import { type DatePlace, readDateAt, spotDate } from './read-date';
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
  readonly near: readonly Quad[] | null;
  /** how sure the locator is that there is one at all, 0..1 */
  readonly score: number;
  /** what the own reader sees at each place that it looked at */
  readonly read: readonly DatePlace[];
  /** lines that were read as text, and what they say; whether all around the number were */
  readonly lines: readonly ReadLine[];
  readonly byText: ExpiryReading | null;
  readonly isTextRead: boolean;
  /** text says 00/00 or 88/88: a specimen has no date */
  readonly isSpecimen: boolean;
}

/** Where the locator is less sure that there is a date, none is looked for. */
const MIN_SCORE = 0.1;
/** So many places of the look at what is around the number are read. */
const MAX_PLACES = 3;
/** Old cards show the date of issue without a word beside it. A date that is this many years past is told only if the text reader calls it the expiry, too. */
const LONG_PAST = 15;
/** So sure of a date, no other place is looked at. */
const CLEAR = 0.8;
/** What is around a date, in its heights, and how wide the text detector is shown it, px: all of its line, or the rest of it would not be known. */
const WINDOW = { before: 5.5, after: 2.5, across: 1.5, width: 288 };
/** How wide the text detector is shown what is around the number, px. */
const AROUND_WIDTH = 512;

/** How a card's expiry date is found: cheapest first. */
export const DATE_RUNGS: readonly Rung<DateSearch>[] = [
  { name: 'date', asks: ['no-date'], networks: ['digit-recognition'], look: lookAtPlace },
  { name: 'date-around', asks: ['no-date'], networks: ['card-location', 'digit-recognition'], look: lookAround },
  { name: 'date-rows', asks: ['no-date'], networks: ['digit-recognition'], look: lookAlongRows },
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
  const number = referenceLine(reading?.place ?? []);
  const seen = { sight, outline, number, place: expiry, score: expiryScore };
  return told(
    await climb(DATE_RUNGS, { ...seen, near: null, read: [], lines: [], byText: null, isTextRead: false, isSpecimen: false }, dateDoubts),
  );
}

/** What is not settled about a card's date. */
export function dateDoubts(search: DateSearch): ReadonlySet<Doubt> {
  const { outline, place, near, score, read, isTextRead } = search;
  const mayHaveOne = place !== null || score >= MIN_SCORE || (outline === null && near === null);
  if (!mayHaveOne || isSpecimen(search)) return new Set();
  const isClear = read.some(({ date }) => date !== null && date.confidence >= CLEAR);
  const reading = isClear || near !== null ? told(search) : null;
  if (!reading) return new Set(isTextRead ? [] : ['no-date']);
  return new Set(mayBeIssue(search, reading) && !isTextRead ? ['past-date'] : []);
}

/** Whether a date may as well be of issue: one that only text tells and that is past, or one long past. */
function mayBeIssue({ sight: { today } }: DateSearch, { expiry, isExpiry }: ExpiryReading): boolean {
  return isExpired(isExpiry ? { ...expiry, year: expiry.year + LONG_PAST } : expiry, today);
}

const isSpecimen = ({ read, isSpecimen: inText }: DateSearch): boolean => inText || read.some((place) => place.isSpecimen);

/** What the own reader sees, unless text must say it, too; else what text says. */
function told(search: DateSearch): ExpiryReading | null {
  if (isSpecimen(search)) return null;
  const own = ownDate(search);
  return own && !(search.isTextRead && mayBeIssue(search, own)) ? own : search.byText;
}

/** Of several dates the latest. One with its year in full is of issue unless it is still to come. */
function ownDate({ sight, read }: DateSearch): ExpiryReading | null {
  const dates = read.flatMap(({ date }) => (date && (date.form === 'month-year' || !isExpired(date.expiry, sight.today)) ? [date] : []));
  const last = latest(dates.map((date) => ({ ...date.expiry, date })))?.date;
  return last ? { expiry: last.expiry, confidence: last.confidence, quad: last.quad, isExpiry: true } : null;
}

async function lookAtPlace(search: DateSearch): Promise<DateSearch | null> {
  const { sight, place, read } = search;
  return place && { ...search, read: [...read, await readDateAt(sight, place)] };
}

async function lookAround(search: DateSearch): Promise<DateSearch> {
  const { sight, number, outline, score } = search;
  const { dates, dateScore } = await locateLines(sight.networks.locator, sight.raster, aroundNumber(number, outline));
  sight.note({ kind: 'places', by: 'locator', raster: sight.raster, places: dates.map((quad) => ({ of: 'date', quad })) });
  const read = [...search.read];
  for (const date of dates.slice(0, MAX_PLACES)) read.push(await readDateAt(sight, date));
  return { ...search, near: dates, score: Math.max(score, dateScore), read };
}

/**
 * Rows below the number, and one above it, in its heights from middle to middle: dates stand in one of them. Each is so high, and looked at in pieces so wide,
 * each of which begins in the one before it.
 */
const ROWS = { below: [1.3, 1.75, 2.2, 2.65, 3.1, 3.6, 4.1, 4.7], above: [-1.5], height: 0.85, width: 9, overlap: 3.2 };
/** Along the rows where dates stand, whatever the locator sees. */
async function lookAlongRows(search: DateSearch): Promise<DateSearch> {
  const { sight, number } = search;
  for (const row of [...ROWS.below, ...ROWS.above]) {
    for (const piece of piecesOfRow(number, row)) {
      const date = await spotDate(sight, piece);
      if (date) return { ...search, read: [...search.read, { date, isSpecimen: false }] };
    }
  }
  return search;
}

/** @param row - how far below the number, in its heights */
function piecesOfRow(number: Quad, row: number): Quad[] {
  const height = quadHeight(number);
  const [d, length] = [quadDirection(number), quadWidth(number)];
  const moved = mapQuad(number, ({ x, y }) => ({ x: x - row * height * d.y, y: y + row * height * d.x }));
  const line = growQuad(moved, 0, ((ROWS.height - 1) / 2) * height);
  const [width, step] = [ROWS.width * ROWS.height * height, (ROWS.width - ROWS.overlap) * ROWS.height * height];
  const count = Math.max(1, Math.ceil((length - width) / step) + 1);
  return Array.from({ length: count }, (_, i) => stretchQuad(line, -i * step, i * step + width - length));
}

/** In the line of each place where the locator sees a date. */
async function lookInWindows(search: DateSearch): Promise<DateSearch | null> {
  const { sight, place, near } = search;
  const around = near ?? [];
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
  return { ...(await withLines(search, await detect(sight, aroundNumber(number, outline), AROUND_WIDTH))), isTextRead: true };
}

async function detect(sight: Sight, area: Quad, width: number): Promise<TextBox[]> {
  sight.checkTime();
  const boxes = await detectTextIn(sight.networks.detector, sight.raster, area, width);
  sight.note({ kind: 'places', by: 'detector', raster: sight.raster, places: boxes.map(({ quad }) => ({ of: 'text', quad })) });
  return boxes;
}

/** With what text says: of two dates the later one. */
async function withLines(search: DateSearch, boxes: readonly TextBox[]): Promise<DateSearch> {
  const { sight, number, byText: before } = search;
  const { lines, reading: found, isSpecimen } = await findExpiry(sight, boxes, number, search.lines);
  const isBefore = before !== null && (found === null || latest([before.expiry, found.expiry]) === before.expiry);
  return {
    ...search,
    lines: [...search.lines, ...lines.filter((line) => !search.lines.includes(line))],
    byText: isBefore ? before : found,
    isSpecimen: isSpecimen && before === null,
  };
}
