import { distance, isInside, mapQuad, type Quad } from '../../lib/geometry';
import type { Raster } from '../../lib/image/raster';
import { refineByPicture } from '../../lib/location/picture-edges';
import { tilted } from '../helpers/locator-maps';

/** A card of one level on a table of another, with grain. */
function pictured(card: Quad, level: number, table: number): Raster {
  const [width, height] = [320, 240];
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i++) {
    const grain = ((i * 7919) % 13) - 6;
    data.fill((isInside(card, { x: (i % width) + 0.5, y: Math.floor(i / width) + 0.5 }) ? level : table) + grain, 3 * i, 3 * i + 3);
  }
  return { width, height, data };
}

const worst = (a: Quad, b: Quad): number => Math.max(...a.map((corner, i) => distance(corner, b[i]!)));
const CARD = tilted({ x: 160, y: 120 }, 210, 132, 7);
const ABOUT: Quad = mapQuad(CARD, ({ x, y }) => ({ x: x + 5 - 0.02 * y, y: y - 3 + 0.025 * x }));

test.each([
  ['lighter than its table', 170, 90],
  ['darker', 60, 130],
  ['hardly different', 120, 150],
])('a card %s: its edges go to its border', (_, level, table) => {
  expect(worst(ABOUT, CARD)).toBeGreaterThan(4);
  expect(worst(refineByPicture(pictured(CARD, level, table), ABOUT), CARD)).toBeLessThan(1);
});

test('where no border is seen, edges stay', () => {
  expect(worst(refineByPicture(pictured(CARD, 120, 120), ABOUT), ABOUT)).toBeLessThan(1e-9);
});

test('an edge at the picture’s own border stays, the others move', () => {
  const card: Quad = [
    { x: -4, y: 60 },
    { x: 200, y: 60 },
    { x: 200, y: 190 },
    { x: -4, y: 190 },
  ];
  const about: Quad = mapQuad(card, ({ x, y }) => ({ x, y: y + 5 }));
  const refined = refineByPicture(pictured(card, 180, 80), about);
  expect(refined[0].x).toBeCloseTo(-4, 5);
  expect(worst(refined, card)).toBeLessThan(1.5);
});

test('a print within the card draws an edge less than its border beside it', () => {
  const raster = pictured(CARD, 170, 90);
  const strip: Quad = tilted({ x: 161, y: 108 }, 210, 100, 7);
  for (let i = 0; i < 320 * 240; i++) {
    if (isInside(strip, { x: (i % 320) + 0.5, y: Math.floor(i / 320) + 0.5 })) raster.data.fill(120, 3 * i, 3 * i + 3);
  }
  expect(worst(refineByPicture(raster, CARD), CARD)).toBeLessThan(1.5);
});

test.each([
  [1, 1],
  [4, 300],
])('a picture of %d × %d', (width, height) => {
  const raster = { width, height, data: new Uint8Array(width * height * 3) };
  expect(worst(refineByPicture(raster, CARD), CARD)).toBeLessThan(1e-9);
});

test('a quad that is much larger than its picture takes no memory', () => {
  const raster = { width: 320, height: 240, data: new Uint8Array(320 * 240 * 3) };
  const huge = tilted({ x: 160, y: 120 }, 4e6, 2.5e6, 0);
  expect(refineByPicture(raster, huge)).toBe(huge);
});
