import childProcess, { type ChildProcess, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { decodeImage } from '../../lib/image/decode';
import { BEGUN } from '../../lib/image/decode-apart';
import { PROCESS_FILE } from '../../lib/image/decoding-process-file';
import { formatFixture } from '../helpers/fixtures';

const BMP = formatFixture('rgb.bmp');
const CARD = { width: 224, height: 141 };

afterEach(() => jest.restoreAllMocks());

test('a SIGTERM in whatever moment of its loading is outlasted', async () => {
  const script = `const Module = require('node:module');
    const load = Module._load;
    Module._load = (name, ...rest) => {
      if (name !== ${JSON.stringify(PROCESS_FILE)}) process.kill(process.pid, 'SIGTERM');
      return load(name, ...rest);
    };
    require(${JSON.stringify(PROCESS_FILE)});`;
  const child = childProcess.spawn(process.execPath, ['-e', script], { stdio: ['pipe', 'pipe', 'ignore', 'pipe'] });
  const closed = once(child, 'close');
  // one that is ended reads no more
  child.stdin!.on('error', () => {}).end(BMP);
  const reply = await text(child.stdout!);
  expect(await closed).toEqual([0, null]);
  const [begun, head] = reply.split('\n');
  expect(begun).toBe(BEGUN.trim());
  expect(JSON.parse(head!)).toMatchObject({ image: { raster: CARD } });
});

test('a SIGTERM before it can hear of it ends it, and another process decodes the picture', async () => {
  const { spawn } = childProcess;
  const started: ChildProcess[] = [];
  jest.spyOn(childProcess, 'spawn').mockImplementation(((command: string, args: string[], options: SpawnOptions) => {
    const child = spawn(command, args, options);
    if (started.length === 0) child.kill('SIGTERM');
    started.push(child);
    return child;
  }) as typeof spawn);
  const { width, height } = await decodeImage(BMP);
  expect({ width, height }).toEqual(CARD);
  expect(started.map(({ signalCode }) => signalCode)).toEqual(['SIGTERM', null]);
});
