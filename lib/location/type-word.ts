import type { Quad } from '../geometry';
import type { Raster } from '../image/raster';
import { resize } from '../image/resize';
import type { TypeFinder } from '../model/model';
import { mapsBy } from './maps';
import { straightCard } from './straight-card';

/** A card as the network sees it, px. */
const LONG = 640;
const SHORT = 400;
/** What a card says that it is for. */
export type TypeWord = (typeof WORDS)[number];
const WORDS = ['debit', 'credit'] as const;

/** Small words are seen on the whole card, large ones at half the size. */
interface Look {
  /** of the card's size */
  readonly times: number;
  /** a word is seen where it is so likely, 0..1 */
  readonly seen: Readonly<Record<TypeWord, number>>;
}
/** So chosen that of 93 photographed cards for debit or credit whose number does not tell which, 51 are told, and none wrong. */
const LOOKS: readonly Look[] = [
  { times: 1, seen: { debit: 0.97, credit: 0.95 } },
  { times: 0.5, seen: { debit: 0.99, credit: 0.975 } },
];
/** From so likely on, the other word speaks against it. CREDIT must be likelier, because banks' names have it, too. */
const OTHER: Readonly<Record<TypeWord, number>> = { debit: 0.8, credit: 0.9 };

/**
 * Whether a card says that it is for debit or for credit: DEBIT, Crédito, credit card …
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
    const { data, shape } = await mapsBy(finder, resize(card, look.times * card.width, look.times * card.height));
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
