import {
  applyHomography,
  distance,
  growQuad,
  invertHomography,
  mapQuad,
  type Point,
  projectQuad,
  type Quad,
  quadAspect,
  quadCentre,
  quadHeight,
  quadWidth,
  rectangleToQuad,
  type Size,
} from '../geometry';
import type { Raster } from '../image/raster';
import { resize } from '../image/resize';
import { warp } from '../image/warp';
import type { Locator } from '../model/model';
import { votedCards } from './card-votes';
import { asCropped } from './cropped-card';
import { votedLines } from './line-votes';
import { assembleCards, type LocatedCard } from './located-card';
import { type LineKind, LocatorMaps } from './locator-maps';
import { mapsBy } from './maps';
import { refineByPicture } from './picture-edges';

/** The longer side of the picture that the network gets, px. */
const SIDE = 320;
/** The same where it is to find small cards, too. */
const SMALL_CARDS_SIDE = 640;
/** A picture with this aspect or more mostly shows a telephone's screen; at 640 px its cards would be small. It gets as many pixels as a picture with the second aspect. */
const LONG = { from: 1.8, as: 4 / 3 };
/** The room around a card in a closer look, in the card's shorter sides. */
const ROOM = 0.16;

/**
 * Finds bank cards in a picture: outlines, number lines and expiry dates, each in its own reading direction.
 *
 * @returns largest first, in the raster's pixels
 * @throws {CardOcrError} `MODEL_OUTPUT_UNEXPECTED` when the maps are not of the picture's size, or not of numbers; as `Model.run`
 */
export const locateCards = (locator: Locator, raster: Raster): Promise<LocatedCard[]> => locateIn(locator, raster, SIDE);

/** Finds bank cards as `locateCards` does, small ones, too; takes four times as long. */
export const locateSmallCards = (locator: Locator, raster: Raster): Promise<LocatedCard[]> =>
  locateIn(locator, raster, smallCardsSide(raster));

function smallCardsSide({ width, height }: Raster): number {
  const ratio = Math.max(width, height) / Math.min(width, height);
  return ratio < LONG.from ? SMALL_CARDS_SIDE : Math.round(SMALL_CARDS_SIDE * Math.sqrt(ratio / LONG.as));
}

/** Finds bank cards as `locateSmallCards` does, in the picture turned by 45°: cards that lie aslant are nearly straight in it, and the network sees them better. */
export async function locateInTurned(locator: Locator, raster: Raster): Promise<LocatedCard[]> {
  const [x, y] = [raster.width / 2, raster.height / 2];
  const reach = x + y;
  const around: Quad = [
    { x, y: y - reach },
    { x: x + reach, y },
    { x, y: y + reach },
    { x: x - reach, y },
  ];
  const homography = rectangleToQuad(SMALL_CARDS_SIDE, SMALL_CARDS_SIDE, around);
  return cardsIn(locator, raster, warp(raster, around, SMALL_CARDS_SIDE, SMALL_CARDS_SIDE), (p) => applyHomography(homography, p));
}

async function locateIn(locator: Locator, raster: Raster, side: number): Promise<LocatedCard[]> {
  const small = shrunk(raster, side);
  const sx = raster.width / small.width;
  const sy = raster.height / small.height;
  return cardsIn(locator, raster, small, ({ x, y }) => ({ x: x * sx, y: y * sy }));
}

/** A closer look shows the same card if its centre is less than this far from the expected one, in the card's shorter sides. */
const ASTRAY = 0.5;
/** Closer looks end when an outline moves by less than this, in its diagonals, or after this many. */
const SETTLED = 0.008;
const MAX_LOOKS = 2;

/**
 * Locates one card as closely as the network can: each look is straightened by the outline that the look before has found.
 *
 * @param outline - about where the card is, px of the raster
 * @returns null when no card is seen there from near by
 * @throws {CardOcrError} as `locateCards`
 */
export async function locateClosely(locator: Locator, raster: Raster, outline: Quad): Promise<(LocatedCard & { outline: Quad }) | null> {
  let closest: (LocatedCard & { outline: Quad }) | null = null;
  let about = outline;
  for (let look = 0; look < MAX_LOOKS; look++) {
    const seen = nearest(await locateWithin(locator, raster, about), about);
    if (!seen) break;
    closest = seen;
    const moved = Math.max(...about.map((corner) => Math.min(...seen.outline.map((other) => distance(corner, other)))));
    if (moved < SETTLED * distance(seen.outline[0], seen.outline[2])) break;
    about = seen.outline;
  }
  return closest;
}

function nearest(cards: readonly LocatedCard[], outline: Quad): (LocatedCard & { outline: Quad }) | null {
  const apart = ({ outline: other }: { outline: Quad }): number => distance(quadCentre(other), quadCentre(outline));
  const [best] = cards.flatMap((card) => (card.outline ? [{ ...card, outline: card.outline }] : [])).sort((a, b) => apart(a) - apart(b));
  return best && apart(best) < ASTRAY * Math.min(quadWidth(outline), quadHeight(outline)) ? best : null;
}

/** Shrinks a picture to the size that the network gets. */
function shrunk(raster: Raster, side: number): Raster {
  const scale = side / Math.max(raster.width, raster.height);
  return resize(raster, Math.max(1, Math.round(raster.width * scale)), Math.max(1, Math.round(raster.height * scale)));
}

