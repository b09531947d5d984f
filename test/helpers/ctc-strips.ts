import fc from 'fast-check';
import type { Tensor } from '../../lib/tensor';

export const ALPHABET = 'abc';
export const CLASSES = ALPHABET.length + 1;

/** Returns rows of weights as class probabilities: blank, a, b, c. */
export const tensor = (rows: readonly (readonly number[])[]): Tensor => ({
  data: Float32Array.from(
    rows.flatMap((row) => {
      const sum = row.reduce((a, b) => a + b, 0);
      return row.map((weight) => weight / sum);
    }),
  ),
  shape: [rows.length, rows[0]!.length],
});

/** A path, one class a time step, with its probability. */
interface Path {
  readonly classes: readonly number[];
  readonly probability: number;
}

export function allPaths({ data, shape }: Tensor): Path[] {
  const [steps = 0, classes = 0] = shape;
  let paths: Path[] = [{ classes: [], probability: 1 }];
  for (let t = 0; t < steps; t++) {
    paths = paths.flatMap((path) =>
      Array.from({ length: classes }, (_, k) => ({
        classes: [...path.classes, k],
        probability: path.probability * data[t * classes + k]!,
      })),
    );
  }
  return paths;
}

/** Returns the text of a path: repeats merged, blanks dropped. */
export const collapse = (classes: readonly number[]): string =>
  classes.map((k, t) => (k !== 0 && k !== classes[t - 1] ? ALPHABET[k - 1] : '')).join('');

export function textProbabilities(probs: Tensor): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { classes, probability } of allPaths(probs)) {
    const text = collapse(classes);
    sums.set(text, (sums.get(text) ?? 0) + probability);
  }
  return sums;
}

const row = (min: number) =>
  fc.array(fc.integer({ min, max: 50 }), { minLength: CLASSES, maxLength: CLASSES }).filter((weights) => weights.some((w) => w > 0));
/** Short strips. @param min - least weight of a class */
export const strips = (min = 1) => fc.array(row(min), { minLength: 1, maxLength: 4 }).map(tensor);
export const text = fc.string({ unit: fc.constantFrom(...ALPHABET), maxLength: 5 });
