import fc from 'fast-check';
import { isLuhnValid } from '../../lib/card/luhn';
import { isOtherNumber } from '../../lib/card/other-number';
import { PAN_MAX_LENGTH, PAN_MIN_LENGTH } from '../../lib/card/pan';

const pans = fc.stringMatching(new RegExp(`^\\d{${PAN_MIN_LENGTH},${PAN_MAX_LENGTH}}$`));

describe('isOtherNumber', () => {
  const days = fc.date({ min: new Date('1900-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
  const digitsOrGaps = (length: string) => fc.stringMatching(new RegExp(`^[\\d?]{${length}}$`));
  const iso = (day: Date): string => day.toISOString().slice(0, 10);
  /** Digits and one more, with which the Luhn check fails. */
  const failing = (digits: string): string => `${digits}${[0, 1].find((last) => !isLuhnValid(`${digits}${last}`))}`;

  test('of China, with any day of birth', () => {
    fc.assert(
      fc.property(digitsOrGaps('6'), days, digitsOrGaps('3,4'), (head, day, tail) => {
        expect(isOtherNumber(`${head}${iso(day).replaceAll('-', '')}${tail}`)).toBe(true);
      }),
    );
  });

  test('of Indonesia, with any day of birth, of a man or a woman, unless the Luhn check holds', () => {
    fc.assert(
      fc.property(fc.constantFrom('11', '21', '36', '53', '64', '97'), days, fc.constantFrom(0, 40), (province, day, woman) => {
        const [year = '', month = '', date = ''] = iso(day).split('-');
        const head = `${province}7104${String(Number(date) + woman).padStart(2, '0')}${month}${year.slice(2)}000`;
        expect(isOtherNumber(failing(head))).toBe(true);
        expect([...'0123456789'].filter((last) => !isOtherNumber(`${head}${last}`))).toHaveLength(1);
      }),
    );
  });

  test.each([
    ['1970198019902000', true],
    ['200020102020', true],
    ['20002010202020302040', true],
    ['1970198019902100', false],
    ['5970198019902000', false],
  ])('years along an axis: %s', (digits, expected) => {
    expect(isOtherNumber(digits)).toBe(expected);
  });

  test('a toll-free telephone number, unless the Luhn check holds', () => {
    const head = '18001800633422';
    expect([...'0123456789'].filter((last) => !isOtherNumber(`${head}${last}`))).toHaveLength(1);
    expect(isOtherNumber(failing('21311800633422'))).toBe(false);
  });

  test('of the United Arab Emirates, with any year of birth', () => {
    fc.assert(
      fc.property(days, digitsOrGaps('8'), (day, tail) => {
        expect(isOtherNumber(`784${iso(day).slice(0, 4)}${tail}`)).toBe(true);
      }),
    );
  });

  test('nor dots in place of hidden digits, which are read as zeros', () => {
    expect(['0000000000001234', '00000000????1234', '0000000123456789'].map(isOtherNumber)).toEqual([true, true, false]);
  });

  test('nor that of a SIM card, whether all of its digits can be read or not', () => {
    fc.assert(
      fc.property(fc.oneof(digitsOrGaps('16'), digitsOrGaps('17')), (tail) => {
        expect(isOtherNumber(`89${tail}`)).toBe(true);
      }),
    );
    expect(isOtherNumber('8944500102198304826')).toBe(true);
    // as long as numbers of cards are
    expect(isOtherNumber('8944500102198304')).toBe(false);
  });

  test('nor two days, between which a card is valid', () => {
    fc.assert(
      fc.property(days, days, (from, to) => {
        expect(isOtherNumber(`${iso(from)}${iso(to)}`.replaceAll('-', ''))).toBe(true);
        for (const order of [
          [2, 1, 0],
          [1, 2, 0],
        ]) {
          const digits = [from, to].map((day) => order.map((i) => iso(day).split('-')[i]).join('')).join('');
          const mayBeOfCard = /^(?:2[2-7]|30)/.test(digits);
          expect(isOtherNumber(digits)).toBe(!mayBeOfCard || !isLuhnValid(digits));
        }
      }),
    );
    // no month, and no such year
    for (const digits of ['3113202611012019', '0211182602112019']) expect(isOtherNumber(digits)).toBe(false);
  });

  test.each([
    ['Austria', '611904300234573201'],
    ['Switzerland', '9300762011623852957'],
    ['Germany', '89370400440532013000'],
  ])('of an account in %s, unless a digit is another one, or cannot be read', (_, iban) => {
    expect(isOtherNumber(iban)).toBe(true);
    fc.assert(
      fc.property(fc.nat(iban.length - 1), fc.constantFrom(...'0123456789?'), (at, digit) => {
        expect(isOtherNumber(iban.slice(0, at) + digit + iban.slice(at + 1))).toBe(iban[at] === digit);
      }),
    );
  });

  test('not of one in another country, or whose digits may be those of a card of UnionPay', () => {
    const [switzerland, croatia] = ['1217', '1727'];
    /** With its check digits (ISO 7064, MOD 97-10). */
    const iban = (letters: string, account: string): string =>
      `${98n - (BigInt(`${account}${letters}00`) % 97n)}`.padStart(2, '0') + account;
    const accounts = fc.stringMatching(/^\d{17}$/).filter((account) => !isLuhnValid(iban(switzerland, account)));
    fc.assert(
      fc.property(accounts, (account) => {
        expect(isOtherNumber(iban(switzerland, account))).toBe(!iban(switzerland, account).startsWith('62'));
        // SIM cards have numbers that begin so
        expect(isOtherNumber(iban(croatia, account))).toBe(iban(croatia, account).startsWith('89'));
      }),
      { examples: [['04835133819370000']], numRuns: 500 },
    );
  });

  test('not of another length, nor of as many digits as an account has where the Luhn check holds', () => {
    const mayBeOne = (pan: string): boolean =>
      [15, 16, 17, 18].includes(pan.length) || ([19, 20].includes(pan.length) && !isLuhnValid(pan)) || /^(?:89|0{8})/.test(pan);
    fc.assert(fc.property(pans, (pan) => mayBeOne(pan) || !isOtherNumber(pan)));
  });

  test.each([
    ['110108189310106138', 'a century'],
    ['110108210010106138', 'a century'],
    ['110108199313106138', 'a month'],
    ['110108199300106138', 'a month'],
    ['110108199310326138', 'a day'],
    ['110108199310006138', 'a day'],
    ['3271044013900001', 'a day'],
    ['3271043213900001', 'a day'],
    ['3271047204900001', 'a day'],
    ['3271041013900001', 'a month'],
    ['4071041012900001', 'a province'],
    ['3271041012901001', 'a low number'],
    ['784189312345678', 'a century'],
    ['2204032520240325', 'a century'],
    ['2004032520241325', 'a month'],
  ])('not %s, without %s', (digits) => {
    expect(isOtherNumber(digits)).toBe(false);
  });
});
