import { appendFileSync, closeSync, createReadStream, fchmodSync, fstatSync, ftruncateSync, openSync } from 'node:fs';
import { UsageError } from '../command/usage-error';
import { lock } from './lock';
import type { PictureRecord } from './record';
import type { RecordFormat, WrittenRecord } from './record-format';

const QUOTE = 0x22;
const LINE_FEED = 0x0a;
/** Numbers of cards are nobody else's business. */
const MODE = 0o600;

/** A file that records are added to, one after the other. */
export class RecordFile {
  private constructor(
    private readonly descriptor: number,
    private readonly format: RecordFormat,
    private readonly unlock: () => void,
    /** what was in it when it was opened, in its order */
    readonly written: readonly WrittenRecord[],
  ) {}

  /**
   * Open a file, or make it. A last record that was written by half, for the process ended, is cut off.
   *
   * @throws {UsageError} for a file of something else, which is left as it is, or one that another process adds to
   * @throws {Error} when it cannot be opened
   */
  static async open(path: string, format: RecordFormat): Promise<RecordFile> {
    const descriptor = openSync(path, 'a', MODE);
    let unlock = (): void => {};
    try {
      if (!fstatSync(descriptor).isFile()) throw new UsageError(`${path} is no file`);
      fchmodSync(descriptor, MODE);
      unlock = lock(`${path}.lock`);
      const { written, end } = await scan(path, format);
      ftruncateSync(descriptor, end);
      if (end === 0) appendFileSync(descriptor, format.head);
      return new RecordFile(descriptor, format, unlock, written);
    } catch (thrown) {
      closeSync(descriptor);
      unlock();
      throw thrown;
    }
  }

  /** @throws {Error} when it cannot be written, as on a full disk */
  add(record: PictureRecord): void {
    appendFileSync(this.descriptor, this.format.write(record));
  }

  close(): void {
    closeSync(this.descriptor);
    this.unlock();
  }
}

/** @returns the whole records, and the length of the file up to the end of the last, bytes */
async function scan(path: string, format: RecordFormat): Promise<{ written: WrittenRecord[]; end: number }> {
  const written: WrittenRecord[] = [];
  let isHead = format.head !== '';
  let end = 0;
  for await (const { text, isWhole } of piecesOf(path, format.hasQuotes)) {
    const head = isHead ? format.head : format.recordHead;
    const record = isHead || !isWhole ? null : format.read(text);
    const isOurs = isWhole ? (isHead ? text === head : record !== null) : head.startsWith(text) || text.startsWith(head);
    if (!isOurs) throw new UsageError(`${path} is not of a batch: see its record ${written.length + 1}`);
    if (isWhole) end += Buffer.byteLength(text);
    if (record) written.push(record);
    isHead = false;
  }
  return { written, end };
}

/** A file up to each of its line breaks; what is left at the end is not whole. */
async function* piecesOf(path: string, hasQuotes: boolean): AsyncGenerator<{ text: string; isWhole: boolean }> {
  let rest: Buffer[] = [];
  let isQuoted = false;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    let start = 0;
    for (let i = 0; i < chunk.length; i++) {
      if (hasQuotes && chunk[i] === QUOTE) isQuoted = !isQuoted;
      if (chunk[i] !== LINE_FEED || isQuoted) continue;
      yield { text: Buffer.concat([...rest, chunk.subarray(start, i + 1)]).toString('utf8'), isWhole: true };
      rest = [];
      start = i + 1;
    }
    if (start < chunk.length) rest.push(chunk.subarray(start));
  }
  if (rest.length > 0) yield { text: Buffer.concat(rest).toString('utf8'), isWhole: false };
}
