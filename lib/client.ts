import type { BankCardRequest, Card, CardsAnswer, Configure, ImagesRequest, Quad } from '../generated/contract-types';
import { checkSignal } from './argument-checks';
import type { ErrorCode } from './errors';
import { pause } from './pause';
import { isPictureList, MAX_TOGETHER } from './several-pictures';
import { startDeadline } from './source/deadline';

/** A picture: its file's bytes, or as text in base64, or a URL (`https://…`, `s3://bucket/key`). */
export type Picture = string | Uint8Array | ArrayBuffer | Blob;

export interface ClientOptions {
  /** the service's, up to its paths: `https://….execute-api.eu-central-1.amazonaws.com/prod` */
  readonly url: string;
  /** sent as `Authorization: APPCODE …` */
  readonly appCode?: string | undefined;
  /** how often a request is sent at most, while it is answered 450, 502 or 503 */
  readonly attempts?: number | undefined;
  /** the longest pause before the second attempt; before each further one it is twice as long, up to 5 s */
  readonly pauseMs?: number | undefined;
  /** of one attempt */
  readonly timeoutMs?: number | undefined;
  /** instead of the platform's own */
  readonly fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined;
}

/** Of a request's `configure`. */
type Asked<K extends keyof Configure> = { readonly [Name in K]?: Configure[Name] | undefined };

export interface ClientReadOptions extends Asked<'mask' | 'crop' | 'strip'> {
  /** ends it, pauses included */
  readonly signal?: AbortSignal | undefined;
}

export type { CardsAnswer };
/** One card of an answer. */
export type AnswerCard = Card;
/** Four corners in the upright picture, px, clockwise from the top left of what they outline, in reading direction. */
export type AnswerQuad = Quad;

/** Why there is no answer. */
export class CardClientError extends Error {
  override readonly name = 'CardClientError';

  /**
   * @param code - of the service's table of errors; `UNKNOWN`: of no answer that it gives
   * @param requestId - by which the operator finds it in the log; null where the gateway gave none
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

/** What a gateway answers as text, without a code. */
const GATEWAY_CODES: Readonly<Record<number, ErrorCode>> = {
  400: 'INVALID_URL',
  403: 'FORBIDDEN',
  408: 'REQUEST_TIMEOUT',
  413: 'PAYLOAD_TOO_LARGE',
  450: 'THROTTLED',
  502: 'BAD_GATEWAY',
  503: 'SERVICE_UNAVAILABLE',
};
/** 502 is what AWS answers while no instance is free, too. */
const WORTH_ANOTHER_TRY: ReadonlySet<number> = new Set([450, 502, 503]);
const MAX_PAUSE_MS = 5000;
/** Of an answer. The service's longest has 53 MB: eight pictures of eight cards each, all of noise, with `crop` and `strip`. */
const MAX_ANSWER_BYTES = 64 * 2 ** 20;

/** The answer to several pictures of one card. */
export type TogetherAnswer = CardsAnswer & Required<Pick<CardsAnswer, 'pictures' | 'shownIn'>>;

/** Asks a deployed service; for Node and browsers, without dependencies. */
export class CardClient {
  /** @throws {TypeError} without a URL, or for options of another type */
  constructor(private readonly options: ClientOptions) {
    checkOptions(options);
  }

  /**
   * Read the cards in a picture.
   *
   * @throws {TypeError} for what is no picture, such as the path of a file, or options of another type
   * @throws {CardClientError} for every answer that is an error, or none of the service's; 450, 502 and 503 after the last attempt
   * @throws {unknown} the signal's reason when it aborts; a `TimeoutError` after `timeoutMs`; what `fetch` throws where the service cannot be reached
   */
  async read(picture: Picture, options: ClientReadOptions = {}): Promise<CardsAnswer> {
    checkPicture(picture, 'read');
    checkReadOptions(options, 'read');
    return this.send(() => bodyOf(picture, options), options, isCardsAnswer);
  }

