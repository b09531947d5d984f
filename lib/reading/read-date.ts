import { type Expiry, isLong, isSameDate, latest, monthsOf } from '../card/expiry';
import type { Framing, ReaderName } from '../evidence';
import { growQuad, isInside, type Quad, quadCentre, quadFrame, quadHeight, quadWidth, stretchQuad } from '../geometry';
import type { DateWord } from '../location/date-word';
import { mean } from '../quantile';
import type { Sight } from '../sight';
import { type DateCrop, type DateSource, dateCropOf, MIN_PRESENCE, MIN_STROKE } from './date-crop';
import { type DateLook, type DateReading, type DateSighting, poolDates } from './pool-dates';

/** What was seen of a card's dates so far. */
export interface DateLooks {
  readonly looks: readonly DateLook[];
  /** the dates beside which a look was taken */
  readonly beside: readonly Quad[];
  /** a specimen's 00/00 or 88/88 stands there */
  readonly isSpecimen: boolean;
  /** dates with a rival, for which the second reader was asked */
  readonly checked: readonly CheckedDate[];
  /** dates that were looked at for words beside them, and what those say */
  readonly labels: readonly LabelledDate[];
}

interface LabelledDate {
  readonly quad: Quad;
  /** null: nothing */
  readonly word: DateWord | null;
}

interface CheckedDate extends Pick<DateReading, 'expiry' | 'quad'> {
  /** the dates of which the second reader sees at least a trace there, and those that it sees plainly */
  readonly traces: readonly Expiry[];
  readonly plain: readonly Expiry[];
  /** the plain ones that other crops of the card had shown before */
  readonly agreed: readonly Expiry[];
}

export const NO_LOOKS: DateLooks = { looks: [], beside: [], isSpecimen: false, checked: [], labels: [] };

/** The framings of crops of a place. All are larger than the place, as the locator's quads are tight, and may be cut short. */
const NEAR: Framing = { dx: 0.9, dy: 0.22, widthScale: 1 };
const TIGHT: Framing = { dx: 0.5, dy: 0.08, widthScale: 1.15 };
const WIDE: Framing = { dx: 1.5, dy: 0.3, widthScale: 0.95 };
/** In which order each reader looks at them. Where the first crop shows nothing like a date, not even a stroke, the others are left out. */
const CROPS: Readonly<Record<ReaderName, readonly Framing[]>> = {
  fast: [NEAR, TIGHT, WIDE],
  second: [WIDE, NEAR, TIGHT],
};
/** With this confidence in a date, no other place is looked at. */
export const CLEAR_DATE = 0.9;
/** A date is reported from this confidence on, by all crops together. */
export const REPORTED_DATE = 0.75;
/** A date is likely from this confidence on. */
const MIN_CONFIDENCE = 0.5;
/** The least probability of a specimen's date with which a crop counts as showing one. */
const MIN_SPECIMEN = 0.05;
/** The probability of a later date from which on the earlier one is not reported. */
const HIDDEN = 0.25;

/** Crops of a line in which a date is looked for. */
const LINE_FRAMINGS: readonly [Framing, ...Framing[]] = [
  { dx: 0, dy: 0, widthScale: 1 },
  { dx: 0.1, dy: 0.1, widthScale: 0.9 },
  { dx: 0, dy: -0.08, widthScale: 1.12 },
];
/** How far is looked beside a date, for the rest of a longer date or a later one: before it in its heights, behind it in its widths. */
const BESIDE = { before: 3, behind: 3.4 };
const BESIDE_FRAMING: Framing = { dx: 0, dy: 0.22, widthScale: 1 };

const UNLOCATED: DateSource = { isLocated: false, by: 'fast' };

/**
 * Reads a place where a date may stand.
 *
 * @param place - in reading direction, tight
 * @param before - what other places and crops showed
 * @returns `before` with what this place shows
 * @throws {CardOcrError} `REQUEST_TIMEOUT` when the time is up; as `Model.run`
 */
