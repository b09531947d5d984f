import { isAbsolute, join, relative, resolve, sep } from 'node:path';

/** Where what is made of a file goes in a folder: as the file lies below the current folder; others as below the root; of S3, as below its bucket. */
export const pathBelow = (folder: string, file: string): string =>
  join(folder, file.startsWith('s3://') ? file.slice('s3://'.length) : relativeName(file));

function relativeName(file: string): string {
  const path = resolve(file);
  const below = relative('.', path);
  const isOutside = isAbsolute(below) || below.split(sep)[0] === '..';
  return isOutside ? relative('/', path) : below;
}

/** Where a picture that was drawn on goes: as `pathBelow`, with the ending of a JPEG. */
export function annotatedPath(folder: string, file: string): string {
  const path = pathBelow(folder, file);
  return /\.jpe?g$/i.test(path) ? path : `${path}.jpg`;
}
