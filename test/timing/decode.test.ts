import { decodeImage } from '../../lib/image/decode';
import { blackPng } from '../helpers/png';

test('20 MB of garbage behind the signature of a JPEG keep nobody else waiting', async () => {
  const garbage = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.alloc(20 * 2 ** 20, 'garbage')]);
  const start = performance.now();
  const decoded = decodeImage(garbage);
  expect(performance.now() - start).toBeLessThan(500);
  await expect(decoded).rejects.toMatchObject({ code: 'IMAGE_DECODE_FAILED' });
});

test.each([
  ['SVG', `${'<svg '.repeat(190)}"<svg >`],
  ['icons', `icns\0\xa0\0\0${'ICON\0\0\0\x08'.repeat(1_300_000)}`],
  ['JPEG XL', `\0\0\0\x0cJXL \r\n\x87\n\0\0\0\x10ftypjxl \0\0\0\0${'\0\0\0\x0cjxlp\0\0\0\0'.repeat(870_000)}`],
  ['WebP of nothing', 'RIFF\0\0\0\0WEBP'],
])('10 MB that begin as %s keep nobody else waiting', async (_, head) => {
  const garbage = Buffer.concat([Buffer.from(head, 'latin1'), Buffer.alloc(Math.max(0, 10 * 2 ** 20 - head.length), 'a')]);
  const start = performance.now();
  const decoded = decodeImage(garbage);
  expect(performance.now() - start).toBeLessThan(200);
  await expect(decoded).rejects.toMatchObject({ code: 'IMAGE_DECODE_FAILED' });
});

test('a bomb is refused by its header, before it is decoded', async () => {
  const bomb = blackPng(30_000, 30_000);
  const start = performance.now();
  await expect(decodeImage(bomb)).rejects.toMatchObject({ code: 'IMAGE_SIZE' });
  expect(performance.now() - start).toBeLessThan(100);
});
