import sharp, { type Sharp } from 'sharp';
import { CardOcrError, DecodingTimeout } from '../errors';
import type { Size } from '../geometry';
import { checkSize, type ExaminedPicture, MAX_PIXELS, undecodable } from './examine-picture';
import type { InterleavedPicture } from './heic';
import { plainBmp } from './plain-bmp';
import type { Raster } from './raster';

/** A decoded picture, turned upright by its EXIF orientation. */
export interface DecodedImage {
  readonly raster: Raster;
  /** upright size before any shrinking, px */
  readonly width: number;
  readonly height: number;
  /** it was shrunk: decoded with the detail `fine` it would have more pixels */
  readonly isCoarse: boolean;
}

/** How much of a picture is decoded. `coarse`: large pictures are shrunk by a whole factor, which decoders do in a fraction of the time. */
export type Detail = 'coarse' | 'fine';

/** The longest side of a decoded picture, px; larger ones are shrunk to it: a card that fills a fifth of such a picture still has digits 20 px high. */
const DECODED_SIDE = 3072;
/**
 * With the detail `coarse`, pictures are shrunk to a half from this length of the longer side on, px, and to a quarter from twice that on: a card that fills
 * a third has digits 20 px high.
 */
const HALVED_SIDE = 3000;
/** How an error of sharp's says that its own timeout ended the decoding; a decoder's complaint about the interruption may stand before it. */
const TIMED_OUT = /\btimeout: \d+% complete/;
/** What sharp says where the system gives it no thread more. */
const STARVED = /\berror creating thread\b/i;
/** What sharp says of a JPEG that ends before its end marker. */
const JPEG_ENDS_EARLY = /\bpremature end of JPEG image\b/;
/** That marker. A decoder that finds it before the last pixel warns, of all but the last eight rows. */
const JPEG_END = Buffer.from([0xff, 0xd9]);

/**
 * Decodes a picture in this process.
 *
 * @param seconds - how long sharp may take, a whole number; 0: without limit. jimp and libheif cannot be stopped
 * @throws {CardOcrError} as `decodeImage`; `INTERNAL` when the system gives no thread more
 * @throws {Error} when the format's decoder cannot be loaded, which is no fault of the picture's
 */
export async function decodeHere(file: ExaminedPicture, detail: Detail, seconds: number): Promise<DecodedImage> {
  const decode = await decoderOf(file);
  try {
    return await decode(file, detail, seconds);
  } catch (cause) {
    if (cause instanceof CardOcrError) throw cause;
    if (isStarved(cause)) throw new CardOcrError('INTERNAL', cause);
    if (isTimeout(cause)) throw new DecodingTimeout(cause);
    throw new CardOcrError(await undecodable(file.bytes), cause);
  }
}

/** Whether an error of sharp's says that the system lacks something, which is no fault of a picture's. */
export const isStarved = (thrown: unknown): boolean => thrown instanceof Error && STARVED.test(thrown.message);

/** Whether an error of sharp's says that it stopped by itself. */
export const isTimeout = (thrown: unknown): boolean => thrown instanceof Error && TIMED_OUT.test(thrown.message);

type Decode = (file: ExaminedPicture, detail: Detail, seconds: number) => Promise<DecodedImage>;

async function decoderOf({ format }: ExaminedPicture): Promise<Decode> {
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
 * Checks the size that a decoder reports before it decodes.
 *
 * @throws {CardOcrError} as `checkSize`; `IMAGE_DECODE_FAILED` for more pixels than the header states, from which the memory was estimated: only a crafted file has them
 */
function checkOwnSize(own: Size, header: Size): void {
  checkSize(own);
  // the areas, not the sides: in a picture that is turned, the sides change places
  if (own.width * own.height > header.width * header.height) throw new CardOcrError('IMAGE_DECODE_FAILED');
}

async function decodeWithSharp(
  { bytes, format, orientation, ...header }: ExaminedPicture,
  detail: Detail,
  seconds: number,
): Promise<DecodedImage> {
  // an AVIF's header was read by this library, and libheif takes another picture where the file has several
  const { width, height } = format === 'avif' ? await sharp(bytes, { limitInputPixels: false }).metadata() : header;
  checkOwnSize({ width, height }, header);
  const turned = orientation >= 5;
  const upright = { width: turned ? height : width, height: turned ? width : height };
  const side = Math.max(width, height);
  const factor = detail === 'fine' || side < HALVED_SIDE ? 1 : side < 2 * HALVED_SIDE ? 2 : 4;
  const upTo = factor === 1 ? DECODED_SIDE : Math.ceil(side / factor);
  const decode = (file: Uint8Array, failOn: 'truncated' | 'warning', limit: number): Promise<Raster> =>
    rgb(sharp(file, { failOn, limitInputPixels: MAX_PIXELS, pages: 1 }).rotate().timeout({ seconds: limit }), upTo);
  const start = performance.now();
  const raster = await decode(bytes, 'truncated', seconds).catch((thrown: Error) => {
    if (!JPEG_ENDS_EARLY.test(thrown.message)) throw thrown;
    const left = seconds === 0 ? 0 : Math.max(1, Math.ceil(seconds - (performance.now() - start) / 1000));
    return decode(Buffer.concat([bytes, JPEG_END]), 'warning', left);
  });
  return { raster, ...upright, isCoarse: factor > 1 };
}

/** Makes a decoded image of what jimp or libheif returns: both decode all pixels, whatever the detail. */
async function wholeOf({ data, width, height, channels }: InterleavedPicture): Promise<DecodedImage> {
  checkSize({ width, height });
  return { raster: await rgb(sharp(data, { raw: { width, height, channels } }), DECODED_SIDE), width, height, isCoarse: false };
}

/** @param side - the longest that the longer side of the result may be, px */
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
