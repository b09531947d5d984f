import { memoized, memoizedByStrip } from '../../lib/recognition/memoize';
import type { Tensor } from '../../lib/tensor';

const strip = (): Tensor => ({ data: new Float32Array(1), shape: [1, 1] });
const [ONE, OTHER] = [strip(), strip()];

test('an answer is kept for what was asked about alone', () => {
  const asked: Tensor[] = [];
  const answer = memoized((probs: Tensor) => asked.push(probs));
  expect([answer(ONE), answer(OTHER), answer(ONE), answer(OTHER)]).toEqual([1, 2, 1, 2]);
  expect(asked).toEqual([ONE, OTHER]);
});

test('for its strip and its text alone', () => {
  const asked: [Tensor, string][] = [];
  const answer = memoizedByStrip((probs, of) => asked.push([probs, of]));
  expect([answer(ONE, 'a'), answer(ONE, 'b'), answer(OTHER, 'a'), answer(ONE, 'a'), answer(OTHER, 'a')]).toEqual([1, 2, 3, 1, 3]);
  expect(asked).toHaveLength(3);
});
