import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import sharp, { type JpegOptions, type Sharp } from 'sharp';
import { CardOcrError, type ErrorCode } from '../../lib/errors';
import { decodeImage } from '../../lib/image/decode';
import { decodeApart } from '../../lib/image/decode-apart';
import { decodeHere, isStarved, isTimeout } from '../../lib/image/decode-here';
import { examinePicture, MAX_PIXELS, MAX_RATIO, MAX_SIDE, MIN_SIDE } from '../../lib/image/examine-picture';
import { type GifFault, isGif } from '../../lib/image/gif-fault';
import type { Raster } from '../../lib/image/raster';
import { resize } from '../../lib/image/resize';
import { pngWithTexts, slowPng, tiffOfDirectories, webpOfFrames } from '../../scripts/measure/torture/bombs';
import { bareMeta, IROT, ispe, withBoxesBefore, withPropertiesBehind, withProperty } from '../../scripts/measure/torture/heif-boxes';
import { indexedBmp, packedRows, runs } from '../helpers/bmp';
import { errorCode } from '../helpers/error-code';
import { fixture, formatFixture, listFormats } from '../helpers/fixtures';
import { brokenGifs, type GifParts, gif } from '../helpers/gif';
import { blackPng } from '../helpers/png';

const CARD = { width: 224, height: 141 };

const codeOf = (bytes: Uint8Array): Promise<ErrorCode | null> => errorCode(() => decodeImage(bytes));

const meanColour = ({ data }: Raster): number[] => {
  const sums = [0, 0, 0];
  for (let i = 0; i < data.length; i += 3) for (let c = 0; c < 3; c++) sums[c]! += data[i + c]!;
  return sums.map((sum) => sum / (data.length / 3));
};

/** Mean difference of two pictures' thumbnails, in grey levels: small only where they show the same thing the same way up. */
const difference = (a: Raster, b: Raster): number => {
  const [x, y] = [resize(a, 16, 10).data, resize(b, 16, 10).data];
  return x.reduce((sum, value, i) => sum + Math.abs(value - y[i]!), 0) / x.length;
};

const reference = decodeImage(formatFixture('rgb.png')).then(({ raster }) => raster);

