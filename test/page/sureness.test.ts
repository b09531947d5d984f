import { LOW_CONFIDENCE } from '../../lib/card-reading';
import { percent, surenessOf } from '../../page/sureness';

test.each([
  [1, 'sure'],
  [0.98, 'sure'],
  [0.9799, 'fair'],
  [LOW_CONFIDENCE, 'fair'],
  [LOW_CONFIDENCE - 0.0001, 'unsure'],
  [0, 'unsure'],
] as const)('%f is %s', (confidence, sureness) => {
  expect(surenessOf(confidence)).toBe(sureness);
});

test.each([
  [1, '100 %'],
  [0.9999, '99.9 %'],
  [0.985, '98.5 %'],
  [0.5, '50 %'],
  [0, '0 %'],
])('%f is told as %s', (share, text) => {
  expect(percent(share)).toBe(text);
});
