import type { APIGatewayProxyEvent, APIGatewayProxyEventV2 } from 'aws-lambda';

/** What a client sends, and how the platform hands it over. */
export interface SentRequest {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>> | null;
  readonly query?: Readonly<Record<string, string>> | null;
  /** text is handed over as it is, bytes base64-encoded */
  readonly body?: string | Uint8Array | null;
  readonly stage?: string;
  /** in a REST API, the route that was matched, if it is not the path */
  readonly resource?: string;
}

const DEFAULT_PATH = '/bankcard';
const JSON_HEADERS = { 'Content-Type': 'application/json' };

const encoded = (body: SentRequest['body']): { body: string | null; isBase64Encoded: boolean } =>
  body instanceof Uint8Array
    ? { body: Buffer.from(body).toString('base64'), isBase64Encoded: true }
    : { body: body ?? null, isBase64Encoded: false };

/** An event of a REST API (payload 1.0): names of headers as sent, null for what is not there. */
export function restEvent({ method = 'POST', path = DEFAULT_PATH, stage = 'prod', resource = path, ...sent }: SentRequest = {}) {
  const { headers = JSON_HEADERS, query = null, body = null } = sent;
  return {
    resource,
    path,
    httpMethod: method,
    headers,
    multiValueHeaders: headers && Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    queryStringParameters: query,
    multiValueQueryStringParameters: query && Object.fromEntries(Object.entries(query).map(([name, value]) => [name, [value]])),
    pathParameters: null,
    stageVariables: null,
    requestContext: { resourcePath: resource, httpMethod: method, path: `/${stage}${path}`, stage, requestId: 'gateway-request' },
    ...encoded(body),
  } as unknown as APIGatewayProxyEvent;
}

/** An event of an HTTP API (payload 2.0): names of headers in lower case, empty fields left out, the stage in the path. */
export function httpApiEvent({ method = 'POST', path = DEFAULT_PATH, stage = '$default', ...sent }: SentRequest = {}) {
  const { headers = JSON_HEADERS, query, body } = sent;
  const rawPath = stage === '$default' ? path : `/${stage}${path}`;
  return {
    version: '2.0',
    routeKey: `${method} ${path}`,
    rawPath,
    rawQueryString: new URLSearchParams({ ...query }).toString(),
    ...(headers && { headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])) }),
    ...(query && { queryStringParameters: query }),
    requestContext: { http: { method, path: rawPath }, routeKey: `${method} ${path}`, stage, requestId: 'gateway-request' },
    ...encoded(body),
    ...(body == null && { body: undefined }),
  } as unknown as APIGatewayProxyEventV2;
}

/** An event of a function URL: that of an HTTP API that has one route. */
export function functionUrlEvent(sent: SentRequest = {}) {
  const event = httpApiEvent({ ...sent, stage: '$default' });
  return { ...event, routeKey: '$default', requestContext: { ...event.requestContext, routeKey: '$default' } };
}

/** The bytes that an HTTP trigger of Alibaba Cloud's Function Compute 3.0 hands over: names of headers as sent. */
export function fcEvent({ method = 'POST', path = DEFAULT_PATH, headers = JSON_HEADERS, query, body }: SentRequest = {}): Buffer {
  return Buffer.from(
    JSON.stringify({
      version: 'v1',
      rawPath: path,
      headers,
      queryParameters: query ?? {},
      requestContext: { http: { method, path, protocol: 'HTTP/1.1' }, requestId: '1-trigger-request' },
      ...encoded(body ?? ''),
    }),
  );
}

/** The three kinds of HTTP events by name. */
export const EVENT_KINDS = [
  ['REST API', restEvent],
  ['HTTP API', httpApiEvent],
  ['function URL', functionUrlEvent],
] as const;
