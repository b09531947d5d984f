import type { PrefixRanges } from '../../../lib/bin/bin-table';

/**
 * Packs prefixes and what they stand for into ranges: runs of neighbours with an equal value become one row.
 * The order in which they are added matters only for the numbering of the groups, and where a prefix is added twice.
 */
export class RangePacker<Value> {
  private readonly groupByText = new Map<string, number>();
  private readonly widths = new Map<number, Map<number, number>>();
  /** The distinct values; rows refer to them by index. */
  readonly groups: Value[] = [];

  /** Adds the prefixes from `first` to `last`, both of the same width. Prefixes that already have a value keep it. */
  add(first: string, last: string, value: Value): void {
    const text = JSON.stringify(value);
    let group = this.groupByText.get(text);
    if (group === undefined) {
      group = this.groups.push(value) - 1;
      this.groupByText.set(text, group);
    }
    const groups = this.widths.get(first.length) ?? new Map<number, number>();
    this.widths.set(first.length, groups);
    for (let prefix = Number(first); prefix <= Number(last); prefix++) if (!groups.has(prefix)) groups.set(prefix, group);
  }

  /** Returns the ranges of each width, the widest first. */
  ranges(): PrefixRanges[] {
    return [...this.widths.entries()]
      .sort(([a], [b]) => b - a)
      .map(([digits, groups]) => {
        const rows: number[] = [];
        for (const [prefix, group] of [...groups].sort(([a], [b]) => a - b)) {
          const last = rows.length - 3;
          const next = last < 0 ? -1 : (rows[last] as number) + (rows[last + 1] as number);
          if (next === prefix && rows[last + 2] === group) rows[last + 1] = (rows[last + 1] as number) + 1;
          else rows.push(prefix, 1, group);
        }
        return { digits, rows };
      });
  }
}
