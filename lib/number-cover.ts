import { PAN_SHOWN } from './card/pan';
import { distance, partOfQuad, type Quad } from './geometry';

interface ReadNumber {
  /** with spaces where the print has gaps */
  readonly panGrouped: string;
  readonly quads: { readonly pan: Quad };
}

/**
 * Whether a picture may show only some of a number's digits, the others being in other pictures of the card: by itself it does not show that number.
 *
 * @param shown - the cards that it shows by itself
 */
export const isShownInPart = (pan: string, shown: readonly { readonly pan: string }[]): boolean => !shown.some((card) => card.pan === pan);

/** A number in one line is longer than this, in its heights; one in a block is shorter. */
const LINE_RATIO = 6;
/** How much more is covered at either end, in pitches: digits are not all where an even pitch puts them. */
const END_MARGIN = 0.5;
/** How much more is covered above and below, in heights of the line or of the block. */
const SIDE_MARGIN = { line: 0.25, block: 0.04 };

/**
 * Returns the quad to lay over a picture so that a number's middle digits cannot be read: the part of a line where they stand, or all of a block.
 *
 * @param isInPart - the picture may show only some of the digits in that place (`isShownInPart`): all of it is covered
 * @returns null where every digit may be shown
 */
export function numberCover({ panGrouped, quads }: ReadNumber, isInPart: boolean): Quad | null {
  const signs = [...panGrouped];
  const places = signs.flatMap((sign, place) => (sign === ' ' ? [] : [place]));
  const hidden = places.slice(PAN_SHOWN.head, -PAN_SHOWN.tail);
  const [first] = hidden;
  const last = hidden.at(-1);
  if (first === undefined || last === undefined) return null;
  const [topLeft, topRight, , bottomLeft] = quads.pan;
  const isLine = distance(topLeft, topRight) > LINE_RATIO * distance(topLeft, bottomLeft);
  const isEven = isLine && !isInPart;
  const from = isEven ? (first - END_MARGIN) / signs.length : 0;
  const to = isEven ? (last + 1 + END_MARGIN) / signs.length : 1;
  const side = isLine ? SIDE_MARGIN.line : SIDE_MARGIN.block;
  return partOfQuad(quads.pan, from, to, -side, 1 + side);
}
