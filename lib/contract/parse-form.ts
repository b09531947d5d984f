import { isUtf8 } from 'node:buffer';
import { CardOcrError } from '../errors';
import { STRIDE, yieldAfter } from '../event-loop';
import { textOf } from './body-text';

/** The field in which a `+` stays a `+`, unless its value is an encoded URL. */
const BASE64_FIELD = 'image';
/** How an encoded URL begins: its encoder has written `+` for a space and `%2B` for a `+`; some leave slashes as they are. Bounded, as base64 may have 10 MB. */
const ENCODED_SCHEME = /^.{0,16}%3A(%2F|\/){2}/is;
/** The most fields of a body; a request has two. */
const MAX_FIELDS = 100;
/** White space that is cut off at the end of a body; not a space, which may belong to a picture. */
const RIM = new Set(['\r', '\n', '\t']);

export type Field = readonly [name: string, value: string];

/**
 * Parses the fields of an `application/x-www-form-urlencoded` body, in their order. In the picture's field a `+` stays a `+`: it is a digit of base64 that the client
 * forgot to encode. A bare space there counts as a `+`, too, as an intermediary has decoded it; an encoded space (`%20`) is a space. In other fields, in names and in
 * an encoded URL, a `+` is a space, as encoders write it in `{"detail": true}`.
 *
 * @throws {CardOcrError} `REQUEST_SHAPE` for more than a hundred fields: what follows them, perhaps a mask, would be ignored
 */
export async function parseForm(text: string): Promise<Field[]> {
  const fields: Field[] = [];
  for (const field of fieldsIn(withoutRims(text))) {
    const equals = field.indexOf('=');
    const name = await decoded(equals === -1 ? field : field.slice(0, equals), false);
    const value = equals === -1 ? '' : field.slice(equals + 1);
    if (name) fields.push([name, await decoded(value, name === BASE64_FIELD && !ENCODED_SCHEME.test(value))]);
  }
  return fields;
}

function withoutRims(text: string): string {
  let end = text.length;
  while (end > 0 && RIM.has(text[end - 1]!)) end--;
  return text.slice(0, end).trimStart();
}

function* fieldsIn(text: string): Generator<string> {
  let start = 0;
  for (let left = MAX_FIELDS; start <= text.length; left--) {
    if (left === 0) throw new CardOcrError('REQUEST_SHAPE');
    const end = text.indexOf('&', start);
    yield text.slice(start, end === -1 ? text.length : end);
    start = end === -1 ? text.length + 1 : end + 1;
  }
}

const PERCENT = 0x25;
const PLUS = 0x2b;
const SPACE = 0x20;
const ENCODED = /[%+ ]/;

/** Decodes a value. If any `%` encodes nothing, all stay as they are: the parser of the value will find the stray one. Works byte by byte: patterns take seconds for a large body. */
async function decoded(value: string, isBase64: boolean): Promise<string> {
  if (!ENCODED.test(value)) return value;
  const bytes = Buffer.from(value);
  await (isBase64 ? replace(bytes, SPACE, PLUS) : replace(bytes, PLUS, SPACE));
  const plain = await percentDecoded(bytes);
  return textOf(plain && isUtf8(plain) ? plain : bytes);
}

/** Replaces a byte in place. */
async function replace(bytes: Buffer, byte: number, by: number): Promise<void> {
  for (let from = 0; from < bytes.length; from += STRIDE) {
    const end = Math.min(bytes.length, from + STRIDE);
    for (let i = from; i < end; i++) if (bytes[i] === byte) bytes[i] = by;
    await yieldAfter(bytes.length);
  }
}

/** @returns null where a `%` is not followed by two hexadecimal digits */
async function percentDecoded(bytes: Buffer): Promise<Buffer | null> {
  const plain = Buffer.alloc(bytes.length);
  let length = 0;
  let i = 0;
  while (i < bytes.length) {
    for (const end = Math.min(bytes.length, i + STRIDE); i < end; i++) {
      if (bytes[i] !== PERCENT) {
        plain[length++] = bytes[i]!;
        continue;
      }
      const [high, low] = [hexadecimal(bytes[i + 1]), hexadecimal(bytes[i + 2])];
      if (high === -1 || low === -1) return null;
      plain[length++] = high * 16 + low;
      i += 2;
    }
    await yieldAfter(bytes.length);
  }
  return plain.subarray(0, length);
}

const DIGITS = '0123456789abcdef';
/** The value of a character code as a hexadecimal digit; -1: it is none. */
const HEXADECIMAL = Int8Array.from({ length: 256 }, (_, code) => DIGITS.indexOf(String.fromCharCode(code).toLowerCase()));
const hexadecimal = (code: number | undefined): number => (code === undefined ? -1 : HEXADECIMAL[code]!);
