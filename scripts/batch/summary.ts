import type { PictureRecord } from './record';

/** What became of a batch's pictures. */
export class Summary {
  private readonly start = performance.now();
  private readonly failures = new Map<string, number>();
  private readonly warnings = new Map<string, number>();
  private done = 0;
  private read = 0;

  /** @param before - records that were there, and how many of them are failures */
  constructor(private readonly before: { readonly done: number; readonly failed: number }) {}

  add({ status, message, warnings }: PictureRecord): void {
    this.done++;
    if (status === 200) this.read++;
    else count(this.failures, `${status} ${message ?? ''}`);
    for (const warning of warnings) count(this.warnings, warning);
  }

  /** Whether any picture was not read, now or before. */
  get hasFailures(): boolean {
    return this.failures.size > 0 || this.before.failed > 0;
  }

  /** @param left - pictures that there was no time for */
  toString(left: number): string {
    const seconds = (performance.now() - this.start) / 1000;
    const { done, failed } = this.before;
    const lines = [
      `${this.done} pictures in ${seconds.toFixed(1)} s, ${(this.done / seconds).toFixed(1)} a second`,
      row(this.read, 'read'),
      ...sorted(this.failures).map(([failure, times]) => row(times, `not read: ${failure}`)),
      ...sorted(this.warnings).map(([warning, times]) => row(times, `with the warning ${warning}`)),
    ];
    if (done > 0) lines.push(row(done, `done before${failed > 0 ? `, ${failed} of them not read` : ''}`));
    if (left > 0) lines.push(row(left, 'left: run it again to go on'));
    return `${lines.join('\n')}\n`;
  }
}

const COUNT_WIDTH = 8;
const row = (times: number, what: string): string => `${String(times).padStart(COUNT_WIDTH)}  ${what}`;
const count = (counts: Map<string, number>, key: string): Map<string, number> => counts.set(key, (counts.get(key) ?? 0) + 1);
const sorted = (counts: ReadonlyMap<string, number>): [string, number][] => [...counts].sort(([, a], [, b]) => b - a);
