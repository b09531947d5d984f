import { loadOnnxModel } from '../../../lib/model/onnx-model';
import { quantile } from '../../../lib/quantile';
import { msOf } from '../ms-of';
import { PLAIN_CARD, pictureOf, SIZES } from './pictures';
import { warmReader } from './warm-reader';

const RUNS = 60;

/**
 * Returns how long a plain card at 1600 × 1200 px takes to be read, in runs of the locator on 640 × 480 px in the same process: about the same on any machine.
 * It compares lower quartiles, as other work on the machine only ever adds time.
 */
export async function readingRatio(): Promise<number> {
  const [reader, locator, picture] = await Promise.all([
    warmReader(),
    loadOnnxModel('card-location'),
    pictureOf(PLAIN_CARD, SIZES['1600×1200']),
  ]);
  const input = { data: new Float32Array(3 * 480 * 640), shape: [1, 3, 480, 640] };
  const [reading, reference]: [number[], number[]] = [[], []];
  for (let i = 0; i < RUNS; i++) {
    reference.push(await msOf(() => locator.run(input)));
    reading.push(await msOf(() => reader.read(picture)));
  }
  return quantile(reading, 0.25) / quantile(reference, 0.25);
}
