import path from 'node:path';
import { groupOfTask, groupsOf, taskOf } from '../../../../scripts/cli/batch/groups';
import { UsageError } from '../../../../scripts/command/usage-error';

const PICTURES = ['in/a-1.jpg', 'in/a-2.jpg', 'in/b-1.jpg', 'other/a-1.jpg', 'in/front.jpg', 'in/b-2.jpg'];

test('without a pattern each is alone', () => {
  expect(groupsOf(PICTURES, undefined)).toEqual(PICTURES.map((picture) => [picture]));
});

test('those whose names have the same in the pattern’s groups are together', () => {
  expect(groupsOf(PICTURES, '(.*)-\\d')).toEqual([
    ['in/a-1.jpg', 'in/a-2.jpg'],
    ['in/b-1.jpg', 'in/b-2.jpg'],
    ['other/a-1.jpg'],
    ['in/front.jpg'],
  ]);
});

test('names of folders are no part of the names, and pictures of two folders never of one card', () => {
  expect(groupsOf(['/tmp/job-12/anna.jpg', '/tmp/job-12/bert.jpg'], '(.*)-[0-9]+')).toHaveLength(2);
  expect(groupsOf(['s3://cards/job-1/a-1.jpg', 's3://cards/job-1/a-2.jpg', 's3://cards/job-2/a-1.jpg'], '(.*)-[0-9]+')).toHaveLength(2);
  // all of a folder
  expect(groupsOf(PICTURES, 'jpg')).toEqual([PICTURES.filter((picture) => picture.startsWith('in/')), ['other/a-1.jpg']]);
});

test('a folder is one however it is named', () => {
  expect(groupsOf(['in/a-1.jpg', path.resolve('in/a-2.jpg')], '(.*)-[0-9]+')).toHaveLength(1);
});

test('a pattern with a slash is of whole paths', () => {
  expect(groupsOf(PICTURES, '/(.*)-1')).toEqual([
    ['in/a-1.jpg', 'other/a-1.jpg'],
    ['in/a-2.jpg'],
    ['in/b-1.jpg'],
    ['in/front.jpg'],
    ['in/b-2.jpg'],
  ]);
});

test('several groups of the pattern count together', () => {
  expect(groupsOf(['x/a-1.jpg', 'y/a-2.jpg', 'xa/-3.jpg'], '^([^/]*)/([^-]*)-')).toHaveLength(3);
});

test('without groups, what the pattern matches counts', () => {
  expect(groupsOf(PICTURES, '^[^/]+/')).toEqual([PICTURES.filter((picture) => picture.startsWith('in/')), ['other/a-1.jpg']]);
});

test.each(['^', 'x*', '(x*)', '(x)?', '()-(x)?', '^(\\d*)(y*)'])('%s, which matches no character, puts none together', (pattern) => {
  expect(groupsOf(PICTURES, pattern)).toEqual(PICTURES.map((picture) => [picture]));
});

test('one of several groups may be empty', () => {
  expect(groupsOf(['a1.jpg', 'a1b.jpg', 'a1-2.jpg'], '(a)1(b)?')).toEqual([['a1.jpg', 'a1-2.jpg'], ['a1b.jpg']]);
});

test('an empty pattern, as of a variable that is not set, is refused', () => {
  expect(() => groupsOf(PICTURES, '')).toThrow(new UsageError('batch: --group-by is empty'));
});

test('one whose name is what another one’s pattern matches is alone', () => {
  expect(groupsOf(['a', 'a-1'], '(.*)-\\d')).toEqual([['a'], ['a-1']]);
});

test.each([
  ['(', 'Unterminated group'],
  ['[', 'Unterminated character class'],
  ['(?<', 'Invalid capture group name'],
])('%s is no pattern, and the reason is told', (pattern, reason) => {
  expect(() => groupsOf(PICTURES, pattern)).toThrow(UsageError);
  expect(() => groupsOf(PICTURES, pattern)).toThrow(
    `batch: --group-by takes a regular expression: Invalid regular expression: /${pattern}/`,
  );
  expect(() => groupsOf(PICTURES, pattern)).toThrow(reason);
});

test('what is escaped without need is itself', () => {
  expect(groupsOf(PICTURES, '(.*)\\-[0-9]+')).toEqual(groupsOf(PICTURES, '(.*)-[0-9]+'));
});

test('a letter beyond 16 bits is one', () => {
  expect(groupsOf(['𠮷1', '𠮸1'], '^.')).toHaveLength(2);
});

test('more than are read together are refused', () => {
  const many = Array.from({ length: 9 }, (_, i) => `a-${i}.jpg`);
  expect(() => groupsOf(many, 'a')).toThrow('puts 9 pictures with a-0.jpg; 8 at most');
  expect(groupsOf(many.slice(1), 'a')).toHaveLength(1);
});

test('a group is one task of a worker', () => {
  for (const group of groupsOf(PICTURES, '(.*)-\\d')) expect(groupOfTask(taskOf(group))).toEqual(group);
});
