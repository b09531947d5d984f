import { usualGroups } from '../../lib/card/group-pan';
import type { NumberReading } from '../../lib/evidence';
import { projectQuad, type Quad, rectangleToQuad, turnQuad } from '../../lib/geometry';
import { hasCover, isPartial, mayBeWhole, mayLackItsEnd, standsOddly, withUnreadable } from '../../lib/reading/partial-number';
import { numberReading } from '../helpers/number-readings';
import { rectangle } from '../helpers/quads';

/** A line as printed, with `_` for what a reader does not see, and spaces so wide, in digits. */
function reading(printed: string, confidence: (i: number) => number = () => 0.99, space = 0.8): NumberReading {
  const places = [...printed].flatMap((char, i) =>
    char === ' ' ? [] : [{ char, at: i - (1 - space) * printed.slice(0, i).split(' ').length }],
  );
  const seen = places.filter(({ char }) => char !== '_');
  const text = seen.map(({ char }) => char).join('');
  return numberReading({
    text,
    digitConfidence: [...text].map((_, i) => confidence(i)),
    positions: seen.map(({ at }) => 0.02 + at / 22),
  });
}

const priorOf = (lengths: number[]) => ({ lengths: () => lengths });

test.each([
  ['4242 42_2 4242 4242', [16], '424242?242424242'],
  ['6225 97__ ___0 3000', [16], '622597?????03000'],
  ['4242 ____ 4242 4242', [16], '4242????42424242'],
  ['622597 0070__3000123', [19, 16], '6225970070??3000123'],
  ['3782 82__63 10005', [15], '378282??6310005'],
  ['4242 4242 4242 ____', [16], '424242424242????'],
  ['6212 345_ 7890 0000 003', [16, 19], '6212345?78900000003'],
])('each digit that is not seen is a ?: %s', (printed, lengths, expected) => {
  const partial = withUnreadable(reading(printed), priorOf(lengths));
  expect(partial.text).toBe(expected);
  expect(partial.digitConfidence).toHaveLength(expected.length);
  expect([...expected].every((char, i) => (char === '?') === (partial.digitConfidence[i] === 0))).toBe(true);
  expect(partial.positions).toHaveLength(expected.length);
});

test('a number is partial where it has a digit that cannot be read', () => {
  const seen = reading('4242 42_2 4242 4242');
  expect([seen, withUnreadable(seen, priorOf([16]))].map(isPartial)).toEqual([false, true]);
});

test('what no issuer begins with may lack its beginning: nobody knows how much', () => {
  const unknown = reading('____ 2424 2424 2424');
  expect(withUnreadable(unknown, priorOf([]))).toBe(unknown);
});

test.each(['4242 4242 4242 4241', '622597 0070003000123', '6212 3456 7890 0000 003', '3782 822463 10005', '4222222222222'])(
  'nothing is missing in %s',
  (printed) => {
    const whole = reading(printed);
    expect(withUnreadable(whole, priorOf([]))).toBe(whole);
  },
);

test.each([
  ['one space wider than the others', reading('6227 1088 8888  8987', undefined, 0.55)],
  [
    'digits that stand by turns nearer and further',
    numberReading({
      text: '4000123456789010',
      digitConfidence: new Array(16).fill(1),
      positions: [0.102, 0.143, 0.193, 0.234, 0.324, 0.365, 0.414, 0.455, 0.545, 0.586, 0.635, 0.676, 0.766, 0.807, 0.852, 0.898],
    }),
  ],
])('a number of a usual length lacks no digit at its end: %s', (_, odd) => {
  expect(withUnreadable(odd, priorOf([16, 18, 19]))).toBe(odd);
});

test('an unsure digit counts: of 17 digits, one of them unsure, the end may be missing', () => {
  const cut = reading('621234 56789000001__', (i) => (i === 9 ? 0.3 : 0.9));
  expect(withUnreadable(cut, priorOf([16, 19])).text).toBe('621234567?9000001??');
});

test('guesses side by side are none; a single one may be right', () => {
  const unsure = (...which: number[]) => reading('4242 4242 4242 4241', (i) => (which.includes(i) ? 0.2 : 0.9));
  expect(withUnreadable(unsure(6, 7), priorOf([16])).text).toBe('424242??42424241');
  expect(withUnreadable(unsure(6, 11), priorOf([16])).text).toBe('4242424242424241');
});

test('more guesses than digits is no partial number', () => {
  const guessed = reading('4242 4242 4242 4241', () => 0.1);
  expect(withUnreadable(guessed, priorOf([16]))).toBe(guessed);
});

