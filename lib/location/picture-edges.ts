import { along, distance, type Point, type Quad, quadDiagonal } from '../geometry';
import type { Raster } from '../image/raster';

/** Where along an edge the picture is asked, clear of the rounded corners. */
const MIDDLE = 0.8;
const SAMPLES = 36;
/** How far to either side a border is looked for, and how far off an edge mostly is (standard deviation), in diagonals. */
const REACH = 0.05;
const SPREAD = 0.025;
/** A step of so many levels, summed over channels, is half a border: a stronger one counts little more. */
const FAINT = 60;
/** Mean share of a border that an edge must show to be moved to it. */
const MIN_SHARE = 0.3;
/** A step is between the means of a few pixels: so far inside and outside, and so far apart along the border, px. */
const STEP = { across: 1.2, along: 1.5 };
/** An edge's place is looked for in steps of so many px, then around each that is so good at least, to the best one: a border shows over more than two. */
const COARSE = 2;
const RIVAL = 0.75;

/**
 * Lay a card's edges along the steps of brightness or colour beside them: finer than the network, which sees what is a card, can tell. Edges
 * beside which the picture shows no border stay where they are.
 *
 * @param quad - about where the card is, px of the raster
 */
export function refineByPicture(raster: Raster, quad: Quad): Quad {
  const reach = Math.max(2, Math.round(REACH * quadDiagonal(quad)));
  const edges = [0, 1, 2, 3].map((i) => movedEdge(raster, quad[i]!, quad[(i + 1) % 4]!, reach, SPREAD * quadDiagonal(quad)));
  const corners = edges.map((edge, i) => crossing(edges[(i + 3) % 4]!, edge));
  const isNear = corners.every((corner, i) => corner !== null && distance(corner, quad[i]!) < 2 * reach);
  return isNear ? (corners as unknown as Quad) : quad;
}

type Edge = readonly [Point, Point];

/** By how much an edge's ends are moved across it, px, and how much of a border is seen there. */
interface Move {
  readonly from: number;
  readonly to: number;
  readonly score: number;
}

/** What is seen across an edge. Whole numbers: each fraction would be an object as long as this is not compiled. */
interface Samples {
  /** how far to either side, px */
  readonly reach: number;
  /** where along the edge, in parts of 256 */
  readonly places: Int32Array;
  /** of each place, from `-reach` to `reach`, how much of a border is there, 0..255 */
  readonly borders: Uint8Array;
}

/** The edge from a to b, each of its ends moved across it to where its samples together show most of a border. */
function movedEdge(raster: Raster, a: Point, b: Point, reach: number, spread: number): Edge {
  const length = distance(a, b) || 1;
  const n = { x: (b.y - a.y) / length, y: (a.x - b.x) / length };
  const ts = Array.from({ length: SAMPLES }, (_, i) => (1 - MIDDLE) / 2 + (MIDDLE * (i + 0.5)) / SAMPLES).filter((t) =>
    isWithin(raster, along(a, b, t), reach + 2 * STEP.along),
  );
  if (ts.length < SAMPLES / 2) return [a, b];
  const borders = new Uint8Array(ts.length * (2 * reach + 1));
  let sample = 0;
  for (const t of ts) {
    const { x, y } = along(a, b, t);
    for (let o = -reach; o <= reach; o++) borders[sample++] = 255 * borderAt(raster, x + o * n.x, y + o * n.y, n);
  }
  const { from, to } = bestMove({ reach, places: Int32Array.from(ts, (t) => Math.round(t * 256)), borders }, spread);
  return [
    { x: a.x + from * n.x, y: a.y + from * n.y },
    { x: b.x + to * n.x, y: b.y + to * n.y },
  ];
}

function bestMove(samples: Samples, spread: number): Move {
  const { reach } = samples;
  const moved = (from: number, to: number): Move => ({
    from,
    to,
    score: shareAt(samples, from, to) * Math.exp(-(from ** 2 + to ** 2) / (4 * spread ** 2)),
  });
  const rough: Move[] = [];
  for (let from = -reach; from <= reach; from += COARSE) {
    for (let to = -reach; to <= reach; to += COARSE) rough.push(moved(from, to));
  }
  let best = rough.reduce((one, other) => (other.score > one.score ? other : one), { from: 0, to: 0, score: 0 });
  for (const around of rough.filter(({ score }) => score > RIVAL * best.score)) {
    for (let from = Math.max(-reach, around.from - 1); from <= Math.min(reach, around.from + 1); from++) {
      for (let to = Math.max(-reach, around.to - 1); to <= Math.min(reach, around.to + 1); to++) {
        const move = moved(from, to);
        if (move.score > best.score) best = move;
      }
    }
  }
  return best;
}

/** How much of a border an edge's samples together show where its ends are moved; 0 where it is too little for one. */
function shareAt({ reach, places, borders }: Samples, from: number, to: number): number {
  const size = 2 * reach + 1;
  let share = 0;
  for (let i = 0; i < places.length; i++) {
    const at = ((from + reach) << 8) + (to - from) * places[i]!;
    const before = at >> 8 < size - 1 ? at >> 8 : size - 2;
    const part = at - (before << 8);
    const o = i * size + before;
    share += borders[o]! * (256 - part) + borders[o + 1]! * part;
  }
  return share < MIN_SHARE * 255 * 256 * places.length ? 0 : share;
}

const isWithin = ({ width, height }: Raster, { x, y }: Point, margin: number): boolean =>
  x > margin && y > margin && x < width - margin && y < height - margin;

/** How much of a border runs through a point across a direction, 0..1. */
function borderAt({ width, data }: Raster, x: number, y: number, n: Point): number {
  let red = 0;
  let green = 0;
  let blue = 0;
  for (let s = -1; s <= 1; s++) {
    const px = x - s * STEP.along * n.y;
    const py = y + s * STEP.along * n.x;
    const outside = 3 * (Math.floor(py + STEP.across * n.y) * width + Math.floor(px + STEP.across * n.x));
    const inside = 3 * (Math.floor(py - STEP.across * n.y) * width + Math.floor(px - STEP.across * n.x));
    red += data[outside]! - data[inside]!;
    green += data[outside + 1]! - data[inside + 1]!;
    blue += data[outside + 2]! - data[inside + 2]!;
  }
  const step = Math.abs(red) / 3 + Math.abs(green) / 3 + Math.abs(blue) / 3;
  return step / (step + FAINT);
}

/** Where two edges' lines cross; null where they are parallel. */
function crossing([a, b]: Edge, [c, d]: Edge): Point | null {
  const det = (b.x - a.x) * (d.y - c.y) - (b.y - a.y) * (d.x - c.x);
  return Math.abs(det) < 1e-3 ? null : along(a, b, ((c.x - a.x) * (d.y - c.y) - (c.y - a.y) * (d.x - c.x)) / det);
}
