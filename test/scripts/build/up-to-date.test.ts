import { mkdir, rm, utimes, writeFile } from 'node:fs/promises';
// @ts-expect-error: plain JavaScript, without types
import { isUpToDate, isWatched, recordOf, sourceStates } from '../../../scripts/build/up-to-date.mjs';
import { temporaryFolder } from '../../helpers/temporary-folder';

const RECORD = 'built.json';
const HOME = process.cwd();
const folder = temporaryFolder({ forEachTest: true });

beforeEach(async () => {
  process.chdir(folder);
  for (const name of ['lib/card', 'dist']) await mkdir(name, { recursive: true });
  for (const file of ['lib/index.ts', 'lib/card/pan.ts', 'package.json', 'dist/index.js']) await writeFile(file, file);
});

afterEach(() => process.chdir(HOME));

const note = async (sources: unknown) => writeFile(RECORD, await recordOf(sources, ['dist/index.js']));
const build = async () => note(await sourceStates());
const isFresh = async () => isUpToDate(RECORD, await sourceStates());

test('what was never built is not up to date', async () => {
  expect(await isFresh()).toBe(false);
});

test('what was built is, until something changes', async () => {
  await build();
  expect(await isFresh()).toBe(true);
});

test.each<[string, () => Promise<void>]>([
  ['a source is written', () => writeFile('lib/card/pan.ts', 'other')],
  ['a source is replaced by an older file', () => utimes('lib/index.ts', 1, 1)],
  ['a source is added', () => writeFile('lib/card/luhn.ts', '')],
  ['a source is removed', () => rm('lib/card/pan.ts')],
  ['a package is installed', () => mkdir('node_modules').then(() => writeFile('node_modules/.package-lock.json', '{}'))],
  ['what was built is removed', () => rm('dist/index.js')],
  ['what was built is changed', () => writeFile('dist/index.js', 'by hand')],
  ['the record is broken', () => writeFile(RECORD, '{')],
])('%s: no longer', async (_, change) => {
  await build();
  await change();
  expect(await isFresh()).toBe(false);
});

test('a source that is written while the build runs: the next one is not left out', async () => {
  const sources = await sourceStates();
  await writeFile('lib/index.ts', 'written meanwhile');
  await note(sources);
  expect(await isFresh()).toBe(false);
});

test('the build itself tells of a file that would change unnoticed', () => {
  const watched = ['lib/card/pan.ts', 'package.json', 'node_modules/sharp/lib/index.js', '../other/node_modules/sharp/index.js'];
  expect([...watched, 'library/a.ts', 'docs/use.md', 'package.json.bak'].filter(isWatched)).toEqual(watched);
});
