import { readFile } from 'node:fs/promises';
import path from 'node:path';
import sharp, { type Sharp } from 'sharp';
import type { Size } from '../../../lib/geometry';

/** Names of pictures in test/fixtures that show one upright card each. */
export const CARDS = [
  'embossed-16',
  'embossed-foil-16',
  'embossed-19-6-13',
  'flat-16',
  'flat-19-unspaced',
  'amex-15',
  'no-expiry',
] as const;
/** The one whose number passes every check and whose BIN tells its type, as is usual for a client's cards. */
export const PLAIN_CARD = 'embossed-16';

export type Format = 'jpeg' | 'png' | 'webp';

export const SIZES = {
  '640×480': { width: 640, height: 480 },
  '1600×1200': { width: 1600, height: 1200 },
  '4000×3000': { width: 4000, height: 3000 },
} as const satisfies Record<string, Size>;

const TABLE = '#6b7a70';

export const cardFile = (name: string): string => path.resolve('test', 'fixtures', `${name}.jpg`);

const encoded = (image: Sharp, format: Format): Promise<Buffer> =>
  format === 'png'
    ? image.png({ compressionLevel: 6 }).toBuffer()
    : format === 'webp'
      ? image.webp({ quality: 90 }).toBuffer()
      : image.jpeg({ quality: 92 }).toBuffer();

/** Returns a picture of a card on a table, as large as the picture allows. */
export const pictureOf = (name: string, size: Size, format: Format = 'jpeg'): Promise<Buffer> =>
  encoded(sharp(cardFile(name)).resize({ ...size, fit: 'contain', background: TABLE }), format);

/** Returns a picture of some cards side by side and below each other on a table of 2000 × 1400 px. */
export async function severalCards(names: readonly string[]): Promise<Buffer> {
  const width = 900;
  const composed = await Promise.all(
    names.map(async (name, i) => ({
      input: await sharp(await readFile(cardFile(name)))
        .resize({ width })
        .toBuffer(),
      left: 60 + (i % 2) * (width + 60),
      top: 60 + (i >> 1) * 660,
    })),
  );
  return sharp({ create: { width: 2000, height: 1400, channels: 3, background: TABLE } })
    .composite(composed)
    .jpeg({ quality: 92 })
    .toBuffer();
}

/** Returns a plain card as a JPEG of about so many bytes: comments in its head make up for what its pixels do not take. */
export async function pictureOfBytes(bytes: number): Promise<Buffer> {
  const picture = await pictureOf(PLAIN_CARD, SIZES['1600×1200']);
  const parts = [picture.subarray(0, 2)];
  for (let left = bytes - picture.length; left > 4; left -= MAX_COMMENT + 4) {
    const length = Math.min(MAX_COMMENT, left - 4);
    parts.push(Buffer.from([0xff, 0xfe, (length + 2) >> 8, (length + 2) & 255]), Buffer.alloc(length, 0x20));
  }
  return Buffer.concat([...parts, picture.subarray(2)]);
}

/** Most bytes of a JPEG's comment. */
const MAX_COMMENT = 65_533;
