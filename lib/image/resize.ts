import { bytesAt, inMemory, kernels } from './pixel-memory';
import type { Raster } from './raster';

/** Where a new pixel covers this many old ones or more along an axis, its mean is taken of two of them. */
const MANY = 4;

/**
 * Resizes a picture: each new pixel is the mean of the old ones under it (the nearest one where the picture grows). Meant for shrinking.
 *
 * @param width - of the result, px
 * @param height - of the result, px
 */
export function resize(raster: Raster, width: number, height: number): Raster {
  if (width === raster.width && height === raster.height) return raster;
  const bytes = width * height * 3;
  const { from, to } = inMemory(raster, bytes);
  kernels.shrink(from, raster.width, raster.height, to, width, height, stepOver(raster.width / width), stepOver(raster.height / height));
  return { width, height, data: bytesAt(to, bytes) };
}

const stepOver = (pixels: number): number => (pixels < MANY ? 1 : Math.round(pixels / 2));
