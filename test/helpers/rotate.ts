import type { Raster } from '../../lib/image/raster';

/** A picture turned by 90° counterclockwise: what ran downwards runs to the right. */
export function rotateCounterclockwise({ width, height, data }: Raster): Raster {
  const out = new Uint8Array(data.length);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i += 3) {
      const o = ((width - 1 - x) * height + y) * 3;
      out[o] = data[i]!;
      out[o + 1] = data[i + 1]!;
      out[o + 2] = data[i + 2]!;
    }
  }
  return { width: height, height: width, data: out };
}
