import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ERROR_CATALOGUE } from '../../lib/errors';
import { fixture } from '../helpers/fixtures';
import { answerFrom, configuredIntegration } from '../helpers/mapped-integration';
import { temporaryFolder } from '../helpers/temporary-folder';

const ROOT = path.resolve(__dirname, '../..');
const SERVERLESS = path.join(ROOT, 'node_modules/.bin/serverless');

jest.setTimeout(60_000);

const folder = temporaryFolder();

interface Outcome {
  readonly code: number;
  /** what the function returned, or its error as the platform tells it */
  readonly answer: { readonly result?: object; readonly errorMessage?: string };
  readonly stdout: string;
}

/** `serverless invoke local` with an event. */
async function invokeLocal(event: object): Promise<Outcome> {
  const file = path.join(folder, 'event.json');
  await writeFile(file, JSON.stringify(event));
  return new Promise((resolve) => {
    execFile(process.execPath, [SERVERLESS, 'invoke', 'local', '-f', 'card', '--path', file], { cwd: ROOT }, (error, stdout) => {
      // the function's log lines come first, each on one line
      const answer = JSON.parse(stdout.slice(stdout.indexOf('{\n')));
      resolve({ code: error ? Number(error.code) : 0, answer, stdout });
    });
  });
}

test('a picture gives the answer itself', async () => {
  const { file, expected } = fixture('embossed-16');
  const { code, answer } = await invokeLocal({ image: await readFile(file, 'base64') });
  expect(code).toBe(0);
  expect(answer.result).toMatchObject({ bank_card_number: expected.panGrouped });
});

test.each<[string, object, number, keyof typeof ERROR_CATALOGUE]>([
  ['text that is no base64', { image: '%%%%' }, 462, 'BASE64_ALPHABET'],
  ['no image', { inputs: [{}] }, 461, 'IMAGE_MISSING'],
])('%s: an error that a pattern maps to its status', async (_, event, status, name) => {
  const { code, answer, stdout } = await invokeLocal(event);
  expect(code).toBe(1);
  expect(answer.errorMessage).toBe(`[${status}] ${ERROR_CATALOGUE[name].message}`);
  const failed = { errorMessage: answer.errorMessage!, errorType: 'CardOcrError' };
  expect(answerFrom(await configuredIntegration(), { failed }, 'id').status).toBe(status);
  // no stack: it would be sent to the caller
  expect(stdout).not.toMatch(/\n\s*"?\s*at /);
});
