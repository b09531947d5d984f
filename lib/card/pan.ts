import { differences, mean, median } from '../quantile';
import { DAY_DIGITS, MONTH_DIGITS } from './expiry';
import { hammingDistance } from './hamming-distance';
import { isLuhnValid } from './luhn';

/** ISO/IEC 7812 allows up to 19 digits; a few old Chinese cards carry 12 or 20. */
export const PAN_MIN_LENGTH = 12;
export const PAN_MAX_LENGTH = 20;
/** Nearly all cards have one of these numbers of digits. */
export const USUAL_LENGTHS: readonly number[] = [14, 15, 16, 19];
/** Most of them have one of these. */
export const COMMON_LENGTHS: readonly number[] = [16, 19];

/** A scheme with more lengths than this allows whole ranges of lengths, though nearly all its cards have one of `COMMON_LENGTHS`. */
export const FEW_LENGTHS = 3;

/** What the BIN table says of a number, as far as judging a reading needs it. */
export interface BinEvidence {
  /** an issuer is known for the prefix (not only a scheme), and for the length */
  readonly issuerKnown: boolean;
  /** lengths the scheme or issuer allows; empty: unknown */
  readonly lengths: readonly number[];
  /** `lengths` are those of the table's entry, not only its scheme's */
  readonly lengthsAreOwn: boolean;
}

/** One digit eight times in a row, or 1 to 8: the number of a specimen, of which few pass the Luhn check. By chance one number of 19 digits in 800,000 has either. */
const SPECIMEN = /(\d)\1{7}|12345678/;

/** The number that most mock-ups have. Misread at its end it still has 1 to 8, so that it needs a rule of its own. */
const MOCK_UP = '1234567890123456';

/** Whether a number is one that specimens have, and hardly any card. */
const isSpecimen = (pan: string): boolean => SPECIMEN.test(pan);

/** Log priors in nats: what speaks against a digit string being a card number. */
export const PAN_LOG_PRIOR = {
  length: { 16: 0, 19: 0, 15: -4, 17: -2.5, 18: -2.5, 14: -4, 13: -5, 12: -6, 20: -6 } as Readonly<Record<number, number>>,
  impossibleLength: -14,
  /** the floor for a length that the BIN table allows to the issuer, that is its scheme's only one, or a usual one of its scheme's few */
  allowedLength: -1,
  wrongLengthForBin: -3,
  luhnFails: -3,
  /** Chinese debit cards of 17 and 18 digits are from before the rule */
  luhnFailsLegacyLength: -1.5,
  /** of specimens' numbers the Luhn check holds for one in five or six; by chance it would for one in ten */
  specimenFails: -1.6,
  specimenHolds: -0.9,
  /** beside a specimen's number that the picture may show, too, and that differs in one digit: specimens are that much more frequent */
  nextToSpecimen: -6,
  issuerUnknown: -1.5,
  schemeUnknown: -3.5,
};

/**
 * Returns how plausible a digit string is as a card number, before looking at the picture.
 * In nats; only differences matter. A clear reading outweighs all of these priors but that of an impossible length.
 *
 * @param evidence - of the BIN table; null when not even the scheme is known
 */
export function panLogPrior(pan: string, evidence: BinEvidence | null): number {
  const prior = PAN_LOG_PRIOR;
  let length = prior.length[pan.length] ?? prior.impossibleLength;
  if (evidence?.lengths.length) {
    // a scheme of many lengths says little for an odd one, whoever the issuer is: digits may be missing
    const isItsOwn =
      (evidence.issuerKnown && evidence.lengthsAreOwn) ||
      evidence.lengths.length === 1 ||
      (evidence.lengths.length <= FEW_LENGTHS && USUAL_LENGTHS.includes(pan.length));
    if (!evidence.lengths.includes(pan.length)) length += prior.wrongLengthForBin;
    else if (isItsOwn) length = Math.max(length, prior.allowedLength);
  }
  // A 19-digit UnionPay number whose first 62 was cut off has 17 digits and still passes Luhn: 6 + 2·2 = 10. So 17 digits, and 18, count as a wrong length
  // where the table knows no scheme; where it knows one, its lengths have decided.
  if (isOfLegacyLength(pan) && evidence === null) length += prior.wrongLengthForBin;
  return length + luhnLogPrior(pan) + (evidence === null ? prior.schemeUnknown : evidence.issuerKnown ? 0 : prior.issuerUnknown);
}

function luhnLogPrior(pan: string): number {
  const { specimenHolds, specimenFails, luhnFails, luhnFailsLegacyLength } = PAN_LOG_PRIOR;
  const holds = isLuhnValid(pan);
  if (isSpecimen(pan)) return holds ? specimenHolds : specimenFails;
  if (holds) return 0;
  return isOfLegacyLength(pan) ? luhnFailsLegacyLength : luhnFails;
}

