// Bundles each entry point to dist/. Packages with native binaries or lazily imported weight stay outside the bundle.
import { existsSync } from 'node:fs';
import { build } from 'esbuild';

const entryPoints = {
  cli: 'scripts/cli.ts',
  'build-bin-table': 'scripts/build-bin-table.ts',
  'draw-fixtures': 'scripts/draw-fixtures.ts',
};

await build({
  entryPoints: Object.fromEntries(Object.entries(entryPoints).filter(([, file]) => existsSync(file))),
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  sourcemap: true,
  external: ['sharp', 'onnxruntime-node', 'jimp', 'opentype.js', 'bankcard', 'bankcardinfo', 'banks-db', 'credit-card-type'],
  logLevel: 'warning',
});
