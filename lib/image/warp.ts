import { distance, type Quad, rectangleToQuad } from '../geometry';
import type { Raster } from './raster';

const MAX_SAMPLES_PER_AXIS = 4;

type Homography = readonly [number, number, number, number, number, number, number, number, number];

/**
 * Cut a quad out of a picture and straighten it (perspective): bilinear, or the mean of several pixels under each new one where it shrinks.
 * Points outside the picture repeat its border.
 *
 * @param quad - in the raster's pixels; its first corner becomes the strip's top-left
 * @param width - of the strip, px
 * @param height - of the strip, px
 */
export function warp(raster: Raster, quad: Quad, width: number, height: number): Raster {
  const out = { width, height, data: new Uint8Array(width * height * 3) };
  const toSource = rectangleToQuad(width, height, quad) as Homography;
  const samplesFor = (sourceLength: number, length: number): number => Math.min(MAX_SAMPLES_PER_AXIS, Math.round(sourceLength / length));
  const nx = samplesFor(Math.max(distance(quad[0], quad[1]), distance(quad[3], quad[2])), width);
  const ny = samplesFor(Math.max(distance(quad[0], quad[3]), distance(quad[1], quad[2])), height);
  if (nx < 2 && ny < 2) interpolate(raster, toSource, out);
  else average(raster, toSource, out, Math.max(2, nx), Math.max(2, ny));
  return out;
}

/** In fractions of 1/256 pixel. */
function interpolate(raster: Raster, [a, b, c, d, e, f, g, k]: Homography, { width, height, data: out }: Raster): void {
  const { data } = raster;
  const lastX = raster.width - 1;
  const lastY = raster.height - 1;
  const maxX = lastX << 8;
  const maxY = lastY << 8;
  const stride = raster.width * 3;
  let o = 0;
  for (let y = 0; y < height; y++) {
    const v = y + 0.5;
    let nx = a * 0.5 + b * v + c;
    let ny = d * 0.5 + e * v + f;
    let nz = g * 0.5 + k * v + 1;
    for (let x = 0; x < width; x++) {
      const z = 256 / nz;
      const px = Math.max(0, Math.min(maxX, (nx * z - 128) | 0));
      const py = Math.max(0, Math.min(maxY, (ny * z - 128) | 0));
      nx += a;
      ny += d;
      nz += g;
      const x0 = px >> 8;
      const y0 = py >> 8;
      const fx = px & 255;
      const fy = py & 255;
      const i00 = y0 * stride + x0 * 3;
      const i10 = x0 < lastX ? i00 + 3 : i00;
      const down = y0 < lastY ? stride : 0;
      const i01 = i00 + down;
      const i11 = i10 + down;
      const w11 = fx * fy;
      const w10 = (fx << 8) - w11;
      const w01 = (fy << 8) - w11;
      const w00 = 65536 - w11 - w10 - w01;
      out[o] = (w00 * data[i00]! + w10 * data[i10]! + w01 * data[i01]! + w11 * data[i11]! + 32768) >> 16;
      out[o + 1] = (w00 * data[i00 + 1]! + w10 * data[i10 + 1]! + w01 * data[i01 + 1]! + w11 * data[i11 + 1]! + 32768) >> 16;
      out[o + 2] = (w00 * data[i00 + 2]! + w10 * data[i10 + 2]! + w01 * data[i01 + 2]! + w11 * data[i11 + 2]! + 32768) >> 16;
      o += 3;
    }
  }
}

/** Of nx × ny pixels each: as good as of interpolated points where it shrinks, in a third of the time. */
function average(raster: Raster, [a, b, c, d, e, f, g, k]: Homography, { width, height, data: out }: Raster, nx: number, ny: number): void {
  const { data } = raster;
  const maxX = raster.width - 1;
  const maxY = raster.height - 1;
  const stride = raster.width * 3;
  const half = (nx * ny) >> 1;
  const weight = 1 / (nx * ny);
  let o = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let red = half;
      let green = half;
      let blue = half;
      for (let sy = 0; sy < ny; sy++) {
        const v = y + (sy + 0.5) / ny;
        for (let sx = 0; sx < nx; sx++) {
          const u = x + (sx + 0.5) / nx;
          const z = 1 / (g * u + k * v + 1);
          const px = ((a * u + b * v + c) * z) | 0;
          const py = ((d * u + e * v + f) * z) | 0;
          const i = Math.max(0, Math.min(maxY, py)) * stride + Math.max(0, Math.min(maxX, px)) * 3;
          red += data[i]!;
          green += data[i + 1]!;
          blue += data[i + 2]!;
        }
      }
      out[o++] = red * weight;
      out[o++] = green * weight;
      out[o++] = blue * weight;
    }
  }
}
