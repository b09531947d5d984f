import sharp, { type JpegOptions, type TiffOptions } from 'sharp';
import { examinePicture } from '../../lib/image/examine-picture';
import { webpOfFrames } from '../../scripts/measure/torture/bombs';
import { pngChunk } from '../../scripts/measure/torture/png-chunk';
import { errorCode } from '../helpers/error-code';
import { formatFixture } from '../helpers/fixtures';
import { ultraHdr } from '../helpers/ultra-hdr';

const SIZE = { width: 64, height: 48 };
const PIXELS = SIZE.width * SIZE.height;
const grey = sharp({ create: { ...SIZE, channels: 3, background: '#888' } });
const jpegOf = (options: JpegOptions): Promise<Buffer> => grey.clone().jpeg(options).toBuffer();

test('sharp keeps no pixels, and decodes a picture on one thread', () => {
  expect(sharp.cache()).toMatchObject({ memory: { max: 0 }, files: { max: 0 }, items: { max: 0 } });
  expect(sharp.concurrency()).toBe(1);
});

describe('what decoding will hold', () => {
  const held = async (bytes: Uint8Array): Promise<number> => (await examinePicture(bytes)).heldBytes / PIXELS;

  test.each<[string, JpegOptions, number]>([
    ['a plain JPEG', {}, 0],
    ['a progressive one', { progressive: true }, 4],
    ['a progressive one of fine colour', { progressive: true, chromaSubsampling: '4:4:4' }, 7],
  ])('%s, without a gain map and with one', async (_, options, bytes) => {
    const jpeg = await jpegOf(options);
    expect(await held(jpeg)).toBe(bytes);
    expect(await held(ultraHdr(jpeg, await jpegOf({})))).toBe(bytes);
  });

  test.each<[NonNullable<TiffOptions['compression']>, number]>([
    ['none', 0],
    ['lzw', 0],
    ['deflate', 0],
    ['jpeg', 12],
  ])('a TIFF of compression %s', async (compression, bytes) => {
    expect(await held(await grey.clone().tiff({ compression }).toBuffer())).toBe(bytes);
  });
});

describe('a header that sharp may read for minutes is left to a process that can be ended', () => {
  const PNG_HEADER = 33;
  const withText = async (type: string, bytes: number): Promise<Buffer> => {
    const png = await grey.clone().png().toBuffer();
    return Buffer.concat([png.subarray(0, PNG_HEADER), pngChunk(type, Buffer.alloc(bytes, 'a')), png.subarray(PNG_HEADER)]);
  };

  test.each<[string, () => Promise<Buffer>, boolean]>([
    ['a TIFF', () => grey.clone().tiff().toBuffer(), true],
    ['an animated WebP', () => webpOfFrames(2), true],
    ['a PNG with much compressed text', () => withText('zTXt', 2 ** 16 + 1), true],
    ['a PNG with much international text', () => withText('iTXt', 2 ** 16 + 1), true],
    ['a PNG with some', () => withText('zTXt', 2 ** 16), false],
    ['a PNG with much text as it is', () => withText('tEXt', 2 ** 20), false],
    ['a WebP', () => grey.clone().webp().toBuffer(), false],
    ['a WebP with an orientation', () => grey.clone().withMetadata({ orientation: 6 }).webp().toBuffer(), false],
    ['a JPEG', () => jpegOf({}), false],
    ['a GIF', () => grey.clone().gif().toBuffer(), false],
  ])('%s', async (_, make, isLeft) => {
    const bytes = await make();
    const { decodedBytes, ...here } = await examinePicture(bytes);
    expect(decodedBytes === Number.POSITIVE_INFINITY).toBe(isLeft);
    const there = await examinePicture(bytes, true);
    expect(there.decodedBytes).toBeLessThan(10 * PIXELS);
    expect([here.width, here.height, here.format]).toEqual([there.width, there.height, there.format]);
  });
});

describe('no picture, although it begins as one', () => {
  /** A header, and white space up to so many bytes. */
  const file = (header: string, length = 100): Buffer =>
    Buffer.concat([Buffer.from(header, 'latin1'), Buffer.alloc(length - header.length, ' ')]);

  test.each<[string, Buffer]>([
    [
      'a BMP of OS/2',
      Buffer.concat([file('BM', 14), Buffer.from('\x0c\0\0\0\x40\0\x30\0\x01\0\x18\0', 'latin1'), Buffer.alloc(64 * 48 * 3)]),
    ],
    ['a BigTIFF', file('II+\0\x08\0\0\0\x10\0\0\0\0\0\0\0', 64)],
    ['a WebP of nothing', file('RIFF\0\0\0\0WEBP<svg width="200" height="120"></svg>')],
    ['a PNG of nothing', file('\x89PNG\r\n\x1a\n')],
    ['an icon', file('\0\0\x01\0\x01\0\x40\x40\0\0')],
  ])('%s', async (_, bytes) => {
    expect(await errorCode(() => examinePicture(bytes))).toBe('IMAGE_DECODE_FAILED');
  });
});

test.each(['rgb.bmp', 'rgb.png', 'rgb.webp', 'rgb.tiff'])('%s that is cut: what lies behind it in memory is not read', async (name) => {
  const file = formatFixture(name);
  // too short for a size
  for (let length = 18; length < 24; length++) {
    expect([length, await errorCode(() => examinePicture(file.subarray(0, length)))]).toEqual([length, 'IMAGE_DECODE_FAILED']);
  }
});
