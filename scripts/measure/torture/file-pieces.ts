/** A part of a picture's file that has a length of its own: a segment, chunk, box or block. */
interface Piece {
  readonly start: number;
  /** the first offset behind it */
  readonly end: number;
  /** where its length stands, if it says one */
  readonly length: LengthField | null;
}

interface LengthField {
  readonly offset: number;
  readonly bytes: 2 | 4;
  readonly isBigEndian: boolean;
}

const MAX_PIECES = 200;
/** Least size of a chunk, as a file says it. */
const MIN_BYTES = 4;

/**
 * Returns the pieces of a picture's file, by its signature: JPEG segments, PNG chunks, RIFF chunks (WebP), ISO boxes (AVIF, HEIF), the header fields of BMP and
 * the directory entries of TIFF. Other files have none, and broken ones none from the break on.
 */
export function filePieces(file: Buffer): Piece[] {
  const head = file.toString('latin1', 0, 12);
  if (head.startsWith('\xff\xd8')) return jpegSegments(file);
  if (head.startsWith('\x89PNG')) return chunks(file, 8, (size) => size + 12, true);
  if (head.startsWith('RIFF')) return chunks(file, 12, (size) => size + 8 + (size & 1), false, 4);
  if (head.slice(4, 8) === 'ftyp') return chunks(file, 0, (size) => size, true);
  if (head.startsWith('BM')) return fields(14, 54, 4, file.length);
  if (head.startsWith('II*\0')) return tiffEntries(file);
  return [];
}

/** @param lengthOffset - offset of the length within a chunk */
function chunks(file: Buffer, first: number, sizeOf: (length: number) => number, isBigEndian: boolean, lengthOffset = 0): Piece[] {
  const pieces: Piece[] = [];
  for (let start = first; start + 8 <= file.length && pieces.length < MAX_PIECES; ) {
    const offset = start + lengthOffset;
    const size = sizeOf(isBigEndian ? file.readUInt32BE(offset) : file.readUInt32LE(offset));
    const end = start + size;
    if (size < MIN_BYTES || end > file.length) break;
    pieces.push({ start, end, length: { offset, bytes: 4, isBigEndian } });
    start = end;
  }
  return pieces;
}

function jpegSegments(file: Buffer): Piece[] {
  const pieces: Piece[] = [];
  for (let start = 2; start + 4 <= file.length && file[start] === 0xff; ) {
    const end = start + 2 + file.readUInt16BE(start + 2);
    if (end > file.length) break;
    pieces.push({ start, end, length: { offset: start + 2, bytes: 2, isBigEndian: true } });
    // the scan's data follows
    if (file[start + 1] === 0xda) break;
    start = end;
  }
  return pieces;
}

/** Returns fields as pieces. The length of each is the field itself, so that mutations change its value. */
const fields = (from: number, to: number, bytes: 2 | 4, fileLength: number): Piece[] =>
  Array.from({ length: Math.max(0, Math.floor((Math.min(to, fileLength) - from) / bytes)) }, (_, i) => {
    const start = from + i * bytes;
    return { start, end: start + bytes, length: { offset: start, bytes, isBigEndian: false } };
  });

/** Returns the count and the value of each entry of the first directory, as pieces. */
function tiffEntries(file: Buffer): Piece[] {
  if (file.length < 8) return [];
  const directory = file.readUInt32LE(4);
  if (directory + 2 > file.length) return [];
  const count = Math.min(file.readUInt16LE(directory), MAX_PIECES);
  return Array.from({ length: count }, (_, i) => directory + 2 + i * 12)
    .filter((start) => start + 12 <= file.length)
    .flatMap((start) => [
      { start, end: start + 12, length: { offset: start + 4, bytes: 4, isBigEndian: false } as const },
      { start, end: start + 12, length: { offset: start + 8, bytes: 4, isBigEndian: false } as const },
    ]);
}
