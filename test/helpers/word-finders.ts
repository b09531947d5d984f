import type { DateWord } from '../../lib/location/date-word';
import { manifest } from '../../lib/model/manifest';
import type { WordFinder } from '../../lib/model/model';

/** Returns a word finder that sees each word for a type somewhere, and words beside dates everywhere, with the given probability. It keeps the sizes of what it was shown. */
export function findingWords(likely: Partial<Record<'debit' | 'credit' | DateWord, number>>): WordFinder & { readonly sizes: number[][] } {
  const { maps, stride } = manifest['word-finding'].output;
  const sizes: number[][] = [];
  return {
    config: manifest['word-finding'],
    sizes,
    run: async ({ shape: [, , height = 0, width = 0] }) => {
      sizes.push([width, height]);
      const [rows, columns] = [height / stride, width / stride];
      const data = new Float32Array(maps.count * rows * columns);
      data[(maps.debit + 0.5) * rows * columns] = likely.debit ?? 0;
      data[(maps.credit + 1) * rows * columns - 1] = likely.credit ?? 0;
      for (const word of ['until', 'since'] as const)
        data.fill(likely[word] ?? 0, maps[word] * rows * columns, (maps[word] + 1) * rows * columns);
      return { data, shape: [1, maps.count, rows, columns] };
    },
  };
}
