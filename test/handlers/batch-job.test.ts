import type { ServerResponse } from 'node:http';
import type { Context, S3BatchResult, SQSEvent } from 'aws-lambda';
import type { handler as jobHandler } from '../../handlers/batch-job';
import type { handler as queueHandler } from '../../handlers/batch-queue';
import { warmReader } from '../../handlers/reader';
import type { CardReader } from '../../lib';
import { CardOcrError } from '../../lib/errors';
import { captureOutput } from '../helpers/captured-output';
import { errorCode } from '../helpers/error-code';
import { inventoryKey, type JobSchema, jobEvent, type ListedObject } from '../helpers/job-events';
import { eTagOf, notificationOf } from '../helpers/picture-notifications';
import { EXAMPLE_CARD, pictureOf } from '../helpers/readings';
import { type ObjectStore, serveObjects } from '../helpers/s3';
import { s3Refusal } from '../helpers/s3-refusal';

jest.mock('../../handlers/reader', () => ({ warmReader: jest.fn() }));

const INVOCATION_ID = '0f8fad5b-d9cb-469f-a165-70867728950e';
const BYTES = Buffer.from('a picture');
const OTHER = Buffer.from('another');
const PAN = EXAMPLE_CARD.pan;

const output = captureOutput();
const read = jest.fn<ReturnType<CardReader['read']>, Parameters<CardReader['read']>>();
let handler: typeof jobHandler;
let ofQueue: typeof queueHandler;
let store: ObjectStore;
/** What S3 says in place of an answer: the next one to a request of this kind. */
let instead: { readonly asked: RegExp; readonly answer: (response: ServerResponse) => void }[] = [];
/** The id of the current version, of objects that have one. */
let versions: Record<string, string> = {};

beforeAll(async () => {
  Object.assign(process.env, { S3_BUCKETS: 'cards', TIME_BUDGET_MS: '5000' });
  ({ handler } = await import('../../handlers/batch-job'));
  ({ handler: ofQueue } = await import('../../handlers/batch-queue'));
  store = await serveObjects(['cards', 'others'], {}, ({ method, url = '' }, response) => {
    const path = url.split('?')[0]!;
    const found = instead.findIndex(({ asked }) => asked.test(`${method} ${path}`));
    const [taken] = found === -1 ? [] : instead.splice(found, 1);
    taken?.answer(response);
    const version = versions[decodeURIComponent(path)];
    if (version) response.setHeader('x-amz-version-id', version);
    return taken !== undefined;
  });
});
afterAll(() => store.close());

beforeEach(() => {
  instead = [];
  versions = {};
  read.mockReset().mockResolvedValue(pictureOf(EXAMPLE_CARD));
  jest.mocked(warmReader).mockResolvedValue({ read } as unknown as CardReader);
});

const context = (remainingMs = () => 60_000): Partial<Context> => ({ awsRequestId: INVOCATION_ID, getRemainingTimeInMillis: remainingMs });

/** What becomes of one object, as S3 is told: code and words. */
async function answerTo(
  object: ListedObject,
  schema: JobSchema = '2.0',
  userArguments?: Record<string, string>,
): Promise<[string, string]> {
  const { results } = await handler(jobEvent(schema, { task: object }, userArguments), context());
  expect(results.map(({ taskId }) => taskId)).toEqual(['task']);
  return [results[0]!.resultCode, results[0]!.resultString];
}
const put = (key: string, bytes: Uint8Array = BYTES): Promise<void> => store.put('cards', key, bytes);
const resultOf = async (key: string) => {
  const { text, metadata } = await store.get('cards', `out/${key.slice('in/'.length)}.json`);
  return { answer: JSON.parse(text), metadata };
};
const resultsUnder = (folder: string): Promise<string[]> => store.list('cards', `out/${folder}`);

