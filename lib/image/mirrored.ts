import sharp from 'sharp';
import type { Raster } from './raster';

/** Returns a picture with left and right swapped. */
export async function mirrored({ width, height, data }: Raster): Promise<Raster> {
  return {
    width,
    height,
    data: await sharp(data, { raw: { width, height, channels: 3 } })
      .flop()
      .raw()
      .toBuffer(),
  };
}
