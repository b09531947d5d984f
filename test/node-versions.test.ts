import { readFileSync } from 'node:fs';
import path from 'node:path';

const text = (file: string): string => readFileSync(path.resolve(__dirname, '..', file), 'utf8');
const { packages } = JSON.parse(text('package-lock.json'));

/** The oldest version of each line of releases in a range such as `^20.19.0 || >=24`. */
const oldest = (range: string): string[] => range.split(' || ').map((part) => /\d+(\.[1-9]\d*)?/.exec(part)![0]);

test('the repository wants what serverless wants, which wants most', () => {
  const [first, second, last, ...more] = oldest(packages['node_modules/serverless'].engines.node);
  expect(more).toEqual([]);
  for (const file of ['README.md', 'CONTRIBUTING.md']) expect(text(file)).toContain(`Node ${first}, ${second} or ${last} and later`);
});

test('the package wants less', () => {
  const { engines } = JSON.parse(text('package.json'));
  expect(packages[''].engines).toEqual(engines);
  expect(text('README.md')).toContain(`for which Node ${oldest(engines.node)} or later is enough`);
});
