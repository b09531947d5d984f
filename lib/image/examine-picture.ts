import { imageSize } from 'image-size';
import sharp, { type Metadata } from 'sharp';
import { asBuffer } from '../as-buffer';
import { CardOcrError } from '../errors';
import type { Size } from '../geometry';
import { type GifFault, gifFault, isGif } from './gif-fault';
import { heifHeader, isHeif } from './heif-header';

export const MIN_SIDE = 15;
export const MAX_SIDE = 8192;
export const MAX_RATIO = 50;
export const MAX_PIXELS = 50_000_000;
/** The most memory that a decoder may hold at once, besides what its process needs anyway: see `heldBytes`. */
export const MAX_HELD_BYTES = 345_000_000;
/** Cropping, turning and mirroring, each once (MIAF, ISO/IEC 23000-22, 7.3.6.7). */
const MAX_TRANSFORMATIONS = 3;

/** A format that is decoded. Sharp decodes `jpeg` to `tiff`, and can stop by itself with these. */
export type PictureFormat = 'jpeg' | 'png' | 'webp' | 'gif' | 'tiff' | 'avif' | 'heic' | 'bmp';

/** A picture's file and what is known from its header. */
export interface ExaminedPicture {
  readonly bytes: Uint8Array;
  readonly format: PictureFormat;
  /** as stored, px */
  readonly width: number;
  readonly height: number;
  /** the orientation of EXIF; from 5 to 8 the picture is stored on its side */
  readonly orientation: number;
  /** about how much memory its decoder holds at once */
  readonly heldBytes: number;
  /** how many decoded bytes its decoder goes through: 0 for a JPEG, which is shrunk on the way; infinite where it is not known before (see `isEndless`) */
  readonly decodedBytes: number;
}

/**
 * The signatures of the formats that are accepted besides HEIF; other formats (SVG, PSD, icons …) are not for photographs. For a file with another signature
 * `image-size` would try all formats that it knows, for seconds. A BMP of OS/2, whose header has 12 bytes, has its size elsewhere, and there is no decoder for it.
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
// this loader would hide that a JPEG with a gain map (Ultra HDR) is progressive; without it the JPEG in such a file is still read
sharp.block({ operation: ['VipsForeignLoadUhdr'] });

/**
 * Examines a file's header: which format it has, and whether it may be decoded. No pixel is decoded.
 *
 * @param canBeEnded - this process is killed when it takes too long: only in such a process a header is read to its end that may be endless
 * @throws {CardOcrError} `IMAGE_EMPTY`; `IMAGE_SIZE` and `PAYLOAD_TOO_LARGE` for the sizes that the contract does not allow, the latter also for a picture whose
 *   decoder would hold more than `MAX_HELD_BYTES`; `IMAGE_DECODE_FAILED` for what is no picture or of another format; for a GIF the code of `gifFault`
 */
export async function examinePicture(bytes: Uint8Array, canBeEnded = false): Promise<ExaminedPicture> {
  if (bytes.length === 0) throw new CardOcrError('IMAGE_EMPTY');
  const file = isHeif(bytes) ? heifFile(bytes) : await otherFile(bytes, canBeEnded);
  if (file.heldBytes > MAX_HELD_BYTES) throw new CardOcrError('PAYLOAD_TOO_LARGE');
  return file;
}

/** Returns the error code for a file that its decoder refuses. */
export const undecodable = async (bytes: Uint8Array): Promise<GifFault | 'IMAGE_DECODE_FAILED'> =>
  isGif(bytes) ? ((await gifFault(bytes)) ?? 'GIF_DECODE_FAILED') : 'IMAGE_DECODE_FAILED';

/** @throws {CardOcrError} `IMAGE_SIZE` when the shortest side is under 15 px, the longest over 8192 px or their ratio over 50; `PAYLOAD_TOO_LARGE` over 50 megapixels */
export function checkSize({ width, height }: Size): void {
  const shortest = Math.min(width, height);
  const longest = Math.max(width, height);
  if (!(shortest >= MIN_SIDE) || longest > MAX_SIDE || longest / shortest > MAX_RATIO) throw new CardOcrError('IMAGE_SIZE');
  if (width * height > MAX_PIXELS) throw new CardOcrError('PAYLOAD_TOO_LARGE');
}

/** How much of a JPEG is searched for its size, which comes after the metadata. In garbage `image-size` would search byte by byte, each time in a copy, and block the event loop. */
const JPEG_HEADER_BYTES = 2 ** 16;

interface Header {
  readonly format: PictureFormat;
  /** null: not found here, sharp will find it */
  readonly size: Size | null;
  /** the tag 259 of a TIFF; image-size returns it, though its types do not have it */
  readonly compression?: number | undefined;
}

async function headerOf(bytes: Uint8Array): Promise<Header> {
  const signature = asBuffer(bytes).toString('latin1', 0, SIGNATURE_LENGTH);
  const [format] = SIGNATURES.find(([, pattern]) => pattern.test(signature)) ?? [];
  if (!format) throw new CardOcrError(await undecodable(bytes));
  const header = format === 'jpeg' ? bytes.subarray(0, JPEG_HEADER_BYTES) : bytes;
  try {
    // image-size reads on past the end of bytes that share their memory, as small Buffers do
    const size: Size & Pick<Header, 'compression'> = imageSize(header.length < header.buffer.byteLength ? new Uint8Array(header) : header);
    return { format, size: { width: size.width, height: size.height }, compression: size.compression };
  } catch (cause) {
    if (format === 'jpeg') return { format, size: null };
    throw new CardOcrError(await undecodable(bytes), cause);
  }
}

