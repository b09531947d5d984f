import { pixelsIn, type Quad } from '../geometry';
import { forget } from './pixel-memory';
import type { Raster } from './raster';

/** Paints over a convex quad, in grey. */
export function paintOver(raster: Raster, quad: Quad): void {
  const { width, data } = raster;
  for (const { y, from, to } of pixelsIn(quad, raster)) data.fill(PAINT, 3 * (y * width + from), 3 * (y * width + to));
  forget(raster);
}

/** The level of each channel of that grey. */
export const PAINT = 128;
