import { readFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CardReader } from '../../../lib';
import { readFileAsCard } from '../../command/file-reading';
import { UsageError } from '../../command/usage-error';
import { readLabels } from '../labels';
import { coldTimes } from './cold';
import { endurance } from './endurance';
import { growth } from './growth';
import { ON_ONE_CORE, partOnOneCore } from './one-core';
import { peersToAsk, readerTimes } from './peers';
import { PLAIN_CARD, pictureOf, SIZES } from './pictures';
import { readingRatio } from './ratio';
import { type Benchmark, tables } from './tables';
import { benchmarkUpright } from './upright';
import { warmTimes } from './warm';

/** Parts of the benchmark that run in processes of their own, on one core. */
const PARTS: Readonly<Record<string, (directory: string, listed: string) => Promise<unknown>>> = {
  warm: warmTimes,
  growth,
  endurance,
  read: readAll,
  ratio: readingRatio,
};

/** The ways of measuring, and which options go with each. */
const OPTIONS: Readonly<Record<'with --upright' | 'without DIR' | 'with DIR', readonly string[]>> = {
  'with --upright': ['upright'],
  'without DIR': ['json'],
  'with DIR': ['only', 'peers', 'peer', 'json'],
};

/**
 * `benchmark [DIR] [--peers FOLDER [--peer NAME …]] [--only KINDS] [--json]`: measures times, memory and price on one core, all in one run. With DIR it also
 * has the pictures of DIR/labels.json read, by this reader and by those of FOLDER (see ../shared/peers), and prints the exact rate beside the time.
 *
 * `benchmark --upright`: see `benchmarkUpright`.
 *
 * @returns the exit code 0
 * @throws {UsageError} for options that do not go together, and as `peersToAsk` and `readLabels`, before anything is measured
 */
export async function benchmarkCommand(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      peers: { type: 'string' },
      peer: { type: 'string', multiple: true },
      only: { type: 'string' },
      json: { type: 'boolean', default: false },
      upright: { type: 'boolean', default: false },
      part: { type: 'string' },
    },
  });
  const [directory, further] = positionals;
  if (values.part !== undefined) {
    const part = PARTS[values.part];
    if (!part) throw new Error(`benchmark: no part ${values.part}`);
    process.stdout.write(JSON.stringify(await part(directory ?? '', further ?? '')));
    return 0;
  }
  const way = values.upright ? 'with --upright' : directory === undefined ? 'without DIR' : 'with DIR';
  const odd = Object.entries(values).find(([name, value]) => value && !OPTIONS[way].includes(name));
  if (odd) throw new UsageError(`benchmark: ${way} there is no --${odd[0]}`);
  const extra = values.upright ? directory : further;
  if (extra !== undefined) throw new UsageError(`benchmark: ${extra} is one folder too many`);
  if (values.upright) {
    process.stdout.write(await benchmarkUpright());
    return 0;
  }
  const peers = peersToAsk(values.peers, values.peer);
  const labels = directory === undefined ? [] : await readLabels(directory, { command: 'benchmark', only: values.only });
  const measured: Benchmark = {
    machine: {
      cpu: cpus()[0]?.model ?? 'unknown',
      cores: cpus().length,
      memoryGigabytes: Math.round(totalmem() / 2 ** 30),
      node: process.version,
    },
    isOnOneCore: ON_ONE_CORE.length > 0,
    cold: await coldTimes(await pictureOf(PLAIN_CARD, SIZES['1600×1200'])),
    warm: await measuredPart('warm'),
    growth: await measuredPart('growth'),
    endurance: await measuredPart('endurance'),
    readers: directory === undefined ? null : await readerTimes(directory, labels, peers),
  };
  process.stdout.write(values.json ? `${JSON.stringify(measured)}\n` : tables(measured));
  return 0;
}

const measuredPart = async <T>(part: string): Promise<T> => JSON.parse(await partOnOneCore(part)) as T;

/**
 * Reads pictures of a folder and reports them as the peers do: prints a JSON line for each, the first with `coldMs`, and returns one with the peak of memory.
 *
 * @param listed - a file that lists them, as `readerTimes` writes it
 */
async function readAll(directory: string, listed: string): Promise<unknown> {
  const pictures = JSON.parse(await readFile(listed, 'utf8')) as { readonly file: string }[];
  const reader = await CardReader.load();
  let coldMs: number | undefined;
  for (const { file } of pictures) {
    const { pan, ms } = await readFileAsCard(reader, join(directory, file));
    const first = coldMs === undefined;
    coldMs ??= performance.now();
    process.stdout.write(`${JSON.stringify({ file, pan, ms, ...(first && { coldMs }) })}\n`);
  }
  return { file: '', pan: null, ms: 0, peakMemory: process.resourceUsage().maxRSS / 1024 };
}
