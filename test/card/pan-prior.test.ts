import fc from 'fast-check';
import { isLuhnValid } from '../../lib/card/luhn';
import { type BinEvidence, panLogPrior, withSpecimens } from '../../lib/card/pan-prior';
import { SURE } from '../../lib/reading/certainty';

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