  /**
   * Read one card from several pictures of it: frames of a camera, its front and its back. The answer has that card alone, and in `pictures` what each shows.
   *
   * @param pictures - 1 to 8
   * @throws {TypeError} for anything else; as `read`
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
      // of any length up to the longest, so that clients that were refused together do not come back together
      await pause(Math.random() * Math.min(MAX_PAUSE_MS, pauseMs * 2 ** (attempt - 1)), options.signal);
    }
  }

  private async answerTo<T>(body: string | FormData, options: ClientReadOptions, isMeant: Check<T>): Promise<T | CardClientError> {
    const deadline = startDeadline(this.options.timeoutMs ?? 30_000, options.signal);
    try {
      const response = await this.post(body, deadline.signal);
      const text = await textOf(response);
      return response.ok ? readingOf(response, text, isMeant) : errorOf(response, text);
    } finally {
      deadline.end();
    }
  }

  private post(body: string | FormData, signal: AbortSignal): Promise<Response> {
    const { url, appCode, fetch: send = fetch } = this.options;
    const headers: Record<string, string> = appCode === undefined ? {} : { Authorization: `APPCODE ${appCode.trim()}` };
    if (typeof body === 'string') headers['Content-Type'] = 'application/json';
    return send(`${url.replace(/\/+$/, '')}/v1/cards`, { method: 'POST', headers, body, signal, redirect: 'manual' });
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

/** Texts have no file names: by that the service knows them. */
function formOf(pictures: readonly Picture[], configure: Configure): FormData {
  const form = new FormData();
  for (const picture of pictures) {
    if (typeof picture === 'string') form.append('image', picture);
    else form.append('image', picture instanceof Blob ? picture : new Blob([picture as Uint8Array<ArrayBuffer>]), 'picture');
  }
  form.set('configure', JSON.stringify(configure));
  return form;
}

function checkOptions(options: unknown): void {
  const { url, appCode, attempts, pauseMs, timeoutMs, fetch: send } = (options ?? {}) as Record<string, unknown>;
  if (typeof url !== 'string' || url === '') {
    throw new TypeError("CardClient needs the URL of the service: new CardClient({ url: 'https://…' })");
  }
  // what fetch cannot send it quotes, secrets and all
  if (!isServiceUrl(url)) throw new TypeError('url is an address of https:// or http://, without user, password, query and hash');
  if (appCode !== undefined && !(typeof appCode === 'string' && /^[\x20-\x7e]*$/.test(appCode.trim())))
    throw new TypeError('appCode is the access code, of plain ASCII in one line');
  if (attempts !== undefined && !(Number.isInteger(attempts) && Number(attempts) >= 1))
    throw new TypeError('attempts is a whole number from 1');
  for (const [name, value] of Object.entries({ pauseMs, timeoutMs })) {
    if (value !== undefined && !(typeof value === 'number' && value >= 0)) throw new TypeError(`${name} is a number of milliseconds`);
  }
  if (send !== undefined && typeof send !== 'function') throw new TypeError('fetch is a function (url, init)');
}

/** A page may name a service by a path of its own. */
function isServiceUrl(url: string): boolean {
  const { location } = globalThis as { readonly location?: { readonly href: string } };
  try {
    const { protocol, username, password } = new URL(url, location?.href);
    return /^https?:$/.test(protocol) && !username && !password && !/[?#]/.test(url);
  } catch {
    return false;
  }
}

/** The method of `CardClient` that was called: it stands in the messages. */
type Method = 'read' | 'readTogether';

function checkReadOptions(options: unknown, method: Method): void {
  if (typeof options !== 'object' || options === null) throw new TypeError(`the options of CardClient.${method} are an object`);
  checkSignal((options as ClientReadOptions).signal);
}

/** Texts that are neither base64, nor a URL, nor a `data:` URL as browsers make one of a file. What is wrong with any other text the service says. */
const NO_PICTURE_TEXT = /^(?!\s*(?:https?:|s3:|data:)).*[^\w+/=\s-]/is;
const TO_SEND_A_FILE: Readonly<Record<Method, string>> = {
  read: 'client.read(await readFile(path))',
  readTogether: 'client.readTogether([await readFile(path)])',
};

function checkPicture(picture: unknown, method: Method): void {
  if (typeof picture === 'string') {
    if (!NO_PICTURE_TEXT.test(picture)) return;
    throw new TypeError(`this text is neither base64 nor a URL. To send a file, read it first: ${TO_SEND_A_FILE[method]}`);
  }
  // one of another realm, as of a test's, is no instance of this one's
  const isBuffer = Object.prototype.toString.call(picture) === '[object ArrayBuffer]';
  if (ArrayBuffer.isView(picture) || isBuffer || picture instanceof Blob) return;
  throw new TypeError('a picture is the bytes of its file, a Blob, text in base64, or a URL');
}

function checkPictures(pictures: unknown): void {
  if (!isPictureList(pictures)) throw new TypeError(`readTogether takes an array of 1 to ${MAX_TOGETHER} pictures of one card`);
  for (const picture of pictures) checkPicture(picture, 'readTogether');
}

/** Whether something is an answer of this kind, as far as it takes to tell it from another service's. */
type Check<T> = (answer: unknown) => answer is T;

const areObjects = (list: unknown): boolean => Array.isArray(list) && list.every((item) => typeof item === 'object' && item !== null);
const isCardsAnswer = (answer: unknown): answer is CardsAnswer => areObjects((answer as Partial<CardsAnswer> | null)?.cards);
const isTogetherAnswer = (answer: unknown): answer is TogetherAnswer =>
  isCardsAnswer(answer) && areObjects(answer.pictures) && typeof answer.shownIn === 'number';

/** @throws {CardClientError} for one that is longer than any of the service's: it would fill the memory */
async function textOf(response: Response): Promise<string> {
  const reader = response.body?.getReader?.();
  // nothing, or a platform without streams
  if (!reader) return response.text();
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  for (let left = MAX_ANSWER_BYTES; left >= 0; ) {
    const { done, value } = await reader.read();
    if (done) return new Blob(chunks).text();
    chunks.push(value);
    left -= value.length;
  }
  await reader.cancel();
  throw foreign(response, 'too long');
}

/** @returns an error where something else answers, such as the page at which one signs in to a network */
function readingOf<T>(response: Response, text: string, isMeant: Check<T>): T | CardClientError {
  const answer = parsed(text);
  return isMeant(answer) ? answer : foreign(response, 'no reading');
}

const foreign = (response: Response, what: string): CardClientError =>
  new CardClientError('UNKNOWN', response.status, requestIdOf(response), `the answer is ${what}: is the service at this URL?`);

function errorOf(response: Response, text: string): CardClientError {
  const { status } = response;
  // browsers tell 0 of it
  if (status < 400) return foreign(response, 'a redirect');
  const { code, message } = errorBodyOf(response, text);
  const messageText = typeof message === 'string' ? message : null;
  const known = messageText !== null && isErrorCode(code) ? code : GATEWAY_CODES[status];
  const shownMessage = (known && messageText?.trim()) || `the service answered ${status}`;
  return new CardClientError(known ?? 'UNKNOWN', status, requestIdOf(response), shownMessage);
}

/** By its form: a newer service may have more codes than `ErrorCode` names. */
const isErrorCode = (code: unknown): code is ErrorCode => typeof code === 'string' && /^[A-Z][A-Z\d_]+$/.test(code);

/** The fields of an error's body: of JSON from the service or AWS, or of the gateway's text; none of anybody else's, such as a page. */
function errorBodyOf({ headers }: Response, text: string): { readonly code?: unknown; readonly message?: unknown } {
  const type = headers.get('Content-Type') ?? '';
  if (/json/.test(type)) return Object(parsed(text));
  return /^text\/plain/i.test(type) ? { message: text } : {};
}

/** null: no JSON */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const requestIdOf = ({ headers }: Response): string | null => headers.get('X-Ca-Request-Id');
