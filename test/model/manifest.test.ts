import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { access, copyFile, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type ModelName, manifest, modelsFolder, networkVersions, readAsset } from '../../lib/model/manifest';
import { temporaryFolder } from '../helpers/temporary-folder';

const NAMES = Object.keys(manifest) as ModelName[];
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const installed = (name: ModelName): string => path.resolve('models', manifest[name].file);

const folder = temporaryFolder({ forEachTest: true });
const copyOf = (name: ModelName): string => path.join(folder, manifest[name].file);
const { MODELS_DIR } = process.env;

beforeEach(() => {
  delete process.env.MODELS_DIR;
});

afterEach(() => {
  if (MODELS_DIR === undefined) delete process.env.MODELS_DIR;
  else process.env.MODELS_DIR = MODELS_DIR;
});

test('the networks are listed, and no two share a file', () => {
  expect([...NAMES].sort()).toEqual(['card-location', 'date-location', 'digit-recognition', 'second-digit-recognition', 'word-finding']);
  expect(new Set(NAMES.map((name) => manifest[name].file)).size).toBe(NAMES.length);
});

test('a network’s version is of its file', () => {
  expect(networkVersions.map(({ name }) => name)).toEqual(NAMES);
  for (const { name, version } of networkVersions) expect([version.length, manifest[name].sha256.startsWith(version)]).toEqual([11, true]);
});

describe.each(NAMES)('%s', (name) => {
  test('is there, with the listed checksum', async () => {
    expect(sha256(await readFile(installed(name)))).toBe(manifest[name].sha256);
    expect(sha256(await readAsset(name))).toBe(manifest[name].sha256);
  });

  test('loads from a flat folder, given or by MODELS_DIR', async () => {
    await copyFile(installed(name), copyOf(name));
    expect(sha256(await readAsset(name, folder))).toBe(manifest[name].sha256);
    process.env.MODELS_DIR = folder;
    expect(sha256(await readAsset(name))).toBe(manifest[name].sha256);
  });

  test.each([
    ['one bit', (bytes: Buffer) => bytes.writeUInt8(bytes.readUInt8(bytes.length >> 1) ^ 1, bytes.length >> 1)],
    ['the last byte', (bytes: Buffer) => bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 0xff, bytes.length - 1)],
  ])('is refused when %s differs', async (_, alter) => {
    const bytes = await readFile(installed(name));
    alter(bytes);
    await writeFile(copyOf(name), bytes);
    await expect(readAsset(name, folder)).rejects.toThrow(`${manifest[name].file} is not the file that models/manifest.json names`);
    process.env.MODELS_DIR = folder;
    await expect(readAsset(name)).rejects.toThrow(`${manifest[name].file} is not the file that models/manifest.json names`);
  });

  test('is refused when cut short or empty', async () => {
    const bytes = await readFile(installed(name));
    for (const part of [bytes.subarray(0, -1), Buffer.alloc(0)]) {
      await writeFile(copyOf(name), part);
      await expect(readAsset(name, folder)).rejects.toThrow(`${manifest[name].file} is not the file that models/manifest.json names`);
    }
  });

  test('is not looked for elsewhere when a given folder lacks it', async () => {
    await expect(readAsset(name, folder)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

test('the own files lie in models/, or in the given folder', async () => {
  await access(path.join(modelsFolder(), 'bin-table.jsonl'));
  expect(path.resolve(modelsFolder())).toBe(path.resolve('models'));
  expect(modelsFolder(folder)).toBe(folder);
  process.env.MODELS_DIR = folder;
  expect(modelsFolder()).toBe(folder);
});

test('where there are none, as in an application that bundles the library, it is said what to do', () => {
  const there = jest.spyOn(fs, 'existsSync').mockReturnValue(false);
  expect(() => modelsFolder()).toThrow(/^models\/ is missing above .*: keep bankcard-ocr out of bundles, or name it in MODELS_DIR$/);
  there.mockRestore();
});
