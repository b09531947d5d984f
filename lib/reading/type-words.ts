import { distance, isInside, type Quad, quadAspect, quadCentre } from '../geometry';
import type { Raster } from '../image/raster';
import { wordsOn } from '../location/text-detector';
import type { Model } from '../model/model';
import type { TextRecognizer } from '../recognition/text-recognizer';
import type { NumberPlace } from './read-number';

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

/**
 * The type that a card's own words tell, for one whose BIN does not.
 *
 * @param outline - clockwise from the card's own top left, px of the raster
 * @param number - where its number stands: not a word
 * @returns null when no word is plain to read, or words differ
 * @throws {CardOcrError} as `Model.run`
 */
export async function typeByWords(
  detector: Model,
  recognizer: TextRecognizer,
  raster: Raster,
  outline: Quad,
  number: NumberPlace,
  checkTime: () => void,
): Promise<NamedType | null> {
  const fromCorner = (quad: Quad): number => Math.min(...outline.map((corner) => distance(corner, quadCentre(quad))));
  const words = (await wordsOn(detector, raster, outline))
    .filter(
      (quad) => quadAspect(quad) > ASPECT.min && quadAspect(quad) < ASPECT.max && !number.some((part) => isInside(part, quadCentre(quad))),
    )
    .sort((a, b) => fromCorner(a) - fromCorner(b))
    .slice(0, MAX_WORDS);
  const told = new Set<NamedType>();
  for (const quad of words) {
    checkTime();
    const { text, textConfidence } = await recognizer.read(raster, quad);
    if (textConfidence < MIN_CONFIDENCE) continue;
    if (SEMI_CREDIT.test(text)) told.add('semi-credit');
    else for (const [type, name] of NAMES) if (name.test(text)) told.add(type);
  }
  const [type] = told;
  return type && told.size === 1 ? type : null;
}
