import { Summary } from '../../../scripts/batch/summary';
import { pictureRecord } from '../../helpers/picture-records';

test('counts what was read, what was not and why, and warnings, the most frequent first', () => {
  const summary = new Summary({ done: 0, failed: 0 });
  for (const warnings of [['glare'], ['blurred', 'glare'], []]) summary.add(pictureRecord({ warnings }));
  expect(summary.hasFailures).toBe(false);
  const failed = [
    [464, 'algorithm run failed'],
    [463, 'wrong category'],
    [463, 'wrong category'],
  ] as const;
  for (const [status, message] of failed) summary.add(pictureRecord({ status, message, warnings: [] }));
  expect(summary.hasFailures).toBe(true);
  const [head, ...rows] = summary.toString(0).trimEnd().split('\n');
  expect(head).toMatch(/^6 pictures in \d+\.\d s, \d+\.\d a second$/);
  expect(rows).toEqual([
    '       3  read',
    '       2  not read: 463 wrong category',
    '       1  not read: 464 algorithm run failed',
    '       2  with the warning glare',
    '       1  with the warning blurred',
  ]);
});

test('what was done before counts, and what is left is told', () => {
  const summary = new Summary({ done: 5, failed: 2 });
  expect(summary.hasFailures).toBe(true);
  const rows = summary.toString(7).trimEnd().split('\n').slice(2);
  expect(rows).toEqual(['       5  done before, 2 of them not read', '       7  left: run it again to go on']);
});
