import { PAN_ALPHABET } from '../../lib/recognition/constrained-decode';
import type { Tensor } from '../../lib/tensor';

const CLASSES = PAN_ALPHABET.length + 1;
/** Time steps from one character to the next. */
const PITCH = 5;
/** Probability of each class that is not seen. */
const FAINT = 0.0002;

/** What is seen at a place: `'7'`, `' '` for nothing, or characters with their probabilities. */
export type SeenDigit = string | Readonly<Record<string, number>>;

/**
 * Returns a crop as a reader of digits sees it, shape `[T, 11]`: places at even distances, blank between them and two places wide at either end.
 *
 * @param p - probability of each plain digit
 */
export function cropOf(places: string | readonly SeenDigit[], p = 0.98): Tensor {
  const margin = 2 * PITCH;
  const steps = places.length * PITCH + 2 * margin;
  const data = new Float32Array(steps * CLASSES).fill(FAINT);
  for (let t = 0; t < steps; t++) data[t * CLASSES] = 1 - (CLASSES - 1) * FAINT;
  [...places].forEach((place, i) => {
    if (place === ' ') return;
    const seen = typeof place === 'string' ? { [place]: p } : place;
    const rest = 1 - Object.values(seen).reduce((sum, share) => sum + share);
    const row = (margin + i * PITCH + 2) * CLASSES;
    data.fill(rest / (CLASSES - Object.keys(seen).length), row, row + CLASSES);
    for (const [digit, share] of Object.entries(seen)) data[row + 1 + PAN_ALPHABET.indexOf(digit)] = share;
  });
  return { data, shape: [steps, CLASSES] };
}
