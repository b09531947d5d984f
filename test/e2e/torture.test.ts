import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Torture } from '../../scripts/measure/torture/table';
import { temporaryFolder } from '../helpers/temporary-folder';

const ROOT = path.resolve(__dirname, '../..');
const SEED = '11';

jest.setTimeout(320_000);

const folder = temporaryFolder();

const run = (...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> =>
  new Promise((resolve) => {
    execFile(
      process.execPath,
      ['dist/cli.js', 'torture', '--seed', SEED, ...args],
      { cwd: ROOT, timeout: 300_000 },
      (error, stdout, stderr) => resolve({ code: error ? Number(error.code ?? -1) : 0, stdout, stderr }),
    );
  });
/** One class tried, as its JSON. */
async function tried(...args: string[]): Promise<{ code: number; outcome: Torture['classes'][number] }> {
  const { code, stdout } = await run('--json', ...args);
  return { code, outcome: (JSON.parse(stdout) as Torture).classes[0]! };
}
async function moduleOf(name: string, source: string): Promise<string> {
  const file = path.join(folder, `${name}.cjs`);
  await writeFile(file, source);
  return file;
}

test('a small run breaks nothing, loses nothing and says so', async () => {
  const { code, stdout, stderr } = await run('--only', 'pictures,readings,together,requests,urls,leaks', '--inputs', '200');
  expect(stdout).toMatch(/nothing broke\n$/);
  expect(stderr).toContain(`seed ${SEED}\n`);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^ +pictures +200 +· +0 +0 +0 +0 +0 /m);
  expect(stdout).toMatch(/^ +urls +\d{4} /m);
});

test('the same seed gives the same answers', async () => {
  const runs = await Promise.all([tried('--only', 'pictures', '--inputs', '120'), tried('--only', 'pictures', '--inputs', '120')]);
  const [first, second] = runs.map(({ outcome }) => outcome.answers);
  expect(first).toEqual(second);
  expect(Object.values(first!).reduce((sum, count) => sum + count, 0)).toBe(120);
});

describe('a decoder', () => {
  const decoder = (name: string, body: string): Promise<string> =>
    moduleOf(
      name,
      `let calls = 0; exports.decodeImage = async () => { calls += 1; ${body}; return { raster: { width: 1, height: 1, data: [0, 0, 0] }, width: 1, height: 1 }; };`,
    );
  const triedWith = async (file: Promise<string>, inputs: number) =>
    tried('--only', 'pictures', '--inputs', String(inputs), '--budget', '2000', '--decoder', await file);

  test('that is in order', async () => {
    const { code, outcome } = await triedWith(decoder('sound', ''), 12);
    expect([code, outcome.inputs, outcome.answers]).toEqual([0, 12, { 200: 12 }]);
  });

  test('that crashes: each input of which it dies is told, the others are tried', async () => {
    const { code, outcome } = await triedWith(decoder('crashing', "if (calls === 3) process.kill(process.pid, 'SIGSEGV')"), 12);
    expect(code).toBe(1);
    // two processes: every other input; each dies of its third
    expect(outcome.crashes.map(({ index }) => index).sort((a, b) => a! - b!)).toEqual([4, 5, 10, 11]);
    expect(outcome.crashes[0]!.what).toBe('killed by SIGSEGV');
    expect([outcome.inputs, outcome.lost, outcome.answers]).toEqual([12, 0, { 200: 8 }]);
  });

  test('that hangs, with the event loop or without', async () => {
    const blocked = await triedWith(decoder('blocking', 'if (calls === 2) for (;;);'), 4);
    expect([blocked.code, blocked.outcome.hangs.map(({ index }) => index).sort(), blocked.outcome.lost]).toEqual([1, [2, 3], 0]);
    const waiting = await triedWith(decoder('waiting', 'if (calls === 2) await new Promise((resolve) => setTimeout(resolve, 1e8))'), 4);
    expect([waiting.code, waiting.outcome.hangs.map(({ index }) => index).sort()]).toEqual([1, [2, 3]]);
  });

  test('that throws what is not of the contract', async () => {
    const { code, outcome } = await triedWith(decoder('throwing', "if (calls === 2) throw new RangeError('4242424242424242')"), 4);
    expect(code).toBe(1);
    expect(outcome.wrong).toEqual([
      expect.objectContaining({ what: 'threw RangeError' }),
      expect.objectContaining({ what: 'threw RangeError' }),
    ]);
  });

  test('that does not load: all its inputs are lost', async () => {
    const { code, outcome } = await triedWith(moduleOf('broken', 'throw new Error()'), 4);
    expect([code, outcome.lost]).toEqual([1, 4]);
  });
});

describe('a function', () => {
  const ANSWER = `{ statusCode: 463, headers: { 'Content-Type': 'text/plain; charset=utf-8', 'X-Ca-Request-Id': '20261125184226_' + '0'.repeat(32),
    'X-Ca-Error-Message': 'Invalid Input - wrong category' }, body: 'Invalid Input - wrong category' }`;
  const fake = (name: string, body: string): Promise<string> =>
    moduleOf(
      name,
      `exports.handler = async (event) => { if (event.image !== undefined || event.inputs) throw new Error('[463] Invalid Input - wrong category'); ${body} };`,
    );

  test('that writes what it was sent, encoded: it is told that it leaks', async () => {
    const file = await fake(
      'logging',
      `console.log(JSON.stringify({ level: 'info', event: Buffer.from(JSON.stringify(event)).toString('base64') })); return ${ANSWER};`,
    );
    const { code, outcome } = await tried('--only', 'leaks', '--inputs', '600', '--function', file);
    expect(code).toBe(1);
    expect([...new Set(outcome.leaks.map(({ what }) => what))].sort()).toEqual(
      ['code', 'number', 'picture', 'query'].map((kind) => `a ${kind} in standard output`),
    );
    expect(outcome.wrong.map(({ what }) => what).join()).toMatch(/lines of the log are none/);
  });

  test('that answers with what it was sent', async () => {
    const file = await fake('echoing', `return { ...${ANSWER}, body: String(event.body) };`);
    const { code, outcome } = await tried('--only', 'leaks', '--inputs', '300', '--function', file);
    expect(code).toBe(1);
    expect(outcome.leaks.map(({ what }) => what)).toContainEqual(
      expect.stringMatching(/^secrets in keys and values of JSON: leaked: number/),
    );
  });

  test('that answers what is not of the contract', async () => {
    const file = await fake('strange', `return { ...${ANSWER}, statusCode: 500 };`);
    const { code, outcome } = await tried('--only', 'requests', '--inputs', '300', '--function', file);
    expect(code).toBe(1);
    expect(outcome.wrong.map(({ what }) => what)).toContain('no error of the contract');
  });
});

test('a class that is not there: exit code 2', async () => {
  const { code, stderr } = await run('--only', 'nothing');
  expect(code).toBe(2);
  expect(stderr).toContain('no class nothing, but pictures, bombs');
});
