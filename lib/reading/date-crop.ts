import { type FoundDate, findDates, findSpacedDates, hasFullYear, monthsOf } from '../card/expiry';
import type { ReaderName } from '../evidence';
import { growQuad, type Quad, quadHeight, quadWidth, stretchQuad } from '../geometry';
import { groupedDifferences } from '../quantile';
import { beamSearch } from '../recognition/beam-search';
import { textPositions } from '../recognition/ctc';
import { DIGIT_ALPHABET, type DigitStrip } from '../recognition/strip';
import type { Sight } from '../sight';
import type { Tensor } from '../tensor';
import { readStrips } from './glance';
import type { DateLook, DateSighting } from './pool-dates';

/** Which reader looks at a place, and why. */
export interface DateSource {
  /** the locator sees a date there */
  readonly isLocated: boolean;
  readonly by: ReaderName;
  /** after the first crop what is beside the date may be looked at, in place of the second one */
  readonly showsBeside?: true;
}

/** What one crop of a line shows of dates. */
export interface DateCrop extends DateLook {
  /** the probability that it shows a specimen's 00/00 or 88/88 */
  readonly specimen: number;
  /** it shows a piece of a date: the month before it, or the year's last digits, are beyond the crop's rim */
  readonly lacks: { readonly month: boolean; readonly year: boolean };
}

const BEAM_WIDTH = 12;
/** The probability of a date that another digit touches is multiplied by this: that digit may be a letter of THRU, or the date may be no date. */
const TOUCHED = 0.8;
/** The least probability of a date in a crop; less likely ones are dropped. */
const MIN_SIGHTED = 0.005;
/** The least probability with which a date may stand somewhere. */
export const MIN_PRESENCE = 0.05;
export const MIN_STROKE = 0.5;
/** Dates of specimens. 88/88 may be read as 08/88, and no card that is still around was valid until then. */
const SPECIMEN = /^(00\/?00|88\/?88|00\/?0000|88\/?8888|08\/88)$/;
/** The least probability of a stroke in a specimen's date. Where there is none, digits such as 0000 may be the number's first four in small. */
const TRACE_OF_STROKE = 0.1;

/** Pieces of dates with a year of four digits, or with a day, by what they lack. A stroke before a year of this century may be missed. */
const CUT = {
  month: /^\d?(?:\/?20\d\d|\/(?:0[1-9]|1[0-2]|2[89]|3[01])\/(?:20)?\d\d)$/,
  year: /(?:(?:0[1-9]|1[0-2])\/20\d?|(?:2[89]|3[01])\/(?:0[1-9]|1[0-2])\/?\d?)$/,
};
/** The same of MM/YY. They are pieces only if their stroke is plain. */
const CUT_SHORT: typeof CUT = { month: /^\d?\/\d\d$/, year: /(?:0[1-9]|1[0-2])\/\d?$/ };
/** The same of MM 20YY, if no more of the year can be seen. */
const CUT_SPACED = /^(?:0[1-9]|1[0-2])20\d?$/;

/**
 * Reads one crop of a line.
 *
 * @param quad - the part of the raster that it shows
 * @param widthScale - of the strip, relative to the quad's own proportions
 * @throws {CardOcrError} `REQUEST_TIMEOUT` when the time is up; as `Model.run`
 */
export async function dateCropOf(sight: Sight, quad: Quad, widthScale: number, { isLocated, by }: DateSource): Promise<DateCrop> {
  const [strip] = await readStrips(sight, by, [quad], widthScale);
  const spans = spansIn(strip!);
  // elsewhere groups of digits may be anything
  const spacedIn: FindDates = (text, words) =>
    findSpacedDates(text, sight.today).filter(
      (date) => (isLocated || hasFullYear(date)) && !isPieceOfSpaced(text, words) && hasRoomBetween(date.groups, text, words),
    );
  const datesIn: FindDates = (text, words) => {
    const dates = findDates(text, sight.today);
    return dates.length > 0 ? dates : spacedIn(text, words);
  };
  const read = wordsOf(strip!, spans).map((words) => ({ words, ...textsOf(words, datesIn) }));
  const rows = isLocated ? wordsOf(strip!, rowsOf(spans, strip!.stride)).map((words) => ({ words, ...textsOf(words, spacedIn) })) : [];
  const sightings = [...read, ...rows].flatMap(({ words, dates }) =>
    dates
      .filter(({ probability }) => probability >= MIN_SIGHTED)
      .map(({ found, text, probability }): DateSighting => {
        const { month, year, form } = found;
        return { expiry: { month, year }, form, probability, quad: tightAround(quad, words, text, found) };
      }),
  );
  const unread = read.filter(({ dates, stroke }) => stroke >= MIN_STROKE && !dates.some(({ probability }) => probability >= MIN_PRESENCE));
  return {
    quad,
    sightings,
    isLocated,
    stroke: strokeIn(strip!.digitProbs),
    specimen: read.reduce((sum, { specimen }) => sum + specimen, 0),
    unread: unread.map(({ words }) => partOf(quad, words)),
    lacks: {
      month: read.some((texts) => texts.words.isCut && isPieceOfDate(texts, 'month')),
      year:
        read.some((texts) => texts.words.isCutBehind && isPieceOfDate(texts, 'year')) ||
        (isLocated && [...read, ...rows].some(({ likeliest, words }) => isPieceOfSpaced(likeliest, words))),
    },
  };
}

