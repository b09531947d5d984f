import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { UsageError } from '../../command/usage-error';

const IN_USE = 'EEXIST';

/**
 * Keep other processes of this machine out until this one is done; what a process that has died has left does not count.
 *
 * @param path - of a file that is there meanwhile, with this process's id
 * @returns to be called at the end
 * @throws {UsageError} when another one is at it
 */
export function lock(path: string): () => void {
  const own = `${path}.${process.pid}`;
  writeFileSync(own, String(process.pid));
  try {
    if (!isNew(own, path)) takeOver(own, path);
  } finally {
    rmSync(own, { force: true });
  }
  return () => rmSync(path, { force: true });
}

/** Give a file a second name, unless something is there: in one step, so that nobody sees it half made. */
function isNew(own: string, path: string): boolean {
  try {
    linkSync(own, path);
    return true;
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== IN_USE) throw thrown;
    return false;
  }
}

/** Of several who see that a lock's owner has died, one at a time looks again, and replaces it. */
function takeOver(own: string, path: string): void {
  const turn = `${path}.turn`;
  if (!isNew(own, turn)) throw new UsageError(`another process begins just now; if none does, delete ${turn}`);
  try {
    const other = ownerOf(path);
    if (other !== null && isAlive(other)) throw new UsageError(`process ${other} is at it; if that is none of yours, delete ${path}`);
    // between its end and now, somebody else may have come first
    if (other === null && isNew(own, path)) return;
    if (other === null) throw new UsageError('another process was first');
    renameSync(own, path);
  } finally {
    rmSync(turn, { force: true });
  }
}

/** @returns null when nobody has it any more */
function ownerOf(path: string): number | null {
  try {
    return Number(readFileSync(path, 'utf8'));
  } catch {
    return null;
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
