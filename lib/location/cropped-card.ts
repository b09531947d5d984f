import { distance, mapQuad, type Quad, quadDiagonal, quadHeight, quadWidth, type Size } from '../geometry';

/** Width of a card divided by its height (ISO/IEC 7810, ID-1). */
export const CARD_ASPECT = 85.6 / 53.98;
/** A picture, or what is seen of a card, has a card's shape if its aspect differs by less than this share: cameras' pictures (4:3, 3:2, 16:9) have none. */
const TOLERANCE = 0.03;
/** How far the outline of a whole card may reach beyond the picture, in its diagonals. */
const ASTRAY = 0.15;

/**
 * Ends a card at the borders of its picture if a program has cut the picture to the whole card, as scanning apps do: then the picture has a card's shape, or
 * the part of the card within it has. No border of such a card is seen, so the network only guesses how far it reaches.
 *
 * @param outline - about where the card is, px of the picture
 */
export function asCropped(picture: Size, outline: Quad): Quad {
  const { width, height } = picture;
  const within = mapQuad(outline, ({ x, y }) => ({ x: Math.min(width, Math.max(0, x)), y: Math.min(height, Math.max(0, y)) }));
  const isNear = within.every((corner, i) => distance(corner, outline[i]!) < ASTRAY * quadDiagonal(outline));
  const isWhole = isCardShaped(picture) || isCardShaped({ width: quadWidth(within), height: quadHeight(within) });
  return isNear && isWhole ? within : outline;
}

function isCardShaped({ width, height }: Size): boolean {
  const aspect = Math.max(width, height) / Math.max(1, Math.min(width, height));
  return Math.abs(aspect / CARD_ASPECT - 1) < TOLERANCE;
}
