import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { BIN_TABLE_FILE } from '../../../lib/bin/bin-table';
import { type ModelName, manifest, modelsFolder, readAsset } from '../../../lib/model/manifest';

/** Where the reader finds both layers' files when `MODELS_DIR` is `/opt/models`. */
const FOLDER = 'models';
/** Stands for models/ of this repository, whatever MODELS_DIR says. */
const OWN_FOLDER = '';
/** File that names the authors of weights and table, as their licences ask. */
const NOTICE = 'NOTICE';

/** Copies the files of models/manifest.json into one flat folder, each checked against its sha256. */
export async function buildModelsLayer(folder: string): Promise<void> {
  const target = await openFolder(folder);
  for (const name of Object.keys(manifest) as ModelName[]) {
    await writeFile(path.join(target, manifest[name].file), await readAsset(name, OWN_FOLDER));
  }
}

/** Copies the table of issuers and schemes. */
export async function buildBinTableLayer(folder: string): Promise<void> {
  await copyFile(path.join(modelsFolder(OWN_FOLDER), BIN_TABLE_FILE), path.join(await openFolder(folder), BIN_TABLE_FILE));
}

async function openFolder(folder: string): Promise<string> {
  const target = path.join(folder, FOLDER);
  await mkdir(target, { recursive: true });
  await copyFile(NOTICE, path.join(target, NOTICE));
  return target;
}