describe('formats', () => {
  const coloured = listFormats().filter((file) => file !== 'greyscale.png');

  it.each(coloured)('%s shows the card', async (file) => {
    const { raster, isCoarse, ...size } = await decodeImage(formatFixture(file));
    expect([size, isCoarse]).toEqual([CARD, false]);
    expect({ width: raster.width, height: raster.height, length: raster.data.length }).toEqual({ ...CARD, length: 224 * 141 * 3 });
    // four inks cannot show every colour of a screen
    const tolerance = file === 'cmyk.jpg' ? 20 : 2;
    const expected = meanColour(await reference);
    meanColour(raster).forEach((mean, c) => {
      expect(Math.abs(mean - expected[c]!)).toBeLessThan(tolerance);
    });
    expect(difference(raster, await reference)).toBeLessThan(tolerance);
  });

  it('covers what the reader claims to take', () => {
    const extensions = new Set(listFormats().map((file) => file.split('.')[1]));
    expect(extensions).toEqual(new Set(['jpg', 'png', 'webp', 'gif', 'tiff', 'avif', 'heic', 'bmp']));
  });

  it('a grey picture becomes RGB with three equal channels', async () => {
    const { raster, ...size } = await decodeImage(formatFixture('greyscale.png'));
    expect(size).toEqual({ ...CARD, isCoarse: false });
    expect(raster.data.length).toBe(224 * 141 * 3);
    for (let i = 0; i < raster.data.length; i += 3) {
      if (raster.data[i] !== raster.data[i + 1] || raster.data[i] !== raster.data[i + 2]) throw new Error(`coloured at ${i}`);
    }
    const luma = (values: number[]) => 0.299 * values[0]! + 0.587 * values[1]! + 0.114 * values[2]!;
    expect(Math.abs(luma(meanColour(raster)) - luma(meanColour(await reference)))).toBeLessThan(6);
  });

  it('a picture stored on its side is put upright', async () => {
    const bytes = formatFixture('exif-orientation-6.jpg');
    expect(await sharp(bytes).metadata()).toMatchObject({ width: 141, height: 224, orientation: 6 });
    expect(await decodeImage(bytes)).toMatchObject(CARD);
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('EXIF orientation %i: the marked corner is where a viewer shows it', async (orientation) => {
    // 40 × 20 as stored, its top-left quarter black
    const quarter = { create: { width: 20, height: 10, channels: 3 as const, background: '#000' } };
    const bytes = await sharp({ create: { width: 40, height: 20, channels: 3, background: '#fff' } })
      .composite([{ input: await sharp(quarter).png().toBuffer(), left: 0, top: 0 }])
      .withMetadata({ orientation })
      .jpeg()
      .toBuffer();
    const { raster, width, height } = await decodeImage(bytes);
    expect([width, height]).toEqual(orientation >= 5 ? [20, 40] : [40, 20]);
    expect([raster.width, raster.height]).toEqual([width, height]);
    const brightness = (x: number, y: number) => raster.data[(Math.floor(y * height) * width + Math.floor(x * width)) * 3]!;
    const dark = [
      [0.25, 0.25],
      [0.75, 0.25],
      [0.75, 0.75],
      [0.25, 0.75],
    ].findIndex(([x, y]) => brightness(x!, y!) < 128);
    // where TIFF 6.0 puts the stored first row and column
    expect(dark).toBe([0, 1, 2, 3, 0, 1, 2, 3][orientation - 1]);
  });

  it('of an animated GIF the first frame is taken', async () => {
    const bytes = formatFixture('animated.gif');
    const second = await sharp(bytes, { page: 1 }).flatten().raw().toBuffer();
    const { raster } = await decodeImage(bytes);
    expect(difference(raster, await reference)).toBeLessThan(2);
    expect(difference({ ...CARD, data: new Uint8Array(second) }, await reference)).toBeGreaterThan(5);
  });

  it('what is transparent becomes white', async () => {
    const bytes = await sharp({ create: { width: 20, height: 20, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } })
      .png()
      .toBuffer();
    expect(meanColour((await decodeImage(bytes)).raster)).toEqual([255, 255, 255]);
  });

  it('a bottom-up and a top-down BMP show the same', async () => {
    const bottomUp = formatFixture('rgb.bmp');
    const stride = Math.ceil((CARD.width * 3) / 4) * 4;
    const start = bottomUp.readUInt32LE(10);
    const rows = Array.from({ length: CARD.height }, (_, y) => bottomUp.subarray(start + y * stride, start + (y + 1) * stride));
    const topDown = Buffer.concat([bottomUp.subarray(0, start), ...rows.reverse()]);
    topDown.writeInt32LE(-CARD.height, 22);
    expect((await decodeImage(topDown)).raster).toEqual((await decodeImage(bottomUp)).raster);
  });

  it.each([
    ['behind a gap', { bits: 8, gap: 512 }],
    ['of 4 bits at an odd width', { bits: 4 }],
    ['of 1 bit at an odd width', { bits: 1 }],
    ['of runs of 8 bits', { bits: 8, compression: 1 }],
    ['of runs of 4 bits', { bits: 4, compression: 2 }],
  ])('a BMP with pixels %s shows each in its colour', async (_, { bits, ...changes }) => {
    const [width, height] = [41, 23];
    const colours = Array.from({ length: 2 ** bits }, (_colour, i): [number, number, number] => [255 - i, (i * 16) % 256, i]);
    const numbers = Array.from({ length: height }, (_row, y) => Array.from({ length: width }, (_pixel, x) => (x * y) % 2 ** bits));
    const pixels = 'compression' in changes ? runs(numbers, bits) : packedRows(numbers, bits);
    const { raster } = await decodeImage(indexedBmp({ width, height, bits, colours, pixels, ...changes }));
    expect([...raster.data]).toEqual(numbers.flat().flatMap((number) => colours[number]!));
  });
});

describe('truncated files', () => {
  const CUTS = [0.1, 0.3, 0.6, 0.9];

  it.each(listFormats().flatMap((file) => CUTS.map((cut) => [file, cut] as const)))('%s cut at %d', async (file, cut) => {
    const bytes = formatFixture(file);
    const code = file.endsWith('.gif') ? 'GIF_READ_FAILED' : 'IMAGE_DECODE_FAILED';
    expect(await codeOf(bytes.subarray(0, Math.floor(bytes.length * cut)))).toBe(code);
  });

  it('HEIC of tiles, as phones make it, of which the last ones are missing', async () => {
    const bytes = readFileSync(fixture('embossed-16').file.replace('.jpg', '.heic'));
    expect(await codeOf(bytes)).toBeNull();
    for (const cut of [0.98, 0.92, 0.7, 0.3]) expect(await codeOf(bytes.subarray(0, bytes.length * cut))).toBe('IMAGE_DECODE_FAILED');
  });
});

describe('a JPEG without its end marker', () => {
  const picture = sharp(fixture('embossed-16').file).resize({ width: 480 });
  const whole = (options: JpegOptions): Promise<Buffer> => picture.clone().jpeg(options).toBuffer();

  it.each<[string, () => Promise<Buffer>]>([
    ['plain', () => whole({})],
    ['progressive', () => whole({ progressive: true })],
    ['with finer colour', () => whole({ chromaSubsampling: '4:4:4' })],
    ['grey', () => picture.clone().greyscale().jpeg().toBuffer()],
    ['CMYK', () => picture.clone().toColourspace('cmyk').jpeg().toBuffer()],
  ])('is read, as all pixels are there, unless rows are missing, too: %s', async (_, make) => {
    const file = await make();
    const { raster } = await decodeImage(file);
    for (const missing of [1, 2]) expect((await decodeImage(file.subarray(0, -missing))).raster).toEqual(raster);
    for (const part of [0.9, 0.5]) expect(await codeOf(file.subarray(0, file.length * part))).toBe('IMAGE_DECODE_FAILED');
  });

  it.each([
    [5, 3500, 2],
    [5, 6000, 1],
    [0, 6000, 0],
  ])('decoding it once more has the rest of the time: of %d s, after %d ms, %d s', async (seconds, ms, left) => {
    const examined = await examinePicture((await whole({})).subarray(0, -2));
    const timeout = jest.spyOn(sharp.prototype as unknown as Sharp, 'timeout');
    const now = jest.spyOn(performance, 'now').mockReturnValueOnce(0).mockReturnValue(ms);
    await decodeHere(examined, 'fine', seconds);
    now.mockRestore();
    expect(timeout.mock.calls).toEqual([[{ seconds }], [{ seconds: left }]]);
    timeout.mockRestore();
  });
});

describe('what is no picture', () => {
  it('nothing', async () => expect(await codeOf(new Uint8Array())).toBe('IMAGE_EMPTY'));

  it.each<[string, Buffer]>([
    ['text', Buffer.from('{"image": "not a picture, but some text that somebody sent"}\n'.repeat(20))],
    ['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="200" height="120"><rect width="200" height="120"/></svg>')],
    ['PDF', Buffer.from('%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\n')],
    ['Photoshop', Buffer.from('8BPS\0\x01\0\0\0\0\0\0\0\x03\0\0\0\x64\0\0\0\x64\0\x08\0\x03', 'latin1')],
    ['a JPEG marker alone', Buffer.from([0xff, 0xd8, 0xff])],
    ['one byte', Buffer.from([0])],
  ])('%s', async (_, bytes) => expect(await codeOf(bytes)).toBe('IMAGE_DECODE_FAILED'));

  it('20 MB of garbage behind the signature of a JPEG', async () => {
    const garbage = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.alloc(20 * 2 ** 20, 'garbage')]);
    expect(await codeOf(garbage)).toBe('IMAGE_DECODE_FAILED');
  });

  it('any bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 400 }), async (bytes) => {
        expect(await codeOf(bytes)).toBe('IMAGE_DECODE_FAILED');
      }),
      { numRuns: 200 },
    );
  });

  const REFUSALS = ['IMAGE_DECODE_FAILED', 'IMAGE_SIZE', 'PAYLOAD_TOO_LARGE'];
  // a change in the signature makes it no GIF, or one
  const GIF_REFUSALS = [...REFUSALS, ...Object.keys(brokenGifs)];

  const MAGIC: Readonly<Record<string, readonly number[]>> = {
    jpeg: [0xff, 0xd8, 0xff],
    png: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
    gif: [0x47, 0x49, 0x46, 0x38, 0x39, 0x61],
    bmp: [0x42, 0x4d],
    tiff: [0x49, 0x49, 0x2a, 0],
  };

  it.each(Object.keys(MAGIC))('any bytes that begin like %s', async (format) => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        const code = await codeOf(Buffer.concat([Buffer.from(MAGIC[format]!), bytes]));
        expect(format === 'gif' ? GIF_REFUSALS : REFUSALS).toContain(code);
      }),
      { numRuns: 60 },
    );
  });

  it.each(['rgb.jpg', 'rgb.png', 'rgb.webp', 'rgb.tiff', 'rgb.avif', 'rgb.heic', 'animated.gif', 'rgb.bmp'])(
    '%s with broken bytes is refused or becomes a raster within the limits',
    async (file) => {
      const bytes = formatFixture(file);
      const place = fc.oneof(fc.nat(80), fc.nat(bytes.length - 1));
      await fc.assert(
        fc.asyncProperty(fc.array(fc.tuple(place, fc.nat(255)), { minLength: 1, maxLength: 4 }), async (changes) => {
          const broken = Buffer.from(bytes);
          for (const [at, value] of changes) broken[at] = value;
          try {
            const { raster, width, height } = await decodeImage(broken);
            expect(raster.data.length).toBe(raster.width * raster.height * 3);
            expect(Math.min(width, height)).toBeGreaterThanOrEqual(MIN_SIDE);
            expect(Math.max(width, height)).toBeLessThanOrEqual(MAX_SIDE);
          } catch (thrown) {
            if (!(thrown instanceof CardOcrError)) throw thrown;
            expect(isGif(broken) ? GIF_REFUSALS : REFUSALS).toContain(thrown.code);
          }
        }),
        // each decoded apart is a process
        { numRuns: /avif|heic|bmp|tiff/.test(file) ? 8 : 40 },
      );
    },
  );
});

