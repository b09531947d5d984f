import type { CardReader } from '../../../lib';
import { loadReader } from '../../../scripts/command/load-reader';
import { UsageError } from '../../../scripts/command/usage-error';

const { BIN_TABLE, MODELS_DIR } = process.env;
afterEach(() => {
  for (const [name, value] of Object.entries({ BIN_TABLE, MODELS_DIR })) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
});

test('a reader that loads is handed on', async () => {
  const reader = {} as CardReader;
  expect(await loadReader(async () => reader)).toBe(reader);
});

test('one that does not is the user’s to mend: what is wrong, and which file was named', async () => {
  delete process.env.MODELS_DIR;
  process.env.BIN_TABLE = '/nope.csv';
  const failing = loadReader(() => Promise.reject(new Error('no such file')));
  await expect(failing).rejects.toThrow(new UsageError('the reader cannot be loaded: no such file; BIN_TABLE=/nope.csv'));
});

test('a cause says more', async () => {
  delete process.env.BIN_TABLE;
  delete process.env.MODELS_DIR;
  const failing = loadReader(() => Promise.reject(new Error('outer', { cause: new Error('inner') })));
  await expect(failing).rejects.toThrow(new UsageError('the reader cannot be loaded: inner'));
});
