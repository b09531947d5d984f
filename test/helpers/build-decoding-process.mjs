import { build } from 'esbuild';

/** Build the process that decodes pictures apart, once for all tests: Node cannot run its source. */
export default () =>
  build({
    entryPoints: ['lib/image/decoding-process.ts'],
    outfile: 'dist/test/decoding-process.js',
    bundle: true,
    platform: 'node',
    packages: 'external',
    logLevel: 'silent',
  });
