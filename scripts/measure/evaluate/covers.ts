import { readFile } from 'node:fs/promises';
import { type CardReading, DEFAULT_MIN_CONFIDENCE } from '../../../lib';
import { partOfQuad, type Quad } from '../../../lib/geometry';
import { loadReader } from '../../command/load-reader';
import { labelledScenes } from './scene-set';
import { isDoubted } from './score';
import { withoutLeft, withPaper } from './spoil';
import { readingOf } from './warnings';

/** How much of a number's line paper lies on, in its widths and heights. `digit`: the width of a digit */
type PaperOn = (digit: number) => readonly [from: number, to: number, top: number, bottom: number];

/** Ways in which digits of a number may be hidden, whole or by half. */
const PAPER: Readonly<Record<string, PaperOn>> = {
  'its first two or three digits': (digit) => [-digit, 2.5 * digit, -1, 2],
  'its last two or three': (digit) => [1 - 2.5 * digit, 1 + digit, -1, 2],
  'one digit': (digit) => [0.44, 0.44 + 1.1 * digit, -0.3, 1.3],
  'the upper half of three': (digit) => [0.44, 0.44 + 3 * digit, -0.6, 0.5],
  'the lower half of three': (digit) => [0.44, 0.44 + 3 * digit, 0.5, 1.6],
};

/** Ways of hiding digits, by what is hidden. */
export const COVERS: Readonly<Record<string, (bytes: Buffer, line: Quad, count: number) => Promise<Buffer>>> = {
  nothing: async (bytes) => bytes,
  ...Object.fromEntries(
    Object.entries(PAPER).map(([name, paperOn]) => [
      name,
      (bytes: Buffer, line: Quad, count: number) => withPaper(bytes, partOfQuad(line, ...paperOn(1 / count))),
    ]),
  ),
  'two or three, left of the picture': (bytes, line, count) => withoutLeft(bytes, line, 2.5 / count),
};

/** What may become of a number of which digits are hidden, by column. The first that is so counts. */
const OUTCOMES: readonly { name: string; isSo: (reading: CardReading | null, pan: string) => boolean }[] = [
  { name: 'refused', isSo: (reading) => reading === null },
  { name: 'with ?', isSo: (reading) => reading!.warnings.includes('partial') },
  { name: 'in doubt', isSo: (reading) => reading!.confidence.pan < DEFAULT_MIN_CONFIDENCE },
  { name: 'right', isSo: (reading, pan) => reading!.pan === pan },
  { name: 'wrong, warned', isSo: (reading) => isDoubted(reading!.warnings) },
  { name: 'wrong', isSo: () => true },
];

/**
 * Measures what is told of numbers of which digits are hidden, on a folder of clean made scenes (scripts/train/scenes.py --clean): of those with one card that is read
 * right, with its number in one line. `/bankcard` returns what is in the columns `right`, `wrong, warned` and `wrong`.
 *
 * @returns a table
 */
export async function evaluateCovers(folder: string): Promise<string> {
  const reader = await loadReader();
  const outcomes = new Map(Object.keys(COVERS).map((name): [string, string[]] => [name, []]));
  let read = 0;
  for (const { file, cards } of await labelledScenes(folder)) {
    const [card, another] = cards;
    const [line, further] = card?.numbers ?? [];
    if (!card?.pan || another || !line || further) continue;
    const { pan } = card;
    const bytes = await readFile(file);
    if ((await readingOf(reader, bytes))?.pan !== pan) continue;
    read++;
    for (const [name, cover] of Object.entries(COVERS)) {
      const reading = await readingOf(reader, await cover(bytes, line, pan.length));
      outcomes.get(name)!.push(OUTCOMES.find(({ isSo }) => isSo(reading, pan))!.name);
    }
  }
  const row = (name: string, cells: readonly (string | number)[]): string =>
    `${name.padEnd(34)}${cells.map((cell) => `${cell}`.padStart(15)).join('')}`;
  const names = OUTCOMES.map(({ name }) => name);
  const rows = [...outcomes].map(([cover, all]) =>
    row(
      cover,
      names.map((name) => all.filter((outcome) => outcome === name).length),
    ),
  );
  return `${[row(`hidden, of ${read} cards`, names), ...rows].join('\n')}\n`;
}
