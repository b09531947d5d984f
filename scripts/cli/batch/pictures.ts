import * as fs from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, dirname, join, normalize, relative, resolve, sep } from 'node:path';
import { fdir } from 'fdir';
import { glob, isDynamicPattern } from 'tinyglobby';
import { PICTURE_NAME } from '../../../lib/picture-formats';
import { bareUrl, refuseUrl } from '../../command/bare-url';
import { systemWords } from '../../command/failure-words';
import { hexEscape } from '../../command/printable';
import { realPath } from '../../command/real-path';
import { UsageError } from '../../command/usage-error';

const S3 = /^s3:\/\/([^/]+)\/?(.*)$/is;

/** The object that `s3://bucket/key` names, its key literally; null for a path. */
export function objectOf(name: string): { readonly bucket: string; readonly key: string } | null {
  const [, bucket, key = ''] = S3.exec(name) ?? [];
  return bucket === undefined ? null : { bucket, key };
}

/** Returns what identifies a picture, so that each is read once: its absolute path, or its S3 URL. A link is a path of its own. */
export const identityOf = (name: string): string => (S3.test(name) ? name : resolve(name));

/** Returns where a picture's bytes are: two paths of one file, as through a link, lead to the same place. */
export const placeOf = (name: string): string => (S3.test(name) ? name : realPath(name));

/** A folder or a link below an argument into which the system did not let us look, or a file whose name is not UTF-8. */
interface Unreached {
  /** bytes of a name that is not UTF-8 as `\xb2` */
  readonly path: string;
  readonly reason: string;
}

interface FoundPictures {
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
 *   the next batch would read; when S3 does not list the keys
 */
export async function picturesIn(meant: readonly string[], leaveOut: string | undefined): Promise<FoundPictures> {
  for (const one of meant)
    if (!S3.test(one)) refuseUrl('batch', one, one.toLowerCase().startsWith('s3:') ? 'name a bucket: s3://bucket/prefix' : undefined);
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
  const object = objectOf(one);
  if (object) {
    const { bucket, key: prefix } = object;
    const { listObjects } = await import('./list-objects');
    const nameOf = (key: string): string => `s3://${bucket}/${key}`;
    const keys = await listObjects(bucket, prefix).catch(({ name, message }: Error) => {
      throw new UsageError(`batch: ${bareUrl(one)} cannot be listed: ${message || name}`);
    });
    const isMeant = (key: string): boolean => PICTURE_NAME.test(key) || key === prefix;
    // a key that ends in a slash stands for a folder
    const others = keys.filter((key) => !isMeant(key) && !key.endsWith('/'));
    return { names: keys.filter(isMeant).map(nameOf), unreached: [], others: others.map(nameOf) };
  }
  const { stats, fault } = await stat(one).then(
    (found) => ({ stats: found, fault: null }),
    (thrown: unknown) => ({ stats: null, fault: thrown }),
  );
  if (stats?.isDirectory()) {
    const isPicture = (name: string): boolean => PICTURE_NAME.test(name);
    return { ...(await listed(one, isPicture, (fs) => filesBelow(one, fs))), isFolder: true };
  }
  if (!stats && isDynamicPattern(one)) {
    const isPicture = (): boolean => true;
    return listed('.', isPicture, (fs) => glob(one.replaceAll(sep, '/'), { expandDirectories: false, fs }));
  }
  if (!stats) throw new UsageError(`${one}: ${lossWords(one, fault)}`);
  return { names: [normalize(one)], unreached: [], others: [] };
}

/** Lists the pictures and other files of a folder, and what the system did not let us look into on the way. */
async function listed(folder: string, isPicture: (name: string) => boolean, list: (fs: FileSystem) => Promise<string[]>): Promise<Found> {
  const names: string[] = [];
  const unreached: Unreached[] = [];
  const others: string[] = [];
  const note = (path: string, reason: string): void => {
    unreached.push({ path: join(folder, relative(resolve(folder), path)), reason });
  };
  const misnamed = new Misnamed();
  for (const name of (await list(noting(note, misnamed))).sort()) {
    const lost = isPicture(name) ? misnamed.take(resolve(folder, name)) : undefined;
    if (lost !== undefined) note(lost, NOT_UTF_8);
    else (isPicture(name) ? names : others).push(join(folder, name));
  }
  return { names, unreached, others };
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

const NOT_UTF_8 = 'its name is not UTF-8: rename it';
/** Stands for bytes that are not UTF-8. Nothing is found by a name that Node has decoded so. */
const REPLACEMENT = '\uFFFD';

/** Says why nothing is at a path. */
const lossWords = (path: string, thrown: unknown): string =>
  (thrown as NodeJS.ErrnoException).code === 'ENOENT' && path.includes(REPLACEMENT) ? NOT_UTF_8 : systemWords(thrown);

/** Entries of folders whose names are not UTF-8. Several may have the same decoded name, another may really have it, and the walk knows only the decoded one. */
class Misnamed {
  private readonly names = new Map<string, string[]>();

  add(folder: string, name: Buffer): void {
    const key = keyOf(join(folder, name.toString()));
    const escaped = name.toString('latin1').replace(/[^ -~]/g, hexEscape);
    this.names.set(key, [...(this.names.get(key) ?? []), escaped]);
  }

  /**
   * Takes out an entry.
   *
   * @param path - with its decoded name
   * @returns its path with each byte beyond ASCII as `\xb2`; undefined if no such entry is left
   */
  take(path: string): string | undefined {
    const name = path.includes(REPLACEMENT) ? this.names.get(keyOf(path))?.pop() : undefined;
    return name && join(dirname(path), name);
  }
}

/** The same for a path through a link to a folder. */
const keyOf = (path: string): string => join(realPath(dirname(path)), basename(path));

type FileSystem = Partial<typeof fs>;
type Done = (thrown: NodeJS.ErrnoException | null, ...result: unknown[]) => void;
type Note = (path: string, reason: string) => void;

/** Returns the file system with its errors noted: the walk itself ignores them silently. */
function noting(note: Note, misnamed: Misnamed): FileSystem {
  const noted =
    (call: (path: string, done: Done) => void) =>
    (path: string, ...rest: unknown[]): void => {
      const done = rest.at(-1) as Done;
      const lost = misnamed.take(path);
      if (lost !== undefined) {
        note(lost, NOT_UTF_8);
        done(new Error(NOT_UTF_8));
        return;
      }
      call(path, (thrown, ...result) => {
        if (thrown) note(path, lossWords(path, thrown));
        done(thrown, ...result);
      });
    };
  let hasBegun = false;
  const readdir = (path: string, done: Done): void => {
    // a pattern may name a folder that is not there: the walk begins with it
    const mayBeMissing = !hasBegun;
    hasBegun = true;
    fs.readdir(path, { withFileTypes: true, encoding: 'buffer' }, (thrown, entries) => {
      if (thrown?.code === 'ENOENT' && mayBeMissing) done(null, []);
      else done(thrown, ...(thrown ? [] : [entries.map((entry) => decoded(path, entry, misnamed))]));
    });
  };
  return { readdir: noted(readdir), realpath: noted(fs.realpath), stat: noted(fs.stat) } as FileSystem;
}

/** Decodes an entry's name. */
function decoded(folder: string, entry: fs.Dirent<Buffer>, misnamed: Misnamed): fs.Dirent {
  const name = entry.name.toString();
  if (name.includes(REPLACEMENT) && !Buffer.from(name).equals(entry.name)) misnamed.add(folder, entry.name);
  return Object.assign(entry as unknown as fs.Dirent, { name });
}
