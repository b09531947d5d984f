import { asBuffer } from '../as-buffer';
import type { ExaminedPicture } from './examine-picture';

/** The offsets of fields in the file's header and in BITMAPINFOHEADER, with which all longer headers begin. */
const AT = { pixelsOffset: 10, headerLength: 14, bits: 28, compression: 30, colours: 46 } as const;
const FILE_HEADER_BYTES = 14;
const SHORT_HEADER_BYTES = 40;
/** The masks of red, green and blue: they follow a short header, or are part of a longer one. */
const MASKS_BYTES = 12;
const MASKS_AT = FILE_HEADER_BYTES + SHORT_HEADER_BYTES;
const COLOUR_BYTES = 4;

/** Values of biCompression. */
const NONE = 0;
const RLE8 = 1;
const RLE4 = 2;
const BIT_FIELDS = 3;
const ALPHA_BIT_FIELDS = 6;
/** The compressions that are allowed for each number of bits per pixel. */
const COMPRESSIONS: Readonly<Record<number, readonly number[]>> = {
  1: [NONE],
  2: [NONE],
  4: [NONE, RLE4],
  8: [NONE, RLE8],
  16: [NONE, BIT_FIELDS, ALPHA_BIT_FIELDS],
  24: [NONE],
  32: [NONE, BIT_FIELDS, ALPHA_BIT_FIELDS],
};

/**
 * Rewrites a BMP in a form that jimp decodes without mistakes: the short header, then masks or palette, right after them the pixels, of 8 bits or more. Jimp looks for
 * pixels nowhere else, reads masks from a long header even where it has none, and mixes up runs and rows of 4 bits.
 *
 * @param file - its size has been checked
 * @throws {Error} for a broken file, or one that stores its pixels in another way (e.g. as a JPEG or PNG)
 *
 * Source: Microsoft, "Bitmap Storage", "BITMAPINFOHEADER" and "Bitmap Compression".
 */
export function plainBmp({ bytes, width, height }: ExaminedPicture): Buffer {
  const bmp = asBuffer(bytes);
  const headerLength = bmp.readUInt32LE(AT.headerLength);
  const bits = bmp.readUInt16LE(AT.bits);
  const compression = bmp.readUInt32LE(AT.compression);
  if (headerLength < SHORT_HEADER_BYTES || !COMPRESSIONS[bits]?.includes(compression)) throw new Error('not the header of a BMP');
  const hasMasks = compression === BIT_FIELDS || compression === ALPHA_BIT_FIELDS;
  const masks = bmp.subarray(MASKS_AT, hasMasks ? MASKS_AT + MASKS_BYTES : MASKS_AT);
  const { palette, pixels } = partsOf(bmp, bits, Math.max(FILE_HEADER_BYTES + headerLength, MASKS_AT + masks.length));
  const header = Buffer.concat([bmp.subarray(0, MASKS_AT), masks, palette]);
  header.writeUInt32LE(header.length, AT.pixelsOffset);
  header.writeUInt32LE(SHORT_HEADER_BYTES, AT.headerLength);
  header.writeUInt16LE(Math.max(8, bits), AT.bits);
  header.writeUInt32LE(hasMasks ? BIT_FIELDS : NONE, AT.compression);
  header.writeUInt32LE(palette.length / COLOUR_BYTES, AT.colours);
  const isRuns = compression === RLE8 || compression === RLE4;
  const rows = isRuns ? unrolled(pixels, bits, width, height) : bits < 8 ? unpacked(pixels, bits, width, height) : pixels;
  return Buffer.concat([header, rows]);
}

/**
 * Returns the palette, with as many colours as there is room for, and none where pixels are colours themselves; and everything from the pixels on.
 *
 * @param paletteAt - the offset after the header
 */
function partsOf(bmp: Buffer, bits: number, paletteAt: number): Record<'palette' | 'pixels', Buffer> {
  const most = bits <= 8 ? 2 ** bits : 0;
  const declared = Math.min(most, bmp.readUInt32LE(AT.colours) || most);
  const offset = bmp.readUInt32LE(AT.pixelsOffset);
  // some writers leave it out
  const pixelsAt = offset > paletteAt ? offset : paletteAt + declared * COLOUR_BYTES;
  const colours = Math.min(declared, Math.ceil((pixelsAt - paletteAt) / COLOUR_BYTES));
  return { palette: bmp.subarray(paletteAt, paletteAt + colours * COLOUR_BYTES), pixels: bmp.subarray(pixelsAt) };
}

/** The length of a row: it is padded to a multiple of 4 bytes. */
const rowBytes = (width: number, bits: number): number => Math.ceil((width * bits) / 32) * 4;

/** The palette index of the pixel at `bit` bits from the byte at `from`; the first pixel is in a byte's highest bits. */
const numberAt = (pixels: Buffer, bits: number, from: number, bit: number): number =>
  (pixels[from + (bit >> 3)]! >> (8 - bits - (bit & 7))) & (2 ** bits - 1);

/** Converts rows of less than 8 bits a pixel to rows of 8 bits. */
function unpacked(pixels: Buffer, bits: number, width: number, height: number): Buffer {
  const [stride, to] = [rowBytes(width, bits), rowBytes(width, 8)];
  if (pixels.length < stride * (height - 1) + Math.ceil((width * bits) / 8)) throw new Error('rows are missing');
  const rows = Buffer.alloc(to * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) rows[y * to + x] = numberAt(pixels, bits, y * stride, x * bits);
  }
  return rows;
}

/** Commands that follow a count of 0. */
const END_OF_ROW = 0;
const END = 1;
const MOVE = 2;

/** Expands runs to rows of 8 bits a pixel. Pixels in no run get the first colour; pixels beyond a row's end are dropped. */
function unrolled(pixels: Buffer, bits: number, width: number, height: number): Buffer {
  const to = rowBytes(width, 8);
  const rows = Buffer.alloc(to * height);
  let [at, x, y] = [0, 0, 0];
  while (y < height) {
    // beyond the last byte this throws
    const [count, value] = [pixels.readUInt8(at), pixels.readUInt8(at + 1)];
    at += 2;
    if (count > 0) {
      // two colours of 4 bits in turn
      for (let i = 0; i < Math.min(count, width - x); i++) rows[y * to + x + i] = numberAt(pixels, bits, at - 1, (i * bits) % 8);
      x += count;
    } else if (value === END_OF_ROW) {
      x = 0;
      y++;
    } else if (value === END) {
      break;
    } else if (value === MOVE) {
      x += pixels.readUInt8(at);
      y += pixels.readUInt8(at + 1);
      at += 2;
    } else {
      for (let i = 0; i < Math.min(value, width - x); i++) rows[y * to + x + i] = numberAt(pixels, bits, at, i * bits);
      x += value;
      // padded to an even number of bytes
      at += Math.ceil((value * bits) / 16) * 2;
    }
  }
  return rows;
}
