import { distance, type Quad, quadCentre, quadDirection, quadWidth } from '../../lib/geometry';
import { alongCard, assembleCards } from '../../lib/location/located-card';
import { cornersApart, tilted } from '../helpers/quads';

const OUTLINE = tilted({ x: 400, y: 300 }, 600, 378, 0);

describe('assembleCards', () => {
  test('each card has its own number and date', () => {
    const other = tilted({ x: 1200, y: 300 }, 600, 378, 0);
    const [number, date] = [tilted({ x: 400, y: 330 }, 480, 30, 0), tilted({ x: 450, y: 400 }, 90, 24, 0)];
    const otherNumber = tilted({ x: 1200, y: 320 }, 450, 28, 0);
    const cards = assembleCards([OUTLINE, other], [otherNumber, number], [date]);
    expect(cards).toHaveLength(2);
    expect(cornersApart(cards[0]!.numbers[0]![0]!, number)).toBeLessThan(0.01);
    expect(cornersApart(cards[0]!.dates[0]!, date)).toBeLessThan(0.01);
    expect(cornersApart(cards[1]!.numbers[0]![0]!, otherNumber)).toBeLessThan(0.01);
    expect(cards[1]!.dates).toEqual([]);
  });

  test('a date where cards overlap is of the one whose number is nearer', () => {
    const [upper, lower] = [300, 620].map((y) => tilted({ x: 400, y }, 600, 378, 0));
    const numbers = [330, 650].map((y) => tilted({ x: 400, y }, 480, 30, 0));
    const date = tilted({ x: 450, y: 440 }, 90, 24, 0);
    for (const outlines of [
      [upper!, lower!],
      [lower!, upper!],
    ]) {
      const cards = assembleCards(outlines, numbers, [date]);
      expect(cards.map(({ outline, dates }) => [outline, dates.length > 0])).toEqual(
        outlines.map((outline) => [outline, outline === upper]),
      );
    }
  });

  test('all dates on a card are told, in their order: the likeliest first', () => {
    const [first, second] = [0, 40].map((down) => tilted({ x: 300, y: 380 + down }, 90, 24, 0));
    const [card] = assembleCards([OUTLINE], [], [second!, first!]);
    expect(cornersApart(card!.dates[0]!, second!)).toBeLessThan(0.01);
    expect(card!.dates).toHaveLength(2);
    expect(cornersApart(card!.dates[1]!, first!)).toBeLessThan(0.01);
  });

  test('four short lines below one another are one place, in their order', () => {
    const groups = [0, 1, 2, 3].map((i) => tilted({ x: 300, y: 200 + 45 * i }, 120, 28, 0));
    const [card] = assembleCards(
      [OUTLINE],
      [2, 0, 3, 1].map((i) => groups[i]!),
      [],
    );
    expect(card!.numbers).toHaveLength(1);
    expect(card!.numbers[0]!.map((quad) => Math.round(quadCentre(quad).y))).toEqual([200, 245, 290, 335]);
  });

  test('so are five, of a number of 19 digits', () => {
    const groups = [0, 1, 2, 3, 4].map((i) => tilted({ x: 300, y: 200 + 40 * i }, i < 4 ? 120 : 90, 28, 0));
    const [card] = assembleCards([OUTLINE], groups, []);
    expect(card!.numbers).toHaveLength(1);
    expect(card!.numbers[0]).toHaveLength(5);
  });

  test('a piece of a line that is seen as a line of its own is none', () => {
    const groups = [0, 1, 2, 3].map((i) => tilted({ x: 300, y: 200 + 45 * i }, 120, 28, 0));
    const piece = tilted({ x: 320, y: 298 }, 50, 28, 8);
    // likelier than the line, or less likely
    for (const lines of [
      [...groups, piece],
      [piece, ...groups],
    ])
      expect(assembleCards([OUTLINE], lines, [])[0]!.numbers[0]!.map((quad) => Math.round(quadCentre(quad).y))).toEqual([
        200, 245, 290, 335,
      ]);
    const halves = [200, 245].map((y) => tilted({ x: 300, y }, 220, 28, 0));
    const [ofTwo] = assembleCards([OUTLINE], [tilted({ x: 310, y: 246 }, 70, 28, 0), ...halves], []);
    expect(ofTwo!.numbers.at(-1)!.map((quad) => Math.round(quadWidth(quad)))).toEqual([220, 220]);
  });

  test('four groups on a card upside down are read from its own top', () => {
    const groups = [0, 1, 2, 3].map((i) => tilted({ x: 300, y: 200 + 45 * i }, 120, 28, 180));
    const [card] = assembleCards([tilted({ x: 400, y: 300 }, 600, 378, 180)], groups, []);
    expect(card!.numbers[0]!.map((quad) => Math.round(quadCentre(quad).y))).toEqual([335, 290, 245, 200]);
  });

  test('lines are in the order of most, though the likeliest is seen upside down', () => {
    const below = tilted({ x: 300, y: 380 }, 100, 28, 180);
    const groups = [0, 1, 2, 3].map((i) => tilted({ x: 300, y: 200 + 45 * i }, 120, 28, 0));
    const [card] = assembleCards([OUTLINE], [below, ...groups], []);
    expect(card!.numbers.at(-1)!.map((quad) => Math.round(quadCentre(quad).y))).toEqual([200, 245, 290, 335, 380]);
  });

  test('two lines of two groups below one another are one place, but each may be a number by itself', () => {
    const rows = [0, 1].map((i) => tilted({ x: 300, y: 200 + 50 * i }, 200, 28, 0));
    const [card] = assembleCards([OUTLINE], rows.toReversed(), []);
    expect(card!.numbers.map((place) => place.map((quad) => Math.round(quadCentre(quad).y)))).toEqual([[250], [200], [200, 250]]);
  });

  test.each([
    ['far apart', 300, 340],
    ['beside one another', 560, 220],
  ])('two such lines %s are two places', (_, x, y) => {
    const rows = [tilted({ x: 300, y: 200 }, 200, 28, 0), tilted({ x, y }, 200, 28, 0)];
    const [card] = assembleCards([OUTLINE], rows, []);
    expect(card!.numbers.map((place) => place.length)).toEqual([1, 1]);
  });

  test('two short lines are no number', () => {
    const lines = [0, 1].map((i) => tilted({ x: 300, y: 200 + 45 * i }, 90, 28, 0));
    expect(assembleCards([OUTLINE], lines, [])[0]!.numbers).toEqual([]);
  });

  test('a number on no card makes one without outline', () => {
    const number = tilted({ x: 400, y: 330 }, 480, 30, 0);
    expect(assembleCards([], [number], [])).toEqual([{ outline: null, numbers: [[number]], dates: [] }]);
    expect(assembleCards([], [], [number])).toEqual([]);
  });
});

