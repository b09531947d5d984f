import { imageSize } from 'image-size';
import sharp, { type Metadata } from 'sharp';
import { CardOcrError } from '../errors';
import { type GifFault, gifFault, isGif } from './gif-fault';
import { heifHeader, isHeif } from './heif-header';

export const MIN_SIDE = 15;
export const MAX_SIDE = 8192;
export const MAX_RATIO = 50;
export const MAX_PIXELS = 50_000_000;
/** What a decoder may hold at once, above what its process takes anyway: see `heldBytes`. */
export const MAX_HELD_BYTES = 345_000_000;
/** Each of cropping, turning and mirroring once (MIAF, ISO/IEC 23000-22, 7.3.6.7). */
const MAX_TRANSFORMATIONS = 3;

/** Formats that are decoded; `jpeg` to `tiff` by sharp, and what sharp can end by itself. */
export type PictureFormat = 'jpeg' | 'png' | 'webp' | 'gif' | 'tiff' | 'avif' | 'heic' | 'bmp';

/** A picture's file and what its head tells. */
export interface PictureFile {
  readonly bytes: Uint8Array;
  readonly format: PictureFormat;
  /** as stored, px */
  readonly width: number;
  readonly height: number;
  /** EXIF's: 5 to 8 are on their side */
  readonly orientation: number;
  /** what its decoder holds at once, about */
  readonly heldBytes: number;
  /** what it goes through, decoded: of a JPEG, which is shrunk on the way, nothing; without end where nobody can tell before (see `isEndless`) */
  readonly decodedBytes: number;
}

/**
 * How files begin of the formats that are accepted beside HEIF; anything else (SVG, PSD, icons …) is not a photograph. Of what begins otherwise `image-size`
 * would try all formats that it knows, for seconds. A BMP of OS/2, whose head has 12 bytes, has its size elsewhere, and no decoder.
 */
const SIGNATURES: readonly (readonly [PictureFormat, RegExp])[] = [
  ['jpeg', /^\xff\xd8\xff/],
  ['png', /^\x89PNG\r\n\cZ\n/],
  ['webp', /^RIFF.{4}WEBPVP8/s],
  ['gif', /^GIF8[79]a/],
  ['tiff', /^(II\*\0|MM\0\*)/],
  ['bmp', /^BM.{12}(?!\f\0{3})/s],
];
const SIGNATURE_LENGTH = 18;

sharp.cache(false);
sharp.concurrency(1);
// it would hide that a JPEG with a gain map (Ultra HDR) is progressive; the JPEG in such a file is read without it
sharp.block({ operation: ['VipsForeignLoadUhdr'] });

/**
 * Look at a file's head: what it is, and whether it may be decoded. No pixel is.
 *
 * @param canBeEnded - whether this process is ended when it takes too long: only such a one has all of an endless head read
 * @throws {CardOcrError} `IMAGE_EMPTY`; `IMAGE_SIZE` and `PAYLOAD_TOO_LARGE` for the sizes that the contract does not allow, the latter also for a picture whose
 *   decoder would hold more than `MAX_HELD_BYTES`; `IMAGE_DECODE_FAILED` for what is no picture or of another format; for a GIF the code of `gifFault`
 */
export async function examinePicture(bytes: Uint8Array, canBeEnded = false): Promise<PictureFile> {
  if (bytes.length === 0) throw new CardOcrError('IMAGE_EMPTY');
  const file = isHeif(bytes) ? heifFile(bytes) : await otherFile(bytes, canBeEnded);
  if (file.heldBytes > MAX_HELD_BYTES) throw new CardOcrError('PAYLOAD_TOO_LARGE');
  return file;
}

/** The code for a file that its decoder refuses. */
export const undecodable = async (bytes: Uint8Array): Promise<GifFault | 'IMAGE_DECODE_FAILED'> =>
  isGif(bytes) ? ((await gifFault(bytes)) ?? 'GIF_DECODE_FAILED') : 'IMAGE_DECODE_FAILED';

