import type { ExaminedPicture } from '../../lib/image/examine-picture';
import { plainBmp } from '../../lib/image/plain-bmp';
import { encodeBmp } from '../../scripts/build/specimens/encode';
import { type IndexedBmp, indexedBmp, packedRows, runs } from '../helpers/bmp';

const [WIDTH, HEIGHT] = [19, 17];
const MASKS_565 = [0xf800, 0x7e0, 0x1f];

const fileOf = (bytes: Uint8Array, width = WIDTH, height = HEIGHT): ExaminedPicture => ({
  ...{ bytes, format: 'bmp', width, height, orientation: 1 },
  ...{ heldBytes: 0, decodedBytes: 0 },
});

/** Any picture of so many colours. */
const numbersOf = (count: number, width = WIDTH): number[][] =>
  Array.from({ length: HEIGHT }, (_, y) => Array.from({ length: width }, (_x, x) => (x * y + (x >> 1)) % count));

const coloursOf = (count: number): [number, number, number][] => Array.from({ length: count }, (_, i) => [i, 255 - i, (7 * i) % 256]);

const ofBits = (bits: number, changes: Partial<IndexedBmp> = {}): IndexedBmp => ({
  ...{ width: WIDTH, height: HEIGHT, bits, colours: coloursOf(2 ** bits) },
  ...{ pixels: packedRows(numbersOf(2 ** bits), bits) },
  ...changes,
});

/** The same with 8 bits a pixel and all in its place: what jimp is to get. */
const plainOf = (bits: number, changes: Partial<IndexedBmp> = {}): Buffer =>
  indexedBmp({ ...ofBits(bits), bits: 8, pixels: packedRows(numbersOf(2 ** bits), 8), ...changes });

test.each([1, 2, 4, 8])('%i bits a pixel become 8, at any width', (bits) => {
  for (const width of [16, 17, 18, 19, 20, 21, 22, 23]) {
    const numbers = numbersOf(2 ** bits, width);
    const bmp = indexedBmp(ofBits(bits, { width, pixels: packedRows(numbers, bits) }));
    expect(plainBmp(fileOf(bmp, width))).toEqual(plainOf(bits, { width, pixels: packedRows(numbers, 8) }));
  }
});

test.each<[string, number, Partial<IndexedBmp>]>([
  ['a gap before the pixels', 8, { gap: 512 }],
  ['a gap that is no whole colour', 4, { gap: 3 }],
  ['as many colours as there can be, where their number is not said', 8, { coloursSaid: 0 }],
  ['no offset', 8, { offset: 0 }],
  ['an offset within the header', 4, { offset: 30 }],
])('a BMP with %s is written plainly', (_, bits, changes) => {
  expect(plainBmp(fileOf(indexedBmp(ofBits(bits, changes))))).toEqual(plainOf(bits));
});

test('a palette ends where the pixels begin, whatever the header says of it', () => {
  const colours = coloursOf(100);
  const pixels = packedRows(numbersOf(100), 8);
  for (const coloursSaid of [0, 256, 0xffffffff]) {
    expect(plainBmp(fileOf(indexedBmp(ofBits(8, { colours, coloursSaid, pixels }))))).toEqual(plainOf(8, { colours, pixels }));
  }
});

test.each([
  [8, 1],
  [4, 2],
])('runs of %i bits', (bits, compression) => {
  const bmp = indexedBmp(ofBits(bits, { compression, pixels: runs(numbersOf(2 ** bits), bits) }));
  expect(plainBmp(fileOf(bmp))).toEqual(plainOf(bits));
});

describe('what else stands among runs', () => {
  const [width, height] = [16, 3];
  const rowsOf = (bits: number, pixels: readonly number[]): number[][] => {
    const compression = bits === 8 ? 1 : 2;
    const plain = plainBmp(fileOf(indexedBmp(ofBits(bits, { width, height, compression, pixels: Buffer.from(pixels) })), width, height));
    const rows = plain.subarray(plain.readUInt32LE(10));
    expect(rows).toHaveLength(width * height);
    return Array.from({ length: height }, (_, y) => [...rows.subarray(y * width, (y + 1) * width)]);
  };
  const row = (...numbers: number[]): number[] => Array.from({ length: width }, (_, x) => numbers[x] ?? 0);

  test('of 4 bits, two colours in turn, and colours one by one, padded to an even number of bytes', () => {
    const pixels = [3, 0x12, 0, 5, 0x34, 0x56, 0x70, 0, 1, 0x90, 0, 0, 0, 4, 0x12, 0x34, 0, 1];
    expect(rowsOf(4, pixels)).toEqual([row(1, 2, 1, 3, 4, 5, 6, 7, 9), row(1, 2, 3, 4), row()]);
  });

  test('of 8 bits, colours one by one', () => {
    expect(rowsOf(8, [0, 3, 7, 8, 9, 0, 1, 5, 0, 0, 0, 4, 1, 2, 3, 4, 0, 1])).toEqual([row(7, 8, 9, 5), row(1, 2, 3, 4), row()]);
  });

  test('a move to the right and up', () => {
    expect(rowsOf(8, [2, 7, 0, 2, 3, 2, 1, 9, 0, 1])).toEqual([row(7, 7), row(), row(0, 0, 0, 0, 0, 9)]);
  });

  test('what is beyond the end of a row or of the picture is dropped', () => {
    expect(rowsOf(8, [255, 7, 3, 8, 0, 4, 1, 2, 3, 4, 0, 0, 1, 9, 0, 2, 200, 1, 5, 6, 0, 2, 0, 9, 5, 5])).toEqual([
      row(...Array(width).fill(7)),
      row(9),
      row(),
    ]);
  });

  test.each([[[]], [[5]], [[5, 1]], [[0, 2, 1]], [[0, 9, 1, 2]], [[0, 0, 0, 0]]])(
    'that end before the picture are broken: %j',
    (pixels) => {
      expect(() => rowsOf(8, pixels)).toThrow();
    },
  );
});

