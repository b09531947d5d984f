import { mkdir } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import sharp from 'sharp';
import type { CardReading, Quad } from '../../lib';
import { growQuad, projectQuad, quadHeight, quadWidth, rectangleToQuad, scaleQuad } from '../../lib/geometry';
import { decodeImage } from '../../lib/image/decode';
import type { Raster } from '../../lib/image/raster';
import { warp } from '../../lib/image/warp';
import { locateCards, locateSecrets } from '../../lib/location/locator';
import { loadOnnxModel } from '../../lib/model/onnx-model';

/** Writes pictures with what was found in them. */
export interface Annotator {
  /**
   * Write a picture into the folder, as a JPEG.
   *
   * @throws {Error} when it cannot be written
   */
  annotate(file: string, bytes: Uint8Array, cards: readonly CardReading[]): Promise<void>;
}

/** Of the longer side, px. */
const SIDE = 1600;
const JPEG_QUALITY = 85;
/** Of folders that are made: with `--unmasked` pictures show whole cards. */
const FOLDER_MODE = 0o700;
/** Of outlines, in longer sides of the picture. */
const LINE_WIDTH = 0.004;
/** Room drawn over around a number, in heights of its line. */
const ROOM = 0.2;
/** A card is laid straight so wide, px, to see what else of it is to be hidden. */
const CARD_WIDTH = 640;
const COLOURS = { card: '#00c853', pan: '#ff1744', expiry: '#2979ff', hidden: '#424242' };

/**
 * @param folder - made when it is needed
 * @param isMasked - draw over numbers; over those that were not read, signature strips and security codes, too, where the locator sees them
 * @throws {Error} as `loadOnnxModel`
 */
export async function loadAnnotator(folder: string, isMasked: boolean): Promise<Annotator> {
  const locator = isMasked ? await loadOnnxModel('card-location') : null;

  /** What else than the numbers that were read must not be seen, px of the raster. */
  const hiddenBesides = async (raster: Raster): Promise<Quad[]> => {
    if (!locator) return [];
    const hidden: Quad[] = [];
    for (const { outline, numbers } of await locateCards(locator, raster)) {
      hidden.push(...numbers.flat().map(withRoom));
      if (!outline) continue;
      const height = Math.max(1, Math.round((CARD_WIDTH * quadHeight(outline)) / Math.max(1, quadWidth(outline))));
      const homography = rectangleToQuad(CARD_WIDTH, height, outline);
      const secrets = await locateSecrets(locator, warp(raster, outline, CARD_WIDTH, height));
      hidden.push(...secrets.map((quad) => projectQuad(homography, quad)));
    }
    return hidden;
  };

  return {
    annotate: async (file, bytes, cards) => {
      const { raster, width } = await decodeImage(bytes);
      const toRaster = (quad: Quad): Quad => scaleQuad(quad, raster.width / width);
      const read = cards.map(({ quads }) => ({
        card: quads.card && toRaster(quads.card),
        pan: withRoom(toRaster(quads.pan)),
        expiry: quads.expiry && toRaster(quads.expiry),
      }));
      const hidden = isMasked ? [...read.map(({ pan }) => pan), ...(await hiddenBesides(raster))] : [];
      const path = annotatedPath(folder, file);
      await mkdir(dirname(path), { recursive: true, mode: FOLDER_MODE });
      const drawn = await sharp(raster.data, { raw: { width: raster.width, height: raster.height, channels: 3 } })
        .composite([{ input: Buffer.from(drawing(raster, read, hidden)) }])
        .png({ compressionLevel: 0 })
        .toBuffer();
      await sharp(drawn)
        .resize({ width: SIDE, height: SIDE, fit: 'inside', withoutEnlargement: true })
        .jpeg({ quality: JPEG_QUALITY })
        .toFile(path);
    },
  };
}

const withRoom = (quad: Quad): Quad => growQuad(quad, ROOM * quadHeight(quad), ROOM * quadHeight(quad));

type Outlines = Readonly<Record<'card' | 'expiry', Quad | null> & { pan: Quad }>;

function drawing({ width, height }: Raster, read: readonly Outlines[], hidden: readonly Quad[]): string {
  const polygon = (quad: Quad, style: string): string => `<polygon points="${quad.map(({ x, y }) => `${x},${y}`).join(' ')}" ${style}/>`;
  const outline = (quad: Quad | null, colour: string): string => (quad ? polygon(quad, `fill="none" stroke="${colour}"`) : '');
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" stroke-width="${LINE_WIDTH * Math.max(width, height)}" stroke-linejoin="round">`,
    ...hidden.map((quad) => polygon(quad, `fill="${COLOURS.hidden}"`)),
    ...read.flatMap(({ card, pan, expiry }) => [outline(card, COLOURS.card), outline(pan, COLOURS.pan), outline(expiry, COLOURS.expiry)]),
    '</svg>',
  ].join('');
}

/** Where a picture goes: as it lies below the current folder; of others, as below the root; of S3, as below its bucket. */
export function annotatedPath(folder: string, file: string): string {
  const name = file.startsWith('s3://') ? file.slice('s3://'.length) : relativeName(file);
  return join(folder, /\.jpe?g$/i.test(name) ? name : `${name}.jpg`);
}

function relativeName(file: string): string {
  const path = resolve(file);
  const below = relative('.', path);
  const isOutside = isAbsolute(below) || below.split(sep)[0] === '..';
  return isOutside ? relative('/', path) : below;
}
