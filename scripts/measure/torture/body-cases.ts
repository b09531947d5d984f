import { deflateSync, gzipSync } from 'node:zlib';
import { MAX_INPUTS } from '../../../lib/contract/card-request';
import { MAX_TOGETHER } from '../../../lib/several-pictures';
import { BOUNDARY, BYTES_TYPE, FORM_TYPE, MULTIPART_TYPE, multipartOf, PATHS, partOf, type SentRequest } from './events';
import { box } from './heif-boxes';
import { PNG_SIGNATURE, pngChunk } from './png-chunk';

/** Bytes of a body just within the limit of 10 MiB. */
const BODY_BYTES = 10_400_000;
/** Bytes of each of several pictures. */
const PART_BYTES = 1_250_000;
const PARTS = 20;
/** Number of strings, commas and brackets that are let in. */
const MARKS = 20_000;

/** Returns a piece repeated as often as it fits into a length. */
const filled = (piece: string, bytes = BODY_BYTES): string => piece.repeat(Math.floor(bytes / piece.length));
const filledBytes = (head: string | Buffer, piece: string | Buffer, end = ''): Buffer =>
  Buffer.concat([bytesOf(head), Buffer.alloc(BODY_BYTES, bytesOf(piece)), bytesOf(end)]);
const bytesOf = (content: string | Buffer): Buffer => (typeof content === 'string' ? Buffer.from(content, 'latin1') : content);

const json = (body: string, path: string = PATHS.compat): SentRequest => ({ path, body });
const raw = (body: Buffer): SentRequest => ({ path: PATHS.rich, contentType: BYTES_TYPE, body });
const form = (body: string): SentRequest => ({ contentType: FORM_TYPE, body });
const parts = (body: Buffer, contentType = MULTIPART_TYPE): SentRequest => ({ path: PATHS.rich, contentType, body });
const images = (one: string): SentRequest => json(JSON.stringify({ images: Array(MAX_TOGETHER).fill(one) }), PATHS.rich);

/** Returns the base64 of a file that begins as a JPEG does, and is none. */
const base64 = (bytes: number): string =>
  Buffer.alloc(Math.floor(bytes / 4) * 3, Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 2, 0xfb, 0xef, 0xbe, 7])).toString('base64');
const inLines = (text: string, ending: string): string => text.replace(/.{76}/g, `$&${ending}`).slice(0, BODY_BYTES);
/** Returns members that are all read as `configure`, each a text with about as many brackets and commas as are let in. */
const configures = (): string => {
  const text = JSON.stringify(`{"a":[${'[],'.repeat(MARKS / 3 - 50)}0]}`);
  return Array.from({ length: 500 }, (_, i) => `,"${' '.repeat(i % 25)}configure${' '.repeat(Math.floor(i / 25))}":${text}`).join('');
};
const percentEncoded = (text: string): string => text.replaceAll(/[+/=]/g, encodeURIComponent);

const part = (name: string, content: string | Buffer, times: number): Buffer =>
  multipartOf(Array<Buffer>(times).fill(partOf(name, bytesOf(content))));

const PNG_HEAD = Buffer.concat([PNG_SIGNATURE, pngChunk('IHDR', Buffer.from([0, 0, 1, 0, 0, 0, 1, 0, 8, 0, 0, 0, 0]))]);
/** Head of a GIF of 8000 × 6000 px in two colours. */
const GIF_HEAD = Buffer.concat([bytesOf('GIF89a'), Buffer.from([0x40, 0x1f, 0x70, 0x17, 0x80, 0, 0, 0, 0, 0, 255, 255, 255])]);
const GIF_FRAME = Buffer.concat([Buffer.from([0x2c, 0, 0, 0, 0, 0x40, 0x1f, 0x70, 0x17, 0])]);
/** A block of LZW codes of 3 bits, each clearing the table. */
const GIF_CLEARS = Buffer.concat([Buffer.from([255]), Buffer.alloc(255, Buffer.from([0x24, 0x49, 0x92]))]);
const TIFF_ENTRY = Buffer.from([0x0f, 1, 2, 0, 255, 255, 0, 0, 8, 0, 0, 0]);

