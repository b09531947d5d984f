import { lstatSync, type Stats, statSync } from 'node:fs';
import { dirname, sep } from 'node:path';
import { UsageError } from './usage-error';

/** @throws {UsageError} when an option that takes a file names a folder */
export function refuseFolder(option: string, path: string): void {
  if (path.endsWith('/') || path.endsWith(sep) || isFolder(path)) throw new UsageError(`${option} takes a file: ${path} names a folder`);
}

/**
 * @param path - of a folder, which need not be there yet
 * @throws {UsageError} when an option that takes a folder names nothing, something else, or what would lie in something else
 */
export function refuseFile(option: string, path: string): void {
  if (path === '') throw new UsageError(`${option} takes a folder: none is named`);
  const nearest = nearestOf(path);
  if (!isFolder(nearest)) throw new UsageError(`${option} takes a folder: ${nearest} is none`);
}

/** Returns a path, or of one that is not there the nearest above it that is. */
function nearestOf(path: string): string {
  const above = dirname(path);
  return above === path || found(lstatSync, path) ? path : nearestOf(above);
}

const isFolder = (path: string): boolean => found(statSync, path)?.isDirectory() ?? false;

function found(look: (path: string) => Stats, path: string): Stats | null {
  try {
    return look(path);
  } catch {
    return null;
  }
}

/** ENOENT: where a file system is read-only, Node says so of a folder that it cannot make. */
const NO_PLACE: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EACCES', 'EPERM', 'EROFS', 'ENOENT', 'ENOTDIR', 'EEXIST']);

/** Whether a file could not be written for a reason that all files of the folder share, as a full disk. */
export const concernsFolder = (thrown: unknown): boolean => NO_PLACE.has((thrown as NodeJS.ErrnoException).code ?? '');
