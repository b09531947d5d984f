/**
 * Build the layers that serverless.yml names, in dist/layers: the packages with native libraries, the models, the BIN table.
 * Run from the repository's root: `npm run build:layers -- --arch arm64` (x64 unless told).
 */
import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type Architecture, architectureOf } from './layers/architecture';
import { buildBinTableLayer, buildModelsLayer } from './layers/models-layer';
import { buildNativeLayer } from './layers/native-layer';
import { type ArtifactSize, brokenLimits, sizeTable } from './package/sizes';

const LAYERS_FOLDER = 'dist/layers';

/**
 * Build all layers. The same packages give the same bytes.
 *
 * @param architecture - of the machine that will run the function; for another than this one npm's registry is asked
 * @param folder - is emptied first
 * @returns their sizes, unzipped
 */
export async function buildLayers(architecture: Architecture, folder = LAYERS_FOLDER): Promise<ArtifactSize[]> {
  await rm(folder, { recursive: true, force: true });
  const folders = { native: path.join(folder, 'native'), models: path.join(folder, 'models'), binTable: path.join(folder, 'bin-table') };
  await Promise.all([
    buildNativeLayer(folders.native, architecture),
    buildModelsLayer(folders.models),
    buildBinTableLayer(folders.binTable),
  ]);
  return Promise.all(Object.entries(folders).map(async ([name, layer]) => ({ name, unzippedBytes: await bytesIn(layer) })));
}

async function bytesIn(folder: string): Promise<number> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const sizes = await Promise.all(files.map(async ({ parentPath, name }) => (await stat(path.join(parentPath, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { arch: { type: 'string', default: 'x64' } } });
  const sizes = await buildLayers(architectureOf(values.arch));
  process.stdout.write(sizeTable(sizes));
  const broken = brokenLimits(sizes);
  for (const line of broken) process.stderr.write(`${line}\n`);
  return broken.length > 0 ? 1 : 0;
}

if (require.main === module) {
  main().then(
    (code) => {
      process.exitCode = code;
    },
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      process.exitCode = 1;
    },
  );
}
