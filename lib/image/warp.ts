import { distance, type Quad, rectangleToQuad } from '../geometry';
import { bytesAt, inMemory, kernels } from './pixel-memory';
import type { Raster } from './raster';

const MAX_SAMPLES_PER_AXIS = 4;

/**
 * Cut a quad out of a picture and straighten it (perspective): bilinear, or the mean of several pixels under each new one where it shrinks.
 * Points outside the picture repeat its border.
 *
 * @param quad - in the raster's pixels; its first corner becomes the strip's top-left
 * @param width - of the strip, px
 * @param height - of the strip, px
 */
export function warp(raster: Raster, quad: Quad, width: number, height: number): Raster {
  const toSource = rectangleToQuad(width, height, quad);
  const samplesFor = (sourceLength: number, length: number): number => Math.min(MAX_SAMPLES_PER_AXIS, Math.round(sourceLength / length));
  const nx = samplesFor(Math.max(distance(quad[0], quad[1]), distance(quad[3], quad[2])), width);
  const ny = samplesFor(Math.max(distance(quad[0], quad[3]), distance(quad[1], quad[2])), height);
  const bytes = width * height * 3;
  const { from, to } = inMemory(raster, bytes);
  if (nx < 2 && ny < 2) kernels.interpolate(from, raster.width, raster.height, to, width, height, ...toSource);
  else kernels.average(from, raster.width, raster.height, to, width, height, Math.max(2, nx), Math.max(2, ny), ...toSource);
  return { width, height, data: bytesAt(to, bytes) };
}
