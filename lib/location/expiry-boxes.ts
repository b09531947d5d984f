import { type Quad, quadAspect, quadCentre, quadFrame, quadHeight, quadWidth } from '../geometry';
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
  const frame = quadFrame(number);
  const height = quadHeight(number);
  const width = quadWidth(number);
  const place = (box: TextBox): { along: number; down: number } => {
    const c = quadCentre(box.quad);
    return { along: frame.along(c) / width, down: frame.across(c) / height };
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
