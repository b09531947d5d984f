import { build } from 'esbuild';

/** Builds the process in which pictures are decoded, once for all tests: Node cannot run its source. */
export default () =>
  build({
    entryPoints: ['lib/image/decoding-process.ts'],
    outfile: 'dist/test/decoding-process.js',
    bundle: true,
    platform: 'node',
    packages: 'external',
    logLevel: 'silent',
  });
