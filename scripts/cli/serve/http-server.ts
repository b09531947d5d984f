import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { CardOcrError, errorAnswer, type Route, requestIdOf, type WireAnswer } from '../../../lib';
import { isServedHost } from './served-host';

/** What a handler is told beside an event, which comes without its body: see `HandlerContext` of the function. */
export interface RequestContext extends Partial<Context> {
  readonly body: () => Promise<Uint8Array>;
  readonly left: AbortSignal;
  readonly takesBytes: true;
}

/** As a function URL has it, but that its body may be bytes. */
export type HttpResult = Omit<APIGatewayProxyStructuredResultV2, 'body'> & { readonly body?: string | Uint8Array | undefined };

/** As a function URL calls it, but that the body is asked for. */
export type HttpHandler = (event: APIGatewayProxyEventV2, context: RequestContext) => Promise<HttpResult>;

export interface HttpServerOptions {
  readonly host: string;
  /** 0: any that is free */
  readonly port: number;
  /** names by which clients may call it, beside addresses and `localhost` */
  readonly names?: readonly string[];
  /** of a request's body that the handler gets to see; one byte more tells it that there is more */
  readonly bodyLimitBytes: number;
  /** of a body, from when it is asked for, without a byte; default: 5 s */
  readonly bodySilenceMs?: number;
  /** of a request's head, until it is there; default: 8 s */
  readonly headMs?: number;
  /** of a connection on which nothing moves; longer than an answer takes; default: 60 s */
  readonly stillMs?: number;
  /** of an answer, and of all of a body */
  readonly timeoutMs: number;
  readonly handler: HttpHandler;
  /** of answers that the handler does not make */
  readonly headers?: Readonly<Record<string, string>>;
  /** told of each request that was refused for its `Host` */
  readonly onRefused?: (requestId: string, status: number) => void;
}

/** A server that has to be closed. */
export interface HttpServer {
  /** e.g. `http://127.0.0.1:3000` */
  readonly url: string;
  /** Let nobody in any more, and wait for the requests that are there: this long at most. */
  close(graceMs: number): Promise<void>;
}

/** An answer of that status has neither a body nor its length: RFC 9110, 8.6. */
const NO_CONTENT = 204;
/** Below it, errors are told in JSON: section 3 of the wire contract. */
const RICH_PREFIX = '/v1/';
/** As a function URL names its only route and stage. */
const ANY_ROUTE = '$default';
/** More are closed as they come: each may keep some 100 KB that nobody has read. */
export const MAX_CONNECTIONS = 256;
/**
 * A client that has begun a body and sends nothing for so long keeps a place from others. One that goes on sending, however slowly its line lets it, may do so for as long
 * as its request may take.
 */
export const BODY_SILENCE_MS = 5000;
/** Requests of a connection that may wait for the one before: a piece of 64 KiB may hold thousands, of some 4 KB each once they are taken apart. */
const MAX_PIPELINED = 100;
export const HEAD_MS = 8000;
export const STILL_MS = 60_000;
/** A client that still sends gets to see the answer to what was no request. */
const LINGER_MS = 1000;
/** Pieces of a body are copied into blocks: each may be of one byte, and would be an object of its own. */
const BLOCK_BYTES = 2 ** 16;
/**
 * Of all that is left of a request that was answered before its end, and of a connection that is idle. A load balancer keeps one for 60 s (AWS's by default,
 * nginx's likewise): closed before by the server, it would be answered 502 for the request that it sends just then.
 */
const LIMITS = { requestTimeout: 30_000, keepAliveTimeout: 65_000, connectionsCheckingInterval: 1000 };

/**
 * Start a server that hands its requests to a handler, as a function URL does, but bodies only when it asks for them.
 *
 * @throws {Error} when the port is taken
 */