describe.each(['1.0', '2.0'] as const)('schema %s', (schema) => {
  test('an answer a task, in the form that S3 asks for', async () => {
    await put(`in/${schema}/a.jpg`);
    const event = jobEvent(schema, { first: { s3Key: `in/${schema}/a.jpg` }, second: { s3Key: `in/${schema}/none.jpg` } });
    const answer: S3BatchResult = await handler(event, context());
    expect(answer).toEqual({
      invocationSchemaVersion: schema,
      treatMissingKeysAs: 'TemporaryFailure',
      invocationId: event.invocationId,
      results: [
        { taskId: 'first', resultCode: 'Succeeded', resultString: 'read 1' },
        { taskId: 'second', resultCode: 'PermanentFailure', resultString: 'gone' },
      ],
    });
  });

  test('the result is that of the queue', async () => {
    const key = `in/${schema}/same.jpg`;
    await put(key);
    await answerTo({ s3Key: key }, schema);
    const { answer, metadata } = await resultOf(key);
    expect(answer).toMatchObject({
      cards: [{ pan: '622597******3000', panGrouped: '6225 97** **** 3000' }],
      source: { key, version: eTagOf(BYTES) },
    });
    expect(metadata).toEqual({ 'source-version': eTagOf(BYTES) });
  });
});

describe('keys', () => {
  test.each(['in/2026/11 25/卡+%20&?#=;.jpg', 'in/100%.jpg', 'in/a+b', 'in/ '])('%s, as inventories write it', async (key) => {
    await put(key);
    expect(await answerTo({ s3Key: inventoryKey(key) })).toEqual(['Succeeded', 'read 1']);
    expect((await resultOf(key)).answer.source.key).toBe(key);
  });

  test.each(['in/plain a+b%20c.jpg', 'in/plain 100%.jpg'])(
    '%s, as it is, where nothing has the key that it would be decoded',
    async (key) => {
      await put(key);
      expect(await answerTo({ s3Key: key })).toEqual(['Succeeded', 'read 1']);
      expect((await resultOf(key)).answer.source.key).toBe(key);
    },
  );
});

describe('what there is no more to do for has succeeded', () => {
  test.each(['NO_CARD', 'IMAGE_DECODE_FAILED', 'NUMBER_UNREADABLE'] as const)('%s is the result', async (code) => {
    await put(`in/${code}`);
    read.mockRejectedValue(new CardOcrError(code));
    expect(await answerTo({ s3Key: `in/${code}` })).toEqual(['Succeeded', `refused ${code}`]);
    expect((await resultOf(`in/${code}`)).answer.code).toBe(code);
  });

  test('a task that comes again finds its result', async () => {
    await put('in/again');
    await answerTo({ s3Key: 'in/again' });
    expect(await answerTo({ s3Key: 'in/again' }, '1.0')).toEqual(['Succeeded', 'present']);
    expect(read).toHaveBeenCalledTimes(1);
  });

  test('several cards are counted', async () => {
    await put('in/several');
    read.mockResolvedValue(pictureOf(EXAMPLE_CARD, EXAMPLE_CARD));
    expect(await answerTo({ s3Key: 'in/several' })).toEqual(['Succeeded', 'read 2']);
  });

  test('a folder, as lists of a bucket have it', async () => {
    await put('in/folder/', new Uint8Array());
    expect(await answerTo({ s3Key: 'in/folder/' })).toEqual(['Succeeded', 'folder']);
    expect(await resultsUnder('folder/')).toEqual([]);
  });
});

