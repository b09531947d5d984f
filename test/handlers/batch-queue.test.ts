import type { Context, SQSEvent, SQSRecord } from 'aws-lambda';
import type { handler as handlerType } from '../../handlers/batch-queue';
import { warmReader } from '../../handlers/reader';
import type { CardReader } from '../../lib';
import { CardOcrError } from '../../lib/errors';
import { captureOutput } from '../helpers/captured-output';
import { eTagOf, notificationOf, TEST_NOTIFICATION, type ToldObject } from '../helpers/picture-notifications';
import { EXAMPLE_CARD, pictureOf } from '../helpers/readings';
import { type ObjectStore, serveObjects } from '../helpers/s3';
import { s3Refusal } from '../helpers/s3-refusal';

jest.mock('../../handlers/reader', () => ({ warmReader: jest.fn() }));

const INVOCATION_ID = '0f8fad5b-d9cb-469f-a165-70867728950e';
const BYTES = Buffer.from('a picture');
const PAN = EXAMPLE_CARD.pan;

const output = captureOutput();
const read = jest.fn<ReturnType<CardReader['read']>, Parameters<CardReader['read']>>();
let handler: typeof handlerType;
let store: ObjectStore;
/** Where S3 has trouble. */
let broken = '';
/** What S3 says of each manifest that is written; null: as it is. */
let instead: number | null = null;

beforeAll(async () => {
  Object.assign(process.env, { S3_BUCKETS: 'cards', BATCH_MANIFEST: 'on', TIME_BUDGET_MS: '5000' });
  ({ handler } = await import('../../handlers/batch-queue'));
  store = await serveObjects(['cards'], {}, ({ method, url = '' }, response) => {
    const status = broken !== '' && url.includes(broken) ? 403 : method === 'PUT' && url.includes('out/manifests/') ? instead : null;
    if (status !== null) s3Refusal(status, 'No')(response);
    return status !== null;
  });
});
afterAll(() => store.close());

beforeEach(() => {
  broken = '';
  instead = null;
  read.mockReset().mockResolvedValue(pictureOf(EXAMPLE_CARD));
  jest.mocked(warmReader).mockResolvedValue({ read } as unknown as CardReader);
});

let id = 0;
const message = (body: string, receipts = 1): SQSRecord => {
  const messageId = `0f8fad5b-d9cb-469f-a165-${String(id++).padStart(12, '0')}`;
  return { messageId, body, attributes: { ApproximateReceiveCount: String(receipts) } } as SQSRecord;
};
const told = (key: string): ToldObject => ({ key, eTag: eTagOf(BYTES), sequencer: '0061' });
/** Put pictures; one message each. */
async function put(...keys: string[]): Promise<SQSRecord[]> {
  for (const key of keys) await store.put('cards', key, BYTES);
  return keys.map((key) => message(notificationOf(told(key))));
}

/** The ids that are given back; each millisecond of `remainingMs` is gone after it. */
async function failuresOf(Records: readonly SQSRecord[], remainingMs = () => 60_000): Promise<string[]> {
  const context: Partial<Context> = { awsRequestId: INVOCATION_ID, getRemainingTimeInMillis: remainingMs };
  const { batchItemFailures } = await handler({ Records } as SQSEvent, context);
  return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
}
const idsOf = (messages: readonly SQSRecord[]): string[] => messages.map(({ messageId }) => messageId).sort();
const outcomes = () => output.records().flatMap(({ outcome }) => (outcome === undefined ? [] : [outcome]));
const resultsUnder = (folder: string): Promise<string[]> => store.list('cards', `out/${folder}`);

test('a batch: a result a picture, and nothing given back', async () => {
  expect(await failuresOf(await put('in/all/a.jpg', 'in/all/b.jpg'))).toEqual([]);
  expect(await resultsUnder('all/')).toEqual(['out/all/a.jpg.json', 'out/all/b.jpg.json']);
  expect(outcomes()).toEqual(['read', 'read']);
});

test('several pictures in one message, one of which fails: it comes again, and only that one is read then', async () => {
  await put('in/several/a.jpg', 'in/several/b.jpg');
  const both = message(notificationOf(told('in/several/a.jpg'), told('in/several/b.jpg')));
  read.mockResolvedValueOnce(pictureOf(EXAMPLE_CARD)).mockRejectedValueOnce(new CardOcrError('INFERENCE_FAILED'));
  expect(await failuresOf([both])).toEqual([both.messageId]);
  expect(await resultsUnder('several/')).toEqual(['out/several/a.jpg.json']);
  expect(await failuresOf([both])).toEqual([]);
  expect(await resultsUnder('several/')).toEqual(['out/several/a.jpg.json', 'out/several/b.jpg.json']);
  expect(read).toHaveBeenCalledTimes(3);
});

