import { PAINT, paintOver } from '../../lib/image/paint';
import { tilted } from '../helpers/quads';
import { plainRaster } from '../helpers/rasters';

test('what lies inside is painted over, the rest stays', () => {
  const raster = plainRaster(40, 30, 255);
  paintOver(raster, tilted({ x: 20, y: 15 }, 20, 10, 0));
  const painted = raster.data.filter((value) => value === PAINT).length / 3;
  expect(painted).toBe(200);
  expect(raster.data.slice(3 * (15 * 40 + 20), 3 * (15 * 40 + 20) + 3)).toEqual(Uint8Array.of(PAINT, PAINT, PAINT));
  expect(raster.data[0]).toBe(255);
});

test('a quad that leaves the picture, or lies outside of it', () => {
  const raster = plainRaster(40, 30, 255);
  paintOver(raster, tilted({ x: 0, y: 0 }, 20, 10, 30));
  expect(raster.data[0]).toBe(PAINT);
  const untouched = plainRaster(40, 30, 255);
  paintOver(untouched, tilted({ x: 200, y: 0 }, 20, 10, 30));
  expect(untouched.data.every((value) => value === 255)).toBe(true);
});
