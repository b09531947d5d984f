import { readFile } from 'node:fs/promises';
import { memoryOf } from '../../../lib/image/process-memory';

const POLL_MS = 25;
const MB = 2 ** 20;

/** Watches how much memory a process and its children have together. `stop` returns the most, MB; 0 where the system does not tell. */
export function watchMemory(pid: number): { readonly stop: () => number } {
  let peak = 0;
  const look = async (): Promise<void> => {
    const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
    const sizes = [String(pid), ...children.split(' ').filter(Boolean)].map(residentMegabytes);
    peak = Math.max(
      peak,
      sizes.reduce((sum, size) => sum + size, 0),
    );
  };
  const timer = setInterval(() => void look(), POLL_MS);
  return {
    stop: () => {
      clearInterval(timer);
      return peak;
    },
  };
}

const residentMegabytes = (pid: string): number => (memoryOf(pid, 'VmRSS') ?? 0) / MB;
