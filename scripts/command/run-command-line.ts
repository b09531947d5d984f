import { letHeapGrow } from '../../lib/heap-growth';
import { version } from '../../package.json';
import { printableLines } from './printable';
import { red } from './red';
import { uncaughtWords } from './uncaught';
import { isUsageError, UsageError } from './usage-error';

/** A command that can be asked for by name. */
export interface Command {
  readonly help: string;
  /** how it is started, where the package does not have it */
  readonly called?: string;
  /** loads the command's code, which is needed only then */
  readonly load: () => Promise<(args: string[]) => Promise<number>>;
  /** its output is a log, without which it goes on: it serves others than whoever started it */
  readonly outlivesOutput?: boolean;
}

const FAILED = 1;
const WRONG_USAGE = 2;
const isHelp = (arg: string | undefined): boolean => arg === '--help' || arg === '-h';

/**
 * Runs the command that this process was started for, and sets the process's exit code: the command's own, 1 where it throws, something is thrown that nothing
 * catches, or its output cannot be written, 2 for wrong usage.
 *
 * @param help - what `--help` prints without a command
 */
export async function runCommandLine(commands: ReadonlyMap<string, Command>, help: string): Promise<void> {
  const [name, ...args] = process.argv.slice(2);
  process.stdout.on('error', commands.get(name ?? '')?.outlivesOutput ? () => {} : endWithoutOutput);
  // there is nowhere else to report the error
  process.stderr.on('error', () => {});
  process.on('uncaughtException', (thrown) => {
    process.stderr.write(`${red(process.stderr, uncaughtWords(thrown))}\n`);
    process.exit(FAILED);
  });
  letHeapGrow();
  process.exitCode = await run(commands, help, name, args);
}

function endWithoutOutput({ code }: NodeJS.ErrnoException): never {
  // whoever reads the output may have enough of it: `… | head`
  if (code === 'EPIPE') process.exit();
  process.stderr.write(`standard output cannot be written (${code})\n`);
  process.exit(FAILED);
}

async function run(commands: ReadonlyMap<string, Command>, help: string, name: string | undefined, args: string[]): Promise<number> {
  if (isHelp(name)) return print(help);
  if (name === '--version') return print(`${version}\n`);
  const command = commands.get(name ?? '');
  const end = args.indexOf('--');
  if (command && (end === -1 ? args : args.slice(0, end)).some(isHelp)) return print(command.help);
  try {
    if (!command) throw new UsageError(name === undefined ? 'which command?' : `no command ${name}`);
    return await (await command.load())(args);
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    process.stderr.write(`${red(process.stderr, printableLines(message))}\n`);
    if (!isUsageError(thrown)) return FAILED;
    process.stderr.write(command ? `see ${command.called ?? `bankcard-ocr ${name}`} --help\n` : `\n${help}`);
    return WRONG_USAGE;
  }
}

function print(text: string): number {
  process.stdout.write(text);
  return 0;
}