type FindDates = (text: string, words: Words) => readonly FoundDate[];

/** The room between the groups of a date where no stroke is: so many times the distance between the digits of a group. */
const ROOM_BETWEEN = 1.5;

/** Whether groups of digits are further from each other than the digits of a group. */
function hasRoomBetween(groups: readonly number[], text: string, { probs }: Words): boolean {
  const { between, within } = groupedDifferences(textPositions(probs, DIGIT_ALPHABET, text), groups);
  return Math.min(...between) >= ROOM_BETWEEN * Math.max(...within);
}

/** What words may say. */
interface Texts {
  readonly likeliest: string;
  /** each with the likeliest text that has it, and the probability of all such texts */
  readonly dates: readonly { readonly found: FoundDate; readonly text: string; readonly probability: number }[];
  /** the probability that they are a specimen's date */
  readonly specimen: number;
  readonly stroke: number;
}

function textsOf(words: Words, find: FindDates): Texts {
  const { probs, isCut, follows } = words;
  const texts = beamSearch(probs, DIGIT_ALPHABET, BEAM_WIDTH);
  const stroke = strokeIn(probs);
  const dates = new Map<string, Texts['dates'][number]>();
  let specimen = 0;
  for (const { text, logProbability } of texts) {
    if (SPECIMEN.test(text)) {
      if (stroke >= TRACE_OF_STROKE) specimen += Math.exp(logProbability);
      continue;
    }
    for (const found of find(text, words)) {
      if (found.form === 'loose' && (isCut || follows)) continue;
      const probability = Math.exp(logProbability) * (found.isTouched ? TOUCHED : 1);
      const key = `${monthsOf(found)} ${found.form}`;
      const before = dates.get(key);
      dates.set(key, before ? { ...before, probability: before.probability + probability } : { found, text, probability });
    }
  }
  return { likeliest: texts[0]?.text ?? '', dates: [...dates.values()], specimen, stroke };
}

const isPieceOfDate = ({ likeliest, stroke }: Texts, without: keyof typeof CUT): boolean =>
  CUT[without].test(likeliest) || (stroke >= MIN_STROKE && CUT_SHORT[without].test(likeliest));

const isPieceOfSpaced = (text: string, { isCutBehind }: Words): boolean => isCutBehind && CUT_SPACED.test(text);

const BLANK = 0;
const STROKE = 1 + DIGIT_ALPHABET.indexOf('/');

function strokeIn({ data, shape }: Tensor): number {
  let highest = 0;
  for (let i = STROKE; i < data.length; i += shape[1]!) highest = Math.max(highest, data[i]!);
  return highest;
}

/** Characters without a gap between them. */
interface Words {
  readonly probs: Tensor;
  /** where they begin and how long they are, as fractions of the strip */
  readonly from: number;
  readonly length: number;
  /** they begin near the strip's rim: a character may stand before them */
  readonly isCut: boolean;
  /** they end near it */
  readonly isCutBehind: boolean;
  /** other words end shortly before them: a character between may have been missed */
  readonly follows: boolean;
}

/** The least width of a gap between words, px of a strip: wider than the room around a date's stroke. */
const GAP = 48;
/** The same before and behind a stroke, as some dates have much room around it: 05 / 27. */
const GAP_AT_STROKE = 96;
/** The least probability of characters at a time step that is not blank. */
const FAINT = 0.1;
/** The least width of words, px of a strip: a date is wider. */
const MIN_WIDTH = 32;

/** Characters from one time step to another. */
interface Span {
  readonly first: number;
  readonly last: number;
}

/** Makes one of the last span and a further one. */
const joined = (spans: readonly Span[], { last }: Span): Span[] => [...spans.slice(0, -1), { ...spans.at(-1)!, last }];

