import { isAbsolute, join, parse, relative, resolve, sep } from 'node:path';

/**
 * Returns where in a folder the output for a file goes: a file below the current folder keeps its path from there, any other one its path from the root (on
 * Windows after the drive's letter), one of S3 its bucket and key.
 */
export const pathBelow = (folder: string, file: string): string =>
  join(folder, file.startsWith('s3://') ? file.slice('s3://'.length) : relativeName(file));

function relativeName(file: string): string {
  const path = resolve(file);
  const below = relative('.', path);
  const isOutside = isAbsolute(below) || below.split(sep)[0] === '..';
  const { root } = parse(path);
  return isOutside ? join(root.replace(/[:\\/]/g, ''), relative(root, path)) : below;
}

/** Returns where a picture that was drawn on goes: as `pathBelow`, with the ending of a JPEG. */
export function annotatedPath(folder: string, file: string): string {
  const path = pathBelow(folder, file);
  return /\.jpe?g$/i.test(path) ? path : `${path}.jpg`;
}
