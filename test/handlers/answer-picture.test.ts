import type { ServerResponse } from 'node:http';
import { answerPicture, isSettled, type PictureContext } from '../../handlers/answer-picture';
import { resultKeyOf as keyOfResult, type StoredPicture } from '../../handlers/stored-picture';
import type { CardReader } from '../../lib';
import { CardOcrError, DecodingTimeout, type PlainErrorCode } from '../../lib/errors';
import { errorCode } from '../helpers/error-code';
import { eTagOf } from '../helpers/picture-notifications';
import { EXAMPLE_CARD, pictureOf } from '../helpers/readings';
import { type ObjectStore, serveObjects } from '../helpers/s3';
import { s3Refusal } from '../helpers/s3-refusal';
import { VersionedObjects } from '../helpers/versioned-objects';

const REQUEST_ID = `20261124170000_${'ab'.repeat(16)}`;
const BYTES = Buffer.from('a picture');
const OLD = '0061';
const NEW = '0062';

const read = jest.fn<ReturnType<CardReader['read']>, Parameters<CardReader['read']>>();
const context: PictureContext = {
  reader: async () => ({ read }) as unknown as CardReader,
  limits: { buckets: ['cards'], limitBytes: 100, signal: new AbortController().signal, allowAddresses: [] },
  requestId: REQUEST_ID,
  today: new Date('2026-11-24T17:00:00Z'),
  isMasked: true,
};

const resultKeyOf = (key: string): string => keyOfResult(key, { pictures: 'in/', results: 'out/' });
/** A picture that S3 told of, by content. */
const told = (key: string, bytes: Uint8Array = BYTES, sequencer: string | null = OLD): StoredPicture => ({
  bucket: 'cards',
  key,
  resultKey: resultKeyOf(key),
  versionId: null,
  eTag: eTagOf(bytes),
  sequencer,
});

/** What S3 says of a key's result, in turn; null: as it is. */
let instead: ((response: ServerResponse) => void)[] = [];
/** Pictures of a bucket that keeps versions. */
const versioned = new VersionedObjects();
let store: ObjectStore;
beforeAll(async () => {
  store = await serveObjects(
    ['cards'],
    {
      '/cards/in/denied': s3Refusal(403, 'AccessDenied'),
      '/cards/in/versioned': (response, { url = '' }) => response.writeHead(url.includes('versionId=v%2F1') ? 200 : 404).end(BYTES),
    },
    (request, response) => {
      const answer = request.method === 'PUT' ? instead.shift() : undefined;
      answer?.(response);
      return answer !== undefined || versioned.answer(request, response);
    },
  );
});
afterAll(() => store.close());

beforeEach(() => {
  instead = [];
  read.mockReset().mockResolvedValue(pictureOf(EXAMPLE_CARD));
});

const resultOf = async (key: string) => {
  const { text, metadata } = await store.get('cards', resultKeyOf(key));
  return { answer: JSON.parse(text), metadata };
};

test('the result of a picture: the rich answer, masked, and what it is of', async () => {
  await store.put('cards', 'in/2026/a b.jpg', BYTES);
  expect(await answerPicture(told('in/2026/a b.jpg'), context)).toMatchObject({ outcome: 'read', code: null, cards: 1 });
  expect([...(read.mock.calls[0]?.[0] ?? [])]).toEqual([...BYTES]);
  // it is not read for longer than anybody waits for it
  expect(read.mock.calls[0]?.[1]?.signal).toBe(context.limits.signal);
  const { answer, metadata } = await resultOf('in/2026/a b.jpg');
  expect(answer).toMatchObject({
    requestId: REQUEST_ID,
    image: { width: 640, height: 400, orientation: 0 },
    cards: [{ pan: '622597******3000', panGrouped: '6225 97** **** 3000', expiry: { month: 7, year: 2022, expired: true } }],
    source: { key: 'in/2026/a b.jpg', version: eTagOf(BYTES) },
  });
  expect(JSON.stringify(answer)).not.toMatch(/9700|7000.?3000/);
  expect(metadata).toEqual({ 'source-version': eTagOf(BYTES), 'source-sequencer': OLD });
});

test('whole numbers where that is asked for', async () => {
  await store.put('cards', 'in/whole', BYTES);
  await answerPicture(told('in/whole'), { ...context, isMasked: false });
  expect((await resultOf('in/whole')).answer.cards).toMatchObject([{ pan: '6225970070003000' }]);
});

