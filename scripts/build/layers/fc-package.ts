import { copyFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { allEnded } from './all-ended';
import { buildBinTableLayer, buildModelsLayer } from './models-layer';
import { buildNativeLayer } from './native-layer';

/** The bundle that esbuild.config.mjs makes of handlers/alibaba-fc.ts. */
const BUNDLE = 'dist/alibaba-fc.js';
const ENTRY = 'index.js';
/** The bundle of lib/image/decoding-process.ts, which the other bundle looks for beside itself. */
const DECODING_PROCESS = 'decoding-process.js';
const PACKAGES = 'node_modules';

/**
 * Writes all that Function Compute runs as one code package: `index.js`, with `decoding-process.js`, `node_modules` and `models` beside it. Layers would have
 * to be published in each account and region first.
 *
 * @param folder - is emptied first
 */
export async function buildFcPackage(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  // the platform's processors are all x86_64
  await allEnded([buildNativeLayer(folder, 'x64'), buildModelsLayer(folder), buildBinTableLayer(folder)]);
  await rename(path.join(folder, 'nodejs', PACKAGES), path.join(folder, PACKAGES));
  await rm(path.join(folder, 'nodejs'), { recursive: true });
  await copyFile(BUNDLE, path.join(folder, ENTRY));
  await copyFile(path.join(path.dirname(BUNDLE), DECODING_PROCESS), path.join(folder, DECODING_PROCESS));
}
