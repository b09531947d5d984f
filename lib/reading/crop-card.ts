import { PAN_SHOWN } from '../card/pan';
import type { Place } from '../evidence';
import { along, growQuad, invertHomography, projectQuad, type Quad, quadHeight, quadWidth, rectangleToQuad } from '../geometry';
import { encodeJpeg } from '../image/encode';
import { paintOver } from '../image/paint';
import type { Raster } from '../image/raster';
import { warp } from '../image/warp';
import { locateSecrets } from '../location/locator';
import type { Locator } from '../model/model';

/** ISO/IEC 7810 ID-1 */
const CARD_ASPECT = 85.6 / 53.98;
/** Of the crop's longer side, px. */
const LENGTH = { min: 320, max: 1024 };
/** Room painted over around digits, in heights of their line. */
const ROOM = 0.15;

/** A number on a card. */
export interface PlacedNumber {
  readonly place: Place;
  /** as `NumberReading.positions` */
  readonly positions: readonly number[];
  readonly length: number;
}

/**
 * A card, straightened, as a JPEG file: signature strip and security code painted over.
 *
 * @param outline - clockwise from the card's own top left, px of the raster
 * @param hidden - a number of which only the first 6 and last 4 digits are to be seen
 * @param others - number lines that were not read, to be painted over wholly with it
 * @throws {CardOcrError} as `Model.run`
 */
export async function cropCard(
  locator: Locator,
  raster: Raster,
  outline: Quad,
  hidden: PlacedNumber | null,
  others: readonly Quad[],
): Promise<Buffer> {
  const isUpright = quadHeight(outline) > quadWidth(outline);
  const long = Math.round(Math.min(LENGTH.max, Math.max(LENGTH.min, isUpright ? quadHeight(outline) : quadWidth(outline))));
  const short = Math.round(long / CARD_ASPECT);
  const [width, height] = isUpright ? [short, long] : [long, short];
  const card = warp(raster, outline, width, height);
  for (const secret of await locateSecrets(locator, card)) paintOver(card, secret);
  const toCard = hidden && invertHomography(rectangleToQuad(width, height, outline));
  if (hidden) {
    const quads = [...others, ...hiddenQuads(hidden)].map((quad) => growQuad(quad, 0, ROOM * quadHeight(quad)));
    // a card that cannot be turned back is not shown at all
    if (!toCard) return encodeJpeg({ width, height, data: new Uint8Array(card.data.length) });
    for (const quad of quads) paintOver(card, projectQuad(toCard, quad));
  }
  return encodeJpeg(card);
}

/** The parts of a number's place with the digits that are not to be seen: all of it where it cannot be told which stand where. */
export function hiddenQuads({ place, positions, length }: PlacedNumber): Quad[] {
  const [first, last] = [PAN_SHOWN.head, length - PAN_SHOWN.tail];
  if (place.length === 1 && positions.length === length) {
    const [line] = place as readonly [Quad];
    const between = (i: number): number => (positions[i - 1]! + positions[i]!) / 2;
    return [partOf(line, between(first), between(last))];
  }
  if (place.length > 1 && length % place.length === 0) {
    const each = length / place.length;
    return place.flatMap((line, i) => {
      const from = Math.max(0, (first - i * each) / each);
      const to = Math.min(1, (last - i * each) / each);
      return to > from ? [partOf(line, from, to)] : [];
    });
  }
  return [...place];
}

/** A stretch of a line. */
const partOf = (line: Quad, from: number, to: number): Quad => [
  along(line[0], line[1], from),
  along(line[0], line[1], to),
  along(line[3], line[2], to),
  along(line[3], line[2], from),
];
