import fc from 'fast-check';
import { distance, isInside, type Point, type Quad } from '../../lib/geometry';
import { votedCards } from '../../lib/location/card-votes';
import type { LocatorMaps } from '../../lib/location/locator-maps';
import { drawnMaps, drawnTensor, MAPS, mapsOf } from '../helpers/locator-maps';
import { cornersApart, tilted } from '../helpers/quads';

const SIZE = { width: 320, height: 320 };

test('nothing drawn, nothing found', () => {
  expect(votedCards(drawnMaps(SIZE))).toEqual([]);
});

test.each([0, 15, 45, 89, 90, 135, 180, 200, 270, 315, 359])('a card turned by %d°: its corners, from its own top left', (degrees) => {
  const quad = tilted({ x: 160, y: 150 }, 190, 120, degrees);
  const found = votedCards(drawnMaps({ ...SIZE, cards: [quad] }));
  expect(found).toHaveLength(1);
  expect(cornersApart(found[0]!, quad)).toBeLessThan(1.5);
});

test.each([0, 30, 90, 180, 290])('a card that stands, turned by %d°', (degrees) => {
  const quad = tilted({ x: 160, y: 160 }, 110, 174, degrees);
  const [found] = votedCards(drawnMaps({ ...SIZE, cards: [quad] }));
  expect(cornersApart(found!, quad)).toBeLessThan(1.5);
});

test('seen from aside: the edges are laid along the border', () => {
  const quad: Quad = [
    { x: 60, y: 80 },
    { x: 270, y: 60 },
    { x: 250, y: 215 },
    { x: 75, y: 190 },
  ];
  const [found] = votedCards(drawnMaps({ ...SIZE, cards: [quad] }));
  expect(cornersApart(found!, quad)).toBeLessThan(2);
});

test('one that leaves the picture keeps its corners outside', () => {
  const quad = tilted({ x: 60, y: 160 }, 190, 120, 8);
  const [found] = votedCards(drawnMaps({ ...SIZE, cards: [quad] }));
  expect(Math.min(...found!.map(({ x }) => x))).toBeLessThan(-30);
  expect(cornersApart(found!, quad)).toBeLessThan(4);
});

test('several that touch are told apart, the largest first', () => {
  const cards = [tilted({ x: 90, y: 60 }, 150, 94, 0), tilted({ x: 90, y: 155 }, 152, 96, 180), tilted({ x: 250, y: 120 }, 100, 160, 90)];
  const found = votedCards(drawnMaps({ ...SIZE, cards }));
  expect(found).toHaveLength(3);
  for (const card of cards) expect(Math.min(...found.map((quad) => cornersApart(quad, card)))).toBeLessThan(3);
});

test('a card held by fingers: what hides an edge does not bend it', () => {
  const quad = tilted({ x: 160, y: 160 }, 200, 126, 10);
  const tensorMaps = drawnMaps({ ...SIZE, cards: [quad] });
  const mask = tensorMaps.mask('card');
  for (let pixel = 0; pixel < mask.length; pixel++) {
    const { x, y } = tensorMaps.at(pixel);
    if (Math.hypot(x - 170, y - 225) < 26) mask[pixel] = 0;
  }
  expect(cornersApart(votedCards(tensorMaps)[0]!, quad)).toBeLessThan(3);
});

/** The mask of some maps, and votes that agree on nothing. */
function withoutAgreement(mask: (at: Point) => number): LocatorMaps {
  const maps = drawnMaps(SIZE);
  const data = Float32Array.from({ length: MAPS * 6400 }, (_, i) => (i < 6400 ? mask(maps.at(i)) : 3 * Math.sin(i * i)));
  return mapsOf({ data, shape: [1, MAPS, 80, 80] }, SIZE);
}

test('marked pixels that agree on nothing are no card', () => {
  expect(votedCards(withoutAgreement(({ x, y }) => (Math.hypot(x - 150, 2 * (y - 160)) < 90 ? 1 : 0)))).toEqual([]);
});

test('unless they fill a rectangle such as a card is', () => {
  const quad = tilted({ x: 160, y: 160 }, 200, 126, 25);
  const found = votedCards(withoutAgreement((at) => (isInside(quad, at) ? 1 : 0)));
  expect(found).toHaveLength(1);
  for (const corner of quad) expect(Math.min(...found[0]!.map((other) => distance(other, corner)))).toBeLessThan(5);
  const square = tilted({ x: 160, y: 160 }, 150, 150, 25);
  expect(votedCards(withoutAgreement((at) => (isInside(square, at) ? 1 : 0)))).toEqual([]);
});

test('any maps give whole quads or none', () => {
  const value = fc.oneof(fc.float({ noNaN: true, min: -4, max: 4 }), fc.constantFrom(0, 1, -1, 1e6));
  const card = fc.record({
    x: fc.integer({ min: 0, max: 320 }),
    y: fc.integer({ min: 0, max: 320 }),
    width: fc.integer({ min: 4, max: 400 }),
    height: fc.integer({ min: 4, max: 300 }),
    degrees: fc.integer({ min: 0, max: 359 }),
  });
  let found = 0;
  fc.assert(
    fc.property(
      fc.array(card, { maxLength: 3 }),
      fc.array(fc.tuple(fc.nat(MAPS * 6400 - 1), fc.integer({ min: 1, max: 700 }), value), { maxLength: 40 }),
      (cards, spoilt) => {
        const quads = cards.map(({ x, y, width, height, degrees }) => tilted({ x, y }, width, height, degrees));
        const data = drawnTensor({ ...SIZE, cards: quads }).data.slice() as Float32Array;
        for (const [from, length, level] of spoilt) data.fill(level, from, from + length);
        for (const quad of votedCards(mapsOf({ data, shape: [1, MAPS, 80, 80] }, SIZE))) {
          found++;
          expect(quad.every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))).toBe(true);
        }
      },
    ),
  );
  expect(found).toBeGreaterThan(0);
});
