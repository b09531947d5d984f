import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CardOcrError, type CardReader, type CardReading, type TogetherReading } from '../../../lib';
import { median } from '../../../lib/quantile';
import { loadReader } from '../../command/load-reader';
import { readLabels } from '../labels';
import { COPIES, FRAMES } from './frames';
import { misreadAs } from './misread';
import { reliabilityTable } from './reliability';
import { labelledScenes } from './scene-set';
import { isDoubted } from './score';

/** Several pictures of one card. */
interface CardSet {
  readonly file: string;
  readonly pan: string;
  readonly load: () => Promise<Buffer>;
  /** what makes each picture, by the way in which it is spoilt */
  readonly frames: ReadonlyMap<string, (bytes: Buffer) => Promise<Buffer>>;
}

/** How a set was read; null: no number was reported. */
interface SetResult extends Pick<CardSet, 'file' | 'pan'> {
  readonly clean: CardReading | null;
  readonly frames: ReadonlyMap<string, CardReading | null>;
  readonly together: CardReading | null;
  readonly ms: number;
}

/**
 * Measures what several pictures of one card tell together: five frames of each card of clean made scenes (scripts/train/scenes.py --clean), each spoilt in
 * another way, or two spoilt copies of each picture of a labelled folder. Also measures what two pictures tell together that show different cards.
 *
 * @param isScenes - whether the folder has made scenes, not labels.json
 * @returns a table
 */
export async function evaluateTogether(folder: string, isScenes: boolean): Promise<string> {
  const sets = await (isScenes ? setsOfScenes(folder) : setsOfPhotographs(folder));
  const reader = await loadReader();
  const results: SetResult[] = [];
  for (const set of sets) results.push(await readSet(reader, set));
  const pairs: PairResult[] = [];
  for (const [i, set] of sets.entries()) {
    const other = sets[(i + 1) % sets.length]!;
    if (other.pan !== set.pan) pairs.push(await readPair(reader, set, other));
  }
  return togetherTable(results, pairs);
}

async function setsOfScenes(folder: string): Promise<CardSet[]> {
  const scenes = await labelledScenes(folder);
  return scenes.flatMap(({ file, cards: [card] }) => {
    if (!card?.pan) return [];
    const frames = new Map(Object.entries(FRAMES).map(([name, of]) => [name, (bytes: Buffer) => of(bytes, card)]));
    return [{ file, pan: card.pan, load: () => readFile(file), frames }];
  });
}

async function setsOfPhotographs(folder: string): Promise<CardSet[]> {
  const labels = await readLabels(folder);
  const frames = new Map(Object.entries(COPIES));
  return labels.flatMap(({ file, pan }) => (pan === null ? [] : [{ file, pan, load: () => readFile(join(folder, file)), frames }]));
}

async function readSet(reader: CardReader, { file, pan, load, frames }: CardSet): Promise<SetResult> {
  const bytes = await load();
  const clean = await orNull(reader.read(bytes));
  const spoilt: Buffer[] = [];
  for (const of of frames.values()) spoilt.push(await of(bytes));
  const start = performance.now();
  const together = await orNull(reader.readTogether(spoilt));
  const ms = performance.now() - start;
  const own = [...frames.keys()].map((name, i) => [name, together?.pictures[i]?.reading?.mostProminent ?? null] as const);
  return { file, pan, clean: clean?.mostProminent ?? null, frames: new Map(own), together: together?.mostProminent ?? null, ms };
}

/** How pictures of two cards were read. */
interface PairResult {
  readonly pans: readonly string[];
  readonly together: CardReading | null;
}

async function readPair(reader: CardReader, one: CardSet, other: CardSet): Promise<PairResult> {
  const together: TogetherReading | null = await orNull(reader.readTogether([one.load, other.load]));
  return { pans: [one.pan, other.pan], together: together?.mostProminent ?? null };
}

async function orNull<T>(reading: Promise<T>): Promise<T | null> {
  return reading.catch((thrown: unknown) => {
    if (thrown instanceof CardOcrError) return null;
    throw thrown;
  });
}

/** Returns the table that `evaluate --together` prints: exact numbers by frame and together, pairs of two cards, reliability, then every miss. */
export function togetherTable(results: readonly SetResult[], pairs: readonly PairResult[]): string {
  const isRight = (reading: CardReading | null, { pan }: Pick<SetResult, 'pan'>): boolean => reading?.pan === pan;
  const lines = [`${''.padEnd(34)}${'exact'.padStart(16)}${'wrong, no warning'.padStart(20)}`];
  const row = (name: string, of: readonly SetResult[], reading: (result: SetResult) => CardReading | null): number => {
    const right = of.filter((result) => isRight(reading(result), result)).length;
    const silent = of.filter(
      (result) => reading(result) && !isRight(reading(result), result) && !isDoubted(reading(result)!.warnings),
    ).length;
    lines.push(`${name.padEnd(34)}${shareOf(right, of.length).padStart(16)}${String(silent).padStart(20)}`);
    return right;
  };
  row('as they are', results, ({ clean }) => clean);
  const names = [...(results[0]?.frames.keys() ?? [])];
  const rights = names.map((name) => row(`  ${name}`, results, ({ frames }) => frames.get(name) ?? null));
  lines.push(`${'median single frame'.padEnd(34)}${shareOf(median(rights), results.length).padStart(16)}`);
  lines.push(`${'best single frame'.padEnd(34)}${shareOf(Math.max(...rights), results.length).padStart(16)}`);
  row('the surest frame of each', results, surestFrame);
  row('together', results, ({ together }) => together);
  const readable = results.filter((result) => isRight(result.clean, result));
  row('together, where right as they are', readable, ({ together }) => together);
  lines.push(...pairLines(results, pairs));
  lines.push(...reliabilityTable(results.flatMap((result) => judged(result))));
  lines.push(`ms together, median ${median(results.map(({ ms }) => ms)).toFixed(0)}`);
  for (const result of results) {
    const { file, pan, together } = result;
    if (!isRight(together, result)) lines.push(`  ${file}: ${together ? misreadAs(pan, together.pan) : 'nothing read'}`);
  }
  return `${lines.join('\n')}\n`;
}

function pairLines(results: readonly SetResult[], pairs: readonly PairResult[]): string[] {
  const told = pairs.flatMap(({ pans, together }) => (together ? [{ pans, together }] : []));
  const known = new Set(results.flatMap(({ clean }) => clean?.pan ?? []));
  const mixed = told.filter(({ pans, together: { pan } }) => !pans.includes(pan) && !known.has(pan) && !pan.includes('?'));
  const count = (of: typeof told): string => `${of.length}/${pairs.length}`;
  const warned = told.filter(({ together: { warnings } }) => warnings.includes('different-cards'));
  return [
    `two cards: different-cards ${count(warned)}, no doubt at all ${count(told.filter(({ together: { warnings } }) => !isDoubted(warnings)))}, a number of neither ${count(mixed)}`,
    `one card: different-cards ${results.filter(({ together }) => together?.warnings.includes('different-cards')).length}/${results.length}`,
  ];
}

const surestFrame = ({ frames }: SetResult): CardReading | null =>
  [...frames.values()].reduce((best, reading) => ((reading?.confidence.pan ?? -1) > (best?.confidence.pan ?? -1) ? reading : best), null);

const judged = ({ together, pan }: SetResult) => (together ? [{ confidence: together.confidence.pan, right: together.pan === pan }] : []);

const shareOf = (count: number, of: number): string => `${count}/${of} ${((100 * count) / Math.max(1, of)).toFixed(1)} %`;