/** Whether a digit string is a specimen's number but for one digit, and none itself, or that of most mock-ups but for one. By chance one number in 10,000 is: what looks so is mostly a specimen's number, misread. */
const isNextToSpecimen = (pan: string, specimens: readonly string[]): boolean =>
  specimens.some((specimen) => (specimen === MOCK_UP || !isSpecimen(pan)) && hammingDistance(pan, specimen) === 1);

/**
 * Makes of a log prior one that is lower for what is next to a specimen's number among some digit strings.
 *
 * @param texts - what a picture may show
 */
export function withSpecimens(logPrior: (pan: string) => number, texts: readonly string[]): (pan: string) => number {
  const specimens = texts.filter(isSpecimen);
  return (pan) => logPrior(pan) + (isNextToSpecimen(pan, specimens) ? PAN_LOG_PRIOR.nextToSpecimen : 0);
}

const isOfLegacyLength = ({ length }: string): boolean => length === 17 || length === 18;

/** A number on an identity card, along a chart's axis, or on a bank card without a card number, in the place where other bank cards have theirs. */
interface OtherNumber {
  readonly pattern: RegExp;
  /** only numbers that fail the Luhn check: others may be a card's */
  readonly failsLuhn?: true;
  /** the country of an account's number (IBAN, ISO 13616): its letters stand before the digits, and are not read */
  readonly iban?: string;
}

const MONTH = `(?:${MONTH_DIGITS})`;
const DAY_OF_MONTH = `(?:${DAY_DIGITS})`;
const YEAR = '(?:19|20)\\d\\d';
/** YYYYMMDD */
const DAY = `${YEAR}${MONTH}${DAY_OF_MONTH}`;
/** DDMMYYYY or MMDDYYYY */
const DAY_BEFORE_YEAR = `(?:${DAY_OF_MONTH}${MONTH}|${MONTH}${DAY_OF_MONTH})${YEAR}`;
const OTHER_NUMBERS: readonly OtherNumber[] = [
  // United Arab Emirates: 784, the year of birth, seven digits, a check digit
  { pattern: /^784(?:19|20)\d\d[\d?]{8}$/ },
  // Indonesia (NIK): six digits for a place, the day of birth (a woman's + 40), month and year, a number that seldom
  // reaches 100. One in 3,400 card numbers of 16 digits has this form by chance.
  {
    pattern:
      /^(?:1[1-9]|21|3[1-6]|5[1-3]|6[1-5]|7[1-6]|8[12]|9[1-7])[\d?]{4}(?:[04][1-9]|[1256]\d|[37][01])(?:0[1-9]|1[0-2])[\d?]{2}00[\d?]{2}$/,
    failsLuhn: true,
  },
  // China (GB 11643): six digits for a place, the day of birth, three digits and a check digit, or an X that is not read.
  // One in 1,300 card numbers of 17 or 18 digits has this form by chance, and few cards have so many.
  { pattern: new RegExp(`^[\\d?]{6}${DAY}[\\d?]{3,4}$`) },
  // the other side of China's, and licences: from which day to which day it is valid. No card's number begins with such a year.
  { pattern: new RegExp(`^${DAY}${DAY}$`) },
  // two days in rows of a licence. Numbers of Mastercard, Mir and Diners Club may begin with such days: of Mir's that begin with 2202 20 one in 800 has this form by chance.
  { pattern: new RegExp(`^(?!2[2-7]|30)(?:${DAY_BEFORE_YEAR}){2}$`) },
  { pattern: new RegExp(`^(?:${DAY_BEFORE_YEAR}){2}$`), failsLuhn: true },
  // years along an axis: no scheme of today has numbers that begin so
  { pattern: new RegExp(`^(?:${YEAR}){3,5}$`) },
  // dots in place of hidden digits, read as zeros: no scheme of today has numbers that begin so
  { pattern: /^0{8}/ },
  // SIM cards (ITU-T E.118): 89 is telecommunications' among the issuers of ISO/IEC 7812, to which no bank belongs. They pass the Luhn check.
  { pattern: /^89[\d?]{16,17}$/ },
  // toll-free telephone numbers of North America (1-800-…), of which two or letters beside one make 15 digits. JCB's old cards of 15 digits begin so, too.
  { pattern: /^1800\d{11}$/, failsLuhn: true },
  // Accounts. Of numbers that fail the Luhn check one in 97 has the check digits of an account by chance, for each country: so none that begin as UnionPay's cards
  // do, and none with as few digits as other cards have.
  { pattern: /^(?!62)\d{18}$/, failsLuhn: true, iban: 'AT' },
  { pattern: /^(?!62)\d{19}$/, failsLuhn: true, iban: 'CH' },
  { pattern: /^\d{20}$/, failsLuhn: true, iban: 'DE' },
];

/**
 * Whether digits are what identity cards, licences, charts and bank cards without a card number have where other bank cards have their number: the number of a person or
 * of an account, two days, years, or dots. Some digits of a person's number may be unreadable.
 */
