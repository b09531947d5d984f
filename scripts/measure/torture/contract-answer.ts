import { ERROR_CATALOGUE, type ErrorCode, JSON_TYPE, messageOf, REQUEST_ID_HEADER, type WireAnswer } from '../../../lib';
import { GATEWAY_STATUSES } from '../../../lib/contract/error-answer';
import { fine, type Verdict } from './series';

const TEXT_TYPE = 'text/plain; charset=utf-8';
const REQUEST_ID = /^\d{14}_[\da-f]{32}$/;
/** At these faults no request may ever get an error. */
const OWN_FAULTS: readonly string[] = ['service', 'platform'];
const MAX_EXCERPT = 64;
const DIGIT = /\p{N}/u;

/** Returns the code that a status and a message stand for; null when they are not of the contract. */
export function codeOf(status: number, message: string): ErrorCode | null {
  const codes = Object.keys(ERROR_CATALOGUE) as ErrorCode[];
  const isSaidBy = (code: ErrorCode): boolean => {
    const expected = messageOf(code);
    if (typeof ERROR_CATALOGUE[code].message === 'string') return message === expected;
    return (
      message.startsWith(expected) && [...message].length <= expected.length + MAX_EXCERPT && !DIGIT.test(message.slice(expected.length))
    );
  };
  return codes.find((code) => ERROR_CATALOGUE[code].status === status && isSaidBy(code)) ?? null;
}

/** Judges an HTTP answer: the contract allows a 200 of JSON, or an error of the catalogue, in its form, that is the client's fault. */
export function verdictOn({ status, headers, body }: WireAnswer): Verdict {
  const answer = String(status);
  const wrong = (problem: string): Verdict => ({ answer, problem });
  const header = (name: string): string | undefined =>
    Object.entries(headers).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
  const isJson = header('Content-Type') === JSON_TYPE;
  if (!REQUEST_ID.test(header(REQUEST_ID_HEADER) ?? '')) return wrong('no request id');
  if (status === 200) return isJson && isObject(parsed(body)) ? fine(answer) : wrong('a 200 that is no JSON');
  const told = isJson ? parsed(body) : { message: body };
  const message = isObject(told) && typeof told.message === 'string' ? told.message : null;
  const code = message === null ? null : codeOf(status, message);
  if (message === null || code === null) return wrong('no error of the contract');
  if (isJson && isObject(told) && told.code !== code) return wrong('a code that is not its message');
  if (!isJson && header('Content-Type') !== TEXT_TYPE) return wrong('a wrong content type');
  if ((header('X-Ca-Error-Message') ?? '') !== message.replace(/[^\x20-\x7e]/gu, '?')) return wrong('a header with another message');
  if (header('X-Ca-Error-Code') !== (GATEWAY_STATUSES.has(status) ? answer : undefined)) return wrong('a wrong X-Ca-Error-Code');
  return OWN_FAULTS.includes(ERROR_CATALOGUE[code].fault) ? wrong(code) : fine(answer);
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
