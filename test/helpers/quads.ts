import { distance, type Point, type Quad } from '../../lib/geometry';

/** An upright rectangle by its top left corner, px. */
export const rectangle = (left: number, top: number, width: number, height: number): Quad => [
  { x: left, y: top },
  { x: left + width, y: top },
  { x: left + width, y: top + height },
  { x: left, y: top + height },
];

/** A rectangle about a centre, its text running at an angle in degrees, clockwise from the right. */
export function tilted(centre: Point, width: number, height: number, degrees: number): Quad {
  const a = (degrees * Math.PI) / 180;
  const at = (u: number, v: number): Point => ({
    x: centre.x + u * Math.cos(a) - v * Math.sin(a),
    y: centre.y + u * Math.sin(a) + v * Math.cos(a),
  });
  return [at(-width / 2, -height / 2), at(width / 2, -height / 2), at(width / 2, height / 2), at(-width / 2, height / 2)];
}

/** Returns the greatest distance between a quad's corner and the same corner of another quad, px. */
export const cornersApart = (a: Quad, b: Quad): number => Math.max(...a.map((corner, i) => distance(corner, b[i]!)));
