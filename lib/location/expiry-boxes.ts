import {
  invertHomography,
  type Point,
  projectQuad,
  type Quad,
  quadAspect,
  quadCentre,
  quadDirection,
  quadHeight,
  quadWidth,
  rectangleToQuad,
  stretchQuad,
} from '../geometry';
import type { TextBox } from './db-postprocess';

/** Where a date may stand, seen from the number box: in line heights below and above it, in line widths along it. */
const REACH = { below: 8, above: 2.5, beside: 0.25 };
const HEIGHT = { min: 0.2, max: 1.25 };
const ASPECT = { min: 1.2, max: 9 };
/** of `MM/YY`, with what the detector cuts off or adds */
const DATE_ASPECT = { min: 1.8, max: 6 };
/** line heights by which a box of another shape is put back */
const OTHER_SHAPE = 3;
/** of the number line's width */
const MAX_WIDTH = 0.75;

/**
 * Boxes that may hold the expiry date, likeliest first: near the number, below it before above it.
 *
 * @param number - quad of the number line, in reading direction (its turn decides what is below)
 */
export function expiryBoxes(boxes: readonly TextBox[], number: Quad): TextBox[] {
  const d = quadDirection(number);
  const origin = quadCentre(number);
  const height = quadHeight(number);
  const width = quadWidth(number);
  const place = (box: TextBox): { along: number; down: number } => {
    const c = quadCentre(box.quad);
    return {
      along: ((c.x - origin.x) * d.x + (c.y - origin.y) * d.y) / width,
      down: ((c.y - origin.y) * d.x - (c.x - origin.x) * d.y) / height,
    };
  };
  const cost = (box: TextBox): number => {
    const { down } = place(box);
    const shape = quadAspect(box.quad) > DATE_ASPECT.min && quadAspect(box.quad) < DATE_ASPECT.max ? 0 : OTHER_SHAPE;
    return shape + (down > 0 ? down : 3 - 3 * down);
  };
  return boxes
    .filter((box) => {
      const { along, down } = place(box);
      const ratio = quadHeight(box.quad) / height;
      return (
        Math.abs(along) < 0.5 + REACH.beside &&
        (down > 0.4 ? down < REACH.below : down < -0.8 && down > -REACH.above) &&
        ratio > HEIGHT.min &&
        ratio < HEIGHT.max &&
        quadAspect(box.quad) > ASPECT.min &&
        quadAspect(box.quad) < ASPECT.max &&
        quadWidth(box.quad) < MAX_WIDTH * width
      );
    })
    .sort((a, b) => cost(a) - cost(b));
}

/** A card is about this many widths of one group of digits wide, to either side of a number printed in a block. */
const BLOCK_REACH = 3.2;

/**
 * The line below which a date is looked for: a number's own, or for a block of four short lines its second one, as wide as the card.
 *
 * @param place - the number's quads, in reading order
 */
export function referenceLine(place: readonly Quad[]): Quad {
  const line = place[place.length > 1 ? 1 : 0];
  if (!line) throw new RangeError('a number stands somewhere');
  return place.length > 1 ? stretchQuad(line, BLOCK_REACH * quadWidth(line), BLOCK_REACH * quadWidth(line)) : line;
}

/** What is around a number: so many line heights above and below it; beside it in line widths, or all of the card and so much more, in its widths. */
const AROUND = { above: 1.5, below: 6.5, beside: 0.06, card: 0.03 };
/** How much of a card's width a number spans at least that runs along it, and how far it may slant. */
const ALONG = { width: 0.3, slant: 0.1 };

/**
 * A number and what stands around it, its date mostly below it, as a quad in the number's direction.
 *
 * @param outline - of its card, clockwise from its own top left: where the number runs along it all of the card's width is shown, for a number's quad may be cut short
 */
export function aroundNumber(number: Quad, outline: Quad | null): Quad {
  return (outline && acrossCard(number, outline)) ?? besideLine(number);
}

/** null where the number does not run along the card. */
function acrossCard(number: Quad, outline: Quad): Quad | null {
  const toPicture = rectangleToQuad(1, 1, outline);
  const toCard = invertHomography(toPicture);
  if (!toCard) return null;
  const [a, b, c, d] = projectQuad(toCard, number);
  const width = (b.x - a.x + c.x - d.x) / 2;
  if (!(width > ALONG.width) || Math.abs(b.y - a.y + c.y - d.y) / 2 > ALONG.slant * width) return null;
  const [top, bottom] = [(a.y + b.y) / 2, (c.y + d.y) / 2];
  const from = Math.max(-AROUND.card, top - AROUND.above * (bottom - top));
  const to = Math.min(1 + AROUND.card, bottom + AROUND.below * (bottom - top));
  const [left, right] = [-AROUND.card, 1 + AROUND.card];
  const corners: Quad = [
    { x: left, y: from },
    { x: right, y: from },
    { x: right, y: to },
    { x: left, y: to },
  ];
  return to > from ? projectQuad(toPicture, corners) : null;
}

function besideLine(number: Quad): Quad {
  const d = quadDirection(number);
  const height = quadHeight(number);
  const by = AROUND.beside * quadWidth(number);
  const down = (p: Point, heights: number): Point => ({ x: p.x - heights * height * d.y, y: p.y + heights * height * d.x });
  const [a, b, c, e] = stretchQuad(number, by, by);
  return [down(a, -AROUND.above), down(b, -AROUND.above), down(c, AROUND.below), down(e, AROUND.below)];
}
