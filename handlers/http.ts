import type { APIGatewayProxyEvent, APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { CardOcrError, type RawRequest, type Route, type WireAnswer } from '../lib';

/** REST API (payload 1.0), HTTP API (either) and function URL (payload 2.0). */
export type HttpEvent = APIGatewayProxyEvent | APIGatewayProxyEventV2;

/** Events of HTTP, as against direct invocations. */
export const isHttpEvent = (event: unknown): event is HttpEvent =>
  typeof event === 'object' && event !== null && ('requestContext' in event || 'httpMethod' in event || 'rawPath' in event);

/** What an integration that is no proxy hands on: resources/mapped-integration.cjs. */
export interface MappedEvent {
  readonly contentType: string;
  /** the API's own */
  readonly requestId: string;
  /** parameters; of several of one name, that which the API tells */
  readonly query?: Readonly<Record<string, string>>;
  /** as it was sent, or in base64 */
  readonly mappedBody: string;
  readonly isBase64Encoded?: boolean;
}

/** What such an integration makes an answer of. */
export interface MappedAnswer {
  readonly mappedAnswer: object;
  /** with commas between, for a header; empty: none */
  readonly warnings: string;
}

export const isMappedEvent = (event: unknown): event is MappedEvent =>
  typeof event === 'object' && event !== null && ['mappedBody', 'requestId'].every((name) => typeof Reflect.get(event, name) === 'string');

const ROUTES: ReadonlyMap<string, Route> = new Map([
  ['POST /bankcard', 'compat'],
  ['POST /rest/160601/ocr/ocr_bank_card.json', 'compat'],
  ['POST /v1/cards', 'rich'],
]);
const RICH_PREFIX = '/v1/';

/** The form in which errors of a path are told, whether or not anything is there. */
export const errorRouteOf = (event: HttpEvent): Route => (fullPathOf(event).startsWith(RICH_PREFIX) ? 'rich' : 'compat');

/** An event's method and path, e.g. `POST /bankcard`. HEAD asks for what GET is answered with: servers leave the body out. */
export const routeOf = (event: HttpEvent): string => `${methodOf(event) === 'HEAD' ? 'GET' : methodOf(event)} ${pathOf(event)}`;

/** Whether something of cards is at an event's path, for its method. */
export const hasRoute = (event: HttpEvent): boolean => ROUTES.has(routeOf(event));

/** Whether a path has a slash behind its route: relative links of a document lead elsewhere from there. */
export const hasSlashBehind = (event: HttpEvent): boolean => pathOf(event) !== '/' && sentPathOf(event).endsWith('/');

/** Whether a browser asks if a page may call one of the paths. */
export const isPreflight = (event: HttpEvent): boolean => methodOf(event) === 'OPTIONS' && ROUTES.has(`POST ${pathOf(event)}`);

/**
 * What a request says, out of an event of any of the three kinds.
 *
 * @param loaded - the body of an event that has none in it
 * @throws {CardOcrError} `INVALID_URL` when nothing is at that path, `PAYLOAD_TOO_LARGE` for a body over the limit
 */
export function requestFrom(event: HttpEvent, bodyLimitBytes: number, loaded?: Uint8Array): RawRequest {
  const route = ROUTES.get(routeOf(event));
  if (!route) throw new CardOcrError('INVALID_URL');
  const body = asText(event.body);
  if ((loaded?.length ?? bytesIn(body, event.isBase64Encoded)) > bodyLimitBytes) throw new CardOcrError('PAYLOAD_TOO_LARGE');
  return {
    route,
    contentType: headerOf(event, 'content-type'),
    query: queryOf(event),
    body: loaded ?? (event.isBase64Encoded ? Buffer.from(body, 'base64') : body),
  };
}

/** Of REST APIs, whose parameters tell only the last of several values, the lists; HTTP APIs write several with commas between. */
function queryOf(event: HttpEvent): [name: string, value: string][] {
  const lists = 'multiValueQueryStringParameters' in event ? event.multiValueQueryStringParameters : null;
  return parametersOf(lists ?? event.queryStringParameters);
}

const parametersOf = (named: object | null | undefined): [name: string, value: string][] =>
  Object.entries(named ?? {}).flatMap(([name, values]) => [values].flat().map((value): [string, string] => [name, asText(value)]));

/**
 * What a request says that came by an integration that is no proxy.
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
 * An answer as all three kinds of event want it.
 *
 * @param further - headers besides the answer's own
 */
export const responseFrom = (
  { status, headers, body }: WireAnswer,
  further: Readonly<Record<string, string>> = {},
): APIGatewayProxyStructuredResultV2 => ({
  statusCode: status,
  headers: { ...headers, ...further },
  body,
  isBase64Encoded: false,
});

/** The id that API Gateway has for a request's key; null where it came without one. */
export function keyIdOf(event: HttpEvent): string | null {
  const { identity } = (event.requestContext ?? {}) as { identity?: { apiKeyId?: unknown } };
  const id = identity?.apiKeyId;
  return typeof id === 'string' && KEY_ID.test(id) ? id : null;
}

const KEY_ID = /^[a-z\d]{6,20}$/;

const methodOf = (event: HttpEvent): string | undefined => ('rawPath' in event ? event.requestContext?.http?.method : event.httpMethod);

/** The path as it stands in `ROUTES`. */
const pathOf = (event: HttpEvent): string => withoutSlash(fullPathOf(event));

/**
 * The path of the route which the API matched, for behind a custom domain the path has a prefix; where the route is for all paths, the path
 * without the stage, with which those of HTTP APIs begin. Events of REST APIs alone have no version.
 */
function fullPathOf(event: HttpEvent): string {
  const route = 'rawPath' in event ? asText(event.routeKey).replace(METHOD, '') : asText(event.resource);
  if (route.startsWith('/') && !route.includes('{')) return route;
  const path = sentPathOf(event);
  const stage = `/${event.requestContext?.stage}`;
  const isStaged = 'version' in event && `${path}/`.startsWith(`${stage}/`);
  return isStaged ? path.slice(stage.length) || '/' : path;
}

const sentPathOf = (event: HttpEvent): string => asText('rawPath' in event ? event.rawPath : event.path);

/** Of a route's key: `POST /bankcard`; one for all paths is `$default`. */
const METHOD = /^[A-Z]+ /;

/** Nothing is taken for granted of an event: anyone who may invoke the function can make one. */
const asText = (value: unknown): string => (typeof value === 'string' ? value : '');

const withoutSlash = (path: string): string => (path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path);

const bytesIn = (body: string, isBase64: boolean): number => Buffer.byteLength(body, isBase64 ? 'base64' : 'utf8');

function headerOf(event: HttpEvent, name: string): string {
  const entry = Object.entries(event.headers ?? {}).find(([key]) => key.toLowerCase() === name);
  return entry?.[1] ?? '';
}
