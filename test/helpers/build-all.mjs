import { execFileSync } from 'node:child_process';
import path from 'node:path';
import buildDecodingProcess from './build-decoding-process.mjs';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** Builds whatever tests start, once for all of them. */
export default async () => {
  execFileSync(process.execPath, ['esbuild.config.mjs'], { cwd: ROOT });
  await buildDecodingProcess();
};
