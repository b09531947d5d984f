import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { refuseFile, refuseFolder } from '../../../scripts/command/output-place';
import { UsageError } from '../../../scripts/command/usage-error';
import { temporaryFolder } from '../../helpers/temporary-folder';

const folder = temporaryFolder();
const at = (name: string): string => `${folder}/${name}`;

beforeAll(() => {
  mkdirSync(at('sub'));
  writeFileSync(at('file'), '');
  for (const target of ['sub', 'file', 'nothing']) symlinkSync(target, at(`to-${target}`));
});

test.each(['', 'sub', 'to-sub', 'new.csv/'])('%j names a folder, not a file', (name) => {
  expect(() => refuseFolder('--out', at(name))).toThrow(new UsageError(`--out takes a file: ${at(name)} names a folder`));
});

test.each(['file', 'to-file', 'new.csv', 'to-nothing', 'none/new.csv'])('%s may be a file', (name) => {
  expect(() => refuseFolder('--out', at(name))).not.toThrow();
});

test.each([
  ['file', 'file'],
  ['to-file', 'to-file'],
  ['to-nothing', 'to-nothing'],
  ['file/new/deeper', 'file'],
])('%s cannot be a folder: %s is none', (name, nearest) => {
  expect(() => refuseFile('--debug', at(name))).toThrow(new UsageError(`--debug takes a folder: ${at(nearest)} is none`));
});

test.each([at(''), at('sub'), at('to-sub'), at('to-sub/new/deeper'), 'new', '.', path.resolve('/')])('%j may be a folder', (name) => {
  expect(() => refuseFile('--debug', name)).not.toThrow();
});

test('no name is no folder', () => {
  expect(() => refuseFile('--debug', '')).toThrow(new UsageError('--debug takes a folder: none is named'));
});
