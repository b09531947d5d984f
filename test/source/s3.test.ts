import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import { CardOcrError } from '../../lib/errors';
import { DOWNLOAD_TIMEOUT_MS } from '../../lib/source/download-timeouts';
import type { SourceLimits } from '../../lib/source/image-source';
import { downloadObject, downloadVersion, headObject, isDenied, isOperatorsFault, putObject, versionIdFrom } from '../../lib/source/s3';
import { errorCode } from '../helpers/error-code';
import { eTagOf } from '../helpers/picture-notifications';
import type { Answer } from '../helpers/picture-server';
import { type ObjectStore, serveObjects } from '../helpers/s3';
import { s3Refusal } from '../helpers/s3-refusal';

const PICTURE = Buffer.from('\xff\xd8\xff any bytes', 'latin1');
const CHECKSUM = (() => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(PICTURE));
  return bytes.toString('base64');
})();

const limits: SourceLimits = {
  limitBytes: 1000,
  signal: new AbortController().signal,
  buckets: ['cards', 'cards.of.2024', 'not-there', 'Cards', 'a_b', 'ab'],
  allowAddresses: [],
};

/** As long as S3 allows. */
const LONGEST_KEY = 'a'.repeat(1024);

/** Path and If-Match of what was asked of `checked`. */
const asked: [url: string | undefined, ifMatch: string | undefined][] = [];
/** Of the answer that is being given, to see its connection go. */
let answering: ServerResponse;

/** Begins an answer and does not end it. */
const unending =
  (headers: Record<string, string>, chunk = 'x'): Answer =>
  (response) => {
    answering = response;
    response.writeHead(200, headers).write(chunk);
  };

const answers: Record<string, Answer> = {
  [`/cards/${LONGEST_KEY}`]: (response) => response.writeHead(200).end(PICTURE),
  '/cards/denied': s3Refusal(403, 'AccessDenied'),
  '/cards/archived': s3Refusal(403, 'InvalidObjectState'),
  '/cards/expired': s3Refusal(400, 'ExpiredToken'),
  '/cards/unknown-key': s3Refusal(403, 'InvalidAccessKeyId'),
  '/cards/broken': s3Refusal(500, 'InternalError'),
  '/cards/moved': s3Refusal(301, 'PermanentRedirect'),
  // by the region for which the request is signed
  '/cards/of-another-region': (response, request) =>
    request.headers.authorization?.includes('/eu-west-3/')
      ? response.writeHead(200).end(PICTURE)
      : s3Refusal(301, 'PermanentRedirect')(response.setHeader('x-amz-bucket-region', 'eu-west-3')),
  '/cards/gone-meanwhile': s3Refusal(404, 'NoSuchKey'),
  '/cards/in-conflict': s3Refusal(409, 'ConditionalRequestConflict'),
  '/cards/not-xml': (response) => response.writeHead(400).end('{'),
  '/cards/no-version': s3Refusal(404, 'NoSuchVersion'),
  '/cards/of-versions': (response) => response.writeHead(200, { etag: '"ab"', 'x-amz-version-id': 'v1' }).end(),
  '/cards/without-versions-once': (response) => response.writeHead(200, { etag: '"ab"', 'x-amz-version-id': 'null' }).end(PICTURE),
  '/cards/second': (response) => response.writeHead(200, { 'x-amz-version-id': 'v2' }).end(PICTURE),
  '/cards/second-unending': unending({ 'x-amz-version-id': 'v2' }),
  '/cards/second-checked': unending({ 'x-amz-version-id': 'v2', 'x-amz-checksum-crc32': CHECKSUM }),
  '/cards/checked': (response, { url, headers }) => {
    asked.push([url, headers['if-match']]);
    response.writeHead(200, { 'x-amz-checksum-crc32': CHECKSUM }).end(PICTURE);
  },
  '/cards/changed': (response) => response.writeHead(200, { 'x-amz-checksum-crc32': 'AAAAAA==' }).end(PICTURE),
  '/cards/declared-huge': unending({ 'content-length': '1000000' }),
  '/cards/huge': unending({}, 'x'.repeat(2000)),
  '/cards/huge-checked': unending({ 'x-amz-checksum-crc32': CHECKSUM }, 'x'.repeat(2000)),
  '/cards/silent': unending({}),
  '/cards/no-headers': (response) => {
    answering = response;
  },
  '/cards/cut': (response) => {
    response.writeHead(200, { 'content-length': '100' }).write(PICTURE);
    setTimeout(() => response.destroy(), 10);
  },
};

let store: ObjectStore;
beforeAll(async () => {
  store = await serveObjects(['cards', 'cards.of.2024', 'others'], answers);
});
afterAll(() => store.close());

const inCards = (key: string) => ({ bucket: 'cards', key });

