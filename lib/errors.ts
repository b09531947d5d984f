/**
 * Text of a request that an error may repeat. It has at most 64 characters, with `*` for each digit of any script, so that it cannot carry a card number, however
 * that is spelled, for the query, the user and the password of a URL and for what may be a picture in base64, and a space for each control character. Only `excerptOf` makes one.
 */
export type Excerpt = string & { readonly excerpt: unique symbol };

/** 12 or more digits, with up to 3 signs other than letters between two of them. */
const LONG_DIGIT_RUN = /\p{Nd}(?:[^\p{L}\p{Nd}]{0,3}\p{Nd}){11,}/gu;
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

/**
 * Where the fault of an error lies: what has become of one picture, and whether another try may help, follows from this alone. `request`: the client asks for something
 * else the next time; `source`: this picture cannot be got; `file`: it is none, or too large or too small; `picture`: it was looked at, and does not show what it should
 * (these two come again however often the picture is read); `service`: this code, its networks and tables; `platform`: what runs it or stands before it.
 */
type Fault = 'request' | 'source' | 'file' | 'picture' | 'service' | 'platform';

/** Status and message of a code, and where its fault lies. The message is a function where the contract puts a detail into it. */
interface CatalogueEntry {
  readonly status: number;
  readonly fault: Fault;
  readonly message: string | ((detail: Excerpt) => string);
}

const inImage = (failure: string): string => `Invalid Input - image data error - ${failure}`;
const inJson = (failure: string): string => `Invalid Input - json format error - ${failure}`;

/**
 * Every error of the service: code → HTTP status and exact message, as clients of the marketplace know them, and where the fault lies. docs/errors.md is made of it,
 * in its order.
 * A failed Luhn check, an unreadable expiry date or an unknown BIN is no error, but a field or a warning of a reading.
 */
export const ERROR_CATALOGUE = {
  INVALID_URL: { status: 400, fault: 'request', message: 'Invalid URL' },
  FORBIDDEN: { status: 403, fault: 'request', message: 'Forbidden' },
  REQUEST_TIMEOUT: { status: 408, fault: 'request', message: 'Request Timeout' },
  PAYLOAD_TOO_LARGE: { status: 413, fault: 'file', message: 'Payload Too Large' },
  IMAGE_SIZE: { status: 421, fault: 'file', message: 'Invalid Input - image size error' },
  THROTTLED: { status: 450, fault: 'request', message: '' },
  JSON_UNPARSABLE: { status: 460, fault: 'request', message: 'Invalid Input - failed to parse json' },
  IMAGE_MISSING: { status: 461, fault: 'request', message: inJson('missing key: image') },
  IMAGE_FORMAT: { status: 461, fault: 'request', message: inJson('image format error') },
  INPUTS_MISSING: { status: 461, fault: 'request', message: inJson('key inputs missing') },
  INPUTS_NOT_ARRAY: { status: 461, fault: 'request', message: inJson('value of inputs must be a array') },
  DATA_VALUE_FORMAT: { status: 461, fault: 'request', message: inJson('image DataValue format error') },
  CONFIGURE_FORMAT: { status: 461, fault: 'request', message: inJson('configure format error') },
  CONFIGURE_UNPARSABLE: { status: 461, fault: 'request', message: (text: Excerpt) => inJson(`failed to parse config str: ${text}`) },
  REQUEST_SHAPE: { status: 461, fault: 'request', message: inJson('json parse runtime exception') },
  DOWNLOAD_FAILED: { status: 462, fault: 'source', message: inImage('download image from url error') },
  IMAGE_EMPTY: { status: 462, fault: 'file', message: inImage('input image empty, please check your image binary data') },
  IMAGE_DECODE_FAILED: { status: 462, fault: 'file', message: inImage('image decode failed, please check your image binary data') },
  BASE64_FAILED: { status: 462, fault: 'source', message: inImage('base64decode error, please check your image binary data') },
  BASE64_DATA_HEADER: { status: 462, fault: 'source', message: inImage('please remove additional header: data:image/jpg:base64,') },
  BASE64_PADDING: { status: 462, fault: 'source', message: inImage('base64decode error: incorrect padding in base64 string') },
  BASE64_ALPHABET: {
    status: 462,
    fault: 'source',
    message: inImage('base64decode error: base64decode error: incorrect base64 format data'),
  },
  GIF_OPEN_FAILED: { status: 462, fault: 'file', message: inImage('open gif image failed') },
  GIF_READ_FAILED: { status: 462, fault: 'file', message: inImage('read gif image failed') },
  GIF_DECODE_FAILED: { status: 462, fault: 'file', message: inImage('decode gif image failed') },
  GIF_WITHOUT_COLOR_MAP: { status: 462, fault: 'file', message: inImage('gif data error, no color map got') },
  GIF_EMPTY: { status: 462, fault: 'file', message: inImage('gif image empty') },
  NO_CARD: { status: 463, fault: 'picture', message: 'Invalid Input - wrong category' },
  NUMBER_UNREADABLE: { status: 464, fault: 'picture', message: 'Invalid Result - algorithm run failed' },
  INFERENCE_FAILED: { status: 464, fault: 'service', message: 'Invalid Result - algorithm runtime exception' },
  NUMBER_NOT_CERTAIN: { status: 464, fault: 'request', message: 'Invalid Result - number not certain' },
  MODEL_OUTPUT_UNEXPECTED: { status: 464, fault: 'service', message: 'Invalid Result - model output unexpected' },
  ANSWER_INVALID: { status: 469, fault: 'service', message: 'Invalid Service - parse result error' },
  INTERNAL: { status: 469, fault: 'service', message: 'Invalid Service - error code missing' },
  BAD_GATEWAY: { status: 502, fault: 'platform', message: 'Bad Gateway' },
  SERVICE_UNAVAILABLE: { status: 503, fault: 'platform', message: 'Service Unavailable' },
} as const satisfies Record<string, CatalogueEntry>;

