import type { CardOcrError } from '../../lib';
import { parseForm } from '../../lib/contract/parse-form';

test.each([
  ['fields', 'a=b&'.repeat(1e6)],
  ['separators', '&'.repeat(4e6)],
  ['percent signs', `image=${'%'.repeat(4e6)}`],
  ['pluses and spaces', `image=${'+ '.repeat(2e6)}`],
])('4 MB of %s take no time', async (_, text) => {
  const start = performance.now();
  // so many fields are refused
  await parseForm(text).catch((thrown: CardOcrError) => expect(thrown.code).toBe('REQUEST_SHAPE'));
  expect(performance.now() - start).toBeLessThan(5000);
});
