import fc from 'fast-check';
import sharp from 'sharp';
import { ERROR_CATALOGUE } from '../../lib/errors';
import { type GifFault, gifFault, isGif } from '../../lib/image/gif-fault';
import { formatFixture } from '../helpers/fixtures';
import { brokenGifs, comment, gif, lzwCodes, noise, packCodes, subBlocks } from '../helpers/gif';

const SIZE = { width: 20, height: 16 };
const HEADER_BYTES = 13;

/** `bytes` with the one at `offset` (from the end where negative) replaced. */
const withByte = (bytes: Buffer, offset: number, value: number): Buffer => {
  const changed = Buffer.from(bytes);
  changed[offset < 0 ? bytes.length + offset : offset] = value;
  return changed;
};

describe('the signature', () => {
  it.each(['GIF', 'GIF89a', 'GIF87a', 'GIF12x', 'GIF\0'])('%j is one', (text) => expect(isGif(Buffer.from(text))).toBe(true));
  it.each(['', 'G', 'GI', 'gif89a', 'PNG', ' GIF89a'])('%j is none', (text) => expect(isGif(Buffer.from(text))).toBe(false));
});

describe('sound files', () => {
  it.each<[string, Buffer]>([
    ['one frame', gif(SIZE)],
    ['the older version', gif({ ...SIZE, version: '87a' })],
    ['several frames', gif({ ...SIZE, frames: 3 })],
    ['a colour table of the frame only', gif({ ...SIZE, globalColours: 0, localColours: 16 })],
    ['both colour tables', gif({ ...SIZE, globalColours: 2, localColours: 256 })],
    ['interlaced', gif({ ...SIZE, interlaced: true })],
    ['one pixel', gif({ width: 1, height: 1 })],
    ['a frame smaller than the screen', gif({ ...SIZE, frameWidth: 3, frameHeight: 5 })],
    ['a frame larger than the screen', gif({ ...SIZE, frameWidth: 50 })],
    ['comments', gif({ ...SIZE, extensions: [comment('a'), comment('b'.repeat(600)), comment('')] })],
    ['an extension that nobody knows', gif({ ...SIZE, extensions: [Buffer.from([0x21, 0x77, 2, 0x3b, 0x2c, 0])] })],
    ['sub-blocks of one byte', gif({ ...SIZE, subBlockBytes: 1 })],
    ['no trailer', gif({ ...SIZE, trailer: false })],
    ['bytes after the trailer', Buffer.concat([gif(SIZE), Buffer.from('GIF, and whatever else')])],
    ['bytes after the trailer that look like a block', Buffer.concat([gif(SIZE), Buffer.from([0x2c, 1, 2])])],
  ])('%s', async (_, bytes) => expect(await gifFault(bytes)).toBeNull());

  it.each([2, 4, 8, 16, 32, 64, 128, 256])('%i colours', async (colours) => {
    expect(await gifFault(gif({ width: 90, height: 70, globalColours: colours }))).toBeNull();
  });

  it('the animation of the fixtures', async () => expect(await gifFault(formatFixture('animated.gif'))).toBeNull());

  it('whatever sharp writes', async () => {
    const side = fc.integer({ min: 1, max: 120 });
    const levelsOf = fc.constantFrom(1, 4, 32, 256);
    const seeds = fc.integer({ min: 1, max: 10_000 });
    const palette = fc.integer({ min: 2, max: 256 });
    await fc.assert(
      fc.asyncProperty(side, side, levelsOf, seeds, palette, fc.boolean(), async (width, height, levels, seed, colours, progressive) => {
        const data = Uint8Array.from(noise(width * height * 3, levels, seed), (level) => level * (256 / levels));
        const image = sharp(data, { raw: { width, height, channels: 3 } });
        expect(await gifFault(await image.gif({ colours, dither: 0, effort: 1, progressive }).toBuffer())).toBeNull();
      }),
      { numRuns: 60 },
    );
  });

  it.each([false, true])('what LZW makes of noise is read by sharp too; table left full: %s', async (deferClear) => {
    const pixels = noise(160 * 120, 256);
    const bytes = gif({ width: 160, height: 120, globalColours: 256, codes: lzwCodes(pixels, 8, deferClear) });
    expect(await gifFault(bytes)).toBeNull();
    const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
    expect(pixels.every((grey, i) => data[i * info.channels] === grey)).toBe(true);
  });
});

describe('every broken file of the helper', () => {
  const faults = Object.entries(brokenGifs) as [GifFault, Buffer][];

  it.each(faults)('%s', async (fault, bytes) => {
    expect(await gifFault(bytes)).toBe(fault);
    expect(isGif(bytes)).toBe(true);
  });

  it('covers the catalogue', () => {
    expect(Object.keys(brokenGifs).sort()).toEqual(
      Object.keys(ERROR_CATALOGUE)
        .filter((code) => code.startsWith('GIF_'))
        .sort(),
    );
  });
});

