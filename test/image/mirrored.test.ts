import fc from 'fast-check';
import { mirrored } from '../../lib/image/mirrored';

it('swaps left and right, row by row, and no channels', async () => {
  const data = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 15, 16, 17, 18, 19);
  const { data: swapped, ...size } = await mirrored({ width: 3, height: 2, data });
  expect(size).toEqual({ width: 3, height: 2 });
  expect([...swapped]).toEqual([7, 8, 9, 4, 5, 6, 1, 2, 3, 17, 18, 19, 14, 15, 16, 11, 12, 13]);
});

it('is undone by itself, and leaves the picture alone', async () => {
  const sizes = fc.record({ width: fc.integer({ min: 1, max: 9 }), height: fc.integer({ min: 1, max: 5 }) });
  const rasters = sizes.chain(({ width, height }) =>
    fc.uint8Array({ minLength: width * height * 3, maxLength: width * height * 3 }).map((data) => ({ width, height, data })),
  );
  await fc.assert(
    fc.asyncProperty(rasters, async (raster) => {
      const before = [...raster.data];
      expect([...(await mirrored(await mirrored(raster))).data]).toEqual(before);
      expect([...raster.data]).toEqual(before);
    }),
    { numRuns: 30 },
  );
});
