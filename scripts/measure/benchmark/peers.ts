import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { mean, median } from '../../../lib/quantile';
import { UsageError } from '../../command/usage-error';
import type { Label } from '../label';
import { LABELS_FILE } from '../labels';
import { onOneCore, partOnOneCore } from './one-core';

/** How a reader did on labelled pictures. */
export interface ReaderTimes {
  readonly name: string;
  /** time of a picture, ms */
  readonly median: number;
  readonly mean: number;
  /** numbers read exactly right, and pictures that have a number */
  readonly exact: number;
  readonly numbered: number;
  /** how many times as long as our own reader it takes: by the means, and the median over pictures */
  readonly timesMean: number;
  readonly timesMedian: number;
  /** from the start of the process to the first answer, ms; null where it is not told */
  readonly coldMs: number | null;
  /** most memory that the process took, MB; null where it is not told */
  readonly peakMemory: number | null;
}

interface TimedReading {
  readonly file: string;
  readonly pan: string | null;
  readonly ms: number;
  readonly coldMs?: number;
  readonly peakMemory?: number;
}

/** The packages that `read.mjs` of a folder of peers can ask (../shared/peers). */
const PEERS = ['gutenye', 'ppu', 'tesseract'];
const SCRIPT = 'read.mjs';

/** Another reader. */
interface Peer {
  readonly name: string;
  /** the folder with read.mjs, which prints one JSON line per picture */
  readonly folder: string;
}

/**
 * Returns the peers to ask.
 *
 * @param folder - of the peers; undefined: none is asked
 * @param names - as the user gave them; undefined: all
 * @throws {UsageError} for names without a folder, for a name that is not known, and for a folder that has no `read.mjs`
 */
export function peersToAsk(folder: string | undefined, names: readonly string[] | undefined): Peer[] {
  if (folder === undefined && names) throw new UsageError('benchmark: --peer is for --peers');
  const unknown = names?.find((name) => !PEERS.includes(name));
  if (unknown !== undefined) throw new UsageError(`benchmark: no peer ${unknown}, only ${PEERS.join(', ')}`);
  if (folder !== undefined && !existsSync(join(folder, SCRIPT))) throw new UsageError(`benchmark: no ${SCRIPT} in ${folder}`);
  return folder === undefined ? [] : (names ?? PEERS).map((name) => ({ name, folder }));
}

/** Has labelled pictures of a folder read by this reader and by others, each in a process of its own on one core, one after the other. */
export async function readerTimes(directory: string, labels: readonly Label[], peers: readonly Peer[]): Promise<ReaderTimes[]> {
  const scratch = await mkdtemp(join(tmpdir(), 'benchmark-'));
  try {
    // only file names are passed on: no reader may know what a picture shows
    const listed = join(scratch, LABELS_FILE);
    await writeFile(listed, JSON.stringify(labels.map(({ file }) => ({ file }))));
    const own = readingsIn(await partOnOneCore('read', directory, listed), directory);
    const rows = [rowOf('this', labels, own, own)];
    for (const { name, folder } of peers) {
      const script = [...TELLING_MEMORY, resolve(folder, SCRIPT), name, resolve(directory), listed];
      rows.push(rowOf(name, labels, readingsIn(await onOneCore(script, resolve(folder)), directory), own));
    }
    return rows;
  } finally {
    await rm(scratch, { recursive: true });
  }
}

/** Options of Node that make a process print its peak of memory as one more line when it ends. */
const TELLING_MEMORY = [
  '--import',
  `data:text/javascript,process.on('exit',()=>console.log(JSON.stringify({file:'',pan:null,ms:0,peakMemory:process.resourceUsage().maxRSS/1024})))`,
];

/** Returns what a reader printed, by the paths of the pictures in the folder, as labels name them. Under "" is what it printed when it ended. */
function readingsIn(output: string, directory: string): ReadonlyMap<string, TimedReading> {
  const readings = output
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as TimedReading);
  return new Map(readings.map((reading) => [relative(directory, resolve(directory, reading.file)), reading]));
}

function rowOf(name: string, labels: readonly Label[], of: ReadonlyMap<string, TimedReading>, own: typeof of): ReaderTimes {
  const msOf = (readings: typeof of): number[] => labels.map(({ file }) => readings.get(file)?.ms ?? Number.NaN);
  const [ms, ownMs] = [msOf(of), msOf(own)];
  const numbered = labels.filter(({ pan }) => pan !== null);
  return {
    name,
    median: median(ms),
    mean: mean(ms),
    exact: numbered.filter(({ file, pan }) => of.get(file)?.pan === pan).length,
    numbered: numbered.length,
    timesMean: mean(ms) / mean(ownMs),
    timesMedian: median(ms.map((value, i) => value / (ownMs[i] ?? Number.NaN))),
    coldMs: [...of.values()].find(({ coldMs }) => coldMs !== undefined)?.coldMs ?? null,
    peakMemory: of.get('')?.peakMemory ?? null,
  };
}
