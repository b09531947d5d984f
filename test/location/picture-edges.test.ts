import { isInside, mapQuad, type Quad } from '../../lib/geometry';
import type { Raster } from '../../lib/image/raster';
import { refineByPicture } from '../../lib/location/picture-edges';
import { cornersApart, rectangle, tilted } from '../helpers/quads';
import { plainRaster } from '../helpers/rasters';

/** A card of one level on a table of another, with grain. */
function pictured(card: Quad, level: number, table: number): Raster {
  const raster = plainRaster(320, 240);
  for (let i = 0; i < 320 * 240; i++) {
    const grain = ((i * 7919) % 13) - 6;
    raster.data.fill((isInside(card, { x: (i % 320) + 0.5, y: Math.floor(i / 320) + 0.5 }) ? level : table) + grain, 3 * i, 3 * i + 3);
  }
  return raster;
}

const CARD = tilted({ x: 160, y: 120 }, 210, 132, 7);
const ABOUT: Quad = mapQuad(CARD, ({ x, y }) => ({ x: x + 5 - 0.02 * y, y: y - 3 + 0.025 * x }));

test.each([
  ['lighter than its table', 170, 90],
  ['darker', 60, 130],
  ['hardly different', 120, 150],
])('a card %s: its edges go to its border', (_, level, table) => {
  expect(cornersApart(ABOUT, CARD)).toBeGreaterThan(4);
  expect(cornersApart(refineByPicture(pictured(CARD, level, table), ABOUT), CARD)).toBeLessThan(1);
});

test('where no border is seen, edges stay', () => {
  expect(cornersApart(refineByPicture(pictured(CARD, 120, 120), ABOUT), ABOUT)).toBeLessThan(1e-9);
});

test('an edge at the picture’s own border stays, the others move', () => {
  const card = rectangle(-4, 60, 204, 130);
  const about: Quad = mapQuad(card, ({ x, y }) => ({ x, y: y + 5 }));
  const refined = refineByPicture(pictured(card, 180, 80), about);
  expect(refined[0].x).toBeCloseTo(-4, 5);
  expect(cornersApart(refined, card)).toBeLessThan(1.5);
});

test('a print within the card draws an edge less than its border beside it', () => {
  const raster = pictured(CARD, 170, 90);
  const strip: Quad = tilted({ x: 161, y: 108 }, 210, 100, 7);
  for (let i = 0; i < 320 * 240; i++) {
    if (isInside(strip, { x: (i % 320) + 0.5, y: Math.floor(i / 320) + 0.5 })) raster.data.fill(120, 3 * i, 3 * i + 3);
  }
  expect(cornersApart(refineByPicture(raster, CARD), CARD)).toBeLessThan(1.5);
});

test.each([
  [1, 1],
  [4, 300],
])('a picture of %d × %d', (width, height) => {
  const raster = plainRaster(width, height);
  expect(cornersApart(refineByPicture(raster, CARD), CARD)).toBeLessThan(1e-9);
});

test('a quad that is much larger than its picture takes no memory', () => {
  const huge = tilted({ x: 160, y: 120 }, 4e6, 2.5e6, 0);
  expect(refineByPicture(plainRaster(320, 240), huge)).toBe(huge);
});
