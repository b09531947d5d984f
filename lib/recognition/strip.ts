import { type Quad, quadHeight, quadWidth } from '../geometry';
import type { Raster } from '../image/raster';
import { asTensor } from '../image/to-tensor';
import { warp } from '../image/warp';
import type { DigitConfig, Model } from '../model/model';
import type { Tensor } from '../tensor';

/** The characters of card numbers and dates. */
export const DIGIT_ALPHABET = '0123456789/';

export interface DigitStrip {
  /** px of the strip per time step */
  readonly stride: number;
  /** over blank and `DIGIT_ALPHABET`, shape `[T, 12]`, rows sum to 1 */
  readonly digitProbs: Tensor;
  /** per time step: the probability that it is part of a number or a date, 0..1; always 1 from a reader without this output */
  readonly digitMass: Float32Array;
}

/** Reads a line of a picture as digits. */
export interface StripReader {
  /**
   * @param quad - of the line, in the raster's pixels
   * @param widthScale - the strip's width relative to the quad's own proportions
   * @throws {CardOcrError} `MODEL_OUTPUT_UNEXPECTED` when the network's output has another shape than its manifest says; as `Model.run`
   */
  read(raster: Raster, quad: Quad, widthScale: number): Promise<DigitStrip>;
}

/**
 * Cuts a line out of a picture, in the size that a reader's network takes.
 *
 * @param quad - of the line, in the raster's pixels
 * @param widthScale - the strip's width relative to the quad's own proportions
 * @param input - what the manifest says of the network's input
 * @returns the strip's pixels; `asTensor` makes the network's input of them
 */
export function cutStrip(
  raster: Raster,
  quad: Quad,
  widthScale: number,
  { shape, multiple, width: { min, max } }: DigitConfig['input'],
): Raster {
  const height = Number(shape[2]);
  const wanted = (height * widthScale * quadWidth(quad)) / Math.max(1, quadHeight(quad));
  return warp(raster, quad, Math.max(min, Math.min(max, Math.round(wanted / multiple) * multiple)), height);
}

/** Runs a reader's network on a line of a picture. */
export const runOnStrip = (model: Model<DigitConfig>, raster: Raster, quad: Quad, widthScale: number): Promise<Tensor> =>
  asTensor(cutStrip(raster, quad, widthScale, model.config.input), model.config.input, (tensor) => model.run(tensor));
