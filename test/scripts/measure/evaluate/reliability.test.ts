import { leastConfidence, reliabilityTable } from '../../../../scripts/measure/evaluate/reliability';

const judged = (confidence: number, right: number, wrong: number) => [
  ...Array.from({ length: right }, () => ({ confidence, right: true })),
  ...Array.from({ length: wrong }, () => ({ confidence, right: false })),
];

test('what was said stands beside what was right', () => {
  expect(reliabilityTable([...judged(0.98, 3, 1), ...judged(0.6, 1, 1)])).toEqual([
    'confidence 0.5 to 0.8     said 60.0 %, right 50.0 % (1/2)',
    'confidence 0.97 to 0.99   said 98.0 %, right 75.0 % (3/4)',
  ]);
});

test('every confidence has its line, 0 and 1 too', () => {
  const all = [0, 0.1, 0.5, 0.85, 0.9, 0.97, 0.99, 0.9995, 1];
  const counted = reliabilityTable(all.flatMap((confidence) => judged(confidence, 1, 0))).map((line) =>
    Number(/\/(\d+)\)$/.exec(line)?.[1]),
  );
  expect(counted.reduce((a, b) => a + b, 0)).toBe(all.length);
});

test('of nothing there is no line', () => {
  expect(reliabilityTable([])).toEqual([]);
});

test('the least confidence from which on 99 % are right', () => {
  expect(leastConfidence([...judged(0.2, 0, 5), ...judged(0.4, 10, 2), ...judged(0.6, 90, 1), ...judged(0.9, 100, 0)])).toBe(0.6);
  expect(leastConfidence(judged(0.1, 3, 0))).toBe(0.1);
  expect(leastConfidence([...judged(0.5, 3, 0), ...judged(1, 0, 1)])).toBeNull();
  expect(leastConfidence([])).toBeNull();
});