describe('GIF_OPEN_FAILED', () => {
  it.each(['GIF', 'GIF8', 'GIF89a', 'GIF87a'])('%s alone', async (text) =>
    expect(await gifFault(Buffer.from(text))).toBe('GIF_OPEN_FAILED'),
  );

  it.each(['88a', '89b', '89A', '90a', '\0\0\0'])('version %j', async (version) => {
    expect(await gifFault(gif({ ...SIZE, version }))).toBe('GIF_OPEN_FAILED');
  });

  it('one byte less than a header', async () => {
    expect(await gifFault(gif(SIZE).subarray(0, HEADER_BYTES - 1))).toBe('GIF_OPEN_FAILED');
    expect(await gifFault(gif(SIZE).subarray(0, HEADER_BYTES))).toBe('GIF_READ_FAILED');
  });

  it('another signature', async () => expect(await gifFault(withByte(gif(SIZE), 2, 0x47))).toBe('GIF_OPEN_FAILED'));
});

describe('GIF_READ_FAILED', () => {
  const header = gif({ ...SIZE, globalColours: 0, frames: 0, trailer: false });
  const headerAnd = (...bytes: number[]): Buffer => Buffer.concat([header, Buffer.from(bytes)]);

  it.each<[string, Buffer]>([
    ['within the colour table of the file', gif(SIZE).subarray(0, HEADER_BYTES + 11)],
    ['after the colour table of the file', gif(SIZE).subarray(0, HEADER_BYTES + 12)],
    ['after the introducer of an extension', headerAnd(0x21)],
    ['after the label of an extension', headerAnd(0x21, 0xfe)],
    ['within a sub-block of an extension', headerAnd(0x21, 0xfe, 3, 1, 2)],
    ['before the terminator of an extension', headerAnd(0x21, 0xfe, 3, 1, 2, 3)],
    ['after an extension, before any frame', headerAnd(0x21, 0xfe, 3, 1, 2, 3, 0)],
    ['after an image separator', headerAnd(0x2c)],
    ['within an image descriptor', headerAnd(0x2c, 0, 0, 0, 0, 5, 0, 5, 0)],
    ['within the colour table of a frame', headerAnd(0x2c, 0, 0, 0, 0, 5, 0, 5, 0, 0x80, 1, 2, 3, 4, 5)],
    ['before the LZW minimum code size', headerAnd(0x2c, 0, 0, 0, 0, 5, 0, 5, 0, 0)],
    ['after the LZW minimum code size', headerAnd(0x2c, 0, 0, 0, 0, 5, 0, 5, 0, 0, 2)],
    ['within the LZW data', headerAnd(0x2c, 0, 0, 0, 0, 5, 0, 5, 0, 0, 2, 9, 1, 2)],
    ['before the terminator of the LZW data', headerAnd(0x2c, 0, 0, 0, 0, 5, 0, 5, 0, 0, 2, 2, 1, 2)],
    ['within a later frame', gif({ ...SIZE, frames: 2 }).subarray(0, -5)],
  ])('cut off %s', async (_, bytes) => expect(await gifFault(bytes)).toBe('GIF_READ_FAILED'));

  it.each([0x00, 0x2b, 0x3a, 0xff])('a block of the unknown kind %i', async (kind) => {
    expect(await gifFault(headerAnd(kind))).toBe('GIF_READ_FAILED');
    expect(await gifFault(withByte(gif(SIZE), -1, kind))).toBe('GIF_READ_FAILED');
  });
});

describe('a file of several frames, cut anywhere', () => {
  const parts = { ...SIZE, subBlockBytes: 40, extensions: [comment('two words')], localColours: 8 };
  const ends = [1, 2, 3].map((frames) => gif({ ...parts, frames, trailer: false }).length);
  const whole = gif({ ...parts, frames: 3 });

  it('is sound only where a frame ends', async () => {
    expect(ends[2]).toBe(whole.length - 1);
    for (let length = 0; length < whole.length; length++) {
      const expected = length < HEADER_BYTES ? 'GIF_OPEN_FAILED' : ends.includes(length) ? null : 'GIF_READ_FAILED';
      expect([length, await gifFault(whole.subarray(0, length))]).toEqual([length, expected]);
    }
  });

  it('the animation of the fixtures has a fault up to the end of its first frame', async () => {
    const bytes = formatFixture('animated.gif');
    const sound: number[] = [];
    for (let length = 0; length <= bytes.length; length++) if ((await gifFault(bytes.subarray(0, length))) === null) sound.push(length);
    expect(sound.at(-1)).toBe(bytes.length);
    expect(sound[0]).toBeGreaterThan(bytes.length * 0.4);
    // the first frame, the next one's delay, the next frame, the trailer
    expect(sound).toHaveLength(4);
  });
});

