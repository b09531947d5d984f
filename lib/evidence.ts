import type { Expiry } from './card/expiry';
import type { Quad } from './geometry';
import type { Raster } from './image/raster';
import type { Hypothesis } from './recognition/constrained-decode';
import type { DigitStrip } from './recognition/strip';
import type { Tensor } from './tensor';

/** The two readers of strips: the fast one, and the second, which is slow. They err differently. */
export type ReaderName = 'fast' | 'second';

/** Where a number stands: one quad, or several for a number printed in a block. In reading order and direction. */
export type Place = readonly Quad[];

/** How a crop of a line differs from the line: growth along and across it in line heights, relative strip width. */
export interface Framing {
  readonly dx: number;
  readonly dy: number;
  readonly widthScale: number;
  /** by how many line heights its upper edge is moved along the line, its lower edge against it: makes slanted digits upright */
  readonly slant?: number;
  /** left and right are swapped */
  readonly isMirrored?: boolean;
}

/** What the fast reader saw at one place. */
export interface Glance {
  readonly place: Place;
  /** class probabilities of the first crop by time step, over blank and `PAN_ALPHABET`, shape `[T, 11]`; the strips of a block one after the other */
  readonly probs: Tensor;
  /** the same of further crops */
  readonly further: readonly Tensor[];
  /** the digits of the first crop, by best path */
  readonly digits: string;
  /** how sure the reader is that what it read is a number, 0..1 (see `DigitStrip.digitMass`) */
  readonly digitness: number;
  /** a day with its month and year stands in the line, or many digits between two strokes: it is no card's number, but for example a row of a licence, or of a ticket */
  readonly isNoNumber: boolean;
}

/** A place read as a card number. */
export interface NumberReading extends Hypothesis {
  readonly place: Place;
  /** where the reader is sure of each digit, between its centre and 0.8 pitches behind it, as a fraction of the way along the place's quads, ascending; empty where that is not known */
  readonly positions: readonly number[];
  /** log likelihood plus log prior: compares readings of different places */
  readonly total: number;
  /** plain to see, and plausible: nothing is left to settle */
  readonly sure: boolean;
  /** plain to see, but perhaps not plausible: another look would show the same */
  readonly clear: boolean;
}

/** A date read on the card. */
export interface ExpiryReading {
  readonly expiry: Expiry;
  /** the probability that its place shows it, 0..1 */
  readonly confidence: number;
  /** tight around its characters, px of the raster */
  readonly quad: Quad;
  /** the date from which the card is valid; null where none was plain to see */
  readonly validFrom: Expiry | null;
  /** words beside it say that the card is valid until then */
  readonly saysUntil?: true;
}

/**
 * One thing that was seen while a picture was read. All quads are in pixels of `raster`, the decoded picture, whose pixels are overwritten once the picture has been
 * read.
 *
 * `rung`: a rung was climbed, begun at `from` by the clock of `performance`; the evidence that it brought comes before it. `places`: where a network sees cards or lines.
 * `strip`: a line as a reader of strips got it (`widthScale` as in `cutStrip`) and what it read. `candidates`: the numbers that a place may show, best first.
 */
export type Evidence =
  | { readonly kind: 'rung'; readonly name: string; readonly from: number; readonly ms: number }
  | { readonly kind: 'places'; readonly raster: Raster; readonly places: readonly SeenPlace[] }
  | {
      readonly kind: 'strip';
      readonly by: ReaderName;
      readonly raster: Raster;
      readonly quad: Quad;
      readonly widthScale: number;
      readonly strip: DigitStrip;
    }
  | { readonly kind: 'candidates'; readonly raster: Raster; readonly place: Place; readonly hypotheses: readonly Hypothesis[] };

/** A place where a network sees a card, a number line or a date. */
export interface SeenPlace {
  readonly of: 'card' | 'number' | 'date';
  readonly quad: Quad;
}
