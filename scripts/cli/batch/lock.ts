import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, readlinkSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { UsageError } from '../../command/usage-error';

const IN_USE = 'EEXIST';
/** What a file system without hard links says of one: exFAT, network shares. */
const NO_LINKS: ReadonlySet<string | undefined> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);
/** So often the owner of a lock shows that it is still at it, for those who cannot see its process, ms. */
const SIGN_MS = 10_000;
/** After so long without a sign, it is not, ms: clocks of machines may differ. */
const SILENT_MS = 60_000;

/**
 * Keep other processes out until this one is done; what a process that has died has left does not count: at once on the same machine and in the same
 * container, elsewhere after a minute.
 *
 * @param path - of a file that is there meanwhile, with this process's id and where it runs
 * @returns to be called at the end
 * @throws {UsageError} when another one is at it, or may be
 */
export function lock(path: string): () => void {
  // processes of two containers may have the same id
  const own = `${path}.${randomUUID()}`;
  writeFileSync(own, `${process.pid}\n${ownPlace()}`);
  try {
    if (!isNew(own, path)) takeOver(own, path);
  } finally {
    rmSync(own, { force: true });
  }
  const signs = setInterval(() => giveSign(path), SIGN_MS).unref();
  return () => {
    clearInterval(signs);
    rmSync(path, { force: true });
  };
}

function giveSign(path: string): void {
  try {
    utimesSync(path, new Date(), new Date());
  } catch {
    // somebody has deleted it, or the disk is away
  }
}

/** Give a file a second name, unless something is there. */
function isNew(own: string, path: string): boolean {
  try {
    giveName(own, path);
    return true;
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== IN_USE) throw thrown;
    return false;
  }
}

/** In one step, so that nobody sees it half made; where no file has two names, in two right after each other. */
function giveName(own: string, path: string): void {
  try {
    linkSync(own, path);
  } catch (thrown) {
    if (!NO_LINKS.has((thrown as NodeJS.ErrnoException).code)) throw thrown;
    writeFileSync(path, readFileSync(own), { flag: 'wx' });
  }
}

/** Of several who see that a lock's owner has died, one at a time looks again, and replaces it. */
function takeOver(own: string, path: string): void {
  const turn = `${path}.turn`;
  if (!isNew(own, turn)) throw new UsageError(`another process begins just now; if none does, delete ${turn}`);
  try {
    const other = ownerOf(path);
    if (other?.isElsewhere && !other.isSilent)
      throw new UsageError(`another machine or container is at it; if it has just ended, try again in a minute, or delete ${path}`);
    if (other && !other.isElsewhere && isAlive(other.pid))
      throw new UsageError(`process ${other.pid} is at it; if that is none of yours, delete ${path}`);
    // between its end and now, somebody else may have come first
    if (other === null && isNew(own, path)) return;
    if (other === null) throw new UsageError('another process was first');
    renameSync(own, path);
  } finally {
    rmSync(turn, { force: true });
  }
}

/** Who has a lock. */
interface Owner {
  readonly pid: number;
  /** its id says nothing here */
  readonly isElsewhere: boolean;
  /** it gave no sign for long */
  readonly isSilent: boolean;
}

/** @returns null when nobody has it any more; a lock without a place, whose owner died while writing it, is taken for one of here */
function ownerOf(path: string): Owner | null {
  try {
    const [pid, place = ownPlace()] = readFileSync(path, 'utf8').split('\n');
    const isSilent = Date.now() - statSync(path).mtimeMs > SILENT_MS;
    return { pid: Number(pid), isElsewhere: place !== ownPlace(), isSilent };
  } catch {
    return null;
  }
}

/** Where a process's id is its own: the machine and, on Linux, the container. */
function ownPlace(): string {
  try {
    return `${hostname()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return hostname();
  }
}

/** In a container, the process before may have had the same id as this one. */
function isAlive(pid: number): boolean {
  if (!(pid > 0) || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === 'EPERM';
  }
}
