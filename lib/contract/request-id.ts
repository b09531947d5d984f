import { randomUUID } from 'node:crypto';

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/**
 * Makes an id of the form `YYYYMMDDhhmmss_<32 hex digits>`, in UTC.
 *
 * @param platformId - the platform's own id; if it is a UUID, the request's id has its digits, so that one leads to the other
 */
export function requestIdOf(now: Date, platformId = ''): string {
  const digits = (UUID.test(platformId) ? platformId : randomUUID()).replaceAll('-', '').toLowerCase();
  return `${now.toISOString().replace(/\D/g, '').slice(0, 14)}_${digits}`;
}
