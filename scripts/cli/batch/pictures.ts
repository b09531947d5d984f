import * as fs from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, dirname, join, normalize, relative, resolve } from 'node:path';
import { fdir } from 'fdir';
import { glob, isDynamicPattern } from 'tinyglobby';
import { bareUrl, refuseUrl } from '../../command/bare-url';
import { systemWords } from '../../command/failure-words';
import { realPath } from '../../command/real-path';
import { UsageError } from '../../command/usage-error';

/** Endings of picture files. */
const PICTURE = /\.(jpe?g|jfif|png|webp|gif|tiff?|avif|bmp|heic|heif)$/i;
const S3 = /^s3:\/\/([^/]+)\/?(.*)$/is;

/** Returns what identifies a picture, so that each is read once: its absolute path, or its S3 URL. A link is a path of its own. */
export const identityOf = (name: string): string => (S3.test(name) ? name : resolve(name));

/** Returns where a picture's bytes are: two paths of one file, as through a link, lead to the same place. */
export const placeOf = (name: string): string => (S3.test(name) ? name : realPath(name));

/** A folder or a link below an argument into which the system did not let us look. */
export interface Unreached {
  readonly path: string;
  readonly reason: string;
}

export interface FoundPictures {
  /** each path once, in the order of the arguments and by name within each */
  readonly pictures: readonly string[];
  readonly unreached: readonly Unreached[];
  /** how many files were passed over because their endings are not those of pictures */
  readonly others: number;
  /** how many pictures lie in the folder that is left out */
  readonly leftOut: number;
}

/**
 * Finds the pictures that the arguments mean.
 *
 * @param meant - files; folders, with all below them but what is hidden; patterns; `s3://bucket/prefix` or `S3://…`, whose pictures are named `s3://bucket/key`
 * @param leaveOut - a folder whose pictures are left out: that of `--annotate`
 * @throws {UsageError} for another URL; for an argument that is not there, or for which there are no pictures; for a folder around `leaveOut`, whose pictures
 *   the next batch would read
 * @throws {Error} when S3 does not list the keys
 */
export async function picturesIn(meant: readonly string[], leaveOut: string | undefined): Promise<FoundPictures> {
  for (const one of meant) if (!S3.test(one)) refuseUrl('batch', one);
  const outside = (identity: string): boolean => leaveOut === undefined || !isBelow(identity, leaveOut);
  const pictures = new Map<string, string>();
  const unreached = new Map<string, Unreached>();
  const others = new Set<string>();
  const leftOut = new Set<string>();
  for (const one of meant) {
    const found = await namesFor(one);
    if (found.isFolder && leaveOut !== undefined && isBelow(join(leaveOut, '_'), one))
      throw new UsageError(`--annotate: what is written to ${leaveOut} would be read by the next batch of ${one}; name a folder elsewhere`);
    const names: string[] = [];
    for (const name of found.names) {
      if (outside(identityOf(name))) names.push(name);
      else leftOut.add(identityOf(name));
    }
    for (const lost of found.unreached) unreached.set(resolve(lost.path), lost);
    for (const name of found.others) if (outside(identityOf(name))) others.add(identityOf(name));
    if (names.length === 0 && found.unreached.length === 0) {
      throw new UsageError(`no pictures in ${bareUrl(one)}${found.names.length > 0 ? ', but for those in the folder of --annotate' : ''}`);
    }
    for (const name of names) if (!pictures.has(identityOf(name))) pictures.set(identityOf(name), name);
  }
  return { pictures: [...pictures.values()], unreached: [...unreached.values()], others: others.size, leftOut: leftOut.size };
}

/** Whether a file lies below a folder, whatever links lead to either. A link lies where it is, not where it leads. */
const isBelow = (path: string, folder: string): boolean =>
  !S3.test(path) && join(realPath(dirname(path)), '/').startsWith(join(realPath(folder), '/'));

interface Found {
  readonly names: readonly string[];
  readonly unreached: readonly Unreached[];
  readonly others: readonly string[];
  readonly isFolder?: boolean;
}

async function namesFor(one: string): Promise<Found> {
  const [, bucket, prefix = ''] = S3.exec(one) ?? [];
  if (bucket !== undefined) {
    const { listObjects } = await import('./list-objects');
    const nameOf = (key: string): string => `s3://${bucket}/${key}`;
    const keys = await listObjects(bucket, prefix);
    const isMeant = (key: string): boolean => PICTURE.test(key) || key === prefix;
    // a key that ends in a slash stands for a folder
    const others = keys.filter((key) => !isMeant(key) && !key.endsWith('/'));
    return { names: keys.filter(isMeant).map(nameOf), unreached: [], others: others.map(nameOf) };
  }
  const { stats, fault } = await stat(one).then(
    (found) => ({ stats: found, fault: null }),
    (thrown: unknown) => ({ stats: null, fault: thrown }),
  );
  if (stats?.isDirectory()) {
    const { names, unreached } = await listed(one, (fs) => filesBelow(one, fs));
    return {
      names: names.filter((name) => PICTURE.test(name)),
      unreached,
      others: names.filter((name) => !PICTURE.test(name)),
      isFolder: true,
    };
  }
  if (!stats && isDynamicPattern(one)) {
    return { ...(await listed('.', (fs) => glob(one, { expandDirectories: false, fs }))), others: [] };
  }
  if (!stats) throw new UsageError(`${one}: ${systemWords(fault)}`);
  return { names: [normalize(one)], unreached: [], others: [] };
}

/** Lists files of a folder, and what the system did not let us look into on the way. */
async function listed(folder: string, list: (fs: FileSystem) => Promise<string[]>): Promise<Omit<Found, 'others'>> {
  const unreached: Unreached[] = [];
  const note = (path: string, reason: string): void => {
    unreached.push({ path: join(folder, relative(resolve(folder), path)), reason });
  };
  const names = await list(noting(note));
  return { names: names.sort().map((name) => join(folder, name)), unreached };
}

/** Lists all files below a folder but those that are hidden. It uses no pattern, as none matches a name with a line break. */
const filesBelow = (folder: string, fs: FileSystem): Promise<string[]> =>
  new fdir({ fs: fs as never })
    .withRelativePaths()
    .withSymlinks({ resolvePaths: false })
    .exclude((name) => name.startsWith('.'))
    .filter((path) => !basename(path).startsWith('.'))
    .crawl(resolve(folder))
    .withPromise();

type FileSystem = Partial<typeof fs>;
type Done = (thrown: NodeJS.ErrnoException | null, ...result: unknown[]) => void;

/** Returns the file system with its errors noted: the walk itself ignores them silently. */
function noting(note: (path: string, reason: string) => void): FileSystem {
  const noted =
    (call: (...args: never[]) => void, isLink: boolean) =>
    (path: fs.PathLike, ...rest: unknown[]): void => {
      const done = rest.at(-1) as Done;
      const noting: Done = (thrown, ...result) => {
        // a pattern may name a folder that is not there
        if (thrown && (isLink || thrown.code !== 'ENOENT')) note(String(path), systemWords(thrown));
        done(thrown, ...result);
      };
      (call as (...args: unknown[]) => void)(path, ...rest.slice(0, -1), noting);
    };
  return { readdir: noted(fs.readdir, false), realpath: noted(fs.realpath, true), stat: noted(fs.stat, true) } as FileSystem;
}
