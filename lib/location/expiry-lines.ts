import { type Quad, quadCentre, quadDirection, quadHeight, quadWidth } from '../geometry';
import type { TextLine } from './join-lines';

/** Where a date may stand, seen from the number line: in line heights below and above it, in line widths along it. */
const REACH = { below: 8, above: 2.5, beside: 0.25 };
const HEIGHT = { min: 0.2, max: 1.25 };
const MIN_ASPECT = 1.2;

/**
 * Lines that may hold the expiry date, likeliest first: near the number, below it before above it.
 *
 * @param number - quad of the number line, in reading direction (its turn decides what is below)
 */
export function expiryLines(lines: readonly TextLine[], number: Quad): TextLine[] {
  const d = quadDirection(number);
  const origin = quadCentre(number);
  const height = quadHeight(number);
  const width = quadWidth(number);
  const place = (line: TextLine): { along: number; down: number } => {
    const c = quadCentre(line.quad);
    return {
      along: ((c.x - origin.x) * d.x + (c.y - origin.y) * d.y) / width,
      down: ((c.y - origin.y) * d.x - (c.x - origin.x) * d.y) / height,
    };
  };
  const cost = (line: TextLine): number => {
    const { down } = place(line);
    return down > 0 ? down : 3 - 3 * down;
  };
  return lines
    .filter((line) => {
      const { along, down } = place(line);
      const ratio = quadHeight(line.quad) / height;
      return (
        Math.abs(along) < 0.5 + REACH.beside &&
        (down > 0.4 ? down < REACH.below : down < -0.8 && down > -REACH.above) &&
        ratio > HEIGHT.min &&
        ratio < HEIGHT.max &&
        quadWidth(line.quad) > MIN_ASPECT * quadHeight(line.quad) &&
        quadWidth(line.quad) < width
      );
    })
    .sort((a, b) => cost(a) - cost(b));
}
