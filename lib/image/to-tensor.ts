import type { Tensor } from '../tensor';
import type { Raster } from './raster';

/** How a model wants its pixels: value = (byte / 255 − mean) / std, per channel in the model's own channel order. */
export interface PixelFormat {
  readonly channels: 'rgb' | 'bgr';
  readonly mean: readonly [number, number, number];
  readonly std: readonly [number, number, number];
}

/**
 * A picture as the float tensor a network takes.
 *
 * @param size - of the tensor; the picture sits top-left and the rest is zero. Default: the picture's own
 * @returns shape `[1, 3, height, width]` (NCHW)
 */
export function toTensor(raster: Raster, format: PixelFormat, size: { width: number; height: number } = raster): Tensor {
  const plane = size.width * size.height;
  const data = new Float32Array(3 * plane);
  const first = format.channels === 'rgb' ? 0 : 2;
  const [scale0, scale1, scale2] = format.std.map((std) => 1 / (255 * std)) as [number, number, number];
  const [offset0, offset1, offset2] = format.mean.map((mean, c) => -mean / format.std[c]!) as [number, number, number];
  let i = 0;
  for (let y = 0; y < raster.height; y++) {
    let o = y * size.width;
    for (const end = o + raster.width; o < end; o++, i += 3) {
      data[o] = raster.data[i + first]! * scale0 + offset0;
      data[o + plane] = raster.data[i + 1]! * scale1 + offset1;
      data[o + 2 * plane] = raster.data[i + 2 - first]! * scale2 + offset2;
    }
  }
  return { data, shape: [1, 3, size.height, size.width] };
}
