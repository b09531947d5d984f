import type { Warning } from '../../../lib';
import { failureSentence } from '../../command/failure-words';
import { warningWords } from '../../command/warning-words';
import type { PictureRecord } from './record';

interface Before {
  readonly done: number;
  readonly failed: number;
  readonly unreached: number;
  readonly others: number;
  /** pictures in the folder of --annotate */
  readonly leftOut: number;
}

/** Returns how many of the pictures that were read together were not read: each of these has a record of its own, unless none was read. */
export function unreadOf(pictures: number, statuses: readonly number[]): number {
  const failed = statuses.filter((status) => status !== OK).length;
  return failed < statuses.length ? failed : pictures;
}

const OK = 200;

/** What became of a batch's pictures. */
export class Summary {
  private readonly start = performance.now();
  private readonly failures = new Map<string, number>();
  private readonly warnings = new Map<Warning, number>();
  private done = 0;
  private read = 0;
  private cards = 0;

  /** @param before - what is known before: pictures with a record, and how many of them failed; what could not be reached; other files */
  constructor(private readonly before: Before) {}

  /**
   * @param pictures - 1, or how many of one card were read together
   * @param records - their records
   */
  add(pictures: number, records: readonly PictureRecord[]): void {
    const failed = records.filter(({ status }) => status !== OK);
    const unread = unreadOf(
      pictures,
      records.map(({ status }) => status),
    );
    this.done += pictures;
    this.read += pictures - unread;
    this.cards += records.length - failed.length;
    // several pictures of which none was read have one record together
    for (const { status, code, message } of failed)
      count(this.failures, failureSentence({ status, code: code ?? '', message: message ?? '' }), unread / failed.length);
    for (const warning of new Set(records.flatMap(({ warnings }) => warnings))) count(this.warnings, warning);
  }

  /** Whether any picture was not read, now or before, or not reached. */
  get hasFailures(): boolean {
    return this.failures.size > 0 || this.before.failed > 0 || this.before.unreached > 0;
  }

  /** @param left - how many pictures there was no time for */
  toString(left: number): string {
    const seconds = (performance.now() - this.start) / 1000;
    const { done, failed, unreached, others, leftOut } = this.before;
    const lines = [
      `${this.done} pictures in ${seconds.toFixed(1)} s, ${(this.done / seconds).toFixed(1)} a second`,
      row(this.read, this.cards !== this.read ? `read, with ${this.cards} card${this.cards === 1 ? '' : 's'}` : 'read'),
      ...sorted(this.failures).map(([failure, times]) => row(times, `not read: ${failure}`)),
      ...sorted(this.warnings).map(([warning, times]) => row(times, warningWords(warning))),
    ];
    if (unreached > 0) lines.push(row(unreached, 'files, folders or links could not be looked into: see above'));
    if (others > 0) lines.push(row(others, 'other files passed over: their endings are not those of pictures'));
    if (leftOut > 0) lines.push(row(leftOut, 'pictures passed over: they are in the folder of --annotate'));
    if (done > 0) lines.push(row(done, `done before${failed > 0 ? `, ${failed} of them not read` : ''}`));
    if (left > 0) lines.push(row(left, 'left: run it again to go on'));
    return `${lines.join('\n')}\n`;
  }
}

const COUNT_WIDTH = 8;
const row = (times: number, what: string): string => `${String(times).padStart(COUNT_WIDTH)}  ${what}`;
const count = <Key>(counts: Map<Key, number>, key: Key, times = 1): Map<Key, number> => counts.set(key, (counts.get(key) ?? 0) + times);
const sorted = <Key>(counts: ReadonlyMap<Key, number>): [Key, number][] => [...counts].sort(([, a], [, b]) => b - a);
