/** A month printed on a card, mostly the last one in which the card is valid. */
export interface Expiry {
  /** 1–12 */
  readonly month: number;
  /** four digits */
  readonly year: number;
}

/** A date as it stands in a line of text. */
export interface FoundDate extends Expiry {
  /**
   * `month-year`: MM/YY; `full`: MM/YYYY, also behind a day; `year-first`: YYYY/MM or YYYY/MM/DD; `month-end`: the last day of a month, as MM/DD/YY or DD/MM/YY, or with a year of four digits;
   * `loose`: M/YY; `day-last`: the MM/DD of YY/MM/DD, which is no MM/YY
   */
  readonly form: 'month-year' | 'full' | 'year-first' | 'month-end' | 'loose' | 'day-last';
  /** index of its first character in the text, and how many characters it has */
  readonly index: number;
  readonly length: number;
  /** something that was read as a digit stands right before or behind it: probably a piece of a word or of a picture */
  readonly isTouched?: true;
}

interface DateForm {
  readonly form: FoundDate['form'];
  readonly pattern: RegExp;
  /** the pattern's groups of month and year */
  readonly month: number;
  readonly year: number;
  readonly isTouched?: true;
  /** the group of the year before them, of digits that may be a month and its day */
  readonly yearBefore?: number;
}

/** Patterns without a group: two digits of a month, of a day. */
export const MONTH_DIGITS = '0[1-9]|1[0-2]';
export const DAY_DIGITS = '0[1-9]|[12]\\d|3[01]';
const MONTH = `(${MONTH_DIGITS})`;
const DAY = `(${DAY_DIGITS})`;
/** Where a date may begin. The fast reader sees no spaces: one date may follow another directly. */
const BEGINS = '(?:(?<![\\d/])|(?<=(?<!\\d)\\d\\d/(?:\\d\\d)?\\d\\d))';
/** Where one may end: another may follow. */
const ENDS = '(?!\\d(?!\\d/))(?!/)';
/** A month before its last day, and the last day before its month. */
const ENDING_MONTH = '((?:0[13578]|1[02])(?=/31)|(?:0[469]|11)(?=/30)|02(?=/2[89]))';
const ENDING_DAY = '(?:31(?=/(?:0[13578]|1[02])/)|30(?=/(?:0[469]|11)/)|2[89](?=/02/))';
const FORMS: readonly DateForm[] = [
  { form: 'month-end', pattern: new RegExp(`${BEGINS}${ENDING_MONTH}/\\d\\d/((?:20)?\\d\\d)${ENDS}`, 'g'), month: 1, year: 2 },
  { form: 'month-end', pattern: new RegExp(`${BEGINS}${ENDING_DAY}/${MONTH}/((?:20)?\\d\\d)${ENDS}`, 'g'), month: 1, year: 2 },
  { form: 'full', pattern: new RegExp(`${BEGINS}${MONTH}/((?:19|20)\\d\\d)${ENDS}`, 'g'), month: 1, year: 2 },
  // behind a day, which a crop may cut, and whose stroke may look like a thin digit, or not be seen
  {
    form: 'full',
    pattern: new RegExp(`(?<=^(?:(?:1[3-9]|2\\d|3[01])[/17]?|\\d?[/17]))${MONTH}/(20\\d\\d)${ENDS}`, 'g'),
    month: 1,
    year: 2,
  },
  { form: 'year-first', pattern: new RegExp(`(?<![\\d/])((?:19|20)\\d\\d)/${MONTH}(?:/${DAY})?(?![\\d/])`, 'g'), month: 2, year: 1 },
  { form: 'year-first', pattern: new RegExp(`^((?:19|20)\\d\\d)${MONTH}$`, 'g'), month: 2, year: 1 },
  {
    form: 'month-year',
    pattern: new RegExp(`${BEGINS}${MONTH}/(\\d\\d)${ENDS}`, 'g'),
    month: 1,
    year: 2,
  },
  // a crop that is cut shows them alone; the fast reader may miss the first stroke
  { form: 'day-last', pattern: new RegExp(`(?<!/)(?<!/\\d\\d)(\\d\\d)/?${MONTH}/${DAY}$`, 'g'), yearBefore: 1, month: 2, year: 3 },
  // cards have 7/24 for "round the clock"
  { form: 'loose', pattern: /^(?!7\/24)([1-9])\/(\d\d)$/g, month: 1, year: 2 },
  // a piece of a picture or of a name right behind it; 19 and 20 may be the beginning of a year
  { form: 'month-year', pattern: new RegExp(`(?<![\\d/])${MONTH}/((?!19|20)\\d\\d)(?=\\d$)`, 'g'), month: 1, year: 2, isTouched: true },
  // the last letter of THRU, say; 0, 1 and 2 may as well be of a year
  { form: 'month-year', pattern: new RegExp(`(?<=^[3-9])${MONTH}/(\\d\\d)${ENDS}`, 'g'), month: 1, year: 2, isTouched: true },
];

