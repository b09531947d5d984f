import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { UsageError } from '../../../scripts/command/usage-error';
import { readLabels } from '../../../scripts/measure/labels';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'labels-'));
});
afterEach(() => rm(folder, { recursive: true }));
const failure = (): Promise<unknown> => readLabels(folder).catch((thrown) => thrown);

test('are read as they are', async () => {
  const labels = [{ file: 'a.jpg', pan: null, expiry: null, kind: 'photo', tags: ['x'] }];
  await writeFile(path.join(folder, 'labels.json'), JSON.stringify(labels));
  expect(await readLabels(folder)).toEqual(labels);
});

test('of some kinds, where there are any', async () => {
  const labels = ['photo', 'scan', 'mockup'].map((kind) => ({ file: `${kind}.jpg`, pan: null, expiry: null, kind }));
  await writeFile(path.join(folder, 'labels.json'), JSON.stringify(labels));
  expect(await readLabels(folder, { only: 'scan,photo' })).toEqual(labels.slice(0, 2));
  const none = readLabels(folder, { command: 'benchmark', only: 'hologram,foil' });
  await expect(none).rejects.toThrow(new UsageError(`benchmark: no pictures of hologram or foil are listed in ${folder}`));
});

test.each([
  [null, 'which says what the pictures show, cannot be read: no such file'],
  ['{', 'is not JSON'],
  ['{}', 'is not an array'],
  ['[{"file":"a.jpg","pan":null,"expiry":null},{"file":"b.jpg"}]', 'entry 2 of'],
  ['[{"file":"a.jpg","pan":4242424242424242,"expiry":null}]', 'entry 1 of'],
  ['[null]', 'entry 1 of'],
])('%s: what is wrong is said, and what labels look like', async (text, reason) => {
  if (text !== null) await writeFile(path.join(folder, 'labels.json'), text);
  const thrown = await failure();
  expect(thrown).toBeInstanceOf(UsageError);
  expect((thrown as Error).message).toContain(reason);
  expect((thrown as Error).message).toContain('{"file": "a.jpg", "pan": "6212345678901232"');
});

test('a folder that is not there', async () => {
  await expect(readLabels(path.join(folder, 'none'))).rejects.toThrow(/none: no such file$/);
});
