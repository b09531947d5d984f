import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { type OfflineServer, startOffline } from '../../scripts/offline/start-offline';

const ROOT = path.resolve(__dirname, '../..');
const run = promisify(execFile);

jest.setTimeout(120_000);

const SECRET = 'secret of the hashes';
/** Out of what `npm run code` prints. */
async function printedCode(environment: Readonly<Record<string, string>>): Promise<Record<'code' | 'hash' | 'secret', string>> {
  const { stdout } = await run('npm', ['run', '-s', 'code'], { cwd: ROOT, env: { PATH: process.env.PATH, ...environment } });
  return Object.fromEntries(stdout.split('\n').flatMap((line) => [/^(\w+) +(\S+)/.exec(line)?.slice(1) ?? []])) as never;
}

let code: string;
let hash: string;
let params: { codeSecret: string; codeHashes: string };

beforeAll(async () => {
  const other = await printedCode({});
  expect(Object.keys(other)).toEqual(expect.arrayContaining(['code', 'hash', 'secret']));
  const printed = await printedCode({ CODE_SECRET: SECRET });
  expect(printed).not.toHaveProperty('secret');
  ({ code, hash } = printed);
  params = { codeSecret: SECRET, codeHashes: `${other.hash},${hash}` };
});

describe('with keys and hashes of codes, on this machine', () => {
  let service: OfflineServer;

  beforeAll(async () => {
    service = await startOffline({ keys: 'on', corsOrigin: 'https://Cards.example', ...params });
  });
  afterAll(() => service.stop());

  const ask = (headers: Record<string, string>): Promise<Response> =>
    fetch(`${service.url}/bankcard`, { method: 'POST', body: '{}', headers: { 'Content-Type': 'application/json', ...headers } });

  test.each<[string, () => Record<string, string>]>([
    ['Authorization', () => ({ Authorization: `APPCODE ${code}` })],
    ['x-api-key', () => ({ 'x-api-key': code })],
    ['both headers', () => ({ Authorization: `APPCODE ${code}`, 'x-api-key': code })],
    ['x-api-key, beside another scheme', () => ({ Authorization: 'Bearer x', 'x-api-key': code })],
  ])('a code that is let in, in %s, reaches the function', async (_, headers) => {
    expect((await ask(headers())).status).toBe(461);
  });

  test.each<[string, () => Record<string, string>]>([
    ['no code', () => ({})],
    ['an unknown one', () => ({ Authorization: 'APPCODE unknown' })],
    ['the key of runs without codes', () => ({ 'x-api-key': 'local-test-key' })],
    ['the hash', () => ({ Authorization: `APPCODE ${hash}` })],
    ['the hash as x-api-key', () => ({ 'x-api-key': hash })],
    ['two codes', () => ({ Authorization: `APPCODE ${code}`, 'x-api-key': 'unknown' })],
  ])('%s: 403', async (_, headers) => {
    const response = await ask(headers());
    expect([response.status, await response.text()]).toEqual([403, 'Forbidden']);
    expect([response.headers.get('x-ca-error-code'), response.headers.get('x-ca-error-message')]).toEqual(['403', 'Forbidden']);
  });

  test('pages of one origin may ask, send, and read answers and refusals', async () => {
    const origin = { Origin: 'https://cards.example' };
    const preflight = await fetch(`${service.url}/bankcard`, { method: 'OPTIONS', headers: origin });
    const answers = [preflight, await ask(origin), await ask({ ...origin, 'x-api-key': code })];
    expect(answers.map(({ status }) => status)).toEqual([200, 403, 461]);
    for (const { headers } of answers) expect(headers.get('access-control-allow-origin')).toBe('https://cards.example');
    for (const { headers } of answers.slice(1)) expect(headers.get('access-control-expose-headers')).toContain('X-Ca-Request-Id');
  });

  /** Runs last: it reads what all of the above made the service write. */
  test('nothing of it is in the log', () => {
    expect(service.log()).toContain('with a code of codeHashes');
    for (const secret of [code, SECRET]) expect(service.log()).not.toContain(secret);
  });
});
