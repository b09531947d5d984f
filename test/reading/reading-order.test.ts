import fc from 'fast-check';
import { inReadingOrder } from '../../lib/reading/reading-order';
import { tilted } from '../helpers/quads';

const at = (x: number, y: number, degrees = 0) => tilted({ x, y }, 300, 190, degrees);

test('rows from the top, each from the left', () => {
  const cards = { a: at(200, 120), b: at(700, 150), c: at(220, 400), d: at(650, 390) };
  const order = inReadingOrder(['d', 'b', 'c', 'a'] as const, (name) => cards[name]);
  expect(order).toEqual(['a', 'b', 'c', 'd']);
});

test('which way a card itself is read does not matter', () => {
  const cards = { a: at(200, 120, 180), b: at(700, 160, 90) };
  expect(inReadingOrder(['b', 'a'] as const, (name) => cards[name])).toEqual(['a', 'b']);
});

test('nothing is lost', () => {
  const place = fc.tuple(fc.integer({ min: 0, max: 4000 }), fc.integer({ min: 0, max: 4000 }), fc.integer({ min: 0, max: 359 }));
  fc.assert(
    fc.property(fc.array(place, { maxLength: 8 }), (places) => {
      const order = inReadingOrder(places, ([x, y, degrees]) => at(x, y, degrees));
      expect([...order].sort()).toEqual([...places].sort());
    }),
  );
});

test('a row is as high as half its lower card, wherever it is in the picture', () => {
  const small = (x: number, y: number) => tilted({ x, y }, 100, 60, 0);
  const cards = { large: at(700, 2000), beside: small(200, 2025), below: small(220, 2080), next: at(200, 2200) };
  const order = inReadingOrder(['next', 'below', 'large', 'beside'] as const, (name) => cards[name]);
  expect(order).toEqual(['beside', 'large', 'below', 'next']);
});
