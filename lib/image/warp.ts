import { distance, type Quad, rectangleToQuad } from '../geometry';
import { bytesAt, inMemory, kernels } from './pixel-memory';
import type { Raster } from './raster';

/** Where a strip is shrunk by this factor or more, each new pixel is the mean of four old ones; a mean of more does not change what is read. */
const SHRUNK = 1.5;

/**
 * Cuts a quad out of a picture and straightens it (perspective): bilinear, or with the mean of four pixels for each new one where it is shrunk.
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
