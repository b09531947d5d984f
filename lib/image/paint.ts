import { isInside, type Quad } from '../geometry';
import { forget } from './pixel-memory';
import type { Raster } from './raster';

/** Paint a convex quad over, in grey. */
export function paintOver(raster: Raster, quad: Quad): void {
  const { width, height, data } = raster;
  const xs = quad.map(({ x }) => x);
  const ys = quad.map(({ y }) => y);
  const from = { x: Math.max(0, Math.floor(Math.min(...xs))), y: Math.max(0, Math.floor(Math.min(...ys))) };
  const to = { x: Math.min(width, Math.ceil(Math.max(...xs))), y: Math.min(height, Math.ceil(Math.max(...ys))) };
  for (let y = from.y; y < to.y; y++) {
    for (let x = from.x; x < to.x; x++) {
      if (isInside(quad, { x: x + 0.5, y: y + 0.5 })) data.fill(PAINT, 3 * (y * width + x), 3 * (y * width + x) + 3);
    }
  }
  forget(raster);
}

/** Level of each channel. */
export const PAINT = 128;
