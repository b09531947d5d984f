import { type Expiry, type FoundDate, findDates, isExpired, latest } from '../card/expiry';
import { growQuad, isInside, type Quad, quadCentre, quadDirection, quadHeight, quadWidth, runningAlong, stretchQuad } from '../geometry';
import type { Raster } from '../image/raster';
import type { TextBox } from '../location/db-postprocess';
import { expiryBoxes } from '../location/expiry-boxes';
import { bestPath, textLogProbability } from '../recognition/ctc';
import { DIGIT_ALPHABET, type DigitStrip } from '../recognition/strip';
import type { RecognizedStrip, TextRecognizer } from '../recognition/text-recognizer';
import type { Readers } from './find-number';

/** A date read on the card. */
export interface ExpiryReading {
  readonly expiry: Expiry;
  /** mean probability of the characters of its line, 0..1 */
  readonly confidence: number;
  /** of the line it stands in, in the raster's pixels */
  readonly quad: Quad;
  /** a word in its line, or before or above it, says that it is when the card expires, not when it was issued */
  readonly isNamed: boolean;
}

const MAX_BOXES = 7;
const FEW_BOXES = 4;
const DIGIT = /\d/;
const DATE_SHAPED = /^(00\/00|88\/88)$/;
const MIN_CONFIDENCE = 0.6;
/** A word read this surely need not be looked at again. */
const CLEAR_CONFIDENCE = 0.9;
/** The detector cuts embossed dates short: room at each end, in heights. */
const ROOM = 0.35;
/** The locator's quads are tight: room around, in heights. */
const LOCATED_ROOMS = [
  { along: 0.4, across: 0.2 },
  { along: 0.9, across: 0.3 },
  { along: 0.6, across: 0.05 },
];
/** Room in which letters would belong to a date's line, in heights. */
const LINE_ROOM = { before: 3, after: 1, across: 0.2 };
/** Nothing but the date, as most cards have it. */
const BARE_DATE = /^(0[1-9]|1[0-2])\/\d\d$/;
/** Mean probability of its characters from which the digit reader's date is believed where the text reader sees another or none. */
const OWN_CONFIDENCE = 0.9;
/** Parts of the words that stand beside an expiry date, as a recogniser garbles small print. */
const KEYWORD = /VAL|ALID|THR|HRU|GOOD|EXP|UNTIL|MONTH|YEAR|ONTH|有效|期限|月.?年|截止/i;
/** Those of them that are never said of a date of issue. */
const EXPIRY_WORD = /THR|HRU|GOOD|EXP|UNTIL|至|截止/i;
/** How near a keyword counts, in widths and heights of the date's line. */
const NEAR = { along: 1.6, across: 3 };
/** Letters that may stand in one line with a date without telling what it is. */
const MAX_OTHERS = 3;

/** A line that may hold a date, read. */
export interface ReadLine {
  readonly quad: Quad;
  readonly text: string;
  readonly confidence: number;
  readonly dates: readonly FoundDate[];
}

/**
 * Find the expiry date among text that stands around a number.
 *
 * @param boxes - text found in the picture
 * @param number - quad of the number, in reading direction
 * @param today - decides the century of `MM/YY`
 * @param known - lines that were read before, to which those read here are added: what is seen where one of them stands is not read again
 * @returns the later date where there are two; `specimen` for 00/00 and 88/88; null rather than a guess
 * @throws {CardOcrError} as `Model.run`
 */
export async function findExpiry(
  readers: Readers,
  raster: Raster,
  boxes: readonly TextBox[],
  number: Quad,
  today: Date,
  checkTime: () => void,
  known: ReadLine[] = [],
): Promise<ExpiryReading | 'specimen' | null> {
  const lines = await readBoxes(readers, raster, boxes, number, today, checkTime, known);
  return expiryAmong(lines) ?? (lines.some((line) => DATE_SHAPED.test(line.text)) ? 'specimen' : null);
}

/**
 * Read an expiry date where the locator sees it: by the digit reader alone where two looks agree, else by both readers.
 *
 * @param place - in reading direction, tight
 * @returns `specimen` for 00/00 and 88/88; null where there is no plain date. One that is past may as well be misread, or a date of issue: null, too, unless both readers see
 *   it, alone or with a word that says so. `findExpiry` may tell more
 * @throws {CardOcrError} as `Model.run`
 */
