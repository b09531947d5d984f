import { UsageError } from '../../../scripts/command/usage-error';
import { wholeNumber } from '../../../scripts/command/whole-number';

test.each([
  ['1', 1],
  ['8', 8],
  ['008', 8],
])('%s is one', (text, value) => {
  expect(wholeNumber('--workers', text, 1, 8)).toBe(value);
});

test('as large as a number may be, and no larger', () => {
  const most = Number.MAX_SAFE_INTEGER;
  expect(wholeNumber('--seed', '1234567890', 0, most)).toBe(1_234_567_890);
  expect(wholeNumber('--seed', String(most), 0, most)).toBe(most);
  expect(() => wholeNumber('--seed', '9007199254740992', 0, most)).toThrow(UsageError);
});

test.each(['', '0', '9', '-1', '1.5', '1e1', ' 1', 'x', '9'.repeat(20)])('%j is refused', (text) => {
  expect(() => wholeNumber('--workers', text, 1, 8)).toThrow(UsageError);
});
