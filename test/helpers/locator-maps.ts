import { isInside, mapQuad, type Point, type Quad, quadCentre, quadDirection, quadHeight, quadWidth, type Size } from '../../lib/geometry';
import { type LineKind, LocatorMaps, type MaskKind } from '../../lib/location/locator-maps';
import { manifest } from '../../lib/model/manifest';
import type { Locator } from '../../lib/model/model';
import type { Tensor } from '../../lib/tensor';

/** What the locator's maps are to show, px. */
export interface Drawn {
  /** in reading order; corners may lie outside */
  readonly cards?: readonly Quad[];
  readonly lines?: readonly { readonly quad: Quad; readonly kind: LineKind }[];
  readonly secrets?: readonly Quad[];
}

/** Returns where a quad of a picture lies when the picture is turned by an eighth, and looked at 640 px wide and high. */
export function inTurned(quad: Quad, { width, height }: Size): Quad {
  // a turned picture is as wide and as high as the sum of its half width and half height, times the root of 2
  const scale = 640 / ((width + height) / Math.SQRT2);
  return mapQuad(quad, (p) => {
    const [x, y] = [p.x - width / 2, p.y - height / 2];
    return { x: 320 + (scale * (x + y)) / Math.SQRT2, y: 320 + (scale * (y - x)) / Math.SQRT2 };
  });
}

const CONFIG = manifest['card-location'];
const { stride: STRIDE, maps: FIRST, units: UNITS } = CONFIG.output;
export const MAPS = FIRST.count;
const SAMPLES = 4;

/** Returns the maps of a locator that makes no mistakes (as scripts/train/locator_targets.py draws them). */
export function drawnTensor({ width, height, cards = [], lines = [], secrets = [] }: Size & Drawn): Tensor {
  const [columns, rows] = [width / STRIDE, height / STRIDE];
  const plane = columns * rows;
  const data = new Float32Array(MAPS * plane);
  const put = (map: number, pixel: number, values: readonly number[]): void =>
    values.forEach((value, i) => {
      data[(map + i) * plane + pixel] = value;
    });
  const each = (quad: Quad, mask: MaskKind, marked: number, say: (at: Point, pixel: number) => void): void => {
    const [xs, ys] = [quad.map(({ x }) => x), quad.map(({ y }) => y)];
    const [west, east] = span(xs, columns);
    const [north, south] = span(ys, rows);
    for (let row = north; row <= south; row++) {
      for (let column = west; column <= east; column++) {
        const pixel = row * columns + column;
        const [left, top] = [column * STRIDE, row * STRIDE];
        const cover = coverOf(quad, left, top);
        const at = FIRST[mask] * plane + pixel;
        data[at] = Math.max(data[at]!, cover);
        if (cover > marked) say({ x: left + STRIDE / 2, y: top + STRIDE / 2 }, pixel);
      }
    }
  };
  for (const quad of cards) {
    const { centre, first, second } = outlineOf(quad);
    const direction = quadDirection(quad);
    each(quad, 'card', 0.3, ({ x, y }, pixel) => {
      put(
        FIRST.outline,
        pixel,
        [centre.x - x, centre.y - y, ...doubled(first), ...doubled(second)].map((value) => value / UNITS.outline),
      );
      put(FIRST.direction, pixel, [direction.x, direction.y]);
    });
  }
  for (const { quad, kind } of lines) {
    const middle = quadCentre(quad);
    const direction = quadDirection(quad);
    const half = { x: (direction.x * quadWidth(quad)) / 2, y: (direction.y * quadWidth(quad)) / 2 };
    each(quad, kind, 0.3, ({ x, y }, pixel) => {
      put(
        FIRST.line,
        pixel,
        [middle.x - x, middle.y - y, ...doubled(half)].map((value) => value / UNITS.line),
      );
      put(FIRST.line + 4, pixel, [quadHeight(quad) / UNITS.height]);
      put(FIRST.direction, pixel, [direction.x, direction.y]);
    });
  }
  for (const quad of secrets) each(quad, 'secret', 1, () => {});
  return { data, shape: [1, MAPS, rows, columns] };
}

export const drawnMaps = (drawn: Size & Drawn): LocatorMaps => mapsOf(drawnTensor(drawn), drawn);

/** Returns the maps in a network's answer. */
export const mapsOf = (tensor: Tensor, frame: Size): LocatorMaps => new LocatorMaps(tensor, frame, CONFIG.output);

/** A fake locator. */
export const locatorOf = (run: Locator['run']): Locator => ({ config: CONFIG, run });

/** A locator that sees the same in whatever it is shown, in px of its input; by default nothing. */
export const locatorSeeing = (drawn: Drawn = {}): Locator =>
  locatorOf(async ({ shape }) => drawnTensor({ width: shape[3]!, height: shape[2]!, ...drawn }));

/** Returns the first and the last of a map's `count` rows or columns that touch what lies at these px. */
const span = (px: readonly number[], count: number): [first: number, last: number] => [
  Math.max(0, Math.floor(Math.min(...px) / STRIDE) - 1),
  Math.min(count - 1, Math.floor(Math.max(...px) / STRIDE)),
];

function coverOf(quad: Quad, left: number, top: number): number {
  const [right, bottom] = [left + STRIDE, top + STRIDE];
  const corners = [left, right].flatMap((x) => [top, bottom].map((y) => ({ x, y })));
  if (corners.every((corner) => isInside(quad, corner))) return 1;
  let inside = 0;
  for (let i = 0; i < SAMPLES * SAMPLES; i++) {
    const x = left + (((i % SAMPLES) + 0.5) * STRIDE) / SAMPLES;
    const y = top + ((Math.floor(i / SAMPLES) + 0.5) * STRIDE) / SAMPLES;
    if (isInside(quad, { x, y })) inside++;
  }
  return inside / (SAMPLES * SAMPLES);
}

function doubled({ x, y }: Point): [number, number] {
  const length = Math.hypot(x, y);
  return [(x * x - y * y) / length, (2 * x * y) / length];
}

function outlineOf(quad: Quad): { centre: Point; first: Point; second: Point } {
  const half = (a: Point, b: Point): Point => ({ x: (b.x - a.x) / 2, y: (b.y - a.y) / 2 });
  const diagonals = [half(quad[0], quad[2]), half(quad[1], quad[3])] as const;
  const [first, second] = quadWidth(quad) >= quadHeight(quad) ? diagonals : [diagonals[1], diagonals[0]];
  const [a, b] = diagonals;
  const t = ((quad[1].x - quad[0].x) * b.y - (quad[1].y - quad[0].y) * b.x) / (a.x * b.y - a.y * b.x);
  return { centre: { x: quad[0].x + t * a.x, y: quad[0].y + t * a.y }, first, second };
}
