import { distance, type Quad, rectangleToQuad } from '../geometry';
import type { Raster } from './raster';

const MAX_SAMPLES_PER_AXIS = 4;

/**
 * Cut a quad out of a picture and straighten it (perspective, bilinear; several samples a pixel where it shrinks).
 * Points outside the picture repeat its border.
 *
 * @param quad - in the raster's pixels; its first corner becomes the strip's top-left
 * @param width - of the strip, px
 * @param height - of the strip, px
 */
export function warp(raster: Raster, quad: Quad, width: number, height: number): Raster {
  const out = new Uint8Array(width * height * 3);
  const h = rectangleToQuad(width, height, quad) as [number, number, number, number, number, number, number, number, number];
  const [a, b, c, d, e, f, g, k] = h;
  const samplesFor = (sourceLength: number, length: number): number =>
    Math.max(1, Math.min(MAX_SAMPLES_PER_AXIS, Math.round(sourceLength / length)));
  const nx = samplesFor(Math.max(distance(quad[0], quad[1]), distance(quad[3], quad[2])), width);
  const ny = samplesFor(Math.max(distance(quad[0], quad[3]), distance(quad[1], quad[2])), height);
  const { data } = raster;
  const maxX = raster.width - 1;
  const maxY = raster.height - 1;
  const stride = raster.width * 3;
  const weight = 1 / (nx * ny);
  let o = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let sy = 0; sy < ny; sy++) {
        const v = y + (sy + 0.5) / ny;
        for (let sx = 0; sx < nx; sx++) {
          const u = x + (sx + 0.5) / nx;
          const z = g * u + k * v + 1;
          let px = (a * u + b * v + c) / z - 0.5;
          let py = (d * u + e * v + f) / z - 0.5;
          px = Math.min(maxX, Math.max(0, px));
          py = Math.min(maxY, Math.max(0, py));
          const x0 = px | 0;
          const y0 = py | 0;
          const fx = px - x0;
          const fy = py - y0;
          const i = y0 * stride + x0 * 3;
          const right = x0 < maxX ? 3 : 0;
          const down = y0 < maxY ? stride : 0;
          const w00 = (1 - fx) * (1 - fy);
          const w10 = fx * (1 - fy);
          const w01 = (1 - fx) * fy;
          const w11 = fx * fy;
          const i01 = i + down;
          red += w00 * data[i]! + w10 * data[i + right]! + w01 * data[i01]! + w11 * data[i01 + right]!;
          green += w00 * data[i + 1]! + w10 * data[i + right + 1]! + w01 * data[i01 + 1]! + w11 * data[i01 + right + 1]!;
          blue += w00 * data[i + 2]! + w10 * data[i + right + 2]! + w01 * data[i01 + 2]! + w11 * data[i01 + right + 2]!;
        }
      }
      out[o++] = red * weight + 0.5;
      out[o++] = green * weight + 0.5;
      out[o++] = blue * weight + 0.5;
    }
  }
  return { width, height, data: out };
}
