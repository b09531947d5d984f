import { PAN_MIN_LENGTH } from '../card/pan';
import { quadDirection, quadHeight, quadWidth } from '../geometry';
import type { Raster } from '../image/raster';
import { joinLines, type TextLine } from '../location/join-lines';
import { numberLines, numberStacks } from '../location/number-lines';
import { detectText, type Look } from '../location/text-detector';
import type { Model } from '../model/model';
import type { TextRecognizer } from '../recognition/text-recognizer';
import {
  firstReading,
  type Glance,
  glance,
  type NumberPlace,
  type NumberReaders,
  type NumberReading,
  type PanPrior,
  refine,
  reversed,
} from './read-number';

/** Those of numbers; the text reader reads words, too. */
export interface Readers extends NumberReaders {
  readonly text: TextRecognizer;
}

/** What was found in a picture. */
export interface FoundNumber {
  /** null: no line reads like a number */
  readonly reading: NumberReading | null;
  /** all text lines of the look that served best, in the raster's pixels */
  readonly lines: readonly TextLine[];
}

const LEVEL: Look = { longSide: 640, sideways: false };
const CLOSER_SIDE = 960;
/** How many of the widest lines are looked at for digits. */
const MAX_LINES = 5;
/** A line this much made of digits for a reader, and this long, may be (part of) a number … */
const DIGITNESS = { digits: 0.5, text: 0.9 };
const MIN_DIGITS = 6;
/** … and from here on no other line is tried. */
const ENOUGH_DIGITS = 13;
/** Nats against a direction in which no issuer's numbers begin like the digits. */
const UNKNOWN_BEGINNING = -3;
/** Nats for a direction in which the project's own reader sees a number and none in the other: it has learnt what stands on its head. */
const TURN_TOLD = 8;
/** One that passes every check is not upside down, if it can be read at all (log likelihood). */
const PLAUSIBLE = -1.5;
const LEGIBLE = -5;
/** Log likelihood plus prior below which digits are no card number. */
const MIN_TOTAL = -25;

/**
 * Find the card number in a picture and read it. Looks once at an upright picture with a clear number; again sideways when the text runs
 * that way, and closer when nothing was found.
 *
 * @param checkTime - called between steps; throws when the time is up
 * @param others - looks that were taken before: those at the number's line count, too
 * @throws {CardOcrError} as `Model.run`
 */
export async function findNumber(
  detector: Model,
  readers: Readers,
  raster: Raster,
  prior: PanPrior,
  checkTime: () => void,
  others: readonly Glance[] = [],
): Promise<FoundNumber> {
  let best: FoundNumber = { reading: null, lines: [] };
  const look = async (how: Look): Promise<readonly TextLine[]> => {
    checkTime();
    const lines = joinLines(await detectText(detector, raster, how));
    checkTime();
    const reading = await readLines(readers, raster, lines, prior, checkTime, others);
    if (reading && isCredible(reading) && reading.total > (best.reading?.total ?? -Infinity)) best = { reading, lines };
    else if (best.lines.length === 0) best = { ...best, lines };
    return lines;
  };
  const sideways = runsSideways(await look(LEVEL));
  if (sideways && !best.reading?.sure) await look({ ...LEVEL, sideways });
  if (!best.reading) await look({ longSide: CLOSER_SIDE, sideways });
  return best;
}

/** Long enough for a card number, and not too implausible in all. */
export const isCredible = (reading: NumberReading): boolean => reading.text.length >= PAN_MIN_LENGTH && reading.total >= MIN_TOTAL;

async function readLines(
  readers: Readers,
  raster: Raster,
  lines: readonly TextLine[],
  prior: PanPrior,
  checkTime: () => void,
  others: readonly Glance[],
): Promise<NumberReading | null> {
  const seen = await likeliest(readers, raster, lines, checkTime);
  const ahead = seen && (await inReadingDirection(readers, raster, seen, 0, prior, checkTime));
  return ahead && (ahead.reading.sure ? ahead.reading : refine(readers, raster, ahead.seen, prior, checkTime, false, others));
}

/**
 * Look at a place from where it is read.
 *
 * @param seen - the first look at the place
 * @param told - nats for the look's own direction, from whatever told it
 * @returns that look and its reading; null when there are no digits at all
 */
export async function inReadingDirection(
  readers: Readers,
  raster: Raster,
  seen: Glance,
  told: number,
  prior: PanPrior,
  checkTime: () => void,
): Promise<{ readonly seen: Glance; readonly reading: NumberReading } | null> {
  const first = firstReading(seen, prior);
  if (!first) return null;
  const ahead = { seen, reading: first };
  if (first.sure || (first.visual >= LEGIBLE && prior.of(first.text) >= PLAUSIBLE)) return ahead;
  checkTime();
  const back = await glance(readers, seen.by, raster, reversed(seen.place), seen.trims);
  const backwards = firstReading(back, prior);
  if (!backwards) return ahead;
  if (backwards.sure) return { seen: back, reading: backwards };
  const turnTold = seen.by === 'digits' ? TURN_TOLD * (seen.digitness - back.digitness) : 0;
  const lead = told + turnTold + directionScore(first, prior) - directionScore(backwards, prior);
  return lead >= 0 ? ahead : { seen: back, reading: backwards };
}

/** How many digits a look shows, each by how sure it is of being one; 0 for words and dates. */
const amount = ({ by, digits, digitness }: Glance): number =>
  digitness >= DIGITNESS[by] && digits.length >= MIN_DIGITS ? digits.length * digitness : 0;

/** The place whose first look has most digits; where the digit reader sees none at all, the text reader looks. */
const likeliest = async (readers: Readers, raster: Raster, lines: readonly TextLine[], checkTime: () => void): Promise<Glance | null> =>
  (await mostDigits(readers, 'digits', raster, lines, checkTime)) ?? mostDigits(readers, 'text', raster, lines, checkTime);

/** By one reader: a line in either direction, else a block of four short ones. */
async function mostDigits(
  readers: Readers,
  by: keyof Readers,
  raster: Raster,
  lines: readonly TextLine[],
  checkTime: () => void,
): Promise<Glance | null> {
  const level: NumberPlace[] = numberLines(lines)
    .slice(0, MAX_LINES)
    .map((line) => [line.quad]);
  const blocks: NumberPlace[] = numberStacks(lines).map((stack) => stack.map((line) => line.quad));
  return mostDigitsAt(readers, by, raster, [...level, ...blocks, ...level.map(reversed), ...blocks.map(reversed)], checkTime);
}

/**
 * The first of some places that shows a whole number, or else the one that shows most digits.
 *
 * @param trims - see `glance`
 */
export async function mostDigitsAt(
  readers: Readers,
  by: keyof Readers,
  raster: Raster,
  places: readonly NumberPlace[],
  checkTime: () => void,
  trims?: boolean,
): Promise<Glance | null> {
  let best: Glance | null = null;
  for (const place of places) {
    checkTime();
    const seen = await glance(readers, by, raster, place, trims);
    if (amount(seen) > (best ? amount(best) : 0)) best = seen;
    if (best && best.digits.length >= ENOUGH_DIGITS) return best;
  }
  return best;
}

/** How well a reading speaks for its direction. Digits may still be missing at its ends, so not by its plausibility as a whole number. */
const directionScore = ({ visual, text }: NumberReading, prior: PanPrior): number => visual + (prior.begins(text) ? 0 : UNKNOWN_BEGINNING);

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
