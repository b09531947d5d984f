import fc from 'fast-check';
import { groupPan } from '../../lib/card/group-pan';

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
