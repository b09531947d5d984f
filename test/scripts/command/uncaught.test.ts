import { uncaughtWords } from '../../../scripts/command/uncaught';

const REPORT = 'This should not have happened, please report it:';

test('an error: its kind, its code and its places', () => {
  const error = Object.assign(new TypeError('4242 in the message\n of two lines'), { code: 'ERR_ANY' });
  const [kind, first] = uncaughtWords(error).split('\n');
  expect([kind, first]).toEqual([`${REPORT} TypeError ERR_ANY`, expect.stringMatching(/^ {4}at .*uncaught\.test\.ts:\d+:\d+/)]);
});

test.each(['4242', null, { message: '4242' }, undefined])('%j is told by its type', (thrown) => {
  expect(uncaughtWords(thrown)).toBe(`${REPORT} ${typeof thrown}`);
});

test('a message that looks like a place shows no number', () => {
  const digits = '0'.repeat(16);
  expect(uncaughtWords(new Error(`\n    at ${digits}`))).not.toContain(digits);
});
