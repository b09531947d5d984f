import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '../../scripts/offline/index';
import { type OfflineServer, startOffline } from '../../scripts/offline/start-offline';
import { fixture } from '../helpers/fixtures';
import { temporaryFolder } from '../helpers/temporary-folder';

const EXAMPLES = path.resolve(__dirname, '../../examples');
/** Example → what runs it. */
const RUNNERS: Readonly<Record<string, readonly string[]>> = {
  'read.sh': ['sh'],
  'read.py': ['python3'],
  'read.mjs': ['node'],
  'read-together.mjs': ['node'],
  'Read.java': ['java'],
  'read.php': ['php'],
  'read.go': ['go', 'run'],
};
/** As said by the tools themselves; the others are on every machine. */
const VERSION: Readonly<Record<string, string>> = { python3: '--version', java: '--version', php: '--version', go: 'version' };
const isThere = (command: string): boolean => !(command in VERSION) || spawnSync(command, [VERSION[command]!]).status === 0;

jest.setTimeout(120_000);

let service: OfflineServer;
beforeAll(async () => {
  service = await startOffline({ keys: 'on' });
});
afterAll(() => service.stop());

test('each example has something to run it', () => {
  expect(readdirSync(EXAMPLES).sort()).toEqual(Object.keys(RUNNERS).sort());
});

const spied = temporaryFolder();
test('read.sh has the access code in no command, which other users of the machine would see', async () => {
  const [spy, commands] = [path.join(spied, 'curl'), path.join(spied, 'commands')];
  const curl = execFileSync('sh', ['-c', 'command -v curl'], { encoding: 'utf8' }).trim();
  writeFileSync(spy, `#!/bin/sh\necho "$@" >>'${commands}'\nexec '${curl}' "$@"\n`, { mode: 0o700 });
  const env = { ...process.env, CODE: 'local-test-key', PATH: `${spied}:${process.env.PATH}` };
  await promisify(execFile)('sh', [path.join(EXAMPLES, 'read.sh'), service.url, fixture('embossed-16').file], { env });
  const told = readFileSync(commands, 'utf8');
  expect(told.match(/-d @-/g)).toHaveLength(3);
  expect(told).not.toContain(env.CODE);
});

describe.each(Object.entries(RUNNERS))('%s', (file, [command = '', ...args]) => {
  const testThere = isThere(command) ? test : test.skip;
  const env = { ...process.env, CODE: 'local-test-key' };
  const askWith = (picture: string, url = service.url): Promise<{ stdout: string }> =>
    promisify(execFile)(command, [...args, path.join(EXAMPLES, file), url, picture], { env });
  const ask = (name: string): Promise<{ stdout: string }> => askWith(fixture(name).file);

  testThere('tells the masked number of /v1/cards, /bankcard and the marketplace’s path', async () => {
    const { stdout } = await ask('embossed-16');
    expect(stdout.match(/6212 34\*\* \*{4} 1232/g)).toHaveLength(file === 'read-together.mjs' ? 2 : 3);
    expect(stdout).not.toMatch(/6212 3456|62123456/);
  });

  testThere('tells an error, and fails', async () => {
    const failure = await ask('no-card').catch((thrown) => thrown);
    expect(failure).toMatchObject({ code: 1, stdout: '' });
    expect(failure.stderr).toMatch(/not read: 463 .*NO_CARD/);
  });

  testThere('ends where the picture is not there, without asking', async () => {
    const failure = await askWith('nowhere.jpg').catch((thrown) => thrown);
    expect(failure).toMatchObject({ code: expect.any(Number), stdout: '' });
    expect(failure.stderr).not.toMatch(/not read: \d/);
  });

  testThere('tells in a line where nobody answers', async () => {
    const failure = await askWith(fixture('embossed-16').file, `http://127.0.0.1:${await freePort()}`).catch((thrown) => thrown);
    expect(failure).toMatchObject({ code: expect.any(Number), stdout: '' });
    // `go run` adds one about the exit status
    expect(failure.stderr.trim().split('\n').length).toBeLessThanOrEqual(command === 'go' ? 2 : 1);
  });
});
