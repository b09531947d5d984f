import fc from 'fast-check';
import { isLuhnValid } from '../../lib/card/luhn';
import {
  type BinEvidence,
  groupPan,
  isOtherNumber,
  maskPan,
  PAN_MAX_LENGTH,
  PAN_MIN_LENGTH,
  panLogPrior,
  UNREADABLE,
  withSpecimens,
} from '../../lib/card/pan';
import { SURE } from '../../lib/reading/certainty';

const pans = fc.stringMatching(new RegExp(`^\\d{${PAN_MIN_LENGTH},${PAN_MAX_LENGTH}}$`));

/** The digits in groups of these sizes. */
const inGroups = (pan: string, sizes: readonly number[]): string => {
  const ends = sizes.map((_, i) => sizes.slice(0, i + 1).reduce((sum, size) => sum + size, 0));
  return ends.map((end, i) => pan.slice(end - sizes[i]!, end)).join(' ');
};

const total = (sizes: readonly number[]): number => sizes.reduce((sum, size) => sum + size, 0);

/** Where the digits of a print stand: centres of digits laid side by side, a gap between groups. */
function printed(
  pan: string,
  sizes: readonly number[],
  { widthOf = (_: string): number => 1, gap = 0.8, unit = 1, from = 0 } = {},
): number[] {
  const starts = new Set(sizes.map((_, i) => total(sizes.slice(0, i))));
  let end = from;
  return [...pan].map((digit, i) => {
    const left = end + (i > 0 && starts.has(i) ? gap * unit : 0);
    end = left + widthOf(digit) * unit;
    return (left + end) / 2;
  });
}

describe('maskPan', () => {
  test.each([
    ['4242424242424242', '424242******4242'],
    ['4242 4242 4242 4242', '4242 42** **** 4242'],
    ['3782 822463 10005', '3782 82**** *0005'],
    ['621234 5678900000003', '621234 *********0003'],
    ['6212 3456 7890 0000 003', '6212 34** **** ***0 003'],
    ['123456789012', '123456**9012'],
    ['12345678901234567890', '123456**********7890'],
    [`62${UNREADABLE}5 97${UNREADABLE}${UNREADABLE} 7000 ${UNREADABLE}000`, '62?5 97** **** ?000'],
  ])('%s becomes %s', (pan, masked) => {
    expect(maskPan(pan)).toBe(masked);
  });

  test('keeps the first 6 and last 4 digits and every space, hides the rest', () => {
    const grouped = fc.tuple(pans, fc.array(fc.integer({ min: 1, max: 19 }), { maxLength: 5 })).map(([pan, cuts]) => ({
      pan,
      spaced: [...pan].map((digit, i) => (cuts.includes(i) ? ' ' : '') + digit).join(''),
    }));
    fc.assert(
      fc.property(grouped, ({ pan, spaced }) => {
        const masked = maskPan(spaced);
        expect(masked.replaceAll(' ', '')).toBe(pan.slice(0, 6) + '*'.repeat(pan.length - 10) + pan.slice(-4));
        expect(masked.replace(/[^ ]/g, '·')).toBe(spaced.replace(/[^ ]/g, '·'));
      }),
    );
  });

  test('a masked number stays as it is', () => {
    fc.assert(
      fc.property(pans, (pan) => {
        const masked = maskPan(pan);
        // what is left are ten digits: nothing between the first 6 and the last 4
        expect(maskPan(masked)).toBe(masked);
      }),
    );
  });
});

