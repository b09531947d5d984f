import { type Quad, quadHeight, quadWidth } from '../geometry';
import { encodeJpeg } from '../image/encode';
import { paintOver } from '../image/paint';
import type { Raster } from '../image/raster';
import { locateSecrets } from '../location/locator';
import { straightCard } from '../location/straight-card';
import type { Locator } from '../model/model';
import { coverDigits, hiddenQuads, type PlacedNumber } from './hidden-digits';

/** ISO/IEC 7810 ID-1 */
const CARD_ASPECT = 85.6 / 53.98;
/** Of the crop's longer side, px. */
const LENGTH = { min: 320, max: 1024 };

/**
 * A card, straightened, as a JPEG file: signature strip and security code painted over.
 *
 * @param outline - clockwise from the card's own top left, px of the raster
 * @param hidden - a number of which only the first 6 and last 4 digits are to be seen
 * @param others - lines of digits that are not of it, to be painted over wholly with it
 * @throws {CardOcrError} as `Model.run`
 */
export async function cropCard(
  locator: Locator,
  raster: Raster,
  outline: Quad,
  hidden: PlacedNumber | null,
  others: readonly Quad[],
): Promise<Buffer> {
  const long = Math.round(Math.min(LENGTH.max, Math.max(LENGTH.min, quadHeight(outline), quadWidth(outline))));
  const card = straightCard(raster, outline, long, Math.round(long / CARD_ASPECT));
  for (const secret of await locateSecrets(locator, card)) paintOver(card, secret);
  // a card that cannot be turned back is not shown at all
  if (hidden && !coverDigits(card, outline, [...others, ...hiddenQuads(hidden)])) {
    return encodeJpeg({ ...card, data: new Uint8Array(card.data.length) });
  }
  return encodeJpeg(card);
}
