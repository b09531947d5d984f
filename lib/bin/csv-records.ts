/** One record of a CSV file: its fields, or null where its quoting is broken. */
interface CsvRecord {
  /** Line of the file on which the record starts, from 1. */
  line: number;
  fields: string[] | null;
}

/**
 * Reads comma-separated values (RFC 4180), or such with another sign between them: quoted fields may hold such signs, line breaks and doubled quotes; lines may end in LF or CRLF.
 * A record with broken quoting gives up its first line; reading goes on with the next, so that one stray quote costs one record.
 * Empty lines are left out.
 *
 * @param text - the file's text, with or without a byte order mark
 */
export function* csvRecords(text: string, separator = ','): Generator<CsvRecord> {
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  for (let line = 1; at < text.length; ) {
    const record = recordAt(text, at, separator);
    const end = record?.end ?? endOfLine(text, at);
    const isBlank = record !== null && record.fields.length === 1 && record.fields[0] === '';
    if (!isBlank) yield { line, fields: record?.fields ?? null };
    for (let i = text.indexOf('\n', at); i !== -1 && i < end; i = text.indexOf('\n', i + 1)) line++;
    at = end;
  }
}

/** The record that starts at an index, and the index after its line break; null when its quoting is broken. */
function recordAt(text: string, start: number, separator: string): { fields: string[]; end: number } | null {
  const fields: string[] = [];
  for (let at = start; ; ) {
    let field: string;
    if (text[at] === '"') {
      const close = closingQuote(text, at + 1);
      if (close === -1) return null;
      field = text.slice(at + 1, close).replaceAll('""', '"');
      at = close + 1;
    } else {
      const end = endOfField(text, at, separator);
      field = text.slice(at, end);
      at = end;
    }
    fields.push(field);
    if (text[at] === separator) {
      at++;
      continue;
    }
    if (at >= text.length) return { fields, end: at };
    if (text[at] === '\n') return { fields, end: at + 1 };
    if (text.startsWith('\r\n', at)) return { fields, end: at + 2 };
    return null;
  }
}

/** Index of the quote that closes a field, past doubled ones; -1 when there is none. */
function closingQuote(text: string, start: number): number {
  for (let at = text.indexOf('"', start); at !== -1; at = text.indexOf('"', at + 2)) if (text[at + 1] !== '"') return at;
  return -1;
}

function endOfField(text: string, start: number, separator: string): number {
  let at = start;
  while (at < text.length && text[at] !== separator && text[at] !== '\n' && !text.startsWith('\r\n', at)) at++;
  return at;
}

function endOfLine(text: string, start: number): number {
  const newline = text.indexOf('\n', start);
  return newline === -1 ? text.length : newline + 1;
}
