import type { BinRecord } from './bin/lookup-bin';
import { FIRST_CHIPS, isExpired } from './card/expiry';
import type { ExpiryReading } from './evidence';

/** How the numbers of cards of Vietnam's banks begin. */
const OF_VIETNAM = /^9704/;

/**
 * Whether a card's date is not its expiry date. UnionPay's debit cards have expired only since they have chips: an earlier date on one is its date of issue. Iran's
 * cards have the year first, by Iran's calendar: 05/07 is the seventh month of 1405. Most cards of Vietnam's banks show since when they are valid (MEMBER SINCE,
 * VALID FROM), as shops ask for that date: a past date may be that one, unless an earlier date stands beside it.
 *
 * @param pan - the card's number
 * @param bin - what the BIN table says of it
 */
export const isNoExpiry = (
  { expiry, validFrom }: Pick<ExpiryReading, 'expiry' | 'validFrom'>,
  pan: string,
  bin: Pick<BinRecord, 'scheme' | 'type'> | null,
  today: Date,
): boolean =>
  bin?.scheme === 'Shetab' ||
  (bin?.scheme === 'UnionPay' && bin.type === 'debit' && expiry.year < FIRST_CHIPS) ||
  (OF_VIETNAM.test(pan) && validFrom === null && isExpired(expiry, today));