test('what tells of no picture is done with', async () => {
  expect(await failuresOf([message(TEST_NOTIFICATION), message(notificationOf(told('out/a.json')))])).toEqual([]);
  expect(output.text()).toBe('');
});

test('only what failed is given back', async () => {
  const messages = await put('in/some/a.jpg', 'in/some/b.jpg', 'in/some/c.jpg');
  broken = 'in/some/b.jpg';
  const strange = message('{"Records":"none"}');
  expect((await failuresOf([...messages, strange])).sort()).toEqual(idsOf([messages[1]!, strange]));
  expect(await resultsUnder('some/')).toEqual(['out/some/a.jpg.json', 'out/some/c.jpg.json']);
});

test.each(['in/jobs/a.jpg', 'in/manifests/a.jpg'])('%s: no result is put where others may read it', async (key) => {
  const [picture] = await put(key);
  expect(await failuresOf([picture!])).toEqual([picture?.messageId]);
  expect(output.records()).toContainEqual(expect.objectContaining({ outcome: 'failed', code: 'REQUEST_SHAPE' }));
  expect(await resultsUnder(key.slice('in/'.length))).toEqual([]);
});

test('a reader that cannot be loaded fails all', async () => {
  jest.mocked(warmReader).mockRejectedValue(new Error('no models'));
  const messages = await put('in/none/a.jpg', 'in/none/b.jpg');
  expect((await failuresOf(messages)).sort()).toEqual(idsOf(messages));
});

describe('time', () => {
  test('what cannot take its whole budget is not begun', async () => {
    const messages = await put('in/time/a.jpg', 'in/time/b.jpg', 'in/time/c.jpg');
    let left = 60_000;
    read.mockImplementation(async () => {
      // 5 s for a picture, 2 for the rest
      left = 6999;
      return pictureOf(EXAMPLE_CARD);
    });
    expect(await failuresOf(messages, () => left)).toHaveLength(2);
    expect(await resultsUnder('time/')).toHaveLength(1);
    expect(outcomes()).toEqual(['read', 'no-time', 'no-time']);
  });

  test('a picture that takes longer than it may comes again', async () => {
    const [slow] = await put('in/slow.jpg');
    read.mockImplementation(() => new Promise(() => {}));
    // the clock of the budget starts with less than it was begun with
    const clock = jest.fn(() => 600).mockReturnValueOnce(60_000);
    expect(await failuresOf([slow!], clock)).toEqual([slow?.messageId]);
    expect(output.records()).toContainEqual(expect.objectContaining({ outcome: 'failed', code: 'REQUEST_TIMEOUT' }));
  });
});

describe('messages that come again', () => {
  test('beside some whose pictures are answered are left alone, so that those are done with', async () => {
    const [answered, suspect, fresh] = await put('in/again/answered.jpg', 'in/again/suspect.jpg', 'in/again/fresh.jpg');
    await failuresOf([answered!]);
    const again = [answered!, suspect!].map(({ body }) => message(body, 2));
    expect(await failuresOf([...again, fresh!])).toEqual([again[1]?.messageId]);
    expect(await resultsUnder('again/')).toEqual(['out/again/answered.jpg.json', 'out/again/fresh.jpg.json']);
    expect(outcomes().sort()).toEqual(['postponed', 'present', 'read', 'read']);
  });

  test('are left alone at every second receipt only, so that each has its turn', async () => {
    const [answered, suspect] = await put('in/turn/answered.jpg', 'in/turn/suspect.jpg');
    await failuresOf([answered!]);
    expect(await failuresOf([message(answered!.body, 2), message(suspect!.body, 3)])).toEqual([]);
    expect(outcomes().sort()).toEqual(['present', 'read', 'read']);
  });

  test('are not answered as long as one of their pictures is not', async () => {
    const [answered] = await put('in/part/answered.jpg', 'in/part/suspect.jpg');
    await failuresOf([answered!]);
    const suspect = message(notificationOf(told('in/part/answered.jpg'), told('in/part/suspect.jpg')), 2);
    expect(await failuresOf([message(answered!.body, 2), suspect])).toEqual([suspect.messageId]);
    expect(outcomes().sort()).toEqual(['postponed', 'present', 'read']);
  });

  test('are worked on when none of them is answered, as after an outage', async () => {
    const messages = (await put('in/outage/a.jpg', 'in/outage/b.jpg')).map(({ body }) => message(body, 2));
    expect(await failuresOf(messages)).toEqual([]);
    expect(outcomes()).toEqual(['read', 'read']);
  });

  test('are worked on beside some that nobody can understand', async () => {
    const [picture] = await put('in/beside.jpg');
    const strange = message('{', 3);
    expect(await failuresOf([message(picture!.body, 3), strange])).toEqual([strange.messageId]);
  });
});

