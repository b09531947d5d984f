import { spawnSync } from 'node:child_process';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '../..');
const LET_GROW = "require('./dist/npm/index.js').letHeapGrow();";
/** Keeps more than V8's room for new objects holds at first; tells how much that room has then, bytes. */
const NEW_SPACE_IN_USE = `
  const kept = [];
  for (let i = 0; i < 300000; i++) kept.push({ i });
  const { getHeapSpaceStatistics } = require('node:v8');
  process.stdout.write(String(getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space').space_size));`;

const run = (script: string) => spawnSync(process.execPath, ['-e', script], { cwd: ROOT, encoding: 'utf8' });

test('V8 has the settings: of one that it does not know it would say so', () => {
  const { stdout, stderr, status } = run(LET_GROW);
  expect([stdout, stderr, status]).toEqual(['', '', 0]);
});

test('the room for new objects stays as small as it is at first', () => {
  const [grown, kept] = [NEW_SPACE_IN_USE, LET_GROW + NEW_SPACE_IN_USE].map((script) => Number(run(script).stdout));
  expect(kept).toBeGreaterThan(0);
  expect(kept).toBeLessThan((grown as number) / 2);
});
