import { decodeImage } from '../../lib/image/decode';
import { encodeJpeg } from '../../lib/image/encode';

test('a JPEG file that decodes to the picture', async () => {
  const raster = { width: 64, height: 40, data: new Uint8Array(64 * 40 * 3).map((_, i) => [200, 120, 40][i % 3]!) };
  const decoded = await decodeImage(await encodeJpeg(raster));
  expect(decoded).toMatchObject({ width: 64, height: 40 });
  expect(Math.max(...decoded.raster.data.map((value, i) => Math.abs(value - raster.data[i]!)))).toBeLessThan(4);
});
