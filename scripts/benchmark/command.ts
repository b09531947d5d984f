import { execFile, spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { CardReader } from '../lib';
import { benchmarkUpright } from './benchmark-upright';
import { median } from './median';
import type { Label } from './score';

const run = promisify(execFile);
const COLD_RUNS = 7;
const MAX_OUTPUT_BYTES = 64 * 2 ** 20;

/** Milliseconds since the process started. */
interface ColdParts {
  /** code and libraries loaded */
  readonly imported: number;
  /** models and BIN table loaded */
  readonly loaded: number;
  /** first answer given */
  readonly answered: number;
}

interface TimedReading {
  readonly file: string;
  readonly pan: string | null;
  readonly ms: number;
}

/**
 * `benchmark DIR [--peers FOLDER] [--only KINDS]`: cold and warm times on one core over the pictures of DIR/labels.json, in the same run as the
 * peers of FOLDER (its read.mjs prints one JSON line a picture; see there), with the exact rate beside the time.
 *
 * `benchmark --upright`: see `benchmarkUpright`.
 *
 * @returns the exit code 0
 */
export async function benchmarkCommand(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      peers: { type: 'string' },
      only: { type: 'string' },
      'cold-once': { type: 'string' },
      upright: { type: 'boolean', default: false },
    },
  });
  if (values['cold-once'] !== undefined) {
    process.stdout.write(JSON.stringify(await coldOnce(values['cold-once'])));
    return 0;
  }
  if (values.upright) {
    process.stdout.write(await benchmarkUpright());
    return 0;
  }
  const [directory] = positionals;
  if (!directory) throw new Error('benchmark: no folder');
  const kinds = values.only?.split(',');
  const all = JSON.parse(await readFile(join(directory, 'labels.json'), 'utf8')) as Label[];
  const labels = kinds ? all.filter((label) => kinds.includes(label.kind)) : all;
  const [first] = labels;
  if (!first) throw new Error('benchmark: no pictures of that kind');

  const print = (line: string): boolean => process.stdout.write(`${line}\n`);
  print(`${cpus()[0]?.model ?? 'unknown CPU'}, one core, Node ${process.version}, ${labels.length} pictures`);
  print(await coldTable(join(directory, first.file)));

  const own = [process.argv[1] ?? '', 'evaluate', directory, '--json'];
  const ours = await readings(own, process.cwd());
  const peers = values.peers
    ? await readings(
        [resolve(values.peers, 'read.mjs'), 'gutenye', resolve(directory), resolve(directory, 'labels.json')],
        resolve(values.peers),
      )
    : null;
  print(warmRow('this', labels, ours, null));
  if (peers) print(warmRow('gutenye', labels, peers, ours));
  return 0;
}

async function coldOnce(file: string): Promise<ColdParts> {
  const imported = performance.now();
  const reader = await CardReader.load();
  const loaded = performance.now();
  await reader.read(await readFile(file)).catch(() => undefined);
  return { imported, loaded, answered: performance.now() };
}

async function coldTable(file: string): Promise<string> {
  const parts: ColdParts[] = [];
  for (let i = 0; i < COLD_RUNS; i++) {
    parts.push(JSON.parse(await onOneCore([process.argv[1] ?? '', 'benchmark', '--cold-once', file], process.cwd())) as ColdParts);
  }
  const middle = (of: (p: ColdParts) => number): string => median(parts.map(of)).toFixed(0);
  return `cold: first answer ${middle((p) => p.answered)} ms after process start = start and imports ${middle((p) => p.imported)} + models and BIN table ${middle(
    (p) => p.loaded - p.imported,
  )} + first picture ${middle((p) => p.answered - p.loaded)} (median of ${COLD_RUNS})`;
}

const hasTaskset = spawnSync('taskset', ['--version']).status === 0;

/** Standard output of a Node script run on core 0 (where the machine has taskset). */
async function onOneCore(script: string[], cwd: string): Promise<string> {
  const command = [...(hasTaskset ? ['taskset', '-c', '0'] : []), process.execPath, ...script];
  const { stdout } = await run(command[0] ?? '', command.slice(1), { cwd, maxBuffer: MAX_OUTPUT_BYTES });
  return stdout;
}

async function readings(script: string[], cwd: string): Promise<ReadonlyMap<string, TimedReading>> {
  const lines = (await onOneCore(script, cwd)).split('\n').filter((line) => line.startsWith('{'));
  return new Map(lines.map((line) => JSON.parse(line) as TimedReading).map((reading) => [basename(reading.file), reading]));
}

function warmRow(
  name: string,
  labels: readonly Label[],
  of: ReadonlyMap<string, TimedReading>,
  baseline: ReadonlyMap<string, TimedReading> | null,
): string {
  const times = labels.map((l) => of.get(l.file)?.ms ?? Number.NaN);
  const numbered = labels.filter((l) => l.pan !== null);
  const exact = numbered.filter((l) => of.get(l.file)?.pan === l.pan).length;
  const mean = (values: readonly number[]): number => values.reduce((sum, ms) => sum + ms, 0) / values.length;
  const ratios = baseline && labels.map((l, i) => (times[i] ?? Number.NaN) / (baseline.get(l.file)?.ms ?? Number.NaN));
  const beside =
    baseline && ratios
      ? `; takes ${(mean(times) / mean(labels.map((l) => baseline.get(l.file)?.ms ?? Number.NaN))).toFixed(2)} × this one's mean, per picture ${median(ratios).toFixed(2)} × (median)`
      : '';
  return `warm ${name.padEnd(8)} median ${median(times).toFixed(0)} ms, mean ${mean(times).toFixed(0)} ms, exact ${exact}/${numbered.length}${beside}`;
}
