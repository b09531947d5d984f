import { type Expiry, type FoundDate, findDates, isSameDate, latest, monthsOf } from '../card/expiry';
import type { Framing, ReaderName } from '../evidence';
import { growQuad, isInside, type Quad, quadCentre, quadFrame, quadHeight, quadWidth, stretchQuad } from '../geometry';
import { mean } from '../quantile';
import { beamSearch } from '../recognition/beam-search';
import { textPositions } from '../recognition/ctc';
import { DIGIT_ALPHABET, type DigitStrip } from '../recognition/strip';
import type { Sight } from '../sight';
import type { Tensor } from '../tensor';
import { readStrips } from './glance';
import { type DateLook, type DateReading, type DateSighting, poolDates } from './pool-dates';

/** What was seen of a card's dates so far. */
export interface DateLooks {
  readonly looks: readonly DateLook[];
  /** dates beside which was looked */
  readonly beside: readonly Quad[];
  /** a specimen's 00/00 or 88/88 stands there */
  readonly isSpecimen: boolean;
  /** dates with a rival, for which the second reader was asked */
  readonly checked: readonly CheckedDate[];
}

interface CheckedDate extends Pick<DateReading, 'expiry' | 'quad'> {
  /** the second reader sees at least a trace of it */
  readonly isSeen: boolean;
  /** the latest date that it sees there, or a trace of; null: none */
  readonly latest: Expiry | null;
}

/** Nobody looked yet. */
export const NO_LOOKS: DateLooks = { looks: [], beside: [], isSpecimen: false, checked: [] };

/** Crops of a place, each grown by so much of its height; the locator's quads are tight, and may be cut. */
const NEAR: Framing = { dx: 0.9, dy: 0.22, widthScale: 1 };
const TIGHT: Framing = { dx: 0.5, dy: 0.08, widthScale: 1.15 };
const WIDE: Framing = { dx: 1.5, dy: 0.3, widthScale: 0.95 };
/** In which order a reader looks at them; where the first shows nothing like a date, not even a stroke, it looks at no other. */
const CROPS: Readonly<Record<ReaderName, readonly Framing[]>> = {
  digits: [NEAR, TIGHT, WIDE],
  second: [WIDE, NEAR, TIGHT],
};
const BEAM_WIDTH = 12;
/** So sure of a date, no other place is looked at. */
export const CLEAR_DATE = 0.9;
/** A date is reported from this confidence on, by all crops together. */
export const REPORTED_DATE = 0.75;
/** A date is likely from here on. */
const MIN_CONFIDENCE = 0.5;
/** The probability of a date that another digit touches is multiplied by this: that digit may be a letter of THRU, or the date may be no date. */
const TOUCHED = 0.8;
/** Less likely dates of a crop are forgotten. */
const MIN_SIGHTED = 0.005;
/** Where a specimen's date is less likely, a crop shows none. */
const MIN_SPECIMEN = 0.05;
/** How likely there must be a date beside another one to be looked at. */
const MIN_PRESENCE = 0.05;
/** How likely there must be a later date for the one before not to be told. */
const HIDDEN = 0.25;
/** What stands on specimens; 88/88 may be read as 08/88, until which no card that is still about was valid. */
const SPECIMEN = /^(00\/?00|88\/?88|00\/?0000|88\/?8888|08\/88)$/;

/** Crops of a line in which a date is looked for. */
const LINE_FRAMINGS: readonly [Framing, ...Framing[]] = [
  { dx: 0, dy: 0, widthScale: 1 },
  { dx: 0.1, dy: 0.1, widthScale: 0.9 },
  { dx: 0, dy: -0.08, widthScale: 1.12 },
];
/** What stands beside a date, in its place's heights before it and widths behind it: the rest of a longer date, or a later one. */
const BESIDE = { before: 3, behind: 3.4 };
const BESIDE_FRAMING: Framing = { dx: 0, dy: 0.22, widthScale: 1 };

/** Who looks at a place, and why. */
export interface DateSource {
  /** the locator sees a date there */
  readonly isLocated: boolean;
  readonly by: ReaderName;
  /** see `besideAfterFirst` */
  readonly showsBeside?: true;
}

const UNLOCATED: DateSource = { isLocated: false, by: 'digits' };

/** One crop of the place. */
interface Crop extends DateLook {
  readonly specimen: number;
}

