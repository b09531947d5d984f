import { appendFileSync, closeSync, createReadStream, fstatSync, ftruncateSync, lstatSync, openSync, rmSync, truncateSync } from 'node:fs';
import { keepToOwner, OWNER_ONLY } from '../../command/owner-only';
import { realPath } from '../../command/real-path';
import { UsageError } from '../../command/usage-error';
import type { Group } from './groups';
import { lock } from './lock';
import { identityOf } from './pictures';
import type { PictureRecord, RecordOptions } from './record';
import type { RecordFormat, WrittenRecord } from './record-format';

const QUOTE = 0x22;
const LINE_FEED = 0x0a;

/** A file that records are added to, one after the other. */
export class RecordFile {
  /** what was thrown when records could not be written */
  private failure: unknown = null;

  private constructor(
    private readonly descriptor: number,
    private readonly path: string,
    /** the file was made here, and nothing has been added yet */
    private isUnused: boolean,
    private readonly format: RecordFormat,
    private readonly unlock: () => void,
    /** the records that the file held when it was opened, in its order */
    readonly written: readonly WrittenRecord[],
  ) {}

  /**
   * Opens a file, or makes it. A last record that is only half written, because the process ended, is cut off. So are the records of the last picture if, with
   * `allCards`, some of its cards are missing, and those of the last group if a half record came behind them: it may have been the group's.
   *
   * @param groups - groups of pictures that are read together
   * @throws {UsageError} for a file that cannot be opened or made, or that another process adds to; and for one that is left as it is: it holds something else,
   *   masked numbers where whole ones are to be added, or one card of a picture where all are to be added (or the other way round)
   * @throws {Error} when it cannot be read
   */
  static async open(path: string, format: RecordFormat, options: RecordOptions, groups: readonly Group[] = []): Promise<RecordFile> {
    const isNew = lstatSync(path, { throwIfNoEntry: false }) === undefined;
    const descriptor = opened(path);
    let unlock = (): void => {};
    try {
      if (!fstatSync(descriptor).isFile()) throw new UsageError(`${path} is no file`);
      // whichever link leads to it
      unlock = lock(`${realPath(path)}.lock`);
      const { written, end } = await scan(path, format, options, groups);
      keepToOwner(descriptor, path);
      cutTo(end, descriptor, path);
      if (end === 0) appendFileSync(descriptor, format.head);
      return new RecordFile(descriptor, path, isNew && written.length === 0, format, unlock, written);
    } catch (thrown) {
      // where the user is to blame, another process may have begun to write
      if (isNew && !(thrown instanceof UsageError)) rmSync(path, { force: true });
      closeSync(descriptor);
      unlock();
      throw thrown;
    }
  }

  /**
   * @param records - those of one picture, or of a group
   * @throws {Error} when they cannot be written, as on a full disk: what was written of them is cut off, and nothing can be added any more
   */
  add(records: readonly PictureRecord[]): void {
    if (this.failure !== null) throw this.failure;
    const { size } = fstatSync(this.descriptor);
    try {
      appendFileSync(this.descriptor, records.map(this.format.write).join(''));
      this.isUnused = false;
    } catch (thrown) {
      cutTo(size, this.descriptor, this.path);
      const { message } = thrown as Error;
      this.failure = new Error(`${this.path} cannot be written, what was read before is kept: ${message}`, { cause: thrown });
      throw this.failure;
    }
  }

  /** Deletes the file if it was made for nothing; called before `close`. */
  discard(): void {
    if (this.isUnused) rmSync(this.path, { force: true });
  }

  close(): void {
    closeSync(this.descriptor);
    this.unlock();
  }
}

/** @throws {UsageError} where the system does not let us write there */
function opened(path: string): number {
  try {
    return openSync(path, 'a', OWNER_ONLY.file);
  } catch (thrown) {
    throw new UsageError(`batch: --out: ${(thrown as Error).message}`);
  }
}

/** Cuts an open file, even if it has been moved since; on Windows, where one that was opened to be added to cannot be cut, by its path. */
function cutTo(size: number, descriptor: number, path: string): void {
  try {
    ftruncateSync(descriptor, size);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'EPERM') throw thrown;
    truncateSync(path, size);
  }
}