describe('groupPan', () => {
  const PRINTED = [
    [4, 4, 4, 4],
    [6, 10],
    [8, 8],
    [4, 6, 4],
    [4, 6, 5],
    [6, 13],
    [4, 4, 4, 4, 3],
    [4, 4, 4, 7],
    [6, 3, 3, 7],
    [6, 11],
    [6, 12],
    [4, 4, 4, 4, 1],
    [4, 4, 4, 4, 2],
    [4, 4, 4, 5],
    [4, 4, 4, 6],
    [6, 6, 6],
    [6, 7, 5],
    [5, 4, 5, 5],
    [12],
    [15],
    [16],
    [19],
    [20],
  ];
  const groupings = fc.constantFrom(...PRINTED);
  const prints = groupings.chain((sizes) =>
    fc.record({ sizes: fc.constant(sizes), pan: fc.stringMatching(new RegExp(`^\\d{${total(sizes)}}$`)) }),
  );

  test.each(PRINTED.map((sizes) => [sizes.join('-'), sizes] as const))('follows the gaps of %s', (_, sizes) => {
    const pan = '62123456789012345678'.slice(0, total(sizes));
    expect(groupPan(pan, printed(pan, sizes))).toBe(inGroups(pan, sizes));
  });

  test('a grouping that no list has is told by its gaps too, if they are wide', () => {
    const pan = '6212345678901232';
    const sizes = [2, 2, 2, 2, 2, 2, 2, 2];
    expect(groupPan(pan, printed(pan, sizes))).toBe(inGroups(pan, sizes));
    expect(groupPan(pan, printed(pan, sizes, { gap: 0.5 }))).toBe(pan);
  });

  test.each(PRINTED.filter(({ length }) => length > 1))('one that cards have is told by narrow gaps: %j', (...sizes) => {
    const pan = '62123456789012345678'.slice(0, total(sizes));
    expect(groupPan(pan, printed(pan, sizes, { gap: 0.5 }))).toBe(inGroups(pan, sizes));
  });

  test('bears digits that stand a little off their place', () => {
    fc.assert(
      fc.property(
        prints,
        fc.array(fc.double({ min: -0.1, max: 0.1, noNaN: true }), { minLength: 20, maxLength: 20 }),
        ({ sizes, pan }, off) => {
          const positions = printed(pan, sizes).map((p, i) => p + off[i]!);
          expect(groupPan(pan, positions)).toBe(inGroups(pan, sizes));
        },
      ),
    );
  });

  test('bears positions in whole time steps of the recogniser, two or three a digit', () => {
    fc.assert(
      fc.property(
        prints,
        fc.double({ min: 2.3, max: 3, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        ({ sizes, pan }, unit, from) => {
          const positions = printed(pan, sizes, { unit, from, gap: 1.2 }).map(Math.round);
          expect(groupPan(pan, positions)).toBe(inGroups(pan, sizes));
        },
      ),
    );
  });

  test('the measured places of an embossed number', () => {
    // fixture turned-270: steps of 2 and 3, gaps of 5 and 6 of the recogniser's 49 time steps
    const steps = [1.5, 3.5, 6.5, 8.5, 14.5, 16.5, 19.5, 21.5, 27.5, 29.5, 31.5, 34.5, 40, 42.5, 44.5, 47.5];
    expect(groupPan('6212345678901232', steps)).toBe('6212 3456 7890 1232');
  });

  test.each([1.2, 1.5, 2, 2.5])('of a number without spaces that is seen from aside, its near end %f times as large', (ratio) => {
    const pan = '6205500000000000004';
    const positions = [0];
    for (let i = 0; i < pan.length - 1; i++) positions.push(positions[i]! + ratio ** (1 - i / (pan.length - 2)));
    expect(groupPan(pan, positions)).toBe(pan);
  });

  test('bears a narrow 1', () => {
    fc.assert(
      fc.property(prints, ({ sizes, pan }) => {
        const positions = printed(pan, sizes, { widthOf: (digit) => (digit === '1' ? 0.72 : 1), gap: 0.85 });
        expect(groupPan(pan, positions)).toBe(inGroups(pan, sizes));
      }),
    );
  });

  test('asks only how positions relate: any unit, any origin', () => {
    fc.assert(
      fc.property(
        prints,
        fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
        fc.integer({ min: -500, max: 500 }),
        ({ sizes, pan }, unit, from) => {
          expect(groupPan(pan, printed(pan, sizes, { unit, from }))).toBe(inGroups(pan, sizes));
        },
      ),
    );
  });

  test.each([
    ['378282246310005', '3782 822463 10005'],
    ['36227206271667', '3622 720627 1667'],
    ['4242424242424242', '4242 4242 4242 4242'],
    ['6212345678900000003', '621234 5678900000003'],
    ['4222222222222', '4222 222 222 222'],
    ['', ''],
  ])('without positions %s is %s', (pan, grouped) => {
    expect(groupPan(pan)).toBe(grouped);
    expect(groupPan(pan, [])).toBe(grouped);
  });

  test('positions for another number of digits count as none', () => {
    const pan = '4242424242424242';
    expect(groupPan(pan, printed(pan, [16]).slice(1))).toBe('4242 4242 4242 4242');
  });

  test('keeps every digit, in its order, whatever the positions', () => {
    const positions = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 20 }).map((p) => p.sort((a, b) => a - b));
    fc.assert(
      fc.property(fc.stringMatching(/^\d{0,20}$/), positions, (pan, p) => {
        for (const grouped of [groupPan(pan, p), groupPan(pan, p.slice(0, pan.length)), groupPan(pan)]) {
          expect(grouped.replaceAll(' ', '')).toBe(pan);
          expect(grouped).not.toMatch(/^ | {2}| $/);
        }
      }),
    );
  });
});

