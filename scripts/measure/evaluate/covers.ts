import { type CardReading, DEFAULT_MIN_CONFIDENCE } from '../../../lib';
import { partOfQuad, type Quad } from '../../../lib/geometry';
import { loadReader } from '../../command/load-reader';
import { readingOf, rightScenes } from './clean-scenes';
import { labelledScenes } from './scene-set';
import { isDoubted } from './score';
import { withoutLeft, withPaper } from './spoil';

/** Hides digits of a number. `line`: where it stands; `count`: how many digits it has */
type Cover = (bytes: Buffer, line: Quad, count: number) => Promise<Buffer>;

/** @param part - how much of the line paper lies on, in its widths and heights, by the width of a digit */
const underPaper =
  (part: (digit: number) => readonly [from: number, to: number, top: number, bottom: number]): Cover =>
  (bytes, line, count) =>
    withPaper(bytes, partOfQuad(line, ...part(1 / count)));

/** Ways of hiding digits, by what is hidden. */
export const COVERS: Readonly<Record<string, Cover>> = {
  nothing: async (bytes) => bytes,
  'its first two or three digits': underPaper((digit) => [-digit, 2.5 * digit, -1, 2]),
  'its last two or three': underPaper((digit) => [1 - 2.5 * digit, 1 + digit, -1, 2]),
  'one digit': underPaper((digit) => [0.44, 0.44 + 1.1 * digit, -0.3, 1.3]),
  'the upper half of three': underPaper((digit) => [0.44, 0.44 + 3 * digit, -0.6, 0.5]),
  'the lower half of three': underPaper((digit) => [0.44, 0.44 + 3 * digit, 0.5, 1.6]),
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
 * Measures what is told of numbers of which digits are hidden, on a folder of clean made scenes (scripts/train/scenes.py --clean): of those whose card is read right, and
 * has its number in one line. `/bankcard` returns what is in the columns `right`, `wrong, warned` and `wrong`.
 *
 * @returns a table
 */
export async function evaluateCovers(folder: string): Promise<string> {
  const reader = await loadReader();
  const outcomes = new Map(Object.keys(COVERS).map((name): [string, string[]] => [name, []]));
  let read = 0;
  for await (const { card, bytes, reading } of rightScenes(reader, await labelledScenes(folder))) {
    const [line, further] = card.numbers;
    if (!line || further) continue;
    const { pan } = reading;
    read++;
    for (const [name, cover] of Object.entries(COVERS)) {
      const covered = await readingOf(reader, await cover(bytes, line, pan.length));
      outcomes.get(name)!.push(OUTCOMES.find(({ isSo }) => isSo(covered, pan))!.name);
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
