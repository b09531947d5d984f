import { fork } from 'node:child_process';
import fs, { existsSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { lock } from '../../../../scripts/cli/batch/lock';
import { UsageError } from '../../../../scripts/command/usage-error';
import { temporaryFolder } from '../../../helpers/temporary-folder';

/** No process has it: beyond what Linux gives. */
const DEAD = '4194305';
const ROUNDS = 100;
const PROCESSES = 6;

const folder = temporaryFolder({ forEachTest: true });
let file: string;
beforeEach(() => {
  file = path.join(folder, 'out.lock');
});

test("is this process's, and gone at its end", () => {
  const unlock = lock(file);
  const [pid, place] = readFileSync(file, 'utf8').split('\n');
  expect([pid, place]).toEqual([String(process.pid), expect.stringContaining(hostname())]);
  unlock();
  expect(readdirSync(folder)).toEqual([]);
});

test('that another process has taken over, as this one was silent, is left to that', () => {
  jest.useFakeTimers();
  const unlock = lock(file);
  const others = readFileSync(file, 'utf8').replace(/[\da-f-]{36}$/, 'another');
  writeFileSync(file, others);
  const longAgo = new Date(0);
  utimesSync(file, longAgo, longAgo);
  jest.advanceTimersByTime(10_000);
  unlock();
  expect([readFileSync(file, 'utf8'), statSync(file).mtimeMs]).toEqual([others, 0]);
});

test('of a living process, it keeps others out', () => {
  writeFileSync(file, String(process.ppid));
  expect(() => lock(file)).toThrow(UsageError);
  expect([readFileSync(file, 'utf8'), readdirSync(folder)]).toEqual([String(process.ppid), ['out.lock']]);
});

test.each([
  ['machine', (place: string) => place.replace(hostname(), 'another')],
  ['container', (place: string) => `${place} pid:[1]`],
])('of another %s, it keeps others out, whatever its id means here', (_, elsewhere) => {
  const unlock = lock(file);
  const [, here = ''] = readFileSync(file, 'utf8').split('\n');
  unlock();
  for (const pid of [process.pid, DEAD]) {
    writeFileSync(file, `${pid}\n${elsewhere(here)}`);
    expect(() => lock(file)).toThrow(/^another machine or container is at it; if it has just ended, try again in a minute/);
  }
  expect(readdirSync(folder)).toEqual(['out.lock']);
  const aMinuteAgo = new Date(Date.now() - 61_000);
  utimesSync(file, aMinuteAgo, aMinuteAgo);
  lock(file)();
  expect(readdirSync(folder)).toEqual([]);
});

test('while it is held, it shows so', () => {
  jest.useFakeTimers();
  const unlock = lock(file);
  const longAgo = new Date(0);
  utimesSync(file, longAgo, longAgo);
  jest.advanceTimersByTime(10_000);
  expect(statSync(file).mtimeMs).toBeGreaterThan(longAgo.getTime());
  unlock();
  expect(jest.getTimerCount()).toBe(0);
  jest.useRealTimers();
});

// in a container, the one before may have had the same
test.each([DEAD, String(process.pid), '', 'no number'])('left by a process that has died (%j), it is taken over', (owner) => {
  writeFileSync(file, owner);
  lock(file)();
  expect(existsSync(file)).toBe(false);
});

test('while another process begins, it keeps others out, though nobody has it', () => {
  const turn = `${file}.turn`;
  writeFileSync(turn, '');
  expect(() => lock(file)).toThrow(`another process begins just now; if none does, delete ${turn}`);
  expect(readdirSync(folder)).toEqual(['out.lock.turn']);
});

describe.each(['EPERM', 'ENOTSUP', 'ENOSYS'])('where files have no second names (%s)', (code) => {
  beforeEach(() => {
    jest.spyOn(fs, 'linkSync').mockImplementation(() => {
      throw Object.assign(new Error(code), { code });
    });
  });
  afterEach(() => jest.restoreAllMocks());

  test("it is this process's all the same, and gone at its end", () => {
    const unlock = lock(file);
    expect(readFileSync(file, 'utf8').split('\n')[0]).toBe(String(process.pid));
    unlock();
    expect(readdirSync(folder)).toEqual([]);
  });

  test('of a living process, it keeps others out; left by one that has died, it is taken over', () => {
    writeFileSync(file, String(process.ppid));
    expect(() => lock(file)).toThrow(UsageError);
    expect([readFileSync(file, 'utf8'), readdirSync(folder)]).toEqual([String(process.ppid), ['out.lock']]);
    writeFileSync(file, DEAD);
    lock(file)();
    expect(readdirSync(folder)).toEqual([]);
  });
});

test('another fault of the file system is told', () => {
  const { writeFileSync: write } = fs;
  jest.spyOn(fs, 'writeFileSync').mockImplementation((name, ...rest) => {
    if (String(name).endsWith('.turn')) throw Object.assign(new Error('EIO'), { code: 'EIO' });
    write(name, ...rest);
  });
  expect(() => lock(file)).toThrow('EIO');
  expect(readdirSync(folder)).toEqual([]);
  jest.restoreAllMocks();
});

/** Tries whatever file it is told of, and holds what it has until it is ended. */
const CONTENDER = `
  process.on('message', (file) => {
    try { lock.lock(file); process.send('taken'); } catch (thrown) { process.send(thrown.name); }
  });
  process.send('ready');`;

test('of many processes that find it left, one alone takes it over', async () => {
  const { outputFiles } = await build({
    entryPoints: [path.resolve(__dirname, '../../../../scripts/cli/batch/lock.ts')],
    bundle: true,
    platform: 'node',
    format: 'iife',
    globalName: 'lock',
    write: false,
  });
  const contender = path.join(folder, 'contender.js');
  writeFileSync(contender, outputFiles[0]!.text + CONTENDER);
  const children = Array.from({ length: PROCESSES }, () => fork(contender));
  const said = (): Promise<unknown[]> => Promise.all(children.map((child) => new Promise((resolve) => child.once('message', resolve))));
  try {
    await said();
    for (let round = 0; round < ROUNDS; round++) {
      const contested = path.join(folder, `${round}.lock`);
      writeFileSync(contested, DEAD);
      const answers = said();
      for (const child of children) child.send(contested);
      expect((await answers).filter((answer) => answer === 'taken')).toHaveLength(1);
    }
  } finally {
    for (const child of children) child.kill();
  }
}, 60_000);
