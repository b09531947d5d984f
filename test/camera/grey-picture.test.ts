import fc from 'fast-check';
import sharp, { type Sharp } from 'sharp';
import { type GreyPicture, greyOf, motionBetween, sharpnessOf } from '../../lib/camera/grey-picture';
import { fixture } from '../helpers/fixtures';

const [WIDTH, HEIGHT] = [24, 16];
const shade = fc.integer({ min: 0, max: 255 });
/** Any picture that is not of one shade. */
const picture = fc
  .uint8Array({ minLength: WIDTH * HEIGHT, maxLength: WIDTH * HEIGHT })
  .filter((data) => Math.max(...data) - Math.min(...data) > 20)
  .map((data): GreyPicture => ({ width: WIDTH, height: HEIGHT, data }));
const changed = ({ width, height, data }: GreyPicture, change: (shade: number) => number): GreyPicture => ({
  width,
  height,
  data: Array.from(data, change),
});

/** A fixture as a camera of 1280 px across shows it, or as it is spoilt, at the size at which frames are judged. */
async function frameOf(name: string, spoilt: (camera: Sharp) => Sharp = (camera) => camera, left = 100): Promise<GreyPicture> {
  const card = await sharp(fixture(name).file).resize({ width: 1000, height: 720, fit: 'inside' }).toBuffer();
  const ground = sharp({ create: { width: 1280, height: 720, channels: 3, background: '#6a6a66' } });
  const seen = await ground
    .composite([{ input: card, left, top: 0 }])
    .png({ compressionLevel: 0 })
    .toBuffer();
  const small = sharp(await spoilt(sharp(seen)).png({ compressionLevel: 0 }).toBuffer())
    .resize({ width: 640 })
    .ensureAlpha()
    .raw();
  const { data, info } = await small.toBuffer({ resolveWithObject: true });
  return greyOf(data, info.width, info.height);
}
const CARDS = ['flat-16', 'embossed-foil-16', 'tilted-12'];

test('shades are those of ITU-R BT.601', () => {
  const rgba = [255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255, 255, 255, 255, 0];
  expect([...Array.from(greyOf(rgba, 2, 2).data)]).toEqual([76, 149, 29, 255]);
});

describe('sharpness', () => {
  test.each(CARDS)('of %s: less than 0.12 where it is out of focus or smeared, in any light', async (name) => {
    const smeared = { width: 15, height: 15, kernel: Array.from({ length: 225 }, (_, i) => (Math.floor(i / 15) === 7 ? 1 : 0)), scale: 15 };
    expect(sharpnessOf(await frameOf(name))).toBeGreaterThan(0.18);
    expect(sharpnessOf(await frameOf(name, (camera) => camera.linear(0.3, 10)))).toBeGreaterThan(0.18);
    expect(sharpnessOf(await frameOf(name, (camera) => camera.blur(3.5)))).toBeLessThan(0.12);
    expect(sharpnessOf(await frameOf(name, (camera) => camera.linear(0.3, 10).blur(3.5)))).toBeLessThan(0.12);
    expect(sharpnessOf(await frameOf(name, (camera) => camera.convolve(smeared)))).toBeLessThan(0.12);
  });

  test('neither light nor contrast changes it', () => {
    fc.assert(
      fc.property(picture, fc.double({ min: 0.1, max: 3, noNaN: true }), shade, (one, contrast, light) => {
        expect(sharpnessOf(changed(one, (value) => contrast * value + light))).toBeCloseTo(sharpnessOf(one), 6);
      }),
    );
  });

  test('blurring noise lowers it', () => {
    fc.assert(
      fc.property(picture, (one) => {
        const { data } = one;
        const blurred = Array.from(
          data,
          (value, i) => (value + (data[i - 1] ?? value) + (data[i + 1] ?? value) + (data[i + WIDTH] ?? value)) / 4,
        );
        fc.pre(sharpnessOf(one) > 0.5);
        expect(sharpnessOf({ ...one, data: blurred })).toBeLessThan(sharpnessOf(one));
      }),
    );
  });

  test.each([
    ['one shade', () => 7, 0],
    ['a slope', (x: number, y: number) => 3 * x + 2 * y, 1 / 16],
    ['stripes in one direction', (x: number) => 50 * (x % 2), 0],
  ])('of %s', (_, shadeAt, expected) => {
    const data = Array.from({ length: WIDTH * HEIGHT }, (_, i) => shadeAt(i % WIDTH, Math.floor(i / WIDTH)));
    expect(sharpnessOf({ width: WIDTH, height: HEIGHT, data })).toBeCloseTo(expected, 9);
  });
});

describe('motion', () => {
  test.each(CARDS)('of %s: more, the farther it moves; a tremor is still', async (name) => {
    const still = await frameOf(name);
    const [tremor, moved, far] = await Promise.all([103, 113, 150].map((left) => frameOf(name, undefined, left)));
    expect(motionBetween(still, tremor!)).toBeLessThan(0.25);
    expect(motionBetween(still, moved!)).toBeGreaterThan(motionBetween(still, tremor!));
    expect(motionBetween(still, far!)).toBeGreaterThan(0.25);
  });

  test('there is none between a picture and itself; light and contrast of both do not matter', () => {
    fc.assert(
      fc.property(picture, picture, fc.double({ min: 1, max: 3, noNaN: true }), shade, (before, one, contrast, light) => {
        expect(motionBetween(one, one)).toBe(0);
        const other = (value: number): number => contrast * value + light;
        expect(motionBetween(changed(before, other), changed(one, other))).toBeCloseTo(motionBetween(before, one), 4);
      }),
    );
  });

  test('from light to dark, there is', () => {
    const [light, dark] = [255, 0].map((value) => ({ width: 8, height: 8, data: Array<number>(64).fill(value) }));
    expect(motionBetween(light!, dark!)).toBeGreaterThan(1);
  });
});
