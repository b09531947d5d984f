import { isInside, type Point, type Quad } from '../geometry';
import type { Tensor } from '../tensor';

/** Pixels of the network's input per pixel of its maps. */
export const STRIDE = 4;
/** Units of the maps of distances, px: as in scripts/train/locator.py. */
const CARD_UNIT = 80;
const LINE_UNIT = 40;
const HEIGHT_UNIT = 10;
/** Probabilities of card, number line, expiry, and signature strip or security code; a card's outline; its text's direction; a line. */
export const MAPS = 17;

/** What a line's pixel may be of. */
export type LineKind = 'number' | 'expiry';
const MASK: Readonly<Record<'card' | LineKind | 'secret', number>> = { card: 0, number: 1, expiry: 2, secret: 3 };
const CARD = 4;
const DIRECTION = 10;
const LINE = 12;

/** Where a pixel says its card lies. Halves of the diagonals have their angles doubled, so that neither end comes first. */
export interface OutlineVote {
  /** where the diagonals cross, px */
  readonly centre: Point;
  /** of the diagonal between the corners from which, clockwise, a long side goes on */
  readonly first: Point;
  readonly second: Point;
}

/** Where a pixel says its line lies. */
export interface LineVote {
  readonly middle: Point;
  /** half of it, with its angle doubled */
  readonly half: Point;
  /** px */
  readonly height: number;
}

/** The locator's output for one picture, in pixels of its input. */
export class LocatorMaps {
  readonly width: number;
  readonly height: number;
  private readonly data: Float32Array;

  /**
   * @param tensor - shape `[1, 17, height, width]`
   * @param frame - how much of the input the picture fills, from its top left, px
   */
  constructor(
    { data, shape }: Tensor,
    readonly frame: { readonly width: number; readonly height: number },
  ) {
    this.data = data;
    this.height = shape[2] ?? 0;
    this.width = shape[3] ?? 0;
  }

  /** Probabilities, row-major, `width × height`. */
  mask(of: keyof typeof MASK): Float32Array {
    const plane = this.width * this.height;
    return this.data.subarray(MASK[of] * plane, (MASK[of] + 1) * plane);
  }

  /** The highest probability within a quad; null: anywhere. */
  highest(of: keyof typeof MASK, quad: Quad | null): number {
    let highest = 0;
    this.mask(of).forEach((probability, pixel) => {
      if (probability > highest && (quad === null || isInside(quad, this.at(pixel)))) highest = probability;
    });
    return highest;
  }

  /** Where a map's pixel is, its centre. */
  at = (pixel: number): Point => ({ x: ((pixel % this.width) + 0.5) * STRIDE, y: (Math.floor(pixel / this.width) + 0.5) * STRIDE });

  outline(pixel: number): OutlineVote {
    return {
      centre: this.from(pixel, this.pair(CARD, pixel, CARD_UNIT)),
      first: this.pair(CARD + 2, pixel, CARD_UNIT),
      second: this.pair(CARD + 4, pixel, CARD_UNIT),
    };
  }

  /** Of the text of a pixel's card; the surer, the nearer to length 1. */
  direction = (pixel: number): Point => this.pair(DIRECTION, pixel, 1);

  /** What several pixels say of it together. */
  meanDirection(of: readonly { readonly pixel: number }[]): Point {
    let [x, y] = [0, 0];
    for (const { pixel } of of) {
      const d = this.direction(pixel);
      const length = Math.max(1, Math.hypot(d.x, d.y));
      x += d.x / length;
      y += d.y / length;
    }
    return { x: x / of.length, y: y / of.length };
  }

  line(pixel: number): LineVote {
    return {
      middle: this.from(pixel, this.pair(LINE, pixel, LINE_UNIT)),
      half: this.pair(LINE + 2, pixel, LINE_UNIT),
      height: Math.max(1, this.value(LINE + 4, pixel) * HEIGHT_UNIT),
    };
  }

  private value = (map: number, pixel: number): number => this.data[map * this.width * this.height + pixel] ?? 0;

  private pair = (map: number, pixel: number, unit: number): Point => ({
    x: this.value(map, pixel) * unit,
    y: this.value(map + 1, pixel) * unit,
  });

  private from(pixel: number, by: Point): Point {
    const { x, y } = this.at(pixel);
    return { x: x + by.x, y: y + by.y };
  }
}

/** A vector by the one of its doubled angle: one of the two. */
export function halved({ x, y }: Point): Point {
  const length = Math.hypot(x, y);
  const angle = Math.atan2(y, x) / 2;
  return { x: length * Math.cos(angle), y: length * Math.sin(angle) };
}
