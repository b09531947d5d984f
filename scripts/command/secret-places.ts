import { growQuad, projectQuad, type Quad, quadHeight, quadWidth, rectangleToQuad } from '../../lib/geometry';
import type { Raster } from '../../lib/image/raster';
import { warp } from '../../lib/image/warp';
import { locateCards, locateSecrets } from '../../lib/location/locator';
import type { Locator } from '../../lib/model/model';

/** Margin around a number that is painted over with it, in heights of its line. */
const ROOM = 0.2;
/** Width to which a card is straightened, px, to see what on it must be hidden. */
const CARD_WIDTH = 640;

/** What must not be seen in a picture, as far as the locator sees it: quads in pixels of the raster. */
interface SecretPlaces {
  readonly numbers: readonly Quad[];
  /** signature strips and security codes */
  readonly codes: readonly Quad[];
}

/** @throws {CardOcrError} as `locateCards` */
export async function secretPlaces(locator: Locator, raster: Raster): Promise<SecretPlaces> {
  const places = { numbers: [] as Quad[], codes: [] as Quad[] };
  for (const { outline, numbers } of await locateCards(locator, raster)) {
    places.numbers.push(...numbers.flat().map(withRoom));
    if (!outline) continue;
    const height = Math.max(1, Math.round((CARD_WIDTH * quadHeight(outline)) / Math.max(1, quadWidth(outline))));
    const homography = rectangleToQuad(CARD_WIDTH, height, outline);
    const secrets = await locateSecrets(locator, warp(raster, outline, CARD_WIDTH, height));
    places.codes.push(...secrets.map((quad) => projectQuad(homography, quad)));
  }
  return places;
}

/** Returns a number's line with the margin that is painted over around it. */
export const withRoom = (quad: Quad): Quad => growQuad(quad, ROOM * quadHeight(quad), ROOM * quadHeight(quad));
