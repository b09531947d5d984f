import { isLuhnValid } from '../../lib/card/luhn';
import { type Quad, quadWidth } from '../../lib/geometry';
import { glance } from '../../lib/reading/glance';
import { endsOf, missingEnds, reachEnds, withoutDigitsBehind } from '../../lib/reading/reach';
import type { PanPrior } from '../../lib/sight';
import { printed } from '../helpers/printed-rows';
import { tilted } from '../helpers/quads';
import { BLOCK, lookAt, PAN, quadAt } from '../helpers/scripted-readers';

const reach = async (world: ReturnType<typeof printed>, left: number, width: number) => {
  const quad = quadAt(100, width).map(({ x, y }) => ({ x: x - 100 + left, y })) as unknown as ReturnType<typeof quadAt>;
  return reachEnds(world.sight, await glance(world.sight, [quad]));
};

test('a line with nothing beyond its ends is whole', async () => {
  const world = printed(PAN, 200, 20);
  expect((await reach(world, 160, 380)).digits).toBe(PAN);
  expect(world.seen.looks).toBe(1);
});

test.each([
  ['at its end', 160, 180],
  ['at its beginning', 340, 200],
  ['at both', 280, 160],
])('a line that is cut short %s is followed until it is seen where it ends', async (_, left, width) => {
  const world = printed(PAN, 200, 20);
  const { digits, place } = await reach(world, left, width);
  expect(digits).toBe(PAN);
  expect(place[0]![0].x).toBeLessThan(200 - 1.5 * 20);
  expect(place[0]![1].x).toBeGreaterThan(200 + 15 * 20 + 1.5 * 20);
});

test('digits at the rim without more beyond cost one look', async () => {
  const world = printed(PAN, 200, 20);
  const { digits, place } = await reach(world, 190, 320);
  expect(digits).toBe(PAN);
  expect(world.seen.looks).toBe(2);
  expect(quadWidth(place[0]!)).toBeCloseTo(15 * 20 + 2 * 2 * 20, -1);
});

test('a line without an end is given up', async () => {
  const world = printed('1'.repeat(80), 0, 20);
  await reach(world, 400, 200);
  expect(world.seen.looks).toBe(5);
});

test('four digits are enough to tell how far they are apart', async () => {
  const world = printed(PAN, 200, 20);
  expect((await reach(world, 195, 70)).digits).toHaveLength(16);
});

test('digits that seem to stand closer than digits do, for their height, are taken to stand further apart', async () => {
  const high: Quad = tilted({ x: 260, y: 150 }, 320, 100, 0);
  const seen = { ...(await lookAt(...PAN)), place: [high] };
  // 33 steps over 320 px: the first digit stands in the middle of the second
  const beyond = 2 * 0.28 * 100 - (1.5 / 33) * 320;
  expect(missingEnds(endsOf(seen)!)).toEqual({ left: expect.closeTo(beyond), right: expect.closeTo(beyond) });
});

test('of few digits, and of a block, it cannot be told', async () => {
  const few = printed('123', 200, 20);
  await reach(few, 200, 60);
  expect(few.seen.looks).toBe(1);
  const block = printed(PAN, 100, 20);
  const seen = await glance(block.sight, BLOCK);
  expect(endsOf(seen)).toBeNull();
});

describe('a line that shows little beyond its ends', () => {
  /** How often it is looked at, with so much to be seen beyond its first and its last digit, in pitches. */
  const looks = async (left: number, right: number, prior: Partial<PanPrior>): Promise<number> => {
    const world = printed(PAN, 200, 20, prior);
    expect((await reach(world, 200 - 20 * left, 20 * (left + 15 + right))).digits).toBe(PAN);
    return world.seen.looks;
  };
  const lengths = (...of: number[]): Partial<PanPrior> => ({ lengths: () => of });

  test('is whole where all numbers that begin like it are as long', async () => {
    expect(await looks(1.2, 1.2, lengths(16))).toBe(1);
  });

  test.each([
    ['no length is known', lengths(), 2],
    ['they are longer', lengths(19), 2],
    ['some are longer', lengths(16, 19), 2],
    ['it is not sure', { ...lengths(16), of: () => -20 }, 2],
    ['it is not sure, and some are longer: once more', { ...lengths(16, 19), of: () => -20 }, 3],
  ])('is looked at further out where %s', async (_, prior, times) => {
    expect(await looks(1.2, 1.2, prior)).toBe(times);
  });

  test.each([
    [0.8, 1.2],
    [1.2, 0.8],
  ])('and where a digit stands at its rim: %d and %d', async (left, right) => {
    expect(await looks(left, right, lengths(16))).toBe(2);
  });
});

describe('a group behind a wide gap', () => {
  const FIRST = '9704366815706695';
  const WHOLE = `${FIRST}019`;
  const knows = (likely: string): Partial<PanPrior> => ({ of: (pan) => (pan === likely ? -1 : -6) });
  /** The number as it is seen from a quad around its first 16 digits. */
  const seen = async (prior: Partial<PanPrior>, text = `${FIRST}  019`) => {
    const world = printed(text, 200, 20, prior);
    const { digits } = await reach(world, 160, 380);
    return { digits, looks: world.seen.looks };
  };

  test('is looked for where the number is in doubt without it', async () => {
    expect((await seen(knows(WHOLE))).digits).toBe(WHOLE);
  });

  test('is not where nothing is in doubt', async () => {
    expect(await seen(knows(FIRST))).toEqual({ digits: FIRST, looks: 1 });
  });

  test('does not count where it makes the number no likelier', async () => {
    const { digits, looks } = await seen(knows('0'));
    expect(digits).toBe(FIRST);
    expect(looks).toBeGreaterThan(1);
  });

  test('costs one look where there is none', async () => {
    expect(await seen(knows(WHOLE), FIRST)).toEqual({ digits: FIRST, looks: 2 });
  });
});

