import { decodeApart } from './decode-apart';
import { type DecodedImage, type Detail, decodeHere } from './decode-here';
import { type ExaminedPicture, examinePicture, type PictureFormat } from './examine-picture';

export type { DecodedImage, Detail } from './decode-here';

/** How long decoding may take. The slowest picture that is accepted (16 bits, transparent, 50 megapixels) takes 3 s on one core; two requests that use all of the time must not delay others for long. */
export const DECODING_SECONDS = 5;
/**
 * Formats that are decoded in another process: their decoders cannot be stopped, are not trusted within this one, or hold an amount of memory that no header
 * states (TIFF, whose strips may have any size).
 */
const APART: ReadonlySet<PictureFormat> = new Set(['avif', 'heic', 'bmp', 'tiff']);
/** Pictures of other formats whose decoder holds more memory go there, too. For a plain photograph of 50 megapixels it holds nothing, for a progressive one of 14 megapixels this much. */
const HELD_HERE_BYTES = 100_000_000;
/** And so do pictures with more decoded bytes, which take seconds or never end: sharp checks its timeout too seldom. A plain PNG of 50 megapixels has this many. */
const DECODED_HERE_BYTES = 150_000_000;

/**
 * Decodes a picture to RGB: JPEG, PNG, WebP, GIF and animated WebP (first frame), TIFF, AVIF, HEIC, BMP; also CMYK, grey, 16-bit and transparent ones (laid on white).
 * The size is checked from the header, before any pixel is decoded. A picture whose decoding cannot be stopped, may never end, or needs much memory is decoded in a
 * process of its own, always finely, as nothing is gained there by decoding coarsely.
 *
 * @param bytes - the file
 * @param detail - `coarse`: large pictures may be shrunk
 * @param signal - ends a decoding in another process, and the waiting for one
 * @throws {CardOcrError} `IMAGE_EMPTY`; `REQUEST_TIMEOUT` when the signal aborts, and a `DecodingTimeout` after `DECODING_SECONDS`; `IMAGE_SIZE` when the shortest side is under 15 px, the
 *   longest over 8192 px or their ratio over 50; `PAYLOAD_TOO_LARGE` over 50 megapixels, or when decoding needs too much memory; `IMAGE_DECODE_FAILED` for what is no
 *   picture, of another format, truncated or broken; for a GIF instead the code of `gifFault`, or `GIF_DECODE_FAILED`
 */
export async function decodeImage(bytes: Uint8Array, detail: Detail = 'fine', signal?: AbortSignal): Promise<DecodedImage> {
  const file = await examinePicture(bytes);
  return isForAnother(file) ? decodeApart(file, DECODING_SECONDS, signal) : decodeHere(file, detail, DECODING_SECONDS);
}

const isForAnother = ({ format, heldBytes, decodedBytes }: ExaminedPicture): boolean =>
  APART.has(format) || heldBytes > HELD_HERE_BYTES || decodedBytes > DECODED_HERE_BYTES;
