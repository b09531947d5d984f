import { readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { median } from '../../../lib/quantile';
import { UsageError } from '../../command/usage-error';
import type { Label } from '../label';
import { onOneCore } from './one-core';

/** How a reader did on labelled pictures. */
export interface ReaderTimes {
  readonly name: string;
  /** of a picture, ms */
  readonly median: number;
  readonly mean: number;
  /** numbers exactly right, and pictures that have one */
  readonly exact: number;
  readonly numbered: number;
  /** how many times as long as this reader: of the means, and the median over pictures */
  readonly timesMean: number;
  readonly timesMedian: number;
  /** from the start of the process to the first answer, ms; null where it is not told */
  readonly coldMs: number | null;
  /** the most that the process took, MB; null where it is not told */
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

/** Another reader. */
export interface Peer {
  readonly name: string;
  /** with read.mjs, which prints one JSON line a picture */
  readonly folder: string;
}

/**
 * The peers to ask.
 *
 * @param folder - of the peers; undefined: none is asked
 * @param names - as the user gave them; undefined: all
 * @throws {UsageError} for one that is not known, or without a folder
 */
export function peersToAsk(folder: string | undefined, names: readonly string[] | undefined): Peer[] {
  if (folder === undefined && names) throw new UsageError('benchmark: --peer is for --peers');
  const unknown = names?.find((name) => !PEERS.includes(name));
  if (unknown !== undefined) throw new UsageError(`benchmark: no peer ${unknown}, only ${PEERS.join(', ')}`);
  return folder === undefined ? [] : (names ?? PEERS).map((name) => ({ name, folder }));
}

/** Read the pictures of DIR/labels.json by this reader and by others, each in a process of its own on one core, one after the other. */
export async function readerTimes(directory: string, peers: readonly Peer[], kinds?: readonly string[]): Promise<ReaderTimes[]> {
  const all = JSON.parse(await readFile(join(directory, 'labels.json'), 'utf8')) as Label[];
  const labels = kinds ? all.filter((label) => kinds.includes(label.kind)) : all;
  if (labels.length === 0) throw new Error('benchmark: no pictures of that kind');
  const own = await readings([process.argv[1] ?? '', 'benchmark', directory, '--part', 'read'], process.cwd());
  const rows = [rowOf('this', labels, own, own)];
  for (const { name, folder } of peers) {
    const script = [...TELLING_MEMORY, resolve(folder, 'read.mjs'), name, resolve(directory), resolve(directory, 'labels.json')];
    rows.push(rowOf(name, labels, await readings(script, resolve(folder)), own));
  }
  return rows;
}

/** Makes a process print its peak of memory as one more line when it ends. */
const TELLING_MEMORY = [
  '--import',
  `data:text/javascript,process.on('exit',()=>console.log(JSON.stringify({file:'',pan:null,ms:0,peakMemory:process.resourceUsage().maxRSS/1024})))`,
];

async function readings(script: readonly string[], cwd: string): Promise<ReadonlyMap<string, TimedReading>> {
  const lines = (await onOneCore(script, cwd)).split('\n').filter((line) => line.startsWith('{'));
  return new Map(lines.map((line) => JSON.parse(line) as TimedReading).map((reading) => [basename(reading.file), reading]));
}

function rowOf(name: string, labels: readonly Label[], of: ReadonlyMap<string, TimedReading>, own: typeof of): ReaderTimes {
  const msOf = (readings: typeof of): number[] => labels.map(({ file }) => readings.get(file)?.ms ?? Number.NaN);
  const [ms, ownMs] = [msOf(of), msOf(own)];
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
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
