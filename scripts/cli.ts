import { benchmarkCommand } from './benchmark/command';
import { isUsageError } from './command/usage-error';
import { evaluateCommand } from './evaluate';
import { readCommand } from './read';

const USAGE = `usage: bankcard-ocr read FILE… [--json] [--mask] [--debug DIR [--unmasked]]
       bankcard-ocr evaluate DIR [--only KINDS] [--turn DEGREES] [--without RUNGS] [--json | --views | --rungs]
       bankcard-ocr benchmark DIR [--only KINDS] [--peers FOLDER] | --upright
       bankcard-ocr torture [--seed N] [--only CLASSES] [--inputs N] [--at INDEX] [--json]
`;

const FAILED = 1;
const WRONG_USAGE = 2;

const COMMANDS: Readonly<Record<string, (args: string[]) => Promise<number>>> = {
  read: readCommand,
  evaluate: evaluateCommand,
  benchmark: benchmarkCommand,
  // it brings much along that the others do not need
  torture: async (args) => (await import('./torture/command')).tortureCommand(args),
};

async function main(): Promise<number> {
  const [name = '', ...args] = process.argv.slice(2);
  const command = COMMANDS[name];
  if (!command) {
    process.stderr.write(USAGE);
    return WRONG_USAGE;
  }
  try {
    return await command(args);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    if (!isUsageError(error)) return FAILED;
    process.stderr.write(USAGE);
    return WRONG_USAGE;
  }
}

main().then((code) => {
  process.exitCode = code;
});
