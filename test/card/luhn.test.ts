import fc from 'fast-check';
import { isLuhnValid } from '../../lib/card/luhn';

const digitsOf = (minLength: number) => fc.stringMatching(new RegExp(`^\\d{${minLength},20}$`));
const withCheckDigit = (payload: string): string => [...'0123456789'].map((digit) => payload + digit).find(isLuhnValid)!;
const validPan = digitsOf(11).map(withCheckDigit);

/** Swap the digits at i and i + 1. */
const swapped = (pan: string, i: number): string => pan.slice(0, i) + pan[i + 1]! + pan[i]! + pan.slice(i + 2);

describe('published test numbers', () => {
  test.each([
    '4242424242424242',
    '4111111111111111',
    '4222222222222', // 13 digits
    '5555555555554444',
    '5105105105105100',
    '378282246310005', // 15
    '36227206271667', // 14
    '6011111111111117',
    '3530111333300000',
    '6200000000000005',
    '6212345678901232',
    '6205500000000000004', // 19
    '6212345678900000003',
    '79927398713', // Luhn's own textbook example
  ])('%s holds', (pan) => {
    expect(isLuhnValid(pan)).toBe(true);
  });

  test.each(['4242424242424241', '6225970070003000', '79927398710'])('%s fails', (pan) => {
    expect(isLuhnValid(pan)).toBe(false);
  });
});

describe('text that is not digits', () => {
  test.each(['', ' ', '4242 4242 4242 4242', '4242-4242-4242-4242', '-18', '1e1', '０', '١٨', '18\n'])('%j fails', (text) => {
    expect(isLuhnValid(text)).toBe(false);
  });
});

describe('properties', () => {
  test('every payload has exactly one check digit', () => {
    fc.assert(
      fc.property(digitsOf(1), (payload) => {
        expect([...'0123456789'].filter((digit) => isLuhnValid(payload + digit))).toHaveLength(1);
      }),
    );
  });

  test('a changed digit is always caught', () => {
    fc.assert(
      fc.property(validPan, fc.nat(), fc.integer({ min: 1, max: 9 }), (pan, place, change) => {
        const i = place % pan.length;
        const changed = pan.slice(0, i) + ((Number(pan[i]) + change) % 10) + pan.slice(i + 1);
        expect(isLuhnValid(changed)).toBe(false);
      }),
    );
  });

  test('swapped neighbours are caught, but for 09 and 90', () => {
    fc.assert(
      fc.property(validPan, fc.nat(), (pan, place) => {
        const i = place % (pan.length - 1);
        const pair = pan.slice(i, i + 2);
        const passes = pair[0] === pair[1] || pair === '09' || pair === '90';
        expect(isLuhnValid(swapped(pan, i))).toBe(passes);
      }),
    );
  });

  test('09 for 90 is never caught', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{0,9}$/), fc.stringMatching(/^\d{0,9}$/), (before, after) => {
        expect(isLuhnValid(`${before}09${after}`)).toBe(isLuhnValid(`${before}90${after}`));
      }),
    );
  });
});
