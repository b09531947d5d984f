import { resize } from '../../../../lib/image/resize';
import { warp } from '../../../../lib/image/warp';
import { beamSearch } from '../../../../lib/recognition/beam-search';
import { PAN_ALPHABET } from '../../../../lib/recognition/constrained-decode';
import { profiled } from '../../../../scripts/measure/benchmark/profile';
import { rectangle } from '../../../helpers/quads';
import { plainRaster } from '../../../helpers/rasters';

const LINE = rectangle(200, 300, 900, 80);
const RASTER = plainRaster(1600, 1200);
const CLASSES = PAN_ALPHABET.length + 1;
/** Everything is possible everywhere. */
const STRIP = { data: new Float32Array(120 * CLASSES).fill(1 / CLASSES), shape: [120, CLASSES] };

const during = async (ms: number, work: () => void): Promise<void> => {
  for (const end = performance.now() + ms; performance.now() < end; ) work();
};

test.each([
  ['straightening strips', (): void => void warp(RASTER, LINE, 480, 48)],
  ['shrinking pictures', (): void => void resize(RASTER, 320, 240)],
  ['decoding text', (): void => void beamSearch(STRIP, PAN_ALPHABET, 8)],
] as const)('%s is told apart from the rest', async (kind, work) => {
  const { idle: _, 'collecting garbage': __, ...kinds } = await profiled(() => during(300, work));
  for (const [other, ms] of Object.entries(kinds)) if (other !== kind) expect(ms).toBeLessThan(kinds[kind] / 2);
  expect(kinds[kind]).toBeGreaterThan(50);
});
