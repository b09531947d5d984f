import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type OfflineServer, startOffline } from '../../scripts/offline/start-offline';
import { fixture } from '../helpers/fixtures';
import { isAlive } from '../helpers/is-alive';
import { expectError } from '../helpers/wire-errors';

const { file, expected } = fixture('embossed-16');
const PICTURE = readFileSync(file);
const MEGABYTE = 1024 * 1024;

jest.setTimeout(120_000);

let service: OfflineServer;

const post = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}, path = '/v1/cards'): Promise<Response> =>
  fetch(service.url + path, { method: 'POST', body, headers });
const postPicture = (headers: Record<string, string> = {}): Promise<Response> =>
  post(PICTURE, { 'Content-Type': 'image/jpeg', ...headers });

const told = async (response: Response): Promise<Record<'status' | 'text' | 'message' | 'code', unknown>> => ({
  status: response.status,
  text: await response.text(),
  message: response.headers.get('x-ca-error-message'),
  code: response.headers.get('x-ca-error-code'),
});

/** Returns the ids of the processes that the service started and that are still there: one for each request at the same time. */
const functionProcesses = (): number[] =>
  [...service.log().matchAll(/lambda\.handler runs in process (\d+)/g)].map(([, pid]) => Number(pid)).filter(isAlive);

function signalAll(processes: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of processes) process.kill(pid, signal);
}

describe('as it starts by default', () => {
  beforeAll(async () => {
    service = await startOffline();
  });

  test.each(['image/jpeg', 'application/octet-stream'])('a raw picture of type %s arrives whole', async (type) => {
    const { cards } = (await (await post(PICTURE, { 'Content-Type': type })).json()) as { cards: { pan: string }[] };
    expect(cards[0]?.pan).toBe(expected.pan);
  });

  describe.each(['json', 'application', '/', 'application/json, application/json', 'multipart/form-data'])('a body of type %s', (type) => {
    test.each([
      ['JSON', '/bankcard', '{"image":"!"}'],
      ['JSON', '/v1/cards', '{"image":"!"}'],
      ['a form', '/bankcard', 'image=!'],
      ['nothing', '/bankcard', ''],
    ])('%s on %s is answered as without a type', async (_, path, body) => {
      // bytes, for which fetch sends no type of its own
      const answers = await Promise.all([{}, { 'Content-Type': type }].map((headers) => post(Buffer.from(body), headers, path)));
      const [without, answer] = await Promise.all(answers.map(told));
      expect(answer!.status).toBe(body === '' ? 460 : 462);
      if (path === '/bankcard') expect(answer).toEqual(without);
      else expect(answer!.status).toBe(without!.status);
    });
  });

  test('a path that is not there, and a method: 400', async () => {
    await expectError(await post('{}', {}, '/nowhere'), 'INVALID_URL');
    await expectError(await fetch(`${service.url}/bankcard`), 'INVALID_URL');
  });

  test('a body over 10 MB: 413', async () => {
    await expectError(await post(Buffer.alloc(10 * MEGABYTE + 1)), 'PAYLOAD_TOO_LARGE');
  });

  test('the function dies: 502, and the next request is answered', async () => {
    const processes = functionProcesses();
    // stopped, so that they cannot have answered before they die
    signalAll(processes, 'SIGSTOP');
    const answer = postPicture();
    setTimeout(() => signalAll(processes, 'SIGKILL'), 300);
    await expectError(await answer, 'BAD_GATEWAY');
    expect((await postPicture()).status).toBe(200);
  });

  test.each([0, 60, 120])('it dies %d ms after four requests: each is answered 200 or 502, and the next one is read', async (ms) => {
    const answers = Array.from({ length: 4 }, postPicture);
    await sleep(ms);
    signalAll(functionProcesses(), 'SIGKILL');
    for (const { status } of await Promise.all(answers)) expect([200, 502]).toContain(status);
    expect((await postPicture()).status).toBe(200);
  });

  test('shows the port to use, and no other', () => {
    expect(service.log()).toContain(`ready: http://localhost:${new URL(service.url).port}`);
    expect(service.log()).not.toContain('Server ready');
  });

  test('ends when told, with code 0, and leaves the port', async () => {
    expect(await service.stop()).toBe(0);
    await expect(fetch(service.url)).rejects.toThrow();
  });
});

describe('with keys, and two requests at once', () => {
  const BY_CODE = { Authorization: 'APPCODE local-test-key' };
  const BY_KEY = { 'x-api-key': 'local-test-key' };

  beforeAll(async () => {
    service = await startOffline({ keys: 'on', burstLimit: '2', rateLimit: '1' });
  });
  afterAll(() => service.stop());

  test.each<[string, Record<string, string>]>([
    ['no key', {}],
    ['an unknown one', { Authorization: 'APPCODE unknown' }],
    ['an unknown one in the other header', { 'x-api-key': 'unknown' }],
    ['another scheme', { Authorization: 'Bearer local-test-key' }],
  ])('%s: 403', async (_, headers) => {
    await expectError(await postPicture(headers), 'FORBIDDEN');
  });

  test('the key in either header is let through; one request too many: 450', async () => {
    const answers = await Promise.all([BY_CODE, BY_KEY, BY_CODE].map(postPicture));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 450]);
    await expectError(answers.find(({ status }) => status === 450)!, 'THROTTLED');
  });
});

test('no answer in time: 503', async () => {
  service = await startOffline({ integrationTimeoutMs: '10' });
  try {
    await expectError(await postPicture(), 'SERVICE_UNAVAILABLE');
  } finally {
    await service.stop();
  }
});
