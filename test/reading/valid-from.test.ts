import type { Expiry } from '../../lib/card/expiry';
import type { Quad } from '../../lib/geometry';
import type { DateLook, DateSighting } from '../../lib/reading/pool-dates';
import { validFromIn } from '../../lib/reading/valid-from';
import { tilted } from '../helpers/quads';

const TODAY = new Date('2026-01-15');
const EXPIRY = { expiry: { month: 8, year: 2027 }, quad: tilted({ x: 400, y: 300 }, 80, 20, 0) };
const LEFT = tilted({ x: 250, y: 300 }, 80, 20, 0);

interface Seen {
  readonly at?: Quad;
  readonly form?: DateSighting['form'];
  readonly probability?: number;
  readonly crops?: number;
}

/** Looks at a place that show a date there. */
const looksAt = (expiry: Expiry, { at = LEFT, form = 'month-year', probability = 0.98, crops = 2 }: Seen = {}): DateLook[] =>
  Array.from({ length: crops }, () => ({
    quad: at,
    isLocated: true,
    stroke: 1,
    unread: [],
    sightings: [{ expiry, form, probability, quad: at }],
  }));

const OF_EXPIRY = looksAt(EXPIRY.expiry, { at: EXPIRY.quad });
const from = (month: number, year: number, seen?: Seen): Expiry | null =>
  validFromIn([...OF_EXPIRY, ...looksAt({ month, year }, seen)], EXPIRY, TODAY);

test('an earlier date left of the expiry', () => {
  expect(from(8, 2022)).toEqual({ month: 8, year: 2022 });
  expect(from(8, 2022, { form: 'full' })).toEqual({ month: 8, year: 2022 });
});

test('whichever way the card lies', () => {
  const quad = tilted({ x: 400, y: 300 }, 80, 20, 180);
  const at = tilted({ x: 550, y: 300 }, 80, 20, 180);
  const looks = [...looksAt(EXPIRY.expiry, { at: quad }), ...looksAt({ month: 8, year: 2022 }, { at })];
  expect(validFromIn(looks, { ...EXPIRY, quad }, TODAY)).toEqual({ month: 8, year: 2022 });
});

test('nothing but the expiry: null', () => {
  expect(validFromIn(OF_EXPIRY, EXPIRY, TODAY)).toBeNull();
});

test.each<[string, Seen, boolean]>([
  ['right above it', { at: tilted({ x: 400, y: 262 }, 80, 20, 0) }, true],
  ['a little off its row', { at: tilted({ x: 250, y: 308 }, 80, 20, 0) }, true],
  ['in another row', { at: tilted({ x: 250, y: 330 }, 80, 20, 0) }, false],
  ['above it, and to the side', { at: tilted({ x: 320, y: 262 }, 80, 20, 0) }, false],
  ['far above it', { at: tilted({ x: 400, y: 200 }, 80, 20, 0) }, false],
  ['below it', { at: tilted({ x: 400, y: 340 }, 80, 20, 0) }, false],
  ['to its right', { at: tilted({ x: 550, y: 300 }, 80, 20, 0) }, false],
  ['far to its left', { at: tilted({ x: -150, y: 300 }, 80, 20, 0) }, false],
])('a date %s', (_, seen, isTold) => {
  expect(from(8, 2022, seen) !== null).toBe(isTold);
});

test.each<[string, Seen]>([
  ['seen once', { crops: 1, probability: 0.5 }],
  ['seen dimly', { probability: 0.3 }],
  ['of one digit for the month', { form: 'loose' }],
  ['that is a month and a day', { form: 'day-last' }],
])('nothing is guessed: a date %s', (_, seen) => {
  expect(from(8, 2022, seen)).toBeNull();
});

test.each([
  [1, 2026, true],
  [2, 2026, false],
  [8, 2012, true],
  [7, 2012, false],
  [8, 2027, false],
])('no card of 08/2027, seen in 01/2026, is valid from later or from longer before: %d/%d: %s', (month, year, isTold) => {
  expect(from(month, year) !== null).toBe(isTold);
});

test('of two that may be meant neither is told', () => {
  const looks = [
    ...OF_EXPIRY,
    ...looksAt({ month: 8, year: 2022 }),
    ...looksAt({ month: 5, year: 2021 }, { at: tilted({ x: 120, y: 300 }, 80, 20, 0) }),
  ];
  expect(validFromIn(looks, EXPIRY, TODAY)).toBeNull();
});
