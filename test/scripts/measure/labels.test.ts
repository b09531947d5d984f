import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { UsageError } from '../../../scripts/command/usage-error';
import { readLabels, splitByPresence } from '../../../scripts/measure/labels';
import { temporaryFolder } from '../../helpers/temporary-folder';

const folder = temporaryFolder({ forEachTest: true });
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
  await writeFile(path.join(folder, 'labels.json'), JSON.stringify([...labels, { file: 'odd.jpg', pan: null, expiry: null }]));
  expect(await readLabels(folder, { only: 'undefined,scan' })).toEqual([labels[1]]);
  const none = readLabels(folder, { command: 'benchmark', only: 'hologram,foil' });
  await expect(none).rejects.toThrow(new UsageError(`benchmark: no pictures of hologram or foil are listed in ${folder}`));
});

test.each([
  [null, 'which says what the pictures show, cannot be read: no such file'],
  ['{', 'is not JSON'],
  ['{}', 'is not an array'],
  ['[{"file":"a.jpg","pan":null,"expiry":null},{"file":"b.jpg"}]', 'entry 2 of'],
  ['[{"file":"a.jpg","pan":4242424242424242,"expiry":null}]', 'look at its "pan"'],
  ['[{"file":"a.jpg","pan":"4242 4242 4242 4242","expiry":null}]', 'look at its "pan"'],
  ['[{"file":"a.jpg","pan":"","expiry":null}]', 'look at its "pan"'],
  ['[{"file":"a.jpg","pan":"42424242424","expiry":null}]', 'look at its "pan"'],
  ['[{"file":"a.jpg","pan":"424242424242424242424","expiry":null}]', 'look at its "pan"'],
  ['[{"file":"","pan":null,"expiry":null}]', 'look at its "file"'],
  ['[{"file":"a.jpg","pan":null,"expiry":"8/31"}]', 'look at its "expiry"'],
  ['[{"file":"a.jpg","pan":null,"expiry":"08/2031"}]', 'look at its "expiry"'],
  ['[{"file":"a.jpg","pan":null,"expiry":"??"}]', 'look at its "expiry"'],
  ['[{"file":"a.jpg","pan":null}]', 'look at its "expiry"'],
  ['[{"file":"a.jpg","pan":null,"expiry":null,"type":"Debit"}]', 'look at its "type"'],
  ['[{"file":"a.jpg","pan":null,"expiry":null,"kind":""}]', 'look at its "kind"'],
  ['[{"file":"a.jpg","pan":null,"expiry":null,"kind":5}]', 'look at its "kind"'],
  ['[{"file":"a.jpg","pan":null,"expiry":null,"embossed":"no"}]', 'look at its "embossed"'],
  ['[null]', 'entry 1 of'],
])('%s: what is wrong is said, and what labels look like', async (text, reason) => {
  if (text !== null) await writeFile(path.join(folder, 'labels.json'), text);
  const thrown = await failure();
  expect(thrown).toBeInstanceOf(UsageError);
  expect((thrown as Error).message).toContain(reason);
  expect((thrown as Error).message).toContain('{"file": "a.jpg", "pan": "6212345678901232"');
});

test.each([
  { pan: '424242424242' },
  { pan: '42424242424242424242' },
  { expiry: '08/31' },
  { expiry: '00/00' },
  { expiry: '??', expiry_is_real_date: false },
  { type: 'debit' },
  { type: 'prepaid' },
  { kind: null, embossed: null },
  { kind: 'scan', embossed: true },
])('a label with %j is one', async (fields) => {
  const labels = [{ file: 'a.jpg', pan: null, expiry: null, type: null, kind: 'photo', ...fields }];
  await writeFile(path.join(folder, 'labels.json'), JSON.stringify(labels));
  expect(await readLabels(folder)).toEqual(labels);
});

test('a picture that is labelled twice would count twice', async () => {
  const labels = ['a.jpg', 'b.jpg', 'a.jpg'].map((file) => ({ file, pan: null, expiry: null, type: null, kind: 'photo' }));
  await writeFile(path.join(folder, 'labels.json'), JSON.stringify(labels));
  await expect(readLabels(folder)).rejects.toThrow('names a.jpg twice');
});

test('those of pictures that are not there are told apart', async () => {
  const labels = ['a.jpg', 'b.jpg'].map((file) => ({ file, pan: null, expiry: null, type: null, kind: 'photo', embossed: false }));
  await writeFile(path.join(folder, 'b.jpg'), '');
  expect(splitByPresence(folder, labels)).toEqual({ present: [labels[1]], missing: ['a.jpg'] });
});

test('a folder that is not there', async () => {
  await expect(readLabels(path.join(folder, 'none'))).rejects.toThrow(/none: no such file$/);
});

test('a URL is no folder, and its secrets are not told', async () => {
  const message = 'benchmark: https://cards.example/dev is no path; download it first';
  await expect(readLabels('https://me:pw@cards.example/dev?sig=SECRET', { command: 'benchmark' })).rejects.toThrow(new UsageError(message));
});
