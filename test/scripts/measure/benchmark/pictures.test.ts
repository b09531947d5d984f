import { imageSize } from 'image-size';
import { decodeImage } from '../../../../lib/image/decode';
import { pictureOf, pictureOfBytes, SIZES, severalCards } from '../../../../scripts/measure/benchmark/pictures';

test.each([
  ['jpeg', 'jpg'],
  ['png', 'png'],
  ['webp', 'webp'],
] as const)('a card as %s, in the wanted size', async (format, type) => {
  expect(imageSize(await pictureOf('flat-16', SIZES['640×480'], format))).toMatchObject({ width: 640, height: 480, type });
});

test.each([0.5, 1, 7.5])('a picture of %d MB can be decoded', async (megabytes) => {
  const bytes = megabytes * 2 ** 20;
  const picture = await pictureOfBytes(bytes);
  expect(Math.abs(picture.length - bytes)).toBeLessThan(5);
  expect(await decodeImage(picture)).toMatchObject({ width: 1600, height: 1200 });
});

test('several cards lie on one table', async () => {
  expect(imageSize(await severalCards(['embossed-16', 'flat-16', 'amex-15']))).toMatchObject({ width: 2000, height: 1400 });
});