export const isOtherNumber = (digits: string): boolean =>
  OTHER_NUMBERS.some(
    ({ pattern, failsLuhn, iban }) => pattern.test(digits) && !(failsLuhn && isLuhnValid(digits)) && (!iban || isIban(iban, digits)),
  );

const DAY_LAST = new RegExp(`${DAY_BEFORE_YEAR}$`);

/** Whether digits end in a day, DDMMYYYY or MMDDYYYY, as rows of licences do. By chance one number in 800 does. */
export const endsInDay = (digits: string): boolean => DAY_LAST.test(digits);

/**
 * Whether the check digits of an account's number are right.
 *
 * @param digits - without the letters of the country
 */
function isIban(country: string, digits: string): boolean {
  const letters = [...country].map((letter) => Number.parseInt(letter, 36)).join('');
  return BigInt(digits.slice(2) + letters + digits.slice(0, 2)) % 97n === 1n;
}

/** The digits at either end that PCI DSS lets a display show at most. */
export const PAN_SHOWN = { head: 6, tail: 4 };

/** Whether a digit of a number is hidden in a masked one. */
export const isHidden = (index: number, length: number): boolean => index >= PAN_SHOWN.head && index < length - PAN_SHOWN.tail;

/** Stands in a number for a digit that cannot be read. */
export const UNREADABLE = '?';

/** Masks a number: keeps its first 6 and last 4 digits, and puts `*` for the others. Spaces stay; a `?` counts as a digit. */
export function maskPan(pan: string): string {
  const count = pan.replace(/[^\d?]/g, '').length;
  let i = 0;
  return pan.replace(/[\d?]/g, (digit) => {
    const shown = isHidden(i, count) ? '*' : digit;
    i++;
    return shown;
  });
}

/** The groupings seen on cards, by number of digits. */
export const GROUPINGS: Readonly<Record<number, readonly (readonly number[])[]>> = {
  13: [[4, 3, 3, 3]],
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
    [6, 6, 6],
    [6, 7, 5],
  ],
  19: [
    [6, 13],
    [4, 4, 4, 4, 3],
    [4, 4, 4, 7],
    [6, 3, 3, 7],
    [5, 4, 5, 5],
    [8, 8, 3],
  ],
};

function split(pan: string, sizes: readonly number[]): string {
  let rest = pan;
  return sizes
    .map((size) => {
      const group = rest.slice(0, size);
      rest = rest.slice(size);
      return group;
    })
    .join(' ');
}

/** A usual grouping is believed where its gaps are wider than a digit's step by more than this share of it … */
const GAP = 0.3;
/** … and it leaves less than this share of the steps' spread unexplained. */
const UNEXPLAINED = 0.6;
/** A step this many times as wide as the usual step is a gap, where no usual grouping is believed. */
const CLEAR_GAP = 1.7;

const spread = (values: readonly number[]): number => values.reduce((sum, value) => sum + (value - mean(values)) ** 2, 0);

const besides = (values: readonly number[], i: number): readonly number[] => [
  ...values.slice(Math.max(0, i - 1), i),
  ...values.slice(i + 1, i + 2),
];

/**
 * Finds the usual grouping of as many digits that the gaps between them plainly show.
 *
 * @param positions - the position of each digit along the line, any unit, ascending
 * @returns the sizes of the groups; null where no usual grouping is plain
 */
export function usualGroups(positions: readonly number[]): readonly number[] | null {
  const steps = differences(positions);
  const [shown] = (GROUPINGS[positions.length] ?? [])
    .map((sizes) => {
      const breaks = new Set(sizes.map((_, i) => sizes.slice(0, i + 1).reduce((sum, size) => sum + size) - 1));
      const gaps = steps.filter((_, i) => breaks.has(i));
      const within = steps.filter((_, i) => !breaks.has(i));
      return { sizes, clear: mean(gaps) > (1 + GAP) * mean(within), rest: spread(gaps) + spread(within) };
    })
    .filter(({ clear, rest }) => clear && rest < UNEXPLAINED * spread(steps))
    .sort((a, b) => a.rest - b.rest);
  return shown?.sizes ?? null;
}

/**
 * Groups a number as it is printed.
 *
 * @param positions - the position of each digit along the line, any unit, ascending; omit when unknown
 * @returns the digits with single spaces: where the print has gaps; for unknown positions, as the usual grouping of that length has them
 */
export function groupPan(pan: string, positions?: readonly number[]): string {
  if (positions?.length !== pan.length || pan.length < 2) return split(pan, GROUPINGS[pan.length]?.[0] ?? [pan.length]);
  const groups = usualGroups(positions);
  if (groups) return split(pan, groups);
  const steps = differences(positions);
  const pitch = median(steps);
  // in a number that is seen from aside, all steps are wider at its nearer end
  const isGap = (i: number): boolean => steps[i]! > CLEAR_GAP * Math.max(pitch, Math.min(...besides(steps, i)));
  return [...pan].map((digit, i) => (i > 0 && isGap(i - 1) ? ` ${digit}` : digit)).join('');
}
