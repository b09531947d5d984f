import { scrubbed } from '../../handlers/log';

test.each([
  ['digits', '4'.repeat(1e6)],
  ['short runs', '12345678901x'.repeat(8e4)],
  ['spaced digits', '4 '.repeat(5e5)],
  ['half a UUID', '12345678-1234-1234-1234-'.repeat(4e4)],
  ['hex digits', 'abcdef'.repeat(2e5)],
])('1 MB of %s take no time', (_, line) => {
  const start = performance.now();
  scrubbed(line);
  expect(performance.now() - start).toBeLessThan(2000);
});