describe('what would fail again fails for good', () => {
  test.each<[string, ListedObject]>([
    ['a result', { s3Key: 'out/a.jpg.json' }],
    ['another key', { s3Key: 'a.jpg' }],
    ['a folder elsewhere', { s3Key: 'photos/' }],
    ['another bucket', { s3Key: 'in/a.jpg', bucket: 'others' }],
    ['a picture whose result would lie among the lists of jobs', { s3Key: 'in/jobs/a.jpg' }],
    ['a picture whose result would lie among manifests', { s3Key: 'in/manifests/a.jpg' }],
  ])('%s: nothing is asked of S3', async (_, object) => {
    const before = store.requests.length;
    expect(await answerTo(object)).toEqual(['PermanentFailure', 'elsewhere']);
    expect(store.requests.length).toBe(before);
  });

  test('no key', async () => {
    expect(await answerTo({ s3Key: undefined as never })).toEqual(['PermanentFailure', 'elsewhere']);
  });

  test.each([
    ['in/../a.jpg', 'DOWNLOAD_FAILED'],
    [`in/${'a'.repeat(1022)}`, 'DOWNLOAD_FAILED'],
  ])('a key that cannot be: %#', async (s3Key, code) => {
    expect(await answerTo({ s3Key })).toEqual(['PermanentFailure', `failed ${code}`]);
  });

  test('a result’s key would be too long', async () => {
    const key = `in/${'a/'.repeat(508)}a`;
    const head = (response: ServerResponse): void => void response.writeHead(200, { etag: '"ab"' }).end();
    instead = Array(2).fill({ asked: /^HEAD \/cards\/in/, answer: head });
    expect(await answerTo({ s3Key: key })).toEqual(['PermanentFailure', 'failed DOWNLOAD_FAILED']);
  });

  test('an object that is gone, or whose head is denied', async () => {
    await put('in/denied');
    instead = [{ asked: /^HEAD \/cards\/in\/denied/, answer: s3Refusal(403, 'AccessDenied') }];
    expect(await answerTo({ s3Key: 'in/denied' })).toEqual(['PermanentFailure', 'gone']);
    expect(await answerTo({ s3Key: 'in/not-there' })).toEqual(['PermanentFailure', 'gone']);
  });

  test.each([
    ['an object in an archive', /^GET \/cards\/in\/archived/, 'InvalidObjectState'],
    ['a result that may not be written', /^PUT \/cards\/out\/archived/, 'AccessDenied'],
  ])('%s', async (_, asked, code) => {
    await put('in/archived');
    instead = [{ asked, answer: s3Refusal(403, code) }];
    expect(await answerTo({ s3Key: 'in/archived' })).toEqual(['PermanentFailure', 'failed DOWNLOAD_FAILED']);
    expect(await resultsUnder('archived')).toEqual([]);
  });

  test.each([{ mask: 'off' }, { maks: 'on' }])('a job that asks for what nobody knows: %j', async (userArguments) => {
    await put('in/asked');
    expect(await answerTo({ s3Key: 'in/asked' }, '2.0', userArguments)).toEqual(['PermanentFailure', 'failed CONFIGURE_FORMAT']);
    expect(await resultsUnder('asked')).toEqual([]);
  });
});

describe('what is wrong with us or the platform comes again', () => {
  test.each([
    ['HEAD of the picture', /^HEAD \/cards\/in/],
    ['HEAD of the result', /^HEAD \/cards\/out/],
    ['GET', /^GET \/cards\/in/],
    ['PUT', /^PUT \/cards\/out/],
  ])('S3 is away: %s', async (name, asked) => {
    const key = `in/away/${name}`;
    await put(key);
    // the SDK asks three times
    instead = Array.from({ length: 3 }, () => ({ asked, answer: s3Refusal(503, 'SlowDown') }));
    expect(await answerTo({ s3Key: inventoryKey(key) })).toEqual(['TemporaryFailure', 'failed DOWNLOAD_FAILED']);
    expect(await answerTo({ s3Key: inventoryKey(key) })).toEqual(['Succeeded', 'read 1']);
  });

  test.each(['INFERENCE_FAILED', 'REQUEST_TIMEOUT', 'INTERNAL'] as const)('%s', async (code) => {
    await put(`in/${code}`);
    read.mockRejectedValueOnce(new CardOcrError(code));
    expect(await answerTo({ s3Key: `in/${code}` })).toEqual(['TemporaryFailure', `failed ${code}`]);
    expect(await resultsUnder(code)).toEqual([]);
    expect(await answerTo({ s3Key: `in/${code}` })).toEqual(['Succeeded', 'read 1']);
  });

  test('models that cannot be loaded', async () => {
    await put('in/no-models');
    jest.mocked(warmReader).mockRejectedValue(new Error('no models'));
    expect(await answerTo({ s3Key: 'in/no-models' })).toEqual(['TemporaryFailure', 'failed INTERNAL']);
  });

  test('writers that are always faster', async () => {
    await put('in/raced');
    instead = Array.from({ length: 3 }, () => ({ asked: /^PUT/, answer: s3Refusal(409, 'ConditionalRequestConflict') }));
    expect(await answerTo({ s3Key: 'in/raced' })).toEqual(['TemporaryFailure', 'failed SERVICE_UNAVAILABLE']);
  });

  test('content that changes between two looks, which nobody else need tell of', async () => {
    await put('in/changing');
    instead = [{ asked: /^GET/, answer: s3Refusal(412, 'PreconditionFailed') }];
    expect(await answerTo({ s3Key: 'in/changing' })).toEqual(['TemporaryFailure', 'gone']);
  });

  test('a picture that is deleted before it is read, which S3 denies to whoever may not list the bucket', async () => {
    const denied = { answer: s3Refusal(403, 'AccessDenied') };
    const deleted = (response: ServerResponse): void => {
      instead.push({ asked: /^HEAD \/cards\/in/, ...denied });
      denied.answer(response);
    };
    await put('in/deleted');
    instead = [{ asked: /^GET/, answer: deleted }];
    expect(await answerTo({ s3Key: 'in/deleted' })).toEqual(['TemporaryFailure', 'gone']);
  });

  test('tasks for which no time is left are not begun', async () => {
    await Promise.all(['a', 'b', 'c'].map((name) => put(`in/time/${name}`)));
    let left = 60_000;
    read.mockImplementation(async () => {
      // 5 s for a picture, 2 for the rest
      left = 6999;
      return pictureOf(EXAMPLE_CARD);
    });
    const event = jobEvent('2.0', { a: { s3Key: 'in/time/a' }, b: { s3Key: 'in/time/b' }, c: { s3Key: 'in/time/c' } });
    const { results } = await handler(
      event,
      context(() => left),
    );
    expect(results.map(({ resultCode, resultString }) => [resultCode, resultString])).toEqual([
      ['Succeeded', 'read 1'],
      ['TemporaryFailure', 'no-time'],
      ['TemporaryFailure', 'no-time'],
    ]);
    expect(await resultsUnder('time/')).toHaveLength(1);
  });

  test('a picture that takes longer than it may', async () => {
    await put('in/slow');
    read.mockImplementation(() => new Promise(() => {}));
    // the clock of the budget starts with less than it was begun with
    const clock = jest.fn(() => 600).mockReturnValueOnce(60_000);
    const { results } = await handler(jobEvent('2.0', { slow: { s3Key: 'in/slow' } }), context(clock));
    expect(results).toEqual([{ taskId: 'slow', resultCode: 'TemporaryFailure', resultString: 'failed REQUEST_TIMEOUT' }]);
  });
});

