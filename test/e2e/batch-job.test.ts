import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { maskPan } from '../../lib';
import { seededRandom } from '../../scripts/build/specimens/random';
import { type JobReport, type ReportLine, reportText, runJob } from '../helpers/batch-operations';
import { type WorkDone, workOff } from '../helpers/event-source';
import { type Fixture, fixture, listFixtures } from '../helpers/fixtures';
import { inventoryKey, type ListedObject } from '../helpers/job-events';
import { MessageQueue } from '../helpers/message-queue';
import { Mishaps } from '../helpers/mishaps';
import { eTagOf, notificationOf } from '../helpers/picture-notifications';
import { type ObjectStore, serveObjects } from '../helpers/s3';

/**
 * A job of S3 Batch Operations over a bucket in which one task in twenty goes wrong, beside a queue that is told of a tenth of the same objects
 * at the same time. `JOB_TASKS=10000 npx jest test/e2e/batch-job.test.ts` runs a long one.
 */
const TASKS = Number(process.env.JOB_TASKS) || 250;

const ROOT = path.resolve(__dirname, '../..');
const BUCKET = 'cards';
const SEED = 20261126;
/** Calls of one task before the job gives it up. */
const MOST_CALLS = 6;
/** So many objects are put, or looked at, at once. */
const AT_ONCE = 8;

const { functions, resources } = parse(readFileSync(path.join(ROOT, 'serverless.batch.yml'), 'utf8'), { merge: true });
const { maxReceiveCount } = resources.Resources.PictureQueue.Properties.RedrivePolicy;
const ENVIRONMENT = { BATCH_MASK: 'on' };

jest.setTimeout(60_000 + TASKS * 300);

const CARDS = listFixtures().filter(({ expected }) => expected.panGrouped);
const SMALL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==', 'base64');

/** What lies in the bucket, and what its result has to say: the picture's number, or the code of an error; null: it has none. */
interface Content {
  readonly bytes: Uint8Array;
  readonly tells: { readonly card: Fixture } | { readonly code: string } | null;
}
const cardAt = (i: number): Content => {
  const card = CARDS[i % CARDS.length]!;
  return { bytes: readFileSync(card.file), tells: { card } };
};
const refusal = (bytes: Uint8Array, code: string): Content => ({ bytes, tells: { code } });
/** Most are quickly decided; one in twenty is a card. */
const contentAt = (i: number): Content => {
  if (i % 20 === 1) return cardAt(i);
  if (i % 20 === 2) return refusal(SMALL, 'IMAGE_SIZE');
  if (i % 100 === 3) return refusal(new Uint8Array(), 'IMAGE_EMPTY');
  if (i % 200 === 4) return refusal(readFileSync(fixture('no-card').file), 'NO_CARD');
  return refusal(Buffer.from(`no picture ${i}`), 'IMAGE_DECODE_FAILED');
};

const resultOf = (key: string): string => `out/${key.slice('in/'.length)}.json`;
const AWAY = { status: 503, code: 'SlowDown' };
const ALWAYS = Number.POSITIVE_INFINITY;
/** The SDK asks so often. */
const ATTEMPTS = 3;

