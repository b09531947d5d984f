import { existsSync, readFileSync } from 'node:fs';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { batchCommand } from '../../../../scripts/cli/batch/command';
import { RECORD_FORMATS } from '../../../../scripts/cli/batch/record-format';
import { runInWorkers } from '../../../../scripts/cli/batch/worker-pool';
import { UsageError } from '../../../../scripts/command/usage-error';
import { captureOutput } from '../../../helpers/captured-output';
import { pictureRecord } from '../../../helpers/picture-records';
import { temporaryFolder } from '../../../helpers/temporary-folder';

jest.mock('../../../../scripts/cli/batch/worker-pool', () => ({ runInWorkers: jest.fn() }));

const output = captureOutput();
const folder = temporaryFolder({ forEachTest: true });
const at = (name: string): string => path.join(folder, name);
beforeEach(async () => {
  jest.mocked(runInWorkers).mockReset();
  await writeFile(at('a.jpg'), '');
});

const UNLOADED = new UsageError('the reader cannot be loaded');
const batch = (out: string): Promise<number> => batchCommand([at('a.jpg'), '--out', at(out)]);

const DEAD = new Error('workers end before they are ready');
const ERRORS = [UNLOADED, DEAD];

test.each(
  ERRORS.flatMap(
    (thrown) =>
      [
        ['new.jsonl', thrown],
        ['new.csv', thrown],
      ] as const,
  ),
)('a batch that reads nothing leaves no %s: %s', async (out, thrown) => {
  jest.mocked(runInWorkers).mockRejectedValue(thrown);
  await expect(batch(out)).rejects.toBe(thrown);
  expect([existsSync(at(out)), existsSync(at(`${out}.lock`))]).toEqual([false, false]);
});

test.each(ERRORS)('but what was there before, and what was read until then: %s', async (thrown) => {
  jest.mocked(runInWorkers).mockRejectedValue(thrown);
  await writeFile(at('empty.jsonl'), '');
  await symlink(at('linked.jsonl'), at('link.jsonl'));
  for (const out of ['empty.jsonl', 'link.jsonl']) {
    await expect(batch(out)).rejects.toBe(thrown);
    expect(existsSync(at(out))).toBe(true);
  }
  jest.mocked(runInWorkers).mockImplementation(async (_, { onResult }) => {
    onResult('a', [pictureRecord({ file: at('a.jpg') })] as never);
    throw thrown;
  });
  await expect(batch('begun.jsonl')).rejects.toBe(thrown);
  expect(readFileSync(at('begun.jsonl'), 'utf8')).toContain('a.jpg');
});

test.each([
  ['cards.JSONL', ''],
  ['cards.Csv', RECORD_FORMATS.csv.head],
])('the ending of %s tells the format', async (out, head) => {
  await batch(out);
  expect(readFileSync(at(out), 'utf8')).toBe(head);
});

test.each([
  ['--out', '.', 'batch: --out takes a file: . names a folder'],
  ['--out', '-', 'batch: --out takes a file, in which it finds what is done when it is run again: not -'],
  ['--annotate', 'jest.config.mjs', 'batch: --annotate takes a folder: jest.config.mjs is none'],
])('%s %s is wrong usage, and no worker is started', async (option, name, words) => {
  const options = { '--out': at('out.jsonl'), '--format': 'jsonl', [option]: name };
  await expect(batchCommand([at('a.jpg'), ...Object.entries(options).flat()])).rejects.toThrow(new UsageError(words));
  expect([existsSync(at('out.jsonl')), jest.mocked(runInWorkers).mock.calls]).toEqual([false, []]);
});

test('pictures that are drawn on do not go to one file', async () => {
  for (const name of ['b.png', 'b.png.jpg']) await writeFile(at(name), '');
  const annotated = batchCommand([at('b.png'), at('b.png.jpg'), '--out', at('out.jsonl'), '--annotate', at('marked')]);
  await expect(annotated).rejects.toThrow(/b\.png and \S+b\.png\.jpg to \S+b\.png\.jpg: not both at once/);
  expect(existsSync(at('out.jsonl'))).toBe(false);
});

describe('a picture that is drawn on goes over none that is read', () => {
  /** where what is drawn of photos/b.jpg goes */
  const drawn = path.join(at('marked'), at('photos/b.jpg'));
  test.each([
    ['a link of the folder leads to the pictures', at('photos'), path.dirname(drawn), at('photos/b.jpg')],
    ['the picture is a link into the folder', drawn, at('photos/b.jpg'), drawn],
  ])('%s', async (_, target, link, picture) => {
    for (const one of [link, picture]) await mkdir(path.dirname(one), { recursive: true });
    await symlink(target, link);
    await writeFile(picture, '');
    const annotated = batchCommand([at('photos/b.jpg'), '--out', at('out.jsonl'), '--annotate', at('marked')]);
    await expect(annotated).rejects.toThrow(
      new UsageError(`batch: --annotate would write ${drawn} over ${at('photos/b.jpg')}, which is read; name another folder`),
    );
    expect(existsSync(at('out.jsonl'))).toBe(false);
  });
});

test.each([
  ['--out', 's3://bucket/cards.jsonl'],
  ['--annotate', 's3://bucket/marked'],
])('%s is of this machine', async (option, url) => {
  const options = { '--out': at('out.jsonl'), [option]: url };
  const begun = batchCommand([at('a.jpg'), ...Object.entries(options).flat()]);
  await expect(begun).rejects.toEqual(new UsageError(`batch: ${url} is no path; write it here, then upload it`));
});

test('counts pictures, not records', async () => {
  const names = ['a-1', 'a-2', 'a-3', 'b-1', 'b-2', 'c'].map((name) => at(`${name}.jpg`));
  for (const name of names) await writeFile(name, '');
  const [first, , , , , last] = names;
  const grouped = (): Promise<number> => batchCommand([...names, '--out', at('out.jsonl'), '--group-by', '(.*)-[0-9]']);
  jest.mocked(runInWorkers).mockImplementation(async ([a, b], { onResult, onLost }) => {
    // the card's record, and that of a picture that is none
    onResult(a!, [pictureRecord({ file: first! }), pictureRecord({ file: first!, status: 462, code: 'IMAGE_EMPTY' })] as never);
    onLost(b!);
  });
  await grouped();
  expect(output.text()).toMatch(
    /^5 pictures in .*\n +2 {2}read, with 1 card\n +2 {2}not read: .*\n +1 {2}not read: .*\n(.*\n)* +1 {2}left/,
  );
  jest.mocked(runInWorkers).mockImplementation(async ([c], { onResult }) => {
    onResult(c!, [pictureRecord({ file: last! })] as never);
  });
  await grouped();
  expect(output.text()).toMatch(/\n1 pictures in .*\n +1 {2}read\n(.*\n)* +5 {2}done before, 3 of them not read\n$/);
});
