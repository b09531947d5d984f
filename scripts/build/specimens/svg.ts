import sharp from 'sharp';
import type { Raster } from '../../../lib/image/raster';

/** Wraps drawing elements in an SVG document of this size, px. */
const svgDocument = (width: number, height: number, elements: string): Buffer =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${elements}</svg>`);

/** Draws SVG elements that cover the whole area. */
export async function renderSvg(width: number, height: number, elements: string): Promise<Raster> {
  const data = await sharp(svgDocument(width, height, elements))
    .flatten({ background: '#000' })
    .removeAlpha()
    .raw()
    .toBuffer();
  return { width, height, data };
}

/** Draws SVG elements over a picture. */
export async function renderSvgOver(raster: Raster, elements: string): Promise<Raster> {
  const { width, height } = raster;
  const data = await sharp(raster.data, { raw: { width, height, channels: 3 } })
    .composite([{ input: svgDocument(width, height, elements) }])
    .removeAlpha()
    .raw()
    .toBuffer();
  return { width, height, data };
}

/**
 * Draws white SVG elements on black.
 *
 * @returns `width × height` values in 0..1, rows top to bottom: how far each pixel is covered
 */
export async function renderMask(width: number, height: number, elements: string): Promise<Float32Array> {
  const { data } = await renderSvg(width, height, elements);
  return Float32Array.from({ length: width * height }, (_, i) => data[i * 3]! / 255);
}
