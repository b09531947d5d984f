import { section } from '../section';
import type { ColdTimes } from './cold';
import type { Endurance } from './endurance';
import type { Growth } from './growth';
import type { ReaderTimes } from './peers';
import { costAt, MEMORY_SETTINGS, provisionedPerMonth, recommendedMemory } from './price';
import type { WarmProfile, WarmTimes } from './warm';

/** All that is measured, in one run on one machine. Times in ms, memory in MB. */
export interface Benchmark {
  readonly machine: { readonly cpu: string; readonly cores: number; readonly memoryGigabytes: number; readonly node: string };
  /** whether the parts were kept on one core */
  readonly isOnOneCore: boolean;
  readonly cold: ColdTimes;
  readonly warm: { readonly times: readonly WarmTimes[]; readonly profile: WarmProfile };
  readonly growth: readonly Growth[];
  readonly endurance: Endurance;
  /** times on labelled pictures; null: no folder of such was given */
  readonly readers: readonly ReaderTimes[] | null;
}

/** Returns what was measured, as text. */
export function tables({ machine, isOnOneCore, cold, warm, growth, endurance, readers }: Benchmark): string {
  const typical = warm.times.find(({ size, format }) => size === '1600×1200' && format === 'jpeg')?.plain ?? Number.NaN;
  const sections = [
    `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGigabytes} GB, Node ${machine.node}; ${isOnOneCore ? 'all on one core' : 'on all cores: no taskset here'}`,
    coldTable(cold),
    warmTable(warm),
    profileTable(warm),
    ...(['megapixels', 'cards', 'megabytes'] as const).map((of) => growthTable(of, growth)),
    enduranceTable(endurance),
    priceTable(typical, Math.max(endurance.peakMemory, cold.memory)),
    readers && readersTable(readers),
  ];
  return `${sections.filter(Boolean).join('\n\n')}\n`;
}

const coldTable = (cold: Benchmark['cold']): string =>
  section('cold: the packed function and its layers in a fresh process, ms', [
    ['boot of Node', 'init', 'first picture', 'first answer in all', 'second', 'third', 'memory, MB'],
    [cold.boot, cold.init, cold.first, cold.firstAnswer, cold.second, cold.third, cold.memory].map(one),
  ]);

const warmTable = ({ times }: Benchmark['warm']): string =>
  section('warm: from the body to the answer, medians of seven cards, ms (a plain card passes every check and its BIN tells its type)', [
    ['picture', '', ...Object.keys(times[0]?.stages ?? {}), 'p95', 'a plain card'],
    ...times.map(({ size, format, stages, p95, plain }) => [size, format, ...[...Object.values(stages), p95, plain].map(one)]),
  ]);

function profileTable({ profile: { networks, code } }: Benchmark['warm']): string {
  const others = Object.entries(code).filter(([kind]) => kind !== 'networks');
  return section('where the time goes at 1600×1200, ms a picture', [
    [...Object.entries(networks).map(([name, { runs }]) => `${name} × ${runs.toFixed(1)}`), ...others.map(([kind]) => kind)],
    [...Object.values(networks).map(({ ms }) => ms), ...others.map(([, ms]) => ms)].map(one),
  ]);
}

function growthTable(of: Benchmark['growth'][number]['of'], growth: Benchmark['growth']): string {
  const rows = growth.filter((row) => row.of === of);
  return section(`with more ${of}`, [
    [of, 'ms', 'of it decode', 'cards read', 'times the first'],
    ...rows.map(({ amount, ms, decodeMs, cards }) => [
      String(amount),
      one(ms),
      one(decodeMs),
      String(cards),
      (ms / (rows[0]?.ms ?? Number.NaN)).toFixed(2),
    ]),
  ]);
}

const enduranceTable = (endurance: Benchmark['endurance']): string =>
  section(`${endurance.pictures} pictures in one process`, [
    ['pictures/s', 'peak memory, MB', 'after a tenth', 'at the end'],
    [endurance.perSecond, endurance.peakMemory, endurance.memoryAfterTenth, endurance.memoryAtEnd].map(one),
  ]);

/** @param memory - the least that the function needs, MB */
function priceTable(typicalMs: number, memory: number): string {
  const advised = recommendedMemory(typicalMs, memory);
  return section(`price of a plain card, warm, ${one(typicalMs)} ms (x86_64 / arm64 at its price)`, [
    ['memory, MB', 'ms', 'GB-s', 'USD per 1,000', 'arm64', 'kept ready, USD a month', ''],
    ...MEMORY_SETTINGS.map((megabytes) => {
      const cost = costAt(megabytes, typicalMs);
      return [
        String(megabytes),
        one(cost.ms),
        cost.gigabyteSeconds.toFixed(4),
        cost.usdPerThousand.toFixed(5),
        costAt(megabytes, typicalMs, 'arm64').usdPerThousand.toFixed(5),
        provisionedPerMonth(megabytes).toFixed(2),
        megabytes === advised ? 'recommended' : megabytes < memory ? 'too little' : '',
      ];
    }),
  ]);
}

const readersTable = (readers: NonNullable<Benchmark['readers']>): string =>
  section('labelled pictures, one reader after the other', [
    ['', 'median, ms', 'mean', 'exact', '× this, means', '× this, median of pictures', 'cold, ms', 'memory, MB'],
    ...readers.map((r) => [
      r.name,
      one(r.median),
      one(r.mean),
      `${r.exact}/${r.numbered}`,
      r.timesMean.toFixed(2),
      r.timesMedian.toFixed(2),
      r.coldMs === null ? '–' : one(r.coldMs),
      r.peakMemory === null ? '–' : one(r.peakMemory),
    ]),
  ]);

const one = (value: number): string => value.toFixed(1);
