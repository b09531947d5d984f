import { readFile } from 'node:fs/promises';
import { asCardOcrError, type CardReader, type CardReading, formatExpiry, maskPan, type ReadOptions } from '../../lib';

/** The most prominent card of a file as a flat record: a JSON line of `read --json` and what `evaluate` scores. */
export type FileReading =
  | { readonly file: string; readonly status: number; readonly message: string; readonly pan: null; readonly ms: number }
  | {
      readonly file: string;
      readonly status: 200;
      readonly pan: string;
      readonly panGrouped: string;
      /** `MM/YY` */
      readonly expiry: string | null;
      readonly type: CardReading['type'];
      /** short name, "" when unknown */
      readonly bank: string;
      readonly scheme: string | null;
      readonly luhnValid: boolean;
      readonly confidence: number;
      readonly warnings: readonly string[];
      readonly ms: number;
      readonly stages: Readonly<Record<string, number>>;
    };

/**
 * Read one file. Failures become a record too: the contract's status and message, or 404 for a file that cannot be opened.
 *
 * @param mask - hide all but the first 6 and last 4 digits
 * @param options - as `CardReader.read`
 * @param prepare - what to do with the file's bytes before they are read (turning, for measurements); not timed
 */
export async function readFileAsCard(
  reader: CardReader,
  file: string,
  { mask = false, prepare = async (bytes: Buffer): Promise<Buffer> => bytes, options = {} as ReadOptions } = {},
): Promise<FileReading> {
  let bytes: Buffer;
  try {
    bytes = await prepare(await readFile(file));
  } catch {
    return { file, status: 404, message: 'cannot open the file', pan: null, ms: 0 };
  }
  const start = performance.now();
  try {
    const { mostProminent: card, timings } = await reader.read(bytes, options);
    const ms = performance.now() - start;
    return {
      file,
      status: 200,
      pan: mask ? maskPan(card.pan) : card.pan,
      panGrouped: mask ? card.maskedPan : card.panGrouped,
      expiry: card.expiry && formatExpiry(card.expiry),
      type: card.type,
      bank: card.issuer?.shortName ?? '',
      scheme: card.scheme,
      luhnValid: card.luhnValid,
      confidence: card.confidence.pan,
      warnings: card.warnings,
      ms,
      stages: timings,
    };
  } catch (thrown) {
    const { status, message } = asCardOcrError(thrown);
    return { file, status, message, pan: null, ms: performance.now() - start };
  }
}
