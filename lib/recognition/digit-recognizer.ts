import { CardOcrError } from '../errors';
import type { Quad } from '../geometry';
import type { Raster } from '../image/raster';
import type { DigitConfig, Model } from '../model/model';
import { areFinite, type Tensor } from '../tensor';
import { DIGIT_ALPHABET, type DigitStrip, runOnStrip, type StripReader } from './strip';

/** The probability that is added to every class, so that no digit is impossible. */
const SMOOTHING = 1e-4;

/** Reads strips with a network that knows only digits and `/`. */
export class DigitRecognizer implements StripReader {
  /** the network's class of the blank and of each character of `DIGIT_ALPHABET` */
  private readonly classes: readonly number[];

  /** @throws {Error} when the network's alphabet lacks a character */
  constructor(private readonly model: Model<DigitConfig>) {
    const { alphabet, blankIndex } = model.config.output;
    const classOf = (at: number): number => (at < blankIndex ? at : at + 1);
    if ([...DIGIT_ALPHABET].some((character) => !alphabet.includes(character)))
      throw new Error(`the network reads nothing but ${alphabet}`);
    this.classes = [blankIndex, ...[...DIGIT_ALPHABET].map((character) => classOf(alphabet.indexOf(character)))];
  }

  async read(raster: Raster, quad: Quad, widthScale: number): Promise<DigitStrip> {
    return this.decode(await runOnStrip(this.model, raster, quad, widthScale));
  }

  private decode({ data, shape }: Tensor): DigitStrip {
    const [batch, steps = 0, outputs = 0] = shape;
    const [, , expected] = this.model.config.output.shape;
    const numberOutput = this.model.config.output.alphabet.length + 1;
    if (batch !== 1 || outputs !== expected || !areFinite(data)) throw new CardOcrError('MODEL_OUTPUT_UNEXPECTED');
    const width = this.classes.length;
    const probs = new Float32Array(steps * width);
    const digitMass = new Float32Array(steps);
    const norm = 1 / (1 + width * SMOOTHING);
    for (let t = 0; t < steps; t++) {
      digitMass[t] = outputs > numberOutput ? data[t * outputs + numberOutput]! : 1;
      for (let k = 0; k < width; k++) probs[t * width + k] = (data[t * outputs + this.classes[k]!]! + SMOOTHING) * norm;
    }
    return { stride: this.model.config.output.stride, digitProbs: { data: probs, shape: [steps, width] }, digitMass };
  }
}
