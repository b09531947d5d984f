import { readFile } from 'node:fs/promises';

const KILOBYTE = 1024;

/**
 * Returns how much memory a process holds, bytes; null where the system does not report it: only Linux does.
 *
 * @param when - now (`VmRSS`), or at its peak (`VmHWM`)
 */
export async function memoryOf(pid: number | string, when: 'VmRSS' | 'VmHWM'): Promise<number | null> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kilobytes = new RegExp(`^${when}:\\s+(\\d+) kB`, 'm').exec(status)?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) * KILOBYTE;
}
