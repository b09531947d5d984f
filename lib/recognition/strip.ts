import { type Quad, quadHeight, quadWidth } from '../geometry';
import type { Raster } from '../image/raster';
import { type PixelFormat, toTensor } from '../image/to-tensor';
import { warp } from '../image/warp';
import type { Tensor } from '../tensor';

export const STRIP_HEIGHT = 48;
const STRIP_MIN_WIDTH = 48;
/** A multiple of it: both recognisers' time steps divide it. */
const WIDTH_STEP = 8;
const FORMAT: PixelFormat = { channels: 'bgr', mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] };

/** What a card number or a date is written with. */
export const DIGIT_ALPHABET = '0123456789/';

/** One strip, read as digits. */
export interface DigitStrip {
  /** over blank and `DIGIT_ALPHABET`, shape `[T, 12]`, rows sum to 1 */
  readonly digitProbs: Tensor;
  /**
   * how likely a number or a date stands there, per time step, 0..1: what the digit reader's own output for it says; of the text reader, how much
   * of the probability lay on blank, digits and `/` before the restriction to them
   */
  readonly digitMass: Float32Array;
}

/** Reads a line of a picture as digits. */
export interface StripReader {
  /**
   * @param quad - of the line, in the raster's pixels
   * @param widthScale - the strip's width relative to the quad's own proportions
   * @throws {CardOcrError} `MODEL_OUTPUT_UNEXPECTED` when the network's output has another shape than its manifest says; as `Model.run`
   */
  read(raster: Raster, quad: Quad, widthScale?: number): Promise<DigitStrip>;
}

/**
 * A line of a picture as the recognisers take it.
 *
 * @param quad - of the line, in the raster's pixels
 * @param widthScale - the strip's width relative to the quad's own proportions
 * @param maxWidth - px
 * @returns shape `[1, 3, 48, W]`, BGR, −1..1
 */
export function cutStrip(raster: Raster, quad: Quad, widthScale: number, maxWidth: number): Tensor {
  const wanted = (STRIP_HEIGHT * widthScale * quadWidth(quad)) / Math.max(1, quadHeight(quad));
  const width = Math.max(STRIP_MIN_WIDTH, Math.min(maxWidth, Math.round(wanted / WIDTH_STEP) * WIDTH_STEP));
  return toTensor(warp(raster, quad, width, STRIP_HEIGHT), FORMAT);
}
