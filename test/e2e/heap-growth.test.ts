import { spawnSync } from 'node:child_process';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '../..');

test('V8 has the setting: of one that it does not know it would say so', () => {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['-e', "require('./dist/npm/index.js').letHeapGrow()"], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  expect([stdout, stderr, status]).toEqual(['', '', 0]);
});
