import { crc32 } from 'node:zlib';
import type { Chance } from './chance';
import { filePieces } from './file-pieces';

/** One change of a file. It may change the bytes in place and return them: `mutate` hands it a copy. */
type Mutation = (file: Buffer, chance: Chance, others: readonly Buffer[]) => Buffer;

const MAX_MUTATIONS = 4;
/** Most bytes that a file may grow to: decoding has to stay quick. */
const MAX_BYTES = 65_536;
/** Ends of the ranges of numbers with which decoders count, add and shift. */
const EDGES = [
  0, 1, 2, 7, 0x7f, 0x80, 0xfe, 0xff, 0x100, 0x7fff, 0x8000, 0xffff, 0x10000, 0xffffff, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff,
];
const MARKERS = [0xc0, 0xc1, 0xc2, 0xc4, 0xc9, 0xcc, 0xd0, 0xd8, 0xd9, 0xda, 0xdb, 0xdd, 0xe0, 0xe1, 0xe2, 0xee, 0xfe];
const PNG = 0x89504e47;
/** Share of a PNG's mutants whose checksums are mended: a decoder that finds a wrong checksum looks no further. */
const CHECKSUMS_MENDED = 0.7;

const range = (file: Buffer, chance: Chance): [start: number, end: number] => {
  const start = chance.below(file.length);
  return [start, Math.min(file.length, start + chance.within(1, chance.pick([1, 4, 16, 64, 1024])))];
};
const without = (file: Buffer, start: number, end: number): Buffer => Buffer.concat([file.subarray(0, start), file.subarray(end)]);
const inserted = (file: Buffer, at: number, more: Uint8Array): Buffer => Buffer.concat([file.subarray(0, at), more, file.subarray(at)]);

function writeNumber(file: Buffer, offset: number, bytes: 2 | 4, isBigEndian: boolean, value: number): void {
  if (offset + bytes > file.length) return;
  const fitting = bytes === 2 ? value & 0xffff : value >>> 0;
  if (isBigEndian) file.writeUIntBE(fitting, offset, bytes);
  else file.writeUIntLE(fitting, offset, bytes);
}

/** The changes by name, so that a test can say which it means. */
export const MUTATIONS: Readonly<Record<string, Mutation>> = {
  flipBits: (file, chance) => {
    for (let left = chance.within(1, 8); left > 0; left--) {
      const at = chance.below(file.length);
      file[at] = (file[at] ?? 0) ^ (1 << chance.below(8));
    }
    return file;
  },
  changeBytes: (file, chance) => {
    for (let left = chance.within(1, 8); left > 0; left--)
      file[chance.below(file.length)] = chance.happens(0.5) ? chance.pick(EDGES) : chance.below(256);
    return file;
  },
  changeHead: (file, chance) => {
    for (let left = chance.within(1, 4); left > 0; left--) file[chance.below(Math.min(64, file.length))] = chance.below(256);
    return file;
  },
  truncate: (file, chance) => file.subarray(0, chance.below(file.length)),
  drop: (file, chance) => without(file, ...range(file, chance)),
  repeat: (file, chance) => {
    const [start, end] = range(file, chance);
    return inserted(file, start, file.subarray(start, end));
  },
  zero: (file, chance) => file.fill(0, ...range(file, chance)),
  randomise: (file, chance) => {
    const [start, end] = range(file, chance);
    chance.bytes(end - start).copy(file, start);
    return file;
  },
  insert: (file, chance) => inserted(file, chance.below(file.length), chance.bytes(chance.within(1, 64))),
  splice: (file, chance, others) => {
    const other = chance.pick(others);
    return Buffer.concat([file.subarray(0, chance.below(file.length)), other.subarray(chance.below(other.length))]);
  },
  concatenate: (file, chance, others) =>
    chance.happens(0.5) ? Buffer.concat([file, chance.pick(others)]) : Buffer.concat([chance.pick(others), file]),
  /** puts the signature of another file in place of the file's own */
  disguise: (file, chance, others) => {
    chance.pick(others).copy(file, 0, 0, chance.within(2, 16));
    return file;
  },
  changeNumber: (file, chance) => {
    writeNumber(file, chance.below(file.length), chance.pick([2, 4]), chance.happens(0.5), chance.pick(EDGES));
    return file;
  },
  changeLength: (file, chance) => {
    const lengths = filePieces(file).flatMap(({ length }) => length ?? []);
    if (lengths.length === 0) return MUTATIONS.changeNumber!(file, chance, []);
    const { offset, bytes, isBigEndian } = chance.pick(lengths);
    const old = offset + bytes <= file.length ? (isBigEndian ? file.readUIntBE(offset, bytes) : file.readUIntLE(offset, bytes)) : 0;
    writeNumber(file, offset, bytes, isBigEndian, chance.happens(0.5) ? chance.pick(EDGES) : old + chance.within(-8, 8));
    return file;
  },
  changeMarker: (file, chance) => {
    const markers = [...file.keys()].filter((at) => file[at] === 0xff);
    if (markers.length > 0) file[chance.pick(markers) + 1] = chance.pick(MARKERS);
    return file;
  },
  dropPiece: (file, chance) => {
    const pieces = filePieces(file);
    if (pieces.length === 0) return file;
    const { start, end } = chance.pick(pieces);
    return without(file, start, end);
  },
  repeatPiece: (file, chance) => {
    const pieces = filePieces(file);
    if (pieces.length === 0) return file;
    const { start, end } = chance.pick(pieces);
    const piece = file.subarray(start, end);
    return inserted(file, chance.pick(pieces).start, Buffer.concat(Array<Buffer>(chance.pick([1, 1, 2, 50])).fill(piece)));
  },
};
const ALL = Object.values(MUTATIONS);

/**
 * Returns a file changed in one to four ways.
 *
 * @param file - left as it is
 * @param others - files to take parts of; not empty
 */
export function mutate(file: Uint8Array, others: readonly Buffer[], chance: Chance): Buffer {
  let changed: Buffer = Buffer.from(file);
  for (let left = chance.within(1, MAX_MUTATIONS); left > 0 && changed.length > 0; left--) {
    changed = Buffer.from(chance.pick(ALL)(changed, chance, others).subarray(0, MAX_BYTES));
  }
  return chance.happens(CHECKSUMS_MENDED) ? withChecksums(changed) : changed;
}

/** Returns a PNG whose chunks have the right checksums; other files as they are. */
function withChecksums(file: Buffer): Buffer {
  if (file.length < 8 || file.readUInt32BE(0) !== PNG) return file;
  for (const { start, end } of filePieces(file)) file.writeUInt32BE(crc32(file.subarray(start + 4, end - 4)), end - 4);
  return file;
}
