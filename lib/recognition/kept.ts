import type { Tensor } from '../tensor';

/** A function whose answers are kept as long as what it was asked about, which is asked about more than once. */
export function kept<K extends object, T>(of: (key: K) => T): (key: K) => T {
  const answers = new WeakMap<K, T>();
  return (key) => {
    if (!answers.has(key)) answers.set(key, of(key));
    return answers.get(key) as T;
  };
}

/** The same of a strip and a text: the answers are kept as long as the strip. */
export function keptByStrip<T>(of: (probs: Tensor, text: string) => T): (probs: Tensor, text: string) => T {
  const answersOf = kept((_: Tensor) => new Map<string, T>());
  return (probs, text) => {
    const answers = answersOf(probs);
    if (!answers.has(text)) answers.set(text, of(probs, text));
    return answers.get(text) as T;
  };
}