describe('GIF', () => {
  const SIZE = { width: 40, height: 25 };

  it.each(Object.entries(brokenGifs) as [GifFault, Buffer][])('%s', async (fault, bytes) => {
    expect(await codeOf(bytes)).toBe(fault);
  });

  it.each<[string, Buffer]>([
    ['the signature alone', Buffer.from('GIF')],
    ['signature and version', Buffer.from('GIF89a')],
    ['a cut-off size', Buffer.from('GIF89a\x40\0\x40', 'latin1')],
    ['an unknown version', gif({ ...SIZE, version: '90a' })],
    ['what would pass for another format', Buffer.from('GIF <svg width="200" height="120"></svg>')],
  ])('cannot be opened: %s', async (_, bytes) => expect(await codeOf(bytes)).toBe('GIF_OPEN_FAILED'));

  it('without trailer', async () => {
    expect(await decodeImage(gif({ ...SIZE, trailer: false }))).toMatchObject({ ...SIZE, raster: SIZE });
  });

  it('shows what the file says', async () => {
    // an index of two colours is black or white
    const { raster } = await decodeImage(gif({ ...SIZE, globalColours: 2 }));
    const row = Array.from({ length: SIZE.width }, (_, x) => raster.data[x * 3]);
    expect(row).toEqual(row.map((_, x) => (x % 2) * 255));
  });

  it.each<[string, Partial<GifParts>, ErrorCode]>([
    ['a screen without width', { width: 0 }, 'IMAGE_SIZE'],
    ['a screen too low', { height: MIN_SIDE - 1 }, 'IMAGE_SIZE'],
    ['a screen too wide', { width: MAX_SIDE + 1 }, 'IMAGE_SIZE'],
    ['a screen of too many pixels', { width: 8000, height: 8000 }, 'PAYLOAD_TOO_LARGE'],
  ])('is refused by its size before its faults: %s', async (_, screen, code) => {
    expect(await codeOf(gif({ ...SIZE, ...screen, frames: 0 }))).toBe(code);
  });

  it('a frame that outgrows its screen makes the picture as large', async () => {
    expect(await decodeImage(gif({ ...SIZE, frameWidth: 60 }))).toMatchObject({ width: 60, height: 25 });
    expect(await codeOf(gif({ ...SIZE, frameWidth: MAX_SIDE + 1 }))).toBe('IMAGE_SIZE');
  });
});

