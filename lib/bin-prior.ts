import type { BinTable } from './bin/bin-table';
import { lengthsOf, lookupBin } from './bin/lookup-bin';
import { panLogPrior } from './card/pan-prior';
import type { PanPrior } from './sight';

/** Industry identifiers of most bank cards (ISO/IEC 7812: 3 travel, 4 and 5 banking) and UnionPay's. */
const ISSUER_DIGITS = /^(3|4|5|62)/;

/**
 * Makes the prior of numbers that a BIN table gives, for one picture, or for joining several. It caches its answers, as each number is asked about some seven times,
 * and no longer than that.
 */
export function binPrior(table: BinTable): PanPrior {
  const known = new Map<string, number>();
  return {
    of: (pan) => {
      const logPrior = known.get(pan) ?? panLogPrior(pan, lookupBin(table, pan));
      known.set(pan, logPrior);
      return logPrior;
    },
    lengths: (digits) => lengthsOf(table, digits),
    begins: (digits) => ISSUER_DIGITS.test(digits) && (lookupBin(table, digits)?.issuer ?? null) !== null,
  };
}
