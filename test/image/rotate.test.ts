import fc from 'fast-check';
import type { Raster } from '../../lib/image/raster';
import { rotateCounterclockwise } from '../../lib/image/rotate';

const anyRaster: fc.Arbitrary<Raster> = fc
  .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }))
  .chain(([width, height]) =>
    fc
      .uint8Array({ minLength: width * height * 3, maxLength: width * height * 3 })
      .map((data) => ({ width, height, data: new Uint8Array(data) })),
  );

const pixel = ({ width, data }: Raster, x: number, y: number): number[] => [...data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)];

it('what ran downwards runs to the right: the right column becomes the top row', () => {
  fc.assert(
    fc.property(anyRaster, (raster) => {
      const turned = rotateCounterclockwise(raster);
      expect([turned.width, turned.height]).toEqual([raster.height, raster.width]);
      for (let y = 0; y < raster.height; y++) {
        for (let x = 0; x < raster.width; x++) expect(pixel(turned, y, raster.width - 1 - x)).toEqual(pixel(raster, x, y));
      }
    }),
    { numRuns: 30 },
  );
});

it('four turns change nothing, and the source stays as it was', () => {
  fc.assert(
    fc.property(anyRaster, (raster) => {
      const before = raster.data.slice();
      const once = rotateCounterclockwise(raster);
      expect(rotateCounterclockwise(rotateCounterclockwise(rotateCounterclockwise(once)))).toEqual(raster);
      expect(raster.data).toEqual(before);
    }),
    { numRuns: 30 },
  );
});
