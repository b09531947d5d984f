import { readFile } from 'node:fs/promises';

const KILOBYTE = 1024;

/**
 * What a process has of memory, bytes; null where the system does not tell: only Linux does.
 *
 * @param when - now (`VmRSS`), or the most that it had (`VmHWM`)
 */
export async function memoryOf(pid: number | string, when: 'VmRSS' | 'VmHWM'): Promise<number | null> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kilobytes = new RegExp(`^${when}:\\s+(\\d+) kB`, 'm').exec(status)?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) * KILOBYTE;
}
