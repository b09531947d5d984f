import { execFile, spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { type OfflineServer, startOffline } from '../../scripts/offline/start-offline';
import { fixture } from '../helpers/fixtures';

const EXAMPLES = path.resolve(__dirname, '../../examples');
/** Example → what runs it. */
const RUNNERS: Readonly<Record<string, readonly string[]>> = {
  'read.sh': ['sh'],
  'read.py': ['python3'],
  'read.mjs': ['node'],
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

describe.each(Object.entries(RUNNERS))('%s', (file, [command = '', ...args]) => {
  (isThere(command) ? test : test.skip)('tells the masked number in the new form and in the old', async () => {
    const { stdout } = await promisify(execFile)(command, [...args, path.join(EXAMPLES, file), service.url, fixture('embossed-16').file], {
      env: { ...process.env, CODE: 'local-test-key' },
    });
    expect(stdout.match(/6212 34\*\* \*{4} 1232/g)).toHaveLength(2);
    expect(stdout).not.toMatch(/6212 3456|62123456/);
  });
});
