import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import sharp from 'sharp';
import type { CardReading, Quad } from '../../lib';
import { scaleQuad } from '../../lib/geometry';
import { decodeImage } from '../../lib/image/decode';
import type { Raster } from '../../lib/image/raster';
import { loadOnnxModel } from '../../lib/model/onnx-model';
import { pathBelow } from '../command/path-below';
import { secretPlaces, withRoom } from '../measuring/secret-places';

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
const COLOURS = { card: '#00c853', pan: '#ff1744', expiry: '#2979ff', hidden: '#424242' };

/**
 * @param folder - made when it is needed
 * @param isMasked - draw over numbers; over those that were not read, signature strips and security codes, too, where the locator sees them
 * @throws {Error} as `loadOnnxModel`
 */
export async function loadAnnotator(folder: string, isMasked: boolean): Promise<Annotator> {
  const locator = isMasked ? await loadOnnxModel('card-location') : null;

  return {
    annotate: async (file, bytes, cards) => {
      const { raster, width } = await decodeImage(bytes);
      const toRaster = (quad: Quad): Quad => scaleQuad(quad, raster.width / width);
      const read = cards.map(({ quads }) => ({
        card: quads.card && toRaster(quads.card),
        pan: withRoom(toRaster(quads.pan)),
        expiry: quads.expiry && toRaster(quads.expiry),
      }));
      const hidden = isMasked ? [...read.map(({ pan }) => pan), ...(locator ? await secretPlaces(locator, raster) : [])] : [];
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

/** Where a picture goes: as `pathBelow`, with the ending of a JPEG. */
export function annotatedPath(folder: string, file: string): string {
  const path = pathBelow(folder, file);
  return /\.jpe?g$/i.test(path) ? path : `${path}.jpg`;
}
