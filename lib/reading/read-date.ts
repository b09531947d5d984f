import { type Expiry, type FoundDate, findDigitDates, formatExpiry, latest } from '../card/expiry';
import type { Framing } from '../evidence';
import { growQuad, type Quad, quadHeight, quadWidth, stretchQuad } from '../geometry';
import { beamSearch, textPositions } from '../recognition/ctc';
import { DIGIT_ALPHABET, type DigitStrip } from '../recognition/strip';
import type { Sight } from '../sight';
import { readStrips } from './glance';

/** A date that stands, as several crops of a place show it. */
export interface DateReading {
  readonly expiry: Expiry;
  readonly form: FoundDate['form'];
  /** how likely the place shows it, 0..1: the mean of what its crops say */
  readonly confidence: number;
  /** tight around its characters, px of the raster */
  readonly quad: Quad;
}

/** What a place says. */
export interface DatePlace {
  /** the later of the likely dates that stand there; null: none is likely */
  readonly date: DateReading | null;
  /** a specimen's 00/00 or 88/88 stands there */
  readonly isSpecimen: boolean;
}

/** Crops of a place, each grown by so much of its height; the locator's quads are tight, and may be cut. */
const FRAMINGS: readonly Framing[] = [
  { dx: 0.9, dy: 0.22, widthScale: 1 },
  { dx: 0.5, dy: 0.08, widthScale: 1.15 },
  { dx: 1.5, dy: 0.3, widthScale: 0.95 },
];
const BEAM_WIDTH = 12;
/** Two crops that are this sure of the same are enough. */
const CLEAR = 0.9;
/** A date is likely from here on. */
const MIN_CONFIDENCE = 0.5;
/** The probability of a date that another digit touches is multiplied by this: that digit may be a letter of THRU, or the date may be no date. */
const TOUCHED = 0.8;
/** A date with its year in full that is this likely makes us doubt the shorter one within it. */
const MIN_LONGER = 0.02;
const SPECIMEN = /^(00\/?00|88\/?88|00\/?0000|88\/?8888)$/;

/** Crops of a line in which a date is looked for. */
const LINE_FRAMINGS: readonly [Framing, ...Framing[]] = [
  { dx: 0, dy: 0, widthScale: 1 },
  { dx: 0.1, dy: 0.1, widthScale: 0.9 },
  { dx: 0, dy: -0.08, widthScale: 1.12 },
];
/** A date that is this likely in the first crop of a line is looked at again. */
const MIN_SPOTTED = 0.005;
/** So plain where it stands, a date is believed that the locator does not see. */
const PLAIN = 0.8;
/** What stands beside a date, in its place's heights before it and widths behind it: the rest of a longer date, or a later one. */
const BESIDE = { before: 3, behind: 3.4 };
const BESIDE_FRAMING: Framing = { dx: 0, dy: 0.22, widthScale: 1 };

/** One crop of the place. */
interface Crop {
  readonly quad: Quad;
  readonly framing: Framing;
  readonly strip: DigitStrip;
  /** probability of each date, and the likeliest text that holds it */
  readonly dates: ReadonlyMap<string, { readonly found: FoundDate; readonly text: string; readonly probability: number }>;
  readonly specimen: number;
}

/**
 * Read a place where a date may stand.
 *
 * @param place - in reading direction, tight
 * @throws {CardOcrError} `REQUEST_TIMEOUT` when the time is up; as `Model.run`
 */
export async function readDateAt(sight: Sight, place: Quad): Promise<DatePlace> {
  const crops: Crop[] = [];
  for (const framing of FRAMINGS) {
    crops.push(await cropOf(sight, place, framing));
    if (crops.length > 1 && likeliest(crops, CLEAR)) break;
  }
  const isSpecimen = mean(crops.map(({ specimen }) => specimen)) >= MIN_CONFIDENCE;
  const date = isSpecimen ? null : likeliest(crops, MIN_CONFIDENCE);
  return { date: date && (await withWhatIsBeside(sight, place, date)), isSpecimen };
}

