import type { Raster } from './raster';

/** Returns a picture with left and right swapped. */
export function mirrored({ width, height, data }: Raster): Raster {
  const flipped = new Uint8Array(data.length);
  for (let row = 0; row < data.length; row += 3 * width)
    for (let from = row, to = row + 3 * (width - 1); to >= row; from += 3, to -= 3) {
      flipped[to] = data[from]!;
      flipped[to + 1] = data[from + 1]!;
      flipped[to + 2] = data[from + 2]!;
    }
  return { width, height, data: flipped };
}
