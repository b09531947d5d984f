import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import { parseArgs } from 'node:util';
import { CardOcrError } from '../../../lib';
import { refuseUrl } from '../../command/bare-url';
import { interruption } from '../../command/interruption';
import { refuseFile, refuseFolder } from '../../command/output-place';
import { annotatedPath } from '../../command/path-below';
import { printable } from '../../command/printable';
import { realPath } from '../../command/real-path';
import { UsageError } from '../../command/usage-error';
import { wholeNumber } from '../../command/whole-number';
import { type Group, groupOfTask, groupsOf, taskOf } from './groups';
import { identityOf, picturesIn, placeOf } from './pictures';
import { showProgress } from './progress';
import type { WorkerOptions } from './read-pictures';
import { failedRecord, type PictureRecord } from './record';
import { RecordFile } from './record-file';
import { type FormatName, RECORD_FORMATS, type WrittenRecord } from './record-format';
import { Summary, unreadOf } from './summary';
import { runInWorkers } from './worker-pool';

const MAX_WORKERS = 256;
/** How long a worker may take to load the reader before it counts as hanging: it takes a few seconds at most. */
const STARTING_MS = 60_000;
/** How long it may be at one task before it does: longer than the worker itself gives a task. */
const HANGING_MS = 120_000;

/**
 * Runs `batch PICTURES… --out FILE`: several processes read the pictures, and FILE gets a record of each picture, or with `--group-by` of each group of them.
 *
 * @returns the exit code: 0; 1 when any picture was not read, now or before; 128 and the signal's number when it was interrupted
 */
export async function batchCommand(args: string[]): Promise<number> {
  const { sources, out, format, workers, annotate, groupBy, records } = wanted(args);
  const { pictures, unreached, others, leftOut } = await picturesIn(sources, annotate);
  if (annotate !== undefined) refuseLoss(annotate, pictures);
  const groups = groupsOf(pictures, groupBy);
  const file = await RecordFile.open(out, format, records, groups);
  for (const { path, reason } of unreached) process.stderr.write(`not looked into: ${printable(path)} (${reason})\n`);
  try {
    const { done, failed, todo } = resumed(groups, file.written);
    const summary = new Summary({ done, failed, unreached: unreached.length, others, leftOut });
    const { left, exitCode } = await readAll(todo, workers, { ...records, annotate }, (pictures, read) => {
      file.add(read);
      summary.add(pictures, read);
    });
    process.stdout.write(summary.toString(left));
    if (left > 0) return exitCode;
    return summary.hasFailures ? 1 : 0;
  } catch (thrown) {
    file.discard();
    throw thrown;
  } finally {
    file.close();
  }
}

/**
 * Returns what the arguments ask for.
 *
 * @throws {UsageError} for arguments that ask for nothing possible
 */
function wanted(args: string[]) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      out: { type: 'string' },
      format: { type: 'string' },
      workers: { type: 'string' },
      unmasked: { type: 'boolean', default: false },
      'all-cards': { type: 'boolean', default: false },
      annotate: { type: 'string' },
      'group-by': { type: 'string' },
    },
  });
  const { out, annotate, 'all-cards': allCards, 'group-by': groupBy } = values;
  if (positionals.length === 0) throw new UsageError('batch: no pictures');
  if (!out) throw new UsageError('batch: --out is missing');
  for (const name of [out, annotate ?? '']) refuseUrl('batch', name, 'write it here, then upload it');
  if (out === '-') throw new UsageError('batch: --out takes a file, in which it finds what is done when it is run again: not -');
  refuseFolder('batch: --out', out);
  if (annotate !== undefined) refuseFile('batch: --annotate', annotate);
  const format = RECORD_FORMATS[formatName(values.format ?? extname(out).slice(1).toLowerCase())];
  const workers = values.workers === undefined ? availableParallelism() : wholeNumber('--workers', values.workers, 1, MAX_WORKERS);
  if (allCards && groupBy !== undefined) throw new UsageError('batch: --group-by reads one card of each group: not with --all-cards');
  return { sources: positionals, out, format, workers, annotate, groupBy, records: { isMasked: !values.unmasked, allCards } };
}

/** Returns which groups have no record yet, how many pictures the others have, and how many of these were not read. */
function resumed(groups: readonly Group[], written: readonly WrittenRecord[]): { done: number; failed: number; todo: readonly Group[] } {
  const statuses = new Map<string, number[]>();
  for (const { file, status } of written) statuses.set(identityOf(file), [...(statuses.get(identityOf(file)) ?? []), status]);
  const statusesOf = (one: string): readonly number[] => statuses.get(identityOf(one)) ?? [];
  const isKnown = ([first]: Group): boolean => statuses.has(identityOf(first));
  const known = groups.filter(isKnown);
  return {
    done: known.flat().length,
    failed: known.reduce((sum, group) => sum + unreadOf(group.length, group.flatMap(statusesOf)), 0),
    todo: groups.filter((group) => !isKnown(group)),
  };
}

/**
 * Has workers read groups of pictures, until all are read or the command is interrupted.
 *
 * @param onRead - gets how many pictures a group has, and its records
 * @returns how many pictures are left, and the exit code of an interruption
 */
async function readAll(
  groups: readonly Group[],
  workers: number,
  options: WorkerOptions,
  onRead: (pictures: number, records: readonly PictureRecord[]) => void,
): Promise<{ left: number; exitCode: number }> {
  if (groups.length === 0) return { left: 0, exitCode: 0 };
  const interrupted = interruption();
  let left = groups.flat().length;
  const progress = showProgress(process.stderr, left);
  const done = (pictures: number, records: readonly PictureRecord[]): void => {
    onRead(pictures, records);
    progress.step(pictures);
    left -= pictures;
  };
  try {
    await runInWorkers<PictureRecord[]>(groups.map(taskOf), {
      // workers run this same bundle: see `batch-worker` in `COMMANDS`
      file: __filename,
      args: ['batch-worker', JSON.stringify(options)],
      count: workers,
      readyLimitMs: STARTING_MS,
      taskLimitMs: HANGING_MS,
      stop: interrupted.signal,
      onResult: (task, records) => done(groupOfTask(task).length, records),
      onLost: (task) => {
        const group = groupOfTask(task);
        done(group.length, [failedRecord(group[0], new CardOcrError('BAD_GATEWAY'), 0)]);
      },
    });
  } finally {
    progress.end();
    interrupted.end();
  }
  return { left, exitCode: interrupted.exitCode() };
}

function formatName(name: string): FormatName {
  if (!Object.hasOwn(RECORD_FORMATS, name)) throw new UsageError('batch: jsonl or csv? name it as the ending of --out, or as --format');
  return name as FormatName;
}

/** @throws {UsageError} when a picture that is drawn on would be written over one that is read, or two of them to one file */
function refuseLoss(folder: string, pictures: readonly string[]): void {
  const read = new Map(pictures.map((picture) => [placeOf(picture), picture]));
  const taken = new Map<string, string>();
  for (const picture of pictures) {
    const path = annotatedPath(folder, picture);
    const place = realPath(path);
    const lost = read.get(place);
    if (lost !== undefined) throw new UsageError(`batch: --annotate would write ${path} over ${lost}, which is read; name another folder`);
    const other = taken.get(place);
    if (other !== undefined) throw new UsageError(`batch: --annotate would write ${other} and ${picture} to ${path}: not both at once`);
    taken.set(place, picture);
  }
}
