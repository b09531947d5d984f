import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import listed from '../../models/manifest.json';
import type { DigitConfig, LocatorConfig, TypeFinderConfig } from './model';

/** The networks among the assets. */
export type ModelName = keyof ModelConfigs;

interface Asset {
  readonly file: string;
  readonly sha256: string;
}

/** What the manifest says of each network. */
export interface ModelConfigs {
  readonly 'digit-recognition': DigitConfig;
  readonly 'second-digit-recognition': DigitConfig;
  readonly 'card-location': LocatorConfig;
  readonly 'date-location': LocatorConfig;
  readonly 'type-finding': TypeFinderConfig;
}

/** With types of its own: a user of the package has no models/manifest.json for the compiler to look at. */
export const manifest: ModelConfigs & Readonly<Record<ModelName, Asset>> = listed;

/** Twelve digits might all be decimal, and a log hides those as a number. */
const VERSION_LENGTH = 11;

/** The networks, each with eleven hexadecimal digits that are others whenever its file is. */
export const networkVersions: readonly { readonly name: ModelName; readonly version: string }[] = (
  Object.keys(manifest) as ModelName[]
).map((name) => ({ name, version: manifest[name].sha256.slice(0, VERSION_LENGTH) }));

/** Eleven hexadecimal digits that are others whenever a file of the manifest is. */
export const modelVersion: string = createHash('sha256')
  .update(
    Object.values(manifest)
      .map(({ sha256 }) => sha256)
      .join(),
  )
  .digest('hex')
  .slice(0, VERSION_LENGTH);

/**
 * The bytes of a file named in models/manifest.json, checked against its sha256.
 *
 * @param directory - the folder with the files (a Lambda layer); default: `MODELS_DIR`, else models/ of this package
 * @throws {Error} when the file is missing or its checksum differs: a broken installation, not a bad request
 */
export async function readAsset(name: ModelName, directory = process.env.MODELS_DIR): Promise<Buffer> {
  const { file, sha256 } = manifest[name];
  const bytes = await readFile(join(modelsFolder(directory), file));
  if (createHash('sha256').update(bytes).digest('hex') !== sha256) {
    throw new Error(`the checksum of ${name} differs from models/manifest.json`);
  }
  return bytes;
}

/** The folder with the project's own files: `directory`, `MODELS_DIR`, or models/ of this package. */
export const modelsFolder = (directory = process.env.MODELS_DIR): string => directory || ownFolder();

/** The nearest models/ from this file upwards: it runs bundled in dist/ and unbundled in tests. */
function ownFolder(): string {
  for (let folder = __dirname; ; folder = dirname(folder)) {
    const candidate = join(folder, 'models');
    if (existsSync(join(candidate, 'manifest.json'))) return candidate;
    if (folder === dirname(folder))
      throw new Error(`models/ is missing above ${__dirname}: keep bankcard-ocr out of bundles, or name it in MODELS_DIR`);
  }
}