describe('alongCard', () => {
  const seen: Quad = [
    { x: 100, y: 120 },
    { x: 700, y: 60 },
    { x: 660, y: 480 },
    { x: 140, y: 400 },
  ];

  test('a rectangle on a card that lies straight stays', () => {
    const line = tilted({ x: 400, y: 330 }, 480, 30, 0);
    expect(cornersApart(alongCard(line, OUTLINE), line)).toBeLessThan(0.01);
  });

  test('a line on a card seen from aside is as high as the card there', () => {
    const line = alongCard(tilted({ x: 410, y: 270 }, 420, 30, 0), seen);
    // the card is higher at its right end
    expect(distance(line[1], line[2])).toBeGreaterThan(1.1 * distance(line[0], line[3]));
  });

  test('one that runs across the edges stays what it is', () => {
    const line = tilted({ x: 410, y: 270 }, 300, 30, 35);
    expect(alongCard(line, seen)).toBe(line);
  });

  test('a number along the long side of a card that stands', () => {
    const standing = tilted({ x: 300, y: 400 }, 378, 600, 0);
    const line = tilted({ x: 320, y: 400 }, 480, 30, -90);
    const straight = alongCard(line, standing);
    expect(cornersApart(straight, line)).toBeLessThan(0.01);
    expect(quadDirection(straight).y).toBeCloseTo(-1);
  });
});
