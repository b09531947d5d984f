import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { createDeflate, deflateSync, gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { filePieces } from './file-pieces';
import { bareMeta, box, IROT, ispe, uint16, uint32, withBoxesBefore, withPropertiesBehind, withProperty } from './heif-boxes';
import { PNG_SIGNATURE, pngChunk } from './png-chunk';
import type { SeedPicture } from './seed-pictures';

const MB = 2 ** 20;
/** Size just within the limits of 50 megapixels and of 8192 px. */
const LARGEST = { width: 8192, height: 6100 };
const JPEG_FRAMES = [0xc0, 0xc1, 0xc2];
const SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="100" height="60">';

const text = (content: string): Buffer => Buffer.from(content, 'latin1');
const uint32le = (value: number): Buffer => uint32(value).reverse();
const repeated = (piece: Buffer, times: number): Buffer => Buffer.alloc(piece.length * times, piece);
const changed = (file: Buffer, offset: number, bytes: Uint8Array): Buffer => {
  const copy = Buffer.from(file);
  copy.set(bytes, offset);
  return copy;
};
const inserted = (file: Buffer, at: number, ...more: readonly Buffer[]): Buffer =>
  Buffer.concat([file.subarray(0, at), ...more, file.subarray(at)]);

/** Where the head of a PNG ends: the signature and IHDR. */
const PNG_HEAD = 33;
const png = (width: number, height: number, bits: number, colour: number, rows: Buffer): Buffer =>
  Buffer.concat([
    PNG_SIGNATURE,
    pngChunk('IHDR', Buffer.concat([uint32(width), uint32(height), Buffer.from([bits, colour, 0, 0, 0])])),
    pngChunk('IDAT', rows),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
const blackPng = (width: number, height: number, bits: number, colour = 0): Buffer =>
  png(
    width,
    height,
    bits,
    colour,
    deflateSync(Buffer.alloc(height * (1 + Math.ceil((width * bits * (colour === 2 ? 3 : 1)) / 8))), { level: 1 }),
  );

/** Returns so many zeros, compressed so well that eight such pictures fit into one request. They are never in memory all at once. */
const deflatedZeros = (count: number): Promise<Buffer> =>
  buffer(Readable.from(Array<Buffer>(Math.ceil(count / MB)).fill(Buffer.alloc(MB))).pipe(createDeflate({ level: 6 })));

/**
 * Returns the slowest picture that is within the limits: a PNG of 16 bits, transparent. As slow is one that is interlaced and has to be turned, but it takes
 * more memory.
 */
export async function slowPng(isTurned: boolean): Promise<Buffer> {
  const { width, height } = LARGEST;
  const header = Buffer.concat([uint32(width), uint32(height), Buffer.from([16, 6, 0, 0, isTurned ? 1 : 0])]);
  const turned = Buffer.concat([text('II*\0'), uint32le(8), Buffer.from([1, 0, 0x12, 1, 3, 0]), uint32le(1), uint32le(6), uint32le(0)]);
  return Buffer.concat([
    PNG_SIGNATURE,
    pngChunk('IHDR', header),
    ...(isTurned ? [pngChunk('eXIf', turned)] : []),
    pngChunk('IDAT', await deflatedZeros(height * (width * 8 + 4))),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Returns a PNG with so many texts of 50 MB each, compressed. */
export async function pngWithTexts(file: Buffer, count: number): Promise<Buffer> {
  const one = pngChunk('zTXt', Buffer.concat([text('Comment\0\0'), await deflatedZeros(50 * MB)]));
  return inserted(file, PNG_HEAD, repeated(one, count));
}

const segment = (marker: number, content: Buffer): Buffer =>
  Buffer.concat([Buffer.from([0xff, marker]), uint16(content.length + 2), content]);
/** Returns a JPEG whose frame tells another size. */
function jpegOf(file: Buffer, width: number, height: number): Buffer {
  const frame = filePieces(file).find(({ start }) => JPEG_FRAMES.includes(file[start + 1]!))!;
  return changed(file, frame.start + 5, Buffer.concat([uint16(height), uint16(width)]));
}
/** Returns a large progressive JPEG whose last scan is there many times: each costs the decoder as much as the first. */
async function progressiveWithScans(times: number): Promise<Buffer> {
  const file = await sharp({ create: { width: 6000, height: 6000, channels: 3, background: '#777' } })
    .jpeg({ progressive: true })
    .toBuffer();
  const last = file.lastIndexOf(Buffer.from([0xff, 0xda]));
  const scan = file.subarray(last, file.length - 2);
  return Buffer.concat([file.subarray(0, last), repeated(scan, times), file.subarray(-2)]);
}

const FTYP = box('ftyp', text('avif'), uint32(0), text('avifmif1miaf'));
/** Returns an AVIF that tells another size, in its `ispe`. */
const avifOf = (file: Buffer, width: number, height: number): Buffer =>
  changed(file, file.indexOf('ispe') + 8, Buffer.concat([uint32(width), uint32(height)]));
/** Returns an AVIF for which a decoder would need more memory than it may hold. */
const largeAvif = (): Promise<Buffer> =>
  sharp({ create: { width: 5200, height: 5200, channels: 3, background: '#777' } })
    .avif({ effort: 0 })
    .toBuffer();
const SMALL_SIZE = ispe(100, 100);
function nested(depth: number): Buffer {
  let inner = box('meta', Buffer.alloc(4));
  for (let i = 0; i < depth; i++) inner = box('meta', Buffer.alloc(4), inner);
  return inner;
}

const riff = (...chunks: readonly Buffer[]): Buffer => {
  const content = Buffer.concat([text('WEBP'), ...chunks]);
  const head = Buffer.alloc(8, 'RIFF');
  head.writeUInt32LE(content.length, 4);
  return Buffer.concat([head, content]);
};
const VP8X = Buffer.concat([text('VP8X'), Buffer.from([10, 0, 0, 0, 2, 0, 0, 0, 0xff, 0x3f, 0, 0xff, 0x3f, 0])]);
const riffChunk = (type: string, content: Buffer): Buffer => Buffer.concat([text(type), uint32le(content.length), content]);
/** Returns an animation of so many frames, all of one colour. */
export async function webpOfFrames(count: number): Promise<Buffer> {
  const colour = await sharp({ create: { width: 16, height: 16, channels: 3, background: '#777' } })
    .webp({ lossless: true })
    .toBuffer();
  const size = Buffer.from([15, 0, 0, 15, 0, 0]);
  const head = riffChunk('VP8X', Buffer.concat([Buffer.from([2, 0, 0, 0]), size]));
  const frame = riffChunk('ANMF', Buffer.concat([Buffer.alloc(6), size, Buffer.alloc(4), colour.subarray(12)]));
  return riff(head, riffChunk('ANIM', Buffer.alloc(6)), repeated(frame, count));
}

function bmpOf(file: Buffer, width: number, height: number, fields: Readonly<Record<number, number>> = {}): Buffer {
  const copy = Buffer.from(file);
  copy.writeInt32LE(width, 18);
  copy.writeInt32LE(height, 22);
  for (const [offset, value] of Object.entries(fields)) copy.writeUInt16LE(value, Number(offset));
  return copy;
}

/** Returns where a TIFF keeps the offset of its next directory: behind the first one's entries. */
const nextDirectory = (file: Buffer): number => file.readUInt32LE(4) + 2 + file.readUInt16LE(file.readUInt32LE(4)) * 12;
/** Returns a TIFF in which each entry with a tag has another value. */
function tiffWith(file: Buffer, tag: number, value: number): Buffer {
  const copy = Buffer.from(file);
  for (const { start } of filePieces(file)) if (file.readUInt16LE(start) === tag) copy.writeUInt32LE(value >>> 0, start + 8);
  return copy;
}

/** Returns a TIFF that has its directory so many times; each refers to the same profile. */
export function tiffOfDirectories(file: Buffer, count: number, profileBytes: number): Buffer {
  const first = file.readUInt32LE(4);
  const entries = file.subarray(first + 2, nextDirectory(file));
  const profile = Buffer.concat([Buffer.from([0x73, 0x87, 7, 0]), uint32le(profileBytes), uint32le(file.length)]);
  const directory = Buffer.concat([Buffer.from([entries.length / 12 + 1, 0]), entries, profile]);
  const start = file.length + profileBytes;
  const next = (index: number): Buffer => uint32le(index === count ? 0 : start + index * (directory.length + 4));
  const all = Array.from({ length: count }, (_, i) => [directory, next(i + 1)]).flat();
  return changed(Buffer.concat([file, Buffer.alloc(profileBytes), ...all]), 4, next(0));
}

/** Exif whose directory leads to itself, by a sub-directory and by the next one. */
const LOOPING_EXIF = Buffer.concat([
  text('Exif\0\0II*\0'),
  uint32le(8),
  Buffer.from([1, 0, 0x69, 0x87, 4, 0]),
  uint32le(1),
  uint32le(8),
  uint32le(8),
]);
/** Returns where the blocks of a GIF begin. */
const gifHead = (file: Buffer): number => 13 + (3 << ((file[10]! & 7) + 1));

/** What a bomb is made of: small valid files, by name and by their formats. */
interface Parts {
  readonly of: (name: string) => Buffer;
  readonly jpeg: Buffer;
  readonly small: Buffer;
  readonly gif: Buffer;
  readonly tiff: Buffer;
  readonly avif: Buffer;
  readonly bmp: Buffer;
  /** a reference that must never be followed */
  readonly canaryUrl: string;
}

/** Files that cost more than they look like: huge sizes, much in little, loops, depth, references. They are made one at a time, as they are large. */
const BOMBS: Readonly<Record<string, (parts: Parts) => Buffer | Promise<Buffer>>> = {
  'png 30000 × 30000': () => blackPng(30_000, 30_000, 1),
  'png of the largest size': () => blackPng(LARGEST.width, LARGEST.height, 1),
  'png of the largest size, colour': () => blackPng(LARGEST.width, LARGEST.height, 8, 2),
  'png of the largest size, 16 bits, interlaced, on its side': () => slowPng(true),
  'png of the largest size, 16 bits': () => slowPng(false),
  'png of 2^31 px': ({ small }) => changed(small, 16, Buffer.concat([uint32(0x7fffffff), uint32(0x7fffffff)])),
  'png with a profile of 200 MB': async ({ small }) =>
    inserted(small, PNG_HEAD, pngChunk('iCCP', Buffer.concat([text('icc\0\0'), await deflatedZeros(200 * MB)]))),
  'png with a text of 200 MB': async ({ small }) =>
    inserted(small, PNG_HEAD, pngChunk('zTXt', Buffer.concat([text('Comment\0\0'), await deflatedZeros(200 * MB)]))),
  'png with an international text of 200 MB': async ({ small }) =>
    inserted(small, PNG_HEAD, pngChunk('iTXt', Buffer.concat([text('XML:com.adobe.xmp\0\x01\0\0\0'), await deflatedZeros(200 * MB)]))),
  'png with 150 texts of 50 MB': ({ small }) => pngWithTexts(small, 150),
  'png with 100,000 chunks': ({ small }) => inserted(small, PNG_HEAD, repeated(pngChunk('teST', Buffer.from([1])), 100_000)),
  'png with 100,000 texts': ({ small }) => inserted(small, PNG_HEAD, repeated(pngChunk('tEXt', text('a\0b')), 100_000)),
  'png with empty data': ({ small }) => inserted(small, PNG_HEAD, repeated(pngChunk('IDAT', Buffer.alloc(0)), 100_000)),
  'png with 200 MB more data than pixels': async () => png(48, 30, 8, 0, await deflatedZeros(200 * MB)),
  'png with looping EXIF': ({ small }) => inserted(small, PNG_HEAD, pngChunk('eXIf', LOOPING_EXIF.subarray(6))),
  'jpeg 65535 × 65535': ({ jpeg }) => jpegOf(jpeg, 65_535, 65_535),
  'jpeg of the largest size, without data': ({ jpeg }) => jpegOf(jpeg, LARGEST.width, LARGEST.height),
  'jpeg with 90 scans': () => progressiveWithScans(90),
  'jpeg with 2,000 scans': () => progressiveWithScans(2000),
  'jpeg with 6 MB of EXIF': ({ jpeg }) => inserted(jpeg, 2, repeated(segment(0xe1, Buffer.alloc(65_000, 'Exif\0\0II*\0')), 100)),
  'jpeg with looping EXIF': ({ jpeg }) => inserted(jpeg, 2, segment(0xe1, LOOPING_EXIF)),
  'jpeg with a profile of 16 MB': ({ jpeg }) =>
    inserted(
      jpeg,
      2,
      ...Array.from({ length: 255 }, (_, i) =>
        segment(0xe2, Buffer.concat([text('ICC_PROFILE\0'), Buffer.from([i + 1, 255]), Buffer.alloc(65_000)])),
      ),
    ),
  'jpeg with 200,000 comments': ({ jpeg }) => inserted(jpeg, 2, repeated(segment(0xfe, Buffer.alloc(0)), 200_000)),
  'gif of 10,000 frames': ({ gif }) =>
    Buffer.concat([gif.subarray(0, gifHead(gif)), repeated(gif.subarray(gifHead(gif), -1), 10_000), Buffer.from([0x3b])]),
  'gif 65535 × 65535': ({ gif }) => changed(gif, 6, Buffer.from([255, 255, 255, 255])),
  'gif with a frame of the largest size': ({ gif }) =>
    changed(changed(gif, 6, Buffer.from([0, 0x20, 0xd4, 0x17])), gif.indexOf(0x2c, gifHead(gif)) + 5, Buffer.from([0, 0x20, 0xd4, 0x17])),
  'gif with 200,000 extensions': ({ gif }) => inserted(gif, gifHead(gif), repeated(Buffer.from([0x21, 0xfe, 1, 65, 0]), 200_000)),
  'tiff whose directory leads to itself': ({ tiff }) => changed(tiff, nextDirectory(tiff), tiff.subarray(4, 8)),
  'tiff of 20,000 directories that share 5 MB': ({ tiff }) => tiffOfDirectories(tiff, 20_000, 5 * MB),
  'tiff 65535 × 65535': ({ tiff }) => tiffWith(tiffWith(tiff, 256, 65_535), 257, 65_535),
  'tiff of the largest size, without data': ({ tiff }) => tiffWith(tiffWith(tiff, 256, LARGEST.width), 257, LARGEST.height),
  'tiff of tiles of 2^31 px': ({ of }) => tiffWith(tiffWith(of('tiles.tiff'), 322, 0x7ffffff0), 323, 0x7ffffff0),
  'tiff with a strip of 4 GB': ({ tiff }) => tiffWith(tiff, 279, 0xffffffff),
  'tiff with 2^32 samples': ({ tiff }) => tiffWith(tiff, 277, 0xffff),
  'webp canvas 16384 × 16384': () => riff(VP8X),
  'webp of 16383 px': ({ of }) => changed(of('lossy.webp'), 26, Buffer.from([0xff, 0x3f, 0xff, 0x3f])),
  'webp of 500 frames': ({ of }) =>
    sharp(
      Array.from({ length: 500 }, () => of('8-bit.png')),
      { join: { animated: true } },
    )
      .webp({ effort: 0 })
      .toBuffer(),
  'webp of 80,000 frames': () => webpOfFrames(80_000),
  'avif of 2^31 px': ({ avif }) => avifOf(avif, 0x7fffffff, 0x7fffffff),
  'avif of the largest size': ({ avif }) => avifOf(avif, LARGEST.width, LARGEST.height),
  'avif of 27 megapixels that tells a small size first': async () => withPropertiesBehind(await largeAvif(), SMALL_SIZE),
  'avif of 27 megapixels behind a small one’s head': async () => withBoxesBefore(await largeAvif(), bareMeta(SMALL_SIZE)),
  'avif turned 250 times': ({ avif }) => withProperty(avif, IROT, 250),
  'avif turned thrice': ({ avif }) => withProperty(avif, IROT, 3),
  'avif with 5,000 properties': ({ avif }) => withProperty(avif, Buffer.concat(Array<Buffer>(5000).fill(IROT)), 1),
  'avif with boxes 10,000 deep': () => Buffer.concat([FTYP, nested(10_000)]),
  'avif with a box of no size': () => Buffer.concat([FTYP, uint32(0), text('meta'), Buffer.alloc(64)]),
  'avif with 2^64 bytes': () => Buffer.concat([FTYP, uint32(1), text('meta'), Buffer.alloc(8, 255), Buffer.alloc(64)]),
  'jxl with a box of no size': () =>
    Buffer.concat([
      uint32(12),
      text('JXL \r\n\x87\n'),
      box('ftyp', text('jxl '), uint32(0), text('jxl ')),
      uint32(0),
      text('jxlp'),
      Buffer.alloc(64),
    ]),
  'jp2 with a box of no size': () =>
    Buffer.concat([
      uint32(12),
      text('jP  \r\n\x87\n'),
      box('ftyp', text('jp2 '), uint32(0), text('jp2 ')),
      uint32(0),
      text('jp2h'),
      Buffer.alloc(64),
    ]),
  'icns with an entry of no size': () => Buffer.concat([text('icns'), uint32(200), text('ic07'), Buffer.alloc(192)]),
  'bmp of negative width': ({ bmp }) => bmpOf(bmp, -48, 30),
  'bmp of the least height': ({ bmp }) => bmpOf(bmp, 48, -(2 ** 31)),
  'bmp of 2^31 px': ({ bmp }) => bmpOf(bmp, 0x7fffffff, 0x7fffffff),
  'bmp of the largest size, without data': ({ bmp }) => bmpOf(bmp, LARGEST.width, LARGEST.height),
  'bmp of the largest size, compressed': ({ bmp }) => bmpOf(bmp, LARGEST.width, LARGEST.height, { 28: 8, 30: 1 }),
  'bmp of 0 bits': ({ bmp }) => bmpOf(bmp, 48, 30, { 28: 0 }),
  'bmp of 1 bit and the largest size': ({ bmp }) => bmpOf(bmp, LARGEST.width, LARGEST.height, { 28: 1 }),
  'bmp with its pixels at the end': ({ bmp }) => changed(bmp, 10, Buffer.from([255, 255, 255, 127])),
  svg: () => text(`${SVG}<rect width="100" height="60"/></svg>`),
  'svg that refers to a file': () => text(`${SVG}<image xlink:href="file:///etc/passwd" width="9" height="9"/></svg>`),
  'svg that refers to a server': ({ canaryUrl }) => text(`${SVG}<image xlink:href="${canaryUrl}" width="9" height="9"/></svg>`),
  'svg with entities': () =>
    text(`<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>${SVG}<text>${'&b;'.repeat(1000)}</text></svg>`),
  'svg with an external entity': ({ canaryUrl }) =>
    text(`<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "${canaryUrl}">]>${SVG}<text>&x;</text></svg>`),
  'svg, compressed': () => gzipSync(`${SVG}<rect width="100" height="60"/></svg>`),
  'svg of 100,000 px': () => text(SVG.replace('"100"', '"100000"').replace('"60"', '"100000"').concat('</svg>')),
  pdf: () => text('%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\n'),
  'psd of 30000 px': () => Buffer.concat([text('8BPS\0\x01\0\0\0\0\0\0\0\x03'), uint32(30_000), uint32(30_000), Buffer.alloc(64)]),
  'a script': () => text('#!/bin/sh\nexit 0\n'),
  '19 MB of nothing': () => Buffer.alloc(19 * MB),
  '19 MB of nothing behind a signature': () => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(19 * MB)]),
  '19 MB of signatures': () => Buffer.alloc(19 * MB, Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 2])),
  nothing: () => Buffer.alloc(0),
};
export const BOMB_NAMES = Object.keys(BOMBS);

/** Makes a bomb by its index in `BOMB_NAMES`. */
export function bombMaker(seeds: readonly SeedPicture[], canaryUrl: string): (index: number) => Promise<Buffer> {
  const byName = new Map(seeds.map(({ name, bytes }) => [name, bytes]));
  const of = (name: string): Buffer => byName.get(name)!;
  const parts: Parts = {
    of,
    jpeg: of('baseline.jpg'),
    small: of('8-bit.png'),
    gif: of('one-frame.gif'),
    tiff: of('bare.tiff'),
    avif: of('av1.avif'),
    bmp: of('24-bit.bmp'),
    canaryUrl,
  };
  return async (index) => BOMBS[BOMB_NAMES[index]!]!(parts);
}
