import { Resolver } from 'node:dns/promises';
import http from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import { CardOcrError } from '../errors';
import { startDeadline } from './deadline';
import { ADDRESS_TIMEOUT_MS, CONNECT_TIMEOUT_MS, DOWNLOAD_TIMEOUT_MS, IDLE_TIMEOUT_MS } from './deadlines';
import type { SourceLimits } from './image-source';
import { isDisguisedAddress, publicAgent, publicLookup, resolverLookup } from './public-address';
import { downloadFailure, readBody } from './read-body';

const MAX_REDIRECTS = 3;
/** More than any signed URL has; spares the parser megabytes. */
export const MAX_URL_LENGTH = 8192;

const REDIRECT_STATUSES: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
/** Content codings that compress. Servers send much else in that header which says nothing: an empty one, `identity`, `binary`, `utf-8`, `aws-chunked`. */
const COMPRESSIONS: ReadonlySet<string> = new Set(['gzip', 'x-gzip', 'deflate', 'compress', 'x-compress', 'br', 'zstd']);
const HEADERS = { accept: 'image/*', 'accept-encoding': 'identity', 'user-agent': 'bankcard-ocr' };

/** What tests put in place of the network's own. */
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
 * Download a file from a public http or https server, on any port. Each of up to three redirects is checked like the first URL.
 * Content types are not looked at; a compressed body is refused, for it could be of any size.
 *
 * @param url - without credentials; its fragment is dropped
 * @param limits - `signal` bounds the whole download, and so do 8 s, after which it has failed
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

/** A URL that may be asked for. Errors have no cause: the parser's would hold the whole text. */
function parseUrl(text: string, base?: URL): URL {
  if (text.length > MAX_URL_LENGTH || !URL.canParse(text, base?.href)) throw new CardOcrError('DOWNLOAD_FAILED');
  const url = new URL(text, base);
  const isWeb = url.protocol === 'http:' || url.protocol === 'https:';
  const hasCredentials = url.username !== '' || url.password !== '';
  if (!isWeb || hasCredentials || isDisguisedAddress(url.hostname)) throw new CardOcrError('DOWNLOAD_FAILED');
  return url;
}

/**
 * Ask for one URL. Whatever comes of it, its connection and timers are gone afterwards.
 *
 * @param ended - aborts when the download has to stop, for want of the request's time or its own
 */
async function fetchHop(url: URL, ended: AbortSignal, limits: SourceLimits, options: DownloadOptions): Promise<URL | Uint8Array> {
  const { signal } = limits;
  if (ended.aborted) throw downloadFailure(ended.reason, signal);
  // asked again in good time, for packets get lost
  const resolver = options.resolver ?? new Resolver({ timeout: ADDRESS_TIMEOUT_MS });
  const request = openRequest(url, options.lookup ?? resolverLookup(resolver), limits, options);
  const abort = (): void => void request.destroy(new Error('time is up'));
  ended.addEventListener('abort', abort, { once: true });
  const stopWatch = watchConnection(request, url.protocol, options);
  try {
    const response = await responseTo(request);
    const { statusCode = 0 } = response;
    // a body without a length ends with its connection, also with one that broke or that we gave up: Node tells the response nothing of that
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
  // the URL as an object: Node then takes the brackets off an IPv6 address, without which the agent does not recognise it
  const connecting = { lookup: publicLookup(lookup), autoSelectFamily: true, autoSelectFamilyAttemptTimeout: ADDRESS_TIMEOUT_MS };
  return open(url, { agent, headers: HEADERS, ...connecting }).end();
}

/** The head of the answer. Listens for errors ever after: a request that is destroyed later may fail once more. */
const responseTo = (request: http.ClientRequest): Promise<http.IncomingMessage> =>
  new Promise((resolve, reject) => {
    request.once('response', resolve);
    request.on('error', reject);
    // nothing else happens when a server switches protocols
    request.once('close', () => reject(new Error('closed without an answer')));
  });

/** Destroy a request that does not connect in time, or then stays silent. */
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