/**
 * Read a place where a date may stand.
 *
 * @param place - in reading direction, tight
 * @param before - what other places and crops showed
 * @returns it with what this place shows
 * @throws {CardOcrError} `REQUEST_TIMEOUT` when the time is up; as `Model.run`
 */
export async function readDateAt(sight: Sight, place: Quad, before: DateLooks, source: DateSource): Promise<DateLooks> {
  const crops: Crop[] = [];
  let read = before;
  for (const framing of CROPS[source.by]) {
    const crop = await cropOf(sight, framed(place, framing), framing.widthScale, source);
    crops.push(crop);
    read = { ...read, looks: [...read.looks, crop] };
    const isFirst = crops.length === 1;
    if (isFirst && isVain(crop)) break;
    if (isFirst && source.showsBeside) read = await besideAfterFirst(sight, read);
    // one crop of a place alone settles nothing
    const isAlone = read.looks.length === before.looks.length + 1;
    if (!isAlone && likeliest(read, CLEAR_DATE)) break;
  }
  const isSpecimen = before.isSpecimen || mean(crops.map(({ specimen }) => specimen)) >= MIN_CONFIDENCE;
  return { ...read, isSpecimen };
}

const isVain = ({ sightings, specimen, stroke }: Crop): boolean => sightings.length === 0 && specimen < MIN_SPECIMEN && stroke < MIN_STROKE;

/**
 * After the first crop, if all looks so far show just one date, likely enough, and nobody has looked beside a date yet: look at what stands beside it now. That strip
 * holds the date, too, so it serves as one more crop of it, and `withWhatIsBeside` need not look there again.
 */
async function besideAfterFirst(sight: Sight, read: DateLooks): Promise<DateLooks> {
  const [date, ...others] = poolDates(read.looks);
  const isOneDate = date !== undefined && date.confidence >= MIN_CONFIDENCE && others.length === 0;
  return isOneDate && read.beside.length === 0 ? lookBeside(sight, date.quad, read) : read;
}

/**
 * Look at what stands beside the likeliest date, unless that was done, and, if it may be a later one, look at that until it is plain.
 *
 * @throws {CardOcrError} as `readDateAt`
 */
export async function withWhatIsBeside(sight: Sight, before: DateLooks): Promise<DateLooks> {
  const date = latestOf(before, MIN_CONFIDENCE);
  if (!date || before.isSpecimen) return before;
  const isSeen = before.beside.some((quad) => isInside(quad, quadCentre(date.quad)));
  const read = isSeen ? before : await lookBeside(sight, date.quad, before);
  const later =
    laterThan(date.expiry, read.looks, { presence: MIN_PRESENCE, confidence: MIN_CONFIDENCE }) ?? unreadBehind(date, read.looks);
  return later ? readDateAt(sight, later.quad, read, UNLOCATED) : read;
}

async function lookBeside(sight: Sight, date: Quad, before: DateLooks): Promise<DateLooks> {
  const line = stretchQuad(date, BESIDE.before * quadHeight(date), BESIDE.behind * quadWidth(date));
  const crop = await cropOf(sight, framed(line, BESIDE_FRAMING), BESIDE_FRAMING.widthScale, UNLOCATED);
  return { ...before, looks: [...before.looks, crop], beside: [...before.beside, date] };
}

/**
 * Look for dates in a line in which the locator sees none, and look at each again where it stands, the latest first.
 *
 * @param line - in reading direction, about as high as a date's digits
 * @throws {CardOcrError} as `readDateAt`
 */
export async function spotDates(sight: Sight, line: Quad, before: DateLooks): Promise<DateLooks> {
  const [framing, ...others] = LINE_FRAMINGS;
  const first = await cropOf(sight, framed(line, framing), framing.widthScale, UNLOCATED);
  let read: DateLooks = { ...before, looks: [...before.looks, first] };
  const spots = poolDates([first]).sort((a, b) => monthsOf(b.expiry) - monthsOf(a.expiry));
  const further = others.values();
  for (const { quad } of spots) {
    read = await readDateAt(sight, quad, read, UNLOCATED);
    if (likeliest(read, CLEAR_DATE)) return read;
    for (const other of further) {
      read = { ...read, looks: [...read.looks, await cropOf(sight, framed(line, other), other.widthScale, UNLOCATED)] };
      if (likeliest(read, CLEAR_DATE)) return read;
    }
  }
  return read;
}

