import { along, mapQuad, type Quad } from '../geometry';
import type { Raster } from '../image/raster';
import { resize } from '../image/resize';
import { warp } from '../image/warp';
import type { WordFinder } from '../model/model';
import { logOddsMean } from './log-odds';
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
 * Small words are seen on the whole card, large ones at half the size, upright ones at the rims. The probabilities were chosen on 261 photographed cards of known type,
 * their outlines a little off in six ways, and checked on 558 others, of which the BIN table knows the type: 212 words agree with it, and 9 do not.
 */
const LOOKS: readonly Look[] = [
  { show: (card) => card, seen: { debit: 0.93, credit: 0.91 } },
  { show: (card) => resize(card, card.width / 2, card.height / 2), seen: { debit: 0.96, credit: 0.945 } },
  { show: rimsOf, seen: { debit: 0.93, credit: 0.91 } },
];
/** The probability from which on the other word makes a word doubtful. It is higher for CREDIT, because banks' names have that word, too. */
const OTHER: Readonly<Record<TypeWord, number>> = { debit: 0.9, credit: 0.95 };
/** How much larger the outline is by which a card is shown once more: what is seen of a word changes with the outline, and the mean of two is right more often. */
const WIDER = 1.015;
/** The least probability of a word in any look with which a card is shown once more. */
const LIKELY = 0.7;

/** The highest probability of each word in a look. */
type Sighting = Readonly<Record<TypeWord, number>>;

/**
 * Looks for the word by which a card says that it is for debit or for credit: DEBIT, Crédito, credit card, 信用卡 …
 *
 * @param outline - clockwise from the card's own top left, px of the raster
 * @returns null where it says neither, or both
 * @throws {CardOcrError} as `mapsBy`
 */
export async function typeWordOn(finder: WordFinder, raster: Raster, outline: Quad): Promise<TypeWord | null> {
  const card = straightCard(raster, outline, LONG, SHORT);
  const sightings: Sighting[] = [];
  for (const look of LOOKS) sightings.push(await sightingIn(finder, card, look));
  if (WORDS.every((word) => mostOf(word, sightings) < LIKELY)) return null;
  const centre = along(outline[0], outline[2], 0.5);
  const wider = mapQuad(outline, (corner) => along(centre, corner, WIDER));
  const again = straightCard(raster, wider, LONG, SHORT);
  const both: Sighting[] = [];
  for (const [i, sighting] of sightings.entries()) {
    both.push(mayCount(sighting) ? meanOf(sighting, await sightingIn(finder, again, LOOKS[i]!)) : sighting);
  }
  const isSeen = (word: TypeWord): boolean => both.some((sighting, i) => sighting[word] >= LOOKS[i]!.seen[word]);
  if (isSeen('debit') && mostOf('credit', both) < OTHER.credit) return 'debit';
  return isSeen('credit') && mostOf('debit', both) < OTHER.debit ? 'credit' : null;
}

const mostOf = (word: TypeWord, sightings: readonly Sighting[]): number => Math.max(...sightings.map((sighting) => sighting[word]));

/** The least probability that counts for anything, for a word or against it. */
const LEAST = Math.min(...Object.values(OTHER), ...LOOKS.flatMap(({ seen }) => Object.values(seen)));
/** Whether a look shows so much of a word that its mean with another one may count: else the card need not be shown so once more. */
const mayCount = (sighting: Sighting): boolean => WORDS.some((word) => logOddsMean(sighting[word], 1) >= LEAST);

async function sightingIn(finder: WordFinder, card: Raster, { show }: Look): Promise<Sighting> {
  const { data, shape } = await mapsBy(finder, show(card));
  const size = shape[2]! * shape[3]!;
  const most = (map: number): number => highest(data.subarray(map * size, (map + 1) * size));
  const { debit, credit } = finder.config.output.maps;
  return { debit: most(debit), credit: most(credit) };
}

const meanOf = (one: Sighting, other: Sighting): Sighting => ({
  debit: logOddsMean(one.debit, other.debit),
  credit: logOddsMean(one.credit, other.credit),
});

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
