import type { Quad } from '../geometry';
import type { Raster } from '../image/raster';
import type { TypeFinder } from '../model/model';
import { mapsBy } from './maps';
import { straightCard } from './straight-card';

/** A card as the network sees it, px. */
const LONG = 640;
const SHORT = 400;
/** What a card says that it is for. */
export type TypeWord = 'debit' | 'credit';

/** A word is seen where it is so likely, 0..1: of 134 such words on photographs of cards whose BIN tells the type, all but one say the same. */
const SEEN: Readonly<Record<TypeWord, number>> = { debit: 0.95, credit: 0.9 };
/** Nor does the card say the other one, as likely as this. */
const OTHER = 0.8;

/**
 * Whether a card says that it is for debit or for credit: DEBIT, Crédito, credit card …
 *
 * @param outline - clockwise from the card's own top left, px of the raster
 * @returns null where it says neither, or both
 * @throws {CardOcrError} as `mapsBy`
 */
export async function typeWordOn(finder: TypeFinder, raster: Raster, outline: Quad): Promise<TypeWord | null> {
  const { data, shape } = await mapsBy(finder, straightCard(raster, outline, LONG, SHORT));
  const { maps } = finder.config.output;
  const size = shape[2]! * shape[3]!;
  const [debit, credit] = [maps.debit, maps.credit].map((map) => highest(data.subarray(map * size, (map + 1) * size))) as [number, number];
  if (debit >= SEEN.debit && credit < OTHER) return 'debit';
  return credit >= SEEN.credit && debit < OTHER ? 'credit' : null;
}

function highest(map: Float32Array): number {
  let most = 0;
  for (let i = 0; i < map.length; i++) if (map[i]! > most) most = map[i]!;
  return most;
}
