import path from 'node:path';
import { annotatedPath } from '../../../scripts/command/path-below';

test.each([
  ['photos/a.jpg', 'photos/a.jpg'],
  ['photos/a.JPEG', 'photos/a.JPEG'],
  ['./photos/../b.png', 'b.png.jpg'],
  ['/srv/cards/c.webp', 'srv/cards/c.webp.jpg'],
  ['..a/d.jpg', '..a/d.jpg'],
  ['s3://bucket/in/e.jpg', 'bucket/in/e.jpg'],
])('%s goes to %s', (file, below) => {
  expect(annotatedPath('out', file)).toBe(path.join('out', below));
});

test('what lies beside the current folder stays within the other', () => {
  expect(annotatedPath('out', '../f.jpg')).toBe(path.join('out', path.relative('/', path.resolve('../f.jpg'))));
});

test('on Windows a picture of another drive goes below its letter', () => {
  jest.isolateModules(() => {
    jest.doMock('node:path', () => path.win32);
    const { pathBelow } = require('../../../scripts/command/path-below') as typeof import('../../../scripts/command/path-below');
    expect(pathBelow('out', 'D:\\cards\\a.jpg')).toBe('out\\D\\cards\\a.jpg');
    expect(pathBelow('out', '\\\\server\\share\\b.jpg')).toBe('out\\servershare\\b.jpg');
  });
});
