import { bytesAt, inPassing, kernels } from './pixel-memory';
import type { Raster } from './raster';

export interface LineCounts {
  /** for each grey level, 0..255, how many pixels have it */
  readonly grey: Uint32Array;
  /**
   * for each difference in grey from a neighbour, 0..255, how many pixels have it: from that on the left, above, above on the left and above on the right; a pixel without
   * such a neighbour counts for 0
   */
  readonly differences: readonly [left: Uint32Array, above: Uint32Array, aboveLeft: Uint32Array, aboveRight: Uint32Array];
  /** for each column, how many of its pixels are white */
  readonly white: Uint32Array;
}

const LEVELS = 256;

/** @param white - a pixel is white if none of its channels is below this */
export function lineCounts(line: Raster, white: number): LineCounts {
  const bytes = (5 * LEVELS + line.width) * Uint32Array.BYTES_PER_ELEMENT;
  const { from, to } = inPassing(line, bytes);
  kernels.lineCounts(from, line.width, line.height, to, white);
  const counts = new Uint32Array(bytesAt(to, bytes).buffer);
  const levels = (index: number): Uint32Array => counts.subarray(index * LEVELS, (index + 1) * LEVELS);
  return { grey: levels(0), differences: [levels(1), levels(2), levels(3), levels(4)], white: counts.subarray(5 * LEVELS) };
}
