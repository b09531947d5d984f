import { execFile, execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse, stringify } from 'yaml';
import { InvocationError } from '../../handlers/invocation-error';
import { CardOcrError, ERROR_CATALOGUE, type ErrorCode, excerptOf } from '../../lib/errors';
import { fixture } from '../helpers/fixtures';

const ROOT = path.resolve(__dirname, '../..');
const SERVERLESS = path.join(ROOT, 'node_modules/.bin/serverless');

jest.setTimeout(60_000);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'invoke-local-'));
});
afterAll(() => rm(folder, { recursive: true }));

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

interface Mapping {
  readonly pattern: string;
  readonly template?: string;
}

/** docs/deploy.md's event for an integration that is no proxy. */
const README_EVENT = parse(/```yaml\n(- http:[\s\S]*?)```/.exec(readFileSync(path.join(ROOT, 'docs/deploy.md'), 'utf8'))![1]!)[0];
const MAPPINGS = Object.entries(README_EVENT.http.response.statusCodes as Record<string, Mapping>).map(([status, { pattern }]) => ({
  status: Number(status),
  pattern: new RegExp(`^(?:${pattern})$`),
}));
/** Statuses whose pattern is that of the whole message of an error, as the platform compares. */
const selectedBy = (message: string): number[] => MAPPINGS.filter(({ pattern }) => pattern.test(message)).map(({ status }) => status);

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
  expect(selectedBy(answer.errorMessage!)).toEqual([status]);
  // no stack: it would be sent to the caller
  expect(stdout).not.toMatch(/\n\s*"?\s*at /);
});

/** Made by the gateway alone. */
const GATEWAY_CODES = ['INVALID_URL', 'FORBIDDEN', 'THROTTLED', 'BAD_GATEWAY', 'SERVICE_UNAVAILABLE'];

test("the README's mapping tells every error by its own status, and by no other", () => {
  for (const code of (Object.keys(ERROR_CATALOGUE) as ErrorCode[]).filter((code) => !GATEWAY_CODES.includes(code))) {
    const details = code === 'CONFIGURE_UNPARSABLE' ? [excerptOf('[400] {\n[463] ')] : [];
    const { status, message } = new InvocationError(new CardOcrError(code, ...(details as [])));
    expect(selectedBy(message)).toEqual([status]);
  }
  expect(selectedBy('2026-11-24T17:00:00.000Z 1b2c Task timed out after 25.00 seconds')).toEqual([502]);
  expect(selectedBy('RequestId: 1b2c Error: Runtime exited\nwith error')).toEqual([502]);
});

test("the README's event hands the body on as it is", async () => {
  const functions = { card: { handler: 'index.card', events: [README_EVENT] }, authorizer: { handler: 'index.authorizer' } };
  const config = { service: 'plain', provider: { name: 'aws', runtime: 'nodejs22.x' }, functions };
  await writeFile(path.join(folder, 'serverless.yml'), stringify(config));
  await writeFile(path.join(folder, 'index.js'), '');
  execFileSync(process.execPath, [SERVERLESS, 'package'], {
    cwd: folder,
    env: { ...process.env, AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'x' },
  });
  const { Resources } = JSON.parse(await readFile(path.join(folder, '.serverless/cloudformation-template-update-stack.json'), 'utf8'));
  const { ApiKeyRequired, Integration } = Resources.ApiGatewayMethodPlainBankcardPost.Properties;
  expect(ApiKeyRequired).toBe(true);
  expect(Integration).toMatchObject({ Type: 'AWS', RequestTemplates: { 'application/json': "$input.json('$')" } });
  const responses = Integration.IntegrationResponses as { StatusCode: string; SelectionPattern: string; ResponseTemplates: object }[];
  expect(responses.map(({ StatusCode }) => Number(StatusCode))).toEqual(MAPPINGS.map(({ status }) => status));
  expect(responses.find(({ StatusCode }) => StatusCode === '462')).toMatchObject({
    SelectionPattern: '\\[462\\].*',
    ResponseTemplates: { 'application/json': "$input.path('$.errorMessage').substring(6)" },
    ResponseParameters: { 'method.response.header.Content-Type': "'text/plain; charset=utf-8'" },
  });
});
