import type { Glance, NumberReading, Place } from '../evidence';
import type { Quad } from '../geometry';
import type { LocatedCard } from '../location/located-card';
import type { Sight } from '../sight';
import { isLikely, isPossible, isSeen } from './certainty';
import type { Doubt } from './ladder';
import { isDoubted as isDoubtedLine, type Line } from './line-rungs';

/** A number where the locator sees it, read by the fast reader. */
export interface LocatedReading {
  /** null where the digits are no number */
  readonly reading: NumberReading | null;
  /** the first look at the place */
  readonly seen: Glance;
  /** the look at it in reading direction; null where there are no digits */
  readonly ahead: Glance | null;
}

/**
 * A look at the whole picture. An outline that the first one sees is a card's. Where that saw none, the others see outlines in trees and faces, too: `small-cards`, at twice
 * the size, has numbers on them believed, but not by itself that there is a card; `turned`, by an eighth, not even that.
 */
export type WholeLook = 'first' | 'small-cards' | 'turned';

/** A card in a picture while its number is being read. Quads are in pixels of the sight's raster. */
export interface SeenCard {
  readonly sight: Sight;
  /** clockwise from the card's own top left; null where only its number was seen */
  readonly outline: Quad | null;
  readonly seenIn: WholeLook;
  /** where its number may stand, likeliest first, tight around the digits */
  readonly numbers: readonly Place[];
  /** where the locator sees dates on it, in reading direction, tight, likeliest first */
  readonly dates: readonly Quad[];
  /** the best reading of the places where the locator sees numbers, by the fast reader */
  readonly located: LocatedReading | null;
  /** all looks at these places, in reading direction */
  readonly looks: readonly Glance[];
  /** the best place with all looks at it; null where there are no digits */
  readonly line: Line | null;
  /** the best reading of all */
  readonly reading: NumberReading | null;
  /** the highest posterior that another look leaves it: less than 1 where that read another number */
  readonly most: number;
}

/** All cards of the picture in one raster. The survey before it is kept, in case this one shows less. */
export interface Survey {
  /** the whole picture */
  readonly sight: Sight;
  readonly cards: readonly SeenCard[];
  /** null: nobody has looked yet */
  readonly before: Survey | null;
}

export const cardOf = (sight: Sight, { outline, numbers, dates }: LocatedCard, seenIn: WholeLook = 'first'): SeenCard => ({
  sight,
  outline,
  seenIn,
  numbers,
  dates,
  located: null,
  looks: [],
  line: null,
  most: 1,
  reading: null,
});

/** Returns what is not settled about one card's number. */
export function cardDoubts({ numbers, located, line, reading }: SeenCard): ReadonlySet<Doubt> {
  const doubts = new Set<Doubt>();
  const isDoubted = line !== null && isDoubtedLine(line);
  if (isDoubted && isPossible(reading)) doubts.add('doubted');
  if (!located && numbers.length > 0) doubts.add('unread');
  const isSettledBySecond = line !== null && line.second.length > 0 && !isDoubted;
  if (!isSettledBySecond && !isSeen(located?.reading ?? null)) doubts.add('unclear');
  return doubts;
}

export const hasNumber = ({ reading }: SeenCard): boolean => reading !== null;

/** The number is plain to see, or likely. */
export const isSettled = ({ reading }: SeenCard): boolean => isLikely(reading);
