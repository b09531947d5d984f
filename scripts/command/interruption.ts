import { constants } from 'node:os';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
const EXIT_CODE_BASE = 128;

/** What a user's or the system's wish to stop is to a command that does not end at once. */
export interface Interruption {
  /** aborts at the first wish; the second ends the process */
  readonly signal: AbortSignal;
  /** as shells tell it: 130 after SIGINT, 143 after SIGTERM */
  exitCode(): number;
  /** Leave signals to the platform again. */
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
