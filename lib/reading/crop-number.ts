import { growQuad, type Quad, quadAspect, quadHeight } from '../geometry';
import { encodeJpeg } from '../image/encode';
import type { Raster } from '../image/raster';
import { warp } from '../image/warp';
import { coverDigits } from './hidden-digits';

/** What is shown around a number, in heights of its line: less than a digit takes. */
const MARGIN = 0.35;
/** Of a strip, px for each line of the number; and how wide it is at most. */
const HEIGHT = { min: 32, max: 96 };
const MAX_WIDTH = 2048;

/**
 * A number's line, straightened, as a JPEG file; of a number in a block, the block.
 *
 * @param number - around the number, in its reading direction, px of the raster
 * @param lines - in which it stands, one below the other
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
