import sharp from 'sharp';
import { type CardReading, formatExpiry, type Quad } from '../../../lib';
import { isInside, quadCentre, type Size, scaleBetween, scaleQuad } from '../../../lib/geometry';
import { decodeImage } from '../../../lib/image/decode';
import type { Raster } from '../../../lib/image/raster';
import { loadOnnxModel } from '../../../lib/model/onnx-model';
import { numberCover } from '../../../lib/number-cover';
import { writeForOwner } from '../../command/owner-only';
import { annotatedPath } from '../../command/path-below';
import { secretPlaces } from '../../command/secret-places';

/** Writes copies of pictures on which it draws what was found. */
export interface Annotator {
  /**
   * Writes a picture into the folder, as a JPEG.
   *
   * @param isInPart - the picture may show only some of the digits that were read, the others being in other pictures of the card
   * @throws {Error} when it cannot be written
   */
  annotate(file: string, bytes: Uint8Array, cards: readonly CardReading[], isInPart: boolean): Promise<void>;
}

/** Greatest length of the longer side of a picture that is written, without the readings below it, px. */
const SIDE = 1600;
const JPEG_QUALITY = 85;
/** Width of outlines, as a share of the picture's longer side. */
const LINE_WIDTH = 0.004;
const COLOURS = { card: '#00c853', pan: '#ff1744', expiry: '#2979ff', hidden: '#424242' };

/**
 * Signature strips and security codes are drawn over where the locator sees them.
 *
 * @param folder - made when it is needed
 * @param isMasked - whether the middle digits of numbers are drawn over, too, and the whole of numbers that were not read, where the locator sees them
 * @throws {Error} as `loadOnnxModel`
 */
export async function loadAnnotator(folder: string, isMasked: boolean): Promise<Annotator> {
  const locator = await loadOnnxModel('card-location');

  /** Returns what must not be seen, px of the raster. */
  const hiddenIn = async (raster: Raster, cards: readonly CardReading[], isInPart: boolean): Promise<Quad[]> => {
    const { numbers, codes } = await secretPlaces(locator, raster);
    if (!isMasked) return [...codes];
    const isRead = (line: Quad): boolean => cards.some(({ quads }) => isInside(quads.pan, quadCentre(line)));
    const covers = cards.map((card) => numberCover(card, isInPart)).filter((cover) => cover !== null);
    return [...covers, ...numbers.filter((place) => !isRead(place)), ...codes];
  };

  return {
    annotate: async (file, bytes, cards, isInPart) => {
      const { raster, ...picture } = await decodeImage(bytes);
      const placed = cards.map((card) => inRaster(card, scaleBetween(raster, picture)));
      const drawn = await sharp(raster.data, { raw: { width: raster.width, height: raster.height, channels: 3 } })
        .composite([{ input: Buffer.from(drawing(raster, placed, await hiddenIn(raster, placed, isInPart))) }])
        .png({ compressionLevel: 0 })
        .toBuffer();
      const { data, info } = await sharp(drawn)
        .resize({ width: SIDE, height: SIDE, fit: 'inside', withoutEnlargement: true })
        .raw()
        .toBuffer({ resolveWithObject: true });
      const scale = scaleBetween(info, raster);
      const legend = await writtenBelow(info.width, cards, isMasked);
      const tags = cards.length > 1 ? await tagsOf(placed, scale, info) : [];
      const shown = await sharp(data, { raw: info })
        .extend({ bottom: legend.height, background: 'white' })
        .composite([{ ...legend, left: 0, top: info.height }, ...tags])
        .jpeg({ quality: JPEG_QUALITY })
        .toBuffer();
      await writeForOwner(annotatedPath(folder, file), shown);
    },
  };
}

/** Returns a card with its places in px of the raster. */
function inRaster(card: CardReading, scale: number): CardReading {
  const { card: outline, pan, expiry } = card.quads;
  const scaled = (quad: Quad): Quad => scaleQuad(quad, scale);
  return { ...card, quads: { card: outline && scaled(outline), pan: scaled(pan), expiry: expiry && scaled(expiry) } };
}