const codeOf = (key: string, changes: Partial<SourceLimits> = {}, bucket = 'cards') =>
  errorCode(() => downloadObject({ bucket, key }, { ...limits, ...changes }));

/** Resolves once the connection of the answer begun last is gone. */
const answerGone = async (): Promise<void> => {
  if (!answering.destroyed) await once(answering, 'close');
};

test.each([
  ['cards', 'a.jpg'],
  ['cards', '2024/12 31/卡+%20&?#.jpg'],
  ['cards.of.2024', 'a.jpg'],
])('an object: %s %s', async (bucket, key) => {
  await store.put(bucket, key, PICTURE);
  expect(await downloadObject({ bucket, key }, limits)).toEqual(PICTURE);
});

test('by the longest key', async () => {
  expect(await downloadObject(inCards(LONGEST_KEY), limits)).toEqual(PICTURE);
});

test('of a bucket of another region than the service', async () => {
  expect(await downloadObject(inCards('of-another-region'), limits)).toEqual(PICTURE);
});

test('one request on one connection an object', async () => {
  await store.put('cards', 'again.jpg', PICTURE);
  await downloadObject(inCards('again.jpg'), limits);
  const before = { requests: store.requests.length, connections: store.server.connections().total };
  await downloadObject(inCards('again.jpg'), limits);
  expect(store.requests.slice(before.requests)).toEqual(['GET /cards/again.jpg']);
  expect(store.server.connections().total).toBe(before.connections);
});

test.each([
  [0, 'IMAGE_EMPTY'],
  [1000, null],
  [1001, 'PAYLOAD_TOO_LARGE'],
])('%d bytes: %s', async (length, code) => {
  await store.put('cards', 'sized', new Uint8Array(length));
  expect(await codeOf('sized')).toBe(code);
});

test.each(['declared-huge', 'huge', 'huge-checked'])('%s: the connection ends at the limit', async (key) => {
  expect(await codeOf(key)).toBe('PAYLOAD_TOO_LARGE');
  await answerGone();
});

test('a checksum is checked', async () => {
  expect(await downloadObject(inCards('checked'), limits)).toEqual(PICTURE);
  expect(await codeOf('changed')).toBe('DOWNLOAD_FAILED');
});

test.each(['missing', 'denied', 'archived', 'broken', 'moved', 'not-xml', 'cut'])('%s is a failure', async (key) => {
  expect(await codeOf(key)).toBe('DOWNLOAD_FAILED');
});

test('a bucket that is not there is a failure', async () => {
  expect(await codeOf('a.jpg', {}, 'not-there')).toBe('DOWNLOAD_FAILED');
});

describe('nothing is asked', () => {
  test.each([
    ['others', 'a.jpg'],
    ['CARDS', 'a.jpg'],
    ['card', 'a.jpg'],
    ['', 'a.jpg'],
    ['Cards', 'a.jpg'],
    ['a_b', 'a.jpg'],
    ['ab', 'a.jpg'],
    ['cards', ''],
    ['cards', '../others/a.jpg'],
    ['cards', 'a/../../others/a.jpg'],
    ['cards', '..'],
    ['cards', 'a'.repeat(1025)],
    ['cards', '卡'.repeat(342)],
    ['cards', '\ud800'],
  ])('%s %s', async (bucket, key) => {
    const before = store.requests.length;
    expect(await codeOf(key, {}, bucket)).toBe('DOWNLOAD_FAILED');
    expect(store.requests.length).toBe(before);
  });

  test('where no bucket may be read', async () => {
    const before = store.requests.length;
    expect(await codeOf('a.jpg', { buckets: [] })).toBe('DOWNLOAD_FAILED');
    expect(store.requests.length).toBe(before);
  });

  test('when the time is spent', async () => {
    const before = store.requests.length;
    expect(await codeOf('a.jpg', { signal: AbortSignal.abort() })).toBe('REQUEST_TIMEOUT');
    expect(store.requests.length).toBe(before);
  });
});

test.each(['no-headers', 'silent'])('the time budget ends %s', async (key) => {
  const budget = new AbortController();
  const code = codeOf(key, { signal: budget.signal });
  await sleep(50);
  budget.abort();
  expect(await code).toBe('REQUEST_TIMEOUT');
  await answerGone();
});

