import { CardReader } from '../../../lib';
import { CARDS, pictureOf, SIZES } from './pictures';

/** What reading many pictures in one process takes. */
export interface Endurance {
  readonly pictures: number;
  readonly perSecond: number;
  /** resident memory, MB: the most, after the first tenth, and at the end */
  readonly peakMemory: number;
  readonly memoryAfterTenth: number;
  readonly memoryAtEnd: number;
}

const PICTURES = 500;
const MB = 2 ** 20;

/** Reads pictures of 1600 × 1200 px one after the other, as one warm instance gets them. */
export async function endurance(): Promise<Endurance> {
  const reader = await CardReader.load();
  const files = await Promise.all(CARDS.map((card) => pictureOf(card, SIZES['1600×1200'])));
  const start = performance.now();
  let memoryAfterTenth = 0;
  for (let i = 0; i < PICTURES; i++) {
    await reader.read(files[i % files.length]!);
    if (i === Math.floor(PICTURES / 10)) memoryAfterTenth = residentMegabytes();
  }
  const seconds = (performance.now() - start) / 1000;
  const peakMemory = process.resourceUsage().maxRSS / 1024;
  return { pictures: PICTURES, perSecond: PICTURES / seconds, peakMemory, memoryAfterTenth, memoryAtEnd: residentMegabytes() };
}

const residentMegabytes = (): number => process.memoryUsage.rss() / MB;
