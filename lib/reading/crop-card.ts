import { type Quad, quadHeight, quadWidth } from '../geometry';
import { encodeJpeg } from '../image/encode';
import { paintOver } from '../image/paint';
import type { Raster } from '../image/raster';
import { CARD_ASPECT } from '../location/cropped-card';
import { locateSecrets } from '../location/locator';
import { straightCard } from '../location/straight-card';
import type { Locator } from '../model/model';
import { coverDigits, hiddenQuads, type PlacedNumber } from './hidden-digits';

/** Limits of the crop's longer side, px. */
const LENGTH = { min: 320, max: 1024 };

/**
 * Cuts out a card, straightened, as a JPEG file, with signature strip and security code painted over.
 *
 * @param outline - clockwise from the card's own top left, px of the raster
 * @param hidden - the number, if only its first 6 and last 4 digits may be seen
 * @param others - other lines of digits, which are painted over wholly if there is `hidden`
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
  // where it is not known where the digits are in the crop, nothing of the card is shown
  if (hidden && !coverDigits(card, outline, [...others, ...hiddenQuads(hidden)])) {
    return encodeJpeg({ ...card, data: new Uint8Array(card.data.length) });
  }
  return encodeJpeg(card);
}
