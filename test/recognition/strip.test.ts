import type { Quad } from '../../lib/geometry';
import { cutStrip } from '../../lib/recognition/strip';
import { tilted } from '../helpers/quads';
import { plainRaster } from '../helpers/rasters';

const RASTER = plainRaster(40, 20);
const INPUT = { shape: [1, 3, 48, 'width'], multiple: 8, width: { min: 16, max: 640 } } as unknown as Parameters<typeof cutStrip>[3];
const lineOf = (width: number, height: number): Quad => tilted({ x: 20, y: 10 }, width, height, 0);

test.each([
  ['as wide as it is for its height', lineOf(200, 20), 1, 480],
  ['in whole steps of the network', lineOf(199, 20), 1, 480],
  ['compressed as it is told', lineOf(200, 20), 0.78, 376],
  ['at least as wide as the network takes', lineOf(10, 200), 1, 16],
  ['at most as wide as the network takes', lineOf(2000, 20), 1, 640],
  ['of no height as if it had one pixel', lineOf(10, 0), 1, 480],
])('a strip is %s', (_, quad, widthScale, width) => {
  const strip = cutStrip(RASTER, quad, widthScale, INPUT);
  expect([strip.width, strip.height]).toEqual([width, 48]);
});
