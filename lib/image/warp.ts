import { distance, type Quad, rectangleToQuad } from '../geometry';
import { bytesAt, inMemory, kernels } from './pixel-memory';
import type { Raster } from './raster';

/** Where a strip has so many times fewer pixels than what it shows, each is the mean of four: more change nothing that is read. */
const SHRUNK = 1.5;

/**
 * Cut a quad out of a picture and straighten it (perspective): bilinear, or the mean of four pixels under each new one where it shrinks.
 * Points outside the picture repeat its border.
 *
 * @param quad - in the raster's pixels; its first corner becomes the strip's top-left
 * @param width - of the strip, px
 * @param height - of the strip, px
 */
export function warp(raster: Raster, quad: Quad, width: number, height: number): Raster {
  const toSource = rectangleToQuad(width, height, quad);
  const isShrunk =
    Math.max(distance(quad[0], quad[1]), distance(quad[3], quad[2])) >= SHRUNK * width ||
    Math.max(distance(quad[0], quad[3]), distance(quad[1], quad[2])) >= SHRUNK * height;
  const bytes = width * height * 3;
  const { from, to } = inMemory(raster, bytes);
  if (isShrunk) kernels.average(from, raster.width, raster.height, to, width, height, ...toSource);
  else kernels.interpolate(from, raster.width, raster.height, to, width, height, ...toSource);
  return { width, height, data: bytesAt(to, bytes) };
}
