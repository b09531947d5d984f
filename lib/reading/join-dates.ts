import { type Expiry, formatExpiry, isSameDate, latest } from '../card/expiry';
import type { ExpiryReading } from '../evidence';
import { JOINT } from '../recognition/joint-decode';
import { CLEAR_DATE } from './read-date';

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

/**
 * The expiry date of a card that several pictures show: a logarithmic opinion pool as for numbers. A picture without a date says nothing. Of two dates that are
 * plain to see, one in this picture, one in that, the earlier one is of issue.
 *
 * @param dates - one for each picture that tells one
 */
export function joinDates(dates: readonly Omit<ExpiryReading, 'quad'>[]): JointDate | null {
  const plain = dates.filter(({ confidence }) => confidence >= CLEAR_DATE);
  const last = latest(plain.map(({ expiry }) => expiry));
  const begins = dates.flatMap(({ validFrom }) => validFrom ?? []);
  const told = dates.filter(
    ({ expiry }) =>
      !begins.some((from) => isSameDate(from, expiry)) &&
      !(last && latest([last, expiry]) === last && plain.some(isSaid(expiry)) && differ(expiry, last) >= APART),
  );
  const weight = told.length ** -JOINT.dependence;
  const scoreOf = (date: Expiry | null): number =>
    weight *
    told.reduce(
      (sum, seen) =>
        sum + Math.log(date && isSameDate(seen.expiry, date) ? seen.confidence : (1 - Math.min(seen.confidence, SUREST)) / RIVALS),
      0,
    );
  const different = told.filter(({ expiry }, i) => told.findIndex((other) => isSameDate(other.expiry, expiry)) === i);
  const scored = different.map((date) => ({ date, score: scoreOf(date.expiry) })).sort((a, b) => b.score - a.score);
  const [best] = scored;
  if (!best) return null;
  const sum = scored.reduce((total, { score }) => total + Math.exp(score), RIVALS * Math.exp(scoreOf(null)));
  const { expiry } = best.date;
  return {
    expiry,
    confidence: Math.exp(best.score) / sum,
    validFrom: commonest(told.filter(isSaid(expiry)).flatMap(({ validFrom }) => validFrom ?? [])),
  };
}

const isSaid =
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
