import sharp, { type Sharp } from 'sharp';
import { CardOcrError } from '../errors';
import type { InterleavedPicture } from './heic';
import { checkSize, MAX_PIXELS, type PictureFile, type Size, undecodable } from './picture-file';
import { plainBmp } from './plain-bmp';
import type { Raster } from './raster';

/** A decoded picture, upright by its EXIF orientation. */
export interface DecodedImage {
  readonly raster: Raster;
  /** upright size before any shrinking, px */
  readonly width: number;
  readonly height: number;
  /** decoded again, finely, it would have more pixels */
  readonly isCoarse: boolean;
}

/** `coarse`: large pictures by a whole factor, as decoders shrink them in a fraction of the time. */
export type Detail = 'coarse' | 'fine';

/** Pictures are shrunk to this while decoding: a card that fills a fifth of such a picture still has digits 20 px high. */
const DECODED_SIDE = 3072;
/** Coarsely, to a half from so many px of the longer side on, and a quarter from twice as many: a card that fills a third has digits 20 px high. */
const HALVED_SIDE = 3000;
/** How sharp tells that it stopped by itself: after what a decoder has to say about its being stopped. */
const TIMED_OUT = /\btimeout: \d+% complete/;

/**
 * Decode a picture in this process.
 *
 * @param seconds - how long sharp may take: a whole number; 0: as long as nobody ends the process. jimp and libheif do not stop
 * @throws {CardOcrError} as `decodeImage`
 * @throws {Error} when the format's decoder cannot be loaded, which is no fault of the picture's
 */
export async function decodeHere(file: PictureFile, detail: Detail, seconds: number): Promise<DecodedImage> {
  const decode = await decoderOf(file);
  try {
    return await decode(file, detail, seconds);
  } catch (cause) {
    if (cause instanceof CardOcrError) throw cause;
    throw new CardOcrError(isTimeout(cause) ? 'REQUEST_TIMEOUT' : await undecodable(file.bytes), cause);
  }
}

/** Whether an error of sharp's says that it stopped by itself. */
export const isTimeout = (thrown: unknown): boolean => thrown instanceof Error && TIMED_OUT.test(thrown.message);

type Decode = (file: PictureFile, detail: Detail, seconds: number) => Promise<DecodedImage>;

async function decoderOf({ format }: PictureFile): Promise<Decode> {
  if (format === 'bmp') {
    const { Jimp } = await import('jimp');
    return async (file) => wholeOf({ ...(await Jimp.fromBuffer(plainBmp(file))).bitmap, channels: 4 });
  }
  if (format !== 'heic') return decodeWithSharp;
  const { loadHeicDecoder } = await import('./heic');
  const decodeHeic = await loadHeicDecoder();
  return async (file) => wholeOf(decodeHeic(file.bytes, (size) => checkOwnSize(size, file)));
}

/**
 * Check the size that a decoder tells before it decodes.
 *
 * @throws {CardOcrError} as `checkSize`; `IMAGE_DECODE_FAILED` for more pixels than the header told, by which its memory was reckoned: only a crafted file has them
 */
function checkOwnSize(own: Size, header: Size): void {
  checkSize(own);
  // not the sides: turned, they change places
  if (own.width * own.height > header.width * header.height) throw new CardOcrError('IMAGE_DECODE_FAILED');
}

async function decodeWithSharp(
  { bytes, format, orientation, ...header }: PictureFile,
  detail: Detail,
  seconds: number,
): Promise<DecodedImage> {
  // an AVIF's was read by us, and libheif takes another one where the file has several
  const { width, height } = format === 'avif' ? await sharp(bytes, { limitInputPixels: false }).metadata() : header;
  checkOwnSize({ width, height }, header);
  const image = sharp(bytes, { failOn: 'truncated', limitInputPixels: MAX_PIXELS, pages: 1 });
  const turned = orientation >= 5;
  const upright = { width: turned ? height : width, height: turned ? width : height };
  const side = Math.max(width, height);
  const factor = detail === 'fine' || side < HALVED_SIDE ? 1 : side < 2 * HALVED_SIDE ? 2 : 4;
  const raster = await rgb(image.rotate().timeout({ seconds }), factor === 1 ? DECODED_SIDE : Math.ceil(side / factor));
  return { raster, ...upright, isCoarse: factor > 1 };
}

/** A picture as jimp or libheif has decoded it: both decode all of its pixels, whatever detail was asked for. */
async function wholeOf({ data, width, height, channels }: InterleavedPicture): Promise<DecodedImage> {
  checkSize({ width, height });
  return { raster: await rgb(sharp(data, { raw: { width, height, channels } }), DECODED_SIDE), width, height, isCoarse: false };
}

/** @param side - the longer side of the result at most, px */
async function rgb(image: Sharp, side: number): Promise<Raster> {
  const { data, info } = await image
    .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#fff' })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  if (info.channels !== 3) throw new CardOcrError('IMAGE_DECODE_FAILED');
  return { width: info.width, height: info.height, data: new Uint8Array(data.buffer, data.byteOffset, data.length) };
}
