import { randomUUID } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from 'node:http';
import { startDeadline } from '../../lib/source/deadline';
import { close, listen } from '../command/local-server';
import { collect, endToEnd, forward } from './forward';
import { failureOf, type GatewayAnswer, type GatewayFailure } from './gateway-responses';
import { type Throttle, TokenBucket } from './token-bucket';

export interface LocalGatewayOptions {
  readonly host: string;
  /** 0: any that is free */
  readonly port: number;
  /** the port of serverless-offline */
  readonly upstreamPort: number;
  readonly answerTo: (failure: GatewayFailure, requestId: string) => GatewayAnswer;
  /** content types whose bodies reach the function as base64 */
  readonly binaryMediaTypes: readonly string[];
  /** throttle of all requests with a key together; null: none */
  readonly throttle: Throttle | null;
  /** throttle of each path that needs no key; null: none */
  readonly publicThrottle: Throttle | null;
  /** paths that need no key */
  readonly publicPaths: readonly string[];
  /** what pages of another origin may do; null: nothing */
  readonly preflight: Preflight | null;
  /** how long the function may take to answer */
  readonly timeoutMs: number;
  /** most bytes of a request's body */
  readonly limitBytes: number;
}

/** The answer to a browser that asks whether a page may send what it wants to send. */
interface Preflight {
  readonly paths: readonly string[];
  readonly origin: string;
  readonly headers: readonly string[];
  readonly maxAge: number;
}

/** A server that has to be closed. */
export interface LocalGateway {
  /** e.g. `http://localhost:3000` */
  readonly url: string;
  close(): Promise<void>;
}

/** A header that every answer of the function has; an answer without it is serverless-offline's own. */
const FUNCTION_HEADER = 'x-ca-request-id';
/** The only content type, beside multipart, whose bytes serverless-offline leaves as they are. */
const BINARY = 'application/octet-stream';
const MULTIPART = 'multipart/form-data';
/** What serverless-offline takes for a content type. To any other one it answers 400; the deployed API does not even look at it. */
const CONTENT_TYPE = /^(?!multipart\/)[\w!#$%&'*+.^`|~-]+\/[\w!#$%&'*+.^`|~-]+([ \t;].*)?$/i;
const TWO_CHARSETS = /;\s*charset=.*;\s*charset=/i;
const BOUNDARY = /;\s*boundary=("[^"]+"|[^;"\s]+)/i;
/** Stands in for a missing boundary: the function finds no part then either. */
const NO_BOUNDARY = '; boundary=none';
/**
 * Methods that the API does not have. serverless-offline takes HEAD for GET, and answers OPTIONS itself where a browser asks on behalf of a page of another
 * origin.
 */
const NOT_OF_THE_API: ReadonlySet<string> = new Set(['HEAD', 'OPTIONS']);
const SPOILT_JSON = /^\s*("|null|false|-?0)/;
const HEAD_BYTES = 200;

/**
 * Starts a server in front of serverless-offline that answers as the deployed API does: it passes on what the function says, and puts its own failures, and
 * those of serverless-offline, into the words of the gateway responses. Bodies are wholly received before they are passed on, in both directions, as the
 * platform does it.
 *
 * @throws {Error} when the port is taken
 */
export async function startLocalGateway(options: LocalGatewayOptions): Promise<LocalGateway> {
  const { host, port, answerTo, throttle, publicThrottle, publicPaths } = options;
  const keyed = throttle && new TokenBucket(throttle);
  const unkeyed = new Map(publicThrottle && publicPaths.map((path) => [path, new TokenBucket(publicThrottle)]));
  const server = createServer(async (request, response) => {
    const outcome = await handle(request, response, options, unkeyed.get(pathOf(request)) ?? keyed).catch(
      (): GatewayFailure => 'INTEGRATION_FAILURE',
    );
    if (outcome !== null) send(request, response, answerTo(outcome, randomUUID()));
  });
  const taken = await listen(server, port, host);
  return { url: `http://${host === '127.0.0.1' ? 'localhost' : host}:${taken}`, close: () => close(server) };
}

const pathOf = ({ url }: IncomingMessage): string => url!.split('?')[0]!;

/** @returns the failure that still has to be told; null when the answer was sent or the client is gone */
async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  { upstreamPort, binaryMediaTypes, preflight, timeoutMs, limitBytes }: LocalGatewayOptions,
  bucket: TokenBucket | null,
): Promise<GatewayFailure | null> {
  const client = new AbortController();
  response.once('close', () => client.abort());
  const body = await collect(request, limitBytes).catch(() => undefined);
  if (body === undefined) return null;
  if (body === null) return 'REQUEST_TOO_LARGE';
  if (preflight?.paths.includes(pathOf(request)) && request.method === 'OPTIONS') {
    response.writeHead(200, preflightHeaders(preflight)).end();
    return null;
  }
  if (NOT_OF_THE_API.has(request.method!)) return 'MISSING_AUTHENTICATION_TOKEN';
  if (bucket?.take() === false) return 'THROTTLED';

  const deadline = startDeadline(timeoutMs, client.signal);
  try {
    const answer = await forward({
      port: upstreamPort,
      method: request.method!,
      target: request.url!,
      rawHeaders: upstreamHeaders(request, body, binaryMediaTypes),
      body,
      signal: deadline.signal,
    });
    if (FUNCTION_HEADER in answer.headers) {
      response
        .writeHead(answer.status, answer.statusText, [...answer.rawHeaders, 'Content-Length', String(answer.body.length)])
        .end(answer.body);
      return null;
    }
    const failure = failureOf(answer.status);
    if (failure !== 'INTEGRATION_FAILURE') bucket?.giveBack();
    return failure;
  } catch (error) {
    if (client.signal.aborted) return null;
    if (deadline.isOver()) return 'INTEGRATION_TIMEOUT';
    throw error;
  } finally {
    deadline.end();
  }
}

