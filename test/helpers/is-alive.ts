import { readFileSync } from 'node:fs';

/** Whether a process is there, and has not ended: one that nobody waited for stays as a zombie. */
export function isAlive(pid: number): boolean {
  try {
    if (process.platform === 'linux') return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