/** Of a picture, px. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** @throws {CardOcrError} `IMAGE_SIZE` when the shortest side is under 15 px, the longest over 8192 px or their ratio over 50; `PAYLOAD_TOO_LARGE` over 50 megapixels */
export function checkSize({ width, height }: Size): void {
  const shortest = Math.min(width, height);
  const longest = Math.max(width, height);
  if (!(shortest >= MIN_SIDE) || longest > MAX_SIDE || longest / shortest > MAX_RATIO) throw new CardOcrError('IMAGE_SIZE');
  if (width * height > MAX_PIXELS) throw new CardOcrError('PAYLOAD_TOO_LARGE');
}

/** A JPEG's size stands behind its metadata; in garbage `image-size` would look for it byte by byte, each time in a copy, and keep all others waiting. */
const JPEG_HEAD_BYTES = 2 ** 16;

interface Head {
  readonly format: PictureFormat;
  /** null: left to sharp */
  readonly size: Size | null;
  /** TIFF's tag 259, which the type of image-size's answer does not name */
  readonly compression?: number | undefined;
}

async function headOf(bytes: Uint8Array): Promise<Head> {
  const signature = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1', 0, SIGNATURE_LENGTH);
  const [format] = SIGNATURES.find(([, pattern]) => pattern.test(signature)) ?? [];
  if (!format) throw new CardOcrError(await undecodable(bytes));
  const head = format === 'jpeg' ? bytes.subarray(0, JPEG_HEAD_BYTES) : bytes;
  try {
    // image-size reads on past the end of bytes that share their memory, as small Buffers do
    const size: Size & Pick<Head, 'compression'> = imageSize(head.length < head.buffer.byteLength ? new Uint8Array(head) : head);
    return { format, size: { width: size.width, height: size.height }, compression: size.compression };
  } catch (cause) {
    if (format === 'jpeg') return { format, size: null };
    throw new CardOcrError(await undecodable(bytes), cause);
  }
}

/** Bytes a pixel that decoders were seen to hold of a whole picture: of a plain photograph, and of others (deeper, transparent, of finer colour). */
const HELD_OF_HEIF = { avif: { plain: 15, other: 28 }, heic: { plain: 7, other: 11 } } as const;
/** RGBA and the file as it is unpacked. */
const HELD_OF_BMP = 6;

function heifFile(bytes: Uint8Array): PictureFile {
  const header = heifHeader(bytes);
  if (!header) throw new CardOcrError('IMAGE_DECODE_FAILED');
  checkSize(header);
  if (header.transformations > MAX_TRANSFORMATIONS) throw new CardOcrError('IMAGE_DECODE_FAILED');
  const { width, height, codec, isPlain } = header;
  const format = codec === 'hevc' ? 'heic' : 'avif';
  const held = HELD_OF_HEIF[format][isPlain ? 'plain' : 'other'];
  return { bytes, format, width, height, orientation: 1, heldBytes: width * height * held, decodedBytes: 0 };
}

async function otherFile(bytes: Uint8Array, canBeEnded: boolean): Promise<PictureFile> {
  const { format, size, compression } = await headOf(bytes);
  if (size) checkSize(size);
  const fault = format === 'gif' && (await gifFault(bytes));
  if (fault) throw new CardOcrError(fault);
  if (!size) return sharpFile(bytes, format, compression);
  const pixels = size.width * size.height;
  const known = { bytes, format, ...size, orientation: 1 };
  if (format === 'bmp') return { ...known, heldBytes: pixels * HELD_OF_BMP, decodedBytes: 0 };
  if (canBeEnded || !isEndless(bytes, format)) return sharpFile(bytes, format, compression);
  // what is not known of a file may be all that there is
  return {
    ...known,
    heldBytes: format === 'tiff' ? pixels * heldOfTiff(compression) : MAX_HELD_BYTES,
    decodedBytes: Number.POSITIVE_INFINITY,
  };
}