describe('size limits', () => {
  it.each([
    ['one pixel', 1, 1, 'IMAGE_SIZE'],
    ['one px too low', 100, MIN_SIDE - 1, 'IMAGE_SIZE'],
    ['one px too narrow', MIN_SIDE - 1, 100, 'IMAGE_SIZE'],
    ['the smallest', MIN_SIDE, MIN_SIDE, null],
    ['the longest shape', MIN_SIDE * MAX_RATIO, MIN_SIDE, null],
    ['the longest shape, upright', MIN_SIDE, MIN_SIDE * MAX_RATIO, null],
    ['too long a shape', MIN_SIDE * MAX_RATIO + 1, MIN_SIDE, 'IMAGE_SIZE'],
    ['the longest side', MAX_SIDE, 200, null],
    ['too long a side', MAX_SIDE + 1, 200, 'IMAGE_SIZE'],
    ['64 megapixels', 8000, 8000, 'PAYLOAD_TOO_LARGE'],
    ['just over 50 megapixels', 7072, Math.floor(MAX_PIXELS / 7072) + 1, 'PAYLOAD_TOO_LARGE'],
  ])('%s, %i × %i', async (_, width, height, code) => {
    expect(await codeOf(blackPng(width, height))).toBe(code);
  });

  /** A JPEG whose header claims another size than it has. */
  const jpegOf = async (width: number, height: number): Promise<Buffer> => {
    const jpeg = await sharp({ create: { width: 64, height: 48, channels: 3, background: '#888' } })
      .jpeg()
      .toBuffer();
    const frame = jpeg.indexOf(Buffer.from([0xff, 0xc0]));
    jpeg.writeUInt16BE(height, frame + 5);
    jpeg.writeUInt16BE(width, frame + 7);
    return jpeg;
  };

  it.each([
    ['one px too low', 100, MIN_SIDE - 1, 'IMAGE_SIZE'],
    ['too long a shape', MIN_SIDE * MAX_RATIO + 1, MIN_SIDE, 'IMAGE_SIZE'],
    ['too long a side', MAX_SIDE + 1, 200, 'IMAGE_SIZE'],
    ['the longest there can be', 65_535, 65_535, 'IMAGE_SIZE'],
    ['64 megapixels', 8000, 8000, 'PAYLOAD_TOO_LARGE'],
    ['just over 50 megapixels', 7072, Math.floor(MAX_PIXELS / 7072) + 1, 'PAYLOAD_TOO_LARGE'],
  ])('a JPEG: %s, %i × %i', async (_, width, height, code) => {
    expect(await codeOf(await jpegOf(width, height))).toBe(code);
  });

  it('refuses a bomb by its header, without decoding it', async () => {
    const bomb = blackPng(30_000, 30_000);
    expect(bomb.length).toBeLessThan(150_000);
    expect(await codeOf(bomb)).toBe('IMAGE_SIZE');
  });

  it('shrinks a large picture to 3072 px on its long side and keeps the size it had', async () => {
    const { raster, width, height } = await decodeImage(blackPng(4000, 3000));
    expect([width, height]).toEqual([4000, 3000]);
    expect([raster.width, raster.height, raster.data.length]).toEqual([3072, 2304, 3072 * 2304 * 3]);
  });

  it('does not enlarge', async () => {
    expect((await decodeImage(blackPng(3072, 100))).raster).toMatchObject({ width: 3072, height: 100 });
  });

  it.each([
    [2999, 2250, 2999, false],
    [3000, 2250, 1500, true],
    [4032, 3024, 2016, true],
    [2251, 5999, 1126, true],
    [6000, 4500, 1500, true],
    [8192, 200, 2048, true],
  ])('coarsely, %d × %d becomes %d wide', async (width, height, decoded, isCoarse) => {
    const image = await decodeImage(blackPng(width, height), 'coarse');
    expect(image).toMatchObject({ width, height, isCoarse });
    expect(Math.abs(image.raster.width - decoded)).toBeLessThanOrEqual(1);
  });
});

