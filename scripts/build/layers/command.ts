/**
 * Builds the layers that resources/layers.yml names, in dist/layers: the packages with native libraries, the models, the BIN table.
 * Run from the repository's root: `npm run build:layers -- --arch arm64` (default: x64).
 */
import { parseArgs } from 'node:util';
import { runScript } from '../../command/run-script';
import { brokenLimits, sizeTable } from '../package/sizes';
import { architectureOf } from './architecture';
import { buildLayers } from './build-layers';

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { arch: { type: 'string', default: 'x64' } } });
  const sizes = await buildLayers(architectureOf(values.arch));
  process.stdout.write(sizeTable(sizes));
  const broken = brokenLimits(sizes);
  for (const line of broken) process.stderr.write(`${line}\n`);
  return broken.length > 0 ? 1 : 0;
}

runScript(main());
