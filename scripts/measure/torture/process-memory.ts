import { readFile } from 'node:fs/promises';

const POLL_MS = 25;

/** Watch how much memory a process and its children have together. `stop` tells the most, MB; 0 where the system does not tell. */
export function watchMemory(pid: number): { readonly stop: () => number } {
  let peak = 0;
  const look = async (): Promise<void> => {
    const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
    const sizes = await Promise.all([String(pid), ...children.split(' ').filter(Boolean)].map(residentMegabytes));
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

async function residentMegabytes(pid: string): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / 1024;
}