describe('what is wrong with the picture is its result', () => {
  test.each(['IMAGE_SIZE', 'IMAGE_DECODE_FAILED', 'GIF_READ_FAILED', 'NO_CARD', 'NUMBER_UNREADABLE'] as PlainErrorCode[])(
    '%s',
    async (code) => {
      const key = `in/${code}`;
      read.mockRejectedValue(new CardOcrError(code));
      await store.put('cards', key, BYTES);
      expect(await answerPicture(told(key), context)).toMatchObject({ outcome: 'refused', code, cards: 0 });
      const { message } = new CardOcrError(code);
      expect((await resultOf(key)).answer).toEqual({ code, message, requestId: REQUEST_ID, source: { key, version: eTagOf(BYTES) } });
    },
  );

  test('one that takes too long to decode: it would the next time, too', async () => {
    read.mockRejectedValue(new DecodingTimeout());
    await store.put('cards', 'in/slow', BYTES);
    expect(await answerPicture(told('in/slow'), context)).toMatchObject({ outcome: 'refused', code: 'REQUEST_TIMEOUT' });
    expect((await resultOf('in/slow')).answer).toMatchObject({ code: 'REQUEST_TIMEOUT', message: 'Request Timeout' });
  });

  test.each([
    ['empty', 0, 'IMAGE_EMPTY'],
    ['huge', 101, 'PAYLOAD_TOO_LARGE'],
  ])('%s', async (name, length, code) => {
    const bytes = new Uint8Array(length);
    await store.put('cards', `in/${name}`, bytes);
    expect(await answerPicture(told(`in/${name}`, bytes), context)).toMatchObject({ outcome: 'refused', code });
    expect((await resultOf(`in/${name}`)).answer.code).toBe(code);
    expect(read).not.toHaveBeenCalled();
  });
});

describe('what is wrong with us is not', () => {
  const nothingWritten = async (key: string): Promise<void> => expect(await store.list('cards', resultKeyOf(key))).toEqual([]);

  test.each(['REQUEST_TIMEOUT', 'INFERENCE_FAILED', 'MODEL_OUTPUT_UNEXPECTED', 'INTERNAL'] as PlainErrorCode[])('%s', async (code) => {
    read.mockRejectedValue(new CardOcrError(code));
    await store.put('cards', `in/${code}`, BYTES);
    expect(await errorCode(() => answerPicture(told(`in/${code}`), context))).toBe(code);
    await nothingWritten(`in/${code}`);
  });

  test('models that cannot be loaded', async () => {
    const failure = new Error('no models');
    await store.put('cards', 'in/no-models', BYTES);
    await expect(answerPicture(told('in/no-models'), { ...context, reader: () => Promise.reject(failure) })).rejects.toBe(failure);
    await nothingWritten('in/no-models');
  });

  test('a picture that may not be read', async () => {
    expect(await errorCode(() => answerPicture(told('in/denied'), context))).toBe('DOWNLOAD_FAILED');
    await nothingWritten('in/denied');
  });

  test('another bucket: nothing is asked of it', async () => {
    const before = store.requests.length;
    expect(await errorCode(() => answerPicture({ ...told('in/a'), bucket: 'others' }, context))).toBe('DOWNLOAD_FAILED');
    expect(store.requests.length).toBe(before);
  });

  test('a result that cannot be written', async () => {
    await store.put('cards', 'in/unwritable', BYTES);
    instead = [s3Refusal(403, 'AccessDenied')];
    expect(await errorCode(() => answerPicture(told('in/unwritable'), context))).toBe('DOWNLOAD_FAILED');
  });
});

