import { type Quad, quadCentre, quadDirection, quadHeight, quadWidth, stretchQuad } from '../geometry';
import type { TextBox } from './db-postprocess';

/** Where a date may stand, seen from the number box: in line heights below and above it, in line widths along it. */
const REACH = { below: 8, above: 2.5, beside: 0.25 };
const HEIGHT = { min: 0.2, max: 1.25 };
/** How far the closer look reaches below the number. */
const REGION_HEIGHTS = 5.5;
const ASPECT = { min: 1.2, max: 9 };
/** of `MM/YY`, with what the detector cuts off or adds */
const DATE_ASPECT = { min: 1.8, max: 6 };
/** line heights by which a box of another shape is put back */
const OTHER_SHAPE = 3;
/** of the number line's width */
const MAX_WIDTH = 0.75;

const aspect = (box: TextBox): number => quadWidth(box.quad) / Math.max(1, quadHeight(box.quad));

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
    const shape = aspect(box) > DATE_ASPECT.min && aspect(box) < DATE_ASPECT.max ? 0 : OTHER_SHAPE;
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
        aspect(box) > ASPECT.min &&
        aspect(box) < ASPECT.max &&
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

/** The part of the card below a number, where the date mostly stands, as a quad in the number's direction. */
export function expiryRegion(number: Quad): Quad {
  const d = quadDirection(number);
  const height = quadHeight(number);
  const below = number.map((_, i) => {
    const down = (i < 2 ? 0.3 : REGION_HEIGHTS) * height;
    const from = i === 0 || i === 3 ? number[3] : number[2];
    return { x: from.x - down * d.y, y: from.y + down * d.x };
  });
  return below as unknown as Quad;
}
