import { type Point, pixelsIn, type Quad, quadHeight, quadWidth } from '../geometry';
import { minAreaRectangle } from './min-area-rectangle';

/** Which regions of a map are kept. */
export interface RegionThresholds {
  /** a pixel belongs to a region above this probability */
  readonly pixel: number;
  /** a region is kept above this mean probability of its rectangle */
  readonly region: number;
  /** regions thinner than this many px are dropped */
  readonly minHeight: number;
}

/**
 * Finds the regions of a probability map: threshold, connected pixels, minimum-area rectangle.
 *
 * @param probabilityMap - values 0..1, row-major, `width × height`
 * @returns in map pixels, in scan order
 */
export function regionsOf(probabilityMap: Float32Array, width: number, height: number, thresholds: RegionThresholds): Quad[] {
  const regions: Quad[] = [];
  for (const outline of regionOutlines(probabilityMap, width, height, thresholds.pixel)) {
    const quad = minAreaRectangle(outline);
    if (Math.min(quadWidth(quad), quadHeight(quad)) < thresholds.minHeight) continue;
    if (meanInside(probabilityMap, width, height, quad) >= thresholds.region) regions.push(quad);
  }
  return regions;
}

/** For each 8-connected region above the threshold, the corners of its leftmost and rightmost pixels in each row: enough for its hull. */
function regionOutlines(map: Float32Array, width: number, height: number, threshold: number): Point[][] {
  const visited = new Uint8Array(map.length);
  const stack: number[] = [];
  const outlines: Point[][] = [];
  for (let start = 0; start < map.length; start++) {
    if (visited[start] || !(map[start]! > threshold)) continue;
    const rows = new Map<number, [number, number]>();
    visited[start] = 1;
    stack.push(start);
    for (let i = stack.pop(); i !== undefined; i = stack.pop()) {
      const y = Math.floor(i / width);
      const x = i - y * width;
      const row = rows.get(y);
      if (!row) rows.set(y, [x, x]);
      else if (x < row[0]) row[0] = x;
      else if (x > row[1]) row[1] = x;
      for (let ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
        for (let nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
          const j = ny * width + nx;
          if (visited[j] || !(map[j]! > threshold)) continue;
          visited[j] = 1;
          stack.push(j);
        }
      }
    }
    const outline: Point[] = [];
    for (const [y, [left, right]] of rows) {
      outline.push({ x: left, y }, { x: left, y: y + 1 }, { x: right + 1, y }, { x: right + 1, y: y + 1 });
    }
    outlines.push(outline);
  }
  return outlines;
}

/** Mean probability over the pixels whose centre lies inside a (convex, clockwise) quad; 0 when there is none. */
export function meanInside(map: Float32Array, width: number, height: number, quad: Quad): number {
  let sum = 0;
  let count = 0;
  for (const { y, from, to } of pixelsIn(quad, { width, height })) {
    for (let x = from; x < to; x++) sum += map[y * width + x]!;
    count += to - from;
  }
  return count ? sum / count : 0;
}
