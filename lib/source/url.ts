import { Resolver } from 'node:dns/promises';
import http from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import { CardOcrError } from '../errors';
import { startDeadline } from './deadline';
import { ADDRESS_TIMEOUT_MS, CONNECT_TIMEOUT_MS, DOWNLOAD_TIMEOUT_MS, IDLE_TIMEOUT_MS } from './download-timeouts';
import type { SourceLimits } from './image-source';
import { isDisguisedAddress, publicAgent, publicLookup, resolverLookup } from './public-address';
import { downloadFailure, readBody } from './read-body';

const MAX_REDIRECTS = 3;
/** The longest URL that is parsed: longer than any signed one. */
export const MAX_URL_LENGTH = 8192;

const REDIRECT_STATUSES: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
/** Content codings that compress. Servers send other values, too, which say nothing: an empty one, `identity`, `binary`, `utf-8`, `aws-chunked`. */
const COMPRESSIONS: ReadonlySet<string> = new Set(['gzip', 'x-gzip', 'deflate', 'compress', 'x-compress', 'br', 'zstd']);
const HEADERS = { accept: 'image/*', 'accept-encoding': 'identity', 'user-agent': 'bankcard-ocr' };

/** Settings that tests replace. */
export interface DownloadOptions {
  readonly connectTimeoutMs?: number;
  readonly idleTimeoutMs?: number;
  readonly downloadTimeoutMs?: number;
  readonly lookup?: LookupFunction;
  readonly resolver?: Resolver;
  /** PEM */
  readonly certificateAuthority?: string;
}

/**
 * Downloads a file from a public http or https server, on any port. Each of up to three redirects is checked like the first URL.
 * The content type is ignored; a compressed body is refused, as its size could be anything.
 *
 * @param url - without credentials; its fragment is dropped
 * @param limits - `signal` ends the download; in any case it fails after 8 s
 * @throws {CardOcrError} `DOWNLOAD_FAILED` for a URL that is not allowed, an address that is not public, and whatever fails on the way there
 *   or back; `PAYLOAD_TOO_LARGE` as soon as more than `limits.limitBytes` are declared or sent; `IMAGE_EMPTY`; `REQUEST_TIMEOUT`
 */
export async function downloadImage(url: string, limits: SourceLimits, options: DownloadOptions = {}): Promise<Uint8Array> {
  let target = parseUrl(url);
  const deadline = startDeadline(options.downloadTimeoutMs ?? DOWNLOAD_TIMEOUT_MS, limits.signal);
  try {
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      const answer = await fetchHop(target, deadline.signal, limits, options);
      if (!(answer instanceof URL)) return answer;
      target = answer;
    }
    throw new CardOcrError('DOWNLOAD_FAILED');
  } finally {
    deadline.end();
  }
}

/** Parses a URL and checks that it may be requested. Its errors have no cause: the parser's error would hold the whole text. */
function parseUrl(text: string, base?: URL): URL {
  if (text.length > MAX_URL_LENGTH || !URL.canParse(text, base?.href)) throw new CardOcrError('DOWNLOAD_FAILED');
  const url = new URL(text, base);
  const isWeb = url.protocol === 'http:' || url.protocol === 'https:';
  const hasCredentials = url.username !== '' || url.password !== '';
  if (!isWeb || hasCredentials || isDisguisedAddress(url.hostname)) throw new CardOcrError('DOWNLOAD_FAILED');
  return url;
}

/**
 * Requests one URL. Its connection and timers are always gone afterwards.
 *
 * @param ended - aborts when the download has to stop: the request's time is over, or the download's own
 */
async function fetchHop(url: URL, ended: AbortSignal, limits: SourceLimits, options: DownloadOptions): Promise<URL | Uint8Array> {
  const { signal } = limits;
  if (ended.aborted) throw downloadFailure(ended.reason, signal);
  // packets get lost: with this timeout there is time to ask again
  const resolver = options.resolver ?? new Resolver({ timeout: ADDRESS_TIMEOUT_MS });
  const request = openRequest(url, options.lookup ?? resolverLookup(resolver), limits, options);
  const abort = (): void => void request.destroy(new Error('time is up'));
  ended.addEventListener('abort', abort, { once: true });
  const stopWatch = watchConnection(request, url.protocol, options);
  try {
    const response = await responseTo(request);
    const { statusCode = 0 } = response;
    // a body without a length ends with its connection, also with a broken or destroyed one: Node does not report that to the response
    request.once('error', (error) => response.destroy(error));
    return REDIRECT_STATUSES.has(statusCode) ? redirectTarget(response, url) : await readImage(response, statusCode, limits);
  } catch (thrown) {
    throw downloadFailure(thrown, signal);
  } finally {
    stopWatch();
    resolver.cancel();
    ended.removeEventListener('abort', abort);
    request.destroy();
  }
}

function openRequest(
  url: URL,
  lookup: LookupFunction,
  { allowAddresses }: SourceLimits,
  { certificateAuthority }: DownloadOptions,
): http.ClientRequest {
  const protocol = url.protocol as 'http:' | 'https:';
  const agent = publicAgent(protocol, { allowAddresses, certificateAuthority });
  const open = protocol === 'https:' ? https.request : http.request;
  // the URL is passed as an object: then Node removes the brackets of an IPv6 address, with which the agent would not recognise it
  const connecting = { lookup: publicLookup(lookup), autoSelectFamily: true, autoSelectFamilyAttemptTimeout: ADDRESS_TIMEOUT_MS };
  return open(url, { agent, headers: HEADERS, ...connecting }).end();
}

/** Waits for the head of the answer. It keeps listening for errors, as a request that is destroyed later may fail once more. */
const responseTo = (request: http.ClientRequest): Promise<http.IncomingMessage> =>
  new Promise((resolve, reject) => {
    request.once('response', resolve);
    request.on('error', reject);
    // nothing else happens when a server switches protocols
    request.once('close', () => reject(new Error('closed without an answer')));
  });

/** Destroys a request that does not connect in time, or whose server then stays silent. */
function watchConnection(request: http.ClientRequest, protocol: string, options: DownloadOptions): () => void {
  const { connectTimeoutMs = CONNECT_TIMEOUT_MS, idleTimeoutMs = IDLE_TIMEOUT_MS } = options;
  const connecting = setTimeout(() => request.destroy(new Error('not connected in time')), connectTimeoutMs);
  request.once('socket', (socket) => {
    socket.once(protocol === 'https:' ? 'secureConnect' : 'connect', () => {
      clearTimeout(connecting);
      socket.setTimeout(idleTimeoutMs, () => request.destroy(new Error('silent for too long')));
    });
  });
  return () => clearTimeout(connecting);
}

function redirectTarget({ headers: { location } }: http.IncomingMessage, from: URL): URL {
  if (location === undefined) throw new CardOcrError('DOWNLOAD_FAILED');
  // Node reads headers as Latin-1; servers that do not percent-encode send UTF-8
  return parseUrl(Buffer.from(location, 'latin1').toString('utf8'), from);
}

async function readImage(response: http.IncomingMessage, statusCode: number, limits: SourceLimits): Promise<Uint8Array> {
  const { 'content-encoding': encoding = '', 'content-length': length } = response.headers;
  if (statusCode < 200 || statusCode > 299 || isCompressed(encoding)) throw new CardOcrError('DOWNLOAD_FAILED');
  return readBody(response, length === undefined ? undefined : Number(length), limits);
}

/** @param encoding - the header, with commas between several codings */
const isCompressed = (encoding: string): boolean => encoding.split(',').some((coding) => COMPRESSIONS.has(coding.trim().toLowerCase()));