describe('panLogPrior', () => {
  const ending = (length: number, isValid: boolean): string =>
    [...'0123456789'].map((digit) => `${'5905'.repeat(8).slice(0, length - 1)}${digit}`).find((digits) => isLuhnValid(digits) === isValid)!;
  const valid = (length: number): string => ending(length, true);
  const luhnFails = (length: number): string => ending(length, false);
  const known = (...lengths: number[]): BinEvidence => ({ issuerKnown: true, lengths, lengthsAreOwn: true });
  const schemeOnly = (...lengths: number[]): BinEvidence => ({ issuerKnown: false, lengths, lengthsAreOwn: false });

  test.each([
    ['known issuer', known(16)],
    ['scheme only', schemeOnly(16)],
    ['unknown', null],
  ])('a valid number before one that fails Luhn before one of impossible length: %s', (_, evidence) => {
    expect(panLogPrior(valid(16), evidence)).toBeGreaterThan(panLogPrior(luhnFails(16), evidence));
    for (const length of [1, 8, 11, 21, 30]) {
      expect(panLogPrior(luhnFails(16), evidence)).toBeGreaterThan(panLogPrior(valid(length), evidence));
    }
  });

  test.each([12, 13, 14, 15, 16, 17, 18, 19, 20])('known issuer before scheme only before unknown, at %i digits', (length) => {
    for (const pan of [valid(length), luhnFails(length)]) {
      expect(panLogPrior(pan, known())).toBeGreaterThan(panLogPrior(pan, schemeOnly()));
      expect(panLogPrior(pan, schemeOnly())).toBeGreaterThan(panLogPrior(pan, null));
    }
  });

  test('16 and 19 digits before any other length, and those before 11 and 21', () => {
    for (const length of [12, 13, 14, 15, 17, 18, 20]) {
      expect(panLogPrior(valid(16), null)).toBeGreaterThan(panLogPrior(valid(length), null));
      expect(panLogPrior(valid(19), null)).toBeGreaterThan(panLogPrior(valid(length), null));
      expect(panLogPrior(valid(length), null)).toBeGreaterThan(panLogPrior(valid(11), null));
      expect(panLogPrior(valid(length), null)).toBeGreaterThan(panLogPrior(valid(21), null));
    }
  });

  test.each([17, 18])('a failed Luhn check counts less against the legacy length of %i', (length) => {
    const loss = (digits: number): number => panLogPrior(valid(digits), null) - panLogPrior(luhnFails(digits), null);
    expect(loss(length)).toBeGreaterThan(0);
    for (const other of [15, 16, 19]) expect(loss(length)).toBeLessThan(loss(other));
  });

  test.each(['6225768888888888', '6225768888888880', '4000123456789017', '4000123456789012'])(
    'the Luhn check says little of a specimen: %s',
    (pan) => {
      const other = `${pan.slice(0, 3)}${(Number(pan[3]) + 1) % 10}${pan.slice(4)}`;
      expect(Math.abs(panLogPrior(pan, known(16)) - panLogPrior(other, known(16)))).toBeLessThan(1);
    },
  );

  test.each([
    ['but for one digit of the row', '6225758888888288', ['6225758888888888'], true],
    ['but for one of 1 to 8', '5521123456769123', ['5521123456789123'], true],
    ['but for one at the end of the one that most mock-ups have', '1234567890123459', ['1234567890123456'], true],
    ['but for one at the end of another', '4000123456789010', ['4000123456789012'], false],
    ['but for one before it', '6225768888888888', ['6225758888888888'], false],
    ['but for two', '6225758888888228', ['6225758888888888'], false],
    ['and not as long', '622575888888888', ['6225758888888888'], false],
    ['of which there is none', '6225758888888288', [], false],
  ])('next to a specimen’s number, %s', (_, pan, specimens, expected) => {
    expect(withSpecimens(() => -1, [pan, ...specimens])(pan)).toBe(expected ? -7 : -1);
  });

  test('a plain specimen that passes the Luhn check is as sure as a card, one that fails it is not', () => {
    expect(panLogPrior('6225768888888888', known(16))).toBeGreaterThanOrEqual(SURE.logPrior);
    expect(panLogPrior('6225758888888888', known(16))).toBeLessThan(SURE.logPrior);
  });

  test('the length that the issuer has is better than none known, another is worse', () => {
    for (const length of [12, 13, 14, 15, 17, 18, 20]) {
      expect(panLogPrior(valid(length), known(length))).toBeGreaterThan(panLogPrior(valid(length), known()));
    }
    for (const length of [12, 15, 16, 19, 20]) {
      expect(panLogPrior(valid(length), known())).toBeGreaterThan(panLogPrior(valid(length), known(14)));
      expect(panLogPrior(valid(length), known(14, length))).toBeGreaterThan(panLogPrior(valid(length), known(14)));
    }
  });

  test('a scheme vouches for its length where it has but one, or few and this is a usual one', () => {
    expect(panLogPrior(valid(15), schemeOnly(15))).toBeGreaterThan(panLogPrior(valid(15), schemeOnly()));
    expect(panLogPrior(valid(14), schemeOnly(14, 16, 19))).toBe(panLogPrior(valid(14), schemeOnly(14)));
    expect(panLogPrior(valid(14), schemeOnly(14, 15, 16, 19))).toBe(panLogPrior(valid(14), schemeOnly()));
    expect(panLogPrior(valid(13), schemeOnly(13, 16, 19))).toBe(panLogPrior(valid(13), schemeOnly()));
    expect(panLogPrior(valid(15), known(14, 15))).toBeGreaterThan(panLogPrior(valid(15), known()));
  });

  test.each([17, 18])('%i digits of no known scheme are rather a longer number of which some are missing', (length) => {
    const without = (evidence: BinEvidence | null): number => panLogPrior(valid(16), evidence) - panLogPrior(valid(length), evidence);
    expect(without(null)).toBe(without(schemeOnly()) + 3);
  });

  test('an odd length that the issuer has is less likely than a usual one', () => {
    expect(panLogPrior(valid(13), known(13, 16))).toBeLessThan(panLogPrior(valid(16), known(13, 16)));
  });

  test('a rare length counts where it is the issuer’s own, not where its scheme has it', () => {
    const [own, inherited] = [true, false].map((lengthsAreOwn) => ({ issuerKnown: true, lengths: [12, 16], lengthsAreOwn }));
    expect(panLogPrior(valid(12), own!)).toBeGreaterThan(panLogPrior(valid(12), inherited!));
    expect(panLogPrior(valid(16), own!)).toBe(panLogPrior(valid(16), inherited!));
  });

  test('is never minus infinity and never a bonus', () => {
    const evidence = fc.option(
      fc.record({
        issuerKnown: fc.boolean(),
        lengths: fc.subarray([12, 13, 14, 15, 16, 17, 18, 19, 20]),
        lengthsAreOwn: fc.boolean(),
      }),
    );
    fc.assert(
      fc.property(fc.stringMatching(/^\d{0,30}$/), evidence, (digits, known) => {
        const prior = panLogPrior(digits, known);
        expect(Number.isFinite(prior)).toBe(true);
        expect(prior).toBeLessThanOrEqual(0);
      }),
    );
  });
});

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