/**
 * Looks at one card again, straightened and as large as the network's input: for a card that is small in its picture, tilted or seen from the side.
 *
 * @param outline - about where the card is, px of the raster
 * @returns the cards seen there, largest first, in the raster's pixels
 * @throws {CardOcrError} as `locateCards`
 */
async function locateWithin(locator: Locator, raster: Raster, outline: Quad): Promise<LocatedCard[]> {
  const by = ROOM * Math.min(quadWidth(outline), quadHeight(outline));
  const area = growQuad(outline, by, by);
  const aspect = quadAspect(area);
  const least = locator.config.input.multiple;
  const width = aspect >= 1 ? SIDE : Math.max(least, Math.round(SIDE * aspect));
  const height = aspect >= 1 ? Math.max(least, Math.round(SIDE / aspect)) : SIDE;
  const homography = rectangleToQuad(width, height, area);
  return cardsIn(locator, raster, warp(raster, area, width, height), (p) => applyHomography(homography, p));
}

/** By kind of line that is looked for around a number: the width of the network's input, px, and the probability above which a pixel is part of a line, if it is not the default. */
const AROUND: Readonly<Record<LineKind, { readonly width: number; readonly pixel?: number }>> = {
  number: { width: 448 },
  expiry: { width: 384, pixel: 0.1 },
};

/**
 * Looks for numbers in a part of a card, which it shows larger than a look at the whole card does.
 *
 * @param area - in reading direction
 * @returns lines in reading direction, likeliest first, px of the raster
 * @throws {CardOcrError} as `locateCards`
 */
export async function locateNumbers(locator: Locator, raster: Raster, area: Quad): Promise<Quad[]> {
  return (await linesIn(locator, raster, area, 'number')).lines;
}

export interface LocatedDates {
  /** in reading direction, likeliest first, px of the raster */
  readonly dates: readonly Quad[];
  /** the highest probability of a date within a part of the area and outside the others, 0..1; quads in px of the raster */
  readonly dateScore: (part: Quad, others?: readonly Quad[]) => number;
}

/**
 * Looks for dates around a number.
 *
 * @param area - in reading direction
 * @throws {CardOcrError} as `locateCards`
 */
export async function locateDates(dateLocator: Locator, raster: Raster, area: Quad): Promise<LocatedDates> {
  const { lines, maps, homography } = await linesIn(dateLocator, raster, area, 'expiry');
  const toMaps = invertHomography(homography);
  const inMaps = (quad: Quad): Quad => (toMaps ? projectQuad(toMaps, quad) : quad);
  return { dates: lines, dateScore: (part, others = []) => maps.highest('expiry', inMaps(part), others.map(inMaps)) };
}

async function linesIn(locator: Locator, raster: Raster, area: Quad, kind: LineKind) {
  const { width, pixel } = AROUND[kind];
  const least = locator.config.input.multiple;
  const height = Math.max(least, Math.min(width, Math.round((width * quadHeight(area)) / Math.max(1, quadWidth(area)))));
  const maps = await mapsOf(locator, warp(raster, area, width, height));
  const homography = rectangleToQuad(width, height, area);
  return { maps, homography, lines: votedLines(maps, kind, pixel).map((quad) => projectQuad(homography, quad)) };
}

/** The probability above which a pixel of a map is hidden: low, as hiding too much is better than too little. */
const SECRET = 0.25;

/**
 * Finds signature strips and security codes.
 *
 * @param card - straightened, filling the raster
 * @returns squares that cover them, px of the raster
 * @throws {CardOcrError} as `locateCards`
 */
export async function locateSecrets(locator: Locator, card: Raster): Promise<Quad[]> {
  const small = shrunk(card, SIDE);
  const maps = await mapsOf(locator, small);
  const sx = card.width / small.width;
  const sy = card.height / small.height;
  return [...maps.mask('secret')].flatMap((probability, pixel) => {
    if (!(probability > SECRET)) return [];
    const { x, y } = maps.at(pixel);
    const { stride } = maps;
    const square: Quad = [
      { x: x - stride, y: y - stride },
      { x: x + stride, y: y - stride },
      { x: x + stride, y: y + stride },
      { x: x - stride, y: y + stride },
    ];
    return [mapQuad(square, (p) => ({ x: p.x * sx, y: p.y * sy }))];
  });
}

async function mapsOf(locator: Locator, picture: Raster): Promise<LocatorMaps> {
  return new LocatorMaps(await mapsBy(locator, picture), picture, locator.config.output);
}

async function cardsIn(locator: Locator, source: Size, look: Raster, toSource: (p: Point) => Point): Promise<LocatedCard[]> {
  const maps = await mapsOf(locator, look);
  const moved = (quad: Quad): Quad => mapQuad(quad, toSource);
  const cards = assembleCards(votedCards(maps), votedLines(maps, 'number'), votedLines(maps, 'expiry'));
  return cards.map((card) => ({
    ...card,
    outline: card.outline && asCropped(source, moved(refineByPicture(look, card.outline))),
    numbers: card.numbers.map((place) => place.map(moved)),
    dates: card.dates.map(moved),
  }));
}