/** A code of `ERROR_CATALOGUE`. */
export type ErrorCode = keyof typeof ERROR_CATALOGUE;

/** The codes whose message holds a detail. */
type DetailedCode = { [Code in ErrorCode]: (typeof ERROR_CATALOGUE)[Code]['message'] extends string ? never : Code }[ErrorCode];

/** The codes whose message is always the same. */
export type PlainErrorCode = Exclude<ErrorCode, DetailedCode>;

/** What follows the code in `new CardOcrError(code, …)`: the detail where the message has one, then the cause. */
type ErrorDetails<Code extends ErrorCode> = [Code] extends [DetailedCode] ? [detail: Excerpt, cause?: unknown] : [cause?: unknown];

const hasDetail = (code: ErrorCode): code is DetailedCode => typeof ERROR_CATALOGUE[code].message !== 'string';

/**
 * Returns the message of a code.
 *
 * @param detail - put into the message of a code that has a detail; ignored for others
 */
export function messageOf(code: ErrorCode, detail: Excerpt = excerptOf('')): string {
  const { message }: CatalogueEntry = ERROR_CATALOGUE[code];
  return typeof message === 'string' ? message : message(detail);
}

/** An error of the catalogue, the only class of errors that the library throws for requests and pictures. It carries no text of a request or a card but an `Excerpt`. */
export class CardOcrError<Code extends ErrorCode = ErrorCode> extends Error {
  override readonly name = 'CardOcrError';
  readonly status: number;
  /** what the client should do, in a fixed sentence: only where the message does not say it */
  hint?: string;

  /**
   * @param code - a key of the catalogue; status and message follow from it
   * @param details - `[detail, cause]` for a code whose message has a detail, else `[cause]`; the cause is the error underneath, for debuggers only: it is never
   *   serialised
   */
  constructor(
    readonly code: Code,
    ...details: ErrorDetails<Code>
  ) {
    const [detail, cause] = hasDetail(code) ? [details[0] as Excerpt, details[1]] : [undefined, details[0]];
    super(messageOf(code, detail), cause === undefined ? undefined : { cause });
    this.status = ERROR_CATALOGUE[code].status;
  }
}

/** Whether a thrown value is an error of the catalogue whose fault lies in one of these. */
export const hasFault = (thrown: unknown, ...faults: readonly Fault[]): thrown is CardOcrError =>
  thrown instanceof CardOcrError && faults.includes(ERROR_CATALOGUE[thrown.code as ErrorCode].fault);

/** Returns a thrown value as an error of the catalogue: any other value becomes the cause of an `INTERNAL` error (469). */
export const asCardOcrError = (thrown: unknown): CardOcrError =>
  thrown instanceof CardOcrError ? thrown : new CardOcrError('INTERNAL', thrown);
