import { CardOcrError } from '../errors';
import type { Quad } from '../geometry';
import type { Raster } from '../image/raster';
import type { Model } from '../model/model';
import type { Tensor } from '../tensor';
import { cutStrip, DIGIT_ALPHABET, type DigitStrip, type StripReader } from './strip';

/** The widest strip in training, px. */
const MAX_WIDTH = 640;
/** Blank, the digits and the slash; then whether a number or a date stands there at all, rather than words or a line on its head. */
const OUTPUTS = DIGIT_ALPHABET.length + 2;
/** Probability given to every class besides what the network says, so that no digit is impossible. */
const SMOOTHING = 1e-4;

/** Reads strips with the project's own network (scripts/train/student.py): a tenth of the general recogniser's cost, digits only. */
export class DigitRecognizer implements StripReader {
  constructor(private readonly model: Model) {}

  async read(raster: Raster, quad: Quad, widthScale = 1): Promise<DigitStrip> {
    return decode(await this.model.run(cutStrip(raster, quad, widthScale, MAX_WIDTH)));
  }
}

function decode({ data, shape }: Tensor): DigitStrip {
  const [batch, steps = 0, outputs] = shape;
  if (batch !== 1 || outputs !== OUTPUTS) throw new CardOcrError('MODEL_OUTPUT_UNEXPECTED');
  const classes = OUTPUTS - 1;
  const probs = new Float32Array(steps * classes);
  const digitMass = new Float32Array(steps);
  const norm = 1 / (1 + classes * SMOOTHING);
  for (let t = 0; t < steps; t++) {
    digitMass[t] = data[t * OUTPUTS + classes]!;
    for (let k = 0; k < classes; k++) probs[t * classes + k] = (data[t * OUTPUTS + k]! + SMOOTHING) * norm;
  }
  return { digitProbs: { data: probs, shape: [steps, classes] }, digitMass };
}
