import { CardReader } from '../../lib';
import { loadOnnxModel } from '../../lib/model/onnx-model';
import { type ColdTimes, coldTimes } from '../../scripts/benchmark/cold';
import { PLAIN_CARD, pictureOf, SIZES } from '../../scripts/benchmark/pictures';
import { median } from '../../scripts/measuring/median';

jest.setTimeout(180_000);

const RUNS = 15;
const WARM_UP_RUNS = 25;

async function msOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Times in one process and one run: machines differ, and are busy now and then. `npm run benchmark` tells them in milliseconds. */
describe('against a fixed piece of work (the general text detector on 640 × 480 px)', () => {
  const ratios: number[] = [];

  beforeAll(async () => {
    const [reader, detector, picture] = await Promise.all([
      CardReader.load(),
      loadOnnxModel('text-detection'),
      pictureOf(PLAIN_CARD, SIZES['1600×1200']),
    ]);
    const input = { data: new Float32Array(3 * 480 * 640), shape: [1, 3, 480, 640] };
    for (let i = 0; i < WARM_UP_RUNS; i++) await reader.read(picture);
    for (let i = 0; i < RUNS; i++) {
      const reference = await msOf(() => detector.run(input));
      ratios.push((await msOf(() => reader.read(picture))) / reference);
    }
  });

  test('a plain card at 1600 × 1200 is read in no more than 1.2 of it (measured: 0.6)', () => {
    expect(median(ratios)).toBeLessThan(1.2);
  });
});

const onlyOnLinuxX64 = process.platform === 'linux' && process.arch === 'x64' ? describe : describe.skip;

onlyOnLinuxX64('the packed function', () => {
  let cold: ColdTimes;

  beforeAll(async () => {
    cold = await coldTimes(await pictureOf(PLAIN_CARD, SIZES['4000×3000']), 3);
  });

  test('loads in no more than 7 times what Node takes to start (measured: 4)', () => {
    expect(cold.init / cold.boot).toBeLessThan(7);
  });

  test('takes no more than 200 MB with a picture of 12 megapixels', () => {
    expect(cold.memory).toBeLessThan(200);
  });
});
