import { type FoundDate, findDates, latest } from '../card/expiry';
import type { ExpiryReading, ReadLine } from '../evidence';
import { growQuad, isInside, type Quad, quadCentre, quadDirection, quadHeight, quadWidth, runningAlong } from '../geometry';
import type { TextBox } from '../location/db-postprocess';
import { expiryBoxes } from '../location/expiry-boxes';
import { bestPath, textLogProbability } from '../recognition/ctc';
import { DIGIT_ALPHABET, type DigitStrip } from '../recognition/strip';
import type { RecognizedStrip } from '../recognition/text-recognizer';
import type { Sight } from '../sight';
import { readStrips, readText } from './glance';

const MAX_BOXES = 7;
const FEW_BOXES = 4;
const DIGIT = /\d/;
const SPECIMEN = /^(00\/00|88\/88)$/;
const MIN_CONFIDENCE = 0.6;
/** A word read this surely need not be looked at again. */
const CLEAR_CONFIDENCE = 0.9;
/** The detector cuts embossed dates short: room at each end, in heights. */
const ROOM = 0.35;
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

/** What some lines say. */
export interface LinesRead {
  /** what was read there, now or before */
  readonly lines: readonly ReadLine[];
  /** the later date where there are two; null rather than a guess */
  readonly reading: ExpiryReading | null;
  /** 00/00 or 88/88 stands there */
  readonly isSpecimen: boolean;
}

/**
 * Find the expiry date among text that stands around a number.
 *
 * @param boxes - text found in the picture
 * @param number - quad of the number, in reading direction
 * @param known - lines that were read before: what is seen where one of them stands is not read again
 * @throws {CardOcrError} as `readText`
 */
export async function findExpiry(sight: Sight, boxes: readonly TextBox[], number: Quad, known: readonly ReadLine[]): Promise<LinesRead> {
  const lines = await readBoxes(sight, boxes, number, known);
  const reading = expiryAmong(lines);
  return { lines, reading, isSpecimen: reading === null && lines.some((line) => SPECIMEN.test(line.text)) };
}

/** What the digit reader sees at one place. */
interface OwnLook {
  readonly quad: Quad;
  readonly strip: DigitStrip;
  readonly text: string;
  /** mean probability of the text's characters, 0..1 */
  readonly confidence: number;
}

async function ownLook(sight: Sight, quad: Quad): Promise<OwnLook> {
  const [strip] = (await readStrips(sight, 'digits', [quad])) as [DigitStrip];
  const text = bestPath(strip.digitProbs, DIGIT_ALPHABET);
  return { quad, strip, text, confidence: likelihoodOf(strip, text) };
}

/** Mean probability of a text's characters in a strip. */
const likelihoodOf = (strip: DigitStrip, text: string): number =>
  text === '' ? 0 : Math.exp(textLogProbability(strip.digitProbs, DIGIT_ALPHABET, text) / text.length);

async function readBoxes(sight: Sight, boxes: readonly TextBox[], number: Quad, known: readonly ReadLine[]): Promise<ReadLine[]> {
  const isAt = (line: ReadLine, { quad }: TextBox): boolean => isInside(line.quad, quadCentre(quad));
  const read = known.filter((line) => isSettled(line) && boxes.some((box) => isAt(line, box)));
  const unread = boxes.filter((box) => !read.some((line) => isAt(line, box)));
  let found = read.find(isClear) ?? null;
  for (const look of await datesFirst(sight, unread, number)) {
    // two dates ("valid from … thru …") stand in one row: other rows are not read once one is found
    if (found && Math.abs(rowsApart(found.quad, look.quad)) > 1) continue;
    // the words around are of interest only where they may explain a date
    if (read.length >= FEW_BOXES && read.every((line) => line.dates.length === 0)) break;
    const line = dateIn(await readText(sight, look.quad), look, sight.today);
    read.push(line);
    if (!found && isClear(line)) found = line;
  }
  return read;
}

/** Whether another look at a line would show the same: a clear date, or words. */
const isSettled = (line: ReadLine): boolean => isClear(line) || (line.confidence >= CLEAR_CONFIDENCE && !DIGIT.test(line.text));

const isClear = (line: ReadLine): boolean => line.confidence >= CLEAR_CONFIDENCE && line.dates.some((date) => mayBeExpiry(date, line, []));

/** Boxes that may hold a date, turned upright with the number and looked at by the digit reader: those in which it sees a date come first. */
async function datesFirst(sight: Sight, boxes: readonly TextBox[], number: Quad): Promise<OwnLook[]> {
  const direction = quadDirection(number);
  const looks: OwnLook[] = [];
  for (const box of expiryBoxes(boxes, number).slice(0, MAX_BOXES)) {
    const upright = runningAlong(box.quad, direction);
    looks.push(await ownLook(sight, growQuad(upright, ROOM * quadHeight(upright), 0)));
  }
  const isDated = ({ text }: OwnLook): boolean => BARE_DATE.test(text);
  return [...looks.filter(isDated), ...looks.filter((look) => !isDated(look))];
}

/** What a line says by both readers: the text reader knows words, the digit reader embossed dates. */
function dateIn(general: RecognizedStrip, own: OwnLook, today: Date): ReadLine {
  const { quad } = own;
  const line = { quad, text: general.text, confidence: general.textConfidence, dates: findDates(general.text, today) };
  if (!BARE_DATE.test(own.text) || SPECIMEN.test(general.text) || otherCharacters(general.text) > MAX_OTHERS) return line;
  const seen = { quad, text: own.text, confidence: own.confidence, dates: findDates(own.text, today) };
  if (own.text === general.text) return { ...line, confidence: Math.max(line.confidence, seen.confidence) };
  if (!BARE_DATE.test(general.text)) return seen.confidence >= OWN_CONFIDENCE ? seen : line;
  const together = (date: string): number => likelihoodOf(general, date) * likelihoodOf(own.strip, date);
  return together(own.text) > together(general.text) ? seen : line;
}

function expiryAmong(read: readonly ReadLine[]): ExpiryReading | null {
  const dated = read.filter((line) => line.confidence >= MIN_CONFIDENCE);
  const expiry = latest(dated.flatMap((line) => line.dates.filter((date) => mayBeExpiry(date, line, read))));
  const line = expiry && dated.find((l) => l.dates.includes(expiry));
  if (!line) return null;
  const isExpiry =
    EXPIRY_WORD.test(line.text) ||
    read.some((word) => EXPIRY_WORD.test(word.text) && isNear(line.quad, word.quad) && isBefore(word.quad, line.quad));
  return { expiry: { month: expiry.month, year: expiry.year }, confidence: line.confidence, quad: line.quad, isExpiry };
}

/**
 * A lone `MM/YY` is an expiry by its form. A year in full may be a date of issue, and a date among other words anything:
 * these need a word that says so, in the line or beside it.
 */
function mayBeExpiry(date: FoundDate, line: ReadLine, all: readonly ReadLine[]): boolean {
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
