import { EDGE_KERNELS } from '../../generated/edge-kernels';
import { type Edge, edgesOf, moved, outward, type Quad, quadDiagonal, withEdges } from '../geometry';
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
 * Moves a card's edges to the steps of brightness or colour beside them: finer than the network, which sees only roughly where a card is. Edges
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
  const edges = edgesOf(quad).map(([a, b]): Edge => {
    const n = outward(a, b);
    const moves = kernels.bestMove(...picture, a.x, a.y, b.x, b.y, n.x, n.y, reach, SPREAD * quadDiagonal(quad));
    return moves < 0 ? [a, b] : [moved(a, n, (moves >> 16) - reach), moved(b, n, (moves & 0xffff) - reach)];
  });
  return withEdges(quad, edges, 2 * reach);
}