describe('GIF_EMPTY', () => {
  it.each<[string, Buffer]>([
    ['no frame', gif({ ...SIZE, frames: 0 })],
    ['no frame, no colour table', gif({ ...SIZE, frames: 0, globalColours: 0 })],
    ['an extension, but no frame', gif({ ...SIZE, frames: 0, extensions: [comment('nothing here')] })],
    ['a frame after the trailer', Buffer.concat([gif({ ...SIZE, frames: 0 }), gif(SIZE).subarray(HEADER_BYTES + 12)])],
    ['a frame without width', gif({ ...SIZE, frameWidth: 0 })],
    ['a frame without height', gif({ ...SIZE, frameHeight: 0 })],
    ['a frame without width in a file without trailer', gif({ ...SIZE, frameWidth: 0, trailer: false })],
  ])('%s', async (_, bytes) => expect(await gifFault(bytes)).toBe('GIF_EMPTY'));
});

describe('GIF_WITHOUT_COLOR_MAP', () => {
  it('when neither the file nor its first frame has one', async () => {
    expect(await gifFault(gif({ ...SIZE, globalColours: 0 }))).toBe('GIF_WITHOUT_COLOR_MAP');
  });

  it('even when a later frame has one', async () => {
    const first = gif({ ...SIZE, globalColours: 0, trailer: false });
    const later = gif({ ...SIZE, globalColours: 0, localColours: 4 }).subarray(HEADER_BYTES);
    expect(await gifFault(Buffer.concat([first, later]))).toBe('GIF_WITHOUT_COLOR_MAP');
  });
});