export async function readExpiry(
  { digits, text }: Readers,
  raster: Raster,
  place: Quad,
  today: Date,
  checkTime: () => void,
): Promise<ExpiryReading | 'specimen' | null> {
  const looks: { quad: Quad; own: OwnLook; confidence: number }[] = [];
  for (const { along, across } of LOCATED_ROOMS) {
    checkTime();
    const quad = growQuad(place, along * quadHeight(place), across * quadHeight(place));
    const strip = await digits.read(raster, quad);
    const own = { strip, text: bestPath(strip.digitProbs, DIGIT_ALPHABET) };
    const confidence = likelihoodOf(strip, own.text);
    if (DATE_SHAPED.test(own.text) && confidence >= OWN_CONFIDENCE) return 'specimen';
    const agrees = looks.some((look) => look.own.text === own.text && Math.min(look.confidence, confidence) >= OWN_CONFIDENCE);
    const date = agrees && BARE_DATE.test(own.text) ? latest(findDates(own.text, today)) : null;
    if (date) {
      const believed = !isExpired(date, today) || (await isSeenAlone(text, raster, place, date, today));
      return believed ? { expiry: { month: date.month, year: date.year }, confidence, quad, isNamed: false } : null;
    }
    looks.push({ quad, own, confidence });
  }
  const lines: ReadLine[] = [];
  for (const { quad, own } of looks) {
    checkTime();
    lines.push({ quad, ...dateIn(await text.read(raster, quad), own, today) });
    const found = expiryAmong(lines);
    if (found) return isExpired(found.expiry, today) ? null : found;
  }
  return null;
}

/** Whether the text reader sees a date, too, with nothing else in its line. */
async function isSeenAlone(text: TextRecognizer, raster: Raster, place: Quad, date: Expiry, today: Date): Promise<boolean> {
  const seen = (await lineAround(text, raster, place)).text;
  const dates = findDates(seen, today);
  const agrees = dates.length === 1 && dates[0]!.form === 'month-year' && dates[0]!.month === date.month && dates[0]!.year === date.year;
  return agrees && (KEYWORD.test(seen) || otherCharacters(seen) === 0);
}

function lineAround(text: TextRecognizer, raster: Raster, place: Quad): Promise<RecognizedStrip> {
  const height = quadHeight(place);
  return text.read(raster, growQuad(stretchQuad(place, LINE_ROOM.before * height, LINE_ROOM.after * height), 0, LINE_ROOM.across * height));
}

/** Mean probability of a text's characters in a strip. */
const likelihoodOf = (strip: DigitStrip, text: string): number =>
  text === '' ? 0 : Math.exp(textLogProbability(strip.digitProbs, DIGIT_ALPHABET, text) / text.length);

async function readBoxes(
  readers: Readers,
  raster: Raster,
  boxes: readonly TextBox[],
  number: Quad,
  today: Date,
  checkTime: () => void,
  known: ReadLine[],
): Promise<ReadLine[]> {
  const isAt = (line: ReadLine, { quad }: TextBox): boolean => isInside(line.quad, quadCentre(quad));
  const read = known.filter((line) => isSettled(line) && boxes.some((box) => isAt(line, box)));
  const unread = boxes.filter((box) => !read.some((line) => isAt(line, box)));
  let found = read.find(isClear) ?? null;
  for (const { quad, own } of await datesFirst(readers, raster, unread, number, checkTime)) {
    checkTime();
    // two dates ("valid from … thru …") stand in one row: other rows are not read once one is found
    if (found && Math.abs(rowsApart(found.quad, quad)) > 1) continue;
    // the words around are of interest only where they may explain a date
    if (read.length >= FEW_BOXES && read.every((line) => line.dates.length === 0)) break;
    const line = { quad, ...dateIn(await readers.text.read(raster, quad), own, today) };
    read.push(line);
    known.push(line);
    if (!found && isClear(line)) found = line;
  }
  return read;
}

/** Whether another look at a line would show the same: a clear date, or words. */
const isSettled = (line: ReadLine): boolean => isClear(line) || (line.confidence >= CLEAR_CONFIDENCE && !DIGIT.test(line.text));

const isClear = (line: ReadLine): boolean => line.confidence >= CLEAR_CONFIDENCE && line.dates.some((date) => isExpiry(date, line, []));

/** What the digit reader sees in a box. */
interface OwnLook {
  readonly strip: DigitStrip;
  readonly text: string;
}

