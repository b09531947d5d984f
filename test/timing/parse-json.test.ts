import { parseJson } from '../../lib/contract/parse-json';
import { errorCode } from '../helpers/error-code';

test.each([
  ['quotes', '"'.repeat(1e6)],
  ['line breaks in a string', `"${'\n'.repeat(1e6)}`],
  ['lines in a string', `"${'A\n'.repeat(5e5)}`],
  ['backslashes', `"${'\\'.repeat(1e6)}`],
  ['open brackets', '['.repeat(1e6)],
  ['nested objects', '{"a":'.repeat(2e5)],
])('1 MB of %s take no time', async (_, text) => {
  const start = performance.now();
  expect(await errorCode(() => parseJson(text))).toBe('JSON_UNPARSABLE');
  expect(performance.now() - start).toBeLessThan(5000);
});
