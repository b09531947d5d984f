import { UsageError } from '../../../../scripts/command/usage-error';
import { tortureCommand } from '../../../../scripts/measure/torture/command';

test.each([
  ['abuse', '1000', /^torture: abuse has \d\d inputs for --at$/],
  ['bodies', '1000', /^torture: bodies has \d\d inputs for --at$/],
  ['urls', '99999999', /^torture: urls has \d{4} inputs for --at$/],
  ['bombs', '1000', /^torture: bombs has \d{3} inputs for --at$/],
  ['servers', '1000', /^torture: servers has \d{3} inputs for --at$/],
  ['urls,load', '0', /^torture: load has no inputs for --at$/],
])('%s: --at %s is refused, for nothing would be tried', async (only, at, words) => {
  const thrown = await tortureCommand(['--only', only, '--at', at]).catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(UsageError);
  expect((thrown as Error).message).toMatch(words);
});
