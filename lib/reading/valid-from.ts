import { type Expiry, monthsOf } from '../card/expiry';
import { type Quad, quadCentre, quadFrame, quadHeight, quadWidth } from '../geometry';
import { type DateLook, type DateReading, poolDates } from './pool-dates';
import { CLEAR_DATE } from './read-date';

/** The longest validity of a card, months. */
const LONGEST = 15 * 12;
/** Where the first date may stand, from middle to middle with the expiry date: left of it in the same row, at most this many heights off the row, and this many widths away. */
const BEFORE = { offRow: 0.7, widths: [0.75, 6] } as const;
/** Or above it: this many heights away, and at most this many widths to the side. */
const ABOVE = { heights: [0.8, 3.5], offColumn: 0.5 } as const;

/**
 * Finds the date from which a card is valid: a date that is plain to see before its expiry date in the same row, or right above it. It takes no further looks.
 *
 * @param looks - all looks at the card's dates
 * @param expiry - the date that is reported as its expiry date
 * @param today - the date from which it is valid is not later, as the card is in use
 * @returns null where it is not sure, for example where two dates may be meant: never a guess
 */
export function validFromIn(looks: readonly DateLook[], expiry: Pick<DateReading, 'expiry' | 'quad'>, today: Date): Expiry | null {
  const [first, ...others] = poolDates(looks).filter(
    (date) =>
      date.confidence >= CLEAR_DATE &&
      date.form !== 'loose' &&
      date.form !== 'day-last' &&
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
