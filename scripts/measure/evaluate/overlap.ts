import { polygonArea } from 'd3-polygon';
import type { Point, Quad } from '../../../lib/geometry';

/** Returns how much two convex quads, clockwise, overlap: area of what they share over area of both together, 0..1. */
export function overlapOf(a: Quad, b: Quad): number {
  const shared = areaOf(clipped(a, b));
  const both = areaOf(a) + areaOf(b) - shared;
  return both > 0 ? shared / both : 0;
}

const areaOf = (polygon: readonly Point[]): number => Math.abs(polygonArea(polygon.map(({ x, y }) => [x, y] as [number, number])));

/** Returns the part of a polygon inside a convex quad (Sutherland and Hodgman 1974). */
function clipped(polygon: readonly Point[], quad: Quad): Point[] {
  let kept = [...polygon];
  for (let i = 0; i < 4; i++) {
    const a = quad[i]!;
    const b = quad[(i + 1) % 4]!;
    const side = (p: Point): number => (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x);
    kept = kept.flatMap((p, k) => {
      const before = kept[(k + kept.length - 1) % kept.length]!;
      const s = side(p);
      const t = side(before);
      const crossing =
        s >= 0 === t >= 0 ? [] : [{ x: before.x + ((p.x - before.x) * t) / (t - s), y: before.y + ((p.y - before.y) * t) / (t - s) }];
      return s >= 0 ? [...crossing, p] : crossing;
    });
  }
  return kept;
}