test('what is no event of a job fails as a whole', async () => {
  expect(await errorCode(() => handler({ Records: [] }, context()))).toBe('REQUEST_SHAPE');
});

describe('beside the queue', () => {
  const tell = (object: { key: string; bytes: Uint8Array; sequencer: string; versionId?: string }) => {
    const body = notificationOf({ key: object.key, eTag: eTagOf(object.bytes), sequencer: object.sequencer, versionId: object.versionId });
    return ofQueue({ Records: [{ messageId: INVOCATION_ID, body }] } as SQSEvent, context());
  };
  const outcomes = () => output.records().flatMap(({ outcome }) => (outcome === undefined ? [] : [outcome]));

  test.each([
    ['a bucket without versions', undefined],
    ['a bucket with versions', 'v1'],
  ])('%s: who comes second finds the result of the first', async (_, versionId) => {
    const [first, second] = [`in/beside/${versionId}/1`, `in/beside/${versionId}/2`];
    for (const key of [first, second]) {
      await put(key);
      if (versionId) versions[`/cards/${key}`] = versionId;
    }
    await tell({ key: first, bytes: BYTES, sequencer: '0061', ...(versionId && { versionId }) });
    expect(await answerTo({ s3Key: first })).toEqual(['Succeeded', 'present']);
    expect(await answerTo({ s3Key: second })).toEqual(['Succeeded', 'read 1']);
    await tell({ key: second, bytes: BYTES, sequencer: '0061', ...(versionId && { versionId }) });
    expect(outcomes()).toEqual(['read', 'present', 'read', 'present']);
    expect(read).toHaveBeenCalledTimes(2);
    expect((await resultOf(second)).metadata).toEqual({ 'source-version': versionId ?? eTagOf(BYTES) });
  });

  test('what was put while the bucket kept no versions is told by its ETag', async () => {
    await put('in/of-old');
    versions['/cards/in/of-old'] = 'null';
    expect(await answerTo({ s3Key: 'in/of-old', versionId: 'null' })).toEqual(['Succeeded', 'read 1']);
    expect((await resultOf('in/of-old')).metadata).toEqual({ 'source-version': eTagOf(BYTES) });
  });

  test('a list of old versions: each key is read once, as it is now', async () => {
    await put('in/listed');
    versions['/cards/in/listed'] = 'v3';
    expect(await answerTo({ s3Key: 'in/listed', versionId: 'v1' })).toEqual(['Succeeded', 'read 1']);
    expect(await answerTo({ s3Key: 'in/listed', versionId: 'v2' })).toEqual(['Succeeded', 'present']);
    expect(await answerTo({ s3Key: 'in/listed', versionId: 'v3' })).toEqual(['Succeeded', 'present']);
    expect((await resultOf('in/listed')).metadata).toEqual({ 'source-version': 'v3' });
    expect(read).toHaveBeenCalledTimes(1);
  });

  test('a message of an older version that comes late changes nothing', async () => {
    const key = 'in/late';
    await put(key, OTHER);
    versions[`/cards/${key}`] = 'v2';
    await answerTo({ s3Key: key });
    await tell({ key, bytes: BYTES, sequencer: '0061', versionId: 'v1' });
    await tell({ key, bytes: OTHER, sequencer: '0062', versionId: 'v2' });
    expect(outcomes()).toEqual(['read', 'gone', 'present']);
    expect((await resultOf(key)).metadata).toEqual({ 'source-version': 'v2' });
  });

  test('what is put while a job reads its predecessor is read by the queue, and stays', async () => {
    const key = 'in/meanwhile';
    await put(key);
    read.mockImplementationOnce(async () => {
      await put(key, OTHER);
      await tell({ key, bytes: OTHER, sequencer: '0062' });
      return pictureOf(EXAMPLE_CARD);
    });
    expect(await answerTo({ s3Key: key })).toEqual(['TemporaryFailure', 'gone']);
    expect((await resultOf(key)).metadata).toEqual({ 'source-version': eTagOf(OTHER), 'source-sequencer': '0062' });
    expect(await answerTo({ s3Key: key })).toEqual(['Succeeded', 'present']);
  });

  test('nor does what a job reads replace the same bytes that are put meanwhile', async () => {
    const key = 'in/same-bytes';
    await put(key);
    versions[`/cards/${key}`] = 'v1';
    read.mockImplementationOnce(async () => {
      versions[`/cards/${key}`] = 'v2';
      await tell({ key, bytes: BYTES, sequencer: '0062', versionId: 'v2' });
      return pictureOf(EXAMPLE_CARD);
    });
    expect(await answerTo({ s3Key: key })).toEqual(['TemporaryFailure', 'gone']);
    expect((await resultOf(key)).metadata).toEqual({ 'source-version': 'v2', 'source-sequencer': '0062' });
    expect(await answerTo({ s3Key: key })).toEqual(['Succeeded', 'present']);
  });

  test('the result of an older version gives way', async () => {
    const key = 'in/older';
    await put(key);
    await tell({ key, bytes: BYTES, sequencer: '0061' });
    await put(key, OTHER);
    expect(await answerTo({ s3Key: key })).toEqual(['Succeeded', 'read 1']);
    expect((await resultOf(key)).metadata).toEqual({ 'source-version': eTagOf(OTHER) });
  });
});

test('neither logs nor what S3 stores of a job have a number or a key', async () => {
  const key = `in/${PAN} of Jane Doe.jpg`;
  await put(key);
  const done = await answerTo({ s3Key: inventoryKey(key) });
  read.mockRejectedValue(new Error(`${PAN} in ${key}`));
  await put('in/Jane Doe 2.jpg');
  const failed = await answerTo({ s3Key: 'in/Jane+Doe+2.jpg' });
  expect([done, failed]).toEqual([
    ['Succeeded', 'read 1'],
    ['TemporaryFailure', 'failed INTERNAL'],
  ]);
  expect(output.text()).not.toMatch(/6225|Jane/);
  const [first, failure, second] = output.records();
  expect(first).toEqual({
    level: 'info',
    requestId: (await resultOf(key)).answer.requestId,
    invocationId: INVOCATION_ID,
    receipts: null,
    outcome: 'read',
    code: null,
    ms: expect.any(Number),
    cards: 1,
    model: expect.stringMatching(/^[\da-f]{11}$/),
  });
  expect(failure).toMatchObject({ level: 'error', requestId: second?.requestId, failure: [{ name: 'Error' }] });
  expect(second).toMatchObject({ outcome: 'failed', code: 'INTERNAL' });
});
