import fs, { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { writeForOwner } from '../../../scripts/command/owner-only';
import { temporaryFolder } from '../../helpers/temporary-folder';

const folder = temporaryFolder({ forEachTest: true });
const file = path.join(folder, 'pages/deep/card.html');
const modeOf = (name: string): string => (statSync(name).mode & 0o777).toString(8);

test('a new file, and the folders above it, are their owner’s alone', async () => {
  await writeForOwner(file, 'the page');
  expect([readFileSync(file, 'utf8'), modeOf(file), modeOf(path.dirname(file))]).toEqual(['the page', '600', '700']);
});

test('so is one that others could read, before anything is written', async () => {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, 'a page that was longer', { mode: 0o644 });
  await writeForOwner(file, Buffer.from('the page'));
  expect([readFileSync(file, 'utf8'), modeOf(file)]).toEqual(['the page', '600']);
});

test('where the file system has no permissions, it is said, and the file is written all the same', async () => {
  const told = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const refused = jest.spyOn(fs, 'fchmodSync').mockImplementation(() => {
    throw Object.assign(new Error('EPERM'), { code: 'EPERM' });
  });
  await writeForOwner(file, 'the page');
  expect(told.mock.calls).toEqual([[`others may be able to read ${file}: its permissions cannot be set\n`]]);
  for (const mock of [told, refused]) mock.mockRestore();
  expect(readFileSync(file, 'utf8')).toBe('the page');
});