describe('digits behind a number', () => {
  const GROUPED = PAN.replace(/(.{4})(?=.)/g, '$1 ');
  const ofPan = { of: (text: string) => (text === PAN ? -1 : -9) };
  /** What is left of a line that shows all of this, its spaces a digit wide. */
  const leftOf = async (text: string, prior: Partial<PanPrior> = ofPan) => {
    const { sight } = printed(text, 200, 20, prior);
    const look = await glance(sight, [quadAt(100, 100 + 20 * text.length + 60)]);
    return (await withoutDigitsBehind(sight, look)).digits;
  };

  test.each([
    ['a security code', '  123'],
    ['a sequence number', '  1'],
    ['a date', '  0829'],
  ])('%s: not of it', async (_, behind) => {
    expect(await leftOf(GROUPED + behind)).toBe(PAN);
  });

  test('no further from it than its groups are from each other: who knows', async () => {
    expect(await leftOf(`${GROUPED} 123`)).toBe(`${PAN}123`);
  });

  describe('a security code that stands as the end of a number of 19 digits does', () => {
    const [NUMBER, CODE] = ['4111111111111111', '123'];
    const grouped = (digits: string): string => digits.replace(/(.{4})(?=.)/g, '$1 ');
    const ofNumber = (...numbers: string[]): Partial<PanPrior> => ({
      of: (text) => (numbers.includes(text) ? -1 : -9),
      lengths: () => [16, 19],
    });

    test.each([
      ['all together fail the check digit', CODE],
      ['all together pass it', '110'],
    ])('is not of it: %s', async (_, code) => {
      expect(isLuhnValid(NUMBER + code)).toBe(code !== CODE);
      expect(await leftOf(grouped(NUMBER + code), ofNumber(NUMBER))).toBe(NUMBER);
    });

    test.each([
      ['of a scheme whose numbers may have 19 digits', '6222020200112230', grouped],
      ['where those before it are no number', '4111111111111112', grouped],
      ['where all stand otherwise and pass', NUMBER, (digits: string) => `${digits.slice(0, 6)} ${digits.slice(6)}`],
    ])('is not cut off %s', async (name, number, spaced) => {
      const all = `${number}${number === NUMBER ? '110' : CODE}`;
      const known = name.startsWith('where those') ? [] : [number, all];
      expect(await leftOf(spaced(all), ofNumber(...known))).toBe(all);
    });
  });

  test('nor where those before the gap are no number', async () => {
    expect(await leftOf(`${GROUPED}  123`, { of: () => -9 })).toBe(`${PAN}123`);
    expect(await leftOf('4111 1111  1111', { of: () => -1 })).toBe('411111111111');
  });

  test('what stands behind is cut off, not the number', async () => {
    const { sight } = printed(`${GROUPED}  123`, 200, 20, ofPan);
    const look = await glance(sight, [quadAt(100, 600)]);
    const { place } = await withoutDigitsBehind(sight, look);
    const [from, to] = [place[0]![0].x, place[0]![1].x];
    expect(from).toBe(100);
    expect(to).toBeGreaterThan(200 + 18.5 * 20);
    expect(to).toBeLessThan(200 + 20.5 * 20);
  });

  describe('beside a block', () => {
    const rows = [0, 4, 8, 12].map((from) => PAN.slice(from, from + 4));
    const PAIRS = [GROUPED.slice(0, 9), GROUPED.slice(10)];
    /** What is left of rows that show all of this in lines of 200 px. */
    const leftIn = async (text: readonly string[], prior: Partial<PanPrior> = ofPan) => {
      const { sight, seen } = printed(text, 120, 16, prior);
      const look = await glance(
        sight,
        [0, 30, 60, 90].slice(0, text.length).map((top) => quadAt(top, 230)),
      );
      const { digits } = await withoutDigitsBehind(sight, look);
      return { digits, looks: seen.looks / text.length };
    };

    test.each([
      ['a date', rows.with(0, `${rows[0]}  0829`)],
      ['a date and a code', rows.with(1, `${rows[1]}  0829`).with(3, `${rows[3]}  123`)],
      ['two rows of two groups, a code beside them', PAIRS.with(0, `${PAIRS[0]}  123`)],
    ])('%s: not of it', async (_, text) => {
      expect(await leftIn(text)).toMatchObject({ digits: PAN, looks: 3 });
    });

    test('as near as its digits are to each other: who knows', async () => {
      expect((await leftIn(rows.with(2, `${rows[2]}1`))).digits).toBe(`${PAN.slice(0, 12)}1${PAN.slice(12)}`);
    });

    test('a block with nothing beside it is looked at once, if its number is sure', async () => {
      expect(await leftIn(rows, { of: () => -1 })).toEqual({ digits: PAN, looks: 1 });
    });

    test('a row with too few digits stays', async () => {
      expect((await leftIn(rows.with(3, rows[3]!.slice(0, 3)))).digits).toBe(PAN.slice(0, 15));
    });
  });
});
