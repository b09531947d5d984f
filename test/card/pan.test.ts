import fc from 'fast-check';
import { maskPan, PAN_MAX_LENGTH, PAN_MIN_LENGTH, UNREADABLE } from '../../lib/card/pan';

const pans = fc.stringMatching(new RegExp(`^\\d{${PAN_MIN_LENGTH},${PAN_MAX_LENGTH}}$`));

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
