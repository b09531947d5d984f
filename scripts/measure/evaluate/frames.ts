import sharp from 'sharp';
import { along, type Point, type Quad } from '../../../lib/geometry';
import { warp } from '../../../lib/image/warp';
import { gaussian, seededRandom } from '../../build/specimens/random';
import type { SceneCard } from './scene-set';
import { heightOf, outOfFocus, withReflection } from './spoil';

/** Makes one frame of a clean picture, as a hand-held camera may show the card. The same picture gives the same bytes. */
type FrameOf<Card> = (bytes: Buffer, card: Card) => Promise<Buffer>;

/** Five frames of a card, each spoilt in another way: no digit is hidden in all of them. */
export const FRAMES: Readonly<Record<string, FrameOf<SceneCard>>> = {
  blurred: (bytes, { numbers }) => outOfFocus(bytes, 0.1 * heightOf(numbers)),
  'glare on the left': (bytes, { numbers }) => withReflection(bytes, pointOf(numbers, 0.2), 1.15 * heightOf(numbers)),
  'glare on the right': (bytes, { numbers }) => withReflection(bytes, pointOf(numbers, 0.8), 1.15 * heightOf(numbers)),
  'low light': (bytes) => inLowLight(bytes, 0.17, 4),
  tilted: (bytes) => fromAside(bytes),
};

/** Two copies of a photograph, each spoilt in another way; nothing is known of where its number stands. */
export const COPIES: Readonly<Record<string, (bytes: Buffer) => Promise<Buffer>>> = {
  blurred: async (bytes) => {
    const upright = await sharp(bytes).rotate().png().toBuffer();
    const { width = 0, height = 0 } = await sharp(upright).metadata();
    return outOfFocus(upright, Math.max(0.8, 0.0012 * Math.max(width, height)));
  },
  'low light': (bytes) => inLowLight(bytes, 0.4, 3),
};

/** Returns the point that lies a part of the way along a number; of a number in a block, the middle of the line that lies there. */
function pointOf(numbers: readonly Quad[], part: number): Point {
  const [a, b, c, d] = numbers[numbers.length > 1 ? Math.floor(part * numbers.length) : 0]!;
  const x = numbers.length > 1 ? 0.5 : part;
  return along(along(a, b, x), along(d, c, x), 0.5);
}

/**
 * Returns a picture much too dark, with the noise of a sensor, as a JPEG file.
 *
 * @param light - share of the light that is left
 * @param noise - standard deviation of the noise, of 255
 */
async function inLowLight(bytes: Buffer, light: number, noise: number): Promise<Buffer> {
  const { data, info } = await sharp(bytes).rotate().removeAlpha().toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
  const random = seededRandom(data.length);
  for (let i = 0; i < data.length; i++)
    data[i] = Math.min(255, Math.max(0, Math.round(light * data[i]! + noise * gaussian(random) + noise)));
  return sharp(data, { raw: info }).jpeg({ quality: 60 }).toBuffer();
}

/** Returns a picture as seen from the side and from farther away: turned, with half its height, and its far end smaller. */
async function fromAside(bytes: Buffer): Promise<Buffer> {
  const { data, info } = await sharp(bytes).rotate().removeAlpha().toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  const at = (x: number, y: number): Point => ({ x: x * width, y: y * height });
  const seen: Quad = [at(-0.08, -0.6), at(1.2, -0.25), at(1.08, 1.3), at(-0.22, 1.4)];
  const frame = warp({ width, height, data }, seen, Math.round(0.85 * width), Math.round(0.85 * height));
  return sharp(frame.data, { raw: { width: frame.width, height: frame.height, channels: 3 } })
    .jpeg({ quality: 75 })
    .toBuffer();
}
