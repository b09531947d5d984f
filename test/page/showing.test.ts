import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { showing } from '../../page/showing';
import { formatFixture } from '../helpers/fixtures';

const turned = (format: 'jpeg' | 'png'): Promise<Buffer> =>
  sharp(formatFixture('rgb.png')).withMetadata({ orientation: 6 }).toFormat(format).toBuffer();

/** An entry of EXIF that says orientation 6, in the order of bytes that sharp writes. */
const orientation = (type: number, count: number): Buffer => Buffer.from([0x12, 0x01, type, 0, count, 0, 0, 0, 6, 0, 0, 0]);

function changed(file: Buffer, before: Buffer, after: Buffer): Buffer {
  const at = file.indexOf(before);
  expect(at).toBeGreaterThan(0);
  return Buffer.concat([file.subarray(0, at), after, file.subarray(at + before.length)]);
}

/** The same entry with its numbers the other way round, behind a name of EXIF's. */
const bigEndian = (type: number, count: number): Buffer =>
  Buffer.from([...Buffer.from('Exif\0\0MM\0*\0\0\0\b\0'), 1, 0x01, 0x12, 0, type, 0, 0, 0, count, 0, 6, 0, 0]);

test('a JPEG is shown as it is: browsers turn it by its EXIF as the service does', async () => {
  expect(showing(formatFixture('rgb.jpg'))).toBe('as-it-is');
  expect(showing(await turned('jpeg'))).toBe('as-it-is');
  expect(showing(Buffer.concat([formatFixture('rgb.jpg').subarray(0, 20), bigEndian(3, 1)]))).toBe('as-it-is');
});

const BYTE = 1;
const SHORT = 3;
const LONG = 4;
const ODD = [
  [BYTE, 1],
  [LONG, 1],
  [SHORT, 2],
  [SHORT, 0],
] as const;

test.each(ODD)('an orientation of type %i, %i times, is none to a browser, but one to the service: not shown', async (type, count) => {
  for (const format of ['jpeg', 'png'] as const) {
    expect(showing(changed(await turned(format), orientation(SHORT, 1), orientation(type, count)))).toBe('not');
  }
  expect(showing(Buffer.concat([formatFixture('rgb.jpg').subarray(0, 20), bigEndian(type, count)]))).toBe('not');
});

test('EXIF that is one to browsers alone: not shown', async () => {
  expect(showing(changed(await turned('jpeg'), Buffer.from('Exif\0\0'), Buffer.from('Exif\0\x01')))).toBe('not');
});

test('a PNG that moves is not shown: which of its images is the first, programs see differently', () => {
  const png = formatFixture('rgb.png');
  const control = Buffer.from([0, 0, 0, 8, ...Buffer.from('acTL'), 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
  expect(showing(Buffer.concat([png.subarray(0, 33), control, png.subarray(33)]))).toBe('not');
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
