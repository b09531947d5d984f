import { type Quad, quadHeight, quadWidth } from '../geometry';
import { encodeJpeg } from '../image/encode';
import { paintOver } from '../image/paint';
import type { Raster } from '../image/raster';
import { CARD_ASPECT } from '../location/cropped-card';
import { locateSecrets } from '../location/locator';
import { straightCard } from '../location/straight-card';
import type { Locator } from '../model/model';
import { coverDigits } from './hidden-digits';

/** Limits of the crop's longer side, px. */
const LENGTH = { min: 320, max: 1024 };

/**
 * Cuts out a card, straightened, as a JPEG file, with signature strip and security code painted over.
 *
 * @param outline - clockwise from the card's own top left, px of the raster
 * @param hidden - what is to be painted over, as `coverDigits`: all of the crop is black where that cannot be told; null: nothing
 * @throws {CardOcrError} as `Model.run`
 */
export async function cropCard(locator: Locator, raster: Raster, outline: Quad, hidden: readonly Quad[] | null): Promise<Buffer> {
  const long = Math.round(Math.min(LENGTH.max, Math.max(LENGTH.min, quadHeight(outline), quadWidth(outline))));
  const card = straightCard(raster, outline, long, Math.round(long / CARD_ASPECT));
  for (const secret of await locateSecrets(locator, card)) paintOver(card, secret);
  const isShowable = hidden === null || coverDigits(card, outline, hidden);
  return encodeJpeg(isShowable ? card : { ...card, data: new Uint8Array(card.data.length) });
}
