import { BOUNDARY, MULTIPART_TYPE } from '../helpers/multipart';
import { expectSettled } from '../helpers/settled-request';

const AAAA = { dataType: 50, dataValue: 'AAAA' };

test.each<[string, string]>([
  ['white space', ' '.repeat(1e6)],
  ['line breaks', '\n'.repeat(1e6)],
  ['marks', '\ufeff'.repeat(3e5)],
  ['quotes', '"'.repeat(1e6)],
  ['lines in a string', `{"image":"${'A\n'.repeat(5e5)}"}`],
  ['brackets', '['.repeat(1e6)],
  ['deep inputs', `{"inputs":${'['.repeat(1e5)}${']'.repeat(1e5)}}`],
  ['inputs', `{"inputs":[${'{},'.repeat(3e5)}{}]}`],
  ['good inputs', `{"inputs":[${`${JSON.stringify({ image: AAAA })},`.repeat(2e4)}{"image":1}]}`],
  ['keys', `{${Array.from({ length: 1e5 }, (_, i) => `"k${i}":1`).join(',')}}`],
  ['escapes', `image=${'%41'.repeat(3e5)}`],
  ['malformed escapes', `image=${'%'.repeat(1e6)}`],
  ['separators', `image=&${'&'.repeat(1e6)}`],
  ['equals signs', '='.repeat(1e6)],
  ['digits in configure', JSON.stringify({ image: 'AAAA', configure: '4 '.repeat(5e5) })],
  ['almost numbers in configure', JSON.stringify({ image: 'AAAA', configure: '12345678901x'.repeat(8e4) })],
  ['slashes', JSON.stringify({ image: '/'.repeat(1e6) })],
  ['a scheme without end', JSON.stringify({ image: 'a'.repeat(1e6) })],
  ['white space around base64', JSON.stringify({ image: ' '.repeat(1e6) })],
  ['boundaries', `--${BOUNDARY}\r\n`.repeat(5e4)],
  ['headers', `--${BOUNDARY}\r\n${'X: y\r\n'.repeat(1.5e5)}`],
  ['a header line', `--${BOUNDARY}\r\n${'X'.repeat(1e6)}`],
])('1 MB of %s take no time, whatever they are sent as', async (_, body) => {
  const start = performance.now();
  for (const route of ['compat', 'rich'] as const)
    for (const contentType of ['', 'application/json', 'application/x-www-form-urlencoded', MULTIPART_TYPE])
      await expectSettled(route, contentType, body);
  expect(performance.now() - start).toBeLessThan(8000);
});
