import { decodeImage } from '../../lib/image/decode';
import { blackPng } from '../helpers/png';

test('20 MB of garbage behind the signature of a JPEG keep nobody else waiting', async () => {
  const garbage = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.alloc(20 * 2 ** 20, 'garbage')]);
  const start = performance.now();
  const decoded = decodeImage(garbage);
  expect(performance.now() - start).toBeLessThan(500);
  await expect(decoded).rejects.toMatchObject({ code: 'IMAGE_DECODE_FAILED' });
});

test('a bomb is refused by its header, before it is decoded', async () => {
  const bomb = blackPng(30_000, 30_000);
  const start = performance.now();
  await expect(decodeImage(bomb)).rejects.toMatchObject({ code: 'IMAGE_SIZE' });
  expect(performance.now() - start).toBeLessThan(100);
});
