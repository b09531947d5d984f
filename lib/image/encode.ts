import sharp from 'sharp';
import type { Raster } from './raster';

const JPEG_QUALITY = 85;

export const encodeJpeg = ({ width, height, data }: Raster): Promise<Buffer> =>
  sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: JPEG_QUALITY })
    .toBuffer();
