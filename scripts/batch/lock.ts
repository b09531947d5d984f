import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { UsageError } from '../command/usage-error';

const IN_USE = 'EEXIST';

/**
 * Keep other processes of this machine out until this one is done; what a process that has died has left does not count.
 *
 * @param path - of a file that is there meanwhile, with this process's id
 * @returns to be called at the end
 * @throws {UsageError} when another one is at it
 */
export function lock(path: string): () => void {
  const take = (flag: 'w' | 'wx'): void => writeFileSync(path, String(process.pid), { flag });
  try {
    take('wx');
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== IN_USE) throw thrown;
    const other = Number(readFileSync(path, 'utf8'));
    if (isAlive(other)) throw new UsageError(`process ${other} is at it; if that is none of yours, delete ${path}`);
    take('w');
  }
  return () => rmSync(path, { force: true });
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
