#!/usr/bin/env node
import { version } from '../package.json';
import { BATCH_HELP, EVALUATE_HELP, HELP, READ_HELP, SERVE_HELP } from './command/help';
import { painted } from './command/painted';
import { isUsageError, UsageError } from './command/usage-error';

interface Command {
  readonly help: string;
  /** loads what it needs only then */
  readonly load: () => Promise<(args: string[]) => Promise<number>>;
}

const COMMANDS: ReadonlyMap<string, Command> = new Map<string, Command>([
  ['read', { help: READ_HELP, load: async () => (await import('./read')).readCommand }],
  ['batch', { help: BATCH_HELP, load: async () => (await import('./batch/command')).batchCommand }],
  ['serve', { help: SERVE_HELP, load: async () => (await import('./serve/command')).serveCommand }],
  ['evaluate', { help: EVALUATE_HELP, load: async () => (await import('./evaluate')).evaluateCommand }],
]);
const FAILED = 1;
const WRONG_USAGE = 2;
const isHelp = (arg: string | undefined): boolean => arg === '--help' || arg === '-h';

async function main([name, ...args]: string[]): Promise<number> {
  if (isHelp(name)) return print(HELP);
  if (name === '--version') return print(`${version}\n`);
  const command = COMMANDS.get(name ?? '');
  const end = args.indexOf('--');
  if (command && (end === -1 ? args : args.slice(0, end)).some(isHelp)) return print(command.help);
  try {
    if (!command) throw new UsageError(name === undefined ? 'which command?' : `no command ${name}`);
    return await (await command.load())(args);
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    process.stderr.write(`${painted(process.stderr, 'red', message)}\n`);
    if (!isUsageError(thrown)) return FAILED;
    process.stderr.write(command ? `see bankcard-ocr ${name} --help\n` : `\n${HELP}`);
    return WRONG_USAGE;
  }
}

function print(text: string): number {
  process.stdout.write(text);
  return 0;
}

// whoever reads the output may have enough of it: `… | head`
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