function drawing({ width, height }: Raster, cards: readonly CardReading[], hidden: readonly Quad[]): string {
  const polygon = (quad: Quad, style: string): string => `<polygon points="${quad.map(({ x, y }) => `${x},${y}`).join(' ')}" ${style}/>`;
  const outline = (quad: Quad | null, colour: string): string => (quad ? polygon(quad, `fill="none" stroke="${colour}"`) : '');
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" stroke-width="${LINE_WIDTH * Math.max(width, height)}" stroke-linejoin="round">`,
    ...hidden.map((quad) => polygon(quad, `fill="${COLOURS.hidden}"`)),
    ...cards.flatMap(({ quads: { card, pan, expiry } }) => [
      outline(card, COLOURS.card),
      outline(pan, COLOURS.pan),
      outline(expiry, COLOURS.expiry),
    ]),
    '</svg>',
  ].join('');
}

/** A picture that sharp lays over another one: RGBA pixels. */
interface Layer {
  readonly input: Buffer;
  readonly raw: { readonly width: number; readonly height: number; readonly channels: 4 };
}
/** Room around writing, px. */
const PADDING = 8;
/** Pictures narrower than this, px, are written on in small letters. */
const NARROW = 700;
const WHITE = 0xffffffff;

/** Writes the readings into a strip as wide as the picture, a line for each card. */
async function writtenBelow(width: number, cards: readonly CardReading[], isMasked: boolean): Promise<Layer & { height: number }> {
  const lines = cards.map((card, i) => `${cards.length > 1 ? `${i + 1}:  ` : ''}${readingLine(card, isMasked)}`);
  const layer = await written(lines.join('\n'), width, width < NARROW);
  return { ...layer, height: layer.raw.height };
}

/** Returns a tag for the top left of each card, with the number of the card's line below the picture. */
async function tagsOf(cards: readonly CardReading[], scale: number, picture: Size): Promise<(Layer & { left: number; top: number })[]> {
  return Promise.all(
    cards.map(async ({ quads }, i) => {
      const layer = await written(String(i + 1), null, picture.width < NARROW);
      const [corner] = scaleQuad(quads.card ?? quads.pan, scale);
      const within = (value: number, size: number, own: number): number => Math.round(Math.max(0, Math.min(size - own, value)));
      return {
        ...layer,
        left: within(corner.x, picture.width, layer.raw.width),
        top: within(corner.y, picture.height, layer.raw.height),
      };
    }),
  );
}

type FontName = 'SANS_16_BLACK' | 'SANS_32_BLACK';
type Font = Awaited<ReturnType<typeof import('jimp').loadFont>>;

const fonts = new Map<FontName, Promise<Font>>();

/** Returns a font. Each is loaded only once. */
function fontOf(name: FontName): Promise<Font> {
  const font = fonts.get(name) ?? loadFont(name);
  fonts.set(name, font);
  return font;
}

async function loadFont(name: FontName): Promise<Font> {
  const [jimp, files] = await Promise.all([import('jimp'), import('jimp/fonts')]);
  return jimp.loadFont(files[name]);
}

/** @param width - width of the layer, px; null: as wide as the text */
async function written(text: string, width: number | null, isSmall: boolean): Promise<Layer> {
  const { Jimp, measureText, measureTextHeight } = await import('jimp');
  const font = await fontOf(isSmall ? 'SANS_16_BLACK' : 'SANS_32_BLACK');
  const textWidth = width === null ? measureText(font, text) + 1 : width - 2 * PADDING;
  const heights = text.split('\n').map((line) => measureTextHeight(font, line, textWidth));
  const size = { width: textWidth + 2 * PADDING, height: heights.reduce((sum, height) => sum + height, 2 * PADDING) };
  const image = new Jimp({ ...size, color: WHITE });
  let top = PADDING;
  for (const [i, line] of text.split('\n').entries()) {
    image.print({ font, x: PADDING, y: top, text: line, maxWidth: textWidth });
    top += heights[i]!;
  }
  return { input: image.bitmap.data, raw: { ...size, channels: 4 } };
}

/** Characters that the font does not have. */
const NOT_WRITABLE = /[^\x20-\x7e]+/g;

/** Returns a card's reading in one line of characters that the font has. */
export function readingLine(card: CardReading, isMasked: boolean): string {
  const { issuer, scheme, type, expiry, confidence, warnings } = card;
  return [
    isMasked ? card.maskedPan : card.panGrouped,
    expiry && formatExpiry(expiry),
    issuer && (issuer.nameEn ?? issuer.shortName),
    scheme,
    type === 'unknown' ? null : type,
    `${(100 * confidence.pan).toFixed(1)} % sure`,
    ...warnings,
  ]
    .map((part) => part?.replace(NOT_WRITABLE, ' ').trim())
    .filter(Boolean)
    .join('   ');
}
