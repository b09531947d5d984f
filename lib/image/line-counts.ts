import { bytesAt, inPassing, kernels } from './pixel-memory';
import type { Raster } from './raster';

/** What a line of print is made of. */
export interface LineCounts {
  /** how many pixels are of each level of grey, 0..255 */
  readonly grey: Uint32Array;
  /** by how much grey changes from a pixel's left neighbour, 0..255, and for how many pixels; 0 for the first of a row */
  readonly steps: Uint32Array;
  /** how many pixels of each column are white */
  readonly white: Uint32Array;
}

const LEVELS = 256;

/** @param white - a pixel is, when no channel is below */
export function lineCounts(line: Raster, white: number): LineCounts {
  const bytes = (2 * LEVELS + line.width) * Uint32Array.BYTES_PER_ELEMENT;
  const { from, to } = inPassing(line, bytes);
  kernels.lineCounts(from, line.width, line.height, to, white);
  const counts = new Uint32Array(bytesAt(to, bytes).buffer);
  return { grey: counts.subarray(0, LEVELS), steps: counts.subarray(LEVELS, 2 * LEVELS), white: counts.subarray(2 * LEVELS) };
}
