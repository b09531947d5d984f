import fc from 'fast-check';
import type { Raster } from '../../lib/image/raster';
import { resize } from '../../lib/image/resize';
import { redsOf } from '../helpers/rasters';

const grey = (width: number, height: number, levels: readonly number[]): Raster => ({
  width,
  height,
  data: Uint8Array.from(levels.flatMap((level) => [level, level, level])),
});

it('leaves a picture of that size alone', () => {
  const raster = grey(2, 2, [1, 2, 3, 4]);
  expect(resize(raster, 2, 2)).toEqual(raster);
});

it('averages the pixels under each new one, rounded', () => {
  expect(redsOf(resize(grey(4, 2, [0, 10, 100, 200, 20, 30, 0, 101]), 2, 1))).toEqual([15, 100]);
  expect(redsOf(resize(grey(3, 1, [0, 1, 1]), 1, 1))).toEqual([1]);
});

it('shares out an uneven number of pixels', () => {
  expect(redsOf(resize(grey(5, 1, [10, 20, 30, 40, 50]), 2, 1))).toEqual([15, 40]);
});

it('repeats pixels where it grows', () => {
  expect(redsOf(resize(grey(2, 1, [5, 9]), 4, 2))).toEqual([5, 5, 9, 9, 5, 5, 9, 9]);
});

it('may shrink one way and grow the other', () => {
  expect(redsOf(resize(grey(2, 1, [10, 20]), 1, 3))).toEqual([15, 15, 15]);
});

it('keeps the channels apart', () => {
  expect([...resize({ width: 2, height: 1, data: Uint8Array.from([0, 100, 200, 10, 110, 210]) }, 1, 1).data]).toEqual([5, 105, 205]);
});

it('stays within the range of its source and keeps one colour one colour', () => {
  const size = fc.integer({ min: 1, max: 12 });
  fc.assert(
    fc.property(size, size, size, size, fc.infiniteStream(fc.nat(255)), (w, h, width, height, stream) => {
      const source = grey(w, h, [...stream.take(w * h)]);
      const result = resize(source, width, height);
      expect(result.data.length).toBe(width * height * 3);
      expect(Math.min(...result.data)).toBeGreaterThanOrEqual(Math.min(...source.data));
      expect(Math.max(...result.data)).toBeLessThanOrEqual(Math.max(...source.data));
    }),
  );
});

it('keeps the mean where it shrinks by a whole factor', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 1, max: 3 }),
      fc.array(fc.nat(255), { minLength: 144, maxLength: 144 }),
      (a, b, source) => {
        const result = redsOf(resize(grey(12, 12, source), 12 / a, 12 / b));
        const mean = (values: number[]) => values.reduce((x, y) => x + y, 0) / values.length;
        expect(Math.abs(mean(result) - mean(source))).toBeLessThanOrEqual(0.5);
      },
    ),
  );
});

it('takes some of very many pixels, evenly spread', () => {
  expect(redsOf(resize(grey(6, 1, [255, 10, 255, 255, 20, 255]), 1, 1))).toEqual([15]);
  expect(redsOf(resize(grey(1, 4, [10, 255, 30, 255]), 1, 1))).toEqual([20]);
  const slope = grey(
    60,
    50,
    Array.from({ length: 3000 }, (_, i) => 3 * (i % 60) + Math.floor(i / 60)),
  );
  redsOf(resize(slope, 6, 5)).forEach((level, i) => {
    const mean = 3 * (10 * (i % 6) + 4.5) + 10 * Math.floor(i / 6) + 4.5;
    expect(Math.abs(level - mean)).toBeLessThan(4);
  });
});
