import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import path from 'node:path';
import { ON_ONE_CORE, onOneCore, partOnOneCore } from '../../../../scripts/measure/benchmark/one-core';
import { temporaryFolder } from '../../../helpers/temporary-folder';

/** Tells on which cores it may run, once it may run on one, or after five seconds. */
const TELLING = `
  const told = () => execFileSync('taskset', ['-c', '-p', String(process.pid)], { encoding: 'utf8' }).trim().split(' ').at(-1);
  const wait = (left) => (told() === '0' || left === 0 ? console.log(told()) : setTimeout(wait, 50, left - 1));
`;
const script = (code: string): string[] => ['-e', `const { execFileSync } = require('node:child_process'); ${TELLING} ${code}`];

const onSeveralCores = cpus().length > 1 && ON_ONE_CORE.length > 0 ? test : test.skip;

onSeveralCores('a script runs on one core', async () => {
  expect(await onOneCore(script('console.log(told())'))).toBe('0\n');
});

onSeveralCores('one that chooses others is put back when it begins to answer', async () => {
  const away = `execFileSync('taskset', ['-a', '-c', '-p', '1', String(process.pid)]); console.log(told()); wait(100);`;
  expect(await onOneCore(script(away))).toBe('1\n0\n');
});

const folder = temporaryFolder();
test('a part of the benchmark takes memory as a deployed function does', async () => {
  const program = path.join(folder, 'program.cjs');
  await writeFile(program, 'console.log(process.env.MALLOC_ARENA_MAX, ...process.argv.slice(2))');
  const [usual] = process.argv.splice(1, 1, program);
  try {
    expect(await partOnOneCore('read', 'cards')).toBe('1 benchmark --part read cards\n');
  } finally {
    process.argv.splice(1, 1, usual!);
  }
});
