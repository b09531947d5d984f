import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type OfflineServer, startOffline } from '../../scripts/offline/start-offline';
import { copyMisnaming } from '../helpers/copy-misnaming';
import { fixture } from '../helpers/fixtures';
import { temporaryFolder } from '../helpers/temporary-folder';
import { expectError } from '../helpers/wire-errors';

jest.setTimeout(120_000);

const FAULTS = path.resolve(__dirname, '../helpers/faults.cjs');

const folder = temporaryFolder();
let service: OfflineServer;

async function post(name: string): Promise<Response> {
  const image = readFileSync(fixture(name).file).toString('base64');
  return fetch(`${service.url}/bankcard`, { method: 'POST', body: JSON.stringify({ image }) });
}

/** The log's line on a failure: who looks for the cause finds it by the request id. */
const failureLines = (level: string): string[] => service.log().match(new RegExp(`\\{"level":"${level}".*"failure".*\\}`, 'g')) ?? [];

describe('networks that can be broken, and a BIN table with a name that is none', () => {
  const breakInference = (fault: string): Promise<void> => writeFile(path.join(folder, 'fault'), fault);

  beforeAll(async () => {
    const models = path.join(folder, 'models');
    await Promise.all([breakInference(''), copyMisnaming(models)]);
    const environment = { NODE_OPTIONS: `--require "${FAULTS}"`, FAULT_FILE: path.join(folder, 'fault'), MODELS_DIR: models };
    service = await startOffline({ logLevel: 'debug' }, environment);
  });
  afterAll(() => service.stop());

  test('inference fails: 464, and the next request is answered', async () => {
    await breakInference('throw');
    await expectError(await post('flat-16'), 'INFERENCE_FAILED');
    expect(failureLines('error')).toHaveLength(1);
    expect(service.log()).not.toContain('4242424242424242');
    await breakInference('shape');
    await expectError(await post('flat-16'), 'MODEL_OUTPUT_UNEXPECTED');
    await breakInference('');
    expect((await post('flat-16')).status).toBe(200);
  });

  test("an issuer's name in the BIN table is no name: 469", async () => {
    await expectError(await post('embossed-16'), 'ANSWER_INVALID');
  });
});

test('the models are missing: 469, and the log says where to look, though only errors are logged', async () => {
  service = await startOffline({ logLevel: 'error' }, { MODELS_DIR: path.join(folder, 'nothing') });
  try {
    await expectError(await post('flat-16'), 'INTERNAL');
    await expectError(await post('flat-16'), 'INTERNAL');
    const lines = failureLines('error').map((line) => JSON.parse(line));
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatchObject({
      requestId: expect.stringMatching(/^\d{14}_/),
      failure: [
        { name: 'ReaderLoadError', variables: ['MODELS_DIR'] },
        { name: 'Error', code: 'ENOENT' },
      ],
    });
  } finally {
    await service.stop();
  }
});
