import { CardReader } from '../../../lib';
import { decodeImage } from '../../../lib/image/decode';
import { locateCards } from '../../../lib/location/locator';
import { loadOnnxModel } from '../../../lib/model/onnx-model';
import { median } from '../../../lib/quantile';
import { msOf } from '../ms-of';
import { CARDS, pictureOf, SIZES } from './pictures';

const RUNS = 12;

/**
 * Measures how long it takes to locate and read an upright card in a picture of 1600 × 1200 px that is decoded already.
 *
 * @returns a table of medians, in milliseconds
 */
export async function benchmarkUpright(): Promise<string> {
  const [reader, locator] = await Promise.all([CardReader.load(), loadOnnxModel('card-location')]);
  const all = { read: [] as number[], locate: [] as number[] };
  const rows: string[] = [];
  for (const name of CARDS) {
    const bytes = await pictureOf(name, SIZES['1600×1200']);
    const { raster } = await decodeImage(bytes);
    const own: typeof all = { read: [], locate: [] };
    for (let i = 0; i < RUNS; i++) {
      const { timings } = await reader.read(bytes);
      own.read.push(Object.values(timings).reduce((sum, ms) => sum + ms, 0) - timings.decode);
      own.locate.push(await msOf(() => locateCards(locator, raster)));
    }
    for (const key of ['read', 'locate'] as const) all[key].push(...own[key]);
    rows.push(row(name, own));
  }
  const head = `${''.padEnd(20)}${'locate and read'.padStart(16)}${'of it locate'.padStart(14)}`;
  return `${[head, ...rows, row('all', all)].join('\n')}\n`;
}

const row = (name: string, { read, locate }: Readonly<Record<'read' | 'locate', number[]>>): string =>
  `${name.padEnd(20)}${median(read).toFixed(1).padStart(16)}${median(locate).toFixed(1).padStart(14)}`;
