import { decodeApart } from './decode-apart';
import { type DecodedImage, type Detail, decodeHere } from './decode-here';
import { examinePicture, type PictureFile, type PictureFormat } from './picture-file';

export type { DecodedImage, Detail } from './decode-here';

/** The slowest picture that is let in (16 bits, transparent, 50 megapixels) takes 3 s on one core; two requests that take all of it must not keep others for long. */
export const DECODING_SECONDS = 5;
/** Their decoders cannot be stopped, are not to be trusted with this process, or hold what no head tells (TIFF, of strips that may be of any size). */
const APART: ReadonlySet<PictureFormat> = new Set(['avif', 'heic', 'bmp', 'tiff']);
/** Beyond, so is any other. A plain photograph of 50 megapixels holds nothing, a progressive one of 14 so much. */
const HELD_HERE_BYTES = 100_000_000;
/** So is what takes seconds, or may be endless: sharp looks at the clock too seldom. A plain PNG of 50 megapixels has so much to go through. */
const DECODED_HERE_BYTES = 150_000_000;

/** How long decoding may take. */
export interface DecodingLimits {
  /** once it has begun: a whole number */
  readonly seconds?: number;
  /** ends what is decoded apart, or waits for that */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Decode a picture: JPEG, PNG, WebP, GIF and animated WebP (first frame), TIFF, AVIF, HEIC, BMP; CMYK, grey, 16-bit and transparent ones
 * (laid on white) become RGB. Sizes are checked from the header, before any pixel is decoded. What cannot be stopped, may be endless, or holds much memory, is decoded in a
 * process of its own; there nothing is gained by decoding coarsely, and it is not done.
 *
 * @param bytes - the file
 * @param detail - of large pictures
 * @throws {CardOcrError} `IMAGE_EMPTY`; `REQUEST_TIMEOUT` when the time is over; `IMAGE_SIZE` when the shortest side is under 15 px, the
 *   longest over 8192 px or their ratio over 50; `PAYLOAD_TOO_LARGE` over 50 megapixels, or what takes too much memory; `IMAGE_DECODE_FAILED` for what is no
 *   picture, of another format, truncated or broken, but for a GIF the code of `gifFault`, or `GIF_DECODE_FAILED`
 */
export async function decodeImage(
  bytes: Uint8Array,
  detail: Detail = 'fine',
  { seconds = DECODING_SECONDS, signal }: DecodingLimits = {},
): Promise<DecodedImage> {
  const file = await examinePicture(bytes);
  return isForAnother(file) ? decodeApart(file, seconds, signal) : decodeHere(file, detail, seconds);
}

const isForAnother = ({ format, heldBytes, decodedBytes }: PictureFile): boolean =>
  APART.has(format) || heldBytes > HELD_HERE_BYTES || decodedBytes > DECODED_HERE_BYTES;
