/** A card's last month of validity. */
export interface Expiry {
  /** 1–12 */
  readonly month: number;
  /** four digits */
  readonly year: number;
}

const MONTH = '(0[1-9]|1[0-2])';
const SEPARATOR = ' ?[/\\-.] ?';
const FORMS: readonly { pattern: RegExp; month: number; year: number }[] = [
  { pattern: new RegExp(`(?<![\\d/])${MONTH}${SEPARATOR}((?:19|20)\\d\\d)(?!\\d)`, 'g'), month: 1, year: 2 },
  { pattern: new RegExp(`(?<![\\d/])((?:19|20)\\d\\d)${SEPARATOR}${MONTH}(?![\\d/])`, 'g'), month: 2, year: 1 },
  { pattern: new RegExp(`(?<![\\d/])${MONTH}${SEPARATOR}(\\d\\d)(?![\\d/])`, 'g'), month: 1, year: 2 },
];

/**
 * The dates in a line of text: `MM/YY`, `MM/YYYY`, `YYYY/MM`, also with `-` or `.`; never out of a longer run of digits.
 *
 * @param today - decides the century of a two-digit year: the one that puts it within 20 years ahead and 80 years back
 */
export function findDates(text: string, today: Date): Expiry[] {
  const found: Expiry[] = [];
  for (const { pattern, month, year } of FORMS) {
    for (const match of text.matchAll(pattern)) found.push({ month: Number(match[month]), year: fullYear(Number(match[year]), today) });
  }
  return found;
}

function fullYear(year: number, today: Date): number {
  if (year >= 100) return year;
  const century = Math.floor(today.getUTCFullYear() / 100) * 100;
  const candidate = century + year;
  return candidate > today.getUTCFullYear() + 20 ? candidate - 100 : candidate;
}

/** The later of several dates ("valid from … thru …"); null for none. */
export const latest = (dates: readonly Expiry[]): Expiry | null =>
  dates.reduce<Expiry | null>((a, b) => (a && a.year * 12 + a.month >= b.year * 12 + b.month ? a : b), null);

/** A card is valid to the end of its month. */
export const isExpired = (expiry: Expiry, today: Date): boolean => Date.UTC(expiry.year, expiry.month, 1) <= today.getTime();

/** `MM/YY` */
export const formatExpiry = (expiry: Expiry): string =>
  `${String(expiry.month).padStart(2, '0')}/${String(expiry.year % 100).padStart(2, '0')}`;