export async function startHttpServer({
  host,
  port,
  headMs = HEAD_MS,
  stillMs = STILL_MS,
  ...options
}: HttpServerOptions): Promise<HttpServer> {
  const names = [host, ...(options.names ?? [])].map((name) => name.toLowerCase());
  const serve = oneByOne((request, response) => {
    // once it is closed, connections end with their answer
    response.once('finish', () => server.listening || setImmediate(() => server.closeIdleConnections()));
    answer(request, response, { ...options, names }).catch(() => response.destroy());
  });
  // what Node would refuse by itself has the headers of the contract, too
  const server = createServer({ ...LIMITS, headersTimeout: headMs, requireHostHeader: false }, serve);
  server.on('checkExpectation', serve).on('clientError', (error, socket) => refuse(error, socket as Socket, options.headers));
  server.timeout = stillMs;
  server.maxConnections = MAX_CONNECTIONS;
  // idle ones make room for those to come
  server.on('drop', () => server.closeIdleConnections());
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  const { address, family, port: taken } = server.address() as AddressInfo;
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${taken}`,
    close: (graceMs) =>
      new Promise((resolve) => {
        const timer = setTimeout(() => server.closeAllConnections(), graceMs);
        server.close(() => {
          clearTimeout(timer);
          resolve();
        });
      }),
  };
}

type Serve = (request: IncomingMessage, response: ServerResponse) => void;

/** Serve each request of a connection when the one before has been answered: a client may send thousands at once, and read nothing. */
function oneByOne(serve: Serve): Serve {
  const lines = new WeakMap<Socket, (() => void)[]>();
  return (request, response) => {
    const { socket } = request;
    const line = lines.get(socket) ?? [];
    lines.set(socket, line);
    if (line.length > MAX_PIPELINED) socket.destroy();
    if (socket.destroyed) return;
    response.once('close', () => {
      line.shift();
      if (!socket.destroyed) line[0]?.();
    });
    line.push(() => serve(request, response));
    if (line.length === 1) line[0]!();
  };
}

type AnswerOptions = Omit<HttpServerOptions, 'host' | 'port' | 'headMs' | 'stillMs'> & { readonly names: readonly string[] };

async function answer(request: IncomingMessage, response: ServerResponse, options: AnswerOptions): Promise<void> {
  const { statusCode = 200, headers = {}, body = '', isBase64Encoded = false } = await resultFor(request, response, options);
  const bytes = typeof body === 'string' ? Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8') : body;
  response.writeHead(statusCode, {
    ...(headers as Record<string, string>),
    ...(statusCode !== NO_CONTENT && { 'Content-Length': bytes.length }),
  });
  response.write(bytes);
  // an answer that has no body was not sent by that
  response.flushHeaders();
  // a connection that is closed while the client still sends loses the answer
  if (request.complete || request.destroyed) response.end();
  else request.once('close', () => response.end()).resume();
}

type Refusal = 'INVALID_URL' | 'REQUEST_TIMEOUT' | 'PAYLOAD_TOO_LARGE';

/** What a request is answered that the handler does not get to see. */
function refusal(code: Refusal, requestId: string, route: Route, further?: Readonly<Record<string, string>>): WireAnswer {
  const { headers, ...answer } = errorAnswer(new CardOcrError(code), requestId, route);
  return { ...answer, headers: { ...headers, ...further } };
}

/** By what Node finds wrong. */
function refusalFor(code = ''): Refusal {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 'REQUEST_TIMEOUT';
  return code.endsWith('OVERFLOW') ? 'PAYLOAD_TOO_LARGE' : 'INVALID_URL';
}

/** Answer what cannot be taken apart, unless an answer has begun. Its path is not known: it is told as text. */
function refuse({ code }: NodeJS.ErrnoException, socket: Socket, further?: Readonly<Record<string, string>>): void {
  // it was refused before
  if (!socket.writable) return;
  const { _httpMessage: current } = socket as Socket & { readonly _httpMessage?: ServerResponse | null };
  if (current?.headersSent) {
    socket.destroy();
    return;
  }
  const { status, headers, body } = refusal(refusalFor(code), requestIdOf(new Date()), 'compat', further);
  const lines = Object.entries({ ...headers, 'Content-Length': body.length, Connection: 'close' }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  socket.end([`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, '', body].join('\r\n'));
  setTimeout(() => socket.destroy(), LINGER_MS).unref();
}

