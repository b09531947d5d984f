import { randomUUID } from 'node:crypto';
import { readFileSync, readlinkSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { UsageError } from '../../command/usage-error';

const IN_USE = 'EEXIST';
/** Tells one start of a Linux machine from another. */
const BOOT_ID = '/proc/sys/kernel/random/boot_id';
/** How often the owner of a lock touches it, ms, to show those who cannot see its process that it is still at work. */
const SIGN_MS = 10_000;
/** How long after its last sign an owner counts as gone, ms: much longer than `SIGN_MS`, as the clocks of machines may differ. */
const SILENT_MS = 60_000;

/**
 * Keeps other processes out until this one is done. The lock of a process that has died does not count: at once on the same machine and in the same container,
 * elsewhere after a minute.
 *
 * @param path - the lock file, which exists meanwhile, and holds this process's id, where it runs, and what tells this lock from all others
 * @returns a function that gives the lock back
 * @throws {UsageError} when another process has the lock, or may have it
 */
export function lock(path: string): () => void {
  // processes of two containers may have the same id
  const text = `${process.pid}\n${ownPlace()}\n${randomUUID()}`;
  inTurn(path, () => {
    refuseOther(path);
    // a dead lock may be another user's: in a folder of ours it can be deleted, but not written
    rmSync(path, { force: true });
    writeFileSync(path, text);
  });
  const signs = setInterval(() => whileHeld(path, text, () => utimesSync(path, new Date(), new Date())), SIGN_MS).unref();
  return () => {
    clearInterval(signs);
    whileHeld(path, text, () => rmSync(path, { force: true }));
  };
}

/** Does something with the lock, unless it has become another's: a machine that has slept was silent, too. */
function whileHeld(path: string, text: string, change: () => void): void {
  try {
    if (readFileSync(path, 'utf8') === text) change();
  } catch {
    // somebody has deleted the file, or its disk is away
  }
}

/**
 * Looks at the lock and takes it while no other process does so: else two might see that its owner has died, and the second would replace the lock of the first.
 *
 * @throws {UsageError} when another process does so just now
 */
function inTurn(path: string, act: () => void): void {
  const turn = `${path}.turn`;
  try {
    writeFileSync(turn, '', { flag: 'wx' });
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== IN_USE) throw thrown;
    throw new UsageError(`another process begins just now; if none does, delete ${turn}`);
  }
  try {
    act();
  } finally {
    rmSync(turn, { force: true });
  }
}

/** @throws {UsageError} when another process has the lock, or may have it */
function refuseOther(path: string): void {
  const other = ownerOf(path);
  if (other?.isElsewhere && !other.isSilent)
    throw new UsageError(`another machine or container is at it; if it has just ended, try again in a minute, or delete ${path}`);
  if (other && !other.isElsewhere && isAlive(other.pid))
    throw new UsageError(`process ${other.pid} is at it; if that is none of yours, delete ${path}`);
}

/** The owner of a lock. */
interface Owner {
  readonly pid: number;
  /** its process id means nothing here */
  readonly isElsewhere: boolean;
  /** it has given no sign for `SILENT_MS` */
  readonly isSilent: boolean;
}

/** @returns null when nobody has the lock any more; a lock without a place, whose owner died while writing it, is taken for one of this place */
function ownerOf(path: string): Owner | null {
  try {
    const [pid, place = ownPlace()] = readFileSync(path, 'utf8').split('\n');
    const isSilent = Date.now() - statSync(path).mtimeMs > SILENT_MS;
    return { pid: Number(pid), isElsewhere: place !== ownPlace(), isSilent };
  } catch {
    return null;
  }
}

/** Returns where process ids are unique: the machine and, on Linux, the container, until it is started anew. */
function ownPlace(): string {
  try {
    return `${hostname()} ${readlinkSync('/proc/self/ns/pid')} ${readFileSync(BOOT_ID, 'utf8').trim()}`;
  } catch {
    return hostname();
  }
}

/** Whether another process is alive. One with this process's own id is not: in a container, the process before may have had the same id. */
function isAlive(pid: number): boolean {
  if (!(pid > 0) || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === 'EPERM';
  }
}
