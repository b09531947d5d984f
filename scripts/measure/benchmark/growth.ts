import type { CardReader } from '../../../lib';
import { median } from '../../../lib/quantile';
import { PLAIN_CARD, pictureOf, pictureOfBytes, severalCards } from './pictures';
import { warmReader } from './warm-reader';

/** What it costs to read a picture with so many megapixels, cards or megabytes. */
export interface Growth {
  readonly of: 'megapixels' | 'cards' | 'megabytes';
  readonly amount: number;
  /** median time of reading it, ms */
  readonly ms: number;
  readonly decodeMs: number;
  /** cards that were read */
  readonly cards: number;
}

const RUNS = 7;
const MEGAPIXELS = [0.3, 1, 2, 4, 8, 12, 24];
const MEGABYTES = [0.5, 1, 2, 4, 7.5];
const SEVERAL = ['embossed-16', 'flat-16', 'amex-15'];
const MB = 1024 * 1024;

/** Measures how the cost grows with the picture's pixels, its cards and the size of its file. */
export async function growth(): Promise<Growth[]> {
  const reader = await warmReader();
  const rows: Growth[] = [];
  for (const amount of MEGAPIXELS) {
    const width = Math.round(Math.sqrt((amount * 1e6 * 4) / 3));
    rows.push({
      of: 'megapixels',
      amount,
      ...(await cost(reader, await pictureOf(PLAIN_CARD, { width, height: Math.round((width * 3) / 4) }))),
    });
  }
  for (let amount = 1; amount <= SEVERAL.length; amount++) {
    rows.push({ of: 'cards', amount, ...(await cost(reader, await severalCards(SEVERAL.slice(0, amount)))) });
  }
  for (const amount of MEGABYTES) rows.push({ of: 'megabytes', amount, ...(await cost(reader, await pictureOfBytes(amount * MB))) });
  return rows;
}

async function cost(reader: CardReader, picture: Buffer): Promise<Omit<Growth, 'of' | 'amount'>> {
  const ms: number[] = [];
  const decodeMs: number[] = [];
  let cards = 0;
  for (let i = 0; i <= RUNS; i++) {
    const start = performance.now();
    const reading = await reader.read(picture);
    // the first run warms up
    if (i === 0) continue;
    ms.push(performance.now() - start);
    decodeMs.push(reading.timings.decode);
    cards = reading.cards.length;
  }
  return { ms: median(ms), decodeMs: median(decodeMs), cards };
}
