import fc from 'fast-check';
import sharp, { type AvifOptions } from 'sharp';
import { heifHeader, isHeif } from '../../lib/image/heif-header';
import {
  bareMeta,
  box,
  IROT,
  ispe,
  longBox,
  withBoxesBefore,
  withPropertiesBehind,
  withProperty,
} from '../../scripts/measure/torture/heif-boxes';
import { formatFixture } from '../helpers/fixtures';

const SIZE = { width: 224, height: 141 };
const PLAIN = { ...SIZE, isPlain: true, transformations: 0 };
const SMALL = ispe(90, 60);
/** Encoded with an even height, and cropped. */
const HEIC = { ...PLAIN, codec: 'hevc', height: 142, transformations: 1 };

describe('what the header of a file tells', () => {
  test('HEIC', () => expect(heifHeader(formatFixture('rgb.heic'))).toEqual(HEIC));

  test.each<[string, AvifOptions, boolean, boolean]>([
    ['4:2:0', { chromaSubsampling: '4:2:0' }, false, true],
    ['4:4:4', { chromaSubsampling: '4:4:4' }, false, false],
    ['10 bits', { chromaSubsampling: '4:2:0', bitdepth: 10 }, false, false],
    ['12 bits', { chromaSubsampling: '4:2:0', bitdepth: 12 }, false, false],
    ['transparent', { chromaSubsampling: '4:2:0' }, true, false],
  ])('AVIF, %s', async (_, options, isTransparent, isPlain) => {
    const picture = sharp({ create: { ...SIZE, channels: isTransparent ? 4 : 3, background: { r: 99, g: 9, b: 9, alpha: 0.5 } } });
    const file = await picture
      .toColourspace(options.bitdepth ? 'rgb16' : 'srgb')
      .avif({ ...options, effort: 0 })
      .toBuffer();
    expect(heifHeader(file)).toEqual({ ...PLAIN, codec: 'av1', isPlain });
  });

  test.each([0, 1, 20, 200])('%i turns', (times) => {
    const transformations = (name: string): unknown => heifHeader(withProperty(formatFixture(name), IROT, times))?.transformations;
    expect(transformations('rgb.avif')).toBe(times);
    expect(transformations('rgb.heic')).toBe(HEIC.transformations + times);
  });

  test('a size behind another one: the largest', () => {
    expect(heifHeader(withProperty(formatFixture('rgb.heic'), SMALL, 1))).toMatchObject({ width: 224, height: 142 });
  });

  test.each<[string, (file: Buffer) => Buffer]>([
    ['whose properties lie behind a smaller size, in a box of 64 bits', (file) => withPropertiesBehind(file, SMALL)],
    ['with a box of 64 bits before it', (file) => withBoxesBefore(file, longBox('free', Buffer.alloc(9)))],
    ['with something behind it that is no box', (file) => Buffer.concat([file, Buffer.alloc(100, 'x')])],
  ])('a picture %s', (_, change) => {
    expect(heifHeader(change(formatFixture('rgb.heic')))).toEqual(HEIC);
    expect(heifHeader(change(formatFixture('rgb.avif')))).toMatchObject(SIZE);
  });
});

describe('what is none', () => {
  test.each<[string, Buffer]>([
    ['nothing behind the type', box('ftyp', Buffer.from('heic'))],
    ['no properties', Buffer.concat([box('ftyp', Buffer.from('heic')), box('meta', Buffer.alloc(4), box('iprp'))])],
    ['a size cut off', Buffer.concat([box('ftyp'), bareMeta(box('ispe', Buffer.alloc(7)))])],
    ['a box cut off behind a size', Buffer.concat([box('ftyp'), bareMeta(SMALL, SMALL.subarray(0, 12))])],
    [
      'a box of 64 bits cut off behind a size',
      Buffer.concat([box('ftyp'), bareMeta(SMALL, longBox('free', Buffer.alloc(9)).subarray(0, 12))]),
    ],
    ['a box smaller than its header behind a size', Buffer.concat([box('ftyp'), bareMeta(SMALL, Buffer.from('\0\0\0\x07free'))])],
    ['too many boxes behind a size', Buffer.concat([box('ftyp'), bareMeta(SMALL, ...Array<Buffer>(10_000).fill(box('free')))])],
    ['two pictures’ headers', Buffer.concat([box('ftyp'), bareMeta(SMALL), bareMeta(SMALL)])],
    [
      'a box of 64 bits between two headers',
      Buffer.concat([box('ftyp'), bareMeta(SMALL), longBox('free', Buffer.alloc(9)), bareMeta(SMALL)]),
    ],
    ['two lists of properties', box('meta', Buffer.alloc(4), box('iprp', box('ipco', SMALL), box('ipco', SMALL)))],
  ])('%s', (_, file) => expect(heifHeader(file)).toBeNull());

  test('megabytes of what says whose the properties are', () => {
    const associated = (bytes: number): Buffer => {
      const ipma = Buffer.alloc(bytes);
      ipma.writeUInt32BE(0xffffffff, 4);
      return Buffer.concat([box('ftyp'), box('meta', Buffer.alloc(4), box('iprp', box('ipco', SMALL), box('ipma', ipma)))]);
    };
    expect(heifHeader(associated(2 ** 16))).toMatchObject({ width: 90, height: 60 });
    expect(heifHeader(associated(2 ** 16 + 1))).toBeNull();
  });

  test('is told by its type', () => {
    expect(isHeif(formatFixture('rgb.heic'))).toBe(true);
    expect(isHeif(formatFixture('rgb.jpg'))).toBe(false);
    expect(isHeif(new Uint8Array())).toBe(false);
  });

  test('any change is read, or is not, but never throws', () => {
    const file = formatFixture('rgb.heic');
    const place = fc.oneof(fc.nat(400), fc.nat(file.length - 1));
    fc.assert(
      fc.property(fc.array(fc.tuple(place, fc.nat(255)), { minLength: 1, maxLength: 8 }), fc.nat(file.length), (changes, end) => {
        const changed = Buffer.from(file.subarray(0, end));
        for (const [at, value] of changes) if (at < end) changed[at] = value;
        expect(heifHeader(changed)?.transformations ?? 0).toBeLessThan(256);
      }),
      { numRuns: 2000 },
    );
  });
});