describe('colours themselves', () => {
  /** A header of such a length, with masks where there are some, and pixels behind a gap. */
  function bmpOf({
    headerLength = 40,
    bits = 24,
    compression = 0,
    masks = [] as number[],
    gap = 0,
    pixels = Buffer.alloc(0) as Buffer,
  }): Buffer {
    const bmp = Buffer.alloc(Math.max(14 + headerLength, 54 + 4 * masks.length) + gap);
    bmp.write('BM', 'latin1');
    bmp.writeUInt32LE(bmp.length, 10);
    bmp.writeUInt32LE(headerLength, 14);
    bmp.writeInt32LE(WIDTH, 18);
    bmp.writeInt32LE(-HEIGHT, 22);
    bmp.writeUInt16LE(1, 26);
    bmp.writeUInt16LE(bits, 28);
    bmp.writeUInt32LE(compression, 30);
    for (const [i, mask] of masks.entries()) bmp.writeUInt32LE(mask, 54 + 4 * i);
    return Buffer.concat([bmp, pixels]);
  }
  const pixelsOf = (bits: number): Buffer => Buffer.alloc(Math.ceil((WIDTH * bits) / 32) * 4 * HEIGHT, 'any pixels');

  test('a file as it should be stays as it is', () => {
    const raster = { width: WIDTH, height: HEIGHT, data: new Uint8Array(WIDTH * HEIGHT * 3).map((_, i) => i) };
    expect(plainBmp(fileOf(encodeBmp(raster)))).toEqual(encodeBmp(raster));
  });

  test.each([16, 24, 32])('of %i bits, behind a long header or a gap', (bits) => {
    const plain = bmpOf({ bits, pixels: pixelsOf(bits) });
    for (const headerLength of [40, 52, 56, 64, 108, 124]) {
      for (const gap of [0, 3, 100]) expect(plainBmp(fileOf(bmpOf({ bits, headerLength, gap, pixels: pixelsOf(bits) })))).toEqual(plain);
    }
  });

  test.each([3, 6])('with masks, by compression %i', (compression) => {
    const of565 = { bits: 16, masks: MASKS_565, pixels: pixelsOf(16) };
    const plain = bmpOf({ ...of565, compression: 3 });
    for (const headerLength of [40, 56, 124]) {
      for (const gap of [0, 6]) expect(plainBmp(fileOf(bmpOf({ ...of565, compression, headerLength, gap })))).toEqual(plain);
    }
  });

  test.each([
    ['0 bits', { bits: 0 }],
    ['64 bits', { bits: 64 }],
    ['a JPEG in it', { bits: 0, compression: 4 }],
    ['runs of 24 bits', { bits: 24, compression: 4 }],
    ['masks of 24 bits', { bits: 24, compression: 3 }],
    ['a header of OS/2', { headerLength: 16 }],
  ])('%s: refused', (_, changes) => {
    expect(() => plainBmp(fileOf(bmpOf({ ...changes, pixels: pixelsOf(32) })))).toThrow();
  });
});

test.each<[string, Partial<IndexedBmp>]>([
  ['rows', { bits: 4, pixels: packedRows(numbersOf(16), 4).subarray(0, -4) }],
  ['all pixels, which are to be beyond the end', { bits: 4, offset: 0xfffffff0 }],
  ['all runs, which are to be beyond the end', { bits: 8, compression: 1, offset: 0xfffffff0 }],
])('where %s are missing, it is broken', (_, changes) => {
  expect(() => plainBmp(fileOf(indexedBmp({ ...ofBits(4), ...changes })))).toThrow();
});

test('a last row without the bytes that pad it', () => {
  const pixels = packedRows(numbersOf(16), 4).subarray(0, -2);
  expect(plainBmp(fileOf(indexedBmp(ofBits(4, { pixels }))))).toEqual(plainOf(4));
});
