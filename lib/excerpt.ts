/**
 * Text of a request that an error may repeat. It has at most 64 characters, with `*` for each digit of any script, so that it cannot carry a card number, however
 * that is spelled, for the query, the user and the password of a URL and for what may be a picture in base64, and a space for each control character. Only `excerptOf` makes one.
 */
export type Excerpt = string & { readonly excerpt: unique symbol };

/** 12 or more digits, with up to 3 signs other than letters between two of them; JSON writes some as a backslash and a letter. */
const LONG_DIGIT_RUN = /\p{Nd}(?:(?:\\[bfnrt]|[^\p{L}\p{Nd}]){0,3}\p{Nd}){11,}/gu;
const CONTROL = /\p{Cc}/gu;
const HEAD = /^.{0,64}/su;
/** The rest of the word in which an excerpt ends, and how much of it is looked at: a part of a word may not tell what it is. */
const REST_OF_WORD = /^\S*/;
const MOST_LOOKED_AT = 200;
/** The query or the fragment of a URL, and the slashes before its user and password; in JSON and percent-encoded, too. */
const QUERY = /(?:[?#]|\\u00(?:3f|23)|%(?:3f|23))\S+/gi;
const SLASHES = /(?:\\?\/|%2f){2}/i;
const WORD = /\S+/g;
const LONG_WORD = /[+/\\\w-]{32,}/g;
/** What base64 of a picture has some of. */
const SIGNS_OF_BASE64 = [/[a-z]/, /[A-Z]/, /\d/];
/** Signs that stand for digits: `\p{N}`, and Chinese and Japanese numerals, which Unicode counts as letters, and a circle. */
const DIGIT = /[\p{N}零○◯一二两三四五六七八九十廿卅卌壹贰叁肆伍陆柒捌玖拾貳參陸弌弍弎幺叄参壱弐貮漆]/u;
/** Tests a sign as it is and normalised: some are digits in one form only. */
const hideDigit = (sign: string): string => (DIGIT.test(sign + sign.normalize('NFKC')) ? '*' : sign);

/** Replaces each run of 12 or more digits, which may be a card number, by one `*`: digits of any script, grouped by anything but letters. */
export const hideLongDigitRuns = (text: string): string => text.replace(LONG_DIGIT_RUN, '*');

const withoutBase64 = (word: string): string => (SIGNS_OF_BASE64.every((signs) => signs.test(word)) ? '*' : word);

/** A password may hold slashes, and be followed by what holds an `@`, too: all of it is hidden, up to the last one. */
function withoutUser(word: string): string {
  const [slashes, end] = [word.search(SLASHES), word.lastIndexOf('@')];
  return slashes >= 0 && end > slashes ? `${word.slice(0, slashes)}//*${word.slice(end)}` : word;
}

const head = (text: string): string => HEAD.exec(text)![0];

/** Makes of a request's text what an error may repeat: see `Excerpt`. */
export function excerptOf(text: string): Excerpt {
  const begins = head(text);
  const words = begins + REST_OF_WORD.exec(text.slice(begins.length, begins.length + MOST_LOOKED_AT))![0];
  const shown = head(words.replace(LONG_WORD, withoutBase64).replace(QUERY, '?*').replace(WORD, withoutUser));
  return shown.replace(/./gsu, hideDigit).replace(CONTROL, ' ') as Excerpt;
}
