import { writeSync } from 'node:fs';
import { bombSeries } from './bomb-series';
import { leakSeries } from './leak-series';
import { pictureSeries } from './picture-series';
import { readingSeries } from './reading-series';
import { requestSeries } from './request-series';
import { kindOf, type Series, type SeriesOptions, type Verdict } from './series';
import { serverSeries } from './server-series';
import { togetherSeries } from './together-series';
import { urlSeries } from './url-series';

/** File descriptor at which a worker tells what it is doing: a pipe of its own, as the standard streams are the function's. */
const REPORT_FD = 3;

/**
 * A line of that pipe: an index when its input is begun; and when it is done: the index, the answer, the problem, the most memory that this process has taken
 * so far, in MB, and the longest block of the event loop, in ms, if it was measured.
 */
export type ReportLine =
  | number
  | readonly [index: number, answer: string, problem: string | null, megabytes: number, blockMs: number | null];

export const SERIES = {
  pictures: pictureSeries,
  bombs: bombSeries,
  readings: readingSeries,
  together: togetherSeries,
  requests: requestSeries,
  urls: urlSeries,
  servers: serverSeries,
  leaks: leakSeries,
} as const satisfies Readonly<Record<string, (options: SeriesOptions) => Promise<Series>>>;

export type SeriesName = keyof typeof SERIES;

/** Which inputs of a series a worker tries: `first`, `first + step` … below `end`. */
export interface Share {
  readonly first: number;
  readonly step: number;
  readonly end: number;
}

/**
 * Tries a share of a series, one input after the other, in this process. It reports before and after each, so that it is known at which input the process was
 * killed.
 */
export async function work(name: SeriesName, { first, step, end }: Share, options: SeriesOptions): Promise<void> {
  const { tryOne } = await SERIES[name](options);
  for (let index = first; index < end; index += step) {
    tell(index);
    const {
      answer,
      problem,
      blockMs = null,
    } = await tryOne(index).catch((thrown: unknown): Verdict => ({ answer: 'thrown', problem: `threw ${kindOf(thrown)}` }));
    tell([index, answer, problem, process.resourceUsage().maxRSS / 1024, blockMs]);
  }
}

const tell = (line: ReportLine): number => writeSync(REPORT_FD, `${JSON.stringify(line)}\n`);
