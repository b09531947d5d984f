import sharp from 'sharp';

/** What is done to a picture before it is read. */
export interface View {
  readonly name: string;
  readonly of: (bytes: Buffer) => Promise<Buffer>;
}

const png = { compressionLevel: 1 };

/** Upright by its EXIF orientation, losslessly encoded. */
const upright = (bytes: Buffer): Promise<Buffer> => sharp(bytes).rotate().png(png).toBuffer();

/** The picture turned clockwise, on black. */
export const turned = async (bytes: Buffer, degrees: number): Promise<Buffer> =>
  sharp(await upright(bytes))
    .rotate(degrees)
    .png(png)
    .toBuffer();

/** Side of the noise of which a background is made, px. */
const NOISE = 24;

/** The picture in the middle of a cloudy background of so many times its width and height. */
export async function onBackground(bytes: Buffer, times: number): Promise<Buffer> {
  const picture = await upright(bytes);
  const { width, height } = await sharp(picture).metadata();
  const noise = Buffer.from(Uint8Array.from({ length: NOISE * NOISE * 3 }, (_, i) => 90 + 70 * Math.sin(i * i * 0.37)));
  return sharp(noise, { raw: { width: NOISE, height: NOISE, channels: 3 } })
    .resize({ width: Math.round(width * times), height: Math.round(height * times), fit: 'fill' })
    .composite([{ input: picture }])
    .png(png)
    .toBuffer();
}

/** Of each picture of a set: as it is, turned by quarters and less, and as a third of a larger one. */
export const VIEWS: readonly View[] = [
  { name: 'as it is', of: upright },
  ...[90, 180, 270, -15, 15, -30, 30, -45, 45].map((degrees) => ({
    name: `turned ${degrees}`,
    of: (bytes: Buffer) => turned(bytes, degrees),
  })),
  { name: 'a third of a picture', of: (bytes) => onBackground(bytes, 3) },
];