test.each([
  ['six digits may be unreadable', '4242 4___ ___2 4242', [16], '42424??????24242'],
  ['seven may not', '4242 ____ ___2 4242', [16], null],
  ['nine digits are enough', '3782 82____ __005', [15], '378282??????005'],
  ['eight are not', '3622 72____ __67', [14], null],
  ['of two lengths the one that fits', '6225 97__ ___0 3000 123', [16, 19], '622597?????03000123'],
  ['as many digits as such numbers have', '622597 007 000 3000___', [16], null],
  ['more than they have', '622597 007 000 3000___', [15], '6225970070003000???'],
  ['a length that such numbers do not have', '4242 42_2 4242 4242', [15], null],
])('%s', (_, printed, lengths, expected) => {
  const seen = reading(printed);
  expect(withUnreadable(seen, priorOf(lengths)).text).toBe(expected ?? seen.text);
});

test.each([
  ['three digits within a number of 19', '622597 00700___00123', true],
  ['a number of 16', '4242 4242 4242 4242', false],
  ['a number of 19', '622597 0070003000123', false],
  ['digits that stand as in no print', '4 24 2 42 4 2 4 242', false],
])('whether something covers digits, whatever checks the others pass: %s', (_, printed, expected) => {
  expect(hasCover(reading(printed))).toBe(expected);
});

describe('whether digits may be missing, by where the others stand', () => {
  /** For a number that passes all checks, and for one that fails one. */
  const [NEVER, IF_FAILING, ALWAYS] = [
    [false, false],
    [false, true],
    [true, true],
  ];

  test.each([
    ['14 digits behind two that are covered', '__36 9876 5432 1096', ALWAYS],
    ['13 behind three', '___2 4242 4242 4242', ALWAYS],
    ['a Diners Club number', '3622 720627 1667', NEVER],
    ['one in groups of four', '3622 7206 2716 67', IF_FAILING],
    ['an American Express number', '3782 822463 10005', NEVER],
    ['a number of 16', '4242 4242 4242 4242', NEVER],
    ['one that stands evenly', '4242424242424242', IF_FAILING],
    ['16 digits in unusual groups', '424 24242 424 24242', IF_FAILING],
    ['the last 16 of 19, in groups', '___2 4242 4242 4242 424', ALWAYS],
    ['the last 16 of 6 and 13', '___212 4242424242424', ALWAYS],
    ['the last 16 of 19 that stand evenly', '___2424242424242424', IF_FAILING],
    ['the first 16 of 6 and 13', '621242 4242424242___', IF_FAILING],
    ['the first 16 of 19, in groups of four', '6212 4242 4242 4242 ___', NEVER],
    ['a number of 19 that stands evenly', '6225970070003000123', NEVER],
    ['one of 19 in unusual groups', '62259 70070003 000123', NEVER],
    ['6 and 13 digits upside down', '0788888888888 082179', IF_FAILING],
  ])('%s', (_, printed, expected) => {
    expect([false, true].map((fails) => standsOddly(reading(printed), fails))).toEqual(expected);
  });

  test('gaps of a quarter of a digit’s width are groups, too', () => {
    const positions = Array.from({ length: 16 }, (_, i) => i + 0.25 * Math.floor(i / 4));
    const number = { ...reading('4242 4242 4242 4242'), positions: positions.map((at) => (at + 1) / 19) };
    expect(usualGroups(number.positions)).toBeNull();
    expect(standsOddly(number, true)).toBe(false);
  });
});

test('a digit counts as read from seven tenths on', () => {
  const with6And7At = (confidence: number) => reading('4242 4242 4242 4241', (i) => (i === 6 || i === 7 ? confidence : 0.9));
  expect(withUnreadable(with6And7At(0.7), priorOf([16])).text).toBe('4242424242424241');
  expect(withUnreadable(with6And7At(0.69), priorOf([16])).text).toBe('424242??42424241');
});

test('spaces as wide as a digit hide none', () => {
  const wide = (printed: string) => reading(printed, () => 0.99, 1);
  const told = (printed: string, length: number) => withUnreadable(wide(printed), priorOf([length])).text;
  expect(told('6228 7653 6081 79__ ___', 19)).toBe('62287653608179?????');
  expect(told('6228 76__ ___1 7912 345', 19)).toBe('622876?????17912345');
  expect(told('62220202 001122__', 16)).toBe('62220202001122??');
  // three covers would be too many
  expect(told('622 876 536 081', 15)).toBe('622876536081');
});