/** Whether a gap is narrower than so many time steps. */
const isWithin = (steps: number, span: Span, before: Span | undefined): before is Span =>
  before !== undefined && span.first - before.last - 1 < steps;

/** Splits a line at gaps, so that garbage in one part does not spoil the reading of another. */
function spansIn({
  digitProbs: {
    data,
    shape: [steps, classes],
  },
  stride,
}: DigitStrip): Span[] {
  const at = (t: number): Float32Array => data.subarray(t * classes!, (t + 1) * classes!) as Float32Array;
  const isBlank = (t: number): boolean => at(t)[BLANK]! > 1 - FAINT;
  const isStroke = (t: number): boolean => !isBlank(t) && at(t).every((probability, i) => i === BLANK || probability <= at(t)[STROKE]!);
  let pieces: Span[] = [];
  for (let t = 0; t < steps!; t++) {
    if (isBlank(t)) continue;
    const step = { first: t, last: t };
    pieces = isWithin(GAP / stride, step, pieces.at(-1)) ? joined(pieces, step) : [...pieces, step];
  }
  const strokesIn = ({ first, last }: Span): number => {
    let count = 0;
    for (let t = first; t <= last; t++) if (isStroke(t) && !(t > first && isStroke(t - 1))) count++;
    return count;
  };
  let spans: Span[] = [];
  for (const [i, piece] of pieces.entries()) {
    const [before, next] = [spans.at(-1), pieces[i + 1]];
    // a date has one stroke: what has its own, or stands before one, goes with no other
    const hasNextStroke = next !== undefined && isStroke(next.first) && isWithin(GAP_AT_STROKE / stride, next, piece);
    const isOfDate =
      isWithin(GAP_AT_STROKE / stride, piece, before) &&
      strokesIn(before) + strokesIn(piece) === 1 &&
      (isStroke(piece.first) || (isStroke(before.last) && !hasNextStroke));
    spans = isOfDate ? joined(spans, piece) : [...spans, piece];
  }
  return spans;
}

/** Two or three words near each other and no further one, as of a month and a year with no stroke between them. */
function rowsOf(spans: readonly Span[], stride: number): Span[] {
  const rows: Span[][] = [];
  for (const span of spans) {
    if (isWithin(GAP_AT_STROKE / stride, span, rows.at(-1)?.at(-1))) rows.at(-1)!.push(span);
    else rows.push([span]);
  }
  return rows.filter(({ length }) => length === 2 || length === 3).map((row) => ({ first: row[0]!.first, last: row.at(-1)!.last }));
}

function wordsOf({ digitProbs: { data, shape }, stride }: DigitStrip, all: readonly Span[]): Words[] {
  const [steps, classes] = shape as [number, number];
  return all.flatMap((span, i, spans): Words[] => {
    const [from, end] = [Math.max(0, span.first - 1), Math.min(steps, span.last + 1 + Math.ceil(GAP / stride))];
    if ((end - from) * stride < MIN_WIDTH) return [];
    return [
      {
        probs: { data: data.subarray(from * classes, end * classes) as Float32Array, shape: [end - from, classes] },
        from: from / steps,
        length: (end - from) / steps,
        isCut: span.first * stride < GAP,
        isCutBehind: (steps - 1 - span.last) * stride < GAP,
        follows: isWithin(GAP_AT_STROKE / stride, span, spans[i - 1]),
      },
    ];
  });
}

/** The part of a crop in which words stand. */
const partOf = (quad: Quad, { from, length }: Words): Quad =>
  stretchQuad(quad, -from * quadWidth(quad), (from + length - 1) * quadWidth(quad));

/** Half the width of a character, in distances between two. */
const HALF = 0.6;
/** The greatest height of a date's digits, in distances between two characters. */
const MAX_HEIGHT = 1.5;

/** Returns where a date's characters stand in a crop. */
function tightAround(quad: Quad, { probs, from, length: share }: Words, text: string, { index, length }: FoundDate): Quad {
  const width = quadWidth(quad);
  const centres = textPositions(probs, DIGIT_ALPHABET, text).map((position) => (from + position * share) * width);
  const [first, last] = [centres[index], centres[index + length - 1]];
  if (first === undefined || last === undefined) return quad;
  const pitch = (last - first) / Math.max(1, length - 1);
  const height = quadHeight(quad);
  const tight = stretchQuad(quad, HALF * pitch - first, last + HALF * pitch - width);
  return growQuad(tight, 0, Math.min(0, MAX_HEIGHT * pitch - height) / 2);
}
