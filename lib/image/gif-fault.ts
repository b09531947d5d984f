import type { ErrorCode } from '../errors';
import { yieldToEventLoop } from '../event-loop';

/** What can be wrong with a GIF: codes of the catalogue of errors. */
export type GifFault = Extract<ErrorCode, `GIF_${string}`>;

/** An image block: its descriptor and where its LZW data begins. */
interface Frame {
  readonly width: number;
  readonly height: number;
  /** its own, or that of the file */
  readonly hasColourTable: boolean;
  /** offset of the LZW minimum code size; the sub-blocks follow */
  readonly dataOffset: number;
}

const VERSIONS: readonly string[] = ['87a', '89a'];
/** Signature, version and logical screen descriptor. */
const HEADER_BYTES = 13;
const SCREEN_FLAGS_OFFSET = 10;
/** The image separator counts. */
const IMAGE_DESCRIPTOR_BYTES = 10;
/** Its introducer and label. */
const EXTENSION_BYTES = 2;
const EXTENSION = 0x21;
const IMAGE = 0x2c;
const TRAILER = 0x3b;

const MIN_CODE_SIZE = 2;
const MAX_CODE_SIZE = 8;
const MAX_CODE_BITS = 12;

/** How much is processed between two yields: a few milliseconds' worth. */
const BLOCKS_AT_ONCE = 2 ** 17;
const CODE_BYTES_AT_ONCE = 2 ** 19;

const latin1 = (bytes: Uint8Array, start: number, end: number): string => String.fromCharCode(...bytes.subarray(start, end));
const uint16 = (bytes: Uint8Array, offset: number): number => (bytes[offset] ?? 0) | ((bytes[offset + 1] ?? 0) << 8);
const hasColourTable = (flags: number): boolean => (flags & 0x80) !== 0;
const colourTableBytes = (flags: number): number => (hasColourTable(flags) ? 3 << ((flags & 7) + 1) : 0);

/** Whether bytes carry the signature of a GIF, of whatever version. */
export const isGif = (bytes: Uint8Array): boolean => latin1(bytes, 0, 3) === 'GIF';

/**
 * Finds out what is wrong with a GIF, as far as decoding its first frame goes. It checks from the outside in, as a reader opens the file, reads its blocks and only
 * then looks into the first frame; of several faults it returns the one that is earlier in this list:
 * - `GIF_OPEN_FAILED`: no signature, a version other than 87a and 89a, or no whole logical screen descriptor;
 * - `GIF_READ_FAILED`: a block anywhere in the file is cut off or of an unknown kind, or the file ends with neither frame nor trailer. A
 *   missing trailer after a frame is forgiven, and what follows the trailer is ignored;
 * - `GIF_EMPTY`: no frame, or the first has no pixels;
 * - `GIF_WITHOUT_COLOR_MAP`: neither the file nor the first frame has a colour table;
 * - `GIF_DECODE_FAILED`: the first frame's LZW data has a minimum code size outside 2..8, a code not yet in the table, or ends before the
 *   last pixel. A missing first clear code, a table that stays full, and more data than pixels are forgiven.
 *
 * It takes time in proportion to the bytes, whatever size they declare, yields to the event loop, and keeps no pixels.
 *
 * @param bytes - the file
 * @returns the fault; null when there is none
 *
 * Source: CompuServe, "Graphics Interchange Format, version 89a", 1990, sections 17–27 and appendix F.
 */
export async function gifFault(bytes: Uint8Array): Promise<GifFault | null> {
  if (!isGif(bytes) || !VERSIONS.includes(latin1(bytes, 3, 6)) || bytes.length < HEADER_BYTES) return 'GIF_OPEN_FAILED';
  const { intact, firstFrame } = await readBlocks(bytes);
  if (!intact) return 'GIF_READ_FAILED';
  if (!firstFrame || firstFrame.width === 0 || firstFrame.height === 0) return 'GIF_EMPTY';
  if (!firstFrame.hasColourTable) return 'GIF_WITHOUT_COLOR_MAP';
  return (await hasEveryPixel(bytes, firstFrame)) ? null : 'GIF_DECODE_FAILED';
}