test('what lies on a number is told by the digits that are not seen, not by unsure ones', () => {
  const seen = reading('4242 42_2 4242 4242', (i) => (i === 2 || i === 11 ? 0.2 : 0.99));
  expect(withUnreadable(seen, priorOf([16])).text).toBe('42?242?24242?242');
});

test('digits that stand as in no print are left as they are', () => {
  const odd = reading('4 24 2 42 4 2 4 242');
  expect(withUnreadable(odd, priorOf([16]))).toBe(odd);
});

test('a block of four lines, whose digits have no positions', () => {
  const block = { ...reading('4242 4242 4242 4241', (i) => (i > 13 ? 0.2 : 0.9)), positions: [] };
  expect(withUnreadable(block, priorOf([16])).text).toBe('42424242424242??');
});

describe('whether the last three of 19 digits may be hidden, by the room behind 16', () => {
  const OUTLINE = rectangle(0, 0, 856, 540);
  const BOTH = priorOf([16, 19]);
  /** A number with so much room before it and behind it, as shares of its own length. */
  const withRoom = (before: number, behind: number): Quad => {
    const length = OUTLINE[1].x / (before + 1 + behind);
    return rectangle(before * length, 300, length, 30);
  };
  const LEFT = withRoom(0.1, 0.23);
  const at = (...place: Quad[]): NumberReading => numberReading({ place });

  test('it may where there is more behind the number than before it', () => {
    const mayWith = (before: number, behind: number) => mayLackItsEnd(at(withRoom(before, behind)), OUTLINE, BOTH);
    expect([mayWith(0.1, 0.1), mayWith(0.1, 0.21), mayWith(0.1, 0.23), mayWith(0.1, 0.8), mayWith(0.8, 0.1)]).toEqual([
      false,
      false,
      true,
      true,
      false,
    ]);
  });

  test('however the card lies in the picture, and its outline is counted', () => {
    const aslant = rectangleToQuad(856, 540, [
      { x: 100, y: 80 },
      { x: 700, y: 200 },
      { x: 640, y: 600 },
      { x: 60, y: 420 },
    ]);
    for (const [place, may] of [
      [LEFT, true],
      [withRoom(0.1, 0.1), false],
    ] as const)
      for (const turn of [0, 90, 180, 270] as const) {
        const outline = turnQuad(projectQuad(aslant, OUTLINE), turn);
        expect(mayLackItsEnd(at(projectQuad(aslant, place)), outline, BOTH)).toBe(may);
      }
    // read upside down, the room is before it
    expect(mayLackItsEnd(at(turnQuad(LEFT, 180)), OUTLINE, BOTH)).toBe(false);
  });

  test('not of a number of other lengths or schemes, nor where nothing is known of the card', () => {
    expect(mayLackItsEnd(at(LEFT), OUTLINE, priorOf([16]))).toBe(false);
    expect(mayLackItsEnd(at(LEFT), null, BOTH)).toBe(false);
    expect(mayLackItsEnd(at(LEFT, withRoom(0.1, 0.4)), OUTLINE, BOTH)).toBe(false);
    expect(mayLackItsEnd(at(LEFT), rectangle(0, 0, 0, 0), BOTH)).toBe(false);
    for (const text of ['4242424242424242', '62220202001122301', '622202020011223', '622202????112230'])
      expect(mayLackItsEnd({ ...at(LEFT), text }, OUTLINE, BOTH)).toBe(false);
  });
});

describe('a number of three groups may be whole, if a card has no embossed number there', () => {
  const OUTLINE = rectangle(0, 0, 856, 540);
  const partial = (length: number, text = '424242424242????', lines = 1): NumberReading =>
    numberReading({ text, place: Array.from({ length: lines }, (_, i) => rectangle(80, 300 + 50 * i, length, 30)) });

  test('by its length with the missing group, on the card as it lies', () => {
    for (const outline of [OUTLINE, turnQuad(OUTLINE, 90), rectangle(0, 0, 540, 856)])
      expect([500, 650, 670, 700].map((length) => mayBeWhole(partial(length), outline))).toEqual([true, true, false, false]);
  });

  test('not where digits of its last group are seen, in several lines, or where no card is seen', () => {
    expect(mayBeWhole(partial(500, '4242424242424???'), OUTLINE)).toBe(false);
    expect(mayBeWhole(partial(500, '4242????42424242'), OUTLINE)).toBe(false);
    expect(mayBeWhole(partial(100, '424242424242????', 4), OUTLINE)).toBe(false);
    expect(mayBeWhole(partial(500), null)).toBe(false);
  });
});
