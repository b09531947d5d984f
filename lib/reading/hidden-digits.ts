import { PAN_SHOWN } from '../card/pan';
import type { Place } from '../evidence';
import { growQuad, invertHomography, partOfQuad, projectQuad, type Quad, quadHeight, rectangleToQuad } from '../geometry';
import { paintOver } from '../image/paint';
import type { Raster } from '../image/raster';
import { pitchOf } from './layout';

export interface PlacedNumber {
  readonly place: Place;
  /** as `NumberReading.positions` */
  readonly positions: readonly number[];
  readonly length: number;
}

/** How much is painted over above and below digits, in heights of their line. */
const ROOM = 0.15;
/**
 * How far is painted over at least, before the first hidden digit's position and behind the last one's, in pitches. Positions are where the reader is sure of a digit, up
 * to 0.8 pitches behind its centre: so a part of the sixth digit may be hidden, too.
 */
const REACH = { before: 1.1, behind: 0.75 };

/**
 * Paints over lines of digits in a cut-out of a picture.
 *
 * @param cut - the cut-out, straightened
 * @param from - the quad that it shows, px of the picture
 * @param lines - px of the picture
 * @returns false where it is not known where the lines are in the cut-out: then it must not be shown
 */
export function coverDigits(cut: Raster, from: Quad, lines: readonly Quad[]): boolean {
  const toCut = invertHomography(rectangleToQuad(cut.width, cut.height, from));
  if (!toCut) return false;
  for (const line of lines) paintOver(cut, projectQuad(toCut, growQuad(line, 0, ROOM * quadHeight(line))));
  return true;
}

/** Returns the parts of a number's place where the digits to be hidden stand: all of the place where that is not known. */
export const hiddenQuads = (number: PlacedNumber): Quad[] => middleDigits(number) ?? [...number.place];

/** Returns where the digits between the first 6 and the last 4 stand; null where that is not known. */
export function middleDigits({ place, positions, length }: PlacedNumber): Quad[] | null {
  const [first, last] = [PAN_SHOWN.head, length - PAN_SHOWN.tail];
  if (place.length === 1 && positions.length === length) {
    const [line] = place as readonly [Quad];
    const between = (i: number): number => (positions[i - 1]! + positions[i]!) / 2;
    const pitch = pitchOf(positions);
    const from = Math.min(between(first), positions[first]! - REACH.before * pitch);
    const to = Math.max(between(last), positions[last - 1]! + REACH.behind * pitch);
    return [partOfQuad(line, from, to)];
  }
  if (place.length > 1 && length % place.length === 0) {
    const each = length / place.length;
    return place.flatMap((line, i) => {
      const from = Math.max(0, (first - i * each) / each);
      const to = Math.min(1, (last - i * each) / each);
      if (to <= from) return [];
      // a line has some room at either end, so that of its digits' positions only the middle is known
      return [partOfQuad(line, from === MIDDLE ? from - ABOUT_MIDDLE : 0, to === MIDDLE ? to + ABOUT_MIDDLE : 1)];
    });
  }
  return null;
}

/** The middle of a line, as a share of its length. */
const MIDDLE = 0.5;
/** How far a digit may reach over what seems to be the middle of its line, in lengths of the line: a block's lines are placed only roughly. */
const ABOUT_MIDDLE = 0.13;
