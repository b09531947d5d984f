import { existsSync, openSync, readSync } from 'node:fs';

/** How long the event loop of this process was blocked. */
export interface LoopBlocks {
  /** returns the longest block since the last call, ms */
  take(): number;
}

const TICK_MS = 4;
const NANOSECONDS = 1e6;
const LINE_BYTES = 128;

/**
 * Watches the event loop by how late an interval fires. The time for which this thread waited for a core that others kept is not counted, where the system
 * tells it (Linux).
 *
 * Source: Linux, Documentation/scheduler/sched-stats.rst, "/proc/<pid>/schedstat": time on the CPU, and time waiting for one, ns.
 */
export function watchLoop(): LoopBlocks {
  const waited = waitingClock();
  let longest = 0;
  let [at, waitedMs] = [performance.now(), waited()];
  const tick = (): void => {
    const [now, nowWaitedMs] = [performance.now(), waited()];
    longest = Math.max(longest, now - at - (nowWaitedMs - waitedMs) - TICK_MS);
    [at, waitedMs] = [now, nowWaitedMs];
  };
  setInterval(tick, TICK_MS).unref();
  return {
    take: () => {
      tick();
      const taken = longest;
      longest = 0;
      return taken;
    },
  };
}

/** Returns a function that tells how long the main thread has waited for a core, ms; always 0 where the system does not tell. */
function waitingClock(): () => number {
  const file = `/proc/self/task/${process.pid}/schedstat`;
  if (!existsSync(file)) return () => 0;
  const descriptor = openSync(file, 'r');
  const line = Buffer.alloc(LINE_BYTES);
  return () => Number(line.toString('latin1', 0, readSync(descriptor, line, 0, LINE_BYTES, 0)).split(' ')[1]) / NANOSECONDS;
}
