import type { DateWord } from '../../lib/location/date-word';
import { manifest } from '../../lib/model/manifest';
import type { WordFinder } from '../../lib/model/model';

const { maps, stride } = manifest['word-finding'].output;

/** A word finder that keeps the sizes of what it was shown, px. */
type NotingFinder = WordFinder & { readonly sizes: number[][] };

/** What a word finder is to say of one picture. */
interface Maps {
  /** one for each kind of word */
  readonly of: (kind: 'debit' | 'credit' | DateWord) => Float32Array;
  readonly rows: number;
  readonly columns: number;
  /** how many pictures it has been shown, with this one */
  readonly looks: number;
}

/** Returns a word finder that says what is drawn into its maps. */
export function drawingWords(draw: (drawn: Maps) => void): NotingFinder {
  const sizes: number[][] = [];
  return {
    config: manifest['word-finding'],
    sizes,
    run: async ({ shape: [, , height = 0, width = 0] }) => {
      sizes.push([width, height]);
      const [rows, columns] = [height / stride, width / stride];
      const data = new Float32Array(maps.count * rows * columns);
      const of: Maps['of'] = (kind) => data.subarray(maps[kind] * rows * columns, (maps[kind] + 1) * rows * columns);
      draw({ of, rows, columns, looks: sizes.length });
      return { data, shape: [1, maps.count, rows, columns] };
    },
  };
}

/** Returns a word finder that sees each word for a type somewhere, and words beside dates everywhere, with the given probability. */
export const findingWords = (likely: Partial<Record<'debit' | 'credit' | DateWord, number>>): NotingFinder =>
  drawingWords(({ of, rows, columns }) => {
    of('debit')[(rows * columns) / 2] = likely.debit ?? 0;
    of('credit')[rows * columns - 1] = likely.credit ?? 0;
    for (const word of ['until', 'since'] as const) of(word).fill(likely[word] ?? 0);
  });
