import { type Excerpt, excerptOf } from './excerpt';

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
  /** where the fault lies: that of the catalogue, but for a `DecodingTimeout` */
  readonly fault: Fault;
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
    this.fault = ERROR_CATALOGUE[code].fault;
  }
}

/** Decoding one picture took longer than a picture may: the other pictures of the request can be read, and this one takes as long the next time. */
export class DecodingTimeout extends CardOcrError<'REQUEST_TIMEOUT'> {
  override readonly fault = 'file';

  constructor(cause?: unknown) {
    super('REQUEST_TIMEOUT', cause);
  }
}

/** Whether a thrown value is an error of the catalogue whose fault lies in one of these. */
export const hasFault = (thrown: unknown, ...faults: readonly Fault[]): thrown is CardOcrError =>
  thrown instanceof CardOcrError && faults.includes(thrown.fault);

/** Returns a thrown value as an error of the catalogue: any other value becomes the cause of an `INTERNAL` error (469). */
export const asCardOcrError = (thrown: unknown): CardOcrError =>
  thrown instanceof CardOcrError ? thrown : new CardOcrError('INTERNAL', thrown);
