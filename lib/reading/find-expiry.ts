import { type Expiry, type FoundDate, findDates, latest } from '../card/expiry';
import { growQuad, isInside, type Quad, quadCentre, quadDirection, quadHeight, quadWidth, turnQuad } from '../geometry';
import type { Raster } from '../image/raster';
import type { TextBox } from '../location/db-postprocess';
import { expiryBoxes, expiryRegion } from '../location/expiry-boxes';
import { detectTextIn } from '../location/text-detector';
import type { Model } from '../model/model';
import type { TextRecognizer } from '../recognition/text-recognizer';

/** A date read on the card. */
export interface ExpiryReading {
  readonly expiry: Expiry;
  /** mean probability of the characters of its line, 0..1 */
  readonly confidence: number;
  /** of the line it stands in, in the raster's pixels */
  readonly quad: Quad;
}

const MAX_BOXES = 7;
const FEW_BOXES = 4;
const DATE_SHAPED = /^(00\/00|88\/88)$/;
const MIN_CONFIDENCE = 0.6;
/** A word read this surely need not be looked at again. */
const CLEAR_CONFIDENCE = 0.9;
/** The detector cuts embossed dates short: room at each end, in heights. */
const ROOM = 0.35;
/** Width of the closer look, px. */
const CLOSER_WIDTH = 640;
/** Parts of the words that stand beside an expiry date, as a recogniser garbles small print. */
const KEYWORD = /VAL|ALID|THR|HRU|GOOD|EXP|UNTIL|MONTH|YEAR|ONTH|有效|期限|月.?年|截止/i;
/** How near a keyword counts, in widths and heights of the date's line. */
const NEAR = { along: 1.6, across: 3 };
/** Letters that may stand in one line with a date without telling what it is. */
const MAX_OTHERS = 3;

interface ReadLine {
  readonly quad: Quad;
  readonly text: string;
  readonly confidence: number;
  readonly dates: readonly FoundDate[];
}

/**
 * Find the expiry date around a number: first among the text already found, then with a closer look at the area below it.
 *
 * @param boxes - text found in the picture
 * @param number - quad of the number, in reading direction
 * @param today - decides the century of `MM/YY`
 * @returns the later date where there are two; null rather than a guess
 * @throws {CardOcrError} as `Model.run`
 */
export async function findExpiry(
  detector: Model,
  recognizer: TextRecognizer,
  raster: Raster,
  boxes: readonly TextBox[],
  number: Quad,
  today: Date,
  checkTime: () => void,
): Promise<ExpiryReading | null> {
  const first = await readBoxes(recognizer, raster, boxes, number, today, checkTime);
  const found = expiryAmong(first);
  // a specimen's 00/00 or 88/88 is where the date stands: no closer look finds another
  if (found || first.some((line) => DATE_SHAPED.test(line.text))) return found;
  checkTime();
  const words = first.filter((line) => line.confidence >= CLEAR_CONFIDENCE && !/\d/.test(line.text));
  const closer = await detectTextIn(detector, raster, expiryRegion(number), CLOSER_WIDTH);
  const unread = closer.filter(({ quad }) => !words.some((word) => isInside(word.quad, quadCentre(quad))));
  return expiryAmong([...words, ...(await readBoxes(recognizer, raster, unread, number, today, checkTime))]);
}

async function readBoxes(
  recognizer: TextRecognizer,
  raster: Raster,
  boxes: readonly TextBox[],
  number: Quad,
  today: Date,
  checkTime: () => void,
): Promise<ReadLine[]> {
  const read: ReadLine[] = [];
  let found: ReadLine | null = null;
  const direction = quadDirection(number);
  for (const box of expiryBoxes(boxes, number).slice(0, MAX_BOXES)) {
    checkTime();
    const d = quadDirection(box.quad);
    const upright = d.x * direction.x + d.y * direction.y >= 0 ? box.quad : turnQuad(box.quad, 180);
    const quad = growQuad(upright, ROOM * quadHeight(upright), 0);
    // two dates ("valid from … thru …") stand in one row: other rows are not read once one is found
    if (found && Math.abs(rowsApart(found.quad, quad)) > 1) continue;
    // the words around are of interest only where they may explain a date
    if (read.length >= FEW_BOXES && read.every((line) => line.dates.length === 0)) break;
    const { text, textConfidence } = await recognizer.read(raster, quad);
    const line = { quad, text, confidence: textConfidence, dates: findDates(text, today) };
    read.push(line);
    if (!found && textConfidence >= CLEAR_CONFIDENCE && line.dates.some((date) => isExpiry(date, line, []))) found = line;
  }
  return read;
}

function expiryAmong(read: readonly ReadLine[]): ExpiryReading | null {
  const dated = read.filter((line) => line.confidence >= MIN_CONFIDENCE);
  const expiry = latest(dated.flatMap((line) => line.dates.filter((date) => isExpiry(date, line, read))));
  const line = expiry && dated.find((l) => l.dates.includes(expiry));
  return line ? { expiry: { month: expiry.month, year: expiry.year }, confidence: line.confidence, quad: line.quad } : null;
}

/**
 * A lone `MM/YY` is an expiry by its form. A year in full may be a date of issue, and a date among other words anything:
 * these need a word that says so, in the line or beside it.
 */
function isExpiry(date: FoundDate, line: ReadLine, all: readonly ReadLine[]): boolean {
  if (KEYWORD.test(line.text)) return true;
  const others = line.text.replace(/[\d/\-. ]/g, '').length;
  if (date.form === 'month-year' && others <= MAX_OTHERS) return true;
  return all.some((other) => other !== line && KEYWORD.test(other.text) && isNear(line.quad, other.quad));
}

/** How far a box is below another, in the other's heights. */
function rowsApart(from: Quad, to: Quad): number {
  const d = quadDirection(from);
  const a = quadCentre(from);
  const b = quadCentre(to);
  return ((b.y - a.y) * d.x - (b.x - a.x) * d.y) / Math.max(1, quadHeight(from));
}

function isNear(date: Quad, word: Quad): boolean {
  const d = quadDirection(date);
  const a = quadCentre(date);
  const b = quadCentre(word);
  const along = Math.abs((b.x - a.x) * d.x + (b.y - a.y) * d.y);
  const across = Math.abs((b.y - a.y) * d.x - (b.x - a.x) * d.y);
  return along < NEAR.along * Math.max(quadWidth(date), quadWidth(word)) && across < NEAR.across * quadHeight(date);
}