/** Bodies that cost more than they look like, and good ones that are as large as they may be. */
export const HOSTILE_BODIES: Readonly<Record<string, () => SentRequest>> = {
  'tiny inputs': () => json(`{"inputs":[${filled('{},')}{}]}`),
  'tiny numbers': () => json(`[${filled('1,')}1]`),
  brackets: () => json(filled('[')),
  'nested objects': () => json(filled('{"a":')),
  'as many members as are let in': () =>
    json(`{${Array.from({ length: MARKS / 2 - 2 }, (_, i) => `"k${i}":${filled('1', 1000)}`).join()}}`),
  'numbers of a million digits': () => json(`[${Array(10).fill(filled('7', 1e6)).join()}]`),
  'line breaks in a string': () => json(`{"image":"${filled('A\n')}"}`),
  'line breaks in many strings': () =>
    json(
      `[${Array(6000)
        .fill(`"${filled('A\n', 1700)}"`)
        .join()}]`,
    ),
  backslashes: () => json(`{"image":"${filled('\\\\')}"}`),
  'escaped quotes': () => json(`{"image":"${filled('\\"')}"}`),
  'escaped characters': () => json(`{"image":"${filled('\\u0041')}"}`),
  'escaped line breaks': () => json(`{"image":"${filled('A\\n')}"}`),
  'characters of three bytes': () => json(`{"image":"${filled('银', BODY_BYTES / 3)}"}`),
  'characters of four bytes, in lines': () => json(`{"image":"${filled('💳\n', BODY_BYTES / 3)}"}`),
  'white space': () => json(filled(' ')),
  'white space as a picture': () => json(`{"image":"${filled(' ')}"}`),
  'white space around base64': () => json(`{"image":"AAAA${filled(' ')}A"}`),
  'a URL': () => json(`{"image":"http://${filled('a')}"}`),
  'a data header': () => json(`{"image":"data:${filled('a')}"}`),
  'digits in configure': () => json(`{"image":"AAAA","configure":"${filled('4')}"}`),
  'digits in minConfidence': () => json(`{"image":"AAAA","configure":{"minConfidence":"${filled('1')}x"}}`),
  'many configures': () => json(`{"image":"AAAA"${configures()}}`),
  'quotes in configure': () => json(`{"image":"AAAA","configure":"${filled('\\"')}"}`),
  'Chinese digits in configure': () => json(`{"image":"AAAA","configure":"${filled('四', BODY_BYTES / 3)}"}`),
  'objects in configure': () => json(`{"image":"AAAA","configure":{"a":[${filled('{},')}{}]}}`),
  'base64 that is none': () => json(`{"image":"${filled('A')}"}`),
  'base64 with a stray sign': () => json(`{"image":"${filled('A')}*"}`),
  base64: () => json(`{"image":"${base64(BODY_BYTES)}"}`),
  'base64 of another alphabet': () => json(`{"image":"${filled('-_-_')}"}`),
  'base64 in lines': () => json(`{"image":"${inLines(base64(BODY_BYTES), '\r\n')}"}`),
  'base64 in escaped lines': () => json(`{"image":"${inLines(base64(BODY_BYTES), '\\n')}"}`),
  'base64 in single letters': () => json(`{"image":"${filled('/ 9 j / ')}"}`),
  'base64 in the old form': () =>
    json(JSON.stringify({ inputs: Array(MAX_INPUTS).fill({ image: { dataType: 50, dataValue: base64(PART_BYTES / 2) } }) })),
  'eight images': () => images(base64(PART_BYTES)),
  'eight images in lines': () => images(inLines(base64(PART_BYTES), '\n')),
  'eight images that are none': () => images(filled('?', PART_BYTES)),
  'form fields': () => form(`image=A&${filled('a=b&')}`),
  'percent signs': () => form(`image=${filled('%41')}`),
  'percent signs of characters': () => form(`image=${filled('%E9%93%B6')}`),
  'percent signs that encode nothing': () => form(`image=${filled('%41', BODY_BYTES - 1)}%`),
  'spaces in a form': () => form(`image=${filled('A ')}`),
  'plus signs in configure': () => form(`image=A&configure=${filled('+')}`),
  'base64 in a form': () => form(`image=${percentEncoded(base64(BODY_BYTES * 0.9)).slice(0, BODY_BYTES)}`),
  'tiny parts': () => parts(part('a', 'x', BODY_BYTES / 80)),
  'as many parts as are let in': () => parts(part('image', filled('A', BODY_BYTES / PARTS - 100), PARTS)),
  'eight parts': () => parts(part('image', base64(PART_BYTES), MAX_TOGETHER)),
  'eight parts of bytes': () => parts(part('image', Buffer.alloc(PART_BYTES, Buffer.from([0xff, 0xd8, 0xff])), MAX_TOGETHER)),
  'base64 as a part': () => parts(part('image', inLines(base64(BODY_BYTES - 200), '\r\n'), 1)),
  'digits as a part configure': () => parts(part('configure', filled('4', BODY_BYTES - 200), 1)),
  boundaries: () => parts(bytesOf(filled(`--${BOUNDARY}\r\n`))),
  'almost boundaries': () => parts(part('image', filled(`\r\n--${BOUNDARY.slice(0, -1)}`, BODY_BYTES - 200), 1)),
  'carriage returns as a part': () => parts(part('image', filled('\r', BODY_BYTES - 200), 1)),
  'a boundary of one sign': () =>
    parts(filledBytes('--a\r\nContent-Disposition: form-data; name="image"\r\n\r\n', '\r\n--'), 'multipart/form-data; boundary=a'),
  'headers of a part': () => parts(bytesOf(`--${BOUNDARY}\r\n${filled('X: y\r\n')}`)),
  'a header of a part': () => parts(bytesOf(`--${BOUNDARY}\r\n${filled('X')}`)),
  'compressed zeros': () => raw(deflateSync(Buffer.alloc(BODY_BYTES))),
  'a compressed body': () => ({
    path: PATHS.rich,
    headers: { 'Content-Encoding': 'gzip' },
    body: gzipSync(Buffer.alloc((1000 * BODY_BYTES) / 10), { level: 1 }).subarray(0, BODY_BYTES),
  }),
  zeros: () => raw(Buffer.alloc(BODY_BYTES)),
  'no text': () => ({ path: PATHS.compat, body: Buffer.alloc(BODY_BYTES, 0x80) }),
  'a JPEG of nothing': () => raw(filledBytes('\xff\xd8\xff\xe0', '\0')),
  'a JPEG of empty segments': () => raw(filledBytes('\xff\xd8', '\xff\xe0\0\x02')),
  'a JPEG of fill bytes': () => raw(filledBytes('\xff\xd8', '\xff')),
  'a PNG of empty chunks': () => raw(filledBytes(PNG_HEAD, pngChunk('teST', Buffer.alloc(0)))),
  'a PNG of empty data': () => raw(filledBytes(PNG_HEAD, pngChunk('IDAT', Buffer.alloc(0)))),
  'a PNG of texts': () => raw(filledBytes(PNG_HEAD, pngChunk('tEXt', bytesOf('a\0b')))),
  'a GIF of tiny blocks': () => raw(filledBytes(Buffer.concat([GIF_HEAD, GIF_FRAME, Buffer.from([2])]), '\x01\x24', '\0;')),
  'a GIF of empty extensions': () => raw(filledBytes(GIF_HEAD, '!\xfe\0', ';')),
  'a GIF of cleared tables': () => raw(filledBytes(Buffer.concat([GIF_HEAD, GIF_FRAME, Buffer.from([2])]), GIF_CLEARS, '\0;')),
  'a GIF of empty frames': () => raw(filledBytes(GIF_HEAD, Buffer.concat([GIF_FRAME, Buffer.from([2, 0])]), ';')),
  'a WebP of empty chunks': () => raw(filledBytes('RIFF\xff\xff\xff\x00WEBPVP8X\x0a\0\0\0\x10\0\0\0\xff\x01\0\xff\x01\0', 'TEST\0\0\0\0')),
  'a TIFF of entries': () => raw(filledBytes('II*\0\x08\0\0\0\xff\xff', TIFF_ENTRY)),
  'a HEIF of empty boxes': () => raw(filledBytes(box('ftyp', bytesOf('heic\0\0\0\0mif1heic')), box('free'))),
  'a HEIF of properties': () =>
    raw(
      Buffer.concat([
        box('ftyp', bytesOf('heic\0\0\0\0mif1heic')),
        box('meta', Buffer.alloc(4), box('iprp', box('ipco', Buffer.alloc(BODY_BYTES, box('irot', Buffer.from([1])))))),
      ]),
    ),
  'a BMP of nothing': () => raw(filledBytes('BM\xff\xff\xff\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x40\x1f\0\0\x40\x1f\0\0\x01\0\x20\0', '\0')),
  'an SVG': () => raw(filledBytes('<svg xmlns="http://www.w3.org/2000/svg">', '<g>')),
};
