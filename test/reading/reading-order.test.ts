import fc from 'fast-check';
import { inReadingOrder } from '../../lib/reading/reading-order';
import { tilted } from '../helpers/locator-maps';

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
