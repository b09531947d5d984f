import { type ClassOutcome, type Finding, isBroken } from '../../../../scripts/measure/torture/outcome';
import { table } from '../../../../scripts/measure/torture/table';

const outcome = (changes: Partial<ClassOutcome> = {}): ClassOutcome => ({
  ...{ name: 'pictures', inputs: 10, faults: 0, answers: { 200: 3, 462: 7 }, crashes: [], hangs: [] },
  ...{ wrong: [], leaks: [], lost: 0, seconds: 1.25, megabytes: 99.6, blockMs: 12.3 },
  ...changes,
});
const printed = (...classes: readonly ClassOutcome[]): string =>
  table({ seed: 7, seconds: 2, classes, load: null, abuse: null, bodies: null });
const cells = (text: string, name: string): string[] =>
  text
    .split('\n')
    .find((line) => line.trim().startsWith(name))!
    .trim()
    .split(/ {2,}/);

test('a row for each class, and their sum', () => {
  const text = printed(
    outcome(),
    outcome({ name: 'bombs', inputs: 5, faults: 2, answers: { 462: 4, 421: 1 }, megabytes: null, blockMs: null }),
  );
  expect(cells(text, 'inputs')).toEqual([
    'inputs',
    'faults',
    'crashes',
    'hangs',
    'wrong',
    'leaks',
    'lost',
    '200',
    '421',
    '462',
    's',
    'MB',
    'block, ms',
  ]);
  expect(cells(text, 'pictures')).toEqual(['pictures', '10', '·', '0', '0', '0', '0', '0', '3', '·', '7', '1.3', '100', '12']);
  expect(cells(text, 'bombs')).toEqual(['bombs', '5', '2', '0', '0', '0', '0', '0', '·', '1', '4', '1.3', '–', '–']);
  expect(cells(text, 'all')).toEqual(['all', '15', '2', '0', '0', '0', '0', '0', '3', '1', '11', '2.5', '100', '12']);
  expect(text).toMatch(/^seed 7, 2 s\n/);
  expect(text).toMatch(/nothing broke\n$/);
});

test.each<Partial<ClassOutcome>>([
  { crashes: [{ index: 3, what: 'killed by SIGSEGV' }] },
  { hangs: [{ index: 3, what: 'hung' }] },
  { wrong: [{ index: 3, what: 'status 500' }] },
  { leaks: [{ index: 3, what: 'leaked: number' }] },
])('%j is told, with how to try it again', (changes) => {
  const text = printed(outcome(changes));
  const [findings] = Object.values(changes) as (readonly Finding[])[];
  expect(text).toContain(findings![0]!.what);
  expect(text).toContain('npm run torture -- --only pictures --seed 7 --at 3');
  expect(text).toMatch(/FAILED\n$/);
});

test('lost inputs are told, and a class with any is broken', () => {
  expect(printed(outcome({ lost: 2 }))).toContain('lost: 2 inputs');
  expect([isBroken(outcome()), isBroken(outcome({ lost: 1 }))]).toEqual([false, true]);
});
