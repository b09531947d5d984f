import { CardOcrError } from '../errors';
import { rest, restAfter, STRIDE } from '../rest';
import { textOf } from './body-text';

const LINE_BREAK = /[\r\n]/;
/** A request has a handful of members. Building millions would keep all others waiting. */
const MAX_MARKS = 20_000;
const MAX_DEPTH = 64;

/**
 * Parse JSON as clients send it: strictly, else once more without the raw line breaks that some put into strings (base64 in lines of 76). What it would build is
 * counted before it is built.
 *
 * @throws {CardOcrError} `JSON_UNPARSABLE` for anything else that is not JSON, and for what has more members or is deeper than any request
 */
export async function parseJson(text: string): Promise<unknown> {
  const withoutMark = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const strings = await stringsIn(withoutMark);
  await restAfter(text.length);
  try {
    return JSON.parse(withoutMark);
  } catch (cause) {
    if (!LINE_BREAK.test(withoutMark)) throw new CardOcrError('JSON_UNPARSABLE', cause);
  }
  const mended = await withoutLineBreaksIn(strings, withoutMark);
  try {
    return JSON.parse(mended);
  } catch (cause) {
    throw new CardOcrError('JSON_UNPARSABLE', cause);
  }
}

/**
 * Count what a JSON text would build, before it is built.
 *
 * @throws {CardOcrError} `JSON_UNPARSABLE` for what has more members or is deeper than any request
 */
export async function checkMembers(text: string): Promise<void> {
  await stringsIn(text);
  await restAfter(text.length);
}

/** Where a string begins and ends, with its quotes. */
type Span = readonly [start: number, end: number];

const QUOTE = '"';
const BACKSLASH = 0x5c;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const QUOTES_AT_ONCE = 200_000;
const NO_STRING = /[{}[\],]|"/g;

/**
 * The strings in a JSON text, which are passed over as a whole: they are megabytes, and what lies between them is not.
 *
 * @throws {CardOcrError} as `parseJson`
 */
async function stringsIn(text: string): Promise<Span[]> {
  const strings: Span[] = [];
  let marks = 0;
  let depth = 0;
  const next = new RegExp(NO_STRING);
  for (let mark = next.exec(text); mark; mark = next.exec(text)) {
    marks += 1;
    if (mark[0] === '{' || mark[0] === '[') depth += 1;
    else if (mark[0] === '}' || mark[0] === ']') depth -= 1;
    if (marks > MAX_MARKS || depth > MAX_DEPTH) throw new CardOcrError('JSON_UNPARSABLE');
    if (mark[0] !== QUOTE) continue;
    const end = await endOfString(text, mark.index);
    strings.push([mark.index, end]);
    next.lastIndex = end;
  }
  return strings;
}

/** Behind the quote that ends a string: one before which there is an even number of backslashes. */
async function endOfString(text: string, start: number): Promise<number> {
  let quotes = 0;
  for (let quote = text.indexOf(QUOTE, start + 1); quote !== -1; quote = text.indexOf(QUOTE, quote + 1)) {
    quotes += 1;
    if (quotes % QUOTES_AT_ONCE === 0) await rest();
    let first = quote;
    while (text.charCodeAt(first - 1) === BACKSLASH) first--;
    if ((quote - first) % 2 === 0) return quote + 1;
  }
  return text.length;
}

async function withoutLineBreaksIn(strings: readonly Span[], text: string): Promise<string> {
  const pieces: string[] = [];
  let from = 0;
  let rested = 0;
  for (const [start, end] of strings) {
    if (start - rested > STRIDE) {
      rested = start;
      await rest();
    }
    pieces.push(text.slice(from, start), await withoutLineBreaks(text.slice(start, end)));
    from = end;
  }
  pieces.push(text.slice(from));
  const joined = pieces.join('');
  await restAfter(text.length);
  return joined;
}

/** Byte by byte: a pattern takes a second for as many line breaks as a body may have. */
async function withoutLineBreaks(text: string): Promise<string> {
  if (!LINE_BREAK.test(text)) return text;
  const bytes = Buffer.from(text);
  let length = 0;
  for (let from = 0; from < bytes.length; from += STRIDE) {
    const end = Math.min(bytes.length, from + STRIDE);
    for (let i = from; i < end; i++) {
      const byte = bytes[i]!;
      if (byte !== LINE_FEED && byte !== CARRIAGE_RETURN) bytes[length++] = byte;
    }
    await restAfter(bytes.length);
  }
  return textOf(bytes.subarray(0, length));
}
