import { section } from '../section';
import type { Benchmark } from './command';
import { costAt, MEMORY_SETTINGS, provisionedPerMonth, recommendedMemory } from './price';

/** Returns what was measured, as text. */
export function tables({ machine, isOnOneCore, cold, warm, growth, endurance, readers }: Benchmark): string {
  const typical = warm.times.find(({ size, format }) => size === '1600×1200' && format === 'jpeg')?.plain ?? Number.NaN;
  const memory = Math.max(endurance.peakMemory, cold.memory);
  const advised = recommendedMemory(typical, memory);
  const sections = [
    `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGigabytes} GB, Node ${machine.node}; ${isOnOneCore ? 'all on one core' : 'on all cores: no taskset here'}`,
    section('cold: the packed function and its layers in a fresh process, ms', [
      ['boot of Node', 'init', 'first picture', 'first answer in all', 'second', 'third', 'memory, MB'],
      [cold.boot, cold.init, cold.first, cold.firstAnswer, cold.second, cold.third, cold.memory].map(one),
    ]),
    section('warm: from the body to the answer, medians of seven cards, ms (a plain card passes every check and its BIN tells its type)', [
      ['picture', '', ...Object.keys(warm.times[0]?.stages ?? {}), 'p95', 'a plain card'],
      ...warm.times.map(({ size, format, stages, p95, plain }) => [size, format, ...[...Object.values(stages), p95, plain].map(one)]),
    ]),
    section('where the time goes at 1600×1200, ms a picture', [
      [
        ...Object.entries(warm.profile.networks).map(([name, { runs }]) => `${name} × ${runs.toFixed(1)}`),
        ...Object.keys(warm.profile.code).filter((kind) => kind !== 'networks'),
      ],
      [
        ...Object.values(warm.profile.networks).map(({ ms }) => one(ms)),
        ...Object.entries(warm.profile.code)
          .filter(([kind]) => kind !== 'networks')
          .map(([, ms]) => one(ms)),
      ],
    ]),
    ...(['megapixels', 'cards', 'megabytes'] as const).map((of) =>
      section(`with more ${of}`, [
        [of, 'ms', 'of it decode', 'cards read', 'times the first'],
        ...growth
          .filter((row) => row.of === of)
          .map(({ amount, ms, decodeMs, cards }, _, [first]) => [
            String(amount),
            one(ms),
            one(decodeMs),
            String(cards),
            (ms / (first?.ms ?? Number.NaN)).toFixed(2),
          ]),
      ]),
    ),
    section(`${endurance.pictures} pictures in one process`, [
      ['pictures/s', 'peak memory, MB', 'after a tenth', 'at the end'],
      [endurance.perSecond, endurance.peakMemory, endurance.memoryAfterTenth, endurance.memoryAtEnd].map(one),
    ]),
    section(`price of a plain card, warm, ${one(typical)} ms (x86_64 / arm64 at its price)`, [
      ['memory, MB', 'ms', 'GB-s', 'USD per 1,000', 'arm64', 'kept ready, USD a month', ''],
      ...MEMORY_SETTINGS.map((megabytes) => {
        const cost = costAt(megabytes, typical);
        return [
          String(megabytes),
          one(cost.ms),
          cost.gigabyteSeconds.toFixed(4),
          cost.usdPerThousand.toFixed(5),
          costAt(megabytes, typical, 'arm64').usdPerThousand.toFixed(5),
          provisionedPerMonth(megabytes).toFixed(2),
          megabytes === advised ? 'recommended' : megabytes < memory ? 'too little' : '',
        ];
      }),
    ]),
    readers &&
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
      ]),
  ];
  return `${sections.filter(Boolean).join('\n\n')}\n`;
}

const one = (value: number): string => value.toFixed(1);
