import type { BankCardRequest, Card, CardsAnswer, Configure, ImagesRequest, Quad } from '../generated/contract-types';
import { checkAsked, checkNames } from './argument-checks';
import type { ErrorCode } from './errors';
import { pause } from './pause';
import { callWithFile, isPictureList, MAX_TOGETHER, type ReadMethod } from './several-pictures';
import { startDeadline } from './source/deadline';
import { unlessAborted } from './unless-aborted';

/** A picture: the bytes of its file, or text, either the file in base64 or a URL (`https://…`, `s3://bucket/key`). */
export type Picture = string | Uint8Array | ArrayBuffer | Blob;

/** Options of `CardClient`. */
export interface ClientOptions {
  /** the URL of the service, without the paths of its API: `https://….execute-api.eu-central-1.amazonaws.com/prod` */
  readonly url: string;
  /** the access code, sent as `Authorization: APPCODE …`; empty: none */
  readonly appCode?: string | undefined;
  /** how often a request is sent at most, as long as the answer is 450, 502 or 503; default: 4 */
  readonly attempts?: number | undefined;
  /** the longest pause before the second attempt; it doubles before each further one, up to 5 s; default: 200 */
  readonly pauseMs?: number | undefined;
  /** how long one attempt may take; default: 30 s */
  readonly timeoutMs?: number | undefined;
  /** used instead of the platform's own `fetch`; the signal and `timeoutMs` hold also where it ignores `init.signal` */
  readonly fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined;
}

/** Members of a request's `configure`, each of which may be left out. */
type Asked<Members> = { readonly [Name in keyof Members]?: Members[Name] | undefined };

/** Options of `CardClient.read` and `readTogether`. */
export interface ClientReadOptions extends Asked<Pick<Configure, 'mask' | 'crop' | 'strip'>> {
  /** ends the reading, also between two attempts */
  readonly signal?: AbortSignal | undefined;
}

export type { CardsAnswer };
/** One card of an answer. */
export type AnswerCard = Card;
/** Four corners in the upright picture, px, clockwise from the top left of what they outline, in reading direction; counter-clockwise in a mirrored picture. */
export type AnswerQuad = Quad;

/** The error for every answer that is not a reading. */
export class CardClientError extends Error {
  override readonly name = 'CardClientError';

  /**
   * @param code - a code of the service's table of errors; `UNKNOWN` for an answer that is not the service's
   * @param requestId - the id by which the operator finds the request in the log; null where the answer has none
   */
  constructor(
    readonly code: ErrorCode | 'UNKNOWN',
    readonly status: number,
    readonly requestId: string | null,
    message: string,
  ) {
    super(message);
  }
}

/** The codes for errors that a gateway answers as text, without a code. */
const GATEWAY_CODES: Readonly<Record<number, ErrorCode>> = {
  400: 'INVALID_URL',
  403: 'FORBIDDEN',
  408: 'REQUEST_TIMEOUT',
  413: 'PAYLOAD_TOO_LARGE',
  450: 'THROTTLED',
  502: 'BAD_GATEWAY',
  503: 'SERVICE_UNAVAILABLE',
};
/** Statuses after which a request is sent again. AWS answers 502 also while no instance is free. */
const WORTH_ANOTHER_TRY: ReadonlySet<number> = new Set([450, 502, 503]);
const MAX_PAUSE_MS = 5000;
/** The longest answer that is read. The service's longest has 53 MB: eight pictures of eight cards each, all of noise, with `crop` and `strip`. */
const MAX_ANSWER_BYTES = 64 * 2 ** 20;

/** The answer to several pictures of one card. */
export type TogetherAnswer = CardsAnswer & Required<Pick<CardsAnswer, 'pictures' | 'shownIn'>>;

/** Has a deployed service read pictures. Runs in Node and browsers, without dependencies. */
export class CardClient {
  /** @throws {TypeError} without a URL, or for options of another type */
  constructor(private readonly options: ClientOptions) {
    checkOptions(options);
  }

  /**
   * Reads the cards in a picture.
   *
   * @throws {TypeError} for what is no picture, such as the path of a file, or options of another type
   * @throws {CardClientError} for every answer that is an error or not the service's; for 450, 502 and 503 only after the last attempt
   * @throws {unknown} the signal's reason when it aborts; a `TimeoutError` after `timeoutMs`; what `fetch` throws where the service cannot be reached
   */
  async read(picture: Picture, options: ClientReadOptions = {}): Promise<CardsAnswer> {
    checkPicture(picture, 'read');
    checkReadOptions(options, 'read');
    return this.send(() => bodyOf(picture, options), options, isCardsAnswer);
  }

  /**
   * Reads one card from several pictures of it: frames of a camera, its front and its back.
   *
   * @param pictures - 1 to 8
   * @returns that card alone, and in `pictures` what each picture shows by itself
   * @throws {TypeError} for anything but an array of 1 to 8 pictures; as `read`
   */
  async readTogether(pictures: readonly Picture[], options: ClientReadOptions = {}): Promise<TogetherAnswer> {
    checkPictures(pictures);
    checkReadOptions(options, 'readTogether');
    return this.send(() => bodyOfSeveral(pictures, options), options, isTogetherAnswer);
  }

