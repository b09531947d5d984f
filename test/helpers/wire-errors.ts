import { GATEWAY_STATUSES } from '../../lib/contract/error-answer';
import { ERROR_CATALOGUE, type ErrorCode, messageOf } from '../../lib/errors';

/** The id that the service gives a request. */
export const REQUEST_ID = /^\d{14}_[\da-f]{32}$/;
/** API Gateway's, in errors that it answers with itself, is a UUID. */
const ANY_REQUEST_ID = new RegExp(`${REQUEST_ID.source}|^[\\da-f-]{36}$`);

export async function expectError(response: Response, code: ErrorCode, message = messageOf(code)): Promise<void> {
  const { status } = ERROR_CATALOGUE[code];
  expect(await response.text()).toBe(message);
  expect(response.status).toBe(status);
  expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  expect(response.headers.get('x-ca-error-message')).toBe(message || null);
  expect(response.headers.get('x-ca-error-code')).toBe(GATEWAY_STATUSES.has(status) ? String(status) : null);
  expect(response.headers.get('x-ca-request-id')).toMatch(ANY_REQUEST_ID);
}
