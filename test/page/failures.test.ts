import { CardClient, CardClientError } from '../../lib/client';
import { ERROR_CATALOGUE, type ErrorCode, messageOf } from '../../lib/errors';
import { FAILURE_WORDS, FileGoneError, failureOf } from '../../page/failures';

const CODES = Object.keys(ERROR_CATALOGUE) as ErrorCode[];
const thrownFor = (code: ErrorCode): CardClientError => new CardClientError(code, ERROR_CATALOGUE[code].status, null, messageOf(code));

test.each([...CODES.map((code) => [code, thrownFor(code)] as const), ['a file that is gone', new FileGoneError()] as const])(
  '%s is told in words of both languages',
  (_, thrown) => {
    const failure = failureOf(thrown);
    expect(failure).not.toBe('unknown');
    expect(FAILURE_WORDS.en[failure].what).toMatch(/^[A-Z].{10,}[^.]$/);
    expect(FAILURE_WORDS.en[failure].advice).toMatch(/\.$/);
    expect(FAILURE_WORDS.zh[failure].what).toMatch(/^\p{Script=Han}.+[^。]$/u);
    expect(FAILURE_WORDS.zh[failure].advice).toMatch(/。$/);
  },
);

test('what helps against one failure is not told of another status', () => {
  const statuses = (failure: string): number[] => [
    ...new Set(CODES.filter((code) => failureOf(thrownFor(code)) === failure).map((code) => ERROR_CATALOGUE[code].status)),
  ];
  expect(statuses('forbidden')).toEqual([403]);
  expect(statuses('noCard')).toEqual([463]);
  expect(statuses('tooLarge')).toEqual([413]);
  expect(statuses('notRead')).toEqual([462]);
  expect(statuses('tooSlow')).toEqual([408, 503]);
});

test('a code that is newer than the page', () => {
  expect(failureOf(new CardClientError('NEWER' as ErrorCode, 499, null, ''))).toBe('unknown');
});

test('a file that is gone is not told as a service that is away', () => {
  expect(failureOf(new FileGoneError())).toBe('fileGone');
});

test('nothing answers', async () => {
  const client = new CardClient({ url: 'http://127.0.0.1:1' });
  expect(failureOf(await client.read('AQID').catch((thrown) => thrown))).toBe('unreachable');
});

test('no answer in time', async () => {
  const fetch = (_: string, { signal }: RequestInit): Promise<Response> =>
    new Promise((_resolve, reject) => signal!.addEventListener('abort', () => reject(signal!.reason)));
  const client = new CardClient({ url: 'http://127.0.0.1:1', timeoutMs: 10, fetch });
  expect(failureOf(await client.read('AQID').catch((thrown) => thrown))).toBe('noAnswer');
});

test('whatever else is thrown', () => {
  expect(failureOf('text')).toBe('unknown');
  expect(failureOf(new RangeError('x'))).toBe('unknown');
});