  private async send<T>(body: () => string | FormData, options: ClientReadOptions, isMeant: Check<T>): Promise<T> {
    const { attempts = 4, pauseMs = 200 } = this.options;
    for (let attempt = 1; ; attempt++) {
      const answer = await this.answerTo(body(), options, isMeant);
      if (!(answer instanceof CardClientError)) return answer;
      const error = answer;
      if (attempt >= attempts || !WORTH_ANOTHER_TRY.has(error.status)) throw error;
      // a pause of random length, so that clients that were refused at the same time do not come back at the same time
      await pause(Math.random() * Math.min(MAX_PAUSE_MS, pauseMs * 2 ** (attempt - 1)), options.signal);
    }
  }

  private async answerTo<T>(body: string | FormData, options: ClientReadOptions, isMeant: Check<T>): Promise<T | CardClientError> {
    const deadline = startDeadline(this.options.timeoutMs ?? 30_000, options.signal);
    const { signal } = deadline;
    try {
      signal.throwIfAborted();
      const response = await unlessAborted(this.post(body, signal), signal);
      const text = await textOf(response, signal);
      return response.ok ? readingOf(response, text, isMeant) : errorOf(response, text);
    } finally {
      deadline.end();
    }
  }

  private async post(body: string | FormData, signal: AbortSignal): Promise<Response> {
    const { url, appCode = '', fetch: send = fetch } = this.options;
    const code = appCode.trim();
    const headers: Record<string, string> = code === '' ? {} : { Authorization: `APPCODE ${code}` };
    if (typeof body === 'string') headers['Content-Type'] = 'application/json';
    return send(`${url.trim().replace(/\/+$/, '')}/v1/cards`, { method: 'POST', headers, body, signal, redirect: 'manual' });
  }
}

const configureOf = ({ mask = false, crop = false, strip = false }: ClientReadOptions): Configure => ({ mask, crop, strip });

function bodyOf(picture: Picture, options: ClientReadOptions): string | FormData {
  if (typeof picture !== 'string') return formOf([picture], configureOf(options));
  const request: BankCardRequest = { image: picture, configure: configureOf(options) };
  return JSON.stringify(request);
}

function bodyOfSeveral(pictures: readonly Picture[], options: ClientReadOptions): string | FormData {
  const configure: Configure = { ...configureOf(options), sameCard: true };
  const images = pictures.filter((picture) => typeof picture === 'string');
  if (images.length < pictures.length) return formOf(pictures, configure);
  const request: ImagesRequest = { images, configure };
  return JSON.stringify(request);
}

/** Puts pictures into a form. A text gets no file name: by that the service tells it from a file. */
function formOf(pictures: readonly Picture[], configure: Configure): FormData {
  const form = new FormData();
  for (const picture of pictures) {
    if (typeof picture === 'string') form.append('image', picture);
    else form.append('image', picture instanceof Blob ? picture : new Blob([picture as Uint8Array<ArrayBuffer>]), 'picture');
  }
  form.set('configure', JSON.stringify(configure));
  return form;
}

const CLIENT_OPTIONS: readonly (keyof ClientOptions)[] = ['url', 'appCode', 'attempts', 'pauseMs', 'timeoutMs', 'fetch'];
const READ_OPTIONS: readonly (keyof ClientReadOptions)[] = ['mask', 'crop', 'strip', 'signal'];

function checkOptions(options: unknown): void {
  const { url, appCode, attempts, pauseMs, timeoutMs, fetch: send } = (options ?? {}) as Record<string, unknown>;
  if (typeof url !== 'string' || url === '') {
    throw new TypeError("CardClient needs the URL of the service: new CardClient({ url: 'https://…' })");
  }
  checkNames(options as object, CLIENT_OPTIONS, 'CardClient');
  // fetch quotes what it cannot send in its error, secrets and all
  if (!isServiceUrl(url)) throw new TypeError('url is an address of https:// or http://, without user, password, query and hash');
  if (appCode !== undefined && !(typeof appCode === 'string' && /^[\x20-\x7e]*$/.test(appCode.trim())))
    throw new TypeError('appCode is the access code, of plain ASCII in one line');
  if (attempts !== undefined && !(Number.isInteger(attempts) && Number(attempts) >= 1))
    throw new TypeError('attempts is a whole number from 1');
  for (const [name, value] of Object.entries({ pauseMs, timeoutMs })) {
    if (value !== undefined && !(typeof value === 'number' && value >= 0)) throw new TypeError(`${name} is a number of milliseconds`);
  }
  if (timeoutMs === 0) throw new TypeError('timeoutMs is above 0');
  if (send !== undefined && typeof send !== 'function') throw new TypeError('fetch is a function (url, init)');
}

