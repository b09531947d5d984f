import { CardOcrError } from '../errors';
import type { Quad } from '../geometry';
import type { Raster } from '../image/raster';
import type { Model, StripConfig } from '../model/model';
import type { Tensor } from '../tensor';
import { DIGIT_ALPHABET, type DigitStrip, runOnStrip, type StripReader } from './strip';

/** Letters that the general recogniser sees in embossed digits. Their probability counts for the digit. */
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  O: '0',
  o: '0',
  D: '0',
  Q: '0',
  I: '1',
  l: '1',
  i: '1',
  '|': '1',
  Z: '2',
  z: '2',
  S: '5',
  s: '5',
  b: '6',
  G: '6',
  B: '8',
  q: '9',
  g: '9',
};

/** Probability given to every class besides what the network says, so that no digit is impossible. */
const SMOOTHING = 1e-3;

/** One strip, read. */
export interface RecognizedStrip extends DigitStrip {
  /** the text over the full alphabet by best path */
  readonly text: string;
  /** mean probability of the text's characters, 0..1; 0 for no text */
  readonly textConfidence: number;
}

/** Reads strips with a general CTC recogniser (PP-OCRv4). */
export class TextRecognizer implements StripReader {
  /** class → class of the restricted alphabet, −1 for other text */
  private readonly restricted: Int8Array;

  private get blank(): number {
    return this.model.config.output.blankIndex;
  }

  /**
   * @param alphabet - characters of the classes 1…; the last class is the space
   */
  constructor(
    private readonly model: Model<StripConfig>,
    private readonly alphabet: readonly string[],
  ) {
    this.restricted = new Int8Array(alphabet.length + 2).fill(-1);
    this.restricted[this.blank] = 0;
    this.restricted[alphabet.length + 1] = 0;
    alphabet.forEach((character, i) => {
      const digit = DIGIT_ALPHABET.indexOf(LOOK_ALIKES[character] ?? character);
      if (digit >= 0) this.restricted[i + 1] = digit + 1;
    });
  }

  async read(raster: Raster, quad: Quad, widthScale = 1): Promise<RecognizedStrip> {
    return this.decode(await runOnStrip(this.model, raster, quad, widthScale));
  }

  private decode(output: Tensor): RecognizedStrip {
    const [batch, steps = 0, classes = 0] = output.shape;
    if (batch !== 1 || classes !== this.restricted.length) throw new CardOcrError('MODEL_OUTPUT_UNEXPECTED');
    const width = DIGIT_ALPHABET.length + 1;
    const data = new Float32Array(steps * width);
    const digitMass = new Float32Array(steps);
    let text = '';
    let last = this.blank;
    let confidence = 0;
    let emitted = 0;
    for (let t = 0; t < steps; t++) {
      const row = t * classes;
      let best = 0;
      for (let k = 0; k < classes; k++) {
        const p = output.data[row + k]!;
        if (p > output.data[row + best]!) best = k;
        const r = this.restricted[k]!;
        if (r >= 0) data[t * width + r]! += p;
      }
      let mass = 0;
      for (let r = 0; r < width; r++) mass += data[t * width + r]!;
      digitMass[t] = Math.min(1, mass);
      const norm = 1 / (mass + width * SMOOTHING);
      for (let r = 0; r < width; r++) data[t * width + r] = (data[t * width + r]! + SMOOTHING) * norm;
      if (best !== last && best !== this.blank) {
        text += best <= this.alphabet.length ? this.alphabet[best - 1] : ' ';
        confidence += output.data[row + best]!;
        emitted++;
      }
      last = best;
    }
    return { digitProbs: { data, shape: [steps, width] }, digitMass, text, textConfidence: emitted ? confidence / emitted : 0 };
  }
}
