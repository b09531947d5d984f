import { isInside, partOfQuad, type Quad, quadAspect, quadCentre } from '../geometry';

/** A part of a card, as shares of its width and of its height: from and to. */
type Part = readonly [x0: number, x1: number, y0: number, y1: number];

/**
 * Parts of a card that lies and of one that stands. They overlap by more than a line is high, and reach over its rim. The large ones cover all of it; the small ones its
 * lower half, where numbers stand that are very small for their card.
 */
const PARTS: Readonly<Record<'large' | 'small', Readonly<Record<'lying' | 'standing', readonly Part[]>>>> = {
  large: {
    lying: [-0.03, 0.3, 0.6].flatMap((y) => [-0.03, 0.4].map((x): Part => [x, x + 0.63, y, y + 0.43])),
    standing: [-0.03, 0.22, 0.47, 0.75].map((y) => [-0.03, 1.03, y, y + 0.28]),
  },
  small: {
    lying: [0.45, 0.75].flatMap((y) => [-0.03, 0.28, 0.58].map((x): Part => [x, x + 0.45, y, y + 0.28])),
    standing: [0.47, 0.75].flatMap((y) => [-0.03, 0.4].map((x): Part => [x, x + 0.63, y, y + 0.28])),
  },
};

/** Returns the parts of a card that are looked at one by one, for a network gets each of them larger than the whole card. */
export const partsOfCard = (outline: Quad, size: keyof typeof PARTS): Quad[] =>
  PARTS[size][quadAspect(outline) >= 1 ? 'lying' : 'standing'].map((part) => partOfQuad(outline, ...part));

/**
 * Looks at parts of a card one by one.
 *
 * @param see - returns what one of them shows
 * @returns all that they show, each but once, as parts overlap
 */
export async function seenInParts(parts: readonly Quad[], see: (part: Quad) => Promise<readonly Quad[]>): Promise<Quad[]> {
  const all: Quad[] = [];
  for (const part of parts) {
    for (const quad of await see(part)) if (!all.some((other) => isInside(other, quadCentre(quad)))) all.push(quad);
  }
  return all;
}
