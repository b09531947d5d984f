import type { AnswerCard, AnswerPoint, AnswerQuad } from '../lib/client';
import { isHidden } from './masked-answer';

/** A number in one line is longer than that many of its heights; one in a block is not. */
const LINE_RATIO = 6;
/** Digits are not all where an even pitch puts them: so many pitches more at either end … */
const END_MARGIN = 0.5;
/** … and so many heights above and below, of a line and of a block. */
const SIDE_MARGIN = { line: 0.25, block: 0.04 };

/**
 * What to lay over a picture so that a number's middle digits cannot be read: the stretch where they stand in a line, all of a block.
 *
 * @returns null where every digit may be shown
 */
export function numberCover({ panGrouped, quads }: Pick<AnswerCard, 'panGrouped' | 'quads'>): AnswerQuad | null {
  const signs = [...panGrouped];
  const places = signs.flatMap((sign, place) => (sign === ' ' ? [] : [place]));
  const hidden = places.filter((_, index) => isHidden(index, places.length));
  const [first] = hidden;
  const last = hidden.at(-1);
  if (first === undefined || last === undefined) return null;
  const [topLeft, topRight, , bottomLeft] = quads.pan;
  const isLine = distance(topLeft, topRight) > LINE_RATIO * distance(topLeft, bottomLeft);
  const from = isLine ? (first - END_MARGIN) / signs.length : 0;
  const to = isLine ? (last + 1 + END_MARGIN) / signs.length : 1;
  const side = isLine ? SIDE_MARGIN.line : SIDE_MARGIN.block;
  const at = (along: number, down: number): AnswerPoint => within(quads.pan, along, down);
  return [at(from, -side), at(to, -side), at(to, 1 + side), at(from, 1 + side)];
}

const distance = (a: AnswerPoint, b: AnswerPoint): number => Math.hypot(b.x - a.x, b.y - a.y);

/** A point of a quad (or near it), by its shares of the way along and down. */
function within([topLeft, topRight, bottomRight, bottomLeft]: AnswerQuad, along: number, down: number): AnswerPoint {
  const between = (a: AnswerPoint, b: AnswerPoint, share: number): AnswerPoint => ({
    x: a.x + (b.x - a.x) * share,
    y: a.y + (b.y - a.y) * share,
  });
  return between(between(topLeft, topRight, along), between(bottomLeft, bottomRight, along), down);
}
