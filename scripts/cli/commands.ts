import { BATCH_HELP, EVALUATE_HELP, READ_HELP, SERVE_HELP } from '../command/help';
import type { Command } from '../command/run-command-line';

/** The commands that users of the npm package have. */
export const COMMANDS: ReadonlyMap<string, Command> = new Map<string, Command>([
  ['read', { help: READ_HELP, load: async () => (await import('./read/command')).readCommand }],
  ['batch', { help: BATCH_HELP, load: async () => (await import('./batch/command')).batchCommand }],
  // only `batch` runs it
  ['batch-worker', { help: BATCH_HELP, load: async () => (await import('./batch/worker')).workerCommand }],
  ['serve', { help: SERVE_HELP, load: async () => (await import('./serve/command')).serveCommand, outlivesOutput: true }],
  ['evaluate', { help: EVALUATE_HELP, load: async () => (await import('../measure/evaluate/command')).evaluateCommand }],
]);
