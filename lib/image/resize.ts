import type { Raster } from './raster';

/** Where a new pixel lies over so many or more along an axis, two of them make its mean. */
const MANY = 4;

/**
 * Resize by averaging source pixels under each new pixel (nearest where it grows). Meant for shrinking.
 *
 * @param width - of the result, px
 * @param height - of the result, px
 */
export function resize(raster: Raster, width: number, height: number): Raster {
  if (width === raster.width && height === raster.height) return raster;
  const out = new Uint8Array(width * height * 3);
  const { data } = raster;
  const edges = (from: number, to: number): Uint32Array => Uint32Array.from({ length: to + 1 }, (_, i) => Math.floor((i * from) / to));
  const xs = edges(raster.width, width);
  const ys = edges(raster.height, height);
  const stepX = stepOver(raster.width / width);
  const stepY = stepOver(raster.height / height);
  // those taken lie about the middle
  const fromX = (stepX - 1) >> 1;
  const fromY = (stepY - 1) >> 1;
  const sums = new Uint32Array(width * 3);
  for (let y = 0; y < height; y++) {
    const y0 = ys[y]!;
    const y1 = Math.max(y0 + 1, ys[y + 1]!);
    sums.fill(0);
    for (let sy = y0 + fromY; sy < y1; sy += stepY) {
      const row = sy * raster.width;
      for (let x = 0; x < width; x++) {
        const x0 = xs[x]!;
        const x1 = Math.max(x0 + 1, xs[x + 1]!);
        let r = 0;
        let g = 0;
        let b = 0;
        for (let i = (row + x0 + fromX) * 3, end = (row + x1) * 3; i < end; i += 3 * stepX) {
          r += data[i]!;
          g += data[i + 1]!;
          b += data[i + 2]!;
        }
        sums[x * 3] = sums[x * 3]! + r;
        sums[x * 3 + 1] = sums[x * 3 + 1]! + g;
        sums[x * 3 + 2] = sums[x * 3 + 2]! + b;
      }
    }
    const rows = Math.ceil((y1 - y0 - fromY) / stepY);
    for (let x = 0; x < width; x++) {
      const count = rows * Math.ceil((Math.max(1, xs[x + 1]! - xs[x]!) - fromX) / stepX);
      const o = (y * width + x) * 3;
      out[o] = sums[x * 3]! / count + 0.5;
      out[o + 1] = sums[x * 3 + 1]! / count + 0.5;
      out[o + 2] = sums[x * 3 + 2]! / count + 0.5;
    }
  }
  return { width, height, data: out };
}

const stepOver = (pixels: number): number => (pixels < MANY ? 1 : Math.round(pixels / 2));
