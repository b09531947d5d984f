import { createRequire } from 'node:module';
import path from 'node:path';

/** Loads a CommonJS module by its path, as it stands on disk: not bundled. */
export const loadModule = <T>(file: string): T => createRequire(path.resolve('package.json'))(path.resolve(file)) as T;
