import { polygonHull } from 'd3-polygon';
import { boundingQuad, type Point, type Quad, quadHeight, quadWidth } from '../geometry';

/**
 * Finds the rectangle of least area around points, at any angle.
 *
 * @returns its corners; the text direction (first to second corner) is the longer side, pointing right or, where it is steeper than 45°, down
 */
export function minAreaRectangle(points: readonly Point[]): Quad {
  const hull = polygonHull(points.map((p) => [p.x, p.y] as [number, number])) ?? points.map((p) => [p.x, p.y] as [number, number]);
  const corners = hull.map(([x, y]) => ({ x, y }));
  let best = boundingQuad(corners, { x: 1, y: 0 });
  let bestArea = quadWidth(best) * quadHeight(best);
  // one side of the smallest rectangle lies on a side of the hull (Freeman and Shapira 1975)
  for (let i = 0; i < corners.length; i++) {
    const a = corners[i] as Point;
    const b = corners[(i + 1) % corners.length] as Point;
    const length = Math.hypot(b.x - a.x, b.y - a.y);
    if (length === 0) continue;
    const quad = boundingQuad(corners, { x: (b.x - a.x) / length, y: (b.y - a.y) / length });
    const area = quadWidth(quad) * quadHeight(quad);
    if (area < bestArea - 1e-9) {
      best = quad;
      bestArea = area;
    }
  }
  return withReadingDirection(best);
}

/** The same corners, renumbered so that the first edge is the longer one and points right (or down where steep). */
function withReadingDirection(q: Quad): Quad {
  const long = quadWidth(q) >= quadHeight(q) ? q : ([q[1], q[2], q[3], q[0]] as const);
  const dx = long[1].x - long[0].x;
  const dy = long[1].y - long[0].y;
  const forward = Math.abs(dx) >= Math.abs(dy) ? dx > 0 : dy > 0;
  return forward ? long : [long[2], long[3], long[0], long[1]];
}
