import { readFileSync } from 'node:fs';

const KILOBYTE = 1024;

/**
 * Returns how much memory a process holds, bytes; null where the system does not report it: only Linux does.
 *
 * It reads synchronously: the system has the answer at hand, and the threads that read files may all be decoding pictures.
 *
 * @param when - now (`VmRSS`), or at its peak (`VmHWM`)
 */
export function memoryOf(pid: number | string, when: 'VmRSS' | 'VmHWM'): number | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const kilobytes = new RegExp(`^${when}:\\s+(\\d+) kB`, 'm').exec(status)?.[1];
    return kilobytes === undefined ? null : Number(kilobytes) * KILOBYTE;
  } catch {
    return null;
  }
}
