import { printable, printableLines } from '../../../scripts/command/printable';

test.each([
  ['card.jpg', 'card.jpg'],
  ['卡 é.jpg', '卡 é.jpg'],
  ['\x1b[31m\x07\r\t\x7f\x9b', String.raw`\x1b[31m\x07\x0d\x09\x7f\x9b`],
  ['a.jpg\nnumber 4242', String.raw`a.jpg\x0anumber 4242`],
])('the name %j is shown as %j', (name, shown) => {
  expect(printable(name)).toBe(shown);
});

test('a message keeps its lines', () => {
  expect(printableLines('two\n\tlines\x1b')).toBe('two\n\tlines\\x1b');
});