/** Bytes a pixel that decoders hold of a whole picture, as measured: of a plain photograph, and of others (deeper, transparent, with finer colour). */
const HELD_OF_HEIF = { avif: { plain: 15, other: 28 }, heic: { plain: 7, other: 11 } } as const;
/** The same of a BMP: RGBA, and the unpacked file. */
const HELD_OF_BMP = 6;

function heifFile(bytes: Uint8Array): ExaminedPicture {
  const header = heifHeader(bytes);
  if (!header) throw new CardOcrError('IMAGE_DECODE_FAILED');
  checkSize(header);
  if (header.transformations > MAX_TRANSFORMATIONS) throw new CardOcrError('IMAGE_DECODE_FAILED');
  const { width, height, codec, isPlain } = header;
  const format = codec === 'hevc' ? 'heic' : 'avif';
  const held = HELD_OF_HEIF[format][isPlain ? 'plain' : 'other'];
  return { bytes, format, width, height, orientation: 1, heldBytes: width * height * held, decodedBytes: 0 };
}

async function otherFile(bytes: Uint8Array, canBeEnded: boolean): Promise<ExaminedPicture> {
  const { format, size, compression } = await headerOf(bytes);
  if (size) checkSize(size);
  const fault = format === 'gif' && (await gifFault(bytes));
  if (fault) throw new CardOcrError(fault);
  if (!size) return sharpFile(bytes, format, compression);
  const pixels = size.width * size.height;
  const known = { bytes, format, ...size, orientation: 1 };
  if (format === 'bmp') return { ...known, heldBytes: pixels * HELD_OF_BMP, decodedBytes: 0 };
  if (canBeEnded || !isEndless(bytes, format)) return sharpFile(bytes, format, compression);
  // where the memory is not known, it may be all that is allowed
  return {
    ...known,
    heldBytes: format === 'tiff' ? pixels * heldOfTiff(compression) : MAX_HELD_BYTES,
    decodedBytes: Number.POSITIVE_INFINITY,
  };
}

/** Number types of a TIFF for which it is known how bright a value is. For others, such as grey floats or integers of 32 bits, it is known only in a colour space of floats. */
const DEPTHS: ReadonlySet<string> = new Set(['uchar', 'ushort']);
const OF_FLOATS: ReadonlySet<string> = new Set(['scrgb', 'lab']);

async function sharpFile(bytes: Uint8Array, format: PictureFormat, compression: number | undefined): Promise<ExaminedPicture> {
  try {
    // without sharp's own limit, whose error would look like a fault of the file
    const metadata = await sharp(bytes, { limitInputPixels: false, pages: 1 }).metadata();
    // in a crafted file, the header that was checked may differ from the one that is decoded
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
 * Whether sharp may need minutes for a file's header, during which it cannot be stopped. So for TIFF: it reads all that any directory refers to, as often as it is
 * referred to. For animated WebP: it counts the frames from the first one each time. For PNG with much compressed text: it unpacks that.
 */
function isEndless(bytes: Uint8Array, format: PictureFormat): boolean {
  if (format === 'webp') return isAnimated(bytes);
  return format === 'tiff' || (format === 'png' && hasMuchText(bytes));
}

/** Whether a WebP is animated, by the flags of its extended header, `VP8X`. */
const isAnimated = (webp: Uint8Array): boolean => webp[15] === 0x58 && (webp[20]! & 2) > 0;

/** The most text of a PNG that is unpacked here: it becomes a thousand times as much at most, which takes half a second. */
const MAX_TEXT_BYTES = 2 ** 16;
const PNG_SIGNATURE_BYTES = 8;
/** The length of a chunk without its content: length, type and checksum. */
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

/** The compressions of TIFF that are JPEG: that of TIFF 6.0, and that of its Technical Note 2. */
const JPEG_COMPRESSIONS: ReadonlySet<number | undefined> = new Set([6, 7]);
/** Bytes a pixel that are held of a TIFF: with JPEG, one strip or tile may be the whole picture, and progressive. */
const heldOfTiff = (compression: number | undefined): number => (JPEG_COMPRESSIONS.has(compression) ? 12 : 0);

/** Bytes a pixel that are held of a whole picture: most pictures are decoded in strips, of which nothing is held. */
function heldOf({ format, isProgressive = false, channels, depth, chromaSubsampling }: Metadata, compression: number | undefined): number {
  if (format === 'tiff') return heldOfTiff(compression);
  // coefficients have 16 bits; with 4:2:0 there are fewer for the colours
  if (format === 'jpeg') return isProgressive ? (chromaSubsampling === '4:2:0' ? channels : 2 * channels) + 1 : 0;
  if (format === 'png') return isProgressive ? channels * (depth === 'ushort' ? 2 : 1) + 2 : 0;
  if (format === 'gif') return 5;
  return format === 'webp' ? 2 : 0;
}
