// Bundles each entry point to dist/. Packages with native binaries or lazily imported weight stay outside the bundle.
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';

const common = { write: false, bundle: true, platform: 'node', target: 'node20', format: 'cjs', sourcemap: true, logLevel: 'warning' };
const native = ['sharp', 'onnxruntime-node', 'jimp'];

const built = await Promise.all([
  build({
    ...common,
    entryPoints: {
      cli: 'scripts/cli.ts',
      'build-bin-table': 'scripts/build-bin-table.ts',
      'build-kernels': 'scripts/build-kernels.ts',
      'build-layers': 'scripts/build-layers.ts',
      'build-validators': 'scripts/build-validators.ts',
      'draw-fixtures': 'scripts/draw-fixtures.ts',
      package: 'scripts/package.ts',
      'offline/index': 'scripts/offline/index.ts',
      'offline/isolated-handler': 'scripts/offline/isolated-handler.ts',
      'offline/function-process': 'scripts/offline/function-process.ts',
    },
    outdir: 'dist',
    external: [...native, 'esbuild', 'opentype.js', 'bankcard', 'bankcardinfo', 'banks-db', 'credit-card-type'],
  }),
  // What is uploaded. The packages outside come as a layer, the AWS SDK with the platform's runtime.
  build({
    ...common,
    entryPoints: { 'api-gateway': 'handlers/api-gateway.ts', authorizer: 'handlers/authorizer.ts' },
    outdir: 'dist/function',
    external: [...native, '@aws-sdk/client-s3'],
    // `import()` becomes `require`, which alone heeds the NODE_PATH of the platform
    supported: { 'dynamic-import': false },
    minifySyntax: true,
    minifyWhitespace: true,
  }),
  build({ ...common, bundle: false, entryPoints: ['handlers/lambda.ts'], outfile: 'dist/function/lambda.mjs', format: 'esm' }),
]);

/** Files may be in use: a changed one is replaced as a whole, an unchanged one is left alone. */
async function replace({ path: file, contents }) {
  const old = await readFile(file).catch(() => null);
  if (old?.equals(contents)) return;
  await mkdir(path.dirname(file), { recursive: true });
  const unfinished = `${file}.${process.pid}`;
  await writeFile(unfinished, contents);
  await rename(unfinished, file);
}
const outputs = built.flatMap(({ outputFiles }) => outputFiles);
await Promise.all(outputs.map(replace));

// Whatever lies in dist/function is uploaded: files of former builds must not.
const kept = new Set(outputs.map((output) => path.basename(output.path)));
for (const file of await readdir('dist/function')) {
  const isUnfinished = /\.\d+$/.test(file);
  if (!kept.has(file) && !isUnfinished) await rm(path.join('dist/function', file), { force: true });
}
