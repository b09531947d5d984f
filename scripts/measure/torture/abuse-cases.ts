import sharp, { type Sharp } from 'sharp';
import { MAX_TOGETHER } from '../../../lib/several-pictures';
import { slowPng } from './bombs';
import { IROT, withProperty } from './heif-boxes';

const LARGEST = { width: 8000, height: 6250 };
/** Size of an AVIF just below the largest that is decoded. */
const LARGEST_AVIF = { width: 5500, height: 4100 };

const flat = (size: typeof LARGEST, channels: 3 | 4): Sharp =>
  sharp({ create: { ...size, channels, background: { r: 99, g: 99, b: 99, alpha: 0.5 } } });
const avif = (size: typeof LARGEST): Promise<Buffer> =>
  flat(size, 3).avif({ effort: 0, quality: 20, chromaSubsampling: '4:2:0' }).toBuffer();
const deepAvif = (size: typeof LARGEST): Promise<Buffer> =>
  flat(size, 4).toColourspace('rgb16').avif({ effort: 0, quality: 20, bitdepth: 12, chromaSubsampling: '4:4:4' }).toBuffer();

/** Returns a BMP of one colour: runs of 255 px, two bytes each. */
function runLengthBmp(width: number, height: number): Buffer {
  const row = Buffer.concat([
    ...Array.from({ length: Math.ceil(width / 255) }, (_, i) => Buffer.from([Math.min(255, width - i * 255), 1])),
    Buffer.from([0, 0]),
  ]);
  const pixels = Buffer.concat([...Array<Buffer>(height).fill(row), Buffer.from([0, 1])]);
  const head = Buffer.alloc(54 + 1024);
  head.write('BM', 'latin1');
  head.writeUInt32LE(head.length + pixels.length, 2);
  head.writeUInt32LE(head.length, 10);
  head.writeUInt32LE(40, 14);
  head.writeInt32LE(width, 18);
  head.writeInt32LE(height, 22);
  head.writeUInt16LE(1, 26);
  head.writeUInt16LE(8, 28);
  head.writeUInt32LE(1, 30);
  head.writeUInt32LE(pixels.length, 34);
  return Buffer.concat([head, pixels]);
}

/** The costliest files that are known, of each format: real pictures, at and beyond each limit. */
export const HOSTILE_PICTURES: Readonly<Record<string, () => Promise<Buffer> | Buffer>> = {
  'AVIF of 50 megapixels': () => avif(LARGEST),
  'AVIF turned 20 times': async () => withProperty(await avif(LARGEST), IROT, 20),
  'AVIF turned 250 times': async () => withProperty(await avif(LARGEST), IROT, 250),
  'AVIF of 22 megapixels, turned thrice': async () => withProperty(await avif(LARGEST_AVIF), IROT, 3),
  'AVIF of 12 bits, transparent, turned': async () => withProperty(await deepAvif(LARGEST), IROT, 1),
  'AVIF of 12 bits, transparent, turned, 12 megapixels': async () => withProperty(await deepAvif({ width: 4000, height: 3000 }), IROT, 3),
  'PNG of 16 bits, transparent': () => slowPng(false),
  'PNG of 16 bits, transparent, interlaced': () => slowPng(true),
  'PNG of 16 bits, interlaced, 43 megapixels': () =>
    flat({ width: 7500, height: 5700 }, 3).toColourspace('rgb16').png({ progressive: true, compressionLevel: 1 }).toBuffer(),
  'JPEG, progressive, 4:4:4, 49 megapixels': () =>
    flat({ width: 8000, height: 6125 }, 3)
      .jpeg({ progressive: true, chromaSubsampling: '4:4:4' })
      .withMetadata({ orientation: 6 })
      .toBuffer(),
  'TIFF of 16 bits, transparent, deflated': () =>
    flat(LARGEST, 4).toColourspace('rgb16').tiff({ compression: 'deflate' }).withMetadata({ orientation: 6 }).toBuffer(),
  'WebP, lossless, transparent': () => flat(LARGEST, 4).webp({ lossless: true, effort: 0 }).withMetadata({ orientation: 6 }).toBuffer(),
  'GIF of 50 megapixels': () => flat(LARGEST, 3).gif({ effort: 1 }).toBuffer(),
  'BMP of 50 megapixels, run-length encoded': () => runLengthBmp(8000, 6250),
};

const eight = async (name: string): Promise<Buffer[]> => Array<Buffer>(MAX_TOGETHER).fill(await HOSTILE_PICTURES[name]!());

/** The costliest sets of pictures that one request may bring: each picture is decoded by itself. */
export const HOSTILE_FILMS: Readonly<Record<string, () => Promise<Buffer[]>>> = {
  'eight AVIFs of 22 megapixels, turned thrice': () => eight('AVIF of 22 megapixels, turned thrice'),
  'eight PNGs of 16 bits, transparent': async () => Array<Buffer>(MAX_TOGETHER).fill(await slowPng(false)),
  'eight WebPs, lossless, transparent': () => eight('WebP, lossless, transparent'),
  'eight GIFs of 50 megapixels': () => eight('GIF of 50 megapixels'),
};
