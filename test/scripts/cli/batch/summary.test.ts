import { Summary } from '../../../../scripts/cli/batch/summary';
import { pictureRecord } from '../../../helpers/picture-records';

const BEFORE = { done: 0, failed: 0, unreached: 0, others: 0, leftOut: 0 };

test('counts what was read, what was not and why, and warnings, the most frequent first', () => {
  const summary = new Summary(BEFORE);
  for (const warnings of [['glare'], ['blurred', 'glare'], []] as const) summary.add(1, [pictureRecord({ warnings })]);
  expect(summary.hasFailures).toBe(false);
  const failed = [
    [464, 'NUMBER_UNREADABLE', ''],
    [463, 'NO_CARD', ''],
    [463, 'NO_CARD', ''],
    [404, 'FILE_NOT_OPENED', 'cannot open the file: permission denied'],
  ] as const;
  for (const [status, code, message] of failed) summary.add(1, [pictureRecord({ status, code, message, warnings: [] })]);
  expect(summary.hasFailures).toBe(true);
  const [head, ...rows] = summary.toString(0).trimEnd().split('\n');
  expect(head).toMatch(/^7 pictures in \d+\.\d s, \d+\.\d a second$/);
  expect(rows).toEqual([
    '       3  read',
    '       2  not read: No bank card in this picture. Show the side with the number, large enough to fill most of the picture. (463 NO_CARD)',
    '       1  not read: There is a card, but its number cannot be read. Photograph it straight on, from close by, sharp, and without reflections on the digits. (464 NUMBER_UNREADABLE)',
    '       1  not read: The file cannot be opened: permission denied. (404 FILE_NOT_OPENED)',
    '       2  A reflection hides part of the number. (glare)',
    '       1  The digits are blurred. (blurred)',
  ]);
});

test('what was done before counts, and what is left is told', () => {
  const summary = new Summary({ ...BEFORE, done: 5, failed: 2 });
  expect(summary.hasFailures).toBe(true);
  const rows = summary.toString(7).trimEnd().split('\n').slice(2);
  expect(rows).toEqual(['       5  done before, 2 of them not read', '       7  left: run it again to go on']);
});

test('a picture of several cards is one picture, and each of its warnings counts once', () => {
  const summary = new Summary(BEFORE);
  summary.add(1, [pictureRecord({ card: 1, cards: 2, warnings: ['luhn'] }), pictureRecord({ card: 2, cards: 2, warnings: ['luhn'] })]);
  const [head, ...rows] = summary.toString(0).trimEnd().split('\n');
  expect(head).toMatch(/^1 pictures in /);
  expect(rows).toEqual(['       1  read, with 2 cards', expect.stringMatching(/^ {7}1 {2}The number fails the Luhn check.* \(luhn\)$/)]);
});

test('of several pictures of one card each counts', () => {
  const summary = new Summary(BEFORE);
  const failed = pictureRecord({ status: 462, code: 'IMAGE_EMPTY', message: '', warnings: [] });
  summary.add(5, [pictureRecord({ warnings: [] }), failed, failed]);
  expect(summary.hasFailures).toBe(true);
  const unreadable = pictureRecord({ status: 464, code: 'NUMBER_UNREADABLE', message: '', warnings: [] });
  summary.add(3, [unreadable]);
  const [head, ...rows] = summary.toString(0).trimEnd().split('\n');
  expect(head).toMatch(/^8 pictures in /);
  expect(rows).toEqual([
    '       3  read, with 1 card',
    expect.stringMatching(/^ {7}3 {2}not read: .*\(464 NUMBER_UNREADABLE\)$/),
    expect.stringMatching(/^ {7}2 {2}not read: .*\(462 IMAGE_EMPTY\)$/),
  ]);
});

test('what was not looked into is a failure, other files are not', () => {
  const summary = new Summary({ ...BEFORE, unreached: 2, others: 3 });
  expect(summary.hasFailures).toBe(true);
  expect(new Summary({ ...BEFORE, others: 3 }).hasFailures).toBe(false);
  expect(summary.toString(0).trimEnd().split('\n').slice(2)).toEqual([
    '       2  files, folders or links could not be looked into: see above',
    '       3  other files passed over: their endings are not those of pictures',
  ]);
});

test('pictures in the folder of --annotate are passed over, and counted', () => {
  expect(new Summary({ ...BEFORE, leftOut: 2 }).toString(0)).toMatch(
    /^ +2 {2}pictures passed over: they are in the folder of --annotate$/m,
  );
});