/** @returns the whole records, and the length of the file up to the end of the last one, bytes */
async function scan(
  path: string,
  format: RecordFormat,
  { isMasked, allCards }: RecordOptions,
  groups: readonly Group[],
): Promise<{ written: WrittenRecord[]; end: number }> {
  const written: WrittenRecord[] = [];
  let isHead = format.head !== '';
  let end = 0;
  let isTorn = false;
  const groupOf = new Map(groups.filter(({ length }) => length > 1).flatMap((group) => group.map((file) => [identityOf(file), group[0]])));
  /** the name of the last picture or group, how many records it has, and where they begin */
  let last = { name: '', count: 0, start: 0 };
  const lacksCards = (): boolean => allCards && last.count > 0 && last.count < written.at(-1)!.cards;
  for await (const { bytes, isWhole } of piecesOf(path, format.hasQuotes)) {
    const head = Buffer.from(isHead ? format.head : format.recordHead);
    const record = isHead || !isWhole ? null : format.read(bytes.toString('utf8'));
    const shared = Math.min(head.length, bytes.length);
    const isOurs = isWhole && !isHead ? record !== null : head.subarray(0, shared).equals(bytes.subarray(0, shared));
    if (!isOurs || (isHead && isWhole && bytes.length !== head.length)) {
      throw new UsageError(otherFile(path, isHead ? 'header' : `record ${written.length + 1}`));
    }
    if (record && (record.isMasked ?? isMasked) !== isMasked) throw new UsageError(otherMask(path, isMasked));
    if (record) {
      const name = groupOf.get(identityOf(record.file)) ?? record.file;
      const isOther = allCards ? name !== last.name && lacksCards() : areOfAllCards(written.at(-1), record);
      if (isOther) throw new UsageError(otherCards(path, allCards));
      last = name === last.name ? { ...last, count: last.count + 1 } : { name, count: 1, start: end };
      written.push(record);
    }
    if (isWhole) end += bytes.length;
    isTorn = !isWhole;
    isHead = false;
  }
  if (lacksCards() || (isTorn && groupOf.has(identityOf(last.name)))) {
    return { written: written.slice(0, -last.count), end: last.start };
  }
  return { written, end };
}

const otherFile = (path: string, where: string): string =>
  `${path} was not written by a batch of this version, or another program has saved it since: see its ${where}. Choose another --out`;

const otherMask = (path: string, isMasked: boolean): string =>
  isMasked
    ? `${path} holds whole numbers, and this batch would add masked ones: go on with --unmasked, or choose another --out`
    : `${path} holds masked numbers, and --unmasked would add whole ones: choose another --out`;

/** Whether two records, one after the other, are of two cards of one picture. */
const areOfAllCards = (one: WrittenRecord | undefined, next: WrittenRecord): boolean =>
  one?.file === next.file && Math.min(one.cards, next.cards) > 1;

const otherCards = (path: string, allCards: boolean): string =>
  allCards
    ? `${path} holds one card of each picture, and --all-cards would add all: go on without it, or choose another --out`
    : `${path} holds all cards of each picture, and this batch would add one of each: go on with --all-cards, or choose another --out`;

/** Yields a file in pieces that end with its line breaks; what is left at the end is not whole. */
async function* piecesOf(path: string, hasQuotes: boolean): AsyncGenerator<{ bytes: Buffer; isWhole: boolean }> {
  let rest: Buffer[] = [];
  let isQuoted = false;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    let start = 0;
    for (let i = 0; i < chunk.length; i++) {
      if (hasQuotes && chunk[i] === QUOTE) isQuoted = !isQuoted;
      if (chunk[i] !== LINE_FEED || isQuoted) continue;
      yield { bytes: Buffer.concat([...rest, chunk.subarray(start, i + 1)]), isWhole: true };
      rest = [];
      start = i + 1;
    }
    if (start < chunk.length) rest.push(chunk.subarray(start));
  }
  if (rest.length > 0) yield { bytes: Buffer.concat(rest), isWhole: false };
}