/**
 * Finds the dates in what the fast reader reads in a line: `MM/YY`, `MM/YYYY`, `YYYY/MM`, `YYYYMM`, the last day of a month with its month before or behind it and a year of two
 * or four digits, `DD/MM/YYYY` of a day that is no month, and `M/YY` where nothing else stands there. It takes none out of a longer run of digits, except `MM/YY` with one more digit beside it, which may be a letter or a piece of a picture.
 *
 * @param text - digits and `/`, which stands for whatever separates a month from a year
 * @param today - decides the century of a two-digit year: the latest that is no more than 30 years ahead
 */
export function findDates(text: string, today: Date): FoundDate[] {
  const found: FoundDate[] = [];
  let rest = text;
  for (const { form, pattern, month, year, yearBefore, isTouched } of FORMS) {
    for (const match of rest.matchAll(pattern)) {
      const date = { month: Number(match[month]), year: fullYear(Number(match[year]), today) };
      if (date.year > today.getUTCFullYear() + YEARS_AHEAD) continue;
      // DD/MM/YY, unless only the other way it is not past
      if (yearBefore && (!isExpired(date, today) || isExpired({ ...date, year: fullYear(Number(match[yearBefore]), today) }, today)))
        continue;
      found.push({ form, ...date, index: match.index, length: match[0].length, ...(isTouched && { isTouched }) });
    }
    rest = rest.replace(pattern, (date) => ' '.repeat(date.length));
  }
  return found;
}

/** A date of groups of digits with room between them. */
export interface SpacedDate extends FoundDate {
  /** how many digits each group has */
  readonly groups: readonly number[];
}

/** MM YY, MM YYYY, YYYY MM, DD MM YY, DD MM YYYY. */
const GROUPINGS = [/^(\d\d)(\d\d)$/, /^(\d\d)(\d{4})$/, /^(\d{4})(\d\d)$/, /^(\d\d)(\d\d)(\d\d)$/, /^(\d\d)(\d\d)(\d{4})$/];

/**
 * Finds what dates digits are if they stand in groups with room between them, as some cards print them: `MM YY`, or `MM.YY`, of which the point is not seen.
 *
 * @param text - all that stands there
 * @param today - as of `findDates`
 */
export const findSpacedDates = (text: string, today: Date): SpacedDate[] =>
  GROUPINGS.flatMap((grouping) => {
    const groups = grouping.exec(text)?.slice(1);
    if (!groups) return [];
    return findDates(groups.join('/'), today)
      .filter(({ length }) => length === text.length + groups.length - 1)
      .map((date) => ({ ...date, length: text.length, groups: groups.map((group) => group.length) }));
  });

/** Some banks' debit cards are valid for 30 years; no card is for longer. */
const YEARS_AHEAD = 30;

function fullYear(year: number, today: Date): number {
  if (year >= 100) return year;
  const latestYear = today.getUTCFullYear() + YEARS_AHEAD;
  return latestYear - ((latestYear - year) % 100);
}

/** The latest of several dates ("valid from … thru …"); null for none. */
export const latest = <T extends Expiry>(dates: readonly T[]): T | null =>
  dates.reduce<T | null>((a, b) => (a && monthsOf(a) >= monthsOf(b) ? a : b), null);

/** Compares dates: months since the year 0. */
export const monthsOf = ({ year, month }: Expiry): number => year * 12 + month;

/** China's debit cards have chips from this year on, and an expiry date since then. */
export const FIRST_CHIPS = 2011;
/** The shortest validity of such cards, years. */
export const SHORTEST_TERM = 5;

export const isSameDate = (a: Expiry, b: Expiry): boolean => monthsOf(a) === monthsOf(b);

/** A card is valid to the end of its month. */
export const isExpired = (expiry: Expiry, today: Date): boolean => Date.UTC(expiry.year, expiry.month, 1) <= today.getTime();

/** Whether a card may be valid since this month only: it is past, or this one, or the next, as new cards are sent before they are valid. */
export const mayBeBegin = ({ year, month }: Expiry, today: Date): boolean => Date.UTC(year, month - 2, 1) <= today.getTime();

/**
 * Most cards are valid for so many years at most. A date further ahead may be another one, misread, if it has less than this confidence: of seven such dates on the two sets
 * of docs/accuracy.md, all right, the least sure has 0.962, of two misread ones in its twelfth set the surer 0.953.
 */
const FAR = { years: 5, sure: 0.955 };

/** Whether a date is so far ahead that it is reported only where it is plain, and it is not. */
export const isTooFar = (expiry: Expiry, confidence: number, today: Date): boolean =>
  expiry.year > today.getUTCFullYear() + FAR.years && confidence < FAR.sure;

/** Whether a date has its year with four digits. */
export const hasFullYear = ({ form }: Pick<FoundDate, 'form'>): boolean => form === 'full' || form === 'year-first';

/** Whether a date has more characters than MM/YY, which may be a piece of it. */
export const isLong = (date: Pick<FoundDate, 'form'>): boolean => hasFullYear(date) || date.form === 'month-end';

/** Formats a date as `MM/YY`. */
export const formatExpiry = (expiry: Expiry): string =>
  `${String(expiry.month).padStart(2, '0')}/${String(expiry.year % 100).padStart(2, '0')}`;
