import { UsageError } from '../../../scripts/command/usage-error';
import { wholeNumber } from '../../../scripts/command/whole-number';

test.each([
  ['1', 1],
  ['8', 8],
  ['008', 8],
])('%s', (text, value) => {
  expect(wholeNumber('--workers', text, 1, 8)).toBe(value);
});

test.each(['', '0', '9', '-1', '1.5', '1e1', ' 1', 'x', '9'.repeat(20)])('%j is refused', (text) => {
  expect(() => wholeNumber('--workers', text, 1, 8)).toThrow(UsageError);
});
