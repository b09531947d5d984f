import { CardReader } from '../../lib';
import { loadOnnxModel } from '../../lib/model/onnx-model';
import { PLAIN_CARD, pictureOf, SIZES } from './pictures';

const RUNS = 60;
const WARM_UP_RUNS = 30;

/**
 * How long a plain card at 1600 × 1200 takes to be read, in runs of the general text detector on 640 × 480 px in the same process: about the same on any machine.
 * Of lower quartiles: whoever else is busy on the machine only ever adds.
 */
export async function readingRatio(): Promise<number> {
  const [reader, detector, picture] = await Promise.all([
    CardReader.load(),
    loadOnnxModel('text-detection'),
    pictureOf(PLAIN_CARD, SIZES['1600×1200']),
  ]);
  const input = { data: new Float32Array(3 * 480 * 640), shape: [1, 3, 480, 640] };
  const msOf = async (work: () => Promise<unknown>): Promise<number> => {
    const start = performance.now();
    await work();
    return performance.now() - start;
  };
  for (let i = 0; i < WARM_UP_RUNS; i++) await reader.read(picture);
  const [reading, reference]: [number[], number[]] = [[], []];
  for (let i = 0; i < RUNS; i++) {
    reference.push(await msOf(() => detector.run(input)));
    reading.push(await msOf(() => reader.read(picture)));
  }
  return lowerQuartile(reading) / lowerQuartile(reference);
}

const lowerQuartile = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 2] ?? Number.NaN;
