import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runInWorkers, type WorkerPool } from '../../../../scripts/cli/batch/worker-pool';
import { UsageError } from '../../../../scripts/command/usage-error';
import { temporaryFolder } from '../../../helpers/temporary-folder';

/** Answers a task with its process, and fails as it is told. */
const WORKER = `
const fs = require('node:fs');
const [folder] = process.argv.slice(2);
const once = (name, act) => { const mark = folder + '/' + name; if (!fs.existsSync(mark)) { fs.writeFileSync(mark, ''); act(); return true; } };
const die = () => process.kill(process.pid, 'SIGKILL');
process.on('disconnect', () => process.exit());
process.on('message', (task) => {
  if (task === 'die') return die();
  if (task.startsWith('die once') && once(task, die)) return;
  if (task === 'hang') for (;;);
  if (task === 'unable') return process.send({ failure: 'the disk is full' });
  setTimeout(() => process.send({ result: { task, pid: process.pid } }), task === 'slow' ? 200 : 5);
});
`;

const folder = temporaryFolder();
let number = 0;

interface Told {
  readonly task: string;
  readonly pid: number;
}

async function run(tasks: readonly string[], changes: Partial<WorkerPool<Told>> = {}, begin = 'process.send({ ready: true });') {
  const file = path.join(folder, `worker-${++number}.cjs`);
  await writeFile(file, WORKER + begin);
  const results: Told[] = [];
  const lost: string[] = [];
  const pool: WorkerPool<Told> = {
    file,
    args: [folder],
    count: 2,
    readyLimitMs: 10_000,
    taskLimitMs: 10_000,
    stop: new AbortController().signal,
    onResult: (_, result) => results.push(result),
    onLost: (task) => lost.push(task),
    ...changes,
  };
  const outcome = await runInWorkers(tasks, pool).then(
    () => null,
    (error: Error) => error.message,
  );
  return { results, lost, outcome, pids: new Set(results.map(({ pid }) => pid)) };
}
const tasksOf = (results: readonly Told[]): string[] => results.map(({ task }) => task).sort();
const LETTERS = [...'abcdefghij'];

test('each task once, by as many processes', async () => {
  const { results, lost, outcome, pids } = await run(LETTERS);
  expect(tasksOf(results)).toEqual(LETTERS);
  expect([lost, outcome, pids.size]).toEqual([[], null, 2]);
  for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
});

test('no more processes than tasks, and none for none', async () => {
  expect((await run(['a'], { count: 8 })).pids.size).toBe(1);
  expect((await run([], { file: path.join(folder, 'none.cjs') })).outcome).toBeNull();
});

test('a task whose worker dies is tried again in a new one', async () => {
  const { results, lost, pids } = await run(['a', 'die once 1', 'b'], { count: 1 });
  expect(tasksOf(results)).toEqual(['a', 'b', 'die once 1']);
  expect([lost, pids.size]).toEqual([[], 2]);
});

test('one of which two workers die is lost; the others are not', async () => {
  const { results, lost, outcome } = await run(['a', 'die', 'b', 'c']);
  expect(tasksOf(results)).toEqual(['a', 'b', 'c']);
  expect([lost, outcome]).toEqual([['die'], null]);
});

test('a worker that hangs is ended', async () => {
  const { results, lost } = await run(['hang', 'a'], { count: 1, taskLimitMs: 300 });
  expect([tasksOf(results), lost]).toEqual([['a'], ['hang']]);
});

test('stopped: what is in hand is finished, nothing else begun', async () => {
  const stop = new AbortController();
  const finished: string[] = [];
  const onResult = (task: string): void => {
    finished.push(task);
    stop.abort();
  };
  expect((await run(['slow', 'a', 'b', 'c', 'd'], { stop: stop.signal, onResult })).outcome).toBeNull();
  expect(finished.sort()).toEqual(['a', 'slow']);
});

test('a worker that cannot work ends it all', async () => {
  const { lost, outcome } = await run(['unable', 'slow', 'a', 'b'], { count: 1 });
  expect([lost, outcome]).toEqual([[], 'the disk is full']);
});

test.each([
  ['says so', "process.send({ failure: 'no models' });", 'no models'],
  ['ends', 'process.exit(1);', 'workers end before they are ready'],
])('a worker that cannot begin, and %s', async (_, begin, message) => {
  expect((await run(['a', 'b'], {}, begin)).outcome).toBe(message);
});

test.each([
  [true, UsageError],
  [false, Error],
])('whether the user is to blame for it (%j) comes with what it says', async (isUsage, kind) => {
  const file = path.join(folder, `blaming-${isUsage}.cjs`);
  await writeFile(file, `process.on('disconnect', () => process.exit()); process.send({ failure: 'no models', isUsage: ${isUsage} });`);
  const [stop, nothing] = [new AbortController().signal, (): void => {}];
  const failing = runInWorkers(['a'], {
    file,
    args: [],
    count: 1,
    readyLimitMs: 10_000,
    taskLimitMs: 10_000,
    stop,
    onResult: nothing,
    onLost: nothing,
  });
  await expect(failing).rejects.toStrictEqual(new kind('no models'));
});

test('a worker that hangs before it is ready is ended, and another one started', async () => {
  const begin = "if (!once('hung', () => setInterval(() => {}, 1000))) process.send({ ready: true });";
  expect((await run(['a'], { count: 1, readyLimitMs: 500 }, begin)).results).toHaveLength(1);
  expect((await run(['a'], { count: 1, readyLimitMs: 100 }, 'setInterval(() => {}, 1000);')).outcome).toBe(
    'workers end before they are ready',
  );
});

test('one that cannot begin at first', async () => {
  const begin = "if (!once('begun', () => process.exit(1))) process.send({ ready: true });";
  expect((await run(['a'], {}, begin)).results).toHaveLength(1);
  expect(existsSync(path.join(folder, 'begun'))).toBe(true);
});

test('a result that cannot be kept ends it all', async () => {
  const { outcome } = await run(LETTERS, {
    onResult: () => {
      throw new Error('no space left');
    },
  });
  expect(outcome).toBe('no space left');
});
