import { CardReader } from '../../lib';
import { decodeImage } from '../../lib/image/decode';
import { locateCards } from '../../lib/location/locator';
import { detectText } from '../../lib/location/text-detector';
import { loadOnnxModel } from '../../lib/model/onnx-model';
import { msOf } from '../measuring/ms-of';
import { median } from '../measuring/quantile';
import { CARDS, pictureOf, SIZES } from './pictures';

const RUNS = 12;

/**
 * How long it takes to locate and read an upright card in a picture of 1600 × 1200 px that is decoded already, and the general text detector
 * on the same pictures in the same run. Apart: reading the card's words for its type, where its BIN does not tell it.
 *
 * @returns a table of medians, in milliseconds
 */
export async function benchmarkUpright(): Promise<string> {
  const [reader, locator, detector] = await Promise.all([
    CardReader.load(),
    loadOnnxModel('card-location'),
    loadOnnxModel('text-detection'),
  ]);
  const all = { read: [] as number[], locate: [] as number[], type: [] as number[], detect: [] as number[] };
  const rows: string[] = [];
  for (const name of CARDS) {
    const bytes = await pictureOf(name, SIZES['1600×1200']);
    const { raster } = await decodeImage(bytes);
    const own: typeof all = { read: [], locate: [], type: [], detect: [] };
    for (let i = 0; i < RUNS; i++) {
      const { timings } = await reader.read(bytes);
      own.read.push(Object.values(timings).reduce((sum, ms) => sum + ms, 0) - timings.decode - timings.type);
      own.type.push(timings.type);
      own.locate.push(await msOf(() => locateCards(locator, raster)));
      own.detect.push(await msOf(() => detectText(detector, raster, { longSide: 640, sideways: false })));
    }
    for (const key of ['read', 'locate', 'type', 'detect'] as const) all[key].push(...own[key]);
    rows.push(row(name, own));
  }
  const head = `${''.padEnd(20)}${'locate and read'.padStart(16)}${'of it locate'.padStart(14)}${'type by words'.padStart(15)}${'general detector alone'.padStart(24)}`;
  return `${[head, ...rows, row('all', all)].join('\n')}\n`;
}

const row = (name: string, { read, locate, type, detect }: Readonly<Record<'read' | 'locate' | 'type' | 'detect', number[]>>): string =>
  `${name.padEnd(20)}${median(read).toFixed(1).padStart(16)}${median(locate).toFixed(1).padStart(14)}${median(type).toFixed(1).padStart(15)}${median(detect).toFixed(1).padStart(24)}`;
