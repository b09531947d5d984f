import { join } from 'node:path';
import type { CardReader, Evidence } from '../../../lib';
import { RUNGS } from '../../../lib/reading/rungs';
import { type FileReading, readFileAsCard } from '../../command/file-reading';
import type { Label } from '../label';

/** What one rung of a ladder costs and earns on some pictures. */
export interface RungPrice {
  readonly name: string;
  /** pictures in which it was climbed */
  readonly pictures: number;
  /** mean time that it took in such a picture */
  readonly ms: number;
  /** how many are read right only with it, and how many are read wrong only with it */
  readonly numbers: Change;
  readonly dates: Change;
  readonly types: Change;
}

interface Change {
  readonly right: number;
  readonly wrong: number;
}

/** How a field of a picture was read. `none`: nothing was reported. */
type Mark = 'right' | 'wrong' | 'none';

/**
 * Prices every rung: reads each picture, and reads each one in which the rung was climbed again without it. A picture in which it was not climbed would be read
 * the same.
 *
 * @param without - rungs that are left out of all readings
 */
export async function priceRungs(
  reader: CardReader,
  directory: string,
  labels: readonly Label[],
  without: ReadonlySet<string>,
): Promise<RungPrice[]> {
  const read = async ({ file }: Label, left: ReadonlySet<string>): Promise<Climb> => {
    const rungs: RungEvidence[] = [];
    const onEvidence = (evidence: Evidence): void => void (evidence.kind === 'rung' && rungs.push(evidence));
    return { reading: await readFileAsCard(reader, join(directory, file), { options: { without: left, onEvidence } }), ms: ownMs(rungs) };
  };
  const climbs: [Label, Climb][] = [];
  for (const label of labels) climbs.push([label, await read(label, without)]);
  const prices: RungPrice[] = [];
  for (const name of RUNGS.map((rung) => rung.name)) {
    const climbed = climbs.filter(([, { ms }]) => ms.has(name));
    const pairs: [Label, FileReading, FileReading][] = [];
    for (const [label, { reading }] of climbed) {
      pairs.push([label, reading, (await read(label, new Set([...without, name]))).reading]);
    }
    prices.push({
      name,
      pictures: climbed.length,
      ms: climbed.reduce((sum, [, { ms }]) => sum + (ms.get(name) ?? 0), 0) / Math.max(1, climbed.length),
      numbers: changeOf(pairs, numberMark),
      dates: changeOf(pairs, dateMark),
      types: changeOf(pairs, typeMark),
    });
  }
  return prices;
}

type RungEvidence = Extract<Evidence, { kind: 'rung' }>;

interface Climb {
  readonly reading: FileReading;
  /** time of each rung, ms */
  readonly ms: ReadonlyMap<string, number>;
}

/** Returns the time of each rung, without that of rungs climbed within it. Such rungs are reported before it, and began after it. */
export function ownMs(rungs: readonly RungEvidence[]): Map<string, number> {
  const ms = new Map<string, number>();
  let open: RungEvidence[] = [];
  for (const rung of rungs) {
    const within = open.filter(({ from }) => from >= rung.from);
    open = [...open.filter(({ from }) => from < rung.from), rung];
    const own = rung.ms - within.reduce((sum, inner) => sum + inner.ms, 0);
    ms.set(rung.name, (ms.get(rung.name) ?? 0) + own);
  }
  return ms;
}

function changeOf(pairs: readonly [Label, FileReading, FileReading][], mark: (label: Label, reading: FileReading) => Mark | null): Change {
  const count = (wanted: Mark): number =>
    pairs.filter(([label, withIt, withoutIt]) => mark(label, withIt) === wanted && mark(label, withoutIt) !== wanted).length;
  return { right: count('right'), wrong: count('wrong') };
}

/** Returns how the number was read. A picture without a number is read right where none is reported. */
function numberMark(label: Label, { pan }: FileReading): Mark {
  if (pan === label.pan) return 'right';
  return pan === null ? 'none' : 'wrong';
}

/** Returns how the date was read; null: the label does not tell it. */
function dateMark(label: Label, reading: FileReading): Mark | null {
  if (label.expiry_unsure) return null;
  const expiry = 'expiry' in reading ? reading.expiry : null;
  const wanted = label.expiry_is_real_date === false ? null : label.expiry;
  if (expiry === wanted) return 'right';
  return expiry === null ? 'none' : 'wrong';
}

/** Returns how the card's type was read; null: the label does not tell it. */
function typeMark({ type: wanted }: Label, reading: FileReading): Mark | null {
  if (wanted !== 'debit' && wanted !== 'credit') return null;
  const type = 'type' in reading ? reading.type : 'unknown';
  if (type === wanted) return 'right';
  return type === 'unknown' ? 'none' : 'wrong';
}

/** Returns the table that `evaluate --rungs` prints. It counts as right or wrong what is so only because of the rung. */
export function rungTable(prices: readonly RungPrice[]): string {
  const head = ['rung', 'pictures', 'ms', 'numbers right', 'wrong', 'dates right', 'wrong', 'types right', 'wrong'];
  const rows = prices.map(({ name, pictures, ms, numbers, dates, types }) => [
    name,
    String(pictures),
    ms.toFixed(1),
    ...[numbers, dates, types].flatMap(({ right, wrong }) => [signed(right), signed(wrong)]),
  ]);
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]!.length)));
  const line = (cells: readonly string[]): string =>
    cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  ');
  return `${[head, ...rows].map(line).join('\n')}\n`;
}

const signed = (count: number): string => (count > 0 ? `+${count}` : '0');
