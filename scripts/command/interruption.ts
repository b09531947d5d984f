import { constants } from 'node:os';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
const EXIT_CODE_BASE = 128;

/** A user's or the system's wish to stop, for a command that does not end at once. */
export interface Interruption {
  /** aborts at the first such wish; the second ends the process */
  readonly signal: AbortSignal;
  /** Returns the exit code that shells expect: 130 after SIGINT, 143 after SIGTERM. */
  exitCode(): number;
  /** Leaves signals to the platform again. */
  end(): void;
}

export function interruption(): Interruption {
  const controller = new AbortController();
  let exitCode = 0;
  const stop = (signal: (typeof SIGNALS)[number]): void => {
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
