import { csvRecords } from '../../lib/bin/csv-records';
import type { PictureRecord } from './record';

/** What is in a file of records already. */
export type WrittenRecord = Pick<PictureRecord, 'file' | 'status'>;

/** How records stand in a file. */
export interface RecordFormat {
  /** the file begins with it */
  readonly head: string;
  /** so does each record */
  readonly recordHead: string;
  /** line breaks between double quotes end no record */
  readonly hasQuotes: boolean;
  write(record: PictureRecord): string;
  /** @returns null for what was not written so */
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
  'bank',
  'type',
  'scheme',
  'luhnValid',
  'confidence',
  'warnings',
  'quality',
  'cards',
  'ms',
] as const satisfies readonly (keyof PictureRecord)[];

/** What a spreadsheet takes for a formula, wherever it comes from: OWASP, "CSV Injection". The mark itself, too, so that it can be told from a name's own. */
const FORMULA = /^[=+\-@\t\r\n']/;
const MARK = "'";
const NEEDS_QUOTES = /[",\r\n]/;
const CRLF = '\r\n';

/** @param value - a list is written with spaces between */
function csvField(value: PictureRecord[keyof PictureRecord]): string {
  const text = typeof value === 'object' && value !== null ? value.join(' ') : String(value ?? '');
  const harmless = typeof value === 'string' && FORMULA.test(text) ? MARK + text : text;
  return NEEDS_QUOTES.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

const unmarked = (text: string): string => (text.startsWith(MARK) ? text.slice(MARK.length) : text);

export const RECORD_FORMATS: Readonly<Record<FormatName, RecordFormat>> = {
  /** One JSON object a line. */
  jsonl: {
    head: '',
    recordHead: '{"file":"',
    hasQuotes: false,
    write: (record) => `${JSON.stringify(record)}\n`,
    read: (text) => {
      try {
        const { file, status } = JSON.parse(text) as Partial<WrittenRecord>;
        return typeof file === 'string' && typeof status === 'number' ? { file, status } : null;
      } catch {
        return null;
      }
    },
  },
  /** RFC 4180, UTF-8, with a header. */
  csv: {
    head: COLUMNS.join(',') + CRLF,
    recordHead: '',
    hasQuotes: true,
    write: (record) => COLUMNS.map((column) => csvField(record[column])).join(',') + CRLF,
    read: (text) => {
      const [record] = csvRecords(text);
      const [file, status] = record?.fields?.length === COLUMNS.length ? record.fields : [];
      return file && /^\d{3}$/.test(status ?? '') ? { file: unmarked(file), status: Number(status) } : null;
    },
  },
};
