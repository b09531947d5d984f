import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { CardOcrError, errorAnswer, errorRouteAt, type Route, requestIdOf, type WireAnswer } from '../../../lib';
import { isServedHost } from './served-host';

/** What a handler gets along with an event, which has no body here; see the function's `HandlerContext`. */
export interface RequestContext extends Partial<Context> {
  readonly body: () => Promise<Uint8Array>;
  readonly left: AbortSignal;
  readonly takesBytes: true;
}

/** An answer as a function URL takes it from a handler, except that its body may be bytes. */
export type HttpResult = Omit<APIGatewayProxyStructuredResultV2, 'body'> & { readonly body?: string | Uint8Array | undefined };

/** A handler as a function URL calls it, except that it asks for the body. */
export type HttpHandler = (event: APIGatewayProxyEventV2, context: RequestContext) => Promise<HttpResult>;

export interface HttpServerOptions {
  readonly host: string;
  /** 0: any that is free */
  readonly port: number;
  /** names by which clients may call the server, beside addresses and `localhost` */
  readonly names?: readonly string[];
  /** most bytes of a request's body; of a longer one the handler gets one byte more, which tells it that the body is too long */
  readonly bodyLimitBytes: number;
  /** how long no byte of a body may come, once the handler has asked for it; default: 5 s */
  readonly bodySilenceMs?: number;
  /** how long a request's head may take to arrive; default: 8 s */
  readonly headMs?: number;
  /** how long nothing may move on a connection; longer than an answer takes; default: 60 s */
  readonly stillMs?: number;
  /** how long a request may take: for its whole body to arrive, and for its answer */
  readonly timeoutMs: number;
  readonly handler: HttpHandler;
  /** further headers of answers that the handler does not make */
  readonly headers?: Readonly<Record<string, string>>;
  /** called for each request that was refused for its `Host` */
  readonly onRefused?: (requestId: string, status: number) => void;
}

/** A server that has to be closed. */
export interface HttpServer {
  /** e.g. `http://127.0.0.1:3000` */
  readonly url: string;
  /** Accepts no more connections, and waits for the requests in hand; closes what is left of them after `graceMs`. */
  close(graceMs: number): Promise<void>;
}

/** Status of an answer that has neither a body nor its length: RFC 9110, 8.6. */
const NO_CONTENT = 204;
/** The name that a function URL gives its only route and stage. */
const ANY_ROUTE = '$default';
/** Most connections at a time. More are closed as they come: each may keep some 100 KB that nobody has read. */
export const MAX_CONNECTIONS = 256;
/**
 * How long a client that has begun a body may send nothing: it keeps a place from others. A client that goes on sending, however slowly, may do so for as long
 * as its request may take.
 */
export const BODY_SILENCE_MS = 5000;
/** Most requests of a connection that wait for the one before: a piece of 64 KiB may hold thousands, each of which takes some 4 KB once it is parsed. */
const MAX_PIPELINED = 100;
export const HEAD_MS = 8000;
export const STILL_MS = 60_000;
/** How long a connection stays open after the answer to what was no request, so that a client that still sends gets to see that answer. */
const LINGER_MS = 1000;
/** Size of the blocks into which the pieces of a body are copied: each piece may be of one byte, and would otherwise be an object of its own. */
const BLOCK_BYTES = 2 ** 16;
/**
 * Limits for the rest of a request that was answered before its end, and for an idle connection. A load balancer keeps an idle connection for 60 s (AWS's by
 * default, nginx's likewise): if the server closed it before, the balancer would answer 502 to the request that it sends just then.
 */
const LIMITS = { requestTimeout: 30_000, keepAliveTimeout: 65_000, connectionsCheckingInterval: 1000 };

