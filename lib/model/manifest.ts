import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import listed from '../../models/manifest.json';
import type { DigitConfig, LocatorConfig, WordFinderConfig } from './model';

/** The name of a network in models/manifest.json. */
export type ModelName = keyof ModelConfigs;

interface Asset {
  readonly file: string;
  readonly sha256: string;
}

export interface ModelConfigs {
  readonly 'digit-recognition': DigitConfig;
  readonly 'second-digit-recognition': DigitConfig;
  readonly 'card-location': LocatorConfig;
  readonly 'date-location': LocatorConfig;
  readonly 'word-finding': WordFinderConfig;
}

/** The manifest, with its type spelled out: a user of the package has no models/manifest.json that the compiler could read. */
export const manifest: ModelConfigs & Readonly<Record<ModelName, Asset>> = listed;

/** Twelve hexadecimal digits might all be decimal ones, and the log would hide them as a card number. */
const VERSION_LENGTH = 11;

/** The networks, each with its version: eleven hexadecimal digits, which change whenever its file does. */
export const networkVersions: readonly { readonly name: ModelName; readonly version: string }[] = (
  Object.keys(manifest) as ModelName[]
).map((name) => ({ name, version: manifest[name].sha256.slice(0, VERSION_LENGTH) }));

/** The version of all networks together: eleven hexadecimal digits, which change whenever a file of the manifest does. */
export const modelVersion: string = createHash('sha256')
  .update(
    Object.values(manifest)
      .map(({ sha256 }) => sha256)
      .join(),
  )
  .digest('hex')
  .slice(0, VERSION_LENGTH);

/**
 * Reads a file that models/manifest.json names, and checks it against its sha256.
 *
 * @param directory - the folder with the files (a Lambda layer); default: see `modelsFolder`
 * @throws {Error} when the file is missing or its checksum differs: a broken installation, not a bad request
 */
export async function readAsset(name: ModelName, directory?: string): Promise<Buffer> {
  const { file, sha256 } = manifest[name];
  const path = join(modelsFolder(directory), file);
  const bytes = await readFile(path);
  if (createHash('sha256').update(bytes).digest('hex') !== sha256) {
    throw new Error(`${path} is not the file that models/manifest.json names: copy all of models/ anew`);
  }
  return bytes;
}

/** Returns the folder with the model files: `directory`, `MODELS_DIR`, or models/ of this package. */
export const modelsFolder = (directory = process.env.MODELS_DIR): string => directory || ownFolder();

/** Finds models/ where the package and tests have it, else the nearest one from this file upwards, as bundles lie at other places of dist/. */
function ownFolder(): string {
  // tracers of what a program needs (@vercel/nft) follow no other path than a literal one
  const usual = join(__dirname, '../../models');
  if (existsSync(join(usual, 'manifest.json'))) return usual;
  for (let folder = __dirname; ; folder = dirname(folder)) {
    const candidate = join(folder, 'models');
    if (existsSync(join(candidate, 'manifest.json'))) return candidate;
    if (folder === dirname(folder))
      throw new Error(`models/ is missing above ${__dirname}: keep bankcard-ocr out of bundles, or name it in MODELS_DIR`);
  }
}
