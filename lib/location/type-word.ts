import type { Quad } from '../geometry';
import type { Raster } from '../image/raster';
import { resize } from '../image/resize';
import { warp } from '../image/warp';
import type { TypeFinder } from '../model/model';
import { mapsBy } from './maps';
import { straightCard } from './straight-card';

/** The sides of the card that the network gets, px. */
const LONG = 640;
const SHORT = 400;
/** The type that a card's own word states. */
export type TypeWord = (typeof WORDS)[number];
const WORDS = ['debit', 'credit'] as const;

/** The width of the rim at either side of a card, px, where a word may stand upright, read from below. */
const RIM = 64;

/** A picture of the card that the network gets, and how sure it must be of a word there. */
interface Look {
  readonly show: (card: Raster) => Raster;
  /** the probability from which on a word counts as seen, 0..1 */
  readonly seen: Readonly<Record<TypeWord, number>>;
}
/**
 * Small words are seen on the whole card, large ones at half the size, upright ones at the rims. The probabilities were chosen on 261 photographed cards of known type:
 * a word is seen on 83, and 81 of these are of that type.
 */
const LOOKS: readonly Look[] = [
  { show: (card) => card, seen: { debit: 0.96, credit: 0.94 } },
  { show: (card) => resize(card, card.width / 2, card.height / 2), seen: { debit: 0.99, credit: 0.975 } },
  { show: rimsOf, seen: { debit: 0.96, credit: 0.94 } },
];
/** The probability from which on the other word makes a word doubtful. It is higher for CREDIT, because banks' names have that word, too. */
const OTHER: Readonly<Record<TypeWord, number>> = { debit: 0.8, credit: 0.9 };

/**
 * Looks for the word by which a card says that it is for debit or for credit: DEBIT, Crédito, credit card, 信用卡 …
 *
 * @param outline - clockwise from the card's own top left, px of the raster
 * @returns null where it says neither, or both
 * @throws {CardOcrError} as `mapsBy`
 */
export async function typeWordOn(finder: TypeFinder, raster: Raster, outline: Quad): Promise<TypeWord | null> {
  const card = straightCard(raster, outline, LONG, SHORT);
  const likely = { debit: 0, credit: 0 };
  const seen = new Set<TypeWord>();
  for (const look of LOOKS) {
    const { data, shape } = await mapsBy(finder, look.show(card));
    const size = shape[2]! * shape[3]!;
    for (const word of WORDS) {
      const map = finder.config.output.maps[word];
      const most = highest(data.subarray(map * size, (map + 1) * size));
      likely[word] = Math.max(likely[word], most);
      if (most >= look.seen[word]) seen.add(word);
    }
  }
  if (seen.has('debit') && likely.credit < OTHER.credit) return 'debit';
  return seen.has('credit') && likely.debit < OTHER.debit ? 'credit' : null;
}

function highest(map: Float32Array): number {
  let most = 0;
  for (let i = 0; i < map.length; i++) if (map[i]! > most) most = map[i]!;
  return most;
}

/** Cuts out a card's rims, turned clockwise: the left one, and below it the right one. */
function rimsOf(card: Raster): Raster {
  const { width, height } = card;
  const rims = [0, width - RIM].map((left) => warp(card, upwards(left, left + RIM, height), height, RIM));
  return { width: height, height: 2 * RIM, data: Buffer.concat(rims.map(({ data }) => data)) };
}

/** The part of a card from one x to another, as it is read from below. */
const upwards = (left: number, right: number, height: number): Quad => [
  { x: left, y: height },
  { x: left, y: 0 },
  { x: right, y: 0 },
  { x: right, y: height },
];
