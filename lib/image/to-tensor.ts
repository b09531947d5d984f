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
  for (let c = 0; c < 3; c++) {
    const sourceChannel = format.channels === 'rgb' ? c : 2 - c;
    const scale = 1 / (255 * format.std[c]!);
    const offset = -format.mean[c]! / format.std[c]!;
    for (let y = 0; y < raster.height; y++) {
      let i = y * raster.width * 3 + sourceChannel;
      let o = c * plane + y * size.width;
      for (let x = 0; x < raster.width; x++, i += 3) data[o++] = raster.data[i]! * scale + offset;
    }
  }
  return { data, shape: [1, 3, size.height, size.width] };
}
