import { bytesAt, inMemory, kernels } from './pixel-memory';
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
  const bytes = width * height * 3;
  const { from, to } = inMemory(raster, bytes);
  kernels.shrink(from, raster.width, raster.height, to, width, height, stepOver(raster.width / width), stepOver(raster.height / height));
  return { width, height, data: bytesAt(to, bytes) };
}

const stepOver = (pixels: number): number => (pixels < MANY ? 1 : Math.round(pixels / 2));
