import { spawn } from 'node:child_process';
import { copyFile, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { formatFixture } from '../helpers/fixtures';
import { isAlive } from '../helpers/is-alive';
import { temporaryFolder } from '../helpers/temporary-folder';

const ROOT = path.resolve(__dirname, '../..');
const PACKAGE = path.join(ROOT, 'dist/npm');

const folder = temporaryFolder();
const elsewhere = temporaryFolder();
beforeAll(() => symlink(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules')));

/** Pictures that are decoded in a process of their own; what the reading process does between loading and reading; the shell's line before it. */
interface Reading {
  readonly name?: 'rgb.bmp' | 'rgb.heic';
  readonly before?: string;
  readonly command?: string;
}

/**
 * What a process of its own, in a group of its own, says of a picture that it reads twice.
 *
 * @param library - the file of the library
 */
async function codesOf(library: string, { name = 'rgb.bmp', before = '', command = 'true' }: Reading = {}): Promise<string> {
  const script = path.join(folder, 'read.cjs');
  await writeFile(
    script,
    `const { CardReader } = require(${JSON.stringify(library)});
    const picture = Buffer.from(${JSON.stringify(formatFixture(name).toString('base64'))}, 'base64');
    const codes = [];
    const read = async (reader) => codes.push(await reader.read(picture).then(() => 'read', ({ code }) => code));
    CardReader.load({ modelsDirectory: ${JSON.stringify(path.join(ROOT, 'models'))} }).then(async (reader) => {
      const files = [];
      ${before}
      await read(reader);
      for (const file of files.splice(0)) require('node:fs').closeSync(file);
      await read(reader);
      process.stdout.write(codes.join());
    });`,
  );
  const child = spawn('sh', ['-c', `${command}; exec "$0" "$1"`, process.execPath, script], {
    detached: true,
    env: { PATH: process.env.PATH },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<string | number | null>((resolve) => child.once('close', (code, signal) => resolve(signal ?? code)));
  const said = await text(child.stdout);
  return `${said} ${await ended}`;
}

/**
 * Lays the library beside a decoding process that does something else, too.
 *
 * @param changed - returns that process's code, of the real one's
 * @returns the library's file
 */
async function libraryWith(changed: (decoder: string) => string): Promise<string> {
  const library = path.join(folder, 'index.js');
  await copyFile(path.join(PACKAGE, 'index.js'), library);
  await writeFile(path.join(folder, 'decoding-process.js'), changed(await readFile(path.join(PACKAGE, 'decoding-process.js'), 'utf8')));
  return library;
}

test('where no more files can be opened, the picture is an error of ours, the process goes on, and so do its neighbours', async () => {
  const takeAll = `try { for (;;) files.push(require('node:fs').openSync('/dev/null')); } catch {}`;
  expect(await codesOf(path.join(PACKAGE, 'index.js'), { before: takeAll, command: 'ulimit -n 64' })).toBe('INTERNAL,read 0');
});

test('where the decoding process is missing, that is no fault of the picture’s', async () => {
  const library = path.join(folder, 'index.js');
  await copyFile(path.join(PACKAGE, 'index.js'), library);
  expect(await codesOf(library)).toBe('INTERNAL,INTERNAL 0');
  await copyFile(path.join(PACKAGE, 'decoding-process.js'), path.join(folder, 'decoding-process.js'));
  expect(await codesOf(library)).toBe('read,read 0');
});

test('where the package that decodes is missing, that is no fault of the picture’s', async () => {
  const packages = path.join(elsewhere, 'node_modules');
  await mkdir(packages);
  const installed = (await readdir(path.join(ROOT, 'node_modules'))).filter((name) => !name.startsWith('.'));
  const link = (name: string): Promise<void> => symlink(path.join(ROOT, 'node_modules', name), path.join(packages, name));
  await Promise.all(installed.filter((name) => name !== 'jimp').map(link));
  await Promise.all(['index.js', 'decoding-process.js'].map((file) => copyFile(path.join(PACKAGE, file), path.join(elsewhere, file))));
  const library = path.join(elsewhere, 'index.js');
  expect(await codesOf(library)).toBe('INTERNAL,INTERNAL 0');
  await link('jimp');
  expect(await codesOf(library)).toBe('read,read 0');
});

test.each(['rgb.bmp', 'rgb.heic'] as const)('where the folder of the process was deleted, %s is read all the same', async (name) => {
  const command = `mkdir ${folder}/gone && cd ${folder}/gone && rmdir ${folder}/gone`;
  expect(await codesOf(path.join(PACKAGE, 'index.js'), { name, command })).toBe('read,read 0');
});

test('a decoding process does not outlive the process that started it', async () => {
  const told = path.join(folder, 'pid');
  // once a thread of its own listens, the first one hears nothing any more, as where a decoder keeps it
  const keepBusy = `const threads = require('node:worker_threads');
    threads.Worker = class extends threads.Worker {
      constructor(...given) {
        super(...given);
        setImmediate(() => {
          require('node:fs').writeFileSync(${JSON.stringify(told)}, String(process.pid));
          process.kill(process.ppid, 'SIGKILL');
          Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60_000);
        });
      }
    };`;
  const library = await libraryWith((decoder) => `${keepBusy}${decoder}`);
  expect(await codesOf(library)).toBe(' SIGKILL');
  const pid = Number(await readFile(told, 'utf8'));
  for (let tries = 0; isAlive(pid) && tries < 500; tries++) await setTimeout(20);
  expect(isAlive(pid)).toBe(false);
});

test('a decoding process is told nothing of the environment but where programs and packages are', async () => {
  const told = path.join(folder, 'told.json');
  const tell = `require('node:fs').writeFileSync(${JSON.stringify(told)}, JSON.stringify(Object.keys(process.env)))`;
  const library = await libraryWith((decoder) => `${tell};${decoder}`);
  expect(await codesOf(library, { before: `process.env.CODE_SECRET = process.env.AWS_SECRET_ACCESS_KEY = 'secret';` })).toBe('read,read 0');
  const names: string[] = JSON.parse(await readFile(told, 'utf8'));
  // macOS tells every process its language by this one
  expect(names.filter((name) => name !== '__CF_USER_TEXT_ENCODING')).toEqual(['PATH']);
});

/** More than its limit, and no end. */
const TAKE_MEMORY = 'const taken = Buffer.alloc(600_000_000, 1); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)';

test.each([
  ['dies by a signal of its own', "process.kill(process.pid, 'SIGSEGV')", 'IMAGE_DECODE_FAILED'],
  ['is ended by the system', "process.kill(process.pid, 'SIGKILL')", 'INTERNAL'],
  ['throws where nobody catches it', "process.stdin.once('data', () => { throw new Error(); })", 'IMAGE_DECODE_FAILED'],
  // where the system does not tell how much, its time ends it
  ['takes more memory than it may', TAKE_MEMORY, process.platform === 'linux' ? 'PAYLOAD_TOO_LARGE' : 'REQUEST_TIMEOUT'],
])('a decoding process that %s', async (_, act, code) => {
  const library = await libraryWith((decoder) => `${decoder};${act}`);
  expect(await codesOf(library)).toBe(`${code},${code} 0`);
});

const onLinux = process.platform === 'linux' ? test : test.skip;
onLinux('a decoding process that takes more memory than it may while all threads that read files are busy', async () => {
  const library = await libraryWith((decoder) => `${decoder};${TAKE_MEMORY}`);
  // who opens a pipe into which nobody writes waits
  const pipe = path.join(folder, 'pipe');
  const before = `const fs = require('node:fs');
    require('node:child_process').execFileSync('mkfifo', [${JSON.stringify(pipe)}]);
    for (let i = 0; i < 8; i++) fs.open(${JSON.stringify(pipe)}, 'r', () => {});
    const timer = setInterval(() => {
      if (codes.length < 2) return;
      clearInterval(timer);
      fs.openSync(${JSON.stringify(pipe)}, 'r+');
    }, 20);`;
  expect(await codesOf(library, { before })).toBe('PAYLOAD_TOO_LARGE,PAYLOAD_TOO_LARGE 0');
});
