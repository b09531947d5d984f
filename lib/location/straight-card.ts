import { type Quad, quadHeight, quadWidth } from '../geometry';
import type { Raster } from '../image/raster';
import { warp } from '../image/warp';

/**
 * Cuts a card out and straightens it; a card that stands upright stays upright.
 *
 * @param outline - clockwise from the card's own top left, px of the raster
 * @param long - its longer side, px
 * @param short - its shorter side, px
 */
export function straightCard(raster: Raster, outline: Quad, long: number, short: number): Raster {
  const stands = quadHeight(outline) > quadWidth(outline);
  return stands ? warp(raster, outline, short, long) : warp(raster, outline, long, short);
}