describe('the manifest', () => {
  test('says what became of each picture that was done with', async () => {
    const messages = await put('in/listed/a.jpg', 'in/listed/broken.jpg');
    broken = 'in/listed/broken.jpg';
    const Records = [...messages, message(notificationOf(told('in/listed/gone.jpg')))];
    await handler({ Records } as SQSEvent, { awsRequestId: 'of-its-own' });
    const [key = ''] = (await resultsUnder('manifests/')).filter((name) => name.endsWith('/of-its-own.jsonl'));
    const { text } = await store.get('cards', key);
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
      .sort((a, b) => (a.key < b.key ? -1 : 1));
    const version = eTagOf(BYTES);
    expect(lines).toEqual([
      { key: 'in/listed/a.jpg', version, status: 'read', code: null, result: 'out/listed/a.jpg.json' },
      { key: 'in/listed/gone.jpg', version, status: 'gone', code: null, result: null },
    ]);
  });

  test('cannot be written: all come again, and are found done', async () => {
    const messages = await put('in/unlisted/a.jpg', 'in/unlisted/b.jpg');
    broken = 'out/manifests/';
    expect((await failuresOf(messages)).sort()).toEqual(idsOf(messages));
    broken = '';
    const { batchItemFailures } = await handler({ Records: messages } as SQSEvent, { awsRequestId: 'the-next' });
    expect(batchItemFailures).toEqual([]);
    expect(read).toHaveBeenCalledTimes(2);
  });

  test.each([404, 409, 412])('is not written, says S3 (%d), and is not there: all come again', async (status) => {
    const messages = await put(`in/not-written-${status}/a.jpg`, `in/not-written-${status}/b.jpg`);
    instead = status;
    const { batchItemFailures } = await handler({ Records: messages } as SQSEvent, { awsRequestId: `not-written-${status}` });
    expect(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier).sort()).toEqual(idsOf(messages));
    expect(output.records()).toContainEqual(expect.objectContaining({ level: 'error', failure: expect.anything() }));
  });

  test.each([409, 412])(
    'is not written, says S3 (%d), and is there, by a request whose answer was lost: nothing comes again',
    async (status) => {
      const context = { awsRequestId: `lost-${status}` };
      await handler({ Records: await put(`in/lost-${status}/a.jpg`) } as SQSEvent, context);
      instead = status;
      expect(await handler({ Records: await put(`in/lost-${status}/b.jpg`) } as SQSEvent, context)).toEqual({ batchItemFailures: [] });
    },
  );
});

test('logs have neither a number nor a key, and what failed has its cause', async () => {
  const key = `in/${PAN} of Jane Doe.jpg`;
  await failuresOf(await put(key));
  read.mockRejectedValue(new Error(`${PAN} in ${key}`));
  await failuresOf(await put('in/Jane Doe 2.jpg'));
  expect(output.text()).not.toMatch(/6225|Jane/);
  const [done, failed, failure] = output.records();
  expect(done).toEqual({
    level: 'info',
    requestId: expect.stringMatching(/^\d{14}_0f8fad5bd9cb469fa165\d{12}$/),
    invocationId: INVOCATION_ID,
    receipts: 1,
    outcome: 'read',
    code: null,
    ms: expect.any(Number),
    cards: 1,
    model: expect.stringMatching(/^[\da-f]{11}$/),
  });
  expect(failed).toMatchObject({ outcome: 'failed', code: 'INTERNAL' });
  expect(failure).toMatchObject({ level: 'error', requestId: failed?.requestId, failure: [{ name: 'Error' }] });
});
