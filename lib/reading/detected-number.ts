import type { Glance, NumberReading, Place, ReaderName } from '../evidence';
import { quadDirection, quadHeight, quadWidth } from '../geometry';
import { joinLines, type TextLine } from '../location/join-lines';
import { numberLines, numberStacks } from '../location/number-lines';
import { detectText, type Look } from '../location/text-detector';
import type { Sight } from '../sight';
import { credible, totalOf } from './certainty';
import { reversed } from './glance';
import { lineOf, readLine } from './line-rungs';
import { inReadingDirection, mostDigitsAt } from './places';

/** What the text detector found. */
export interface DetectedNumber {
  /** null: no line reads like a number */
  readonly reading: NumberReading | null;
  /** all text lines of the look that served best, in the raster's pixels */
  readonly lines: readonly TextLine[];
}

const LEVEL: Look = { longSide: 640, sideways: false };
const CLOSER_SIDE = 960;
/** How many of the widest lines are looked at for digits. */
const MAX_LINES = 5;

/**
 * Find the card number among all text in a picture, and read it. Looks once at an upright picture with a clear number; again sideways when the
 * text runs that way, and closer when nothing was found.
 *
 * @param others - looks that were taken before: those at the number's line count, too
 * @throws {CardOcrError} `REQUEST_TIMEOUT` when the time is up; as `Model.run`
 */
export async function detectNumber(sight: Sight, others: readonly Glance[] = []): Promise<DetectedNumber> {
  let best: DetectedNumber = { reading: null, lines: [] };
  const look = async (how: Look): Promise<readonly TextLine[]> => {
    sight.checkTime();
    const lines = joinLines(await detectText(sight.networks.detector, sight.raster, how));
    sight.note({ kind: 'places', by: 'detector', raster: sight.raster, places: lines.map(({ quad }) => ({ of: 'text', quad })) });
    const reading = credible(await readLikeliest(sight, lines, others));
    if (totalOf(reading) > totalOf(best.reading)) best = { reading, lines };
    else if (best.lines.length === 0) best = { ...best, lines };
    return lines;
  };
  const sideways = runsSideways(await look(LEVEL));
  if (sideways && !best.reading?.sure) await look({ ...LEVEL, sideways });
  if (!best.reading) await look({ longSide: CLOSER_SIDE, sideways });
  return best;
}

async function readLikeliest(sight: Sight, lines: readonly TextLine[], others: readonly Glance[]): Promise<NumberReading | null> {
  // where the digit reader sees no digits at all, the text reader looks
  const seen =
    (await mostDigits(sight, 'digits', lines)) ?? (sight.isWithout('text-recognition') ? null : await mostDigits(sight, 'text', lines));
  const ahead = seen && (await inReadingDirection(sight, seen, 0));
  return ahead && (await readLine(lineOf(sight, ahead.seen, ahead.reading, others))).reading;
}

/** By one reader: a line in either direction, else a block of four short ones. */
function mostDigits(sight: Sight, by: ReaderName, lines: readonly TextLine[]): Promise<Glance | null> {
  const level: Place[] = numberLines(lines)
    .slice(0, MAX_LINES)
    .map((line) => [line.quad]);
  const blocks: Place[] = numberStacks(lines).map((stack) => stack.map((line) => line.quad));
  return mostDigitsAt(sight, by, [...level, ...blocks, ...level.map(reversed), ...blocks.map(reversed)]);
}

/** Whether most text (by length) runs up or down rather than across. */
function runsSideways(lines: readonly TextLine[]): boolean {
  let balance = 0;
  for (const { quad } of lines) {
    if (quadWidth(quad) < 2 * quadHeight(quad)) continue;
    const d = quadDirection(quad);
    balance += Math.abs(d.y) > Math.abs(d.x) ? quadWidth(quad) : -quadWidth(quad);
  }
  return balance > 0;
}
