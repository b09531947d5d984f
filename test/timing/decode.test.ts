import { decodeImage } from '../../lib/image/decode';

test('20 MB of garbage behind the signature of a JPEG keep nobody else waiting', async () => {
  const garbage = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.alloc(20 * 2 ** 20, 'garbage')]);
  const start = performance.now();
  const decoded = decodeImage(garbage);
  expect(performance.now() - start).toBeLessThan(500);
  await expect(decoded).rejects.toMatchObject({ code: 'IMAGE_DECODE_FAILED' });
});
