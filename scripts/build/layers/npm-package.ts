import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** The fields of a package.json that are read. */
interface PackageManifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** Files that `require` loads. ES modules are left out: they do not heed NODE_PATH, by which the layer's packages are found. */
const LOADED_FILE = /\.(c?js|json|wasm|node|so(\.\d+)*)$/;
const LICENCE_FILE = /^(licen[cs]e|notice|copying)/i;
const READ_ME = /^readme/i;

export const manifestOf = async (folder: string): Promise<PackageManifest> =>
  JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'));

/**
 * Returns the folder where a package is installed; null when it is not.
 *
 * @param from - the folder whose code requires the package; the search begins there and goes upwards
 */
export function findPackage(name: string, from: string): string | null {
  for (let folder = path.resolve(from); ; folder = path.dirname(folder)) {
    const candidate = path.join(folder, 'node_modules', name);
    if (existsSync(path.join(candidate, 'package.json'))) return candidate;
    if (folder === path.dirname(folder)) return null;
  }
}

/** @throws {Error} when the package is not installed */
export function installedPackage(name: string): string {
  const folder = findPackage(name, process.cwd());
  if (!folder) throw new Error(`${name} is not installed`);
  return folder;
}

/** Returns the names of the files that hold a package's licence; where there are none, of its read-me. */
export async function licenceFiles(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).sort();
  const licences = names.filter((name) => LICENCE_FILE.test(name));
  return licences.length > 0 ? licences : names.filter((name) => READ_ME.test(name));
}

/**
 * Copies the files of a package that are loaded at run time, and its licence.
 *
 * @param isNeeded - whether a file that `require` can load is needed, by its path in the package with `/`; package.json and the licence always are
 */
export async function copyPackage(from: string, to: string, isNeeded: (file: string) => boolean = () => true): Promise<void> {
  const always = new Set(['package.json', ...(await licenceFiles(from))]);
  const entries = await readdir(from, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(from, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'))
    .filter((file) => !file.split('/').includes('node_modules'))
    .filter((file) => always.has(file) || (LOADED_FILE.test(file) && isNeeded(file)));
  for (const file of files) {
    const target = path.join(to, file);
    await mkdir(path.dirname(target), { recursive: true });
    await copyFile(path.join(from, file), target);
  }
}
