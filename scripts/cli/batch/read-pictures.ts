import { asCardOcrError, CardOcrError, type CardReader, hasFault, loadImage, type PictureReading } from '../../../lib';
import { isShownInPart } from '../../../lib/number-cover';
import { fileBytes, LIMIT_BYTES } from '../../command/file-reading';
import { concernsFolder } from '../../command/output-place';
import { printable } from '../../command/printable';
import type { Annotator } from './annotate';
import type { Group } from './groups';
import { objectOf } from './pictures';
import { failedRecord, type PictureRecord, type RecordOptions, readRecords, unopenedRecord } from './record';

/** What a worker is told when it starts. */
export interface WorkerOptions extends RecordOptions {
  /** the folder for copies of pictures on which what was found is drawn */
  readonly annotate?: string | undefined;
}

/** A picture, or all pictures of a group together, that take longer are recorded as 408. */
const LIMIT_MS = 60_000;

/**
 * Reads a picture, or several of one card, and draws what was found. A failure becomes a record, too: there is always at least one. Of several pictures, each
 * that cannot be opened, is no picture, or is too large or too small has a record of its own, behind the card's.
 *
 * @param files - paths, or `s3://bucket/key`; the first names the record
 * @throws {Error} when no picture can be drawn, as on a full disk; where only this one cannot, or its name is too long, stderr tells so
 */
export async function readPictures(
  reader: CardReader,
  files: Group,
  options: RecordOptions,
  annotator: Annotator | null,
): Promise<PictureRecord[]> {
  const [first] = files;
  const start = performance.now();
  const signal = AbortSignal.timeout(LIMIT_MS);
  let reading: PictureReading;
  let shown: Shown;
  let spoilt: readonly PictureRecord[];
  try {
    ({ reading, shown, spoilt } = files.length > 1 ? await readTogether(reader, files, signal) : await readAlone(reader, first, signal));
  } catch (thrown) {
    return [unreadRecord(first, asCardOcrError(thrown), performance.now() - start)];
  }
  const records = [...readRecords(first, reading, options, performance.now() - start), ...spoilt];
  const annotated = annotator && shown.bytes().then((bytes) => annotator.annotate(shown.file, bytes, reading.cards, shown.isInPart));
  await annotated?.catch((thrown: NodeJS.ErrnoException) => {
    if (concernsFolder(thrown)) throw new Error(`${shown.file} cannot be drawn: ${thrown.message}`, { cause: thrown });
    process.stderr.write(`not drawn: ${printable(shown.file)} (${thrown.code ?? thrown.name})\n`);
  });
  return records;
}

/** The picture to which the places of a reading belong. */
interface Shown {
  readonly file: string;
  readonly bytes: () => Promise<Uint8Array>;
  /** it may show only some of the digits that were read */
  readonly isInPart: boolean;
}

interface ReadAndShown {
  readonly reading: PictureReading;
  readonly shown: Shown;
  /** records of pictures that could not be looked at */
  readonly spoilt: readonly PictureRecord[];
}

async function readAlone(reader: CardReader, file: string, signal: AbortSignal): Promise<ReadAndShown> {
  const bytes = await load(file, signal);
  return { reading: await reader.read(bytes, { signal }), shown: { file, bytes: async () => bytes, isInPart: false }, spoilt: [] };
}

async function readTogether(reader: CardReader, files: Group, signal: AbortSignal): Promise<ReadAndShown> {
  const reading = await reader.readTogether(
    files.map((file) => () => load(file, signal)),
    { signal },
  );
  const { shownIn, pictures, mostProminent } = reading;
  const file = files[shownIn]!;
  const isInPart = isShownInPart(mostProminent.pan, pictures[shownIn]!.reading?.cards ?? []);
  const spoilt = pictures.flatMap(({ error }, i) => (hasFault(error, 'source', 'file') ? unreadRecord(files[i]!, error, 0) : []));
  return { reading, shown: { file, bytes: () => load(file, signal), isInPart }, spoilt };
}

/** A file could not be opened. The cause is the file system's error. */
class NotOpened extends Error {}

const unreadRecord = (file: string, error: CardOcrError, ms: number): PictureRecord =>
  error.cause instanceof NotOpened ? unopenedRecord(file, error.cause.cause) : failedRecord(file, error, ms);

/** @throws {CardOcrError} `DOWNLOAD_FAILED`, whose cause is `NotOpened`, for a file that cannot be opened; as `loadImage` */
async function load(file: string, signal: AbortSignal): Promise<Uint8Array> {
  const limits = { limitBytes: LIMIT_BYTES, signal, allowAddresses: [] };
  const object = objectOf(file);
  if (object) return loadImage({ kind: 's3', ...object }, { ...limits, buckets: [object.bucket] });
  const bytes = await fileBytes(file).catch((thrown: unknown) => {
    throw thrown instanceof CardOcrError ? thrown : new CardOcrError('DOWNLOAD_FAILED', new NotOpened('', { cause: thrown }));
  });
  return loadImage({ kind: 'bytes', bytes }, { ...limits, buckets: [] });
}