export async function readDateAt(sight: Sight, place: Quad, before: DateLooks, source: DateSource): Promise<DateLooks> {
  const crops: DateCrop[] = [];
  let read = before;
  let whole = place;
  for (const framing of CROPS[source.by]) {
    let crop = await dateCropOf(sight, framed(whole, framing), framing.widthScale, source);
    const { month, year } = crop.lacks;
    if ((month || year) && whole === place) {
      const rest = REST_OF_DATE * quadHeight(place);
      const longer = stretchQuad(place, month ? rest : 0, year ? rest : 0);
      const further = await dateCropOf(sight, framed(longer, framing), framing.widthScale, source);
      if (further.sightings.some(isLong) || isPlainer(further, crop)) [whole, crop] = [longer, further];
    }
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

/** How much longer a place becomes at an end that may cut a date, in its heights, to see whether it does. */
const REST_OF_DATE = 1.5;

/** Whether one crop shows a date that is likely, and likelier than any that the other one shows. */
const isPlainer = (one: DateCrop, other: DateCrop): boolean => {
  const [most, otherMost] = [one, other].map(({ sightings }) =>
    Math.max(MIN_CONFIDENCE, ...sightings.map(({ probability }) => probability)),
  );
  return most! > otherMost!;
};

const isVain = ({ sightings, specimen, stroke }: DateCrop): boolean =>
  sightings.length === 0 && specimen < MIN_SPECIMEN && stroke < MIN_STROKE;

/**
 * Looks beside the date after the first crop, if all looks so far show just one likely date, and nobody has looked beside a date yet. That strip
 * holds the date, too: it serves as one more crop of it, and `withWhatIsBeside` need not look there again.
 */
async function besideAfterFirst(sight: Sight, read: DateLooks): Promise<DateLooks> {
  const [date, ...others] = poolDates(read.looks);
  const isOneDate = date !== undefined && date.confidence >= MIN_CONFIDENCE && others.length === 0;
  return isOneDate && read.beside.length === 0 ? lookBeside(sight, date.quad, read) : read;
}

/**
 * Looks at what stands beside the likeliest date, unless that was done. If there may be a later date, it reads that place, too.
 *
 * @throws {CardOcrError} as `readDateAt`
 */
export async function withWhatIsBeside(sight: Sight, before: DateLooks): Promise<DateLooks> {
  const date = latestOf(before, MIN_CONFIDENCE);
  if (!date || before.isSpecimen) return before;
  const isSeen = before.beside.some((quad) => isInside(quad, quadCentre(date.quad)));
  const read = isSeen ? before : await lookBeside(sight, date.quad, before);
  const later = laterThan(date, read, { presence: MIN_PRESENCE, confidence: MIN_CONFIDENCE }) ?? unreadBehind(date, read.looks);
  return later ? readDateAt(sight, later.quad, read, UNLOCATED) : read;
}

async function lookBeside(sight: Sight, date: Quad, before: DateLooks): Promise<DateLooks> {
  const line = stretchQuad(date, BESIDE.before * quadHeight(date), BESIDE.behind * quadWidth(date));
  const crop = await dateCropOf(sight, framed(line, BESIDE_FRAMING), BESIDE_FRAMING.widthScale, UNLOCATED);
  return { ...before, looks: [...before.looks, crop], beside: [...before.beside, date] };
}

/**
 * Looks for dates in a line in which the locator sees none, and reads each again where it stands, the latest first.
 *
 * @param line - in reading direction, about as high as a date's digits
 * @throws {CardOcrError} as `readDateAt`
 */
export async function spotDates(sight: Sight, line: Quad, before: DateLooks): Promise<DateLooks> {
  const [framing, ...others] = LINE_FRAMINGS;
  const first = await dateCropOf(sight, framed(line, framing), framing.widthScale, UNLOCATED);
  let read: DateLooks = { ...before, looks: [...before.looks, first] };
  const spots = poolDates([first]).sort((a, b) => monthsOf(b.expiry) - monthsOf(a.expiry));
  const further = others.values();
  for (const { quad } of spots) {
    read = await readDateAt(sight, quad, read, UNLOCATED);
    if (likeliest(read, CLEAR_DATE)) return read;
    for (const other of further) {
      read = { ...read, looks: [...read.looks, await dateCropOf(sight, framed(line, other), other.widthScale, UNLOCATED)] };
      if (likeliest(read, CLEAR_DATE)) return read;
    }
  }
  return read;
}

/**
 * Whether something else than an expiry date stands where the locator saw one: no crop there shows a date, or a stroke as in dates; or words beside it say that it is none
 * until when a card is valid.
 */
export function isNoDate(place: Quad, read: DateLooks): boolean {
  if (isSince({ quad: place }, read)) return true;
  const there = read.looks.filter(({ isLocated, quad }) => isLocated && isInside(quad, quadCentre(place)));
  return there.length > 0 && there.every(({ sightings, stroke }) => sightings.length === 0 && stroke < MIN_STROKE);
}

/** The least probability in some crop of another date at the same place with which that date is a rival. */
const MIN_RIVAL = 0.1;

const checkOf = ({ expiry }: DateReading, { checked }: DateLooks) => checked.find((check) => isSameDate(check.expiry, expiry));

/** Whether a date has a rival, and was not checked yet. */
export const isContested = (date: DateReading, read: DateLooks): boolean => date.rival >= MIN_RIVAL && !checkOf(date, read);

/** The least probability by the second reader that counts as a trace of a date. */
const MIN_TRACE = 0.05;

/** The least probability by the second reader with which it shows a date plainly. */
const PLAIN_TRACE = 0.5;

const isAmong = (dates: readonly Expiry[], date: Expiry): boolean => dates.some((other) => isSameDate(other, date));

/** The dates that are seen with at least this probability. */
const datesIn = (sightings: readonly DateSighting[], least: number): Expiry[] =>
  sightings.filter(({ probability }) => probability >= least).map(({ expiry }) => expiry);

const deniedOf = ({ checked }: DateLooks): readonly CheckedDate[] => checked.filter(({ expiry, traces }) => !isAmong(traces, expiry));

/** Whether words beside a date say that it is none until when a card is valid. */
const isSince = (date: Pick<DateReading, 'quad'>, read: DateLooks): boolean => wordBeside(date, read) === 'since';

/** What the words beside a date say; null: nothing; undefined: nobody has looked. */
export const wordBeside = ({ quad }: Pick<DateReading, 'quad'>, { labels }: DateLooks): DateWord | null | undefined =>
  labels.find((date) => isInside(date.quad, quadCentre(quad)))?.word;

/** Whether the second reader saw no trace of a date when it was checked, or of another one there, unless both readers agree on this one. */
export const isDenied = ({ expiry, quad }: DateReading, read: DateLooks): boolean =>
  deniedOf(read).some(
    (check) => isSameDate(check.expiry, expiry) || (isInside(check.quad, quadCentre(quad)) && !isAmong(check.agreed, expiry)),
  );

/**
 * Has the second reader check a date: whether any of its crops shows at least a trace of it. It does not vote on it, as both readers err equally often.
 *
 * @throws {CardOcrError} as `readDateAt`
 */
export async function checkDate(sight: Sight, { expiry, quad }: DateReading, before: DateLooks): Promise<DateLooks> {
  const seen: DateSighting[] = [];
  for (const framing of CROPS.second) {
    const crop = await dateCropOf(sight, framed(quad, framing), framing.widthScale, { isLocated: false, by: 'second' });
    seen.push(...crop.sightings);
    if (isAmong(datesIn(seen, MIN_TRACE), expiry)) break;
  }
  const shown = before.looks.flatMap(({ sightings }) => datesIn(sightings, MIN_RIVAL));
  const plain = datesIn(seen, PLAIN_TRACE);
  const agreed = plain.filter((date) => isAmong(shown, date));
  return { ...before, checked: [...before.checked, { expiry, quad, traces: datesIn(seen, MIN_TRACE), plain, agreed }] };
}

/**
 * Returns the latest of the dates with at least this confidence; null where there seems to be a later date that cannot be read, or where the second reader sees a later
 * one in the place of a date that it denies: at least a trace of it, or, where the date that is returned was agreed on there, plainly.
 */
export function likeliest(read: DateLooks, bar: number): DateReading | null {
  const last = latestOf(read, bar);
  if (!last || hiddenLater(last, read, bar)) return null;
  const isHidden = deniedOf(read).some(({ traces, plain, agreed }) =>
    (isAmong(agreed, last.expiry) ? plain : traces).some((date) => monthsOf(date) > monthsOf(last.expiry)),
  );
  return isHidden ? null : last;
}

/** Finds a later date than all with at least this confidence that seems to be there, but cannot be read, so that none of these is told. */
export function hidingOf(read: DateLooks, bar: number): DateReading | undefined {
  const last = latestOf(read, bar);
  return last ? hiddenLater(last, read, bar) : undefined;
}

const hiddenLater = (date: DateReading, read: DateLooks, bar: number): DateReading | undefined =>
  laterThan(date, read, { presence: HIDDEN, confidence: bar });

function latestOf(read: DateLooks, bar: number): DateReading | null {
  const sure = sureDates(read, bar).filter((date, _, all) => !isSince(date, read) && !all.some((next) => isAcross(date, next)));
  return latest(sure.map((reading) => ({ ...reading.expiry, reading })))?.reading ?? null;
}

/** Returns the dates with at least this confidence beside which words say that they are none until when the card is valid. */
export const datesSince = (read: DateLooks, bar: number): DateReading[] => sureDates(read, bar).filter((date) => isSince(date, read));

const sureDates = (read: DateLooks, bar: number): DateReading[] =>
  poolDates(read.looks).filter((date) => date.confidence >= bar && date.form !== 'day-last' && !isDenied(date, read));

/** Finds a date that is later than this one and probably there (`presence`), but not sure (below `confidence`). M/YY does not count: it may be any piece of a word. */
function laterThan(
  { expiry, quad }: Pick<DateReading, 'expiry' | 'quad'>,
  read: DateLooks,
  { presence, confidence }: Pick<DateReading, 'presence' | 'confidence'>,
) {
  const dates = poolDates(read.looks).filter((date) => !isSince(date, read) && !isDenied(date, read));
  return dates.find(
    (other) =>
      other.form !== 'loose' &&
      other.presence >= presence &&
      other.confidence < confidence &&
      monthsOf(other.expiry) > monthsOf(expiry) &&
      !isAcross(other, { expiry, quad }),
  );
}

/** How far the middle of a date is from that of one whose month is its year, in its widths. */
const ACROSS = [0.35, 0.8] as const;

/** Whether a date is made of the end of the one before it and the beginning of the next one, whose month it has for its year: 06/10 in 07/06-10/08. */
function isAcross({ expiry, quad }: Pick<DateReading, 'expiry' | 'quad'>, next: Pick<DateReading, 'expiry' | 'quad'>): boolean {
  const { along, across } = quadFrame(quad);
  const [centre, [from, to]] = [quadCentre(next.quad), ACROSS];
  const away = along(centre) / quadWidth(quad);
  return expiry.year % 100 === next.expiry.month && away >= from && away <= to && Math.abs(across(centre)) < quadHeight(quad) / 2;
}

/** Finds a place behind a date that shows a stroke but no date, and was not looked at by itself; it is made as high as the date. */
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