const preflightHeaders = ({ origin, headers, maxAge }: Preflight): OutgoingHttpHeaders => ({
  'Access-Control-Allow-Origin': origin,
  'Access-Control-Allow-Headers': headers.join(','),
  'Access-Control-Allow-Methods': 'OPTIONS,POST',
  'Access-Control-Max-Age': maxAge,
});

/**
 * Returns a request's headers as serverless-offline wants them, without `Origin`: it would answer that by letting browsers in, which the deployed API does not.
 */
function upstreamHeaders(request: IncomingMessage, body: Buffer, binaryMediaTypes: readonly string[]): string[] {
  const type = harmlessType(request.headers['content-type'] ?? '', body, binaryMediaTypes);
  const code = movedCode(request.headers);
  return [
    ...endToEnd(request.rawHeaders, ['origin', ...(type === null ? [] : ['content-type']), ...(code === null ? [] : CODE_HEADERS)]),
    ...(type === null ? [] : ['Content-Type', type]),
    ...(code === null ? [] : ['Authorization', code]),
    ...(body.length > 0 || request.headers['content-length'] !== undefined ? ['Content-Length', String(body.length)] : []),
  ];
}

const CODE_HEADERS = ['authorization', 'x-api-key'];
const APP_CODE = /^\s*APPCODE\s/i;

/**
 * Returns the `Authorization` into which the code in `x-api-key` is moved. The authorizer finds the code there as well; in `x-api-key`,
 * serverless-offline would itself compare it with the values of the keys, which may be hashes.
 *
 * @returns null when there is nothing to move, or another code in the way
 */
function movedCode({ authorization = '', 'x-api-key': key }: IncomingHttpHeaders): string | null {
  const code = `APPCODE ${key}`;
  const isInTheWay = APP_CODE.test(authorization) && authorization !== code;
  return key === undefined || isInTheWay ? null : code;
}

/**
 * Returns the content type under which serverless-offline leaves a body as it is; null: the body's own. Otherwise serverless-offline decodes bytes of most
 * binary types as UTF-8, takes the quotes off a JSON text that is one string, loses one that is `null`, `false` or 0, and refuses a type that is none.
 */
function harmlessType(contentType: string, body: Buffer, binaryMediaTypes: readonly string[]): string | null {
  const type = contentType.split(';')[0]!.trim().toLowerCase();
  if (type === MULTIPART) return MULTIPART + (BOUNDARY.exec(contentType)?.[0] ?? NO_BOUNDARY);
  if (binaryMediaTypes.includes(type)) return BINARY;
  const isTaken = contentType === '' || (CONTENT_TYPE.test(contentType) && !TWO_CHARSETS.test(contentType));
  return isTaken && !SPOILT_JSON.test(body.toString('latin1', 0, HEAD_BYTES)) ? null : 'text/plain';
}

/** Sends an answer at once, but ends it only with the request: a connection that is closed while the client still sends loses the answer. */
function send(request: IncomingMessage, response: ServerResponse, { status, headers, body }: GatewayAnswer): void {
  if (response.destroyed) return;
  response.writeHead(status, { ...headers, 'Content-Length': Buffer.byteLength(body) });
  response.write(body);
  if (request.complete) response.end();
  else request.once('close', () => response.end());
}
