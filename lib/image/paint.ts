import { pixelsIn, type Quad } from '../geometry';
import { forget } from './pixel-memory';
import type { Raster } from './raster';

/** Paint a convex quad over, in grey. */
export function paintOver(raster: Raster, quad: Quad): void {
  const { width, data } = raster;
  for (const { y, from, to } of pixelsIn(quad, raster)) data.fill(PAINT, 3 * (y * width + from), 3 * (y * width + to));
  forget(raster);
}

/** Level of each channel. */
export const PAINT = 128;
