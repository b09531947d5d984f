import type { Size } from '../geometry';
import type { Tensor } from '../tensor';
import { clear, floatsAt, giveBack, inPassing, kernels } from './pixel-memory';
import type { Raster } from './raster';

/** How a model takes pixels: value = (byte / 255 − mean) / std, per channel in the model's own channel order. */
export interface PixelFormat {
  /** `rgb` or `bgr` */
  readonly channels: string;
  /** of three channels each */
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

type Three = [number, number, number];

/**
 * Converts a picture to the float tensor that a network takes, and passes it to a function.
 *
 * @param size - of the tensor; the picture is at its top left, and the rest is zero. Default: the picture's own
 * @param take - gets the tensor, shape `[1, 3, height, width]` (NCHW); the tensor is valid until its promise settles
 * @returns what `take` returns
 */
export async function asTensor<Result>(
  raster: Raster,
  format: PixelFormat,
  take: (tensor: Tensor) => Promise<Result>,
  size: Size = raster,
): Promise<Result> {
  const plane = size.width * size.height;
  const { from, to } = inPassing(raster, 3 * plane * Float32Array.BYTES_PER_ELEMENT);
  if (raster.width < size.width || raster.height < size.height) clear(to, 3 * plane * Float32Array.BYTES_PER_ELEMENT);
  const scales = format.std.map((std) => 1 / (255 * std));
  const offsets = format.mean.map((mean, c) => -mean / format.std[c]!);
  const first = format.channels === 'rgb' ? 0 : 2;
  kernels.planes(from, raster.width, raster.height, to, size.width, plane, first, ...(scales as Three), ...(offsets as Three));
  const data = floatsAt(to, 3 * plane);
  try {
    return await take({ data, shape: [1, 3, size.height, size.width] });
  } finally {
    giveBack(data);
  }
}
