import {
  invertHomography,
  moved,
  partOfQuad,
  projectQuad,
  type Quad,
  quadCentre,
  quadDown,
  quadFrame,
  quadHeight,
  quadWidth,
  rectangleToQuad,
  stretchQuad,
} from '../geometry';
import { groupsInLine } from './located-card';

/** How much is as wide as a card, around a number printed in a block: in widths of a group of digits. */
const BLOCK_WIDTH = 7.4;

/**
 * Returns the line below which dates are looked for: the number's own, or for a block its second one, made as wide as the card.
 *
 * @param place - the number's quads, in reading order
 */
export function referenceLine(place: readonly Quad[]): Quad {
  const line = place[place.length > 1 ? 1 : 0];
  if (!line) throw new RangeError('a number stands somewhere');
  if (place.length === 1) return line;
  const by = ((BLOCK_WIDTH / groupsInLine(place) - 1) / 2) * quadWidth(line);
  return stretchQuad(line, by, by);
}

/** Where a number usually stands on a card, as shares of the card's width and height: from and to. */
const USUAL = { x: [0.08, 0.92], y: [0.53, 0.64] } as const;

/** Returns where the number usually stands, for a card on which none was found. */
export const usualLine = (outline: Quad): Quad => partOfQuad(outline, ...USUAL.x, ...USUAL.y);

/**
 * How much is looked at around a number: above and below it in line heights (below a block's last line, `belowBlock`); to either side in line widths, or all of the card and a
 * margin, in widths of the card.
 */
const AROUND = { above: 1.5, below: 6.5, belowBlock: 3.5, beside: 0.06, card: 0.03 };
/** A number runs along its card if it spans at least this share of the card's width, and slants no more than this. */
const ALONG = { width: 0.3, slant: 0.1 };

/** How far around a line is looked, in its heights. */
interface Reach {
  readonly above: number;
  readonly below: number;
}

/**
 * Returns a number with what stands around it (its date mostly below it, or beside a block), as a quad in the number's direction.
 *
 * @param place - the number's quads, in reading order
 * @param outline - of its card, clockwise from the card's own top left. If the number runs along the card, the quad is as wide as the card, as a number's own quad may be cut short
 */
export function aroundNumber(place: readonly Quad[], outline: Quad | null): Quad {
  const line = referenceLine(place);
  const { across } = quadFrame(line);
  const [first, last] = [place[0]!, place.at(-1)!].map((row) => across(quadCentre(row)) / Math.max(1, quadHeight(line)));
  const reach = { above: AROUND.above - first!, below: Math.max(AROUND.below, last! + AROUND.belowBlock) };
  return (outline && acrossCard(line, outline, reach)) ?? besideLine(line, reach);
}

/** Returns null where the number does not run along the card. */
function acrossCard(number: Quad, outline: Quad, { above, below }: Reach): Quad | null {
  const toCard = invertHomography(rectangleToQuad(1, 1, outline));
  if (!toCard) return null;
  const [a, b, c, d] = projectQuad(toCard, number);
  const width = (b.x - a.x + c.x - d.x) / 2;
  if (!(width > ALONG.width) || Math.abs(b.y - a.y + c.y - d.y) / 2 > ALONG.slant * width) return null;
  const [top, bottom] = [(a.y + b.y) / 2, (c.y + d.y) / 2];
  const from = Math.max(-AROUND.card, top - above * (bottom - top));
  const to = Math.min(1 + AROUND.card, bottom + below * (bottom - top));
  return to > from ? partOfQuad(outline, -AROUND.card, 1 + AROUND.card, from, to) : null;
}

function besideLine(number: Quad, { above, below }: Reach): Quad {
  const [height, down] = [quadHeight(number), quadDown(number)];
  const by = AROUND.beside * quadWidth(number);
  const [a, b, c, d] = stretchQuad(number, by, by);
  const [up, low] = [-above * height, below * height];
  return [moved(a, down, up), moved(b, down, up), moved(c, down, low), moved(d, down, low)];
}
