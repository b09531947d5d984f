import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { maskPan } from '../../lib';
import { seededRandom } from '../../scripts/build/specimens/random';
import { type WorkDone, workOff } from '../helpers/event-source';
import { type Fixture, fixture } from '../helpers/fixtures';
import { MessageQueue } from '../helpers/message-queue';
import { Mishaps } from '../helpers/mishaps';
import { eTagOf, notificationOf, TEST_NOTIFICATION } from '../helpers/picture-notifications';
import { type ObjectStore, serveObjects } from '../helpers/s3';

const ROOT = path.resolve(__dirname, '../..');
const BUCKET = 'cards';
const SEED = 20261125;

/** The numbers that are deployed. */
const { functions, resources } = parse(readFileSync(path.join(ROOT, 'serverless.batch.yml'), 'utf8'), { merge: true });
const { batchSize, functionResponseType } = functions.batch.events[0].sqs;
const { maxReceiveCount } = resources.Resources.PictureQueue.Properties.RedrivePolicy;

jest.setTimeout(180_000);

/** One picture under `in/`, and what its result has to say. */
interface Task {
  readonly key: string;
  readonly bytes: Uint8Array;
  /** the picture's number; or the code of the error */
  readonly tells: { readonly card: Fixture } | { readonly code: string };
}

const card = (name: string, key = `${name}.jpg`): Task => {
  const found = fixture(name);
  return { key: `in/${key}`, bytes: readFileSync(found.file), tells: { card: found } };
};
const refused = (key: string, bytes: Uint8Array, code: string): Task => ({ key: `in/${key}`, bytes, tells: { code } });

const POISON = card('amex-15', 'poison.jpg');
const OVERWRITTEN = card('flat-19-6-13', 'again/same key.jpg');
const OVERWRITING = card('embossed-16', 'again/same key.jpg');
const TWICE = card('embossed-16', 'twice.jpg');
/** Whose workers are killed once, while they read; when they have read and are about to write; when they have written and are not told so. */
const KILLED = {
  reading: [card('stacked-16', 'killed/reading 1.jpg'), card('flat-16', 'killed/reading 2.jpg')],
  unwritten: [card('turned-90', 'killed/unwritten 1.jpg'), card('portrait', 'killed/unwritten 2.jpg')],
  written: [card('embossed-16', 'killed/written 1.jpg'), card('no-expiry', 'killed/written 2.jpg')],
} as const;
/** What S3 refuses to hand out at first. */
const THROTTLED = card('tilted-12', 'throttled.jpg');
const TASKS: readonly Task[] = [
  TWICE,
  THROTTLED,
  ...Object.values(KILLED).flat(),
  card('flat-16', '2026/11 25/卡+%20&?#=;.jpg'),
  card('flat-19-4-4-4-4-3'),
  card('embossed-foil-16', 'a.json'),
  card('luhn-fails-16', 'no extension'),
  card('turned-180'),
  card('flat-19-unspaced'),
  refused('no-card.jpg', readFileSync(fixture('no-card').file), 'NO_CARD'),
  refused('broken.jpg', readFileSync(fixture('flat-16').file).subarray(0, 3000), 'IMAGE_DECODE_FAILED'),
  refused('letter.txt', Buffer.from('no picture'), 'IMAGE_DECODE_FAILED'),
  refused('empty.jpg', new Uint8Array(), 'IMAGE_EMPTY'),
  ...Array.from({ length: 20 }, (_, i) => card(i % 2 ? 'embossed-16' : 'flat-19-6-13', `many/${i}.jpg`)),
];

const resultOf = (key: string): string => `out/${key.slice('in/'.length)}.json`;
/** What S3 refuses at first: the SDK asks three times. */
const MOST_THROTTLED = 4;
let duplicates = 0;
let store: ObjectStore;

