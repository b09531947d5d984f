import { MIMEType } from 'node:util';
import { asBuffer } from '../as-buffer';
import { CardOcrError } from '../errors';
import { checkTime, STRIDE, yieldAfter } from '../event-loop';

export interface Part {
  readonly bytes: Buffer;
  /** it has a file name, and is not in base64 */
  readonly isFile: boolean;
  /** a web page's form sends it for a field in which no file was chosen: it has no bytes, and its file no name */
  readonly isUnfilled: boolean;
}

const MAX_PARTS = 20;
/** The longest boundary (RFC 2046, 5.1.1); the search for a longer one would be slow. */
const MAX_BOUNDARY = 70;
/** The longest headers of a part, bytes: most of them is a file's name. */
const MAX_HEAD = 4096;

/** What stands between a delimiter and a part's content: headers, and an empty line. */
const HEAD = /^[ \t]*\r\n((?:[^\r\n]+\r\n)*)\r\n/;
/** Where a header goes on in another line. */
const FOLD = /\r\n[ \t]+/g;
const DISPOSITION = /^content-disposition[ \t]*:(.*)$/gim;
const FORM_DATA = /^[ \t]*form-data[ \t]*;/i;
const PARAMETER = /;[ \t]*([^\s=;]+)[ \t]*=[ \t]*(?:"((?:[^"\\]|\\.)*)"|([^\s;]*))/g;
/** A character as it may stand in a quoted text, behind a backslash. */
const QUOTED_PAIR = /\\(.)/g;
const FILE_NAME = /^filename\*?$/;
/** The header of a part in base64, as in mails; some programs still send it (RFC 7578, 4.7). */
const BASE64 = /^content-transfer-encoding[ \t]*:[ \t]*base64[ \t]*$/im;
const LINE_END = '\r\n';
/** The encoding in which each character is one byte: boundaries are compared and headers are read in it. */
const BYTES = 'latin1';

// Why not a library: parsers of streams wait for whoever reads a part, and skip what they do not understand. Here the whole body is in memory, and nothing in it may be
// ignored.

/**
 * Parses a `multipart/form-data` body (RFC 7578): returns its parts by name, those of one name in their order, as bytes, for some clients send a picture without file
 * name and type.
 *
 * @param contentType - the header, with its boundary
 * @param signal - ends the parsing
 * @throws {CardOcrError} `JSON_UNPARSABLE` when the body has no part or no end, `REQUEST_SHAPE` for more than 20 parts, or a part that is no form-data with a name:
 *   a mask might be ignored; `REQUEST_TIMEOUT` when the signal aborts
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
    // not a content type at all
  }
  throw new CardOcrError('JSON_UNPARSABLE');
}

/** Returns the indices of lines that begin with the delimiter, whatever follows it. */
async function delimitersIn(bytes: Buffer, delimiter: string, signal?: AbortSignal): Promise<number[]> {
  const starts = isAt(0, delimiter, bytes) ? [0] : [];
  const line = Buffer.from(`\n${delimiter}`, BYTES);
  for (let from = 0; from < bytes.length; from += STRIDE) {
    checkTime(signal);
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

/** @param bytes - from the end of a delimiter to the beginning of the next */
function partIn(bytes: Buffer): [name: string, part: Part] {
  const [head, headers = ''] = HEAD.exec(bytes.toString(BYTES, 0, MAX_HEAD)) ?? [''];
  const lines = headers.replace(FOLD, ' ');
  const [disposition = '', ...others] = [...lines.matchAll(DISPOSITION)].map(([, value]) => value!);
  const parameters = [...disposition.matchAll(PARAMETER)].map(([, name, quoted, bare]) => [
    name!.toLowerCase(),
    quoted?.replace(QUOTED_PAIR, '$1') ?? bare!,
  ]);
  const names = parameters.filter(([name]) => name === 'name');
  const isWhole = bytes.toString(BYTES, bytes.length - LINE_END.length) === LINE_END;
  if (!isWhole || !FORM_DATA.test(disposition) || others.length > 0 || names.length !== 1) throw new CardOcrError('REQUEST_SHAPE');
  const fileNames = parameters.filter(([name]) => FILE_NAME.test(name!));
  const isFile = fileNames.length > 0 && !BASE64.test(lines);
  const content = bytes.subarray(head.length, -LINE_END.length);
  const isUnfilled = isFile && content.length === 0 && fileNames.every(([, fileName]) => fileName === '');
  return [names[0]![1]!, { bytes: content, isFile, isUnfilled }];
}
