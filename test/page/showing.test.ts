import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { showing } from '../../page/showing';
import { formatFixture } from '../helpers/fixtures';

test('a JPEG is shown as it is, whatever its EXIF says: browsers turn it as the service does', () => {
  expect(showing(formatFixture('rgb.jpg'))).toBe('as-it-is');
});

test.each(['rgb.png', 'animated.gif', 'rgb.webp', 'rgb.avif', 'rgb.bmp'])('of what may move there is a still: %s', (name) => {
  expect(showing(formatFixture(name))).toBe('still');
});

test.each([1, 3, 6])('a WebP with EXIF, orientation %i, is not shown: browsers do not turn it', async (orientation) => {
  const webp = await sharp(formatFixture('rgb.png')).withMetadata({ orientation }).webp().toBuffer();
  expect(showing(webp)).toBe('not');
});

test('one with transparency alone has no EXIF', async () => {
  const webp = await sharp({ create: { width: 8, height: 8, channels: 4, background: '#0000' } })
    .webp()
    .toBuffer();
  expect(showing(webp)).toBe('still');
});

test.each([new Uint8Array(), readFileSync(__filename).subarray(0, 5)])(
  'what is no picture, or too short, is left to the browser',
  (head) => {
    expect(showing(head)).toBe('still');
  },
);
