import sharp, { type Sharp } from 'sharp';
import type { Raster } from '../../../lib/image/raster';
import { CARD_CORNER_RADIUS, CARD_LONG_EDGE } from './specimen-card';

const JPEG_QUALITY = 78;
const FRAME_DELAY_MS = 500;

const pipeline = ({ width, height, data }: Raster): Sharp => sharp(data, { raw: { width, height, channels: 3 } });

/** Encodes a picture as the test set stores it. */
export const encodeJpeg = (raster: Raster): Promise<Buffer> => pipeline(raster).jpeg({ quality: JPEG_QUALITY }).toBuffer();

const BMP_HEADER_BYTES = 54;

/** Encodes a picture as an uncompressed 24-bit BMP: rows bottom to top, blue first, each row padded to four bytes. */
export function encodeBmp({ width, height, data }: Raster): Buffer {
  const stride = Math.ceil((width * 3) / 4) * 4;
  const out = Buffer.alloc(BMP_HEADER_BYTES + stride * height);
  out.write('BM', 0, 'latin1');
  out.writeUInt32LE(out.length, 2);
  out.writeUInt32LE(BMP_HEADER_BYTES, 10);
  out.writeUInt32LE(40, 14);
  out.writeInt32LE(width, 18);
  out.writeInt32LE(height, 22);
  out.writeUInt16LE(1, 26);
  out.writeUInt16LE(24, 28);
  out.writeUInt32LE(stride * height, 34);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = (y * width + x) * 3;
      const to = BMP_HEADER_BYTES + (height - 1 - y) * stride + x * 3;
      for (let c = 0; c < 3; c++) out[to + c] = data[from + 2 - c]!;
    }
  }
  return out;
}

/**
 * Encodes one landscape card in every format and variant that a decoder must know. All files hold the same picture; the GIF has a second frame behind it, and
 * `exif-orientation-6.jpg` is stored lying on its side.
 *
 * @returns file name → bytes
 */
export async function encodeVariants(raster: Raster): Promise<ReadonlyMap<string, Buffer>> {
  const { width, height } = raster;
  const png = await pipeline(raster).png().toBuffer();
  const radius = (CARD_CORNER_RADIUS * width) / CARD_LONG_EDGE;
  const outline = Buffer.from(`<svg width="${width}" height="${height}"><rect width="${width}" height="${height}" rx="${radius}"/></svg>`);
  const secondFrame = await pipeline(raster).negate().png().toBuffer();
  const encodings: Readonly<Record<string, Sharp>> = {
    'rgb.jpg': pipeline(raster).jpeg({ quality: 90 }),
    'cmyk.jpg': pipeline(raster).toColourspace('cmyk').jpeg({ quality: 90 }),
    'exif-orientation-6.jpg': pipeline(raster).rotate(270).withMetadata({ orientation: 6 }).jpeg({ quality: 90 }),
    'greyscale.png': pipeline(raster).greyscale().toColourspace('b-w').png(),
    '16-bit.png': pipeline(raster).toColourspace('rgb16').png(),
    'alpha.png': pipeline(raster)
      .ensureAlpha()
      .composite([{ input: outline, blend: 'dest-in' }])
      .png(),
    'animated.gif': sharp([png, secondFrame], { join: { animated: true } }).gif({ delay: [FRAME_DELAY_MS, FRAME_DELAY_MS] }),
    'rgb.webp': pipeline(raster).webp({ quality: 90 }),
    'rgb.avif': pipeline(raster).avif({ quality: 70 }),
    'rgb.tiff': pipeline(raster).tiff({ compression: 'deflate' }),
  };
  const files = new Map<string, Buffer>([
    ['rgb.png', png],
    ['rgb.bmp', encodeBmp(raster)],
  ]);
  for (const [name, encoding] of Object.entries(encodings)) files.set(name, await encoding.toBuffer());
  return files;
}