describe('one version of an object', () => {
  const versionOf = (key: string, version: Parameters<typeof downloadVersion>[1]) => downloadVersion(inCards(key), version, limits);

  beforeAll(() => store.put('cards', 'versioned', PICTURE));

  test.each([true, false])('by its ETag, where it has no id (must be current: %s)', async (mustBeCurrent) => {
    expect(await versionOf('versioned', { versionId: null, eTag: eTagOf(PICTURE), mustBeCurrent })).toEqual(PICTURE);
    expect(await versionOf('versioned', { versionId: null, eTag: eTagOf(Buffer.from('before')), mustBeCurrent })).toBeNull();
  });

  test('by its id, which alone is asked for', async () => {
    expect(await versionOf('checked', { versionId: 'a/b', eTag: 'ff', mustBeCurrent: false })).toEqual(PICTURE);
    expect(asked).toContainEqual(['/cards/checked?versionId=a%2Fb&x-id=GetObject', undefined]);
  });

  test('by its ETag alone, where it must be the current one', async () => {
    expect(await versionOf('checked', { versionId: 'v1', eTag: 'fe', mustBeCurrent: true })).toEqual(PICTURE);
    expect(asked).toContainEqual(['/cards/checked?x-id=GetObject', '"fe"']);
  });

  test.each([
    ['v2', 'second', true],
    ['v1', 'second', false],
    // put while the bucket kept no versions
    [null, 'second', false],
    [null, 'without-versions-once', true],
    ['v1', 'without-versions-once', false],
    // S3 does not tell
    ['v1', 'versioned', true],
  ])('the version %s is the current one of %s: %s', async (versionId, key, isCurrent) => {
    const bytes = await versionOf(key, { versionId, eTag: eTagOf(PICTURE), mustBeCurrent: true });
    expect(bytes).toEqual(isCurrent ? PICTURE : null);
  });

  test.each(['second-unending', 'second-checked'])('of another version nothing is read: %s', async (key) => {
    expect(await versionOf(key, { versionId: 'v1', eTag: null, mustBeCurrent: true })).toBeNull();
    await answerGone();
  });

  test('the current one, whichever it is', async () => {
    expect(await versionOf('versioned', { versionId: null, eTag: null, mustBeCurrent: false })).toEqual(PICTURE);
  });

  test('is null when it is not there', async () => {
    expect(await versionOf('missing', { versionId: null, eTag: null, mustBeCurrent: true })).toBeNull();
    expect(await versionOf('no-version', { versionId: 'v1', eTag: null, mustBeCurrent: false })).toBeNull();
  });

  test.each(['denied', 'broken', 'cut'])('%s is a failure', async (key) => {
    expect(await errorCode(() => versionOf(key, { versionId: 'v1', eTag: null, mustBeCurrent: false }))).toBe('DOWNLOAD_FAILED');
  });
});

describe('an object is written', () => {
  const CONTENT = { body: '{}', contentType: 'application/json; charset=utf-8', metadata: { 'source-version': 'v1' } };
  const put = (key: string, replaces: Parameters<typeof putObject>[2], body = '{}') =>
    putObject(inCards(key), { ...CONTENT, body }, replaces, limits);
  const head = (key: string) => headObject(inCards(key), limits);

  test('where there is none, with its metadata', async () => {
    expect(await head('results/卡 &.json')).toBeNull();
    expect(await put('results/卡 &.json', null)).toBe(true);
    expect(await head('results/卡 &.json')).toEqual({
      eTag: eTagOf(Buffer.from('{}')),
      versionId: null,
      metadata: { 'source-version': 'v1' },
    });
    expect(await store.get('cards', 'results/卡 &.json')).toEqual({ text: '{}', metadata: { 'source-version': 'v1' } });
  });

  test('of a bucket that keeps versions', async () => {
    expect(await head('of-versions')).toEqual({ eTag: 'ab', versionId: 'v1', metadata: {} });
    expect(await head('without-versions-once')).toEqual({ eTag: 'ab', versionId: null, metadata: {} });
  });

  test('what was put while the bucket kept no versions has no version', () => {
    expect([versionIdFrom('v1'), versionIdFrom('null'), versionIdFrom(null)]).toEqual(['v1', null, null]);
  });

  test('in the place of the one that was seen, and not of another', async () => {
    expect(await put('replaced', null, '{"first":1}')).toBe(true);
    expect(await put('replaced', null)).toBe(false);
    const seen = await head('replaced');
    expect(await put('replaced', seen, '{"second":2}')).toBe(true);
    expect(await put('replaced', seen, '{"third":3}')).toBe(false);
    expect((await store.get('cards', 'replaced')).text).toBe('{"second":2}');
  });

  test.each(['gone-meanwhile', 'in-conflict'])('%s: it was not written, and that is no failure', async (key) => {
    expect(await put(key, { eTag: 'ab', versionId: null, metadata: {} })).toBe(false);
  });

  test('by one of many at once', async () => {
    const written = await Promise.all(Array.from({ length: 5 }, (_, i) => put('raced', null, `{"writer":${i}}`)));
    expect(written.filter(Boolean)).toHaveLength(1);
  });

  test('to no other bucket, and by no impossible name', async () => {
    const before = store.requests.length;
    expect(await errorCode(() => putObject({ bucket: 'others', key: 'a' }, CONTENT, null, limits))).toBe('DOWNLOAD_FAILED');
    expect(await errorCode(() => put('a/../../others/a', null))).toBe('DOWNLOAD_FAILED');
    expect(await errorCode(() => headObject({ bucket: 'others', key: 'a' }, limits))).toBe('DOWNLOAD_FAILED');
    expect(store.requests.length).toBe(before);
  });

  test('fails, and is said to', async () => {
    expect(await errorCode(() => put('denied', null))).toBe('DOWNLOAD_FAILED');
    expect(await errorCode(() => putObject(inCards('a'), CONTENT, null, { ...limits, signal: AbortSignal.abort() }))).toBe(
      'REQUEST_TIMEOUT',
    );
  });

  test('one that is denied may not be there: S3 says no other to who may not list the bucket', async () => {
    expect(await head('denied')).toBeNull();
  });

  test('a server that fails does not say that nothing is there', async () => {
    expect(await errorCode(() => head('broken'))).toBe('DOWNLOAD_FAILED');
    expect(await errorCode(() => headObject(inCards('a'), { ...limits, signal: AbortSignal.abort() }))).toBe('REQUEST_TIMEOUT');
  });
});