/** Walks through a file's blocks, and the chains of sub-blocks in them, up to the trailer. */
async function readBlocks(bytes: Uint8Array): Promise<{ intact: boolean; firstFrame: Frame | null }> {
  const screenFlags = bytes[SCREEN_FLAGS_OFFSET] ?? 0;
  let firstFrame: Frame | null = null;
  // beyond the end once a block is cut off
  let offset = HEADER_BYTES + colourTableBytes(screenFlags);
  let isInChain = false;
  for (let blocks = 1; offset < bytes.length; blocks++) {
    if (blocks % BLOCKS_AT_ONCE === 0) await yieldToEventLoop();
    if (isInChain) {
      const size = bytes[offset]!;
      offset += 1 + size;
      isInChain = size > 0;
      continue;
    }
    isInChain = true;
    switch (bytes[offset]) {
      case TRAILER:
        return { intact: true, firstFrame };
      case EXTENSION:
        offset += EXTENSION_BYTES;
        break;
      case IMAGE: {
        const flags = bytes[offset + 9] ?? 0;
        const dataOffset = offset + IMAGE_DESCRIPTOR_BYTES + colourTableBytes(flags);
        firstFrame ??= {
          width: uint16(bytes, offset + 5),
          height: uint16(bytes, offset + 7),
          hasColourTable: hasColourTable(screenFlags) || hasColourTable(flags),
          dataOffset,
        };
        offset = dataOffset + 1;
        break;
      }
      default:
        return { intact: false, firstFrame };
    }
  }
  return { intact: offset === bytes.length && !isInChain && firstFrame !== null, firstFrame };
}

/** Whether a frame's LZW codes, in a file of intact blocks, are sound up to its last pixel. */
async function hasEveryPixel(bytes: Uint8Array, { width, height, dataOffset }: Frame): Promise<boolean> {
  const codeSize = bytes[dataOffset]!;
  // decoders that accept other sizes disagree on what they mean
  if (codeSize < MIN_CODE_SIZE || codeSize > MAX_CODE_SIZE) return false;
  const table = new CodeTable(codeSize);
  let missing = width * height;
  let pending = 0;
  let pendingBits = 0;
  let yieldedAt = dataOffset;
  for (let block = dataOffset + 1; bytes[block] !== 0; block += 1 + bytes[block]!) {
    if (block - yieldedAt > CODE_BYTES_AT_ONCE) {
      yieldedAt = block;
      await yieldToEventLoop();
    }
    for (let i = block + 1; i <= block + bytes[block]!; i++) {
      pending |= bytes[i]! << pendingBits;
      pendingBits += 8;
      while (pendingBits >= table.codeBits) {
        const code = pending & ((1 << table.codeBits) - 1);
        pending >>>= table.codeBits;
        pendingBits -= table.codeBits;
        const pixels = table.pixelsOf(code);
        if (pixels === null) return false;
        missing -= pixels;
        if (missing <= 0) return true;
      }
    }
  }
  return false;
}

/** The code table of LZW, with nothing but the lengths of its strings. */
class CodeTable {
  /** the length of the next code */
  codeBits: number;
  private readonly clear: number;
  private readonly lengths: Uint16Array;
  private size: number;
  /** Length of the string before; 0: none since the table was cleared. */
  private previous = 0;

  constructor(private readonly codeSize: number) {
    this.clear = 1 << codeSize;
    this.lengths = new Uint16Array(1 << MAX_CODE_BITS).fill(1, 0, this.clear);
    this.size = this.clear + 2;
    this.codeBits = codeSize + 1;
  }

  /** Takes the next code. Returns how many pixels it stands for; null for one that is not in the table, or that ends the data. */
  pixelsOf(code: number): number | null {
    const { clear, lengths } = this;
    if (code === clear + 1) return null;
    if (code === clear) {
      this.size = clear + 2;
      this.codeBits = this.codeSize + 1;
      this.previous = 0;
      return 0;
    }
    // before the code is looked up: it may be the very one that it completes
    if (this.previous > 0 && this.size < lengths.length) {
      lengths[this.size++] = this.previous + 1;
      if (this.size === 1 << this.codeBits && this.codeBits < MAX_CODE_BITS) this.codeBits++;
    }
    if (code >= this.size) return null;
    this.previous = lengths[code]!;
    return this.previous;
  }
}