async function resultFor(
  request: IncomingMessage,
  response: ServerResponse,
  { names, bodyLimitBytes, bodySilenceMs = BODY_SILENCE_MS, timeoutMs, handler, headers: further, onRefused }: AnswerOptions,
): Promise<HttpResult> {
  const awsRequestId = randomUUID();
  const event = eventOf(request);
  // only HTTP/1.0 knows requests without one
  const isHostMissing = request.headers.host === undefined && request.httpVersion === '1.1';
  if (isHostMissing || !isServedHost(request.headers.host, names)) {
    const route = event.rawPath.startsWith(RICH_PREFIX) ? 'rich' : 'compat';
    const requestId = requestIdOf(new Date(), awsRequestId);
    const { status, headers, body } = refusal('INVALID_URL', requestId, route, further);
    onRefused?.(requestId, status);
    return { statusCode: status, headers, body };
  }
  const endMs = performance.now() + timeoutMs;
  const left = new AbortController();
  const leave = (): void => left.abort();
  response.once('close', leave);
  try {
    return await handler(event, {
      awsRequestId,
      getRemainingTimeInMillis: () => endMs - performance.now(),
      body: () => beginning(request, bodyLimitBytes + 1, bodySilenceMs, endMs),
      left: left.signal,
      takesBytes: true,
    });
  } finally {
    response.off('close', leave);
  }
}

/**
 * So many bytes of a body, or all of it.
 *
 * @param silenceMs - the longest between two pieces of it
 * @param endMs - when all of it must have come, by `performance.now()`
 * @throws {Error} when it does not come in time, or the client breaks off
 */
function beginning(request: IncomingMessage, limitBytes: number, silenceMs: number, endMs: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const blocks: Buffer[] = [];
    let bytes = 0;
    const giveUp = (): void => {
      end();
      reject(new Error('the body did not come'));
    };
    const finish = (): void => {
      end();
      resolve(Buffer.concat(blocks, bytes));
    };
    const take = (chunk: Buffer): void => {
      silence.refresh();
      const until = Math.min(limitBytes, bytes + chunk.length);
      for (let from = 0; bytes < until; ) {
        const used = bytes % BLOCK_BYTES;
        if (used === 0) blocks.push(Buffer.allocUnsafeSlow(BLOCK_BYTES));
        const copied = chunk.copy(blocks.at(-1)!, used, from, from + until - bytes);
        from += copied;
        bytes += copied;
      }
      if (bytes === limitBytes) finish();
    };
    const silence = setTimeout(giveUp, silenceMs);
    const whole = setTimeout(giveUp, endMs - performance.now());
    const end = (): void => {
      clearTimeout(silence);
      clearTimeout(whole);
      request.off('data', take).off('end', finish).off('error', giveUp).off('close', giveUp);
    };
    request.on('data', take).once('end', finish).once('error', giveUp).once('close', giveUp);
  });
}

function eventOf({ method = '', url = '', headers }: IncomingMessage): APIGatewayProxyEventV2 {
  // a proxy's request names the server, too: RFC 9112, 3.2.2
  const [path = '', ...queries] = url.replace(/^https?:\/\/[^/?]*/i, '').split('?');
  const query = queries.join('?');
  return {
    version: '2.0',
    routeKey: ANY_ROUTE,
    rawPath: path,
    rawQueryString: query,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value ?? ''].flat().join(',')])),
    queryStringParameters: parametersOf(query),
    requestContext: { routeKey: ANY_ROUTE, stage: ANY_ROUTE, http: { method, path } },
    isBase64Encoded: false,
  } as APIGatewayProxyEventV2;
}

/** Several values of a parameter have commas between them, as HTTP APIs write them. */
function parametersOf(query: string): Record<string, string> {
  const values = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(query)) {
    const before = values.get(name);
    values.set(name, before === undefined ? value : `${before},${value}`);
  }
  return Object.fromEntries(values);
}
