import type { Tensor } from '../tensor';

/** Memoises a function: its result is kept as long as its argument. */
export function memoized<K extends object, T>(of: (key: K) => T): (key: K) => T {
  const answers = new WeakMap<K, T>();
  return (key) => {
    if (!answers.has(key)) answers.set(key, of(key));
    return answers.get(key) as T;
  };
}

/** Memoises a function of a strip and a text: its results are kept as long as the strip. */
export function memoizedByStrip<T>(of: (probs: Tensor, text: string) => T): (probs: Tensor, text: string) => T {
  const answersOf = memoized((_: Tensor) => new Map<string, T>());
  return (probs, text) => {
    const answers = answersOf(probs);
    if (!answers.has(text)) answers.set(text, of(probs, text));
    return answers.get(text) as T;
  };
}
