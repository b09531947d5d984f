import { MIMEType } from 'node:util';
import { CardOcrError } from '../errors';
import { STRIDE, yieldAfter } from '../event-loop';
import { asBuffer } from './body-kind';

/** A part of a multipart body. */
export interface Part {
  readonly bytes: Buffer;
  /** it was sent with a file name, and not as base64 */
  readonly isFile: boolean;
}

const MAX_PARTS = 20;
/** RFC 2046, 5.1.1. Longer ones are searched for slowly. */
const MAX_BOUNDARY = 70;
/** Of a part's headers, in bytes: the longest of them is a file's name. */
const MAX_HEAD = 4096;

/** What stands between a delimiter and a part's content: headers, and an empty line. */
const HEAD = /^[ \t]*\r\n((?:[^\r\n]+\r\n)*)\r\n/;
/** Where a header goes on in another line. */
const FOLD = /\r\n[ \t]+/g;
const DISPOSITION = /^content-disposition[ \t]*:(.*)$/gim;
const FORM_DATA = /^[ \t]*form-data[ \t]*;/i;
const PARAMETER = /;[ \t]*([^\s=;]+)[ \t]*=[ \t]*(?:"((?:[^"\\]|\\.)*)"|([^\s;]*))/g;
const FILE_NAME = /^filename\*?$/;
/** As mails have it, and some programs still write it (RFC 7578, 4.7). */
const BASE64 = /^content-transfer-encoding[ \t]*:[ \t]*base64[ \t]*$/im;
const LINE_END = '\r\n';
/** Sign by sign a byte: what is compared, and how headers are read. */
const BYTES = 'latin1';

// Parsers of streams wait for who reads a part, and pass over what they do not understand. Here all of a body is there, and nothing in it may go unheard.

/**
 * The parts of a `multipart/form-data` body (RFC 7578) by name, each in their order, as bytes: some clients name no file and no type for a picture.
 *
 * @param contentType - the header, with its boundary
 * @param signal - of the request's time
 * @throws {CardOcrError} `JSON_UNPARSABLE` when the body has no part or no end, `REQUEST_SHAPE` for more than 20 parts, or one that is no form-data with a name:
 *   a mask might go unheard; `REQUEST_TIMEOUT` when the signal aborts
 */
export async function parseMultipart(
  contentType: string,
  body: Uint8Array,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, readonly [Part, ...Part[]]>> {
  const bytes = asBuffer(body);
  const delimiter = `--${boundaryIn(contentType)}`;
  const starts = await delimitersIn(bytes, delimiter, signal);
  const end = starts.pop();
  if (end === undefined || !isAt(end, `${delimiter}--`, bytes)) throw new CardOcrError('JSON_UNPARSABLE');
  const parts = new Map<string, [Part, ...Part[]]>();
  for (const [i, start] of starts.entries()) {
    const [name, part] = partIn(bytes.subarray(start + delimiter.length, starts[i + 1] ?? end));
    const before = parts.get(name);
    if (before) before.push(part);
    else parts.set(name, [part]);
  }
  return parts;
}

function boundaryIn(contentType: string): string {
  try {
    const boundary = new MIMEType(contentType).params.get('boundary') ?? '';
    if (boundary !== '' && boundary.length <= MAX_BOUNDARY) return boundary;
  } catch {
    // no type at all
  }
  throw new CardOcrError('JSON_UNPARSABLE');
}

/** Where lines begin as a delimiter does; what ends them is not looked at. */
async function delimitersIn(bytes: Buffer, delimiter: string, signal?: AbortSignal): Promise<number[]> {
  const starts = isAt(0, delimiter, bytes) ? [0] : [];
  const line = Buffer.from(`\n${delimiter}`, BYTES);
  for (let from = 0; from < bytes.length; from += STRIDE) {
    if (signal?.aborted) throw new CardOcrError('REQUEST_TIMEOUT');
    const stretch = bytes.subarray(from, from + STRIDE + line.length - 1);
    for (let at = stretch.indexOf(line); at !== -1; at = stretch.indexOf(line, at + 1)) {
      starts.push(from + at + 1);
      if (starts.length > MAX_PARTS + 1) throw new CardOcrError('REQUEST_SHAPE');
    }
    await yieldAfter(bytes.length);
  }
  return starts;
}

const isAt = (start: number, text: string, bytes: Buffer): boolean => bytes.toString(BYTES, start, start + text.length) === text;

/** @param bytes - from behind a delimiter to the next */
function partIn(bytes: Buffer): [name: string, part: Part] {
  const [head, headers = ''] = HEAD.exec(bytes.toString(BYTES, 0, MAX_HEAD)) ?? [''];
  const lines = headers.replace(FOLD, ' ');
  const [disposition = '', ...others] = [...lines.matchAll(DISPOSITION)].map(([, value]) => value!);
  const parameters = [...disposition.matchAll(PARAMETER)].map(([, name, quoted, bare]) => [name!.toLowerCase(), quoted ?? bare!]);
  const names = parameters.filter(([name]) => name === 'name');
  const isWhole = bytes.toString(BYTES, bytes.length - LINE_END.length) === LINE_END;
  if (!isWhole || !FORM_DATA.test(disposition) || others.length > 0 || names.length !== 1) throw new CardOcrError('REQUEST_SHAPE');
  const isFile = parameters.some(([name]) => FILE_NAME.test(name!)) && !BASE64.test(lines);
  return [names[0]![1]!, { bytes: bytes.subarray(head.length, -LINE_END.length), isFile }];
}