/** What goes wrong with one task in twenty, and how the task ends. */
interface Fault {
  readonly plan?: (key: string) => void;
  readonly ends: 'succeeds' | 'fails for good' | 'fails at last';
  /** of the report, where it fails */
  readonly message?: RegExp;
  /** it takes some time to read */
  readonly isCard?: boolean;
  /** a list may name what is not there, or what is no picture */
  readonly isStored?: boolean;
  readonly listed?: (i: number) => ListedObject;
}
const mishaps = new Mishaps(BUCKET);
const planned = (asked: (key: string) => string, mishap: Parameters<Mishaps['plan']>[1], times = 1) => ({
  plan: (key: string) => mishaps.plan(asked(key), mishap, times),
});
const FAULTS: readonly Fault[] = [
  { ends: 'succeeds', ...planned((key) => `HEAD ${key}`, AWAY, ATTEMPTS) },
  { ends: 'succeeds', ...planned((key) => `HEAD ${resultOf(key)}`, { status: 500, code: 'InternalError' }, ATTEMPTS) },
  { ends: 'succeeds', ...planned((key) => `GET ${key}`, AWAY, ATTEMPTS) },
  { ends: 'succeeds', ...planned((key) => `GET ${key}`, 'cut', ATTEMPTS), isCard: true },
  { ends: 'succeeds', ...planned((key) => `PUT ${resultOf(key)}`, AWAY, ATTEMPTS) },
  { ends: 'succeeds', ...planned((key) => `PUT ${resultOf(key)}`, 'cut', ATTEMPTS), isCard: true },
  { ends: 'succeeds', ...planned((key) => `PUT ${resultOf(key)}`, { status: 409, code: 'ConditionalRequestConflict' }) },
  { ends: 'succeeds', ...planned((key) => `PUT ${resultOf(key)}`, { status: 412, code: 'PreconditionFailed' }, ATTEMPTS) },
  { ends: 'succeeds', ...planned((key) => `GET ${key}`, 'dies-working'), isCard: true },
  { ends: 'succeeds', ...planned((key) => `PUT ${resultOf(key)}`, 'dies-unwritten'), isCard: true },
  { ends: 'succeeds', ...planned((key) => `PUT ${resultOf(key)}`, 'dies-unwritten') },
  { ends: 'succeeds', ...planned((key) => `PUT ${resultOf(key)}`, 'dies-untold'), isCard: true },
  { ends: 'succeeds', ...planned((key) => `PUT ${resultOf(key)}`, 'dies-untold') },
  { ends: 'fails for good', isStored: false, message: /^gone$/ },
  { ends: 'fails for good', message: /^gone$/, ...planned((key) => `HEAD ${key}`, { status: 403, code: 'AccessDenied' }, ALWAYS) },
  {
    ends: 'fails for good',
    message: /^failed DOWNLOAD_FAILED$/,
    ...planned((key) => `GET ${key}`, { status: 403, code: 'InvalidObjectState' }, ALWAYS),
  },
  { ends: 'fails for good', isStored: false, message: /^elsewhere$/, listed: (i) => ({ s3Key: `photos/${i}.jpg` }) },
  { ends: 'fails for good', isStored: false, message: /^elsewhere$/, listed: (i) => ({ s3Key: `in/${i}.jpg`, bucket: 'others' }) },
  { ends: 'fails at last', message: /^failed DOWNLOAD_FAILED$/, ...planned((key) => `GET ${key}`, AWAY, ALWAYS) },
  { ends: 'fails at last', message: /^Lambda returned/, ...planned((key) => `GET ${key}`, 'dies-working', ALWAYS), isCard: true },
];
const isFaulty = (i: number): boolean => i % 20 === 7;

interface Task {
  readonly key: string;
  readonly content: Content;
  readonly listed: ListedObject;
  readonly fault: Fault | null;
  readonly isTold: boolean;
}

function taskAt(i: number): Task {
  const fault = isFaulty(i) ? FAULTS[Math.floor(i / 20) % FAULTS.length]! : null;
  const isFolder = i % 200 === 9;
  const name = isFolder ? `${i}/` : i % 50 === 11 ? `卡 +%20&?#=; ${i}.jpg` : `${i}.jpg`;
  const key = `in/${i % 7}/${name}`;
  const content = isFolder ? { bytes: new Uint8Array(), tells: null } : fault?.isCard ? cardAt(i) : contentAt(i);
  return { key, content, listed: fault?.listed?.(i) ?? { s3Key: inventoryKey(key) }, fault, isTold: i % 10 === 1 };
}
const tasks = Array.from({ length: TASKS }, (_, i) => taskAt(i));
const stored = tasks.filter(({ fault }) => fault?.isStored !== false);
/** Those that have a result in the end. */
const answered = stored.filter(({ content, fault }) => content.tells && (!fault || fault.ends === 'succeeds'));

let store: ObjectStore;
let queue: MessageQueue;
let done: WorkDone;
let report: JobReport;
let again: JobReport;
/** After the first job. */
let written: ReadonlyMap<string, number>;
let seconds: number;

async function each<T>(items: readonly T[], act: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < items.length) await act(items[next++]!);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

beforeAll(async () => {
  store = await serveObjects([BUCKET], {}, mishaps.intercept);
  await each(stored, ({ key, content }) => store.put(BUCKET, key, content.bytes));
  for (const { key, fault } of tasks) fault?.plan?.(key);
  queue = new MessageQueue(maxReceiveCount, seededRandom(SEED));
  for (const { key, content } of tasks.filter(({ isTold }) => isTold))
    queue.send(notificationOf({ key, eTag: eTagOf(content.bytes), sequencer: '0061' }));
  const job = {
    objects: tasks.map(({ listed }) => listed),
    concurrency: 2,
    startWorker: () => mishaps.startWorker({ ...functions.job, environment: ENVIRONMENT }),
    mostCalls: MOST_CALLS,
    repeated: 0.05,
    random: seededRandom(SEED),
  };
  const ofQueue = () => mishaps.startWorker({ ...functions.batch, environment: ENVIRONMENT });
  const start = performance.now();
  [report, done] = await Promise.all([
    runJob({ ...job, schema: '2.0' }),
    workOff({ queue, batchSize: 5, maximumConcurrency: 1, startWorker: ofQueue }),
  ]);
  seconds = (performance.now() - start) / 1000;
  written = new Map(mishaps.written);
  again = await runJob({ ...job, schema: '1.0', repeated: 0 });
});

afterAll(() => store.close());

