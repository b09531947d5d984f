import { readFileSync } from 'node:fs';
import { type BinTable, parseBinTable } from '../../lib/bin/bin-table';
import { lookupBin } from '../../lib/bin/lookup-bin';

const TABLE_PATH = 'models/bin-table.jsonl';
const table = parseBinTable(readFileSync(TABLE_PATH));
const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1] as number;

describe('speed', () => {
  const elapsed = (work: () => unknown): number => {
    const start = performance.now();
    work();
    return performance.now() - start;
  };

  test('a load takes less than 20 ms', () => {
    const times = Array.from({ length: 15 }, () => elapsed((): BinTable => parseBinTable(readFileSync(TABLE_PATH))));
    expect(median(times)).toBeLessThan(20);
  });

  test('a look-up takes less than 50 µs', () => {
    const numbers = Array.from({ length: 2000 }, (_, i) =>
      `${['62', '4', '5', '60', '37'][i % 5]}${(i * 7919 + 100000000000000) % 1e15}`.slice(0, 16),
    );
    const times = numbers.map((number) => elapsed(() => lookupBin(table, number)));
    expect(median(times)).toBeLessThan(0.05);
  });
});
