import { constants } from 'node:os';

/** SIGHUP: the terminal is closed. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const EXIT_CODE_BASE = 128;

/** A user's or the system's wish to stop, for a command that does not end at once. */
interface Interruption {
  /** aborts at the first such wish; the second ends the process, unless it is SIGHUP, which a closing terminal may send twice */
  readonly signal: AbortSignal;
  /** Returns the exit code that shells expect: 129 after SIGHUP, 130 after SIGINT, 143 after SIGTERM. */
  exitCode(): number;
  /** Leaves signals to the platform again. */
  end(): void;
}

export function interruption(): Interruption {
  const controller = new AbortController();
  let exitCode = 0;
  const stop = (signal: (typeof SIGNALS)[number]): void => {
    if (signal === 'SIGHUP' && controller.signal.aborted) return;
    exitCode = EXIT_CODE_BASE + constants.signals[signal];
    if (controller.signal.aborted) process.exit(exitCode);
    controller.abort();
  };
  for (const signal of SIGNALS) process.on(signal, stop);
  return {
    signal: controller.signal,
    exitCode: () => exitCode,
    end: () => {
      for (const signal of SIGNALS) process.off(signal, stop);
    },
  };
}
