import type { BinRecord } from './bin/lookup-bin';
import { FIRST_CHIPS, isExpired, isTooFar } from './card/expiry';
import type { ExpiryReading } from './evidence';

/** How the numbers of cards of Vietnam's banks begin. */
const OF_VIETNAM = /^9704/;

/**
 * Whether a card's date is not its expiry date, or too far ahead to be reported with its confidence. Iran's cards have the year first, by Iran's calendar: 05/07 is the seventh month of 1405. On two kinds of
 * cards a date may be the one since when they are valid, unless an earlier date stands beside it, or words that say otherwise. UnionPay's debit cards have expired only since they have chips: an
 * earlier date on one is mostly its date of issue. Most cards of Vietnam's banks have MEMBER SINCE or VALID FROM, as shops ask for that date.
 *
 * @param pan - the card's number
 * @param bin - what the BIN table says of it
 */
export const isNoExpiry = (
  { expiry, confidence, validFrom, saysUntil }: Omit<ExpiryReading, 'quad'>,
  pan: string,
  bin: Pick<BinRecord, 'scheme' | 'type'> | null,
  today: Date,
): boolean =>
  bin?.scheme === 'Shetab' ||
  isTooFar(expiry, confidence, today) ||
  (validFrom === null &&
    !saysUntil &&
    ((bin?.scheme === 'UnionPay' && bin.type === 'debit' && expiry.year < FIRST_CHIPS) ||
      (OF_VIETNAM.test(pan) && isExpired(expiry, today))));
