import { growQuad, type Quad, quadAspect, quadHeight } from '../geometry';
import { encodeJpeg } from '../image/encode';
import type { Raster } from '../image/raster';
import { warp } from '../image/warp';
import { coverDigits } from './hidden-digits';

/** The margin around a number, in heights of its line: less than a digit needs. */
const MARGIN = 0.35;
/** Limits of a strip's height, px for each line of the number, and of its width. */
const HEIGHT = { min: 32, max: 96 };
const MAX_WIDTH = 2048;

/**
 * Cuts out the line of a number, straightened, as a JPEG file; of a number in a block, the block.
 *
 * @param number - the quad around the number, in its reading direction, px of the raster
 * @param lines - how many lines the number has
 * @param hidden - what is to be painted over, as `coverDigits`
 * @returns null where it cannot be straightened
 */
export async function cropNumber(raster: Raster, number: Quad, lines: number, hidden: readonly Quad[]): Promise<Buffer | null> {
  const margin = (MARGIN * quadHeight(number)) / lines;
  const shown = growQuad(number, margin, margin);
  const aspect = quadAspect(shown);
  const high = Math.min(lines * HEIGHT.max, Math.max(lines * HEIGHT.min, quadHeight(shown)), MAX_WIDTH / aspect);
  const strip = warp(raster, shown, Math.max(1, Math.round(high * aspect)), Math.max(1, Math.round(high)));
  return coverDigits(strip, shown, hidden) ? encodeJpeg(strip) : null;
}
