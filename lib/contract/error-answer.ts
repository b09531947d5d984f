import type { CardOcrError } from '../errors';
import type { Route } from './parse-request';

/** Status, headers and body of an answer. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export const JSON_TYPE = 'application/json; charset=utf-8';
const TEXT_TYPE = 'text/plain; charset=utf-8';
export const REQUEST_ID_HEADER = 'X-Ca-Request-Id';
/** Of an answer that has no place for warnings: their codes, separated by commas. */
export const WARNINGS_HEADER = 'X-Ca-Warnings';

/** The errors that a gateway makes; only they carry `X-Ca-Error-Code`. */
const GATEWAY_STATUSES: ReadonlySet<number> = new Set([400, 403, 408, 413, 450, 503]);

const NOT_IN_HEADER = /[^\x20-\x7e]/gu;

/**
 * An error in the form that docs/errors.md tells: plain text, on the rich path JSON, where a hint stands, too.
 * The header repeats the message, if there is one; a sign that a header cannot hold (in an excerpt of `configure`) is `?` there.
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