/** A stroke less likely than this is none. */
const MIN_STROKE = 0.5;

/** Whether something else than a date stands where the locator saw one: no crop there shows a date, or a stroke as it stands in dates. */
export function isNoDate(place: Quad, looks: readonly DateLook[]): boolean {
  const there = looks.filter(({ isLocated, quad }) => isLocated && isInside(quad, quadCentre(place)));
  return there.length > 0 && there.every(({ sightings, stroke }) => sightings.length === 0 && stroke < MIN_STROKE);
}

/** A date that some crop shows so likely where another one is told is its rival. */
const MIN_RIVAL = 0.1;

const checkOf = ({ expiry }: DateReading, { checked }: DateLooks) => checked.find((check) => isSameDate(check.expiry, expiry));

/** Whether a date has a rival, and was not checked. */
export const isContested = (date: DateReading, read: DateLooks): boolean => date.rival >= MIN_RIVAL && !checkOf(date, read);

/** Where the second reader is less sure of a date, it sees no trace of it. */
const MIN_TRACE = 0.05;

const deniedOf = ({ checked }: DateLooks): readonly CheckedDate[] => checked.filter(({ isSeen }) => !isSeen);

/** Whether the second reader saw no trace of a date when it was checked, or of another one there. */
export const isDenied = ({ expiry, quad }: DateReading, read: DateLooks): boolean =>
  deniedOf(read).some((check) => isSameDate(check.expiry, expiry) || isInside(check.quad, quadCentre(quad)));

/**
 * Check a date by the second reader: whether any of its crops shows at least a trace of it. It does not vote: fast reader and second err as often.
 *
 * @throws {CardOcrError} as `readDateAt`
 */
export async function checkDate(sight: Sight, { expiry, quad }: DateReading, before: DateLooks): Promise<DateLooks> {
  const traces: Expiry[] = [];
  const isSeen = (): boolean => traces.some((date) => isSameDate(date, expiry));
  for (const framing of CROPS.second) {
    const { sightings } = await cropOf(sight, framed(quad, framing), framing.widthScale, { isLocated: false, by: 'second' });
    traces.push(...sightings.filter(({ probability }) => probability >= MIN_TRACE).map((sighting) => sighting.expiry));
    if (isSeen()) break;
  }
  return { ...before, checked: [...before.checked, { expiry, quad, isSeen: isSeen(), latest: latest(traces) }] };
}

/**
 * The latest of the dates that looks are this sure of; null where a later one seems to stand, too, but cannot be read, or where the second reader sees one in
 * the place of a date that it denies.
 */
export function likeliest(read: DateLooks, bar: number): DateReading | null {
  const last = latestOf(read, bar);
  if (!last || laterThan(last.expiry, read.looks, { presence: HIDDEN, confidence: bar })) return null;
  return deniedOf(read).some((check) => check.latest && monthsOf(check.latest) > monthsOf(last.expiry)) ? null : last;
}

function latestOf(read: DateLooks, bar: number): DateReading | null {
  const sure = poolDates(read.looks).filter((date) => date.confidence >= bar && !isDenied(date, read));
  return latest(sure.map((reading) => ({ ...reading.expiry, reading })))?.reading ?? null;
}

/** A date that may be later than this one and is at least so present, but not plain: less sure than `confidence`. M/YY may be any piece of a word. */
const laterThan = (expiry: Expiry, looks: readonly DateLook[], { presence, confidence }: Pick<DateReading, 'presence' | 'confidence'>) =>
  poolDates(looks).find(
    (other) =>
      other.form !== 'loose' && other.presence >= presence && other.confidence < confidence && monthsOf(other.expiry) > monthsOf(expiry),
  );

/** What stands behind a date and has a stroke, but shows no date, and was not looked at by itself: as high as the date. */
function unreadBehind({ quad }: DateReading, looks: readonly DateLook[]): Pick<DateReading, 'quad'> | undefined {
  const { along } = quadFrame(quad);
  const known = [...poolDates(looks).filter(({ presence }) => presence >= MIN_PRESENCE), ...looks.filter(({ isLocated }) => isLocated)].map(
    (dateOrLook) => quadCentre(dateOrLook.quad),
  );
  const place = looks
    .flatMap(({ unread }) => unread)
    .find((part) => along(quadCentre(part)) > quadWidth(quad) && !known.some((point) => isInside(part, point)));
  return place && { quad: growQuad(place, 0, (quadHeight(quad) - quadHeight(place)) / 2) };
}

