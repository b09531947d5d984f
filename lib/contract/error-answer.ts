import type { CardOcrError } from '../errors';
import type { Route } from './parse-request';

/** An answer as it is sent: status, headers and body. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export const JSON_TYPE = 'application/json; charset=utf-8';
const TEXT_TYPE = 'text/plain; charset=utf-8';
/** The header with the id of the request, in every answer. */
export const REQUEST_ID_HEADER = 'X-Ca-Request-Id';
/** The header with the codes of warnings, separated by commas, in answers whose body has no place for them. */
export const WARNINGS_HEADER = 'X-Ca-Warnings';

/** The statuses of errors that a gateway makes; only they carry `X-Ca-Error-Code`. */
export const GATEWAY_STATUSES: ReadonlySet<number> = new Set([400, 403, 408, 413, 450, 503]);

/** Beginning of the paths below which errors are answered in JSON. */
const RICH_PREFIX = '/v1/';

/** Returns the route in whose form errors are answered at a path, also at an unknown one. */
export const errorRouteAt = (path: string): Route => (path.startsWith(RICH_PREFIX) ? 'rich' : 'compat');

const NOT_IN_HEADER = /[^\x20-\x7e]/gu;

/**
 * Makes the answer for an error, as docs/errors.md describes it: plain text, on the rich path JSON, which has the hint, too.
 * The header repeats the message, if there is one, with `?` for signs that a header cannot hold (in an excerpt of `configure`).
 */
export function errorAnswer({ code, status, message, hint }: CardOcrError, requestId: string, route: Route): WireAnswer {
  const isRich = route === 'rich';
  return {
    status,
    headers: {
      'Content-Type': isRich ? JSON_TYPE : TEXT_TYPE,
      [REQUEST_ID_HEADER]: requestId,
      ...(message && { 'X-Ca-Error-Message': message.replace(NOT_IN_HEADER, '?') }),
      ...(GATEWAY_STATUSES.has(status) && { 'X-Ca-Error-Code': String(status) }),
    },
    body: isRich ? JSON.stringify({ code, message, requestId, ...(hint !== undefined && { hint }) }) : message,
  };
}
