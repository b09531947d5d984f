import { isNoExpiry } from '../lib/no-expiry';

const [PAN, OF_VIETNAM] = ['6222020200112230', '9704360000000006'];
const EARLIER = { month: 4, year: 2016 };

test.each([
  ['UnionPay, debit, before chips', PAN, { scheme: 'UnionPay', type: 'debit' }, 5, 2010, null, true],
  [
    'UnionPay, debit, before chips, with an earlier date beside it',
    PAN,
    { scheme: 'UnionPay', type: 'debit' },
    10,
    2008,
    { month: 7, year: 2006 },
    false,
  ],
  ['UnionPay, debit, with chips', PAN, { scheme: 'UnionPay', type: 'debit' }, 5, 2011, null, false],
  ['UnionPay, credit', PAN, { scheme: 'UnionPay', type: 'credit' }, 5, 2010, null, false],
  ['Visa, debit', PAN, { scheme: 'Visa', type: 'debit' }, 5, 2010, null, false],
  ["of Iran's calendar", PAN, { scheme: 'Shetab', type: 'debit' }, 8, 2031, null, true],
  ['of a bank that is not known', PAN, null, 5, 2010, null, false],
  ["of Vietnam's banks, past", OF_VIETNAM, null, 4, 2019, null, true],
  ["of Vietnam's banks, past, with an earlier one beside it", OF_VIETNAM, null, 4, 2019, EARLIER, false],
  ["of Vietnam's banks, this month", OF_VIETNAM, null, 11, 2026, null, false],
  ["of Vietnam's banks, to come", OF_VIETNAM, null, 4, 2031, null, false],
] as const)('%s', (_, pan, bin, month, year, validFrom, expected) => {
  expect(isNoExpiry({ expiry: { month, year }, confidence: 0.9, validFrom }, pan, bin, new Date('2026-11-26'))).toBe(expected);
});

test.each([
  ['UnionPay, debit, before chips', PAN, { scheme: 'UnionPay', type: 'debit' }, false],
  ["of Vietnam's banks", OF_VIETNAM, null, false],
  ["of Iran's calendar", PAN, { scheme: 'Shetab', type: 'debit' }, true],
] as const)('with words beside it that say so, it is one, but in no other calendar: %s', (_, pan, bin, expected) => {
  const date = { expiry: { month: 5, year: 2010 }, confidence: 0.9, validFrom: null, saysUntil: true } as const;
  expect(isNoExpiry(date, pan, bin, new Date('2026-11-26'))).toBe(expected);
});

test('a date more than five years ahead is told from a confidence of 0.955 on', () => {
  const isTold = (year: number, confidence: number): boolean =>
    !isNoExpiry({ expiry: { month: 12, year }, confidence, validFrom: null }, PAN, null, new Date('2026-11-26'));
  expect([isTold(2031, 0.76), isTold(2032, 0.95), isTold(2032, 0.955)]).toEqual([true, false, true]);
});