/**
 * Starts a server that hands its requests to a handler, as a function URL does, but reads a body only when the handler asks for it.
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
  /** connections on which no request has come, which Node does not count as idle */
  const unused = new Set<Socket>();
  const isClosing = (): boolean => !server.listening;
  const serve = oneByOne((request, response) => {
    unused.delete(request.socket);
    // once the server is closed, connections end with their answer
    response.once('finish', () => isClosing() && setImmediate(() => server.closeIdleConnections()));
    answer(request, response, { ...options, names, isClosing }).catch(() => response.destroy());
  });
  // what Node would refuse by itself is answered here, with the headers of the contract
  const server = createServer({ ...LIMITS, headersTimeout: headMs, requireHostHeader: false }, serve);
  server.on('checkExpectation', serve).on('clientError', ({ code }: NodeJS.ErrnoException, socket) => {
    refuse(code, socket as Socket, options.headers);
  });
  // it is no proxy
  server.on('connect', (_, socket) => refuse(undefined, socket as Socket, options.headers));
  server.on('connection', (socket) => {
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  server.timeout = stillMs;
  server.maxConnections = MAX_CONNECTIONS;
  // idle connections make room for those to come
  server.on('drop', () => server.closeIdleConnections());
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  const { address, family, port: taken } = server.address() as AddressInfo;
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${taken}`,
    close: (graceMs) =>
      new Promise((resolve) => {
        const timer = setTimeout(() => server.closeAllConnections(), graceMs);
        for (const socket of unused) socket.destroy();
        server.close(() => {
          clearTimeout(timer);
          resolve();
        });
      }),
  };
}

type Serve = (request: IncomingMessage, response: ServerResponse) => void;

/** Serves each request of a connection only when the one before has been answered: a client may send thousands at once, and read nothing. */
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

type AnswerOptions = Omit<HttpServerOptions, 'host' | 'port' | 'headMs' | 'stillMs'> & {
  readonly names: readonly string[];
  readonly isClosing: () => boolean;
};

async function answer(request: IncomingMessage, response: ServerResponse, options: AnswerOptions): Promise<void> {
  const { statusCode = 200, headers = {}, body = '', isBase64Encoded = false } = await resultFor(request, response, options);
  const isLast = options.isClosing();
  if (isLast) response.shouldKeepAlive = false;
  const bytes = typeof body === 'string' ? Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8') : body;
  response.writeHead(statusCode, {
    ...(headers as Record<string, string>),
    ...(statusCode !== NO_CONTENT && { 'Content-Length': bytes.length }),
  });
  response.write(bytes);
  // `write` sends nothing where the body is empty
  response.flushHeaders();
  // a connection that is closed while the client still sends loses the answer
  if (request.complete || request.destroyed) response.end();
  else request.once('close', () => response.end()).resume();
  if (isLast && !request.complete) setTimeout(() => request.destroy(), LINGER_MS);
}

type Refusal = 'INVALID_URL' | 'REQUEST_TIMEOUT' | 'PAYLOAD_TOO_LARGE';

/** Returns the answer to a request that the handler does not get to see. */
function refusal(code: Refusal, requestId: string, route: Route, further?: Readonly<Record<string, string>>): WireAnswer {
  const { headers, ...answer } = errorAnswer(new CardOcrError(code), requestId, route);
  return { ...answer, headers: { ...headers, ...further } };
}

/** Returns the refusal for what Node finds wrong. */
function refusalFor(code = ''): Refusal {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 'REQUEST_TIMEOUT';
  return code.endsWith('OVERFLOW') ? 'PAYLOAD_TOO_LARGE' : 'INVALID_URL';
}

/** Requests behind which something came that is none. */
const faultBehind = new WeakSet<ServerResponse>();

/** Answers what is no request to this server, unless an answer has begun. As its path is not known, the error is told as text. */
function refuse(code: string | undefined, socket: Socket, further?: Readonly<Record<string, string>>): void {
  // it was refused before
  if (!socket.writable) return;
  const { _httpMessage: current } = socket as Socket & { readonly _httpMessage?: ServerResponse | null };
  if (current?.headersSent) {
    socket.destroy();
    return;
  }
  if (current?.req.complete) {
    // the fault is in what follows: this request is answered first. More of that may come meanwhile
    if (!faultBehind.has(current)) current.once('close', () => refuse(code, socket, further));
    faultBehind.add(current);
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
  // only HTTP/1.0 knows requests without a `Host`
  const isHostMissing = request.headers.host === undefined && request.httpVersion === '1.1';
  if (isHostMissing || !isServedHost(request.headers.host, names)) {
    const requestId = requestIdOf(new Date(), awsRequestId);
    const { status, headers, body } = refusal('INVALID_URL', requestId, errorRouteAt(event.rawPath), further);
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
      body: () => beginning(request, Math.floor(bodyLimitBytes) + 1, bodySilenceMs, endMs),
      left: left.signal,
      takesBytes: true,
    });
  } finally {
    response.off('close', leave);
  }
}

/**
 * Returns the first `limitBytes` bytes of a body, or all of a shorter one; zeros, without waiting for any, where it is declared to be longer.
 *
 * @param limitBytes - a whole number
 * @param silenceMs - the longest time between two pieces of it
 * @param endMs - when all of it must have come, by `performance.now()`
 * @throws {Error} when it does not come in time, or the client breaks off
 */
function beginning(request: IncomingMessage, limitBytes: number, silenceMs: number, endMs: number): Promise<Buffer> {
  // of such a body only the length is looked at; and the system makes no room for zeros before they are changed
  if (Number(request.headers['content-length']) >= limitBytes) return Promise.resolve(Buffer.alloc(limitBytes));
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
  // a request to a proxy names the server, too: RFC 9112, 3.2.2
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

/** Returns the parameters of a query. Several values of one are joined by commas, as HTTP APIs do it. */
function parametersOf(query: string): Record<string, string> {
  const values = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(query)) {
    const before = values.get(name);
    values.set(name, before === undefined ? value : `${before},${value}`);
  }
  return Object.fromEntries(values);
}
