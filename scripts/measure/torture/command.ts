import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { UsageError } from '../../command/usage-error';
import { wholeNumber } from '../../command/whole-number';
import { ABUSE_COUNT, tryAbuse } from './abuse';
import { BODY_COUNT, tryBodies } from './bodies';
import { FUNCTION_FILE } from './built-function';
import { tryLoad } from './load';
import { type ClassOutcome, isBroken } from './outcome';
import { serve } from './serve';
import { type Torture, table } from './table';
import { PLANS, type TrialOptions, tryOut } from './trials';
import { SERIES, type SeriesName, work } from './worker';

const PICTURES = 100_000;
const LOAD_SECONDS = 4;

/** What became of a class, and what it measured for a section of its own. */
interface Tried extends Partial<Pick<Torture, 'load' | 'abuse' | 'bodies'>> {
  readonly outcome: ClassOutcome;
}

interface InputClass {
  /** how many inputs `--at` can choose from; series that grow with the number of pictures have an input of any index */
  readonly choices: number;
  readonly run: (options: TrialOptions) => Promise<Tried>;
}

const SERIES_CLASSES = (Object.keys(PLANS) as SeriesName[]).map((name): [string, InputClass] => [
  name,
  { choices: PLANS[name].count(Number.POSITIVE_INFINITY), run: async (options) => ({ outcome: await tryOut(name, options) }) },
]);

/** All classes, in the order in which they are tried. */
const CLASSES: Readonly<Record<string, InputClass>> = {
  ...Object.fromEntries(SERIES_CLASSES),
  load: {
    choices: 0,
    run: async ({ functionFile }) => {
      const load = await tryLoad(functionFile, LOAD_SECONDS);
      return { outcome: load.outcome, load };
    },
  },
  abuse: {
    choices: ABUSE_COUNT,
    run: async ({ functionFile, at }) => {
      const { outcome, times } = await tryAbuse(functionFile, at);
      return { outcome, abuse: times };
    },
  },
  bodies: {
    choices: BODY_COUNT,
    run: async ({ functionFile, at }) => {
      const { outcome, times } = await tryBodies(functionFile, at);
      return { outcome, bodies: times };
    },
  },
};
const NAMES = Object.keys(CLASSES);

/**
 * `torture [--seed N] [--only CLASSES] [--inputs N] [--at INDEX] [--json]`: tries the built function with hostile pictures, requests, URLs and servers, with
 * secrets in every place, with faults and under load; 10 to 15 minutes on two cores. `--inputs` is how many pictures are mutated, and the other classes grow
 * with it; `--at` tries one input of a class again. `--function FILE` and `--decoder FILE` put other modules in place of the ones under test, and `--budget MS`
 * sets another time in which each input has to be done.
 *
 * @returns the exit code: 1 when anything broke
 * @throws {UsageError} for a class that is not known, or one that has no input of that index
 */
export async function tortureCommand(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      only: { type: 'string', default: NAMES.join() },
      inputs: { type: 'string', default: String(PICTURES) },
      at: { type: 'string' },
      json: { type: 'boolean', default: false },
      function: { type: 'string', default: FUNCTION_FILE },
      decoder: { type: 'string', default: '' },
      budget: { type: 'string' },
      part: { type: 'string' },
      first: { type: 'string' },
      step: { type: 'string' },
      end: { type: 'string' },
    },
  });
  const { seed, part, first, step, end, only, inputs, at, budget, json } = values;
  const options = { seed: numberOf('--seed', seed), functionFile: values.function, decoderFile: values.decoder };
  if (part !== undefined) return runPart(part, { first: Number(first), step: Number(step), end: Number(end) }, options);
  const trial = {
    ...options,
    pictures: wholeNumber('--inputs', inputs, 1, Number.MAX_SAFE_INTEGER),
    processes: Math.min(2, availableParallelism()),
    at: at === undefined ? at : numberOf('--at', at),
    budgetMs: budget === undefined ? budget : numberOf('--budget', budget),
  };
  return torture(only.split(','), trial, json);
}

const numberOf = (option: string, text: string): number => wholeNumber(option, text, 0, Number.MAX_SAFE_INTEGER);

/** Runs a part of the trials in this process, for the process that started it. */
async function runPart(part: string, range: Parameters<typeof work>[1], options: Parameters<typeof work>[2]): Promise<number> {
  if (part === 'serve' || part === 'bodies') {
    await serve(options.functionFile, part === 'serve');
    return 0;
  }
  if (!isSeries(part)) throw new Error(`torture: no part ${part}`);
  await work(part, range, options);
  // servers and models would keep the process running
  process.exit();
}

async function torture(names: readonly string[], options: TrialOptions, isJson: boolean): Promise<number> {
  const unknown = names.find((name) => !NAMES.includes(name));
  if (unknown !== undefined) throw new UsageError(`torture: no class ${unknown}, but ${NAMES.join(', ')}`);
  const { at = -1, seed } = options;
  const short = names.find((name) => at >= CLASSES[name]!.choices);
  if (short !== undefined) throw new UsageError(`torture: ${short} has ${CLASSES[short]!.choices || 'no'} inputs for --at`);
  process.stderr.write(`seed ${seed}\n`);
  const start = performance.now();
  const classes: ClassOutcome[] = [];
  const sections: Omit<Tried, 'outcome'>[] = [];
  for (const [name, { run }] of Object.entries(CLASSES)) {
    if (!names.includes(name)) continue;
    const { outcome, ...section } = await run(options);
    classes.push(outcome);
    sections.push(section);
  }
  const seconds = (performance.now() - start) / 1000;
  const tried: Torture = { seed, seconds, classes, load: null, abuse: null, bodies: null, ...Object.assign({}, ...sections) };
  process.stdout.write(isJson ? `${JSON.stringify(tried)}\n` : table(tried));
  return classes.some(isBroken) ? 1 : 0;
}

const isSeries = (name: string): name is SeriesName => name in SERIES;