/** Of a TIFF's numbers that can be told how bright they are; others, as grey floats or integers of 32 bits, only in a colour space that is made of floats. */
const DEPTHS: ReadonlySet<string> = new Set(['uchar', 'ushort']);
const OF_FLOATS: ReadonlySet<string> = new Set(['scrgb', 'lab']);

async function sharpFile(bytes: Uint8Array, format: PictureFormat, compression: number | undefined): Promise<PictureFile> {
  try {
    // without a limit, which would be told as a fault of the file
    const metadata = await sharp(bytes, { limitInputPixels: false, pages: 1 }).metadata();
    // the header that was checked and the one that is decoded may differ in a crafted file
    checkSize(metadata);
    const { width, height, orientation = 1, channels, depth, space } = metadata;
    if (!DEPTHS.has(depth) && !OF_FLOATS.has(space)) throw new CardOcrError('IMAGE_DECODE_FAILED');
    const decodedBytes = format === 'jpeg' ? 0 : width * height * channels * (depth === 'uchar' ? 1 : 2);
    return { bytes, format, width, height, orientation, heldBytes: width * height * heldOf(metadata, compression), decodedBytes };
  } catch (cause) {
    throw cause instanceof CardOcrError ? cause : new CardOcrError(await undecodable(bytes), cause);
  }
}

/**
 * Whether sharp may need minutes for a file's head, in which nothing stops it: TIFF, for all that any of its directories refers to is read, as often as it is
 * referred to; animated WebP, whose frames are counted from the first one each time; PNG with much compressed text, which is unpacked.
 */
function isEndless(bytes: Uint8Array, format: PictureFormat): boolean {
  if (format === 'webp') return isAnimated(bytes);
  return format === 'tiff' || (format === 'png' && hasMuchText(bytes));
}

/** By the flags of a WebP's extended head, `VP8X`. */
const isAnimated = (webp: Uint8Array): boolean => webp[15] === 0x58 && (webp[20]! & 2) > 0;

/** Unpacked it is a thousand times as much at most, for which half a second is enough. */
const MAX_TEXT_BYTES = 2 ** 16;
const PNG_SIGNATURE_BYTES = 8;
/** Of a chunk, without its content: length, type and checksum. */
const CHUNK_BYTES = 12;
/** zTXt and iTXt. */
const TEXT_CHUNKS: ReadonlySet<number> = new Set([0x7a545874, 0x69545874]);

/** Whether a PNG has much text that may be compressed. */
function hasMuchText(png: Uint8Array): boolean {
  const view = new DataView(png.buffer, png.byteOffset, png.length);
  let textBytes = 0;
  for (let at = PNG_SIGNATURE_BYTES; at + CHUNK_BYTES <= png.length && textBytes <= MAX_TEXT_BYTES; ) {
    const length = view.getUint32(at);
    if (TEXT_CHUNKS.has(view.getUint32(at + 4))) textBytes += length;
    at += CHUNK_BYTES + length;
  }
  return textBytes > MAX_TEXT_BYTES;
}

/** JPEG in a TIFF: of TIFF 6.0, and of its Technical Note 2. */
const JPEG_COMPRESSIONS: ReadonlySet<number | undefined> = new Set([6, 7]);
/** One strip or tile may be the whole picture, and progressive. */
const heldOfTiff = (compression: number | undefined): number => (JPEG_COMPRESSIONS.has(compression) ? 12 : 0);

/** Bytes a pixel of a whole picture: most are decoded in strips, of which nothing is held. */
function heldOf({ format, isProgressive = false, channels, depth, chromaSubsampling }: Metadata, compression: number | undefined): number {
  if (format === 'tiff') return heldOfTiff(compression);
  // coefficients of 16 bits, fewer of the colours'
  if (format === 'jpeg') return isProgressive ? (chromaSubsampling === '4:2:0' ? channels : 2 * channels) + 1 : 0;
  if (format === 'png') return isProgressive ? channels * (depth === 'ushort' ? 2 : 1) + 2 : 0;
  if (format === 'gif') return 5;
  return format === 'webp' ? 2 : 0;
}