/** Boxes that may hold a date, turned upright with the number and looked at by the digit reader: those in which it sees a date come first. */
async function datesFirst(
  readers: Readers,
  raster: Raster,
  boxes: readonly TextBox[],
  number: Quad,
  checkTime: () => void,
): Promise<{ quad: Quad; own: OwnLook }[]> {
  const direction = quadDirection(number);
  const looks: { quad: Quad; own: OwnLook }[] = [];
  for (const box of expiryBoxes(boxes, number).slice(0, MAX_BOXES)) {
    checkTime();
    const upright = runningAlong(box.quad, direction);
    const quad = growQuad(upright, ROOM * quadHeight(upright), 0);
    const strip = await readers.digits.read(raster, quad);
    looks.push({ quad, own: { strip, text: bestPath(strip.digitProbs, DIGIT_ALPHABET) } });
  }
  const isDated = ({ own }: { own: OwnLook }): boolean => BARE_DATE.test(own.text);
  return [...looks.filter(isDated), ...looks.filter((look) => !isDated(look))];
}

/** What a line says by both readers: the text reader knows words, the digit reader embossed dates. */
function dateIn(general: RecognizedStrip, own: OwnLook, today: Date): Omit<ReadLine, 'quad'> {
  const line = { text: general.text, confidence: general.textConfidence, dates: findDates(general.text, today) };
  if (!BARE_DATE.test(own.text) || DATE_SHAPED.test(general.text) || otherCharacters(general.text) > MAX_OTHERS) return line;
  const seen = { text: own.text, confidence: likelihoodOf(own.strip, own.text), dates: findDates(own.text, today) };
  if (own.text === general.text) return { ...line, confidence: Math.max(line.confidence, seen.confidence) };
  if (!BARE_DATE.test(general.text)) return seen.confidence >= OWN_CONFIDENCE ? seen : line;
  const together = (date: string): number => likelihoodOf(general, date) * likelihoodOf(own.strip, date);
  return together(own.text) > together(general.text) ? seen : line;
}

function expiryAmong(read: readonly ReadLine[]): ExpiryReading | null {
  const dated = read.filter((line) => line.confidence >= MIN_CONFIDENCE);
  const expiry = latest(dated.flatMap((line) => line.dates.filter((date) => isExpiry(date, line, read))));
  const line = expiry && dated.find((l) => l.dates.includes(expiry));
  if (!line) return null;
  const isNamed =
    EXPIRY_WORD.test(line.text) ||
    read.some((word) => EXPIRY_WORD.test(word.text) && isNear(line.quad, word.quad) && isBefore(word.quad, line.quad));
  return { expiry: { month: expiry.month, year: expiry.year }, confidence: line.confidence, quad: line.quad, isNamed };
}

/**
 * A lone `MM/YY` is an expiry by its form. A year in full may be a date of issue, and a date among other words anything:
 * these need a word that says so, in the line or beside it.
 */
function isExpiry(date: FoundDate, line: ReadLine, all: readonly ReadLine[]): boolean {
  if (KEYWORD.test(line.text)) return true;
  if (date.form === 'month-year' && otherCharacters(line.text) <= MAX_OTHERS) return true;
  return all.some((other) => other !== line && KEYWORD.test(other.text) && isNear(line.quad, other.quad));
}

const otherCharacters = (text: string): number => text.replace(/[\d/\-. ]/g, '').length;

/** How far a box is below another, in the other's heights. */
function rowsApart(from: Quad, to: Quad): number {
  const d = quadDirection(from);
  const a = quadCentre(from);
  const b = quadCentre(to);
  return ((b.y - a.y) * d.x - (b.x - a.x) * d.y) / Math.max(1, quadHeight(from));
}

/** Whether a box stands before another, or above it, rather than behind: what stands behind a date may be of the next one. */
function isBefore(word: Quad, date: Quad): boolean {
  const d = quadDirection(date);
  const a = quadCentre(date);
  const b = quadCentre(word);
  return (b.x - a.x) * d.x + (b.y - a.y) * d.y < 0.25 * quadWidth(date);
}

function isNear(date: Quad, word: Quad): boolean {
  const d = quadDirection(date);
  const a = quadCentre(date);
  const b = quadCentre(word);
  const along = Math.abs((b.x - a.x) * d.x + (b.y - a.y) * d.y);
  const across = Math.abs((b.y - a.y) * d.x - (b.x - a.x) * d.y);
  return along < NEAR.along * Math.max(quadWidth(date), quadWidth(word)) && across < NEAR.across * quadHeight(date);
}