const framed = (place: Quad, { dx, dy }: Framing): Quad => growQuad(place, dx * quadHeight(place), dy * quadHeight(place));

async function cropOf(sight: Sight, quad: Quad, widthScale: number, { isLocated, by }: DateSource): Promise<Crop> {
  const [strip] = await readStrips(sight, by, [quad], widthScale);
  const sightings: DateSighting[] = [];
  const unread: Quad[] = [];
  let specimen = 0;
  for (const words of wordsOf(strip!)) {
    const dates = new Map<string, { found: FoundDate; text: string; probability: number }>();
    for (const { text, logProbability } of beamSearch(words.probs, DIGIT_ALPHABET, BEAM_WIDTH)) {
      if (SPECIMEN.test(text)) {
        specimen += Math.exp(logProbability);
        continue;
      }
      for (const found of findDates(text, sight.today)) {
        if (found.form === 'loose' && words.isCut) continue;
        const probability = Math.exp(logProbability) * (found.isTouched ? TOUCHED : 1);
        const key = `${monthsOf(found)} ${found.form}`;
        const before = dates.get(key);
        dates.set(key, before ? { ...before, probability: before.probability + probability } : { found, text, probability });
      }
    }
    for (const { found, text, probability } of dates.values()) {
      const { month, year, form } = found;
      if (probability >= MIN_SIGHTED)
        sightings.push({ expiry: { month, year }, form, probability, quad: tightAround(quad, words, text, found) });
    }
    const isRead = [...dates.values()].some(({ probability }) => probability >= MIN_PRESENCE);
    if (!isRead && strokeIn(words.probs) >= MIN_STROKE) unread.push(partOf(quad, words));
  }
  return { quad, sightings, isLocated, stroke: strokeIn(strip!.digitProbs), specimen, unread };
}

const STROKE = 1 + DIGIT_ALPHABET.indexOf('/');

function strokeIn({ data, shape }: Tensor): number {
  let highest = 0;
  for (let i = STROKE; i < data.length; i += shape[1]!) highest = Math.max(highest, data[i]!);
  return highest;
}

/** Characters without a gap among them. */
interface Words {
  readonly probs: Tensor;
  /** where they begin and how long they are, as fractions of the strip */
  readonly from: number;
  readonly length: number;
  /** they begin at the strip's rim: a character may stand before them */
  readonly isCut: boolean;
}

/** So many px of a strip without a character part words: more than a date with room around its slash has. */
const GAP = 48;
/** Less of a character at a time step is none. */
const FAINT = 0.1;
/** A date is wider, px of a strip. */
const MIN_WIDTH = 32;

/** What stands in a line, parted at gaps: what is garbage in one part says nothing about the other. */
function wordsOf({
  digitProbs: {
    data,
    shape: [steps, classes],
  },
  stride,
}: DigitStrip): Words[] {
  const words: Words[] = [];
  const isBlank = (t: number): boolean => data[t * classes!]! > 1 - FAINT;
  for (let t = 0; t < steps!; t++) {
    if (isBlank(t)) continue;
    let end = t + 1;
    for (let blank = 0; end < steps! && blank * stride < GAP; end++) blank = isBlank(end) ? blank + 1 : 0;
    const from = Math.max(0, t - 1);
    if ((end - from) * stride >= MIN_WIDTH)
      words.push({
        probs: { data: data.subarray(from * classes!, end * classes!) as Float32Array, shape: [end - from, classes!] },
        from: from / steps!,
        length: (end - from) / steps!,
        isCut: t * stride < GAP,
      });
    t = end - 1;
  }
  return words;
}

/** The part of a crop in which words stand. */
const partOf = (quad: Quad, { from, length }: Words): Quad =>
  stretchQuad(quad, -from * quadWidth(quad), (from + length - 1) * quadWidth(quad));

/** Half of a character's width, in the distance between two. */
const HALF = 0.6;
/** A date's digits are at most so high, in the distance between two characters. */
const MAX_HEIGHT = 1.5;

/** Where a date's characters stand in a crop. */
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
