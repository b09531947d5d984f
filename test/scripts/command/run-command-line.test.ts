import { spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { build } from 'esbuild';
import { COMMANDS } from '../../../scripts/cli/commands';
import { temporaryFolder } from '../../helpers/temporary-folder';

/** Each writes line after line, as long as it is let, and says on standard error that it came to its end. */
const PROGRAM = `
  const load = async () => async () => {
    for (let line = 0; line < 100; line++) {
      await new Promise((written) => process.stdout.write('x'.repeat(10_000) + '\\n', written));
      await new Promise(setImmediate);
    }
    process.stderr.write('done\\n');
    return 7;
  };
  line.runCommandLine(new Map([
    ['read', { help: 'help of read\\n', load }],
    ['serve', { help: '', load, outlivesOutput: true }],
    ['fail', { help: '', load: async () => () => new Promise(() => setTimeout(() => JSON.parse('4242 4242'))) }],
    ['reject', { help: '', load: async () => async () => { Promise.reject('4242'); await new Promise(setImmediate); } }],
  ]), 'help\\n');`;

const folder = temporaryFolder();
const program = path.join(folder, 'program.js');
beforeAll(async () => {
  const { outputFiles } = await build({
    entryPoints: [path.resolve(__dirname, '../../../scripts/command/run-command-line.ts')],
    bundle: true,
    platform: 'node',
    format: 'iife',
    globalName: 'line',
    write: false,
  });
  writeFileSync(program, outputFiles[0]!.text + PROGRAM);
});

/** Standard error, and at its end the exit code. @param redirection - of standard output, as a shell has it */
async function run(command: string, redirection: string): Promise<string> {
  const child = spawn('sh', ['-c', `{ "$0" "$1" ${command}; echo "exit $?" >&2; } ${redirection}`, process.execPath, program]);
  return text(child.stderr);
}

// of Linux: a device on which nothing can be written
const testFull = existsSync('/dev/full') ? test : test.skip;

testFull('output that cannot be written: one line, and exit code 1', async () => {
  expect(await run('read', '>/dev/full')).toBe('standard output cannot be written (ENOSPC)\nexit 1\n');
  expect(await run('read --help', '>/dev/full')).toBe('standard output cannot be written (ENOSPC)\nexit 1\n');
});

test('output of which somebody has enough: the end, without a word', async () => {
  expect(await run('read', '| head -c 1')).toBe('exit 0\n');
});

testFull('a service goes on without its log, on a full disk', async () => {
  expect(await run('serve', '>/dev/full')).toBe('done\nexit 7\n');
});

test('nor does it end with who reads its log', async () => {
  expect(await run('serve', '| head -c 1')).toBe('done\nexit 7\n');
});

test('what nothing catches: where it arose, without the message and the code', async () => {
  const [kind, ...rest] = (await run('fail', '')).trim().split('\n');
  expect(kind).toBe('This should not have happened, please report it: SyntaxError');
  expect(rest.at(-1)).toBe('exit 1');
  expect(rest.slice(0, -1).every((line) => line.startsWith('    at '))).toBe(true);
  expect(await run('reject', '')).toMatch(
    /^This should not have happened, please report it: (UnhandledPromiseRejection|Error) ERR_UNHANDLED_REJECTION\n/,
  );
});

test('of the commands, it is serve that serves', () => {
  expect([...COMMANDS].flatMap(([name, { outlivesOutput }]) => (outlivesOutput ? [name] : []))).toEqual(['serve']);
});
