import type { APIGatewayProxyEvent, APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { CardOcrError, errorRouteAt, type RawRequest, type Route, type WireAnswer } from '../lib';

/** An HTTP request as an event of a REST API (payload 1.0), an HTTP API (either payload) or a function URL (payload 2.0). */
export type HttpEvent = APIGatewayProxyEvent | APIGatewayProxyEventV2;

/** Returns whether an event is an HTTP request, and no direct invocation. */
export const isHttpEvent = (event: unknown): event is HttpEvent =>
  typeof event === 'object' && event !== null && ('requestContext' in event || 'httpMethod' in event || 'rawPath' in event);

/** An event of an integration that is no proxy, which resources/mapped-integration.cjs makes of a request. */
export interface MappedEvent {
  readonly contentType: string;
  /** the API's own id of the request */
  readonly requestId: string;
  /** the parameters of the URL; where several have one name, the one that the API passes on */
  readonly query?: Readonly<Record<string, string>>;
  /** the body as it was sent, or in base64 */
  readonly mappedBody: string;
  readonly isBase64Encoded?: boolean;
}

/** What such an integration makes the HTTP response of. */
export interface MappedAnswer {
  readonly mappedAnswer: object;
  /** the codes of warnings, separated by commas, for a header; empty: none */
  readonly warnings: string;
}

export const isMappedEvent = (event: unknown): event is MappedEvent =>
  typeof event === 'object' && event !== null && ['mappedBody', 'requestId'].every((name) => typeof Reflect.get(event, name) === 'string');

const ROUTES: ReadonlyMap<string, Route> = new Map([
  ['POST /bankcard', 'compat'],
  ['POST /rest/160601/ocr/ocr_bank_card.json', 'compat'],
  ['POST /v1/cards', 'rich'],
]);

/** Returns the route in whose form errors are answered on an event's path, also on an unknown path. */
export const errorRouteOf = (event: HttpEvent): Route => errorRouteAt(fullPathOf(event));

/** Returns an event's method and path, e.g. `POST /bankcard`. HEAD counts as GET: servers leave out the body. */
export const routeOf = (event: HttpEvent): string => `${methodOf(event) === 'HEAD' ? 'GET' : methodOf(event)} ${pathOf(event)}`;

/** Returns whether cards are read at an event's path, by its method. */
export const hasRoute = (event: HttpEvent): boolean => ROUTES.has(routeOf(event));

/** Returns whether an event's path has a slash after its route: from there, relative links of a document would lead elsewhere. */
export const hasSlashBehind = (event: HttpEvent): boolean => pathOf(event) !== '/' && sentPathOf(event).endsWith('/');

/** Returns whether an event is a preflight, in which a browser asks if a page may call one of the paths. */
export const isPreflight = (event: HttpEvent): boolean => methodOf(event) === 'OPTIONS' && ROUTES.has(`POST ${pathOf(event)}`);

/**
 * Takes the request out of an HTTP event of any of the three kinds.
 *
 * @param loaded - the body, where the event has none in it
 * @throws {CardOcrError} `INVALID_URL` for an unknown path, `PAYLOAD_TOO_LARGE` for a body over the limit
 */
export function requestFrom(event: HttpEvent, bodyLimitBytes: number, loaded?: Uint8Array): RawRequest {
  const route = ROUTES.get(routeOf(event));
  if (!route) throw new CardOcrError('INVALID_URL');
  const body = asText(event.body);
  if ((loaded?.length ?? bytesIn(body, event.isBase64Encoded)) > bodyLimitBytes) throw new CardOcrError('PAYLOAD_TOO_LARGE');
  return {
    route,
    contentType: contentTypeOf(event),
    query: queryOf(event),
    body: loaded ?? (event.isBase64Encoded ? Buffer.from(body, 'base64') : body),
  };
}

/** Takes the parameters of a REST API from its lists, as elsewhere it has only the last of several values. HTTP APIs join several values by commas. */
function queryOf(event: HttpEvent): [name: string, value: string][] {
  const lists = 'multiValueQueryStringParameters' in event ? event.multiValueQueryStringParameters : null;
  return parametersOf(lists ?? event.queryStringParameters);
}

const parametersOf = (named: object | null | undefined): [name: string, value: string][] =>
  Object.entries(named ?? {}).flatMap(([name, values]) => [values].flat().map((value): [string, string] => [name, asText(value)]));

/**
 * Takes the request out of an event of an integration that is no proxy.
 *
 * @throws {CardOcrError} `PAYLOAD_TOO_LARGE` for a body over the limit
 */
export function mappedRequestFrom(event: MappedEvent, bodyLimitBytes: number): RawRequest {
  const { contentType, query, mappedBody, isBase64Encoded = false } = event;
  if (bytesIn(mappedBody, isBase64Encoded) > bodyLimitBytes) throw new CardOcrError('PAYLOAD_TOO_LARGE');
  return {
    route: 'compat',
    contentType: asText(contentType),
    query: parametersOf(query),
    body: isBase64Encoded ? Buffer.from(mappedBody, 'base64') : mappedBody,
  };
}

/**
 * Makes of an answer the response to an HTTP event of any of the three kinds.
 *
 * @param further - headers besides the answer's own
 */
export const responseFrom = (
  { status, headers, body }: WireAnswer,
  further: Readonly<Record<string, string>>,
): APIGatewayProxyStructuredResultV2 => ({
  statusCode: status,
  headers: { ...headers, ...further },
  body,
  isBase64Encoded: false,
});

/** Returns the id that API Gateway has for a request's key; null where it came without one. */
export function keyIdOf(event: HttpEvent): string | null {
  const { identity } = (event.requestContext ?? {}) as { identity?: { apiKeyId?: unknown } };
  const id = identity?.apiKeyId;
  return typeof id === 'string' && KEY_ID.test(id) ? id : null;
}

const KEY_ID = /^[a-z\d]{6,20}$/;

const methodOf = (event: HttpEvent): string => asText('rawPath' in event ? event.requestContext?.http?.method : event.httpMethod);

/** The path as it stands in `ROUTES`. */
const pathOf = (event: HttpEvent): string => withoutSlash(fullPathOf(event));

/**
 * Returns the path of the route that the API matched, as behind a custom domain the sent path has a prefix. Where the route is for all paths, returns the sent path
 * without the stage, with which paths of HTTP APIs begin. Only events of REST APIs have no version.
 */
function fullPathOf(event: HttpEvent): string {
  const route = 'rawPath' in event ? asText(event.routeKey).replace(METHOD, '') : asText(event.resource);
  if (route.startsWith('/') && !route.includes('{')) return route;
  const path = sentPathOf(event);
  const stage = `/${asText(event.requestContext?.stage)}`;
  const isStaged = 'version' in event && `${path}/`.startsWith(`${stage}/`);
  return isStaged ? path.slice(stage.length) || '/' : path;
}

const sentPathOf = (event: HttpEvent): string => asText('rawPath' in event ? event.rawPath : event.path);

/** The method in a route's key, such as `POST /bankcard`; the key for all paths is `$default`. */
const METHOD = /^[A-Z]+ /;

/** Nothing is taken for granted of an event: anyone who may invoke the function can make one. */
const asText = (value: unknown): string => (typeof value === 'string' ? value : '');

const withoutSlash = (path: string): string => (path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path);

const bytesIn = (body: string, isBase64: boolean): number => Buffer.byteLength(body, isBase64 ? 'base64' : 'utf8');

function contentTypeOf(event: HttpEvent): string {
  const entry = Object.entries(event.headers ?? {}).find(([name]) => name.toLowerCase() === 'content-type');
  return asText(entry?.[1]);
}
