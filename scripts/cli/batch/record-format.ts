import { csvRecords } from '../../../lib/bin/csv-records';
import type { PictureRecord } from './record';

/** A record that a file holds already. */
export interface WrittenRecord extends Pick<PictureRecord, 'file' | 'status' | 'cards'> {
  /** whether its number is masked; null without a number */
  readonly isMasked: boolean | null;
}

/** How records are written to a file, and read from it. */
export interface RecordFormat {
  /** beginning of the file */
  readonly head: string;
  /** beginning of each record */
  readonly recordHead: string;
  /** line breaks between double quotes end no record */
  readonly hasQuotes: boolean;
  write(record: PictureRecord): string;
  /** @returns null for a text that is no record of this format */
  read(text: string): WrittenRecord | null;
}

export type FormatName = 'jsonl' | 'csv';

const COLUMNS = [
  'file',
  'status',
  'code',
  'message',
  'pan',
  'panGrouped',
  'expiry',
  'validFrom',
  'issuer',
  'type',
  'scheme',
  'luhnValid',
  'confidence',
  'warnings',
  'quality',
  'card',
  'cards',
  'ms',
] as const satisfies readonly (keyof PictureRecord)[];

/**
 * Beginnings of texts that a spreadsheet takes for formulas, wherever they come from: OWASP, "CSV Injection". The mark itself is one of them, so that it can be
 * told from a name's own.
 */
const FORMULA = /^[=+\-@\t\r\n']/;
const MARK = "'";
/**
 * Texts that a spreadsheet would take for numbers or dates, and spoil: it keeps 15 digits, and makes a day of `08/31`. Written as a formula that is a text,
 * they stay as they are in Excel, LibreOffice and Gnumeric.
 */
const NUMBER_LIKE = /^[\d\s.,:/eE-]+$/;
const TEXT_FORMULA = /^="([^"]*)"$/;
const BYTE_ORDER_MARK = '\ufeff';
/** Signs that end a field or a line, be it in a spreadsheet whose language or user separates fields by semicolons or tabs; and one that is left out at a beginning. */
const NEEDS_QUOTES = /[",;\t\r\n]|^\ufeff/;
const CRLF = '\r\n';

/** @param value - a list is written with spaces between its items */
function csvField(value: PictureRecord[keyof PictureRecord]): string {
  const text = typeof value === 'object' && value !== null ? value.join(' ') : String(value ?? '');
  const harmless = typeof value === 'string' ? asText(text) : text;
  return NEEDS_QUOTES.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

function asText(text: string): string {
  if (FORMULA.test(text)) return MARK + text;
  return NUMBER_LIKE.test(text) ? `="${text}"` : text;
}

const textOf = (field: string): string => (field.startsWith(MARK) ? field.slice(MARK.length) : (TEXT_FORMULA.exec(field)?.[1] ?? field));

const isMasked = (pan: unknown): boolean | null => (typeof pan === 'string' && pan !== '' ? pan.includes('*') : null);

export const RECORD_FORMATS: Readonly<Record<FormatName, RecordFormat>> = {
  /** One JSON object a line. */
  jsonl: {
    head: '',
    recordHead: '{"file":"',
    hasQuotes: false,
    write: (record) => `${JSON.stringify(record)}\n`,
    read: (text) => {
      try {
        const { file, status, pan, cards } = JSON.parse(text) as Partial<PictureRecord>;
        if (typeof file !== 'string' || typeof status !== 'number' || typeof cards !== 'number') return null;
        return { file, status, cards, isMasked: isMasked(pan) };
      } catch {
        return null;
      }
    },
  },
  /** RFC 4180 with a header, in UTF-8 with a byte order mark, by which Excel recognises it. */
  csv: {
    head: BYTE_ORDER_MARK + COLUMNS.join(',') + CRLF,
    recordHead: '',
    hasQuotes: true,
    write: (record) => COLUMNS.map((column) => csvField(record[column])).join(',') + CRLF,
    read: (text) => {
      const [record] = csvRecords(text);
      const fields = record?.fields?.length === COLUMNS.length ? record.fields : [];
      const field = (name: (typeof COLUMNS)[number]): string => fields[COLUMNS.indexOf(name)] ?? '';
      if (field('file') === '' || !/^\d{3}$/.test(field('status'))) return null;
      return {
        file: textOf(field('file')),
        status: Number(field('status')),
        cards: Number(field('cards')),
        isMasked: isMasked(textOf(field('pan'))),
      };
    },
  },
};
