import { UsageError } from '../../../../scripts/command/usage-error';
import { benchmarkCommand } from '../../../../scripts/measure/benchmark/command';

const FIXTURES = 'test/fixtures';

test.each([
  [['--only', 'photo'], 'without DIR there is no --only'],
  [['--peers', FIXTURES], 'without DIR there is no --peers'],
  [['--upright', '--json'], 'with --upright there is no --json'],
  [['--upright', FIXTURES], `${FIXTURES} is one folder too many`],
  [[FIXTURES, 'cards'], 'cards is one folder too many'],
  [['nowhere'], 'nowhere: no such file'],
  [[FIXTURES, '--only', 'hologram'], 'no pictures of hologram are listed in'],
  [[FIXTURES, '--peer', 'ppu'], '--peer is for --peers'],
])('%j is refused before anything is measured', async (args, words) => {
  const thrown = await benchmarkCommand(args).catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(UsageError);
  expect((thrown as Error).message).toContain(`benchmark: ${words}`);
});
