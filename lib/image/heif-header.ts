import { asBuffer } from '../as-buffer';
import type { Size } from '../geometry';

/** What the boxes of a HEIF file (HEIC, AVIF) say of its pictures before one is decoded; of several pictures, the largest values. */
interface HeifHeader {
  /** `hevc` where any picture is of that codec, else `av1` */
  readonly codec: 'hevc' | 'av1';
  /** before cropping and turning, px */
  readonly width: number;
  readonly height: number;
  /** 8 bits a sample, 4:2:0, and nothing transparent, as photographs are */
  readonly isPlain: boolean;
  /** cropping, turning and mirroring, each a pass over the whole picture */
  readonly transformations: number;
}

/** Size and type of a box, bytes. */
const BOX_HEADER = 8;
/** The same of a box whose size has 64 bits, after its type. */
const LONG_BOX_HEADER = 16;
/** Version and flags of a full box, bytes. */
const FULL_BOX_HEADER = 4;
/** The most boxes in one box: no photograph has more. */
const MAX_BOXES = 10_000;
/** The longest list of which properties each picture and tile has, bytes: no photograph has a longer one. */
const MAX_ASSOCIATION_BYTES = 2 ** 16;
const TRANSFORMATIONS: ReadonlySet<string> = new Set(['clap', 'irot', 'imir']);
const CHROMA_420 = 1;

interface Box {
  readonly type: string;
  readonly content: Buffer;
}

/**
 * Reads the header of a HEIF file, as far as the cost of decoding depends on it. All other faults are left to the decoder.
 *
 * @returns null when the list of properties is missing, broken, without a size, or there are several; or when the list of which picture has which property is too long
 *
 * Source: ISO/IEC 23008-12 (HEIF), 9.3; ISO/IEC 14496-15 (`hvcC`), 8.3.3; AV1 Codec ISO Media File Format Binding (`av1C`), 2.3.
 */
export function heifHeader(file: Uint8Array): HeifHeader | null {
  const bytes = asBuffer(file);
  // something that is no box may follow the picture: decoders read no further
  const meta = only(boxesIn(bytes, true), 'meta');
  const iprp = meta && only(boxesIn(meta.content.subarray(FULL_BOX_HEADER)), 'iprp');
  const ipco = iprp && only(boxesIn(iprp.content), 'ipco');
  if (!ipco) return null;
  const properties = boxesIn(ipco.content);
  const sizes = properties.filter(({ type, content }) => type === 'ispe' && content.length >= FULL_BOX_HEADER + 8).map(sizeIn);
  const associated = boxesIn(iprp.content).filter(({ type }) => type === 'ipma');
  const associationBytes = associated.reduce((sum, { content }) => sum + content.length, 0);
  if (sizes.length === 0 || associationBytes > MAX_ASSOCIATION_BYTES) return null;
  return {
    ...sizes.reduce((largest, size) => (size.width * size.height > largest.width * largest.height ? size : largest)),
    codec: properties.some(({ type }) => type === 'hvcC') ? 'hevc' : 'av1',
    isPlain: properties.every(isPlain),
    transformations: mostTransformations(associated, properties),
  };
}

/** Whether bytes begin as an ISO base media file. Pictures and films have the same signature: only their boxes differ. */
export const isHeif = (bytes: Uint8Array): boolean => asBuffer(bytes).toString('latin1', 4, BOX_HEADER) === 'ftyp';

const sizeIn = ({ content }: Box): Size => ({
  width: content.readUInt32BE(FULL_BOX_HEADER),
  height: content.readUInt32BE(FULL_BOX_HEADER + 4),
});

/** The box of a type, if there is exactly one: of several boxes a decoder might take another than this code. */
function only(boxes: readonly Box[], type: string): Box | undefined {
  const [first, second] = boxes.filter((box) => box.type === type);
  return second ? undefined : first;
}

/**
 * Splits bytes into the boxes that follow one another; returns none where there are too many.
 *
 * @param isFile - in a file, the boxes before a broken one count; in a box, none then
 */
function boxesIn(bytes: Buffer, isFile = false): Box[] {
  const boxes: Box[] = [];
  for (let start = 0; start + BOX_HEADER <= bytes.length; ) {
    const [header, end] = extentOf(bytes, start);
    if (end < start + header || end > bytes.length) return isFile ? boxes : [];
    if (boxes.length === MAX_BOXES) return [];
    boxes.push({ type: bytes.toString('latin1', start + 4, start + BOX_HEADER), content: bytes.subarray(start + header, end) });
    start = end;
  }
  return boxes;
}

/** How long a box's header is, and where the box ends. */
function extentOf(bytes: Buffer, start: number): [header: number, end: number] {
  const size = bytes.readUInt32BE(start);
  if (size === 0) return [BOX_HEADER, bytes.length];
  if (size !== 1) return [BOX_HEADER, start + size];
  const isThere = start + LONG_BOX_HEADER <= bytes.length;
  return [LONG_BOX_HEADER, isThere ? start + Number(bytes.readBigUInt64BE(start + BOX_HEADER)) : 0];
}

function isPlain({ type, content }: Box): boolean {
  switch (type) {
    case 'pixi':
      return bitsIn(content).every((bits) => bits <= 8);
    case 'hvcC':
      // chroma format and the depths above 8 bits
      return ((content[16] ?? 0) & 3) === CHROMA_420 && ((content[17] ?? 0) & 7) === 0 && ((content[18] ?? 0) & 7) === 0;
    case 'av1C':
      // neither high_bitdepth nor twelve_bit, and chroma subsampled in x and y
      return ((content[2] ?? 0) & 0b0110_1100) === 0b0000_1100;
    case 'auxC':
      return false;
    default:
      return true;
  }
}

/** The bits of each channel. The number of channels stands before them. */
const bitsIn = (pixi: Buffer): Buffer => pixi.subarray(FULL_BOX_HEADER + 1, FULL_BOX_HEADER + 1 + (pixi[FULL_BOX_HEADER] ?? 0));

/** The number of transformations of the item that has most of them. */
function mostTransformations(associated: readonly Box[], properties: readonly Box[]): number {
  let most = 0;
  for (const { content } of associated) {
    for (const indices of associations(content)) {
      most = Math.max(most, indices.filter((index) => TRANSFORMATIONS.has(properties[index - 1]?.type ?? '')).length);
    }
  }
  return most;
}

/** For each item, the indices of its properties, which begin with 1. */
function* associations(ipma: Buffer): Generator<number[]> {
  if (ipma.length < 8) return;
  const idBytes = ipma[0] === 0 ? 2 : 4;
  const indexBytes = (ipma[3] ?? 0) & 1 ? 2 : 1;
  let at = 8;
  for (let left = ipma.readUInt32BE(4); left > 0 && at + idBytes < ipma.length; left--) {
    const count = ipma[at + idBytes] ?? 0;
    at += idBytes + 1;
    const end = Math.min(at + count * indexBytes, ipma.length);
    const indices: number[] = [];
    for (; at + indexBytes <= end; at += indexBytes) {
      // the highest bit says whether a reader has to know the property
      indices.push(indexBytes === 2 ? ipma.readUInt16BE(at) & 0x7fff : ipma[at]! & 0x7f);
    }
    yield indices;
  }
}
