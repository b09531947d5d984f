import { boundingQuad, type Point, type Quad, quadCentre, quadDirection, quadHeight, quadWidth } from '../geometry';
import type { TextBox } from './db-postprocess';

/** Boxes that stand on one line, in reading order. */
export interface TextLine {
  readonly quad: Quad;
  readonly boxes: readonly TextBox[];
}

const MAX_HEIGHT_RATIO = 1.7;
const MAX_OFFSET = 0.45;
const MAX_GAP = 3;
const MAX_ANGLE = Math.cos((12 * Math.PI) / 180);

/**
 * Join boxes across the gaps of a number: neighbours of like height and direction, on one base line, less than three line heights apart.
 *
 * @returns every line, single boxes included
 */
export function joinLines(boxes: readonly TextBox[]): TextLine[] {
  const parent = boxes.map((_, i) => i);
  const root = (i: number): number => {
    while (parent[i] !== i) i = parent[i]!;
    return i;
  };
  for (let i = 0; i < boxes.length; i++) {
    for (let j = i + 1; j < boxes.length; j++) if (areNeighbours(boxes[i]!.quad, boxes[j]!.quad)) parent[root(j)] = root(i);
  }
  const groups = new Map<number, TextBox[]>();
  for (const [i, box] of boxes.entries()) groups.set(root(i), [...(groups.get(root(i)) ?? []), box]);
  return [...groups.values()].map(lineOf);
}

function lineOf(boxes: readonly TextBox[]): TextLine {
  if (boxes.length === 1) return { quad: boxes[0]!.quad, boxes };
  const direction = commonDirection(boxes.map((b) => b.quad));
  const position = (b: TextBox): number => {
    const c = quadCentre(b.quad);
    return c.x * direction.x + c.y * direction.y;
  };
  const bounds = boundingQuad(
    boxes.flatMap((b) => [...b.quad]),
    direction,
  );
  // one box that swallowed a neighbouring line must not make the whole line tall
  const height = Math.min(quadHeight(bounds), typicalHeight(boxes) + centreSpread(boxes, direction));
  return {
    quad: growQuadAlong(bounds, direction, (height - quadHeight(bounds)) / 2),
    boxes: [...boxes].sort((a, b) => position(a) - position(b)),
  };
}

/** Grow a quad across a direction, which a quad without width does not have of its own. */
function growQuadAlong(q: Quad, d: Point, by: number): Quad {
  return q.map((p, i) => ({ x: p.x + (i < 2 ? d.y : -d.y) * by, y: p.y + (i < 2 ? -d.x : d.x) * by })) as unknown as Quad;
}

/** How far the centres of the boxes lie apart across the line. */
function centreSpread(boxes: readonly TextBox[], d: Point): number {
  const across = boxes.map((b) => {
    const c = quadCentre(b.quad);
    return c.y * d.x - c.x * d.y;
  });
  return Math.max(...across) - Math.min(...across);
}

/** Median height, each box counted by its width. */
function typicalHeight(boxes: readonly TextBox[]): number {
  const sorted = [...boxes].sort((a, b) => quadHeight(a.quad) - quadHeight(b.quad));
  let left = boxes.reduce((sum, b) => sum + quadWidth(b.quad), 0) / 2;
  for (const box of sorted) {
    left -= quadWidth(box.quad);
    if (left <= 0) return quadHeight(box.quad);
  }
  return 0;
}

/** Mean text direction, weighted by width; with several boxes the line through the outermost centres tells it better. */
function commonDirection(quads: readonly Quad[]): Point {
  let x = 0;
  let y = 0;
  for (const q of quads) {
    const d = quadDirection(q);
    const w = quadWidth(q);
    x += d.x * w;
    y += d.y * w;
  }
  const length = Math.hypot(x, y) || 1;
  const rough = { x: x / length, y: y / length };
  const centres = quads.map(quadCentre).sort((a, b) => a.x * rough.x + a.y * rough.y - b.x * rough.x - b.y * rough.y);
  const first = centres[0]!;
  const last = centres[centres.length - 1]!;
  const span = Math.hypot(last.x - first.x, last.y - first.y);
  const height = Math.max(...quads.map(quadHeight));
  return span > 4 * height ? { x: (last.x - first.x) / span, y: (last.y - first.y) / span } : rough;
}

function areNeighbours(a: Quad, b: Quad): boolean {
  const ha = quadHeight(a);
  const hb = quadHeight(b);
  const h = Math.max(ha, hb);
  if (h > MAX_HEIGHT_RATIO * Math.min(ha, hb)) return false;
  const da = quadDirection(a);
  const db = quadDirection(b);
  // a nearly square box has no direction of its own: the longer neighbour's counts
  const d = quadWidth(a) >= quadWidth(b) ? da : db;
  const short = Math.min(quadWidth(a) / ha, quadWidth(b) / hb) < 2;
  if (!short && da.x * db.x + da.y * db.y < MAX_ANGLE) return false;
  const ca = quadCentre(a);
  const cb = quadCentre(b);
  const across = Math.abs((cb.y - ca.y) * d.x - (cb.x - ca.x) * d.y);
  if (across > MAX_OFFSET * h) return false;
  const gap = Math.abs((cb.x - ca.x) * d.x + (cb.y - ca.y) * d.y) - (quadWidth(a) + quadWidth(b)) / 2;
  return gap < MAX_GAP * h;
}