test('no clock runs on once a request has ended, or failed', async () => {
  await store.put('cards', 'timed', PICTURE);
  const [set, clear] = [jest.spyOn(globalThis, 'setTimeout'), jest.spyOn(globalThis, 'clearTimeout')];
  await downloadObject(inCards('timed'), limits);
  await codeOf('denied');
  await headObject(inCards('timed'), limits);
  await errorCode(() => headObject(inCards('broken'), limits));
  const clocks = set.mock.calls.flatMap(([, ms], i) => (ms === DOWNLOAD_TIMEOUT_MS ? [set.mock.results[i]!.value] : []));
  const stopped = new Set(clear.mock.calls.map(([timer]) => timer));
  expect(clocks.map((clock) => stopped.has(clock))).toEqual([true, true, true, true]);
  set.mockRestore();
  clear.mockRestore();
});

test.each([
  ['denied', 'cards', true],
  ['archived', 'cards', true],
  ['a', 'others', true],
  ['../a', 'cards', true],
  ['broken', 'cards', false],
  ['cut', 'cards', false],
  ['sized-not-there', 'cards', false],
])('asking again for %s of %s is of no use: %s', async (key, bucket, expected) => {
  const failed = await downloadObject({ bucket, key }, limits).catch((thrown: unknown) => thrown);
  expect(failed).toBeInstanceOf(CardOcrError);
  expect(isDenied(failed)).toBe(expected);
});

test('no other error is of S3 denying anything', () => {
  const cause = { $metadata: { httpStatusCode: 403 } };
  expect([new CardOcrError('INTERNAL', cause), new CardOcrError('REQUEST_TIMEOUT'), new Error('no'), undefined].map(isDenied)).toEqual([
    false,
    false,
    false,
    false,
  ]);
});

test.each([
  ['expired', 'cards', true],
  ['unknown-key', 'cards', true],
  ['moved', 'cards', true],
  ['a.jpg', 'not-there', true],
  ['denied', 'cards', false],
  ['missing', 'cards', false],
  ['broken', 'cards', false],
  ['a', 'others', false],
])('only the operator can mend what fails for %s of %s: %s', async (key, bucket, expected) => {
  const failed = await downloadObject({ bucket, key }, limits).catch((thrown: unknown) => thrown);
  expect(failed).toMatchObject({ code: 'DOWNLOAD_FAILED' });
  expect(isOperatorsFault(failed)).toBe(expected);
});

test.each<[string, object]>([
  ['the region', { message: 'Region is missing' }],
  ['the endpoint', { code: 'ECONNREFUSED', $metadata: { attempts: 3 } }],
  ['the endpoint’s name', { code: 'ENOTFOUND', $metadata: { attempts: 3 } }],
])('only the operator can mend %s', (_, told) => {
  expect(isOperatorsFault(new CardOcrError('DOWNLOAD_FAILED', Object.assign(new Error(), told)))).toBe(true);
});

test('no other error is one of S3 that only the operator can mend', () => {
  const cause = Object.assign(new Error(), { name: 'ExpiredToken' });
  // of a picture's URL
  const unknownHost = new CardOcrError('DOWNLOAD_FAILED', Object.assign(new Error(), { code: 'ENOTFOUND' }));
  const others = [cause, new CardOcrError('DOWNLOAD_FAILED', { name: 'ExpiredToken' }), unknownHost, undefined];
  expect(others.map(isOperatorsFault)).toEqual([false, false, false, false]);
});
