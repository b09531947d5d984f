import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { UsageError } from '../../command/usage-error';
import { wholeNumber } from '../../command/whole-number';
import { ABUSE_COUNT, type AbuseOutcome, tryAbuse } from './abuse';
import { BODY_COUNT, type BodiesOutcome, tryBodies } from './bodies';
import { FUNCTION_FILE } from './built-function';
import { type LoadOutcome, tryLoad } from './load';
import { type ClassOutcome, isBroken } from './outcome';
import { serve } from './serve';
import { table } from './table';
import { PLANS, type TrialOptions, tryOut } from './trials';
import { SERIES, type SeriesName, work } from './worker';

const PICTURES = 100_000;
const LOAD_SECONDS = 4;
/** The classes that are no series, and how many inputs `--at` can choose from. */
const CHOICES: Readonly<Record<string, number>> = { load: 0, abuse: ABUSE_COUNT, bodies: BODY_COUNT };
const CLASSES = [...Object.keys(PLANS), ...Object.keys(CHOICES)];
/** Returns how many inputs of a class `--at` can choose from. Series that grow with the number of pictures have an input of any index. */
const choicesOf = (name: string): number => (isSeries(name) ? PLANS[name].count(Number.POSITIVE_INFINITY) : (CHOICES[name] ?? 0));

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
      only: { type: 'string', default: CLASSES.join() },
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
  const options = {
    seed: wholeNumber('--seed', values.seed, 0, Number.MAX_SAFE_INTEGER),
    functionFile: values.function,
    decoderFile: values.decoder,
  };
  if (values.part === 'serve' || values.part === 'bodies') {
    await serve(options.functionFile, values.part === 'serve');
    return 0;
  }
  if (values.part !== undefined) {
    if (!isSeries(values.part)) throw new Error(`torture: no part ${values.part}`);
    await work(values.part, { first: Number(values.first), step: Number(values.step), end: Number(values.end) }, options);
    // servers and models would keep the process running
    process.exit();
  }
  const numberOf = (option: string, text: string | undefined): number | undefined =>
    text === undefined ? undefined : wholeNumber(option, text, 0, Number.MAX_SAFE_INTEGER);
  return torture(
    values.only.split(','),
    {
      ...options,
      pictures: wholeNumber('--inputs', values.inputs, 1, Number.MAX_SAFE_INTEGER),
      processes: Math.min(2, availableParallelism()),
      at: numberOf('--at', values.at),
      budgetMs: numberOf('--budget', values.budget),
    },
    values.json,
  );
}

async function torture(names: readonly string[], options: TrialOptions, isJson: boolean): Promise<number> {
  const unknown = names.find((name) => !CLASSES.includes(name));
  if (unknown !== undefined) throw new UsageError(`torture: no class ${unknown}, but ${CLASSES.join(', ')}`);
  const { at = -1 } = options;
  const short = names.find((name) => at >= choicesOf(name));
  if (short !== undefined) throw new UsageError(`torture: ${short} has ${choicesOf(short) || 'no'} inputs for --at`);
  process.stderr.write(`seed ${options.seed}\n`);
  const start = performance.now();
  const classes: ClassOutcome[] = [];
  let load: LoadOutcome | null = null;
  let abuse: AbuseOutcome | null = null;
  let bodies: BodiesOutcome | null = null;
  for (const name of CLASSES.filter((one) => names.includes(one))) {
    if (name === 'load') {
      load = await tryLoad(options.functionFile, LOAD_SECONDS);
      classes.push(load.outcome);
    } else if (name === 'abuse') {
      abuse = await tryAbuse(options.functionFile, options.at);
      classes.push(abuse.outcome);
    } else if (name === 'bodies') {
      bodies = await tryBodies(options.functionFile, options.at);
      classes.push(bodies.outcome);
    } else if (isSeries(name)) {
      classes.push(await tryOut(name, options));
    }
  }
  const { seed } = options;
  const tried = {
    seed,
    seconds: (performance.now() - start) / 1000,
    classes,
    load,
    abuse: abuse?.times ?? null,
    bodies: bodies?.times ?? null,
  };
  process.stdout.write(isJson ? `${JSON.stringify(tried)}\n` : table(tried));
  return classes.some(isBroken) ? 1 : 0;
}

const isSeries = (name: string): name is SeriesName => name in SERIES;
