import { isLuhnValid } from './luhn';

/** ISO/IEC 7812 allows up to 19 digits; a few old Chinese cards carry 12 or 20. */
export const PAN_MIN_LENGTH = 12;
export const PAN_MAX_LENGTH = 20;

/** What the BIN table says of a number, as far as judging a reading needs it. */
export interface BinEvidence {
  /** an issuer is known for the prefix (not only a scheme) */
  readonly issuerKnown: boolean;
  /** lengths the scheme or issuer allows; empty: unknown */
  readonly lengths: readonly number[];
}

/** Log priors in nats, for what speaks against a digit string being a card number. */
export const PAN_LOG_PRIOR = {
  length: { 16: 0, 19: 0, 15: -3, 17: -2.5, 18: -2.5, 14: -4, 13: -5, 12: -6, 20: -6 } as Readonly<Record<number, number>>,
  impossibleLength: -14,
  /** the floor for a length that the BIN table allows */
  allowedLength: -1,
  wrongLengthForBin: -3,
  luhnFails: -3,
  /** Chinese debit cards of 17 and 18 digits are from before the rule */
  luhnFailsLegacyLength: -1.5,
  issuerUnknown: -1.5,
  schemeUnknown: -3.5,
};

/**
 * How plausible a digit string is as a card number, before looking at the picture.
 * In nats; only differences matter. A clear reading outweighs the worst of them but an impossible length.
 *
 * @param evidence - of the BIN table; null when not even the scheme is known
 */
export function panLogPrior(pan: string, evidence: BinEvidence | null): number {
  const prior = PAN_LOG_PRIOR;
  let length = prior.length[pan.length] ?? prior.impossibleLength;
  if (evidence?.lengths.length) {
    length = evidence.lengths.includes(pan.length) ? Math.max(length, prior.allowedLength) : length + prior.wrongLengthForBin;
  }
  const legacy = pan.length === 17 || pan.length === 18;
  const luhn = isLuhnValid(pan) ? 0 : legacy ? prior.luhnFailsLegacyLength : prior.luhnFails;
  return length + luhn + (evidence === null ? prior.schemeUnknown : evidence.issuerKnown ? 0 : prior.issuerUnknown);
}

/** First 6 and last 4 digits, the rest `*`: the most that PCI DSS lets a display show. Grouping spaces stay. */
export function maskPan(pan: string): string {
  const count = pan.replace(/\D/g, '').length;
  let i = 0;
  return pan.replace(/\d/g, (digit) => {
    const hidden = i >= 6 && i < count - 4;
    i++;
    return hidden ? '*' : digit;
  });
}

/** The groupings seen on cards, by number of digits. */
const GROUPINGS: Readonly<Record<number, readonly (readonly number[])[]>> = {
  14: [[4, 6, 4]],
  15: [[4, 6, 5]],
  16: [
    [4, 4, 4, 4],
    [6, 10],
    [8, 8],
  ],
  17: [
    [4, 4, 4, 4, 1],
    [6, 11],
    [4, 4, 4, 5],
  ],
  18: [
    [4, 4, 4, 4, 2],
    [6, 12],
    [4, 4, 4, 6],
  ],
  19: [
    [6, 13],
    [4, 4, 4, 4, 3],
    [4, 4, 4, 7],
    [6, 3, 3, 7],
  ],
};

const split = (pan: string, sizes: readonly number[]): string => {
  let from = 0;
  return sizes.map((size) => pan.slice(from, (from += size))).join(' ');
};

/**
 * Group a number as it is printed.
 *
 * @param positions - of each digit along the line, any unit, ascending; omit when unknown
 * @returns the digits with single spaces: where the print has gaps; else, for unknown positions, the usual grouping of that length
 */
export function groupPan(pan: string, positions?: readonly number[]): string {
  const known = GROUPINGS[pan.length] ?? [];
  if (positions?.length !== pan.length || pan.length < 2) return split(pan, known[0] ?? [pan.length]);
  const steps = positions.slice(1).map((p, i) => p - positions[i]!);
  const pitch = [...steps].sort((a, b) => a - b)[Math.floor(steps.length / 3)]!;
  const unspaced = [pan.length];
  const groupings = [unspaced, ...known];
  // the gap of a grouping: how much wider its breaks are than its other steps
  const contrast = (sizes: readonly number[]): number => {
    const breaks = new Set<number>();
    sizes.reduce((end, size) => (breaks.add(end + size - 1), end + size), 0);
    let fit = 0;
    steps.forEach((step, i) => {
      const isGap = step > 1.45 * pitch;
      fit += isGap === breaks.has(i) ? 0 : -1;
    });
    return fit;
  };
  const best = groupings.reduce((a, b) => (contrast(b) > contrast(a) ? b : a));
  if (contrast(best) >= -1 - pan.length / 16) return split(pan, best);
  // none of the usual ones: break at every clear gap
  let grouped = pan[0]!;
  steps.forEach((step, i) => {
    grouped += (step > 1.6 * pitch ? ' ' : '') + pan[i + 1];
  });
  return grouped;
}
