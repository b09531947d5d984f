import { DAY_DIGITS, MONTH_DIGITS } from './expiry';
import { isLuhnValid } from './luhn';

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