const mishaps = new Mishaps(BUCKET);
mishaps.plan(`GET ${POISON.key}`, 'dies-working', Number.POSITIVE_INFINITY);
mishaps.plan(`GET ${THROTTLED.key}`, { status: 503, code: 'SlowDown' }, MOST_THROTTLED);
for (const { key } of KILLED.reading) mishaps.plan(`GET ${key}`, 'dies-working');
for (const { key } of KILLED.unwritten) mishaps.plan(`PUT ${resultOf(key)}`, 'dies-unwritten');
for (const { key } of KILLED.written) mishaps.plan(`PUT ${resultOf(key)}`, 'dies-untold');
const { written, logged } = mishaps;
const startWorker = () => mishaps.startWorker({ ...functions.batch, environment: { BATCH_MANIFEST: 'on' } });

let sequence = 0x10;
/** Put a picture, and what S3 tells of it. */
async function put({ key, bytes }: Task): Promise<string> {
  await store.put(BUCKET, key, bytes);
  sequence += 1;
  return notificationOf({ key, eTag: eTagOf(bytes), sequencer: `0061${sequence.toString(16).toUpperCase()}` });
}

const jsonAt = async (key: string): Promise<Record<string, unknown>> => JSON.parse((await store.get(BUCKET, key)).text);

/** What a result says of its picture, in the words of `Task`. */
async function toldOf({ key, tells }: Task): Promise<unknown> {
  const { code, cards, source } = await jsonAt(resultOf(key));
  const { key: from } = source as { key: string };
  if ('code' in tells) return { from, code };
  return {
    from,
    cards: (cards as { maskedPan: string; panGrouped: string }[]).map(({ maskedPan, panGrouped }) => [maskedPan, panGrouped]),
  };
}

function expectedOf({ key, tells }: Task): unknown {
  if ('code' in tells) return { from: key, code: tells.code };
  const masked = maskPan(tells.card.expected.panGrouped ?? '');
  return { from: key, cards: [[masked, masked]] };
}

let queue: MessageQueue;
let done: WorkDone;
let poisonId: string;
let stale: string;

beforeAll(async () => {
  store = await serveObjects([BUCKET], {}, mishaps.intercept);
  queue = new MessageQueue(maxReceiveCount, seededRandom(SEED));
  queue.send(TEST_NOTIFICATION);
  poisonId = queue.send(await put(POISON));
  stale = await put(OVERWRITTEN);
  // both messages are there before either is worked on, and come in any order
  queue.send(stale);
  queue.send(await put(OVERWRITING));
  for (const task of TASKS) {
    const body = await put(task);
    // S3 may tell the same twice, and SQS hand out the same twice, at once
    queue.send(body, task === TWICE ? 3 : 1);
    if (task === TWICE || 'code' in task.tells) queue.send(body);
    duplicates += task === TWICE ? 3 : 'code' in task.tells ? 1 : 0;
  }
  done = await workOff({ queue, batchSize, maximumConcurrency: 2, startWorker });
});

afterAll(() => store.close());

test('workers died on purpose, and S3 was away', () => {
  const once = Object.values(KILLED).flat().length;
  const { counts, started: workers } = mishaps;
  console.log({ objects: TASKS.length + 2, duplicates, ...counts, ...done, workers, deadLetters: queue.deadLetters.length });
  expect(functionResponseType).toBe('ReportBatchItemFailures');
  expect(mishaps.left).toEqual([]);
  // at some of its receipts the poison is not touched
  expect(counts.kills).toBeGreaterThanOrEqual(once + 2);
  expect(counts.kills).toBeLessThanOrEqual(once + maxReceiveCount);
  expect(counts.refusals).toBe(MOST_THROTTLED);
  expect(done.failedInvocations).toBe(counts.kills);
  expect(logged()).toContain('"outcome":"failed","code":"DOWNLOAD_FAILED"');
});

test('what always kills its worker ends in the dead-letter queue, and nothing else does', () => {
  expect(queue.deadLetters.map(({ messageId, receipts }) => [messageId, receipts])).toEqual([[poisonId, maxReceiveCount]]);
  expect(queue.size).toBe(0);
});

