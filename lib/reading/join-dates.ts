import { type Expiry, formatExpiry, isSameDate, latest, monthsOf } from '../card/expiry';
import { hammingDistance } from '../card/hamming-distance';
import type { ExpiryReading, Place } from '../evidence';
import { type Point, quadCentre, quadFrame, quadHeight, quadWidth } from '../geometry';
import { referenceLine } from '../location/around-number';
import { JOINT } from '../recognition/joint-decode';
import { CLEAR_DATE } from './read-date';

/** A date that one picture shows. */
export interface SeenDate extends Omit<ExpiryReading, 'quad'> {
  /** its position relative to the beginning of the number's line, in that line's heights; null: not known */
  readonly at: Point | null;
}

/**
 * Describes a date by its position relative to the card's number.
 *
 * @param number - where the picture shows the card's number; null: it does not
 */
export function seenDate({ quad, ...date }: ExpiryReading, number: Place | null): SeenDate {
  if (!number) return { ...date, at: null };
  const line = referenceLine(number);
  const { along, across } = quadFrame(line);
  const [centre, height] = [quadCentre(quad), quadHeight(line)];
  return { ...date, at: { x: (along(centre) + quadWidth(line) / 2) / height, y: across(centre) / height } };
}

type JointDate = Omit<ExpiryReading, 'quad'>;

/** The highest confidence of a date by one picture. */
const SUREST = 0.9999;
/** The number of other dates that a picture may show where it does not show the one that was read. */
const RIVALS = 10;
/** Two dates that differ in at least this many characters are two dates, and not one that was misread; fewer may be two dates if they stand at two places. */
const APART = 2;
/** Two dates that are nearer to one another stand at the same place: along the number's line and across it, in its heights. */
const SAME_PLACE: Point = { x: 1.5, y: 0.4 };
/** The least confidence of a date that is reported: with less, another one is as likely. */
const MIN_CONFIDENCE = 0.5;

/**
 * Joins the expiry dates in several pictures of a card: a logarithmic opinion pool as for numbers. A picture without a date says nothing. Where two pictures plainly show
 * two dates, the earlier one is the date of issue, unless both stand at the same place.
 *
 * @param shown - one for each picture that shows one
 * @param since - dates with words beside them, in some picture, that say that they are of issue: they do not count, unless words in another one say that the card is valid until then
 * @returns null also where no date is likelier than the others together, or a later one may stand at another place
 */
export function joinDates(shown: readonly SeenDate[], since: readonly Expiry[]): JointDate | null {
  const isSince = (expiry: Expiry): boolean =>
    since.some((date) => isSameDate(date, expiry)) && !shown.some((date) => date.saysUntil && isSameDate(date.expiry, expiry));
  const dates = shown.filter(({ expiry }) => !isSince(expiry));
  const candidates = candidatesAmong(dates);
  const best = likeliestOf(candidates);
  if (!best || best.confidence < MIN_CONFIDENCE) return null;
  const same = candidates.filter(isOfDate(best.expiry));
  const isLater = ({ expiry }: SeenDate): boolean => monthsOf(expiry) > monthsOf(best.expiry);
  // it may be the date of issue
  if (dates.some((other) => isLater(other) && same.every((date) => isElsewhere(date, other)))) return null;
  return {
    ...best,
    validFrom: commonest(same.flatMap(({ validFrom }) => validFrom ?? [])),
    ...(same.some(({ saysUntil }) => saysUntil) && { saysUntil: true as const }),
  };
}

/** The dates but those of issue. */
function candidatesAmong(dates: readonly SeenDate[]): SeenDate[] {
  const begins = dates.flatMap(({ validFrom }) => validFrom ?? []);
  const plain = dates.filter(({ confidence }) => confidence >= CLEAR_DATE);
  const last = latest(plain.map(({ expiry }) => expiry));
  const isOfIssue = (expiry: Expiry): boolean =>
    begins.some((from) => isSameDate(from, expiry)) || (last !== null && isBeside(expiry, last, plain));
  return dates.filter(({ expiry }) => !isOfIssue(expiry));
}

/** Whether pictures plainly show a date, and the last one at another place. */
function isBeside(expiry: Expiry, last: Expiry, plain: readonly SeenDate[]): boolean {
  if (monthsOf(expiry) >= monthsOf(last)) return false;
  const [same, latestOnes] = [plain.filter(isOfDate(expiry)), plain.filter(isOfDate(last))];
  const mayBeMisread = hammingDistance(formatExpiry(expiry), formatExpiry(last)) < APART;
  return (
    same.length > 0 &&
    same.every((date) => latestOnes.every((other) => (mayBeMisread ? isElsewhere(date, other) : !isSamePlace(date, other))))
  );
}

/** Returns the likeliest date, and how likely it is beside the others and any that nobody read; null for none. */
function likeliestOf(candidates: readonly SeenDate[]): Pick<SeenDate, 'expiry' | 'confidence'> | null {
  const weight = candidates.length ** -JOINT.dependence;
  const scoreOf = (date: Expiry | null): number =>
    weight *
    candidates.reduce(
      (sum, { expiry, confidence }) =>
        sum + Math.log(date && isSameDate(expiry, date) ? confidence : (1 - Math.min(confidence, SUREST)) / RIVALS),
      0,
    );
  const different = candidates.filter(({ expiry }, i) => candidates.findIndex((other) => isSameDate(other.expiry, expiry)) === i);
  const scored = different.map(({ expiry }) => ({ expiry, score: scoreOf(expiry) })).sort((a, b) => b.score - a.score);
  const [best] = scored;
  if (!best) return null;
  const sum = scored.reduce((total, { score }) => total + Math.exp(score), RIVALS * Math.exp(scoreOf(null)));
  return { expiry: best.expiry, confidence: Math.exp(best.score) / sum };
}

const isSamePlace = ({ at: a }: SeenDate, { at: b }: SeenDate): boolean => a !== null && b !== null && isWithin(a, b, SAME_PLACE);

/** Whether two dates surely stand at two places, each of which is known. */
const isElsewhere = ({ at: a }: SeenDate, { at: b }: SeenDate): boolean =>
  a !== null && b !== null && !isWithin(a, b, { x: 2 * SAME_PLACE.x, y: 2 * SAME_PLACE.y });

const isWithin = (a: Point, b: Point, apart: Point): boolean => Math.abs(a.x - b.x) < apart.x && Math.abs(a.y - b.y) < apart.y;

const isOfDate =
  (date: Expiry) =>
  ({ expiry }: Pick<ExpiryReading, 'expiry'>): boolean =>
    isSameDate(expiry, date);

/** Returns the most common date; null where two are equally common. */
function commonest(dates: readonly Expiry[]): Expiry | null {
  const counts = dates.map((date) => dates.filter((other) => isSameDate(other, date)).length);
  const most = Math.max(...counts);
  const leading = dates.filter((_, i) => counts[i] === most);
  return leading[0] && leading.every((date) => isSameDate(date, leading[0]!)) ? leading[0] : null;
}