describe('once a version', () => {
  test('what is there of the same version stays, and the picture is not even asked for', async () => {
    await store.put('cards', 'in/same', BYTES);
    const picture = told('in/same');
    expect(await isSettled(picture, context.limits)).toBe(false);
    await answerPicture(picture, context);
    const before = store.requests.length;
    expect(await isSettled(picture, context.limits)).toBe(true);
    expect(await answerPicture(picture, context)).toEqual({ outcome: 'present', code: null, cards: 0 });
    expect(store.requests.slice(before)).toEqual(['HEAD /cards/out/same.json', 'HEAD /cards/out/same.json']);
    expect(read).toHaveBeenCalledTimes(1);
  });

  test('the result of a newer version stays, whatever comes late', async () => {
    await store.put('cards', 'in/late', BYTES);
    await answerPicture(told('in/late', BYTES, NEW), context);
    const late = told('in/late', Buffer.from('before'), OLD);
    expect(await isSettled(late, context.limits)).toBe(true);
    expect(await answerPicture(late, context)).toMatchObject({ outcome: 'superseded' });
    expect((await resultOf('in/late')).metadata['source-version']).toBe(eTagOf(BYTES));
  });

  test('a version is read by its id, though it is the current one no more', async () => {
    const versioned = { ...told('in/versioned'), versionId: 'v/1', eTag: 'ff' };
    expect(await answerPicture(versioned, context)).toMatchObject({ outcome: 'read' });
    expect((await resultOf('in/versioned')).metadata).toEqual({ 'source-version': 'v/1', 'source-sequencer': OLD });
  });

  test('the result of an older one is replaced', async () => {
    const other = Buffer.from('another');
    await store.put('cards', 'in/replaced', BYTES);
    await answerPicture(told('in/replaced'), context);
    await store.put('cards', 'in/replaced', other);
    expect(await isSettled(told('in/replaced', other, NEW), context.limits)).toBe(false);
    expect(await answerPicture(told('in/replaced', other, NEW), context)).toMatchObject({ outcome: 'read' });
    expect((await resultOf('in/replaced')).metadata).toEqual({ 'source-version': eTagOf(other), 'source-sequencer': NEW });
  });

  test('without sequencers only the current content is read', async () => {
    const other = Buffer.from('another');
    await store.put('cards', 'in/current', other);
    expect(await answerPicture(told('in/current', BYTES, null), context)).toEqual({ outcome: 'gone', code: null, cards: 0 });
    expect(await answerPicture(told('in/current', other, null), context)).toMatchObject({ outcome: 'read' });
    expect((await resultOf('in/current')).metadata).toEqual({ 'source-version': eTagOf(other) });
  });

  test('beside the result of a job, which has no sequencer, only the current content is read, whatever comes late', async () => {
    const other = Buffer.from('another');
    await store.put('cards', 'in/of-a-job', other);
    const ofJob = { ...told('in/of-a-job', other, null), versionId: 'v2' };
    expect(await answerPicture(ofJob, context)).toMatchObject({ outcome: 'read' });
    expect((await resultOf('in/of-a-job')).metadata).toEqual({ 'source-version': 'v2' });
    expect(await answerPicture({ ...ofJob, sequencer: NEW }, context)).toMatchObject({ outcome: 'present' });
    // it can still be read by its id
    const late = { ...told('in/of-a-job', BYTES, OLD), versionId: 'v1' };
    expect(await answerPicture(late, context)).toMatchObject({ outcome: 'gone' });
    expect((await resultOf('in/of-a-job')).metadata).toEqual({ 'source-version': 'v2' });
    expect(read).toHaveBeenCalledTimes(1);
  });

  test('a result without a sequencer gives way to newer content', async () => {
    const other = Buffer.from('another');
    await store.put('cards', 'in/overtaken', BYTES);
    await answerPicture({ ...told('in/overtaken', BYTES, null), versionId: 'v1' }, context);
    await store.put('cards', 'in/overtaken', other);
    expect(await answerPicture({ ...told('in/overtaken', other, NEW), versionId: 'v2' }, context)).toMatchObject({ outcome: 'read' });
    expect((await resultOf('in/overtaken')).metadata).toEqual({ 'source-version': 'v2', 'source-sequencer': NEW });
  });

  describe('of versions with the same bytes, which have the same ETag', () => {
    /** A version, told of by an event, or, without a sequencer, seen by a job. */
    const version = (key: string, versionId: string, sequencer: string | null): StoredPicture => ({
      ...told(key, BYTES, sequencer),
      versionId,
    });
    const versionsOf = (key: string, versions: Readonly<Record<string, Uint8Array>>): void => {
      for (const [id, bytes] of Object.entries(versions)) versioned.put(`/cards/${key}`, id, bytes);
    };

    test('the older one that comes late changes nothing that a job wrote', async () => {
      versionsOf('in/equal', { v1: BYTES, v2: BYTES });
      await answerPicture(version('in/equal', 'v2', null), context);
      expect(await answerPicture(version('in/equal', 'v1', OLD), context)).toEqual({ outcome: 'gone', code: null, cards: 0 });
      expect((await resultOf('in/equal')).metadata).toEqual({ 'source-version': 'v2' });
      expect(read).toHaveBeenCalledTimes(1);
    });

    test('the one that a job saw is not read in the place of another, though other content came between', async () => {
      versionsOf('in/back', { v1: BYTES, v2: Buffer.from('another'), v3: BYTES });
      expect(await answerPicture(version('in/back', 'v1', null), context)).toMatchObject({ outcome: 'gone' });
      expect(await store.list('cards', 'out/back')).toEqual([]);
      expect(await answerPicture(version('in/back', 'v3', null), context)).toMatchObject({ outcome: 'read' });
    });

    test('the one that a job reads does not replace the other, which comes meanwhile', async () => {
      versionsOf('in/overtaking', { v1: BYTES });
      read.mockImplementationOnce(async () => {
        versionsOf('in/overtaking', { v2: BYTES });
        await answerPicture(version('in/overtaking', 'v2', NEW), context);
        return pictureOf(EXAMPLE_CARD);
      });
      expect(await answerPicture(version('in/overtaking', 'v1', null), context)).toMatchObject({ outcome: 'gone' });
      expect((await resultOf('in/overtaking')).metadata).toEqual({ 'source-version': 'v2', 'source-sequencer': NEW });
      // nor is it written again
      expect(await answerPicture(version('in/overtaking', 'v2', NEW), context)).toMatchObject({ outcome: 'present' });
    });
  });

  describe('beside the result of a job, content that was deleted, which S3 denies', () => {
    /** A job has read `v1`; this version came, and was deleted. */
    async function deleted(key: string, bytes: Uint8Array): Promise<StoredPicture> {
      const path = `/cards/${key}`;
      versioned.put(path, 'v1', BYTES);
      await answerPicture({ ...told(key, BYTES, null), versionId: 'v1' }, context);
      versioned.put(path, 'v2', bytes);
      versioned.delete(path);
      return { ...told(key, bytes, NEW), versionId: 'v2' };
    }

    test.each([
      ['in/deleted', Buffer.from('another')],
      // whatever it is, no result tells of it
      ['in/deleted-empty', new Uint8Array()],
      ['in/deleted-huge', new Uint8Array(101)],
    ])('%s is gone, for its version is there', async (key, bytes) => {
      expect(await answerPicture(await deleted(key, bytes), context)).toEqual({ outcome: 'gone', code: null, cards: 0 });
      expect((await resultOf(key)).metadata).toEqual({ 'source-version': 'v1' });
    });

    test('is a failure where its version is denied, too', async () => {
      const picture = await deleted('in/deleted-denied', Buffer.from('another'));
      expect(await errorCode(() => answerPicture({ ...picture, versionId: 'v3' }, context))).toBe('DOWNLOAD_FAILED');
    });
  });

  test('a picture that is gone has no result', async () => {
    expect(await answerPicture(told('in/gone'), context)).toEqual({ outcome: 'gone', code: null, cards: 0 });
    expect(await store.list('cards', 'out/gone')).toEqual([]);
  });

  test('what another worker wrote meanwhile is seen before it is overwritten', async () => {
    await store.put('cards', 'in/raced', BYTES);
    read.mockImplementationOnce(async () => {
      // the other is faster
      await answerPicture(told('in/raced', BYTES, OLD), context);
      return pictureOf(EXAMPLE_CARD);
    });
    expect(await answerPicture(told('in/raced'), context)).toMatchObject({ outcome: 'present' });
    expect(read).toHaveBeenCalledTimes(2);
  });

  test.each([
    // the result that was to be replaced is gone
    [404, 'NoSuchKey'],
    [409, 'ConditionalRequestConflict'],
    [412, 'PreconditionFailed'],
  ])('a conflict of writers (%d): tried again, but not for ever', async (status, code) => {
    const conflict = s3Refusal(status, code);
    await store.put('cards', `in/conflict-${status}`, BYTES);
    instead = [conflict, conflict, conflict];
    expect(await errorCode(() => answerPicture(told(`in/conflict-${status}`), context))).toBe('SERVICE_UNAVAILABLE');
    instead = [conflict, conflict];
    expect(await answerPicture(told(`in/conflict-${status}`), context)).toMatchObject({ outcome: 'read' });
  });
});
