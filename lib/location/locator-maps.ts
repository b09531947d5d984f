import { isInside, type Point, pixelsIn, type Quad, type Size } from '../geometry';
import type { LocatorConfig } from '../model/model';
import type { Tensor } from '../tensor';

export type LineKind = 'number' | 'expiry';
/** What a pixel may be part of. */
export type MaskKind = 'card' | LineKind | 'secret';

/** Where a pixel says its card lies. Half diagonals have their angles doubled, so that both ends of a diagonal give the same vector. */
export interface OutlineVote {
  /** where the diagonals cross, px */
  readonly centre: Point;
  /** half of the diagonal between the two corners at which, clockwise, a long side begins */
  readonly first: Point;
  /** half of the other diagonal */
  readonly second: Point;
}

/** Where a pixel says its line lies. */
export interface LineVote {
  readonly middle: Point;
  /** half of the line, as a vector with its angle doubled */
  readonly half: Point;
  /** px */
  readonly height: number;
}

/** The locator's output for one picture, in pixels of its input. */
export class LocatorMaps {
  readonly width: number;
  readonly height: number;
  private readonly data: Float32Array;

  /** px of the input per pixel of the maps */
  readonly stride: number;
  private readonly first: LocatorConfig['output']['maps'];
  private readonly units: LocatorConfig['output']['units'];

  /**
   * @param tensor - shape `[1, maps, height, width]`
   * @param frame - how much of the input the picture fills, from its top left, px
   * @param output - what the manifest says of the maps
   */
  constructor(
    { data, shape }: Tensor,
    readonly frame: Size,
    output: LocatorConfig['output'],
  ) {
    this.data = data;
    this.stride = output.stride;
    this.first = output.maps;
    this.units = output.units;
    this.height = shape[2] ?? 0;
    this.width = shape[3] ?? 0;
  }

  /** Probabilities, row-major, `width × height`. */
  mask(of: MaskKind): Float32Array {
    const plane = this.width * this.height;
    return this.data.subarray(this.first[of] * plane, (this.first[of] + 1) * plane);
  }

  /** The highest probability within a quad and outside the others. */
  highest(of: MaskKind, quad: Quad, others: readonly Quad[]): number {
    const mask = this.mask(of);
    let highest = 0;
    for (const pixel of this.pixelsIn(quad)) {
      if (mask[pixel]! > highest && !others.some((other) => isInside(other, this.at(pixel)))) highest = mask[pixel]!;
    }
    return highest;
  }

  /** The picture's pixels whose centres are within a quad. */
  pixelsIn(quad: Quad): number[] {
    const pixels: number[] = [];
    for (const { y, from, to } of pixelsIn(quad, this.frame, this.stride)) {
      for (let x = from; x < to; x++) pixels.push(y * this.width + x);
    }
    return pixels;
  }

  /** The centre of a map's pixel, px of the input. */
  at = (pixel: number): Point => ({
    x: ((pixel % this.width) + 0.5) * this.stride,
    y: (Math.floor(pixel / this.width) + 0.5) * this.stride,
  });

  outline(pixel: number): OutlineVote {
    const [map, unit] = [this.first.outline, this.units.outline];
    return {
      centre: this.from(pixel, this.pair(map, pixel, unit)),
      first: this.pair(map + 2, pixel, unit),
      second: this.pair(map + 4, pixel, unit),
    };
  }

  /** The direction of the text of a pixel's card; the surer the network is, the nearer is its length to 1. */
  direction = (pixel: number): Point => this.pair(this.first.direction, pixel, 1);

  /** The mean direction that several pixels say. */
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
    const [map, unit] = [this.first.line, this.units.line];
    return {
      middle: this.from(pixel, this.pair(map, pixel, unit)),
      half: this.pair(map + 2, pixel, unit),
      height: Math.max(1, this.value(map + 4, pixel) * this.units.height),
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

/** Halves the angle of a vector. Two opposite vectors have the same doubled angle: it returns one of them. */
export function halved({ x, y }: Point): Point {
  const length = Math.hypot(x, y);
  const angle = Math.atan2(y, x) / 2;
  return { x: length * Math.cos(angle), y: length * Math.sin(angle) };
}
