import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { CardOcrError, errorAnswer, requestIdOf } from '../../../lib';
import { isServedHost } from './served-host';

/** What a handler is told beside an event, which comes without its body: see `HandlerContext` of the function. */
export interface RequestContext extends Partial<Context> {
  readonly body: () => Promise<Uint8Array>;
  readonly left: AbortSignal;
}

/** As a function URL calls it, but that the body is asked for. */
export type HttpHandler = (event: APIGatewayProxyEventV2, context: RequestContext) => Promise<APIGatewayProxyStructuredResultV2>;

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
  /** of an answer, and of all of a body */
  readonly timeoutMs: number;
  readonly handler: HttpHandler;
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
/**
 * Of a request's head, of all that is left of a request that was answered before its end, and of a connection that is idle. A load balancer keeps one for 60 s
 * (AWS's by default, nginx's likewise): closed before by the server, it would be answered 502 for the request that it sends just then.
 */
const LIMITS = { headersTimeout: 8000, requestTimeout: 30_000, keepAliveTimeout: 65_000, connectionsCheckingInterval: 1000 };

/**
 * Start a server that hands its requests to a handler, as a function URL does, but bodies only when it asks for them.
 *
 * @throws {Error} when the port is taken
 */
export async function startHttpServer({ host, port, ...options }: HttpServerOptions): Promise<HttpServer> {
  const names = [host, ...(options.names ?? [])].map((name) => name.toLowerCase());
  const server = createServer(LIMITS, (request, response) => {
    // once it is closed, connections end with their answer
    response.once('finish', () => server.listening || setImmediate(() => server.closeIdleConnections()));
    answer(request, response, { ...options, names }).catch(() => response.destroy());
  });
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

type AnswerOptions = Omit<HttpServerOptions, 'host' | 'port'> & { readonly names: readonly string[] };

async function answer(request: IncomingMessage, response: ServerResponse, options: AnswerOptions): Promise<void> {
  const { statusCode = 200, headers = {}, body: text = '', isBase64Encoded = false } = await resultFor(request, response, options);
  const bytes = Buffer.from(text, isBase64Encoded ? 'base64' : 'utf8');
  response.writeHead(statusCode, {
    ...(headers as Record<string, string>),
    ...(statusCode !== NO_CONTENT && { 'Content-Length': bytes.length }),
  });
  response.write(bytes);
  // a connection that is closed while the client still sends loses the answer
  if (request.complete || request.destroyed) response.end();
  else request.once('close', () => response.end()).resume();
}

async function resultFor(
  request: IncomingMessage,
  response: ServerResponse,
  { names, bodyLimitBytes, bodySilenceMs = BODY_SILENCE_MS, timeoutMs, handler, onRefused }: AnswerOptions,
): Promise<APIGatewayProxyStructuredResultV2> {
  const awsRequestId = randomUUID();
  const event = eventOf(request);
  if (!isServedHost(request.headers.host, names)) {
    const route = event.rawPath.startsWith(RICH_PREFIX) ? 'rich' : 'compat';
    const requestId = requestIdOf(new Date(), awsRequestId);
    const { status, headers, body } = errorAnswer(new CardOcrError('INVALID_URL'), requestId, route);
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
    const chunks: Buffer[] = [];
    let bytes = 0;
    const giveUp = (): void => {
      end();
      reject(new Error('the body did not come'));
    };
    const finish = (): void => {
      end();
      resolve(Buffer.concat(chunks));
    };
    const take = (chunk: Buffer): void => {
      silence.refresh();
      chunks.push(chunk.subarray(0, limitBytes - bytes));
      bytes += chunk.length;
      if (bytes >= limitBytes) finish();
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
