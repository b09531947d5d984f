import { DIGIT_ALPHABET, type DigitStrip } from '../../lib/recognition/strip';

/** Returns what a reader of digits says when it sees a text plainly: one step for each character, and a blank one after it. */
export function digitStrip(text: string): DigitStrip {
  const classes = DIGIT_ALPHABET.length + 1;
  const steps = Math.max(1, 2 * text.length);
  const data = new Float32Array(steps * classes).fill(1e-4);
  for (let t = 0; t < steps; t++) {
    const label = t % 2 || text === '' ? 0 : DIGIT_ALPHABET.indexOf(text[t / 2]!) + 1;
    data[t * classes + label] = 1 - 1e-4 * (classes - 1);
  }
  return { stride: 4, digitProbs: { data, shape: [steps, classes] }, digitMass: new Float32Array(steps).fill(1) };
}
