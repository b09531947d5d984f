import { serveCommand } from '../../../../scripts/cli/serve/command';
import { type HttpServerOptions, startHttpServer } from '../../../../scripts/cli/serve/http-server';
import { UsageError } from '../../../../scripts/command/usage-error';
import { captureOutput } from '../../../helpers/captured-output';

jest.mock('../../../../scripts/cli/serve/http-server', () => ({ startHttpServer: jest.fn() }));
jest.mock('../../../../handlers/reader', () => ({ warmReader: async () => ({}), loadedModels: () => new Set() }));
// interrupted before it begins
jest.mock('../../../../scripts/command/interruption', () => ({
  interruption: () => ({ signal: AbortSignal.abort(), exitCode: () => 0, end: () => {} }),
}));

const output = captureOutput();
let stderr: string;
const { env } = process;
beforeEach(() => {
  stderr = '';
  jest.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
    stderr += chunk;
    return true;
  });
  jest
    .mocked(startHttpServer)
    .mockReset()
    .mockResolvedValue({ url: 'http://127.0.0.1:3000', close: async () => {} });
  process.env = { ...env };
});
afterEach(() => {
  process.env = env;
});

const started = (): HttpServerOptions => jest.mocked(startHttpServer).mock.calls[0]![0];

test.each(['http://cards.example', 'cards.example:3000', 'cards.example/', 'cards example', '*.example', 'kärten.example', ''])(
  'a name that no request could have is wrong usage: %j',
  async (name) => {
    await expect(serveCommand(['--name', 'cards', '--name', name])).rejects.toThrow(
      new UsageError(`--name takes a bare host name, such as cards.example, not ${name}`),
    );
    expect(startHttpServer).not.toHaveBeenCalled();
  },
);

test.each(['', ' '])('a blank address, on which it would listen everywhere, is wrong usage: %j', async (host) => {
  const served = serveCommand(['--host', host]);
  await expect(served).rejects.toThrow(new UsageError('--host takes an address or a name, such as 127.0.0.1'));
  expect(startHttpServer).not.toHaveBeenCalled();
});

test('bare ones are handed on', async () => {
  const names = ['cards.example', 'Cards', 'ocr_app-1', 'xn--krten-gra.example'];
  expect(await serveCommand(names.flatMap((name) => ['--name', name]))).toBe(0);
  expect(started().names).toEqual(names);
});

test('variables that make no sense are told, a line each, before it serves', async () => {
  Object.assign(process.env, { PAGE: 'true', MIN_CONFIDENCE: '1,0', MAX_WAITING: '4' });
  await serveCommand([]);
  expect(stderr).toBe(
    'PAGE="true" is ignored: it takes on or off\nMIN_CONFIDENCE="1,0" is ignored: it takes a number from 0 to 1\nhttp://127.0.0.1:3000\n',
  );
  // as if it were not set
  expect(process.env).toMatchObject({ PAGE: 'on', MAX_WAITING: '4' });
});

test.each([
  [
    { CODE_SECRET: 's', CODE_HASHES: 'ab' },
    'CODE_SECRET and CODE_HASHES: no codes are checked here, whoever reaches this server can read\n',
  ],
  [{ CODE_HASHES: 'ab' }, 'CODE_HASHES: no codes are checked here, whoever reaches this server can read\n'],
  [{ CODE_SECRET: '', CODE_HASHES: '' }, ''],
])('who gives codes is told that they are not checked: %j', async (codes, told) => {
  Object.assign(process.env, codes);
  await serveCommand([]);
  expect(stderr).toBe(`${told}http://127.0.0.1:3000\n`);
});

test.each([
  [undefined, 'on'],
  ['', 'on'],
  ['off', 'off'],
])('the page is there unless it is turned off: %j', async (value, page) => {
  delete process.env.PAGE;
  if (value !== undefined) process.env.PAGE = value;
  await serveCommand([]);
  expect(process.env.PAGE).toBe(page);
});

test.each([
  ['info', [{ level: 'info', requestId: 'id', status: 400, code: 'HOST_NOT_SERVED' }]],
  ['error', []],
])('where %s is logged, of a request that is refused for its host there is %j', async (level, lines) => {
  process.env.LOG_LEVEL = level;
  await serveCommand([]);
  started().onRefused!('id', 400);
  expect(output.records()).toEqual(lines);
});
