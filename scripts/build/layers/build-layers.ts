import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { ArtifactSize } from '../package/sizes';
import { allEnded } from './all-ended';
import type { Architecture } from './architecture';
import { buildBinTableLayer, buildModelsLayer } from './models-layer';
import { buildNativeLayer } from './native-layer';

const LAYERS_FOLDER = 'dist/layers';

/**
 * Builds all layers. The same packages give the same bytes.
 *
 * @param architecture - of the machine that will run the function; for another one than this machine's, npm's registry is asked
 * @param folder - is emptied first
 * @returns their sizes, unzipped
 */
export async function buildLayers(architecture: Architecture, folder = LAYERS_FOLDER): Promise<ArtifactSize[]> {
  await rm(folder, { recursive: true, force: true });
  const folders = { native: path.join(folder, 'native'), models: path.join(folder, 'models'), binTable: path.join(folder, 'bin-table') };
  await allEnded([buildNativeLayer(folders.native, architecture), buildModelsLayer(folders.models), buildBinTableLayer(folders.binTable)]);
  return Promise.all(Object.entries(folders).map(async ([name, layer]) => ({ name, unzippedBytes: await bytesIn(layer) })));
}

async function bytesIn(folder: string): Promise<number> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const sizes = await Promise.all(files.map(async ({ parentPath, name }) => (await stat(path.join(parentPath, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}
