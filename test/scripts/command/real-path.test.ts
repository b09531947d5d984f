import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { realPath } from '../../../scripts/command/real-path';
import { temporaryFolder } from '../../helpers/temporary-folder';

const folder = temporaryFolder();
const at = (name: string): string => path.join(folder, name);

beforeAll(() => {
  mkdirSync(at('real/sub'), { recursive: true });
  writeFileSync(at('real/a.jpg'), '');
  symlinkSync('real', at('link'));
  symlinkSync('real/a.jpg', at('a-link.jpg'));
  symlinkSync('ring', at('ring'));
});

test.each([
  ['real/a.jpg', 'real/a.jpg'],
  ['link', 'real'],
  ['link/a.jpg', 'real/a.jpg'],
  ['a-link.jpg', 'real/a.jpg'],
  ['link/sub/none/b.jpg', 'real/sub/none/b.jpg'],
  ['link/../none.jpg', 'none.jpg'],
  ['ring/b.jpg', 'ring/b.jpg'],
])('%s leads to %s', (name, real) => {
  expect(realPath(at(name))).toBe(path.join(realpathSync(folder), real));
});

test('the root leads to itself', () => {
  expect(realPath('/')).toBe(path.resolve('/'));
});
