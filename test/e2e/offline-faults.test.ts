import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type OfflineServer, startOffline } from '../../scripts/offline/start-offline';
import { copyMisnaming } from '../helpers/copy-misnaming';
import { fixture } from '../helpers/fixtures';
import { expectError } from '../helpers/wire-errors';

jest.setTimeout(120_000);

const IMAGE = readFileSync(fixture('embossed-16').file).toString('base64');

let folder: string;
let service: OfflineServer;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'faults-'));
});
afterEach(async () => {
  await service.stop();
  await rm(folder, { recursive: true });
});

const post = (): Promise<Response> => fetch(`${service.url}/bankcard`, { method: 'POST', body: JSON.stringify({ image: IMAGE }) });

/** The log's line on a failure: who looks for the cause finds it by the request id. */
const failureLines = (level: string): string[] => service.log().match(new RegExp(`\\{"level":"${level}".*"failure".*\\}`, 'g')) ?? [];

test('inference fails: 464, and the next request is answered', async () => {
  const faultFile = path.join(folder, 'fault');
  await writeFile(faultFile, 'throw');
  const preload = path.resolve(__dirname, '../helpers/faults.cjs');
  service = await startOffline({ logLevel: 'debug' }, { NODE_OPTIONS: `--require ${preload}`, FAULT_FILE: faultFile });
  await expectError(await post(), 'INFERENCE_FAILED');
  expect(failureLines('error')).toHaveLength(1);
  expect(service.log()).not.toContain('4242424242424242');
  await writeFile(faultFile, 'shape');
  await expectError(await post(), 'MODEL_OUTPUT_UNEXPECTED');
  await writeFile(faultFile, '');
  expect((await post()).status).toBe(200);
});

test('the models are missing: 469, and the log says where to look, though only errors are logged', async () => {
  service = await startOffline({ logLevel: 'error' }, { MODELS_DIR: path.join(folder, 'nothing') });
  await expectError(await post(), 'INTERNAL');
  await expectError(await post(), 'INTERNAL');
  const lines = failureLines('error').map((line) => JSON.parse(line));
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatchObject({
    requestId: expect.stringMatching(/^\d{14}_/),
    failure: [
      { name: 'ReaderLoadError', variables: ['MODELS_DIR'] },
      { name: 'Error', code: 'ENOENT' },
    ],
  });
});

test("an issuer's name in the BIN table is no name: 469", async () => {
  const models = path.join(folder, 'models');
  await copyMisnaming(models);
  service = await startOffline({}, { MODELS_DIR: models });
  await expectError(await post(), 'ANSWER_INVALID');
});