describe('what takes too long or too much', () => {
  const turned = (name: string, times: number): Buffer => withProperty(formatFixture(name), IROT, times);

  it('is given up', async () => {
    await expect(decodeHere(await examinePicture(await slowPng(false)), 'fine', 1)).rejects.toMatchObject({ code: 'REQUEST_TIMEOUT' });
  });

  it('is killed with its process, and none is left', async () => {
    const { width, height } = { width: 6000, height: 5000 };
    const slow = await sharp({ create: { width, height, channels: 3, background: '#777' } })
      .toColourspace('rgb16')
      .png({ progressive: true, compressionLevel: 1 })
      .toBuffer();
    const before = children();
    await expect(decodeApart(await examinePicture(slow), 0.2, undefined)).rejects.toMatchObject({ code: 'REQUEST_TIMEOUT' });
    await expect(decodeImage(slow, 'fine', AbortSignal.timeout(150))).rejects.toMatchObject({ code: 'REQUEST_TIMEOUT' });
    await expect(decodeImage(slow, 'fine', AbortSignal.abort())).rejects.toMatchObject({ code: 'REQUEST_TIMEOUT' });
    expect(children()).toEqual(before);
    expect(await decodeImage(slow)).toMatchObject({ width, height, isCoarse: false });
  });

  it.each<[string, () => Promise<Buffer>, () => Promise<Buffer>]>([
    [
      'a TIFF of many directories that share a profile',
      () => flatTiff().then((tiff) => tiffOfDirectories(tiff, 20_000, 2 ** 22)),
      () => flatTiff().then((tiff) => tiffOfDirectories(tiff, 2, 100)),
    ],
    ['a WebP of many frames', () => webpOfFrames(80_000), () => webpOfFrames(2)],
    [
      'a PNG with texts that unpack to much',
      () => pngWithTexts(formatFixture('rgb.png'), 150),
      () => pngWithTexts(formatFixture('rgb.png'), 2),
    ],
  ])('%s is given up, too, before there is a pixel; with few it is a picture', async (_, many, few) => {
    await expect(decodeApart(await examinePicture(await many()), 1, undefined)).rejects.toMatchObject({ code: 'REQUEST_TIMEOUT' });
    expect(await codeOf(await few())).toBeNull();
  });

  it('a TIFF of floats is a picture, one of integers of 32 bits is none: how bright they are is not told', async () => {
    const image = sharp(formatFixture('rgb.png')).removeAlpha().toColourspace('scrgb');
    const tiff = await image.tiff({ compression: 'none' }).toBuffer();
    expect(difference((await decodeImage(tiff)).raster, await reference)).toBeLessThan(2);
    // SampleFormat (tag 339, three numbers that lie elsewhere): 3 is a float, 1 an unsigned integer
    const entry = tiff.indexOf(Buffer.from([0x53, 1, 3, 0, 3, 0, 0, 0]));
    for (let i = 0; i < 3; i++) tiff.writeUInt16LE(1, tiff.readUInt32LE(entry + 8) + 2 * i);
    expect(await codeOf(tiff)).toBe('IMAGE_DECODE_FAILED');
  });

  const flatTiff = (): Promise<Buffer> =>
    sharp({ create: { width: 20, height: 20, channels: 3, background: '#777' } })
      .tiff({ compression: 'none' })
      .toBuffer();

  it.each(['rgb.avif', 'rgb.heic', 'rgb.bmp', 'rgb.tiff'])('%s is decoded in a process that can be killed', async (name) => {
    await expect(decodeImage(formatFixture(name), 'fine', AbortSignal.abort())).rejects.toMatchObject({
      code: 'REQUEST_TIMEOUT',
    });
  });

  it.each(['rgb.avif', 'rgb.heic'])(
    '%s that is turned once, or cropped and mirrored, too, is a picture; turned over and over it is none',
    async (name) => {
      const { width, height } = await decodeImage(turned(name, 1));
      expect([width, height]).toEqual([CARD.height, CARD.width]);
      expect(await codeOf(turned(name, 2))).toBeNull();
      for (const times of [4, 20, 250]) expect(await codeOf(turned(name, times))).toBe('IMAGE_DECODE_FAILED');
    },
  );

  it('an AVIF within the limit of pixels, but beyond that of memory, by its depth', async () => {
    const deep = (width: number, height: number): Promise<Buffer> =>
      sharp({ create: { width, height, channels: 4, background: '#7778' } })
        .toColourspace('rgb16')
        .avif({ effort: 0, bitdepth: 12, chromaSubsampling: '4:4:4' })
        .toBuffer();
    expect(await codeOf(await deep(4400, 3300))).toBe('PAYLOAD_TOO_LARGE');
    expect(await codeOf(await deep(1000, 800))).toBeNull();
  });

  it('an AVIF beyond the limit of memory, and where it tells a small size, too, or has the header of a small one', async () => {
    const large = await sharp({ create: { width: 5200, height: 5200, channels: 3, background: '#777' } })
      .avif({ effort: 0 })
      .toBuffer();
    const small = ispe(100, 100);
    expect(await codeOf(large)).toBe('PAYLOAD_TOO_LARGE');
    expect(await codeOf(withPropertiesBehind(large, small))).toBe('PAYLOAD_TOO_LARGE');
    expect(await codeOf(withBoxesBefore(large, bareMeta(small)))).toBe('IMAGE_DECODE_FAILED');
  });

  it('a time-out is one for every format, whatever the decoder says of being stopped', async () => {
    for (const message of [
      'timeout: 45% complete',
      'heif: Invalid input: Unspecified\ntimeout: 99% complete',
      'VipsPng: end\n timeout: 1% complete',
    ]) {
      expect(isTimeout(new Error(message))).toBe(true);
    }
    expect(isTimeout(new Error('VipsJpeg: timeout'))).toBe(false);
    expect(isStarved(new Error('glib: Error creating thread: Resource temporarily unavailable'))).toBe(true);
    expect(isStarved(new Error('VipsJpeg: premature end of JPEG image'))).toBe(false);
  });

  /** Ids of this process's own. */
  const children = (): string[] => readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').split(' ').filter(Boolean);
});