describe('GIF_DECODE_FAILED', () => {
  /** The fault of a frame of 6 pixels with these codes of 2-bit pixels: 4 clears, 5 ends, strings from 6 on. */
  const faultOf = (codes: readonly number[], width = 6): Promise<GifFault | null> => gifFault(gif({ width, height: 1, codes }));

  it.each<[string, number[]]>([
    ['no code at all', []],
    ['a clear code alone', [4]],
    ['the end first', [5]],
    ['the end before the last pixel', [4, 0, 1, 2, 3, 0, 5]],
    ['the data stops before the last pixel', [4, 0, 1, 2]],
    ['the first code is a string', [6]],
    ['the first code after a clear one is a string', [4, 6]],
    ['the same after a second clear one', [4, 0, 0, 4, 6]],
    ['a string after the next', [4, 0, 7]],
    ['a string of before the clear code', [4, 0, 1, 6, 4, 0, 7]],
  ])('%s', async (_, codes) => expect(await faultOf(codes)).toBe('GIF_DECODE_FAILED'));

  it.each<[string, number[]]>([
    ['literals', [4, 0, 1, 2, 3, 0, 1, 5]],
    ['no first clear code', [0, 1, 2, 3, 0, 1, 5]],
    ['several clear codes', [4, 4, 4, 0, 4, 1, 4, 2, 4, 3, 4, 0, 4, 1, 5]],
    ['the next string, of 2 and then 3 pixels', [4, 0, 6, 7, 5]],
    ['no end', [4, 0, 6, 7]],
    ['more pixels than are wanted', [4, 0, 6, 7, 8, 9, 5]],
    ['anything after the last pixel', [4, 0, 6, 7, 15, 15]],
  ])('but not: %s', async (_, codes) => expect(await faultOf(codes)).toBeNull());

  it('counts pixels to the last one', async () => {
    expect(await faultOf([4, 0, 6, 7, 5], 6)).toBeNull();
    expect(await faultOf([4, 0, 6, 7, 5], 7)).toBe('GIF_DECODE_FAILED');
    expect(await faultOf([4, 0, 6, 7, 1, 5], 7)).toBeNull();
  });

  it.each([0, 1, 9, 11, 12, 255])('a minimum code size of %i', async (codeSize) => {
    const bytes = gif(SIZE);
    const place = HEADER_BYTES + 12 + 10;
    expect(bytes[place]).toBe(2);
    expect(await gifFault(withByte(bytes, place, codeSize))).toBe('GIF_DECODE_FAILED');
  });

  it.each([0, 1, 2, 8, 9, 11])('a minimum code size of %i, with codes to match', async (codeSize) => {
    const codes = [1 << codeSize, 0, (1 << codeSize) + 1];
    expect(await gifFault(gif({ width: 1, height: 1, codeSize, codes }))).toBe(codeSize < 2 || codeSize > 8 ? 'GIF_DECODE_FAILED' : null);
  });

  it('of the first frame only', async () => {
    const first = gif({ ...SIZE, trailer: false });
    const broken = brokenGifs.GIF_DECODE_FAILED.subarray(HEADER_BYTES + 12);
    expect(await gifFault(Buffer.concat([first, broken]))).toBeNull();
  });

  /** Pixels that LZW data holds, by keeping every string; null when it meets a code that has none. A slow decoder to compare with. */
  const pixelsOf = (data: Uint8Array, codeSize: number, wanted: number): number | null => {
    const bits = [...data].map((byte) => [...byte.toString(2).padStart(8, '0')].reverse().join('')).join('');
    const literals = Array.from({ length: (1 << codeSize) + 2 }, (_, i) => [i]);
    const [clear, end] = [1 << codeSize, (1 << codeSize) + 1];
    let strings = [...literals];
    let last: number[] | null = null;
    let count = 0;
    for (let at = 0; count < wanted; ) {
      const bitsOfCode = Math.min(12, strings.length.toString(2).length);
      if (at + bitsOfCode > bits.length) break;
      const code = Number.parseInt([...bits.slice(at, at + bitsOfCode)].reverse().join(''), 2);
      at += bitsOfCode;
      if (code === end) break;
      if (code === clear) {
        strings = [...literals];
        last = null;
        continue;
      }
      const known: number[] | null = strings[code] ?? (code === strings.length && last ? [...last, last[0]!] : null);
      if (!known) return null;
      if (last && strings.length < 4096) strings.push([...last, known[0]!]);
      last = known;
      count += known.length;
    }
    return count;
  };

  it('agrees with a decoder that keeps every string, on any data', async () => {
    const any = fc.tuple(fc.integer({ min: 2, max: 8 }), fc.uint8Array({ maxLength: 60 }));
    const nearlySound = fc
      .record({
        codeSize: fc.integer({ min: 2, max: 8 }),
        indices: fc.array(fc.nat(3), { minLength: 1, maxLength: 300 }),
        place: fc.nat(),
        value: fc.nat(255),
      })
      .map(({ codeSize, indices, place, value }): [number, Uint8Array] => {
        const data = packCodes(lzwCodes(indices, codeSize), codeSize);
        return [codeSize, withByte(data, place % data.length, value)];
      });
    await fc.assert(
      fc.asyncProperty(fc.oneof(any, nearlySound), fc.integer({ min: 1, max: 300 }), async ([codeSize, data], width) => {
        const head = gif({ width, height: 1, frames: 0, trailer: false });
        const descriptor = Buffer.from([0x2c, 0, 0, 0, 0, width & 0xff, width >> 8, 1, 0, 0, codeSize]);
        const bytes = Buffer.concat([head, descriptor, subBlocks(Buffer.from(data), 7)]);
        expect(await gifFault(bytes)).toBe((pixelsOf(data, codeSize, width) ?? 0) >= width ? null : 'GIF_DECODE_FAILED');
      }),
      { numRuns: 1500 },
    );
  });
});

describe('of several faults the outermost is told', () => {
  const broken = { ...SIZE, globalColours: 0, codes: [4, 0, 7, 5] };

  it.each<[GifFault, Buffer]>([
    ['GIF_OPEN_FAILED', gif({ ...broken, version: '00a', frameWidth: 0 }).subarray(0, -2)],
    ['GIF_READ_FAILED', gif({ ...broken, frameWidth: 0 }).subarray(0, -2)],
    ['GIF_READ_FAILED', gif({ ...broken, frames: 2 }).subarray(0, -2)],
    ['GIF_EMPTY', gif({ ...broken, frameWidth: 0 })],
    ['GIF_WITHOUT_COLOR_MAP', gif(broken)],
    ['GIF_DECODE_FAILED', gif({ ...broken, globalColours: 4 })],
  ])('%s', async (fault, bytes) => expect(await gifFault(bytes)).toBe(fault));
});

describe('any bytes', () => {
  const known = [null, ...Object.keys(brokenGifs)];

  it.each(['GIF89a', 'GIF87a', 'GIF', ''])('after %j', async (start) => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 600 }), async (bytes) => {
        expect(known).toContain(await gifFault(Buffer.concat([Buffer.from(start), bytes])));
      }),
      { numRuns: 500 },
    );
  });

  it('in place of some of a sound file', async () => {
    const sound = gif({ ...SIZE, frames: 2, extensions: [comment('here')] });
    const place = fc.nat(sound.length - 1);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(place, fc.nat(255)), { minLength: 1, maxLength: 5 }), async (changes) => {
        const bytes = Buffer.from(sound);
        for (const [at, value] of changes) bytes[at] = value;
        expect(known).toContain(await gifFault(bytes));
      }),
      { numRuns: 500 },
    );
  });
});
