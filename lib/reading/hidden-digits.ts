import { PAN_SHOWN } from '../card/pan';
import type { Place } from '../evidence';
import { growQuad, invertHomography, partOfQuad, projectQuad, type Quad, quadHeight, rectangleToQuad } from '../geometry';
import { paintOver } from '../image/paint';
import type { Raster } from '../image/raster';
import { pitchOf } from './layout';

/** A number on a card. */
export interface PlacedNumber {
  readonly place: Place;
  /** as `NumberReading.positions` */
  readonly positions: readonly number[];
  readonly length: number;
}

/** Room painted over around digits, in heights of their line. */
const ROOM = 0.15;
/**
 * At least so far before the first hidden digit and behind the last one, in pitches from its centre: positions are where the reader is sure of a digit, up to
 * 0.8 pitches behind its centre. So some of the sixth digit may be hidden, too.
 */
const REACH = { before: 1.1, behind: 0.75 };

/**
 * Paint lines of digits over in what was cut out of a picture.
 *
 * @param cut - of the picture, straightened
 * @param from - what it shows, px of the picture
 * @param lines - px of the picture
 * @returns false where it cannot be told where they are in the cut: then it is not to be shown
 */
export function coverDigits(cut: Raster, from: Quad, lines: readonly Quad[]): boolean {
  const toCut = invertHomography(rectangleToQuad(cut.width, cut.height, from));
  if (!toCut) return false;
  for (const line of lines) paintOver(cut, projectQuad(toCut, growQuad(line, 0, ROOM * quadHeight(line))));
  return true;
}

/** The parts of a number's place with the digits that are not to be seen: all of it where it cannot be told which stand where. */
export const hiddenQuads = (number: PlacedNumber): Quad[] => middleDigits(number) ?? [...number.place];

/** Where the digits between the first 6 and the last 4 stand; null where it cannot be told. */
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
      // there is room at either end of a line, so that only its middle is known
      return [partOfQuad(line, from === MIDDLE ? from - ABOUT_MIDDLE : 0, to === MIDDLE ? to + ABOUT_MIDDLE : 1)];
    });
  }
  return null;
}

/** Of a line. */
const MIDDLE = 0.5;
/** A block's lines are placed only roughly: a digit may reach so far over what seems to be its middle, in lengths of the line. */
const ABOUT_MIDDLE = 0.13;
