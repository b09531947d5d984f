import { filePieces } from '../../../../scripts/measure/torture/file-pieces';
import { formatFixture } from '../../../helpers/fixtures';

const typesOf = (name: string, from: number): string[] => {
  const file = formatFixture(name);
  return filePieces(file).map(({ start }) => file.toString('latin1', start + from, start + from + 4));
};

test('the chunks of a PNG', () => {
  const types = typesOf('rgb.png', 4);
  expect([types[0], types.at(-1)]).toEqual(['IHDR', 'IEND']);
  expect(filePieces(formatFixture('rgb.png')).at(-1)!.end).toBe(formatFixture('rgb.png').length);
});

test('the boxes of an AVIF', () => {
  expect(typesOf('rgb.avif', 4)).toEqual(expect.arrayContaining(['ftyp', 'meta', 'mdat']));
});

test('the chunks of a WebP', () => {
  expect(typesOf('rgb.webp', 0)[0]).toMatch(/^VP8/);
});

test('the segments of a JPEG, up to the scan', () => {
  const file = formatFixture('rgb.jpg');
  const markers = filePieces(file).map(({ start }) => file.readUInt16BE(start));
  expect(markers).toEqual(expect.arrayContaining([0xffdb, 0xffc4]));
  expect(markers.at(-1)).toBe(0xffda);
});

test('the entries of a TIFF, and the header of a BMP', () => {
  expect(filePieces(formatFixture('rgb.tiff')).length).toBeGreaterThan(10);
  expect(filePieces(formatFixture('rgb.bmp'))).toHaveLength(10);
});

test.each(['', 'GIF89a', '\xff\xd8', '\x89PNG', 'RIFF', 'II*\0', 'BM'])('none of %j', (head) => {
  expect(filePieces(Buffer.from(head, 'latin1'))).toEqual([]);
});
