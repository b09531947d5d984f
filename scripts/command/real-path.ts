import { realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

/** Returns where a path leads when all links on its way are followed. What is not there yet lies where the nearest folder above it leads. */
export function realPath(path: string): string {
  const whole = resolve(path);
  try {
    return realpathSync.native(whole);
  } catch {
    const folder = dirname(whole);
    return folder === whole ? whole : join(realPath(folder), basename(whole));
  }
}
