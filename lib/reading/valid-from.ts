import { type Expiry, monthsOf } from '../card/expiry';
import { type Quad, quadCentre, quadFrame, quadHeight, quadWidth } from '../geometry';
import { type DateLook, type DateReading, poolDates } from './pool-dates';
import { CLEAR_DATE } from './read-date';

/** No card is valid from longer before it expires, in months. */
const LONGEST = 15 * 12;
/** Where the first date stands, seen from the expiry: so many heights off its row, so many widths to the left at most, from middle to middle. */
const BEFORE = { offRow: 0.7, widths: [0.75, 6] } as const;
/** Or right above it: so many heights, and so many widths to the side. */
const ABOVE = { heights: [0.8, 3.5], offColumn: 0.5 } as const;

/**
 * The date from which a card is valid: one that is plain to see before its expiry in the same row, or right above it. Nothing more is looked at.
 *
 * @param looks - all that was seen of the card's dates
 * @param expiry - the date told as its expiry
 * @param today - a card that can be shown is valid already
 * @returns null rather than a guess, such as where two dates may be meant
 */
export function validFromIn(looks: readonly DateLook[], expiry: Pick<DateReading, 'expiry' | 'quad'>, today: Date): Expiry | null {
  const [first, ...others] = poolDates(looks).filter(
    (date) =>
      date.confidence >= CLEAR_DATE &&
      date.form !== 'loose' &&
      mayBegin(date.expiry, expiry.expiry, today) &&
      isBefore(date.quad, expiry.quad),
  );
  return first && others.length === 0 ? first.expiry : null;
}

function mayBegin(from: Expiry, to: Expiry, today: Date): boolean {
  const months = monthsOf(to) - monthsOf(from);
  return months > 0 && months <= LONGEST && Date.UTC(from.year, from.month - 1) <= today.getTime();
}

function isBefore(date: Quad, expiry: Quad): boolean {
  const [width, height] = [quadWidth(expiry), quadHeight(expiry)];
  const frame = quadFrame(expiry);
  const left = -frame.along(quadCentre(date)) / width;
  const above = -frame.across(quadCentre(date)) / height;
  const isLeft = Math.abs(above) <= BEFORE.offRow && isWithin(left, BEFORE.widths);
  return isLeft || (Math.abs(left) <= ABOVE.offColumn && isWithin(above, ABOVE.heights));
}

const isWithin = (value: number, [from, to]: readonly [number, number]): boolean => value >= from && value <= to;