/** The date of which this one is the end, or a later one that stands behind it; else the date itself. */
async function withWhatIsBeside(sight: Sight, place: Quad, date: DateReading): Promise<DateReading> {
  const line = stretchQuad(place, BESIDE.before * quadHeight(place), BESIDE.behind * quadWidth(place));
  const beside = likeliest([await cropOf(sight, line, BESIDE_FRAMING)], MIN_LONGER);
  if (!beside) return date;
  if (beside.form === 'full' && date.form === 'month-year' && isPieceOf(date.expiry, beside.expiry)) return beside;
  return beside.confidence >= MIN_CONFIDENCE && latest([date.expiry, beside.expiry]) === beside.expiry ? beside : date;
}

/** Whether a date with its year in full, cut short, reads as this one: 2008/04 as 08/04, 04/2008 as 04/20. */
const isPieceOf = (short: Expiry, { month, year }: Expiry): boolean =>
  (short.month === year % 100 && short.year % 100 === month) || (short.month === month && short.year % 100 === Math.floor(year / 100));

async function cropOf(sight: Sight, place: Quad, framing: Framing): Promise<Crop> {
  const height = quadHeight(place);
  const quad = growQuad(place, framing.dx * height, framing.dy * height);
  const [strip] = await readStrips(sight, 'digits', [quad], framing.widthScale);
  const dates = new Map<string, { found: FoundDate; text: string; probability: number }>();
  let specimen = 0;
  for (const { text, logProbability } of beamSearch(strip!.digitProbs, DIGIT_ALPHABET, BEAM_WIDTH)) {
    const found = latest(findDigitDates(text, sight.today));
    const probability = Math.exp(logProbability) * (found?.isTouched ? TOUCHED : 1);
    if (SPECIMEN.test(text)) specimen += probability;
    if (!found) continue;
    const key = formatExpiry(found);
    const before = dates.get(key);
    dates.set(key, before ? { ...before, probability: before.probability + probability } : { found, text, probability });
  }
  return { quad, framing, strip: strip!, dates, specimen };
}

/**
 * Look for a date in a line in which the locator sees none, and look at it again where it stands.
 *
 * @param line - in reading direction, about as high as the date's digits
 * @returns null unless it is plain where it stands, or likely by several crops of the line
 * @throws {CardOcrError} as `readDateAt`
 */
export async function spotDate(sight: Sight, line: Quad): Promise<DateReading | null> {
  const [framing, ...others] = LINE_FRAMINGS;
  const crops = [await cropOf(sight, line, framing)];
  const spotted = likeliest(crops, MIN_SPOTTED);
  if (!spotted) return null;
  const { date: seen } = await readDateAt(sight, spotted.quad);
  if (seen && seen.confidence >= PLAIN) return seen;
  for (const other of others) crops.push(await cropOf(sight, line, other));
  return likeliest(crops, MIN_CONFIDENCE);
}

/** The latest date of which the crops together are this sure. */
function likeliest(crops: readonly Crop[], bar: number): DateReading | null {
  const keys = new Set(crops.flatMap(({ dates }) => [...dates.keys()]));
  const likely = [...keys].flatMap((key) => {
    const confidence = mean(crops.map(({ dates }) => dates.get(key)?.probability ?? 0));
    const seen = crops.find(({ dates }) => dates.has(key));
    if (confidence < bar || !seen) return [];
    const { found, text } = seen.dates.get(key)!;
    const { month, year, form } = found;
    return [{ month, year, expiry: { month, year }, form, confidence, quad: tightAround(seen, text, found) }];
  });
  const date = latest(likely);
  return date && { expiry: date.expiry, form: date.form, confidence: date.confidence, quad: date.quad };
}

/** Half of a character's width, in the distance between two. */
const HALF = 0.6;

/** Where a date's characters stand in a crop. */
function tightAround({ quad, framing, strip }: Crop, text: string, { index, length }: FoundDate): Quad {
  const width = quadWidth(quad);
  const centres = textPositions(strip.digitProbs, DIGIT_ALPHABET, text).map((position) => position * width);
  const [first, last] = [centres[index], centres[index + length - 1]];
  if (first === undefined || last === undefined) return quad;
  const half = (HALF * (last - first)) / Math.max(1, length - 1);
  const height = quadHeight(quad);
  const tight = stretchQuad(quad, half - first, last + half - width);
  return growQuad(tight, 0, (-framing.dy * height) / (1 + 2 * framing.dy));
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
