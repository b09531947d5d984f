// Bundles each entry point to dist/, if something has changed since the last time. Packages with native binaries or lazily imported weight stay
// outside the bundle.
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { pageDocument } from './scripts/build/page-document.mjs';
import { referenceDocument } from './scripts/build/reference-page.mjs';
import { isUpToDate, isWatched, recordOf, sourceStates } from './scripts/build/up-to-date.mjs';

const RECORD = 'dist/built.json';
const sources = await sourceStates();
if (await isUpToDate(RECORD, sources)) process.exit();

const common = {
  write: false,
  metafile: true,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  sourcemap: true,
  logLevel: 'warning',
};
const native = ['sharp', 'onnxruntime-node', 'jimp', 'libheif-js'];
/** Started by whatever decodes pictures, from beside it: see lib/image/decode-apart.ts. */
const decoding = { 'decoding-process': 'lib/image/decoding-process.ts' };
const deployed = {
  ...common,
  external: [...native, '@aws-sdk/client-s3'],
  // `import()` becomes `require`, which alone heeds the NODE_PATH of the platform
  supported: { 'dynamic-import': false },
  minifySyntax: true,
  minifyWhitespace: true,
};

/** What a user of the npm package has installed with it. ES modules are among devDependencies, and so in the bundle: Node before 20.19 does not `require` them. */
const { dependencies } = JSON.parse(await readFile('package.json', 'utf8'));
const npm = { ...common, sourcemap: false, external: Object.keys(dependencies) };
/** Of it, what pages and small programs take: names stay, for whoever reads it. */
const small = { ...npm, minifySyntax: true, minifyWhitespace: true };

/** By their paths in scripts/, which are also those in dist/. */
const programs = [
  'build/bin/command',
  'build/contract/command',
  'build/fc',
  'build/kernels',
  'build/layers/command',
  'build/package/command',
  'build/specimens/command',
  'cli/access-code',
  'offline/index',
  'offline/isolated-handler',
  'offline/function-process',
];

const bundles = Promise.all([
  build({
    ...common,
    entryPoints: {
      cli: 'scripts/cli/developer.ts',
      ...decoding,
      ...Object.fromEntries(programs.map((name) => [name, `scripts/${name}.ts`])),
    },
    outdir: 'dist',
    external: [
      ...native,
      '@aws-sdk/client-s3',
      'fdir',
      'tinyglobby',
      'esbuild',
      'opentype.js',
      'bankcard',
      'bankcardinfo',
      'banks-db',
      'credit-card-type',
    ],
  }),
  // What is uploaded. The packages outside come as a layer, the AWS SDK with the platform's runtime.
  build({
    ...deployed,
    entryPoints: { 'api-gateway': 'handlers/api-gateway.ts', authorizer: 'handlers/authorizer.ts', ...decoding },
    outdir: 'dist/function',
  }),
  // It relies on conditional writes, which the SDK of a platform's runtime need not know: it brings its own.
  build({ ...deployed, external: native, entryPoints: { 's3-batch': 'handlers/s3-batch.ts', ...decoding }, outdir: 'dist/batch' }),
  // For scripts/build/fc.ts, which adds the packages; there is no AWS SDK.
  build({ ...deployed, entryPoints: ['handlers/alibaba-fc.ts'], outdir: 'dist' }),
  build({ ...common, bundle: false, entryPoints: ['handlers/lambda.ts'], outfile: 'dist/function/lambda.mjs', format: 'esm' }),
  // The npm package; tsconfig.types.json adds the types. It holds the library twice: in that which programs import, names stay for their stack traces.
  build({ ...npm, minify: true, keepNames: true, entryPoints: { index: 'lib/index.ts', ...decoding }, outdir: 'dist/npm' }),
  build({ ...npm, minify: true, entryPoints: { 'bankcard-ocr': 'scripts/cli/bankcard-ocr.ts' }, outdir: 'dist/npm' }),
  build({ ...small, entryPoints: ['lib/client.ts', 'lib/camera.ts'], outdir: 'dist/npm' }),
  build({
    ...small,
    platform: 'neutral',
    entryPoints: ['lib/client.ts', 'lib/camera.ts'],
    outdir: 'dist/npm',
    format: 'esm',
    outExtension: { '.js': '.mjs' },
  }),
]);

// What the function shows to browsers.
const [built, page, openapi] = await Promise.all([bundles, pageDocument().then(Buffer.from), readFile('openapi.json')]);

const unwatched = built.flatMap(({ metafile }) => Object.keys(metafile.inputs)).filter((file) => !isWatched(file));
if (unwatched.length > 0) throw new Error(`scripts/build/up-to-date.mjs does not watch ${[...new Set(unwatched)].join(', ')}`);

const reference = Buffer.from(referenceDocument(JSON.parse(openapi), await readFile('docs/accuracy.md', 'utf8')));

function isRunning(pid) {
  try {
    return process.kill(pid, 0);
  } catch ({ code }) {
    return code === 'EPERM';
  }
}

/** Files may be in use: a changed one is replaced as a whole, an unchanged one is left alone. */
async function replace({ path: file, contents }) {
  const old = await readFile(file).catch(() => null);
  if (old?.equals(contents)) return;
  await mkdir(path.dirname(file), { recursive: true });
  const unfinished = `${file}.${process.pid}`;
  await writeFile(unfinished, contents);
  await rename(unfinished, file);
}
const outputs = [
  ...built.flatMap(({ outputFiles }) => outputFiles),
  ...['dist', 'dist/function', 'dist/npm'].flatMap((folder) => [
    { path: `${folder}/page.html`, contents: page },
    { path: `${folder}/openapi.json`, contents: Buffer.from(JSON.stringify(JSON.parse(openapi))) },
    { path: `${folder}/docs.html`, contents: reference },
  ]),
  // One copy of the library in a process, however it is imported.
  { path: 'dist/npm/index.mjs', contents: Buffer.from("export * from './index.js';\n") },
  { path: 'dist/npm/index.d.mts', contents: Buffer.from("export * from './types/lib/index.js';\n") },
  ...['client', 'camera'].map((name) => ({
    path: `dist/npm/${name}.d.mts`,
    contents: Buffer.from(`export * from './types/lib/${name}.js';\n`),
  })),
];
await Promise.all(outputs.map(replace));

// Whatever lies there is uploaded or published: files of former builds must not.
const kept = new Set(outputs.map((output) => path.resolve(output.path)));
for (const folder of ['dist/function', 'dist/batch', 'dist/npm']) {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const file = path.resolve(folder, entry.name);
    const builder = /\.(\d+)$/.exec(file)?.[1];
    const isUnfinished = builder !== undefined && isRunning(Number(builder));
    if (entry.isFile() && !kept.has(file) && !isUnfinished) await rm(file, { force: true });
  }
}

const written = outputs.map((output) => path.relative('.', output.path));
await replace({ path: RECORD, contents: await recordOf(sources, written) });
