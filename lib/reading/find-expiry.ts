import { type Expiry, findDates, latest } from '../card/expiry';
import { type Quad, quadCentre, quadDirection, quadHeight, quadWidth, turnQuad } from '../geometry';
import type { Raster } from '../image/raster';
import { expiryLines } from '../location/expiry-lines';
import type { TextLine } from '../location/join-lines';
import type { TextRecognizer } from '../recognition/text-recognizer';

/** A date read on the card. */
export interface ExpiryReading {
  readonly expiry: Expiry;
  /** mean probability of the characters of its line, 0..1 */
  readonly confidence: number;
  /** of the line it stands in, in the raster's pixels */
  readonly quad: Quad;
}

const MAX_LINES = 7;
const MIN_CONFIDENCE = 0.6;
/** Parts of the words that stand beside an expiry date, as a recogniser garbles small print. */
const KEYWORD = /VAL|ALID|THR|HRU|GOOD|EXP|UNTIL|MONTH|YEAR|ONTH|有效|期限|月.?年|截止/i;
/** How near a keyword counts, in widths and heights of the date's line. */
const NEAR = { along: 1.6, across: 3 };

interface ReadLine {
  readonly quad: Quad;
  readonly text: string;
  readonly confidence: number;
  readonly dates: readonly Expiry[];
}

/**
 * Find the expiry date around a number line.
 *
 * @param number - quad of the number line, in reading direction
 * @param today - decides the century of `MM/YY`
 * @returns the later date where there are two; null rather than a guess
 * @throws {CardOcrError} as `Model.run`
 */
export async function findExpiry(
  recognizer: TextRecognizer,
  raster: Raster,
  lines: readonly TextLine[],
  number: Quad,
  today: Date,
  checkTime: () => void,
): Promise<ExpiryReading | null> {
  const read: ReadLine[] = [];
  const direction = quadDirection(number);
  for (const line of expiryLines(lines, number).slice(0, MAX_LINES)) {
    checkTime();
    const d = quadDirection(line.quad);
    const quad = d.x * direction.x + d.y * direction.y >= 0 ? line.quad : turnQuad(line.quad, 180);
    const { text, textConfidence } = await recognizer.read(raster, quad);
    read.push({ quad, text, confidence: textConfidence, dates: findDates(text, today) });
  }
  const dated = read.filter((line) => line.confidence >= MIN_CONFIDENCE && line.dates.length > 0 && isExpiry(line, read));
  const expiry = latest(dated.flatMap((line) => line.dates));
  const line = dated.find((l) => l.dates.some((date) => date === expiry));
  return expiry && line ? { expiry, confidence: line.confidence, quad: line.quad } : null;
}

/**
 * A lone `MM/YY` is an expiry by its form. A year in full may be a date of issue, and a date among other words anything:
 * these need a word that says so, in the line or beside it.
 */
function isExpiry(line: ReadLine, all: readonly ReadLine[]): boolean {
  if (KEYWORD.test(line.text)) return true;
  const short = /(?<!\d)\d\d ?[/\-.] ?\d\d(?!\d)/.test(line.text);
  const others = line.text.replace(/[\d/\-. ]/g, '').length;
  if (short && others <= 1) return true;
  return all.some((other) => other !== line && KEYWORD.test(other.text) && isNear(line.quad, other.quad));
}

function isNear(date: Quad, word: Quad): boolean {
  const d = quadDirection(date);
  const a = quadCentre(date);
  const b = quadCentre(word);
  const along = Math.abs((b.x - a.x) * d.x + (b.y - a.y) * d.y);
  const across = Math.abs((b.y - a.y) * d.x - (b.x - a.x) * d.y);
  return along < NEAR.along * Math.max(quadWidth(date), quadWidth(word)) && across < NEAR.across * quadHeight(date);
}