test('every other picture has one result, and nothing beside', async () => {
  const results = (await store.list(BUCKET, 'out/')).filter((key) => !key.startsWith('out/manifests/'));
  expect(results).toEqual([...TASKS, OVERWRITING].map(({ key }) => resultOf(key)).sort());
});

test.each([...TASKS, OVERWRITING].map((task) => [task.key, task] as const))('the result of %s is right', async (_, task) => {
  expect(await toldOf(task)).toEqual(expectedOf(task));
});

test('each was written once, however often it was told, and by whomever', () => {
  const results = TASKS.map(({ key }) => [resultOf(key), 1]);
  expect(TASKS.map(({ key }) => [resultOf(key), written.get(resultOf(key))])).toEqual(results);
});

test('results and manifests carry the version that they are of, and no number', async () => {
  const keys = await store.list(BUCKET, 'out/');
  const objects = await Promise.all(keys.map((key) => store.get(BUCKET, key)));
  const results = new Map(keys.map((key, i) => [key, objects[i]?.metadata['source-version']]));
  for (const { key, bytes } of TASKS) expect([key, results.get(resultOf(key))]).toEqual([key, eTagOf(bytes)]);
  for (const { text } of objects) expect(numbersIn(text)).toEqual([]);
});

test('manifests list each picture that was done with', async () => {
  const manifests = await Promise.all((await store.list(BUCKET, 'out/manifests/')).map((key) => store.get(BUCKET, key)));
  const lines = manifests.flatMap(({ text }) => text.trimEnd().split('\n')).map((line) => JSON.parse(line));
  expect(new Set(lines.map(({ key }) => key))).toEqual(new Set([...TASKS, OVERWRITING].map(({ key }) => key)));
  expect(lines.map(({ status }) => status)).toEqual(expect.arrayContaining(['read', 'refused', 'present']));
  const old = eTagOf(OVERWRITTEN.bytes);
  const ofOld = lines.filter(({ key, version }) => key === OVERWRITTEN.key && version === old).map(({ status }) => status);
  expect(ofOld).not.toEqual([]);
  expect(ofOld.filter((status) => !['gone', 'superseded'].includes(status))).toEqual([]);
  expect(lines.filter(({ key, result }) => key === TWICE.key && result === resultOf(TWICE.key)).length).toBeGreaterThanOrEqual(4);
});

test('logs tell neither numbers nor keys', () => {
  expect(logged().match(/"outcome":"read"/g)?.length).toBeGreaterThan(TASKS.length / 2);
  expect(numbersIn(logged())).toEqual([]);
  for (const { key } of [POISON, ...TASKS]) expect(logged()).not.toContain(key.slice('in/'.length));
});

test('what comes late changes nothing', async () => {
  const before = await jsonAt(resultOf(OVERWRITING.key));
  const writes = [...written];
  queue.send(stale);
  queue.send(notificationOf({ key: TWICE.key, eTag: eTagOf(TWICE.bytes), sequencer: '0061FF' }));
  await workOff({ queue, batchSize, maximumConcurrency: 1, startWorker });
  expect(await jsonAt(resultOf(OVERWRITING.key))).toEqual(before);
  expect([...written].filter(([key]) => !key.startsWith('out/manifests/'))).toEqual(
    writes.filter(([key]) => !key.startsWith('out/manifests/')),
  );
});

test('a picture that is put anew is read anew', async () => {
  const other = card('flat-16', 'twice.jpg');
  queue.send(await put(other));
  await workOff({ queue, batchSize, maximumConcurrency: 1, startWorker });
  expect(await toldOf(other)).toEqual(expectedOf(other));
});

/** Numbers of the pictures that stand in a text, plain or grouped. */
function numbersIn(text: string): string[] {
  const pictures = [...TASKS, POISON, OVERWRITTEN, OVERWRITING].flatMap(({ tells }) => ('card' in tells ? [tells.card.expected] : []));
  return pictures
    .flatMap(({ pan, panGrouped }) => [pan, panGrouped])
    .filter((number): number is string => typeof number === 'string' && text.includes(number));
}
