import { bytesAt, inPassing, kernels } from './pixel-memory';
import type { Raster } from './raster';

/** Counts of the pixels in a line of print. */
export interface LineCounts {
  /** for each grey level, 0..255, how many pixels have it */
  readonly grey: Uint32Array;
  /** for each difference in grey from the left neighbour, 0..255, how many pixels have it; the first pixel of a row counts for 0 */
  readonly steps: Uint32Array;
  /** for each column, how many of its pixels are white */
  readonly white: Uint32Array;
}

const LEVELS = 256;

/** @param white - a pixel is white if none of its channels is below this */
export function lineCounts(line: Raster, white: number): LineCounts {
  const bytes = (2 * LEVELS + line.width) * Uint32Array.BYTES_PER_ELEMENT;
  const { from, to } = inPassing(line, bytes);
  kernels.lineCounts(from, line.width, line.height, to, white);
  const counts = new Uint32Array(bytesAt(to, bytes).buffer);
  return { grey: counts.subarray(0, LEVELS), steps: counts.subarray(LEVELS, 2 * LEVELS), white: counts.subarray(2 * LEVELS) };
}
