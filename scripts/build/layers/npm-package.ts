import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** What is read of a package.json. */
export interface PackageManifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** What `require` loads. ES modules are left out: NODE_PATH, by which the layer is found, does not hold for them. */
const LOADED_FILE = /\.(c?js|json|wasm|node|so(\.\d+)*)$/;
const LICENCE_FILE = /^(licen[cs]e|notice|copying)/i;
const READ_ME = /^readme/i;

export const manifestOf = async (folder: string): Promise<PackageManifest> =>
  JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'));

/**
 * Where a package is installed; null when it is not.
 *
 * @param from - the folder from where it is required; it is searched for there and upwards
 */
export function findPackage(name: string, from = process.cwd()): string | null {
  for (let folder = path.resolve(from); ; folder = path.dirname(folder)) {
    const candidate = path.join(folder, 'node_modules', name);
    if (existsSync(path.join(candidate, 'package.json'))) return candidate;
    if (folder === path.dirname(folder)) return null;
  }
}

/** @throws {Error} when the package is not installed */
export function installedPackage(name: string, from?: string): string {
  const folder = findPackage(name, from);
  if (!folder) throw new Error(`${name} is not installed`);
  return folder;
}

/** Names of the files that hold a package's licence: of its read-me when it has no other. */
export async function licenceFiles(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).sort();
  const licences = names.filter((name) => LICENCE_FILE.test(name));
  return licences.length > 0 ? licences : names.filter((name) => READ_ME.test(name));
}

/**
 * Copy what of a package is loaded at run time, and its licence.
 *
 * @param isNeeded - asked for each such file, by its path in the package with `/`, besides package.json and the licence
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
