import { imageSize } from 'image-size';
import type { Sharp } from 'sharp';
import sharp from 'sharp';
import { CardOcrError } from '../errors';
import { type GifFault, gifFault, isGif } from './gif-fault';
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

export const MIN_SIDE = 15;
export const MAX_SIDE = 8192;
export const MAX_RATIO = 50;
export const MAX_PIXELS = 50_000_000;
/** Pictures are shrunk to this while decoding: a card that fills a fifth of such a picture still has digits 20 px high. */
const DECODED_SIDE = 3072;
/** Coarsely, to a half from so many px of the longer side on, and a quarter from twice as many: a card that fills a third has digits 20 px high. */
const HALVED_SIDE = 3000;
/**
 * Of decoding, once it has begun. The slowest picture that is let in (16 bits, transparent, 50 megapixels) takes 3 s on one core. sharp cannot stop while it
 * copies a picture that has to be turned.
 */
const DECODING_SECONDS = 10;
/** How sharp tells that it stopped by itself. */
const TIMED_OUT = /^timeout: \d+% complete/;

/** What `image-size` calls the formats that are accepted; anything else (SVG, PSD, icons …) is not a photograph. */
const SHARP_FORMATS: ReadonlySet<string> = new Set(['png', 'webp', 'gif', 'tiff', 'heif', 'avif']);
const WITHOUT_SHARP: ReadonlySet<string> = new Set(['bmp']);

sharp.cache(false);
sharp.concurrency(1);

/**
 * Decode a picture: JPEG, PNG, WebP, GIF and animated WebP (first frame), TIFF, AVIF, BMP; CMYK, grey, 16-bit and transparent ones
 * (laid on white) become RGB. Sizes are checked from the header, before any pixel is decoded.
 *
 * @param bytes - the file
 * @param detail - of large pictures
 * @param seconds - how long sharp may decode: a whole number
 * @throws {CardOcrError} `IMAGE_EMPTY`; `REQUEST_TIMEOUT` when that is over; `IMAGE_SIZE` when the shortest side is under 15 px, the
 *   longest over 8192 px or their ratio over 50; `PAYLOAD_TOO_LARGE` over 50 megapixels; `IMAGE_DECODE_FAILED` for what is no picture, of another format, truncated or
 *   broken, but for a GIF the code of `gifFault`, or `GIF_DECODE_FAILED`
 */
export async function decodeImage(bytes: Uint8Array, detail: Detail = 'fine', seconds = DECODING_SECONDS): Promise<DecodedImage> {
  if (bytes.length === 0) throw new CardOcrError('IMAGE_EMPTY');
  const header = readHeader(bytes);
  if (header.size) checkSize(header.size);
  const fault = isGif(bytes) && gifFault(bytes);
  if (fault) throw new CardOcrError(fault);
  try {
    return header.decoder === 'sharp' ? await decodeWithSharp(bytes, detail, seconds) : await decodeWithJimp(bytes);
  } catch (cause) {
    if (cause instanceof CardOcrError) throw cause;
    const isTimedOut = cause instanceof Error && TIMED_OUT.test(cause.message);
    throw new CardOcrError(isTimedOut ? 'REQUEST_TIMEOUT' : undecodable(bytes), cause);
  }
}

/** The code for a file that its decoder refuses. */
const undecodable = (bytes: Uint8Array): GifFault | 'IMAGE_DECODE_FAILED' =>
  isGif(bytes) ? (gifFault(bytes) ?? 'GIF_DECODE_FAILED') : 'IMAGE_DECODE_FAILED';

/** What a file's head tells. */
interface Header {
  /** null: left to sharp */
  readonly size: { readonly width: number; readonly height: number } | null;
  readonly decoder: 'sharp' | 'jimp';
}

/** A JPEG's size stands behind its metadata; in garbage `image-size` would look for it byte by byte, and keep all others waiting. */
const JPEG_HEAD_BYTES = 2 ** 18;
const isJpeg = (bytes: Uint8Array): boolean => bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;

function jpegHeader(bytes: Uint8Array): Header {
  try {
    const { width, height } = imageSize(new Uint8Array(bytes.subarray(0, JPEG_HEAD_BYTES)));
    return { size: { width, height }, decoder: 'sharp' };
  } catch {
    return { size: null, decoder: 'sharp' };
  }
}

function readHeader(bytes: Uint8Array): Header {
  if (isJpeg(bytes)) return jpegHeader(bytes);
  try {
    // image-size reads on past the end of bytes that share their memory, as small Buffers do
    const { width, height, type = '' } = imageSize(bytes.length < bytes.buffer.byteLength ? new Uint8Array(bytes) : bytes);
    if (SHARP_FORMATS.has(type)) return { size: { width, height }, decoder: 'sharp' };
    // a BMP of negative height is stored top-down
    if (WITHOUT_SHARP.has(type)) return { size: { width: Math.abs(width), height: Math.abs(height) }, decoder: 'jimp' };
  } catch (cause) {
    throw new CardOcrError(undecodable(bytes), cause);
  }
  throw new CardOcrError(undecodable(bytes));
}

function checkSize({ width, height }: { readonly width: number; readonly height: number }): void {
  const shortest = Math.min(width, height);
  const longest = Math.max(width, height);
  if (!(shortest >= MIN_SIDE) || longest > MAX_SIDE || longest / shortest > MAX_RATIO) throw new CardOcrError('IMAGE_SIZE');
  if (width * height > MAX_PIXELS) throw new CardOcrError('PAYLOAD_TOO_LARGE');
}

async function decodeWithSharp(bytes: Uint8Array, detail: Detail, seconds: number): Promise<DecodedImage> {
  // without a limit, which would be told as a fault of the file
  const { width, height, orientation = 1 } = await sharp(bytes, { limitInputPixels: false, pages: 1 }).metadata();
  // the header that was checked and the one that is decoded may differ in a crafted file
  checkSize({ width, height });
  const image = sharp(bytes, { failOn: 'truncated', limitInputPixels: MAX_PIXELS, pages: 1 });
  const turned = orientation >= 5;
  const upright = { width: turned ? height : width, height: turned ? width : height };
  const side = Math.max(width, height);
  const factor = detail === 'fine' || side < HALVED_SIDE ? 1 : side < 2 * HALVED_SIDE ? 2 : 4;
  const raster = await rgb(image.rotate().timeout({ seconds }), factor === 1 ? DECODED_SIDE : Math.ceil(side / factor));
  return { raster, ...upright, isCoarse: factor > 1 };
}

async function decodeWithJimp(bytes: Uint8Array): Promise<DecodedImage> {
  const { Jimp } = await import('jimp');
  const { width, height, data } = (await Jimp.fromBuffer(Buffer.from(bytes))).bitmap;
  checkSize({ width, height });
  return { raster: await rgb(sharp(data, { raw: { width, height, channels: 4 } }), DECODED_SIDE), width, height, isCoarse: false };
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
