import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { CardReader, ReadOptions } from '../../../../lib';
import { RUNGS } from '../../../../lib/reading/rungs';
import { ownMs, priceRungs, type RungPrice, rungTable } from '../../../../scripts/measure/evaluate/rungs';
import type { Label } from '../../../../scripts/measure/label';
import { temporaryFolder } from '../../../helpers/temporary-folder';

const rung = (name: string, from: number, ms: number) => ({ kind: 'rung' as const, name, from, ms });

test('the time of a rung is told without that of rungs climbed within it', () => {
  const ms = ownMs([rung('line', 0, 10), rung('crops', 21, 3), rung('second', 25, 4), rung('straightened', 20, 30), rung('crops', 60, 2)]);
  expect(Object.fromEntries(ms)).toEqual({ line: 10, crops: 5, second: 4, straightened: 23 });
});

describe('the price of a rung', () => {
  const folder = temporaryFolder();
  beforeAll(async () => {
    for (const file of ['a.jpg', 'b.jpg', 'c.jpg']) await writeFile(path.join(folder, file), file);
  });

  const label = (file: string, pan: string | null, of: Partial<Label> = {}): Label => ({
    file,
    pan,
    expiry: null,
    type: null,
    kind: 'photo',
    embossed: false,
    ...of,
  });
  /** What is read of each picture, by which rungs, and without them. */
  interface World {
    readonly rungs: readonly string[];
    readonly pan: string;
    readonly without?: Readonly<Record<string, Readonly<{ pan?: string; expiry?: { month: number; year: number } | null; type?: string }>>>;
  }
  const readerOf = (worlds: Readonly<Record<string, World>>) => {
    const asked: string[] = [];
    const read = async (bytes: Uint8Array, { without = new Set(), onEvidence }: ReadOptions = {}) => {
      const file = String(bytes);
      const { rungs, pan, without: others = {} } = worlds[file]!;
      const [left = ''] = [...without];
      asked.push(`${file} ${left}`.trim());
      for (const [i, name] of rungs.entries()) if (!without.has(name)) onEvidence?.(rung(name, 10 * i, 2));
      const card = { pan, panGrouped: pan, expiry: { month: 1, year: 2030 }, type: 'debit', confidence: {}, issuer: null, ...others[left] };
      return { mostProminent: card, cards: [card], timings: {} };
    };
    return { reader: { read } as unknown as CardReader, asked };
  };
  const priced = async (labels: readonly Label[], worlds: Readonly<Record<string, World>>) => {
    const { reader, asked } = readerOf(worlds);
    const prices = await priceRungs(reader, folder, labels, new Set());
    const of = (name: string): RungPrice => prices.find((price) => price.name === name)!;
    return { of, asked, names: prices.map(({ name }) => name) };
  };

  test('is told of each rung; only pictures in which it was climbed are read without it', async () => {
    const { of, asked, names } = await priced([label('a.jpg', '1'), label('b.jpg', '2')], {
      'a.jpg': { rungs: ['cards', 'second'], pan: '1' },
      'b.jpg': { rungs: ['cards'], pan: '2' },
    });
    expect(names).toEqual(RUNGS.map(({ name }) => name));
    expect(asked).toEqual(['a.jpg', 'b.jpg', 'a.jpg cards', 'b.jpg cards', 'a.jpg second']);
    expect(of('second')).toMatchObject({ pictures: 1, ms: 2, numbers: { right: 0, wrong: 0 } });
    expect(of('fine')).toMatchObject({ pictures: 0, ms: 0 });
  });

  test('right and wrong because of it', async () => {
    const rungs = ['second'];
    const labels = [
      label('a.jpg', '1', { expiry: '01/30', type: 'debit' }),
      label('b.jpg', '2', { expiry: '02/30', type: 'credit' }),
      label('c.jpg', '3', { expiry: '01/30', expiry_unsure: true, type: 'unknown' }),
    ];
    const nothing = { pan: '9', expiry: null, type: 'unknown' };
    const { of } = await priced(labels, {
      'a.jpg': { rungs, pan: '1', without: { second: nothing } },
      'b.jpg': { rungs, pan: '7', without: { second: { ...nothing, pan: '2' } } },
      'c.jpg': { rungs, pan: '8', without: { second: nothing } },
    });
    expect(of('second')).toMatchObject({
      pictures: 3,
      numbers: { right: 1, wrong: 1 },
      dates: { right: 1, wrong: 1 },
      types: { right: 1, wrong: 1 },
    });
  });

  test('as a table', () => {
    const price = { pictures: 12, numbers: { right: 3, wrong: 0 }, dates: { right: 0, wrong: 1 }, types: { right: 0, wrong: 0 } };
    const [head, row] = rungTable([{ name: 'second', ms: 3.14, ...price }]).split('\n');
    expect(head!.split(/ {2,}/)).toEqual([
      'rung',
      'pictures',
      'ms',
      'numbers right',
      'wrong',
      'dates right',
      'wrong',
      'types right',
      'wrong',
    ]);
    expect(row!.trim().split(/ +/)).toEqual(['second', '12', '3.1', '+3', '0', '0', '+1', '0', '0']);
  });
});
