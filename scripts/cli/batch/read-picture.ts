import { readFile } from 'node:fs/promises';
import { asCardOcrError, type CardReader, loadImage, type PictureReading } from '../../../lib';
import { imageSourceFrom } from '../../../lib/source/image-source';
import type { Annotator } from './annotate';
import { failedRecord, type PictureRecord, type RecordOptions, readRecords, unopenedRecord } from './record';

/** What a worker is told when it starts. */
export interface WorkerOptions extends RecordOptions {
  /** the folder where pictures with what was found in them go */
  readonly annotate?: string | undefined;
}

/** Of a picture's file. */
const LIMIT_BYTES = 20 * 2 ** 20;
/** A picture that takes longer is recorded as 408. */
const LIMIT_MS = 60_000;

/**
 * Read a picture, and write what was found in it. Failures become a record, too: there is always at least one.
 *
 * @param file - a path, or `s3://bucket/key`
 * @throws {Error} when no picture can be written, as on a full disk; one alone that cannot be drawn, or whose name is too long, is named on stderr
 */
export async function readPicture(
  reader: CardReader,
  file: string,
  options: RecordOptions,
  annotator: Annotator | null,
): Promise<PictureRecord[]> {
  const start = performance.now();
  const signal = AbortSignal.timeout(LIMIT_MS);
  let bytes: Uint8Array;
  let reading: PictureReading;
  try {
    bytes = await load(file, signal);
    reading = await reader.read(bytes, { signal });
  } catch (thrown) {
    if (thrown instanceof NotOpened) return [unopenedRecord(file, thrown.cause)];
    return [failedRecord(file, asCardOcrError(thrown), performance.now() - start)];
  }
  const records = readRecords(file, reading, options, performance.now() - start);
  await annotator?.annotate(file, bytes, reading.cards).catch((thrown: NodeJS.ErrnoException) => {
    if (NO_PLACE.has(thrown.code ?? '')) throw thrown;
    process.stderr.write(`not drawn: ${file} (${thrown.code ?? thrown.name})\n`);
  });
  return records;
}

const NO_PLACE: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EACCES', 'EPERM', 'EROFS']);

/** The file system's reason is its cause. */
class NotOpened extends Error {}

/**
 * @throws {NotOpened} for a file that cannot be opened
 * @throws {CardOcrError} as `loadImage`
 */
async function load(file: string, signal: AbortSignal): Promise<Uint8Array> {
  const limits = { limitBytes: LIMIT_BYTES, signal, allowAddresses: [] };
  if (file.startsWith('s3://')) {
    const source = imageSourceFrom(file);
    return loadImage(source, { ...limits, buckets: source.kind === 's3' ? [source.bucket] : [] });
  }
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new NotOpened('', { cause });
  });
  return loadImage({ kind: 'bytes', bytes }, { ...limits, buckets: [] });
}
