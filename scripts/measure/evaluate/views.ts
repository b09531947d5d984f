import sharp, { type Sharp } from 'sharp';
import type { Size } from '../../../lib/geometry';

/** What is done to a picture before it is read. */
export interface View {
  readonly name: string;
  readonly of: (bytes: Buffer) => Promise<Buffer>;
}

const png = { compressionLevel: 1 };

/** Returns a picture upright by its EXIF orientation, losslessly encoded. */
const upright = (bytes: Buffer): Promise<Buffer> => sharp(bytes).rotate().png(png).toBuffer();

/** Returns the upright picture with a change. */
async function changed(bytes: Buffer, change: (picture: Sharp, size: Size) => Sharp): Promise<Buffer> {
  const picture = await upright(bytes);
  return change(sharp(picture), await sharp(picture).metadata())
    .png(png)
    .toBuffer();
}

/** Returns the picture turned clockwise, on black. */
export const turned = (bytes: Buffer, degrees: number): Promise<Buffer> => changed(bytes, (picture) => picture.rotate(degrees));

/** Returns the picture scaled to so many times its width and height. */
const resized = (bytes: Buffer, times: number): Promise<Buffer> =>
  changed(bytes, (picture, { width }) => picture.resize({ width: Math.round(width * times) }));

/** Returns the picture without a rim of such a share of its width and height. */
const trimmed = (bytes: Buffer, share: number): Promise<Buffer> =>
  changed(bytes, (picture, { width, height }) => {
    const [left, top] = [Math.round(width * share), Math.round(height * share)];
    return picture.extract({ left, top, width: width - 2 * left, height: height - 2 * top });
  });

/** Side of the noise of which a background is made, px. */
const NOISE = 24;

/** Returns the picture in the middle of a cloudy background of so many times its width and height. */
async function onBackground(bytes: Buffer, times: number): Promise<Buffer> {
  const picture = await upright(bytes);
  const { width, height } = await sharp(picture).metadata();
  const noise = Buffer.from(Uint8Array.from({ length: NOISE * NOISE * 3 }, (_, i) => 90 + 70 * Math.sin(i * i * 0.37)));
  return sharp(noise, { raw: { width: NOISE, height: NOISE, channels: 3 } })
    .resize({ width: Math.round(width * times), height: Math.round(height * times), fit: 'fill' })
    .composite([{ input: picture }])
    .png(png)
    .toBuffer();
}

const AS_IT_IS: View = { name: 'as it is', of: upright };

/** Views of a picture as it is, and changed so little that it should be read as before: where it is not, its reading hangs on chance. */
export const SLIGHT_VIEWS: readonly View[] = [
  AS_IT_IS,
  { name: 'without a rim of 1 %', of: (bytes) => trimmed(bytes, 0.01) },
  { name: 'at 96 %', of: (bytes) => resized(bytes, 0.96) },
  { name: 'at 104 %', of: (bytes) => resized(bytes, 1.04) },
  { name: 'turned 2', of: (bytes) => turned(bytes, 2) },
];

/** Views of a picture as it is, turned by quarters and less, as a third of a larger one, and mirrored. */
export const VIEWS: readonly View[] = [
  AS_IT_IS,
  ...[90, 180, 270, -15, 15, -30, 30, -45, 45].map((degrees) => ({
    name: `turned ${degrees}`,
    of: (bytes: Buffer) => turned(bytes, degrees),
  })),
  { name: 'a third of a picture', of: (bytes) => onBackground(bytes, 3) },
  { name: 'mirrored', of: (bytes) => changed(bytes, (picture) => picture.flop()) },
];
