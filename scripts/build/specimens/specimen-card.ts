import type { Raster } from '../../../lib/image/raster';
import { cardBackground, chip, paletteOf, schemeMark } from './card-face';
import { embossedDigit } from './embossed-digits';
import { letter } from './lettering';
import { type PanLayout, panLines } from './pan-layout';
import { seededRandom } from './random';
import { emboss, type Rgb } from './relief';
import { renderMask, renderSvg } from './svg';

/** How number, date and name are put on the plastic. */
export type Print = 'flat' | 'embossed' | 'silver-foil' | 'gold-foil';

/** A card of a bank that does not exist. */
export interface SpecimenCard {
  /** Chooses colours and pattern. */
  readonly seed: number;
  readonly bankName: string;
  /** Digits only; null for a card that bears no number. */
  readonly pan: string | null;
  readonly layout: PanLayout;
  readonly print: Print;
  /** As printed: `MM/YY`, `MM/YYYY`, `MM.YY`, `MM YY` or `MM YYYY`; null for a card that bears none. */
  readonly expiry: string | null;
  readonly portrait?: boolean;
}

/** Long and short edge of a card, ISO/IEC 7810 ID-1 at 10 px a millimetre. */
export const CARD_LONG_EDGE = 856;
const CARD_SHORT_EDGE = 540;
/** Radius of a card's corners, px. */
export const CARD_CORNER_RADIUS = 32;

const HOLDER = 'SPECIMEN HOLDER';
/** Distance of two characters of an embossed number, px: seven to the inch (ISO/IEC 7811). */
const WIDEST_PITCH = 36.3;
const HEIGHT_OF_PITCH = 1.19;
const FONT_SIZE_OF_PITCH = 1.43;
/** Height of a digit in DejaVu Sans, as a share of the font size. */
const DIGIT_HEIGHT_OF_FONT_SIZE = 0.729;

const FOILS: Readonly<Record<Print, Rgb | null>> = {
  flat: null,
  embossed: null,
  'silver-foil': [222, 226, 230],
  'gold-foil': [226, 190, 108],
};

/** Where things stand on a card, px; a text's y is its baseline. */
interface Places {
  readonly margin: number;
  readonly numberBaseline: number;
  readonly stackTop: number;
  readonly expiry: { readonly x: number; readonly y: number };
  readonly holderBaseline: number;
  readonly chip: { readonly x: number; readonly y: number };
  readonly mark: { readonly x: number; readonly y: number };
  readonly tag: { readonly x: number; readonly y: number };
}

const LANDSCAPE: Places = {
  margin: 80,
  numberBaseline: 340,
  stackTop: 160,
  expiry: { x: 400, y: 416 },
  holderBaseline: 478,
  chip: { x: 88, y: 168 },
  mark: { x: 662, y: 408 },
  tag: { x: 796, y: 140 },
};

const PORTRAIT: Places = {
  margin: 40,
  numberBaseline: 560,
  stackTop: 300,
  expiry: { x: 200, y: 652 },
  holderBaseline: 730,
  chip: { x: 214, y: 230 },
  mark: { x: 350, y: 730 },
  tag: { x: 500, y: 140 },
};

/** Where the number of a stacked card and its chip stand: the number takes the chip's usual place. */
const STACKED_PITCH = 34;
const STACKED_LINE_HEIGHT = 62;
const STACKED_CHIP = { x: 640, y: 190 };

/** Characters, each in a cell of its own, flat or raised. */
interface Cells {
  readonly text: string;
  readonly x: number;
  readonly baseline: number;
  readonly pitch: number;
}

const flatCells = ({ text, x, baseline, pitch }: Cells, ink: string): string =>
  [...text]
    .map((character, n) =>
      letter({ text: character, x: x + (n + 0.5) * pitch, y: baseline, size: pitch * FONT_SIZE_OF_PITCH, anchor: 'middle' }, ink),
    )
    .join('');

const raisedCells = ({ text, x, baseline, pitch }: Cells): string =>
  [...text]
    .map((character, n) => {
      const height = pitch * HEIGHT_OF_PITCH;
      return character === ' ' ? '' : embossedDigit(character, x + (n + 0.5) * pitch, baseline - height, height);
    })
    .join('');

/** Returns the number's lines in cells as wide as the card allows. */
function numberCells(card: SpecimenCard, pan: string, places: Places, width: number): Cells[] {
  const lines = panLines(pan, card.layout);
  if (lines.length > 1) {
    const height = STACKED_PITCH * FONT_SIZE_OF_PITCH * DIGIT_HEIGHT_OF_FONT_SIZE;
    return lines.map((text, n) => ({
      text,
      x: places.margin,
      baseline: places.stackTop + height + n * STACKED_LINE_HEIGHT,
      pitch: STACKED_PITCH,
    }));
  }
  return lines.map((text) => ({
    text,
    x: places.margin,
    baseline: places.numberBaseline,
    pitch: Math.min(WIDEST_PITCH, (width - 2 * places.margin) / text.length),
  }));
}

/**
 * Draws the front of a card up to its edges; its corners are rounded when it is laid in a scene.
 *
 * @returns 856 × 540 px, or 540 × 856 for a portrait card
 */
export async function drawCard(card: SpecimenCard): Promise<Raster> {
  const width = card.portrait ? CARD_SHORT_EDGE : CARD_LONG_EDGE;
  const height = card.portrait ? CARD_LONG_EDGE : CARD_SHORT_EDGE;
  const places = card.portrait ? PORTRAIT : LANDSCAPE;
  const { ink } = paletteOf(card.seed);
  const { margin, expiry } = places;
  const chipPlace = card.layout === 'stacked' ? STACKED_CHIP : places.chip;

  const printed = [
    cardBackground(card.seed, width, height),
    chip(chipPlace.x, chipPlace.y),
    schemeMark(places.mark.x, places.mark.y),
    letter({ text: card.bankName, x: margin - 20, y: 88, size: 38, font: 'DejaVuSerif-Bold' }, ink),
    letter({ text: 'SPECIMEN - NO REAL CARD', x: places.tag.x, y: places.tag.y, size: 16, anchor: 'end' }, ink),
  ];
  const cells = card.pan === null ? [] : numberCells(card, card.pan, places, width);
  if (card.pan !== null && card.print !== 'flat') {
    printed.push(letter({ text: card.pan.slice(0, 4), x: margin + 4, y: places.numberBaseline + 34, size: 19 }, ink));
  }
  if (card.expiry !== null) {
    cells.push({ text: card.expiry, x: expiry.x, baseline: expiry.y, pitch: 22 });
    printed.push(
      letter({ text: 'VALID', x: expiry.x - 12, y: expiry.y - 14, size: 14, font: 'DejaVuSans-Bold', anchor: 'end' }, ink),
      letter({ text: 'THRU', x: expiry.x - 12, y: expiry.y + 2, size: 14, font: 'DejaVuSans-Bold', anchor: 'end' }, ink),
      letter({ text: 'MONTH/YEAR', x: expiry.x, y: expiry.y - 36, size: 12 }, ink),
    );
  }
  const holder = { text: HOLDER, x: margin, y: places.holderBaseline, size: 30, font: 'DejaVuSansMono' } as const;

  if (card.print === 'flat') {
    printed.push(...cells.map((line) => flatCells(line, ink)), letter(holder, ink));
    return renderSvg(width, height, printed.join(''));
  }
  const face = await renderSvg(width, height, printed.join(''));
  const raised = await renderMask(width, height, cells.map(raisedCells).join('') + letter(holder, '#fff'));
  return emboss(face, raised, FOILS[card.print], seededRandom(card.seed));
}
