import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import {
  asCardOcrError,
  CardOcrError,
  type CardReader,
  type CardReading,
  type ErrorCode,
  formatExpiry,
  maskPan,
  type ReadOptions,
  type Warning,
} from '../../lib';
import { systemWords } from './failure-words';

const STANDARD_INPUT = '-';
/** Most bytes of a picture's file. */
export const LIMIT_BYTES = 20 * 2 ** 20;

/** A card with the fields that `read --json` and the records of `batch` share. */
export interface FlatCard {
  readonly pan: string;
  readonly panGrouped: string;
  /** `MM/YY` */
  readonly expiry: string | null;
  /** `MM/YY`; null where none is plain to see */
  readonly validFrom: string | null;
  /** the short name */
  readonly issuer: string | null;
  readonly type: CardReading['type'];
  readonly scheme: string | null;
  readonly luhnValid: boolean;
  /** that of the number, 0..1 */
  readonly confidence: number;
  readonly warnings: readonly Warning[];
  /** how well the picture shows the card, 0..100 */
  readonly quality: number;
}

/** The most prominent card of a file as a flat record: a JSON line of `read --json` and what `evaluate` scores. */
export type FileReading =
  | {
      readonly file: string;
      readonly status: number;
      readonly code: ErrorCode | 'FILE_NOT_OPENED';
      readonly message: string;
      readonly pan: null;
      readonly ms: number;
    }
  | (FlatCard & {
      readonly file: string;
      readonly status: 200;
      /** how many cards the picture shows */
      readonly cards: number;
      readonly ms: number;
      readonly timings: Readonly<Record<string, number>>;
    });

/** @param isMasked - whether to hide all but the first 6 and last 4 digits */
export const flatCard = (card: CardReading, isMasked: boolean): FlatCard => ({
  pan: isMasked ? maskPan(card.pan) : card.pan,
  panGrouped: isMasked ? card.maskedPan : card.panGrouped,
  expiry: card.expiry && formatExpiry(card.expiry),
  validFrom: card.validFrom ? formatExpiry(card.validFrom) : null,
  issuer: card.issuer?.shortName ?? null,
  type: card.type,
  scheme: card.scheme,
  luhnValid: card.luhnValid,
  confidence: card.confidence.pan,
  warnings: card.warnings,
  quality: card.quality,
});

/**
 * Reads one file. A failure becomes a record, too: the contract's status, code and message, or 404 for a file that cannot be opened.
 *
 * @param file - its path; `-`: standard input
 * @param mask - whether to hide all but the first 6 and last 4 digits
 * @param options - as `CardReader.read`
 * @param prepare - changes the file's bytes before they are read (turns the picture, for measurements); its time is not counted
 */
export async function readFileAsCard(
  reader: CardReader,
  file: string,
  { mask = false, prepare = async (bytes: Buffer): Promise<Buffer> => bytes, options = {} as ReadOptions } = {},
): Promise<FileReading> {
  let bytes: Buffer;
  try {
    bytes = await prepare(await (file === STANDARD_INPUT ? boundedBytes(process.stdin) : fileBytes(file, { takesPipes: true })));
  } catch (thrown) {
    if (thrown instanceof CardOcrError) return failedReading(file, thrown, 0);
    return { file, status: 404, code: 'FILE_NOT_OPENED', message: notOpened(thrown), pan: null, ms: 0 };
  }
  const start = performance.now();
  try {
    const { mostProminent: card, cards, timings } = await reader.read(bytes, options);
    const ms = performance.now() - start;
    return { file, status: 200, ...flatCard(card, mask), cards: cards.length, ms, timings };
  } catch (thrown) {
    return failedReading(file, asCardOcrError(thrown), performance.now() - start);
  }
}

const failedReading = (file: string, { status, code, message }: CardOcrError, ms: number): FileReading => ({
  file,
  status,
  code,
  message,
  pan: null,
  ms,
});

/**
 * Returns the bytes of a picture's file. A file that is too large is not loaded.
 *
 * @param takesPipes - whether to wait for what somebody writes into the file, if it is a pipe
 * @throws {CardOcrError} `PAYLOAD_TOO_LARGE`
 * @throws {Error} of the file system, when the file cannot be opened; `ENXIO` for what is no file, as the system says of sockets
 */
export async function fileBytes(path: string, { takesPipes = false } = {}): Promise<Buffer> {
  const file = await open(path, constants.O_RDONLY | (takesPipes ? 0 : constants.O_NONBLOCK));
  try {
    const stats = await file.stat();
    if (!stats.isFile() && !stats.isDirectory() && !(takesPipes && stats.isFIFO()))
      throw Object.assign(new Error('no file'), { code: 'ENXIO' });
    if (stats.size > LIMIT_BYTES) throw new CardOcrError('PAYLOAD_TOO_LARGE');
    // how much a pipe brings is not known beforehand
    return await (stats.isFIFO() ? boundedBytes(file.createReadStream()) : file.readFile());
  } finally {
    await file.close();
  }
}

/**
 * Returns what a stream brings. A stream that brings too much is destroyed at once.
 *
 * @throws {CardOcrError} `PAYLOAD_TOO_LARGE`
 */
async function boundedBytes(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream) {
    length += chunk.length;
    if (length > LIMIT_BYTES) throw new CardOcrError('PAYLOAD_TOO_LARGE');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Returns the message for a file that cannot be opened, with the system's reason. */
export const notOpened = (thrown: unknown): string => `cannot open the file: ${systemWords(thrown)}`;
