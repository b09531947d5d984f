import { CardOcrError } from '../errors';
import { STRIDE, yieldAfter, yieldToEventLoop } from '../event-loop';
import { textOf } from './body-text';

const LINE_BREAK = /[\r\n]/;
/** The most brackets, commas and strings in a document. A request has a handful of members; building millions would block the event loop. */
const MAX_MARKS = 20_000;
const MAX_DEPTH = 64;
/** Only this many characters of a name are compared: the names that are read are short. */
export const MAX_NAME = 100;

/**
 * Names that ask for a mask, or whose values may do so, and what follows such a name. They must not stand twice in one object: parsers keep the last value only. Of
 * `image` only an object counts, as in the old form: a picture's text has no place for a mask.
 */
const HEARD: readonly (readonly [name: RegExp, value: RegExp])[] = [
  [/^\s*(mask|configure|minConfidence|inputs|dataValue)\s*$/i, /[ \t\r\n]*:/y],
  [/^image$/, /[ \t\r\n]*:[ \t\r\n]*\{/y],
];

/**
 * Parses JSON as clients send it: strictly at first; if that fails, without the raw line breaks that some clients put into strings (base64 in lines of 76). Members
 * are counted before anything is built.
 *
 * @throws {CardOcrError} as `parseStrictJson`
 */
export async function parseJson(text: string): Promise<unknown> {
  const withoutMark = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const outline = await outlineOf(withoutMark);
  try {
    return documentOf(withoutMark, outline);
  } catch (error) {
    if ((error as CardOcrError).code !== 'JSON_UNPARSABLE' || !LINE_BREAK.test(withoutMark)) throw error;
  }
  return parseStrictJson(await withoutLineBreaksIn(outline.strings, withoutMark));
}

/**
 * Parses JSON strictly. Members are counted before anything is built.
 *
 * @throws {CardOcrError} `JSON_UNPARSABLE` for what is not JSON, or has more members or is deeper than any request; `REQUEST_SHAPE` where a name by which a
 *   mask may be asked for stands twice in one object: one of the two would be ignored
 */
export async function parseStrictJson(text: string): Promise<unknown> {
  return documentOf(text, await outlineOf(text));
}

function documentOf(text: string, { isAmbiguous }: Outline): unknown {
  const document = parsed(text);
  if (isAmbiguous) throw new CardOcrError('REQUEST_SHAPE');
  return document;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CardOcrError('JSON_UNPARSABLE', cause);
  }
}

/** What is known of a JSON text before it is parsed. */
interface Outline {
  readonly strings: readonly Span[];
  /** one of the `HEARD` names stands twice in one object */
  readonly isAmbiguous: boolean;
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
 * Scans a JSON text. It skips each string as a whole: strings may have megabytes, the rest does not.
 *
 * @throws {CardOcrError} `JSON_UNPARSABLE` for more members or more depth than any request has
 */
async function outlineOf(text: string): Promise<Outline> {
  const strings: Span[] = [];
  /** the `HEARD` names of each object that is open; a list has none */
  const open: Set<string>[] = [];
  let isAmbiguous = false;
  let marks = 0;
  const next = new RegExp(NO_STRING);
  for (let mark = next.exec(text); mark; mark = next.exec(text)) {
    marks += 1;
    if (mark[0] === '{' || mark[0] === '[') open.push(new Set());
    else if (mark[0] === '}' || mark[0] === ']') open.pop();
    if (marks > MAX_MARKS || open.length > MAX_DEPTH) throw new CardOcrError('JSON_UNPARSABLE');
    if (mark[0] !== QUOTE) continue;
    const end = await endOfString(text, mark.index);
    strings.push([mark.index, end]);
    next.lastIndex = end;
    const [name, names] = [heardName(text, mark.index, end), open.at(-1)];
    if (name === null) continue;
    isAmbiguous ||= names?.has(name) === true;
    names?.add(name);
  }
  await yieldAfter(text.length);
  return { strings, isAmbiguous };
}

/** Returns one of the `HEARD` names as it is parsed; null for a string that is a value, or another name. */
function heardName(text: string, start: number, end: number): string | null {
  const followed = HEARD.filter(([, value]) => {
    value.lastIndex = end;
    return value.test(text);
  });
  if (followed.length === 0) return null;
  const name = unquoted(text.slice(start, end));
  return name !== null && followed.some(([heard]) => heard.test(name.slice(0, MAX_NAME))) ? name : null;
}

/** Returns the text of a JSON string; null for one that is not JSON. */
function unquoted(string: string): string | null {
  try {
    return JSON.parse(string) as string;
  } catch {
    return null;
  }
}

/** Returns the index after the quote that ends a string: the first one with an even number of backslashes before it. */
async function endOfString(text: string, start: number): Promise<number> {
  let quotes = 0;
  for (let quote = text.indexOf(QUOTE, start + 1); quote !== -1; quote = text.indexOf(QUOTE, quote + 1)) {
    quotes += 1;
    if (quotes % QUOTES_AT_ONCE === 0) await yieldToEventLoop();
    let first = quote;
    while (text.charCodeAt(first - 1) === BACKSLASH) first--;
    if ((quote - first) % 2 === 0) return quote + 1;
  }
  return text.length;
}

async function withoutLineBreaksIn(strings: readonly Span[], text: string): Promise<string> {
  const pieces: string[] = [];
  let from = 0;
  let yielded = 0;
  for (const [start, end] of strings) {
    if (start - yielded > STRIDE) {
      yielded = start;
      await yieldToEventLoop();
    }
    pieces.push(text.slice(from, start), await withoutLineBreaks(text.slice(start, end)));
    from = end;
  }
  pieces.push(text.slice(from));
  const joined = pieces.join('');
  await yieldAfter(text.length);
  return joined;
}

/** Removes line breaks byte by byte: a pattern takes a second for as many as a body may have. */
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
    await yieldAfter(bytes.length);
  }
  return textOf(bytes.subarray(0, length));
}
