import { EDGE_KERNELS } from '../../generated/edge-kernels';
import { along, distance, type Point, type Quad, quadDiagonal } from '../geometry';
import { inPassing, kernelsOf } from '../image/pixel-memory';
import type { Raster } from '../image/raster';

/** What lib/location/edge-kernels.as.ts exports. */
const kernels = kernelsOf<{
  room(reach: number): number;
  bestMove(from: number, width: number, height: number, to: number, ...edge: number[]): number;
}>(EDGE_KERNELS, { 'edge-kernels.as': { exp: Math.exp } });

/** How far to either side a border is looked for, and how far off an edge mostly is (standard deviation), in diagonals. */
const REACH = 0.05;
const SPREAD = 0.025;

/**
 * Lay a card's edges along the steps of brightness or colour beside them: finer than the network, which sees what is a card, can tell. Edges
 * beside which the picture shows no border stay where they are.
 *
 * @param quad - about where the card is, px of the raster
 */
export function refineByPicture(raster: Raster, quad: Quad): Quad {
  const reach = Math.max(2, Math.round(REACH * quadDiagonal(quad)));
  // no point of an edge is far enough within the picture
  if (2 * reach >= Math.min(raster.width, raster.height)) return quad;
  const { from, to } = inPassing(raster, kernels.room(reach));
  const picture = [from, raster.width, raster.height, to] as const;
  const edges = [0, 1, 2, 3].map((i): Edge => {
    const [a, b] = [quad[i]!, quad[(i + 1) % 4]!];
    const n = across(a, b);
    const moves = kernels.bestMove(...picture, a.x, a.y, b.x, b.y, n.x, n.y, reach, SPREAD * quadDiagonal(quad));
    return moves < 0 ? [a, b] : [moved(a, n, (moves >> 16) - reach), moved(b, n, (moves & 0xffff) - reach)];
  });
  const corners = edges.map((edge, i) => crossing(edges[(i + 3) % 4]!, edge));
  const isNear = corners.every((corner, i) => corner !== null && distance(corner, quad[i]!) < 2 * reach);
  return isNear ? (corners as unknown as Quad) : quad;
}

type Edge = readonly [Point, Point];

/** Out of the card, 1 px. */
function across(a: Point, b: Point): Point {
  const length = distance(a, b) || 1;
  return { x: (b.y - a.y) / length, y: (a.x - b.x) / length };
}

const moved = ({ x, y }: Point, n: Point, by: number): Point => ({ x: x + by * n.x, y: y + by * n.y });

/** Where two edges' lines cross; null where they are parallel. */
function crossing([a, b]: Edge, [c, d]: Edge): Point | null {
  const det = (b.x - a.x) * (d.y - c.y) - (b.y - a.y) * (d.x - c.x);
  return Math.abs(det) < 1e-3 ? null : along(a, b, ((c.x - a.x) * (d.y - c.y) - (c.y - a.y) * (d.x - c.x)) / det);
}
