// The command line of this repository: the users' commands, and those that measure with the packages that only development has.

import { BENCHMARK_HELP, HELP, TORTURE_HELP } from '../command/help';
import { type Command, runCommandLine } from '../command/run-command-line';
import { COMMANDS } from './commands';

const DEVELOPER_COMMANDS: ReadonlyMap<string, Command> = new Map<string, Command>([
  ...COMMANDS,
  [
    'benchmark',
    {
      help: BENCHMARK_HELP,
      called: 'npm run -s benchmark --',
      load: async () => (await import('../measure/benchmark/command')).benchmarkCommand,
    },
  ],
  [
    'torture',
    { help: TORTURE_HELP, called: 'npm run -s torture --', load: async () => (await import('../measure/torture/command')).tortureCommand },
  ],
]);

runCommandLine(
  DEVELOPER_COMMANDS,
  `${HELP}\nin the repository also: ${[...DEVELOPER_COMMANDS.values()].flatMap(({ called }) => (called ? `${called} …` : [])).join(', ')}\n`,
);
