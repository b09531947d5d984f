import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { evaluateCommand } from '../../../../scripts/measure/evaluate/command';
import { type StripResult, stripTable } from '../../../../scripts/measure/evaluate/strips';
import { temporaryFolder } from '../../../helpers/temporary-folder';

const strip = (rest: Partial<StripResult> = {}): StripResult => ({
  everyThird: false,
  kind: null,
  legibility: null,
  length: 4,
  fast: true,
  second: true,
  together: true,
  confidence: 0.98,
  ms: { fast: 1, second: 10, together: 2 },
  miss: null,
  ...rest,
});

/** Rates of a row: fast, second, together. */
function row(table: string, name: string): string[] | null {
  const line = table.split('\n').find((l) => l.startsWith(name));
  return line ? [...line.slice(26).matchAll(/\d+\.\d+/g)].map(([rate]) => rate) : null;
}

test('each reader alone and both together', () => {
  const table = stripTable([
    strip({ everyThird: true }),
    strip({ second: false }),
    strip({ fast: false, second: false }),
    strip({ fast: false }),
  ]);
  expect(row(table, 'all (4)')).toEqual(['50.0', '50.0', '100.0']);
  expect(row(table, 'every third (1)')).toEqual(['100.0', '100.0', '100.0']);
  expect(row(table, 'ms a strip, mean')).toEqual(['1.00', '10.00', '2.00']);
});

test('by kind, length and legibility, where these are known', () => {
  const made = (kind: string, legibility: number, fast: boolean): StripResult => strip({ kind, legibility, fast, length: 16 });
  const table = stripTable([made('flat', 1.2, true), made('embossed', 1.2, false), made('embossed', 9, true)]);
  expect(row(table, 'flat (1)')?.[0]).toBe('100.0');
  expect(row(table, 'embossed (2)')?.[0]).toBe('50.0');
  expect(row(table, 'legibility 1 to 1.5 (2)')?.[0]).toBe('50.0');
  expect(row(table, 'legibility 5 and more (1)')?.[0]).toBe('100.0');
  expect(row(table, '12 digits or more (3)')?.[0]).toBe('66.7');
  expect(row(stripTable([strip()]), 'legibility')).toBeNull();
  expect(row(stripTable([strip()]), '12 digits')).toBeNull();
});

test('what confidence is worth, and every miss', () => {
  const table = stripTable([strip(), strip({ together: false, miss: '  a.png: 12 read as 13' })]);
  expect(table).toContain('confidence 0.97 to 0.99   said 98.0 %, right 50.0 % (1/2)\n  a.png: 12 read as 13\n');
});

const folder = temporaryFolder();
test('options that are for pictures are refused for strips', async () => {
  await writeFile(path.join(folder, 'labels.tsv'), 'file\tdigits\na.png\t1\n');
  for (const options of [
    ['--turn', '90'],
    ['--only', 'photo'],
    ['--json'],
    ['--without', 'closer'],
    ['--views'],
    ['--slight'],
    ['--rungs'],
  ]) {
    await expect(evaluateCommand([folder, ...options])).rejects.toThrow(`${options[0]} does not go with strips`);
  }
});
