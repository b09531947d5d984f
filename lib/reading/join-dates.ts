import { type Expiry, formatExpiry, isSameDate, latest } from '../card/expiry';
import type { ExpiryReading, Place } from '../evidence';
import { type Point, quadCentre, quadFrame, quadHeight, quadWidth } from '../geometry';
import { referenceLine } from '../location/around-number';
import { JOINT } from '../recognition/joint-decode';
import { CLEAR_DATE } from './read-date';

/** A date by one picture. */
export interface SeenDate extends Omit<ExpiryReading, 'quad'> {
  /** where it stands, seen from the beginning of its number's line, in that line's heights; null: not known */
  readonly at: Point | null;
}

/** @param number - where the picture shows the card's number; null: it does not */
export function seenDate({ quad, ...date }: ExpiryReading, number: Place | null): SeenDate {
  if (!number) return { ...date, at: null };
  const line = referenceLine(number);
  const { along, across } = quadFrame(line);
  const [centre, height] = [quadCentre(quad), quadHeight(line)];
  return { ...date, at: { x: (along(centre) + quadWidth(line) / 2) / height, y: across(centre) / height } };
}

/** A date by several pictures. */
export interface JointDate {
  readonly expiry: Expiry;
  readonly confidence: number;
  readonly validFrom: Expiry | null;
}

/** No picture is surer of a date. */
const SUREST = 0.9999;
/** So many other dates a picture may as well show where it does not show the one it tells. */
const RIVALS = 10;
/** Two dates that differ in so many characters are not one that was misread. */
const APART = 2;
/** Nearer ones stand at the same place: along the number's line and across it, in its heights. */
const SAME_PLACE: Point = { x: 1.5, y: 0.4 };
/** A less likely date is not told: another one is as likely. */
const MIN_CONFIDENCE = 0.5;

/**
 * The expiry date of a card that several pictures show: a logarithmic opinion pool as for numbers. A picture without a date says nothing. Of two dates that are
 * plain to see, one in this picture, one in that, the earlier one is of issue, unless both stand at the same place.
 *
 * @param dates - one for each picture that tells one
 * @returns null also where no date is likelier than the others together
 */
export function joinDates(dates: readonly SeenDate[]): JointDate | null {
  const plain = dates.filter(({ confidence }) => confidence >= CLEAR_DATE);
  const last = latest(plain.map(({ expiry }) => expiry));
  const begins = dates.flatMap(({ validFrom }) => validFrom ?? []);
  const isOfIssue = (expiry: Expiry): boolean => {
    if (!last || latest([last, expiry]) !== last || differ(expiry, last) < APART) return false;
    const [same, latestOnes] = [plain.filter(isOfDate(expiry)), plain.filter(isOfDate(last))];
    return same.length > 0 && !same.some((date) => latestOnes.some((other) => isSamePlace(date, other)));
  };
  const candidates = dates.filter(({ expiry }) => !begins.some((from) => isSameDate(from, expiry)) && !isOfIssue(expiry));
  const weight = candidates.length ** -JOINT.dependence;
  const scoreOf = (date: Expiry | null): number =>
    weight *
    candidates.reduce(
      (sum, { expiry, confidence }) =>
        sum + Math.log(date && isSameDate(expiry, date) ? confidence : (1 - Math.min(confidence, SUREST)) / RIVALS),
      0,
    );
  const different = candidates.filter(({ expiry }, i) => candidates.findIndex((other) => isSameDate(other.expiry, expiry)) === i);
  const scored = different.map((date) => ({ date, score: scoreOf(date.expiry) })).sort((a, b) => b.score - a.score);
  const [best] = scored;
  if (!best) return null;
  const sum = scored.reduce((total, { score }) => total + Math.exp(score), RIVALS * Math.exp(scoreOf(null)));
  const { expiry } = best.date;
  const confidence = Math.exp(best.score) / sum;
  if (confidence < MIN_CONFIDENCE) return null;
  return {
    expiry,
    confidence,
    validFrom: commonest(candidates.filter(isOfDate(expiry)).flatMap(({ validFrom }) => validFrom ?? [])),
  };
}

const isSamePlace = ({ at: a }: SeenDate, { at: b }: SeenDate): boolean =>
  a !== null && b !== null && Math.abs(a.x - b.x) < SAME_PLACE.x && Math.abs(a.y - b.y) < SAME_PLACE.y;

const isOfDate =
  (date: Expiry) =>
  ({ expiry }: Pick<ExpiryReading, 'expiry'>): boolean =>
    isSameDate(expiry, date);

const differ = (a: Expiry, b: Expiry): number => {
  const [one, other] = [formatExpiry(a), formatExpiry(b)];
  return [...one].filter((character, i) => character !== other[i]).length;
};

/** null where two are as common. */
function commonest(dates: readonly Expiry[]): Expiry | null {
  const counts = dates.map((date) => dates.filter((other) => isSameDate(other, date)).length);
  const most = Math.max(...counts);
  const leading = dates.filter((_, i) => counts[i] === most);
  return leading[0] && leading.every((date) => isSameDate(date, leading[0]!)) ? leading[0] : null;
}
