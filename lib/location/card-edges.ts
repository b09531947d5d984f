import { along, type Edge, edgesOf, leastSquaresLine, moved, outward, type Point, type Quad, quadDiagonal, withEdges } from '../geometry';
import type { LocatorMaps } from './locator-maps';

/** The share of an edge along which its border is looked for: its middle, clear of the rounded corners. */
const MIDDLE = 0.76;
const SAMPLES = 28;
/** How far to either side of an edge its border is looked for, in diagonals, and px at least: widely at first, as a card in perspective is no parallelogram. */
const REACHES = [
  { diagonals: 0.1, px: 8 },
  { diagonals: 0.035, px: 5 },
];
const STEP = 1;
/** This near to the border of the picture, px, the border of a card is not visible. */
const BORDER = 2;
/** Samples that must show a border for an edge to be moved. */
const MIN_SAMPLES = 10;
/** Samples further than this from the line through most of them are left out, px. */
const OUTLIER = 1.5;

/**
 * Moves a card's edges to its border in the map of cards, where the probability crosses one half: finer than the map's own pixels. Edges whose border is
 * not seen (outside the picture, under another card) stay where they are.
 *
 * @param quad - about where the card is, px of the network's input
 */
export function refineEdges(maps: LocatorMaps, quad: Quad): Quad {
  const diagonal = quadDiagonal(quad);
  return REACHES.reduce((refined, { diagonals, px }) => movedEdges(maps, refined, Math.max(px, diagonals * diagonal)), quad);
}

function movedEdges(maps: LocatorMaps, quad: Quad, reach: number): Quad {
  const edges = edgesOf(quad).map((edge) => borderLine(maps, edge, reach) ?? edge);
  return withEdges(quad, edges, 3 * reach);
}

/** The border near an edge with the card to its right; null where it is not seen. */
function borderLine(maps: LocatorMaps, [a, b]: Edge, reach: number): Edge | null {
  const out = outward(a, b);
  // each sample is where on the edge it was taken, 0..1, and how far out the border lies there
  const samples: Point[] = [];
  for (let i = 0; i < SAMPLES; i++) {
    const t = (1 - MIDDLE) / 2 + (MIDDLE * (i + 0.5)) / SAMPLES;
    const away = borderAlong(maps, along(a, b, t), out, reach);
    if (away !== null) samples.push({ x: t, y: away });
  }
  if (samples.length < MIN_SAMPLES) return null;
  let kept = samples;
  let fit = leastSquaresLine(kept);
  for (let round = 0; round < 3; round++) {
    kept = samples.filter(({ x, y }) => Math.abs(y - fit.at - fit.slope * x) < OUTLIER * (3 - round));
    if (kept.length < MIN_SAMPLES) return null;
    fit = leastSquaresLine(kept);
  }
  return [moved(a, out, fit.at), moved(b, out, fit.at + fit.slope)];
}

/** Returns how far out from a point the probability falls below one half, from inside; null where that does not happen within reach and within the picture. */
function borderAlong(maps: LocatorMaps, from: Point, out: Point, reach: number): number | null {
  const mask = maps.mask('card');
  let inside: number | null = null;
  for (let away = -reach; away <= reach; away += STEP) {
    const value = probabilityAt(maps, mask, moved(from, out, away));
    if (value === null) return null;
    if (inside !== null && inside >= 0.5 && value < 0.5) return away - STEP * ((0.5 - value) / (inside - value));
    inside = value;
  }
  return null;
}

/** Interpolates bilinearly; returns null outside the picture. */
function probabilityAt(maps: LocatorMaps, mask: Float32Array, { x, y }: Point): number | null {
  const u = x / maps.stride - 0.5;
  const v = y / maps.stride - 0.5;
  if (x < BORDER || y < BORDER || x > maps.frame.width - BORDER || y > maps.frame.height - BORDER) return null;
  const u0 = Math.min(Math.floor(u), maps.width - 2);
  const v0 = Math.min(Math.floor(v), maps.height - 2);
  const fu = u - u0;
  const fv = v - v0;
  const at = v0 * maps.width + u0;
  return (
    (1 - fv) * ((1 - fu) * mask[at]! + fu * mask[at + 1]!) + fv * ((1 - fu) * mask[at + maps.width]! + fu * mask[at + maps.width + 1]!)
  );
}
