import { stat } from 'node:fs/promises';
import { join, normalize, resolve } from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';
import { UsageError } from '../command/usage-error';

/** Endings of picture files. */
const PICTURE = /\.(jpe?g|jfif|png|webp|gif|tiff?|avif|bmp|heic|heif)$/i;
const S3 = /^s3:\/\/([^/]+)\/?(.*)$/s;

/** Which file a name means, wherever it is named from: each is read once. */
export const identityOf = (name: string): string => (S3.test(name) ? name : resolve(name));

/**
 * The pictures that are meant, each once, in the order of the arguments and by name within each.
 *
 * @param meant - files, which need not be there; folders, with all below them; patterns; `s3://bucket/prefix`
 * @param leaveOut - a folder whose pictures are not meant
 * @throws {UsageError} when there are none for one of them
 * @throws {Error} when S3 does not list them
 */
export async function picturesIn(meant: readonly string[], leaveOut: string | undefined): Promise<string[]> {
  const outside = leaveOut === undefined ? () => true : notBelow(resolve(leaveOut));
  const pictures = new Map<string, string>();
  for (const one of meant) {
    const found = (await namesFor(one)).filter((name) => outside(identityOf(name)));
    if (found.length === 0) throw new UsageError(`no pictures in ${one}`);
    for (const name of found) if (!pictures.has(identityOf(name))) pictures.set(identityOf(name), name);
  }
  return [...pictures.values()];
}

const notBelow =
  (folder: string) =>
  (identity: string): boolean =>
    !identity.startsWith(join(folder, '/'));

async function namesFor(one: string): Promise<string[]> {
  const [, bucket, prefix = ''] = S3.exec(one) ?? [];
  if (bucket !== undefined) {
    const { listObjects } = await import('./list-objects');
    const keys = await listObjects(bucket, prefix);
    return keys.filter((key) => PICTURE.test(key) || key === prefix).map((key) => `s3://${bucket}/${key}`);
  }
  const there = await stat(one).catch(() => null);
  if (there?.isDirectory()) {
    const below = await glob('**', { cwd: one, expandDirectories: false });
    return below
      .filter((name) => PICTURE.test(name))
      .sort()
      .map((name) => join(one, name));
  }
  if (there || !isDynamicPattern(one)) return [normalize(one)];
  return (await glob(one, { expandDirectories: false })).sort().map(normalize);
}
