import type { BinClaim, BinIssuer, BinLayer, BinTable, CardType, PrefixRanges } from './bin-table';
import { typeOfScheme } from './scheme-type';

/** What the table says of a card number. */
export interface BinRecord {
  /** The matched prefix: 6 or more digits where the entry has them, fewer where only the scheme is known. */
  bin: string;
  /** Display name: Visa, Mastercard, UnionPay … */
  scheme: string | null;
  issuer: BinIssuer | null;
  /** an entry of this prefix and length has an issuer, not only a scheme */
  issuerKnown: boolean;
  type: CardType | 'unknown';
  /** PAN lengths the entry allows, ascending; empty: unknown. */
  lengths: readonly number[];
  /** `lengths` are the entry's own, not only its scheme's */
  lengthsAreOwn: boolean;
  /** False when `lengths` is known and the number has another length: the entry is a guess. */
  lengthMatches: boolean;
}

interface Match {
  claim: BinClaim;
  digits: number;
  lengths: readonly number[];
  fits: boolean;
}

/** A shorter prefix is too common to claim a number of another length: 303 is a debit card of 16 digits, but a Diners Club card of 14. */
const MIN_DIGITS_WITHOUT_LENGTH = 4;
const MAX_PREFIX_DIGITS = 12;
const DIGITS = /^\d+$/;

/**
 * Looks up scheme, issuer and type of a card number.
 * The longest prefix wins among the entries whose length fits; an entry of another length is used only when none fits. An earlier layer
 * wins over a later one, which fills in what the earlier one leaves open. The scheme comes from the longest prefix alone. A type that
 * no entry has comes from the scheme, if all its cards are of one type.
 *
 * @param pan - digits only, the first ones at least; nothing is known of other text
 * @param length - of the whole number
 * @returns null when not even the scheme is known
 */
export function lookupBin(table: BinTable, pan: string, length = pan.length): BinRecord | null {
  const heads = headsOf(pan);
  if (heads === null) return null;
  const scheme = schemeMatch(table.schemes, heads);
  const found = matchesIn(table, heads, length, scheme?.claim.lengths);
  const fitting = found.filter(({ fits }) => fits);
  const matches = fitting.length > 0 ? fitting : found;
  const [first] = matches;
  if (first === undefined) {
    if (scheme === null) return null;
    const { claim, digits } = scheme;
    return {
      bin: pan.slice(0, digits),
      scheme: claim.scheme,
      issuer: null,
      issuerKnown: false,
      type: typeOfScheme(claim.scheme, pan, length) ?? 'unknown',
      lengths: claim.lengths,
      lengthsAreOwn: false,
      lengthMatches: claim.lengths.includes(length),
    };
  }
  const schemeName = firstKnown(matches, (claim) => claim.scheme) ?? scheme?.claim.scheme ?? null;
  return {
    bin: pan.slice(0, Math.max(first.digits, first.claim.binDigits)),
    scheme: schemeName,
    issuer: firstKnown(matches, (claim) => claim.issuer),
    issuerKnown: matches.some(({ fits, claim }) => fits && claim.issuer !== null),
    type: firstKnown(matches, (claim) => claim.type) ?? typeOfScheme(schemeName, pan, length) ?? 'unknown',
    lengths: first.lengths,
    lengthsAreOwn: first.claim.lengths.length > 0,
    lengthMatches: first.fits,
  };
}

/** The best match in each layer, in their order. A claim that leaves the length open takes the lengths of the layers below it, or of the scheme. */
function matchesIn({ layers }: BinTable, heads: readonly number[], length: number, schemeLengths: readonly number[] = []): Match[] {
  const matches: Match[] = [];
  let below = schemeLengths;
  for (const layer of [...layers].reverse()) {
    const match = bestMatch(layer, heads, length, below);
    if (match === null) continue;
    matches.unshift(match);
    if (match.claim.lengths.length > 0) below = match.lengths;
  }
  return matches;
}

/**
 * Returns the lengths of numbers that begin like this, ascending: those of all entries of each layer's longest prefix, or the scheme's where these are too short. Empty: unknown.
 *
 * @param digits - the first ones, or all
 */
export function lengthsOf(table: BinTable, digits: string): readonly number[] {
  const heads = headsOf(digits);
  if (heads === null) return [];
  const lengths = new Set(table.layers.flatMap((layer) => lengthsIn(layer, heads)));
  return lengths.size > 0 ? [...lengths].sort((a, b) => a - b) : (schemeMatch(table.schemes, heads)?.claim.lengths ?? []);
}

/** The lengths of all entries of the longest prefix that has any. */
function lengthsIn(layer: BinLayer, heads: readonly number[]): readonly number[] {
  for (const ranges of layer.ranges) {
    if (ranges.digits < MIN_DIGITS_WITHOUT_LENGTH) continue;
    const lengths = (layer.groups[groupAt(ranges, heads)] ?? []).flatMap((claim) => claim.lengths);
    if (lengths.length > 0) return lengths;
  }
  return [];
}

/** The scheme of a card number by its ranges alone, without regard to issuers; null when no scheme has the prefix. */
export function schemeOf(table: BinTable, pan: string): string | null {
  const heads = headsOf(pan);
  return heads === null ? null : (schemeMatch(table.schemes, heads)?.claim.scheme ?? null);
}

/** The first n digits as a number, at index n; null when the text is not digits. */
function headsOf(pan: string): number[] | null {
  if (!DIGITS.test(pan)) return null;
  const heads = [0];
  for (let i = 0; i < pan.length && i < MAX_PREFIX_DIGITS; i++) heads.push((heads[i] as number) * 10 + pan.charCodeAt(i) - 48);
  return heads;
}

/** The first claim whose length fits, longest prefix first; else the first claim at all. */
function bestMatch(layer: BinLayer, heads: readonly number[], length: number, lengthsBelow: readonly number[]): Match | null {
  let misfit: Match | null = null;
  for (const ranges of layer.ranges) {
    const group = groupAt(ranges, heads);
    if (group === -1) continue;
    for (const claim of layer.groups[group] ?? []) {
      const lengths = claim.lengths.length > 0 ? claim.lengths : lengthsBelow;
      const fits = lengths.length === 0 || lengths.includes(length);
      if (fits) return { claim, digits: ranges.digits, lengths, fits };
      if (misfit === null && ranges.digits >= MIN_DIGITS_WITHOUT_LENGTH) misfit = { claim, digits: ranges.digits, lengths, fits };
    }
  }
  return misfit;
}

function schemeMatch(schemes: BinLayer, heads: readonly number[]): { claim: BinClaim; digits: number } | null {
  for (const ranges of schemes.ranges) {
    const claim = schemes.groups[groupAt(ranges, heads)]?.[0];
    if (claim) return { claim, digits: ranges.digits };
  }
  return null;
}

/** The group of the range that holds the number's head of that width, or -1: a binary search over the starts. */
function groupAt({ digits, rows }: PrefixRanges, heads: readonly number[]): number {
  const head = heads[digits];
  if (head === undefined) return -1;
  let low = 0;
  let high = rows.length / 3;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rows[middle * 3] as number) <= head) low = middle + 1;
    else high = middle;
  }
  const at = (low - 1) * 3;
  return at >= 0 && head < (rows[at] as number) + (rows[at + 1] as number) ? (rows[at + 2] as number) : -1;
}

function firstKnown<T>(matches: readonly Match[], field: (claim: BinClaim) => T | null): T | null {
  for (const { claim } of matches) {
    const value = field(claim);
    if (value !== null) return value;
  }
  return null;
}
