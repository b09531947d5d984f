import { distance, isInside, type Quad, quadAspect, quadCentre } from '../geometry';
import { wordsOn } from '../location/text-detector';
import type { Sight } from '../sight';
import { readText } from './glance';
import { climb, type Doubt, type Rung } from './ladder';
import type { SeenCard } from './survey';

/** The types that words tell, called as in the BIN table. */
export type NamedType = 'debit' | 'credit' | 'semi-credit' | 'prepaid';

/** What cards are called, on themselves. */
const NAMES: readonly (readonly [NamedType, RegExp])[] = [
  ['credit', /credit|信用卡|贷记卡/i],
  ['debit', /debit|借记卡|储蓄卡/i],
  ['prepaid', /prepaid|预付/i],
];
/** A semi-credit card's name ends in a credit card's. */
const SEMI_CREDIT = /准贷记卡/;
const MIN_CONFIDENCE = 0.8;
/** How many words of which shape are read, those nearest to the corners first: there cards are named. */
const MAX_WORDS = 6;
const ASPECT = { min: 1.6, max: 16 };

/** A card's type while it is looked for: for one whose BIN does not tell it. */
interface TypeSearch {
  readonly sight: Sight;
  readonly card: SeenCard;
  readonly type: NamedType | null;
}

/** How a card's type is found. */
export const TYPE_RUNGS: readonly Rung<TypeSearch>[] = [
  { name: 'type-words', asks: ['no-type'], networks: ['text-detection', 'text-recognition'], look: lookAtWords },
];

/**
 * The type that a card itself tells.
 *
 * @returns null when no word is plain to read, or words differ
 * @throws {CardOcrError} `REQUEST_TIMEOUT` when the time is up; as `Model.run`
 */
export async function typeOnCard(card: SeenCard): Promise<NamedType | null> {
  return (await climb(TYPE_RUNGS, { sight: card.sight, card, type: null }, ({ type }) => new Set<Doubt>(type ? [] : ['no-type']))).type;
}

async function lookAtWords(search: TypeSearch): Promise<TypeSearch | null> {
  const { sight, card } = search;
  const { outline, reading } = card;
  if (!outline) return null;
  const number = reading?.place ?? [];
  const fromCorner = (quad: Quad): number => Math.min(...outline.map((corner) => distance(corner, quadCentre(quad))));
  const words = (await wordsOn(sight.networks.detector, sight.raster, outline))
    .filter(
      (quad) => quadAspect(quad) > ASPECT.min && quadAspect(quad) < ASPECT.max && !number.some((part) => isInside(part, quadCentre(quad))),
    )
    .sort((a, b) => fromCorner(a) - fromCorner(b))
    .slice(0, MAX_WORDS);
  const told = new Set<NamedType>();
  for (const quad of words) {
    const { text, textConfidence } = await readText(sight, quad);
    if (textConfidence < MIN_CONFIDENCE) continue;
    if (SEMI_CREDIT.test(text)) told.add('semi-credit');
    else for (const [type, name] of NAMES) if (name.test(text)) told.add(type);
  }
  const [type = null] = told;
  return { ...search, type: told.size === 1 ? type : null };
}
