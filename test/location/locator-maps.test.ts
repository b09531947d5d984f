import { halved } from '../../lib/location/locator-maps';
import { drawnMaps } from '../helpers/locator-maps';
import { tilted } from '../helpers/quads';

const CARD = tilted({ x: 100, y: 80 }, 120, 76, 0);
const LINE = tilted({ x: 96, y: 90 }, 80, 8, 0);
const maps = drawnMaps({ width: 256, height: 160, cards: [CARD], lines: [{ quad: LINE, kind: 'number' }] });
const pixelAt = (x: number, y: number): number => Math.floor(y / 4) * 64 + Math.floor(x / 4);

test('pixels of the maps are squares of 4 px', () => {
  expect(maps.at(0)).toEqual({ x: 2, y: 2 });
  expect(maps.at(65)).toEqual({ x: 6, y: 6 });
});

test('each pixel of a card tells where the card lies', () => {
  for (const pixel of [pixelAt(60, 60), pixelAt(140, 100)]) {
    const { centre, first, second } = maps.outline(pixel);
    expect(centre.x).toBeCloseTo(100, 3);
    expect(centre.y).toBeCloseTo(80, 3);
    expect(halved(first).x).toBeCloseTo(60, 3);
    expect(halved(first).y).toBeCloseTo(38, 3);
    expect(Math.abs(halved(second).x)).toBeCloseTo(60, 3);
    expect(maps.direction(pixel)).toEqual({ x: 1, y: 0 });
  }
});

test('each pixel of a line tells where the line lies', () => {
  const { middle, half, height } = maps.line(pixelAt(70, 90));
  expect([middle.x, middle.y, halved(half).x, height].map(Math.round)).toEqual([96, 90, 40, 8]);
});

test('the highest probability within a quad and outside of others', () => {
  expect(maps.highest('number', CARD, [])).toBe(1);
  expect(maps.highest('number', tilted({ x: 200, y: 40 }, 40, 20, 0), [])).toBe(0);
  expect(maps.highest('expiry', CARD, [])).toBe(0);
  expect(maps.highest('number', CARD, [tilted({ x: 200, y: 40 }, 40, 20, 0)])).toBe(1);
  expect(maps.highest('number', CARD, [CARD])).toBe(0);
});
