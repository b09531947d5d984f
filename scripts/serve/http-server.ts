import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';

/** As a function URL calls it. */
export type HttpHandler = (event: APIGatewayProxyEventV2, context: Partial<Context>) => Promise<APIGatewayProxyStructuredResultV2>;

export interface HttpServerOptions {
  readonly host: string;
  /** 0: any that is free */
  readonly port: number;
  /** of a request's body that the handler gets to see; one byte more tells it that there is more */
  readonly bodyLimitBytes: number;
  /** of an answer */
  readonly timeoutMs: number;
  readonly handler: HttpHandler;
}

/** A server that has to be closed. */
export interface HttpServer {
  /** e.g. `http://127.0.0.1:3000` */
  readonly url: string;
  /** Let nobody in any more, and wait for the requests that are there: this long at most. */
  close(graceMs: number): Promise<void>;
}

/** As a function URL names its only route and stage. */
const ANY_ROUTE = '$default';

/**
 * Start a server that hands its requests to a Lambda handler, as a function URL does.
 *
 * @throws {Error} when the port is taken
 */
export async function startHttpServer({ host, port, ...options }: HttpServerOptions): Promise<HttpServer> {
  const server = createServer((request, response) => {
    // once it is closed, connections end with their answer
    response.once('finish', () => server.listening || setImmediate(() => server.closeIdleConnections()));
    answer(request, response, options).catch(() => response.destroy());
  });
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

type AnswerOptions = Omit<HttpServerOptions, 'host' | 'port'>;

async function answer(request: IncomingMessage, response: ServerResponse, options: AnswerOptions): Promise<void> {
  const body = await beginning(request, options.bodyLimitBytes + 1);
  const endMs = performance.now() + options.timeoutMs;
  const context = { awsRequestId: randomUUID(), getRemainingTimeInMillis: () => endMs - performance.now() };
  const {
    statusCode = 200,
    headers = {},
    body: text = '',
    isBase64Encoded = false,
  } = await options.handler(eventOf(request, body), context);
  const bytes = Buffer.from(text, isBase64Encoded ? 'base64' : 'utf8');
  response.writeHead(statusCode, { ...(headers as Record<string, string>), 'Content-Length': bytes.length });
  response.write(bytes);
  // a connection that is closed while the client still sends loses the answer
  if (request.complete || request.destroyed) response.end();
  else request.once('close', () => response.end()).resume();
}

/**
 * So many bytes of a body, or all of it.
 *
 * @throws {Error} when the client breaks off
 */
function beginning(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request
      .on('data', (chunk: Buffer) => {
        if (bytes >= limitBytes) return;
        chunks.push(chunk.subarray(0, limitBytes - bytes));
        bytes += chunk.length;
        if (bytes >= limitBytes) resolve(Buffer.concat(chunks));
      })
      .once('end', () => resolve(Buffer.concat(chunks)))
      .once('error', reject);
  });
}

function eventOf({ method = '', url = '', headers }: IncomingMessage, body: Buffer): APIGatewayProxyEventV2 {
  const [path = '', ...queries] = url.split('?');
  const query = queries.join('?');
  return {
    version: '2.0',
    routeKey: ANY_ROUTE,
    rawPath: path,
    rawQueryString: query,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value ?? ''].flat().join(',')])),
    queryStringParameters: Object.fromEntries(new URLSearchParams(query)),
    requestContext: { routeKey: ANY_ROUTE, stage: ANY_ROUTE, http: { method, path } },
    body: body.toString('base64'),
    isBase64Encoded: true,
  } as APIGatewayProxyEventV2;
}
