import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { identityOf, picturesIn } from '../../../scripts/batch/pictures';
import { UsageError } from '../../../scripts/command/usage-error';

let folder: string;
const at = (name: string): string => path.join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'pictures-'));
  for (const name of ['b.jpg', 'a.PNG', 'notes.txt', 'sub/c.webp', 'sub/deeper/d.HEIC', 'sub [1]/e.jpg', 'marked/b.jpg']) {
    await mkdir(path.dirname(at(name)), { recursive: true });
    await writeFile(at(name), '');
  }
});
afterAll(() => rm(folder, { recursive: true }));

const named = async (meant: readonly string[], leaveOut?: string): Promise<string[]> =>
  (await picturesIn(meant.map(at), leaveOut && at(leaveOut))).map((name) => path.relative(folder, name));

test('a folder: the pictures in it and below, by name', async () => {
  expect(await named([''])).toEqual(['a.PNG', 'b.jpg', 'marked/b.jpg', 'sub [1]/e.jpg', 'sub/c.webp', 'sub/deeper/d.HEIC']);
});

test('but not those that are written there', async () => {
  expect(await named([''], 'marked')).toEqual(['a.PNG', 'b.jpg', 'sub [1]/e.jpg', 'sub/c.webp', 'sub/deeper/d.HEIC']);
});

test('a folder and a file whose names look like patterns', async () => {
  expect(await named(['sub [1]'])).toEqual(['sub [1]/e.jpg']);
  expect(await named(['sub [1]/e.jpg'])).toEqual(['sub [1]/e.jpg']);
});

test('patterns', async () => {
  expect(await named(['*.jpg'])).toEqual(['b.jpg']);
  expect(await named(['sub/**/*.{webp,HEIC}'])).toEqual(['sub/c.webp', 'sub/deeper/d.HEIC']);
});

test('files as they are named, whether or not they are there, each once', async () => {
  expect(await named(['notes.txt', 'none.jpg', 'b.jpg', '', 'sub/../b.jpg'])).toEqual([
    'notes.txt',
    'none.jpg',
    'b.jpg',
    'a.PNG',
    'marked/b.jpg',
    'sub [1]/e.jpg',
    'sub/c.webp',
    'sub/deeper/d.HEIC',
  ]);
});

test.each(['*.gif', 'none/*'])('%s, which is nothing', async (pattern) => {
  await expect(named(['b.jpg', pattern])).rejects.toThrow(UsageError);
});

test('a file is the same however it is named', () => {
  expect(identityOf('./sub/../b.jpg')).toBe(path.resolve('b.jpg'));
  expect(identityOf('s3://bucket/a/../b.jpg')).toBe('s3://bucket/a/../b.jpg');
});
