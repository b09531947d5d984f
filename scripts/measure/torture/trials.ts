import { BOMB_COUNT } from './bomb-series';
import { allSecrets, leaksIn } from './leak-finder';
import { isLeak, LEAK_ENVIRONMENT, leakPictures } from './leak-series';
import { sortLines } from './log-lines';
import type { ClassOutcome, Finding } from './outcome';
import { secretsOf } from './secrets';
import { SERVER_COUNT, SERVER_ENVIRONMENT } from './server-series';
import { supervise, type TrialOutcome } from './supervise';
import { URL_COUNT } from './url-series';
import type { SeriesName } from './worker';

/** How a series is tried. */
interface Plan {
  /** number of inputs, by the number of pictures */
  readonly count: (pictures: number) => number;
  /** time for one input */
  readonly budgetMs: number;
  readonly memoryLimitMegabytes: number;
  readonly environment?: Readonly<Record<string, string>>;
  /** whether each input is something broken on purpose, and not only hostile */
  readonly isFault?: boolean;
}

const share =
  (part: number) =>
  (pictures: number): number =>
    Math.max(1, Math.round(pictures * part));
const VERBOSE = { LOG_LEVEL: 'debug', METRICS: 'on' };

/** The series, in the order in which they are tried. */
export const PLANS: Readonly<Record<SeriesName, Plan>> = {
  pictures: { count: share(1), budgetMs: 15_000, memoryLimitMegabytes: 600 },
  bombs: { count: () => BOMB_COUNT, budgetMs: 30_000, memoryLimitMegabytes: 1200, environment: VERBOSE },
  readings: { count: share(0.01), budgetMs: 20_000, memoryLimitMegabytes: 800, environment: VERBOSE },
  // each input is several pictures
  together: { count: share(0.001), budgetMs: 60_000, memoryLimitMegabytes: 800, environment: VERBOSE },
  requests: { count: share(0.1), budgetMs: 20_000, memoryLimitMegabytes: 800, environment: VERBOSE },
  urls: { count: () => URL_COUNT, budgetMs: 15_000, memoryLimitMegabytes: 400 },
  servers: {
    count: () => SERVER_COUNT,
    budgetMs: 15_000,
    memoryLimitMegabytes: 800,
    environment: { ...VERBOSE, ...SERVER_ENVIRONMENT },
    isFault: true,
  },
  leaks: { count: share(0.03), budgetMs: 20_000, memoryLimitMegabytes: 800, environment: LEAK_ENVIRONMENT },
};

/** What all series are told. */
export interface TrialOptions {
  readonly seed: number;
  readonly pictures: number;
  readonly processes: number;
  readonly functionFile: string;
  readonly decoderFile: string;
  readonly at?: number | undefined;
  /** time for one input; default: that of its class */
  readonly budgetMs?: number | undefined;
}

/** Tries a series in processes of their own. */
export async function tryOut(name: SeriesName, options: TrialOptions): Promise<ClassOutcome> {
  const { seed, pictures, processes, functionFile, decoderFile, at } = options;
  const plan = PLANS[name];
  const {
    count,
    memoryLimitMegabytes,
    environment = {},
    isFault = false,
    budgetMs,
  } = { ...plan, ...(options.budgetMs !== undefined && { budgetMs: options.budgetMs }) };
  const start = performance.now();
  const args = [process.argv[1]!, 'torture', '--part', name, '--seed', String(seed), '--function', functionFile, '--decoder', decoderFile];
  const trial = await supervise({ args, count: count(pictures), processes, budgetMs, environment, at });
  const inputs = trial.tried + trial.crashes.length + trial.hangs.length + trial.lost;
  const tooMuch = trial.peakMegabytes > memoryLimitMegabytes ? [`${Math.round(trial.peakMegabytes)} MB of memory`] : [];
  const about = [...tooMuch, ...logFaults(name, trial)].map((what): Finding => ({ index: null, what }));
  return {
    name,
    inputs,
    faults: isFault ? inputs : 0,
    answers: trial.answers,
    crashes: trial.crashes,
    hangs: trial.hangs,
    wrong: [...trial.problems.filter(({ what }) => !isLeak(what)), ...about],
    leaks: [...trial.problems.filter(({ what }) => isLeak(what)), ...(await leaksInOutput(name, seed, trial))],
    lost: trial.lost,
    seconds: (performance.now() - start) / 1000,
    megabytes: trial.peakMegabytes,
    blockMs: trial.blockMs,
  };
}

/** Returns what is wrong with the function's log: lines of no known form, and, where each input is one request, another number of requests than inputs. */
function logFaults(name: SeriesName, { stdout, tried, crashes, hangs }: TrialOutcome): string[] {
  const { requests, others } = sortLines(stdout);
  const strange = others.length > 0 ? [`${others.length} lines of the log are none, the first is line ${others[0]}`] : [];
  const isWhole = name !== 'leaks' || crashes.length + hangs.length > 0 || requests === tried;
  return isWhole ? strange : [...strange, `${requests} requests in the log of ${tried}`];
}

async function leaksInOutput(name: SeriesName, seed: number, { stdout, stderr }: TrialOutcome): Promise<Finding[]> {
  if (name !== 'leaks') return [];
  const sought = allSecrets(secretsOf(seed), await leakPictures());
  const found = (stream: string, text: string): Finding[] =>
    leaksIn(text, sought).map(({ kind }) => ({ index: null, what: `a ${kind} in ${stream}` }));
  return [...found('standard output', stdout), ...found('standard error', stderr)];
}
