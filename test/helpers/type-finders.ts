import { manifest } from '../../lib/model/manifest';
import type { TypeFinder } from '../../lib/model/model';

/** Returns a type finder that sees each of the words somewhere with the given probability, and keeps the sizes of what it was shown. */
export function findingTypes(likely: { readonly debit?: number; readonly credit?: number }): TypeFinder & { readonly sizes: number[][] } {
  const { maps, stride } = manifest['type-finding'].output;
  const sizes: number[][] = [];
  return {
    config: manifest['type-finding'],
    sizes,
    run: async ({ shape: [, , height = 0, width = 0] }) => {
      sizes.push([width, height]);
      const [rows, columns] = [height / stride, width / stride];
      const data = new Float32Array(maps.count * rows * columns);
      data[(maps.debit + 0.5) * rows * columns] = likely.debit ?? 0;
      data[(maps.credit + 1) * rows * columns - 1] = likely.credit ?? 0;
      return { data, shape: [1, maps.count, rows, columns] };
    },
  };
}
