import type { GifFault } from '../../lib/image/gif-fault';

/** The parts of a GIF. One that is left out is as in a usual file. */
export interface GifParts {
  /** size of the logical screen, and of frames that have none of their own */
  readonly width: number;
  readonly height: number;
  readonly version?: string;
  readonly frames?: number;
  readonly frameWidth?: number;
  readonly frameHeight?: number;
  /** entries of the file's and of each frame's colour table: a power of two in 2..256; 0: no table */
  readonly globalColours?: number;
  readonly localColours?: number;
  /** each frame's LZW minimum code size */
  readonly codeSize?: number;
  /** each frame's LZW codes, in place of those of a picture */
  readonly codes?: readonly number[];
  /** bytes in each LZW sub-block but the last: 1..255 */
  readonly subBlockBytes?: number;
  readonly interlaced?: boolean;
  /** blocks before the first frame, as they stand in the file */
  readonly extensions?: readonly Buffer[];
  readonly trailer?: boolean;
}

const TABLE_SIZE = 4096;
const MAX_CODE_BITS = 12;

const uint16 = (value: number): number[] => [value & 0xff, value >> 8];

/** The flag and size bits of a colour table. */
const tableFlags = (colours: number): number => (colours === 0 ? 0 : 0x80 | (Math.log2(colours) - 1));

/** A colour table of evenly spread greys. */
const greys = (colours: number): Buffer =>
  Buffer.from(Array.from({ length: colours }, (_, i) => Array(3).fill((i * 255) / (colours - 1))).flat());

/** Returns `count` indices of colours in no order, the same each time. */
export function noise(count: number, colours: number, seed = 1): number[] {
  let state = seed;
  return Array.from({ length: count }, () => {
    state = (state * 48271) % 0x7fffffff;
    return state % colours;
  });
}

/** Bytes as a chain of sub-blocks, terminator included. */
export function subBlocks(bytes: Buffer, size = 255): Buffer {
  const chain: Buffer[] = [];
  for (let i = 0; i < bytes.length; i += size) {
    const block = bytes.subarray(i, i + size);
    chain.push(Buffer.from([block.length]), block);
  }
  return Buffer.concat([...chain, Buffer.from([0])]);
}

/** A comment extension. */
export const comment = (text: string): Buffer => Buffer.concat([Buffer.from([0x21, 0xfe]), subBlocks(Buffer.from(text, 'latin1'))]);

/**
 * Packs LZW codes as a decoder reads them: each as wide as the table needs that the codes before it have built.
 *
 * @param codeSize - LZW minimum code size
 */
export function packCodes(codes: readonly number[], codeSize: number): Buffer {
  const clear = 1 << codeSize;
  const bytes: number[] = [];
  let codeBits = codeSize + 1;
  let tableSize = clear + 1;
  let pending = 0;
  let pendingBits = 0;
  for (const code of codes) {
    pending |= code << pendingBits;
    pendingBits += codeBits;
    for (; pendingBits >= 8; pendingBits -= 8, pending >>>= 8) bytes.push(pending & 0xff);
    // the first code after a clear one adds no string
    tableSize = code === clear ? clear + 1 : Math.min(tableSize + 1, TABLE_SIZE);
    codeBits = Math.min(32 - Math.clz32(tableSize), MAX_CODE_BITS);
  }
  return Buffer.from(pendingBits > 0 ? [...bytes, pending] : bytes);
}

/**
 * Returns the LZW codes of a picture, from the first clear code to the end of information.
 *
 * @param indices - indices into the colour table, row by row, each under `2 ** codeSize`
 * @param deferClear - whether the table stays as it is once it is full; else it is cleared
 */
export function lzwCodes(indices: readonly number[], codeSize: number, deferClear = false): number[] {
  const clear = 1 << codeSize;
  const codes = [clear];
  let tableSize = clear + 2;
  /** codes of strings, by 256 times the code of the string without its last index, plus that index */
  let table = new Map<number, number>();
  let head: number | undefined;
  for (const index of indices) {
    const longer = head === undefined ? index : table.get(head * 256 + index);
    if (longer !== undefined) {
      head = longer;
      continue;
    }
    codes.push(head!);
    if (tableSize < TABLE_SIZE) {
      table.set(head! * 256 + index, tableSize++);
    } else if (!deferClear) {
      codes.push(clear);
      table = new Map();
      tableSize = clear + 2;
    }
    head = index;
  }
  return [...codes, ...(head === undefined ? [] : [head]), clear + 1];
}

/** A picture that shows something: diagonal bands, further along in each frame. */
const bands = (width: number, height: number, colours: number, frame: number): number[] =>
  Array.from({ length: width * height }, (_, i) => ((i % width) + 3 * Math.floor(i / width) + 5 * frame) % colours);

/** A GIF of greys. */
export function gif(parts: GifParts): Buffer {
  const {
    width,
    height,
    version = '89a',
    frames = 1,
    frameWidth = width,
    frameHeight = height,
    globalColours = 4,
    localColours = 0,
  } = parts;
  const colours = localColours || globalColours || 4;
  const { codeSize = Math.max(2, Math.log2(colours)), subBlockBytes, interlaced = false, extensions = [], trailer = true } = parts;
  const screen = [...uint16(width), ...uint16(height), tableFlags(globalColours), 0, 0];
  const descriptor = [0x2c, 0, 0, 0, 0, ...uint16(frameWidth), ...uint16(frameHeight), tableFlags(localColours) | (interlaced ? 0x40 : 0)];
  return Buffer.concat([
    Buffer.from(`GIF${version}`, 'latin1'),
    Buffer.from(screen),
    greys(globalColours),
    ...extensions,
    ...Array.from({ length: frames }, (_, i) => {
      const codes = parts.codes ?? lzwCodes(bands(frameWidth, frameHeight, colours, i), codeSize);
      const image = subBlocks(packCodes(codes, codeSize), subBlockBytes);
      return Buffer.concat([Buffer.from(descriptor), greys(localColours), Buffer.from([codeSize]), image]);
    }),
    Buffer.from(trailer ? [0x3b] : []),
  ]);
}

const SIZE = { width: 40, height: 25 };

/** One file for each fault; each is of a size that a card may have, so that nothing else is refused first. */
export const brokenGifs: Readonly<Record<GifFault, Buffer>> = {
  GIF_OPEN_FAILED: gif(SIZE).subarray(0, 12),
  GIF_READ_FAILED: gif(SIZE).subarray(0, -2),
  // clear, a literal, then a code one beyond the next that the table can have
  GIF_DECODE_FAILED: gif({ ...SIZE, codes: [4, 0, 7, 5] }),
  GIF_WITHOUT_COLOR_MAP: gif({ ...SIZE, globalColours: 0 }),
  GIF_EMPTY: gif({ ...SIZE, frames: 0 }),
};