const nameOf = ({ bucket = BUCKET, s3Key }: ListedObject): string => `${bucket}/${s3Key}`;
const byName = new Map<JobReport, Map<string, ReportLine>>();
function lineOf({ listed }: Task, of: JobReport = report): ReportLine {
  const lines = byName.get(of) ?? new Map(of.lines.map((line) => [nameOf(line), line]));
  byName.set(of, lines);
  return lines.get(nameOf(listed))!;
}
const ending = (kind: Fault['ends']): Task[] => tasks.filter(({ fault }) => fault?.ends === kind);

test('instances died on purpose, S3 was away, and calls came twice', () => {
  const ended = (code: ReportLine['errorCode']): number => report.lines.filter(({ errorCode }) => errorCode === code).length;
  console.log({
    tasks: TASKS,
    faulty: tasks.filter(({ fault }) => fault).length,
    seconds: Math.round(seconds),
    calls: report.calls,
    failedCalls: report.failedCalls,
    ...mishaps.counts,
    instances: mishaps.started,
    ofQueue: done,
    succeeded: ended(''),
    permanentFailures: ended('PermanentFailure'),
    temporaryFailures: ended('TemporaryFailure'),
    results: answered.length,
    again: { calls: again.calls, writes: mishaps.written.size - written.size },
  });
  expect(mishaps.left).toEqual([]);
  expect(mishaps.counts.kills).toBeGreaterThan(0);
  expect(report.calls).toBeGreaterThan(TASKS * 1.02);
  expect(queue.deadLetters).toEqual([]);
});

test('the job ends, and each task has one line in its report', () => {
  expect(report.status).toBe('Complete');
  expect(report.lines.map(nameOf).sort()).toEqual(tasks.map(({ listed }) => nameOf(listed)).sort());
});

test('what nothing happened to, or what passed, has succeeded', () => {
  const passed = tasks.filter(({ fault }) => !fault || fault.ends === 'succeeds');
  const wrong = passed.filter((task) => {
    const { status, message } = lineOf(task);
    const { tells } = task.content;
    const expected = tells === null ? 'folder' : 'card' in tells ? 'read 1' : `refused ${tells.code}`;
    return status !== 'succeeded' || ![expected, ...(tells ? ['present'] : [])].includes(message);
  });
  expect(wrong.map((task) => lineOf(task))).toEqual([]);
});

test('what would fail again has failed for good at once', () => {
  for (const task of ending('fails for good')) {
    expect(lineOf(task)).toMatchObject({ status: 'failed', errorCode: 'PermanentFailure', calls: 1 });
    expect(lineOf(task).message).toMatch(task.fault!.message!);
  }
});

test('what goes on failing was tried to the end', () => {
  for (const task of ending('fails at last')) {
    expect(lineOf(task)).toMatchObject({ status: 'failed', errorCode: 'TemporaryFailure', calls: MOST_CALLS });
    expect(lineOf(task).message).toMatch(task.fault!.message!);
  }
});

test('no result is lost, and nothing else is there', async () => {
  expect(await store.list(BUCKET, 'out/')).toEqual(answered.map(({ key }) => resultOf(key)).sort());
});

test('no result was written twice, neither by the job nor by the queue', () => {
  const twice = [...written].filter(([, times]) => times !== 1);
  expect(twice).toEqual([]);
  expect(written.size).toBe(answered.length);
});

test('each result is right, and of the version that lies there', async () => {
  const wrong: string[] = [];
  await each(answered, async ({ key, content: { bytes, tells } }) => {
    const { text, metadata } = await store.get(BUCKET, resultOf(key));
    const { code, cards = [], source } = JSON.parse(text);
    const told = 'card' in tells! ? maskPan(tells.card.expected.panGrouped ?? '') : tells!.code;
    const isRight = source.key === key && metadata['source-version'] === eTagOf(bytes) && (code ?? cards[0]?.panGrouped) === told;
    if (!isRight) wrong.push(key);
  });
  expect(wrong).toEqual([]);
});

test('the same job again reads nothing and writes nothing, but for what failed before', () => {
  expect(again.status).toBe('Complete');
  const others = answered.filter((task) => lineOf(task, again).message !== 'present').map((task) => lineOf(task, again));
  expect(others).toEqual([]);
  expect(new Map(mishaps.written)).toEqual(written);
});

test('neither logs nor the reports that S3 stores have a number, and logs have no key', () => {
  const numbers = CARDS.flatMap(({ expected }) => [expected.pan, expected.panGrouped]).filter((number): number is string =>
    Boolean(number),
  );
  const texts = { logged: mishaps.logged(), report: reportText(report), again: reportText(again) };
  expect(texts.logged.match(/"outcome":"read"/g)?.length).toBeGreaterThan(0);
  for (const [name, text] of Object.entries(texts)) {
    expect([name, numbers.filter((number) => text.includes(number))]).toEqual([name, []]);
  }
  expect(texts.logged).not.toMatch(/no picture|卡|\.jpg/);
});
