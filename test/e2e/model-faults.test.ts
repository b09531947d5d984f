import { execFile } from 'node:child_process';
import { cp, readdir, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { temporaryFolder } from '../helpers/temporary-folder';

const ROOT = path.resolve(__dirname, '../..');
const MODELS = path.join(ROOT, 'models');

const folder = temporaryFolder({ forEachTest: true });
beforeEach(() => cp(MODELS, path.join(folder, 'models'), { recursive: true }));

/** What a program of its own that loads a reader says of it, and goes on after that. */
async function said(library: string, options: object): Promise<string> {
  const script = path.join(folder, 'load.cjs');
  await writeFile(
    script,
    `const { CardReader } = require(${JSON.stringify(library)});
    CardReader.load(${JSON.stringify(options)}).then(() => 'loaded', ({ message }) => message)
      .then((text) => setTimeout(() => console.log(text), 200));`,
  );
  const { stdout } = await promisify(execFile)(process.execPath, [script], { env: { PATH: process.env.PATH } });
  return stdout.trim();
}

const load = (): Promise<string> => said(path.join(ROOT, 'dist/npm/index.js'), { modelsDirectory: path.join(folder, 'models') });

test.each(['second-digits.onnx', 'date-locator.onnx', 'word-finder.onnx', 'locator.onnx', 'digits.onnx', 'bin-table.jsonl'])(
  'a reader does not load without %s, nor with a part of it',
  async (name) => {
    const file = path.join(folder, 'models', name);
    await truncate(file, 1000);
    expect(await load()).toMatch(`${file} is no`);
    await rm(file);
    expect(await load()).toMatch(file);
  },
);

test('it loads from a copy of all of them', async () => {
  expect((await readdir(path.join(folder, 'models'))).length).toBeGreaterThan(6);
  expect(await load()).toBe('loaded');
});

test('without any, that can be caught', async () => {
  await rm(path.join(folder, 'models'), { recursive: true });
  await cp(path.join(ROOT, 'dist/npm/index.js'), path.join(folder, 'index.js'));
  await symlink(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
  expect(await said(path.join(folder, 'index.js'), {})).toMatch('models/ is missing above');
});