/** Whether a URL can be a service's. In a page it may be relative: a service on the page's own host. */
function isServiceUrl(url: string): boolean {
  const { location } = globalThis as { readonly location?: { readonly href: string } };
  try {
    const { protocol, username, password } = new URL(url, location?.href);
    return /^https?:$/.test(protocol) && !username && !password && !/[?#]/.test(url);
  } catch {
    return false;
  }
}

function checkReadOptions(options: unknown, method: ReadMethod): void {
  if (typeof options !== 'object' || options === null) throw new TypeError(`the options of CardClient.${method} are an object`);
  checkNames(options, READ_OPTIONS, `CardClient.${method}`);
  checkAsked(options);
}

/** Texts that are neither base64, nor a URL, nor a `data:` URL as browsers make one of a file. What is wrong with any other text the service says. */
const NO_PICTURE_TEXT = /^(?!\s*(?:https?:|s3:|data:)).*[^\w+/=\s-]/is;
function checkPicture(picture: unknown, method: ReadMethod): void {
  if (typeof picture === 'string') {
    if (!NO_PICTURE_TEXT.test(picture)) return;
    throw new TypeError(`this text is neither base64 nor a URL. To send a file, read it first: ${callWithFile('client', method)}`);
  }
  // an ArrayBuffer of another realm, such as a test's, is no instance of this realm's class
  const isBuffer = Object.prototype.toString.call(picture) === '[object ArrayBuffer]';
  if (ArrayBuffer.isView(picture) || isBuffer || picture instanceof Blob) return;
  throw new TypeError('a picture is the bytes of its file, a Blob, text in base64, or a URL');
}

function checkPictures(pictures: unknown): void {
  if (!isPictureList(pictures)) throw new TypeError(`readTogether takes an array of 1 to ${MAX_TOGETHER} pictures of one card`);
  for (const picture of pictures) checkPicture(picture, 'readTogether');
}

/** Whether a value is an answer of this type, checked only as far as it takes to tell it from another service's answer. */
type Check<T> = (answer: unknown) => answer is T;

const areObjects = (list: unknown): boolean => Array.isArray(list) && list.every((item) => typeof item === 'object' && item !== null);
const isCardsAnswer = (answer: unknown): answer is CardsAnswer => areObjects((answer as Partial<CardsAnswer> | null)?.cards);
const isTogetherAnswer = (answer: unknown): answer is TogetherAnswer =>
  isCardsAnswer(answer) && areObjects(answer.pictures) && typeof answer.shownIn === 'number';

/**
 * Takes an answer's body, as text. Once it is given up nothing more of it is taken.
 *
 * @throws {CardClientError} for a body that is longer than any of the service's: it would fill the memory
 * @throws {unknown} the signal's reason when it aborts
 */
async function textOf(response: Response, signal: AbortSignal): Promise<string> {
  const reader = response.body?.getReader?.();
  // the answer has no body, or the platform no streams
  if (!reader) return unlessAborted(response.text(), signal);
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  try {
    for (let left = MAX_ANSWER_BYTES; left >= 0; ) {
      const { done, value } = await unlessAborted(reader.read(), signal);
      if (done) return new Blob(chunks).text();
      chunks.push(value);
      left -= value.length;
    }
    throw foreign(response, 'too long');
  } finally {
    // nobody waits for it: a stream may take its time over this
    reader.cancel().catch(() => {});
  }
}

/** @returns an error where something else than the service answers, such as the sign-in page of a network */
function readingOf<T>(response: Response, text: string, isMeant: Check<T>): T | CardClientError {
  const answer = parsed(text);
  return isMeant(answer) ? answer : foreign(response, 'no reading');
}

const foreign = (response: Response, what: string): CardClientError =>
  new CardClientError('UNKNOWN', response.status, requestIdOf(response), `the answer is ${what}: is the service at this URL?`);

function errorOf(response: Response, text: string): CardClientError {
  const { status } = response;
  // browsers report a redirect as status 0
  if (status < 400) return foreign(response, 'a redirect');
  const { code, message } = errorBodyOf(response, text);
  const messageText = typeof message === 'string' ? message : null;
  const known = messageText !== null && isErrorCode(code) ? code : GATEWAY_CODES[status];
  const shownMessage = (known && messageText?.trim()) || `the service answered ${status}`;
  return new CardClientError(known ?? 'UNKNOWN', status, requestIdOf(response), shownMessage);
}

/** Recognises a code by its form, as a newer service may have more codes than `ErrorCode`. */
const isErrorCode = (code: unknown): code is ErrorCode => typeof code === 'string' && /^[A-Z][A-Z\d_]+$/.test(code);

/** The fields of an error's body: of JSON from the service or AWS, or of the gateway's text; none of anybody else's, such as a page. */
function errorBodyOf({ headers }: Response, text: string): { readonly code?: unknown; readonly message?: unknown } {
  const type = headers.get('Content-Type') ?? '';
  if (/json/.test(type)) return Object(parsed(text));
  return /^text\/plain/i.test(type) ? { message: text } : {};
}

/** Returns null for a text that is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const requestIdOf = ({ headers }: Response): string | null => headers.get('X-Ca-Request-Id');
