/** A point in pixels; x to the right, y down, pixel centres at .5. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Four corners, clockwise from the text's (or card's) own top-left: top-left, top-right, bottom-right, bottom-left. */
export type Quad = readonly [Point, Point, Point, Point];

/** A number of quarter turns clockwise, in degrees. */
export type Turn = 0 | 90 | 180 | 270;

// several times as fast as Math.hypot
export const distance = (a: Point, b: Point): number => Math.sqrt((a.x - b.x) ** 2 + (a.y - b.y) ** 2);

/** The point a fraction `t` of the way from `a` to `b` (beyond them for t outside 0..1). */
export const along = (a: Point, b: Point, t: number): Point => ({ x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t });

export const quadCentre = (q: Quad): Point => ({ x: (q[0].x + q[1].x + q[2].x + q[3].x) / 4, y: (q[0].y + q[1].y + q[2].y + q[3].y) / 4 });

/** Length of the quad along its text direction: mean of top and bottom edge. */
export const quadWidth = (q: Quad): number => (distance(q[0], q[1]) + distance(q[3], q[2])) / 2;

/** Extent of the quad across its text direction: mean of left and right edge. */
export const quadHeight = (q: Quad): number => (distance(q[0], q[3]) + distance(q[1], q[2])) / 2;

/** Width divided by height; a height below 1 px counts as 1 px. */
export const quadAspect = (q: Quad): number => quadWidth(q) / Math.max(1, quadHeight(q));

export const quadDiagonal = (q: Quad): number => (distance(q[0], q[2]) + distance(q[1], q[3])) / 2;

/** Unit vector of the quad's text direction. */
export function quadDirection(q: Quad): Point {
  const x = q[1].x + q[2].x - q[0].x - q[3].x;
  const y = q[1].y + q[2].y - q[0].y - q[3].y;
  const length = Math.hypot(x, y) || 1;
  return { x: x / length, y: y / length };
}

/** Unit vector across the quad's text, downwards. */
export function quadDown(q: Quad): Point {
  const { x, y } = quadDirection(q);
  return { x: -y, y: x };
}

/** A point moved by so many px in a direction. */
export const moved = (p: Point, direction: Point, by: number): Point => ({ x: p.x + by * direction.x, y: p.y + by * direction.y });

/** A quad's edge, from corner to corner, or another part of the line along it. */
export type Edge = readonly [Point, Point];

/** Clockwise, the upper one first. */
export const edgesOf = (q: Quad): Edge[] => q.map((corner, i): Edge => [corner, q[(i + 1) % 4]!]);

/** The vector of 1 px that points out of a quad across its edge from `a` to `b`. */
export function outward(a: Point, b: Point): Point {
  const length = distance(a, b) || 1;
  return { x: (b.y - a.y) / length, y: (a.x - b.x) / length };
}

/** Returns a quad with these edges; the quad as it is where two of them do not meet, or a corner would move by `tooFar` px or more. */
export function withEdges(quad: Quad, edges: readonly Edge[], tooFar: number): Quad {
  const corners = edges.map((edge, i) => crossing(edges[(i + 3) % 4]!, edge));
  const areNear = corners.every((corner, i) => corner !== null && distance(corner, quad[i]!) < tooFar);
  return areNear ? (corners as unknown as Quad) : quad;
}

/** Where two edges' lines cross; null where they are parallel. */
function crossing([a, b]: Edge, [c, d]: Edge): Point | null {
  const det = (b.x - a.x) * (d.y - c.y) - (b.y - a.y) * (d.x - c.x);
  return Math.abs(det) < 1e-3 ? null : along(a, b, ((c.x - a.x) * (d.y - c.y) - (c.y - a.y) * (d.x - c.x)) / det);
}

/** The coordinates of points relative to the middle of a quad, px: `along` its text, and `across`, downwards from its middle line. */
interface QuadFrame {
  along(p: Point): number;
  across(p: Point): number;
}

export function quadFrame(q: Quad): QuadFrame {
  const d = quadDirection(q);
  const c = quadCentre(q);
  return {
    along: (p) => (p.x - c.x) * d.x + (p.y - c.y) * d.y,
    across: (p) => (p.y - c.y) * d.x - (p.x - c.x) * d.y,
  };
}

/** The same area read with its text turned by `turn` clockwise: 180 starts at the opposite corner. */
export function turnQuad(q: Quad, turn: Turn): Quad {
  const k = turn / 90;
  return [q[k % 4] as Point, q[(k + 1) % 4] as Point, q[(k + 2) % 4] as Point, q[(k + 3) % 4] as Point];
}

/** The scalar product: of two directions, the cosine of the angle between them. */
export const dot = (a: Point, b: Point): number => a.x * b.x + a.y * b.y;

/** Turns a quad by 180° where it runs against a direction: where the cosine of the angle between them is below `against`. */
export function turnedAlong(quad: Quad, direction: Point, against = 0): Quad {
  return dot(quadDirection(quad), direction) < against ? turnQuad(quad, 180) : quad;
}

/** Returns the same area with its corners renumbered: the first is the one that is nearest to another quad's first corner. */
export function countedAs(q: Quad, other: Quad): Quad {
  const turns: readonly Turn[] = [0, 90, 180, 270];
  const apart = (turn: Turn): number => distance(turnQuad(q, turn)[0], other[0]);
  return turnQuad(
    q,
    turns.reduce((best, turn) => (apart(turn) < apart(best) ? turn : best)),
  );
}

/** Grows a quad by `dx` px at each end along its text and by `dy` px above and below; shrinks it where these are negative. */
export function growQuad(q: Quad, dx: number, dy: number): Quad {
  const d = quadDirection(q);
  const down = isClockwise(q) ? dy : -dy;
  const move = (p: Point, sx: number, sy: number): Point => ({
    x: p.x + sx * dx * d.x - sy * down * d.y,
    y: p.y + sx * dx * d.y + sy * down * d.x,
  });
  return [move(q[0], -1, -1), move(q[1], 1, -1), move(q[2], 1, 1), move(q[3], -1, 1)];
}

/** The smallest quad in the given text direction that holds all points. */
export function boundingQuad(points: readonly Point[], direction: Point): Quad {
  let minU = Infinity;
  let maxU = -Infinity;
  let minV = Infinity;
  let maxV = -Infinity;
  for (const p of points) {
    const u = dot(p, direction);
    const v = p.y * direction.x - p.x * direction.y;
    minU = Math.min(minU, u);
    maxU = Math.max(maxU, u);
    minV = Math.min(minV, v);
    maxV = Math.max(maxV, v);
  }
  const at = (u: number, v: number): Point => ({ x: u * direction.x - v * direction.y, y: u * direction.y + v * direction.x });
  return [at(minU, minV), at(maxU, minV), at(maxU, maxV), at(minU, maxV)];
}

/**
 * Moves the ends of a quad outwards along its text, by `left` and `right` px of its mean width. Its sides keep their directions, and are lengthened without
 * perspective: where one end of the quad is nearer, a share of the way along it is not that of `partOfQuad`.
 */
export function stretchQuad(q: Quad, left: number, right: number): Quad {
  const width = quadWidth(q) || 1;
  const beyond = (from: Point, end: Point, by: number): Point => along(from, end, 1 + by / width);
  return [beyond(q[1], q[0], left), beyond(q[0], q[1], right), beyond(q[3], q[2], right), beyond(q[2], q[3], left)];
}

export const mapQuad = (q: Quad, move: (p: Point) => Point): Quad => [move(q[0]), move(q[1]), move(q[2]), move(q[3])];

export const scaleQuad = (q: Quad, factor: number): Quad => mapQuad(q, (p) => ({ x: p.x * factor, y: p.y * factor }));

/** Returns where a quad lies in the mirrored picture. It begins at the same corner, and runs the other way round. width: of the picture, px */
export const mirrorQuad = (q: Quad, width: number): Quad => mapQuad(q, ({ x, y }) => ({ x: width - x, y }));

/** Returns the same area with left and right swapped. */
export const flipQuad = ([a, b, c, d]: Quad): Quad => [b, a, d, c];

/** Whether a quad runs clockwise, as all do but those of what is mirrored: by twice its area, which is negative otherwise. */
const isClockwise = ([a, b, c, d]: Quad): boolean => (c.x - a.x) * (d.y - b.y) - (c.y - a.y) * (d.x - b.x) >= 0;

/** Returns the same area counted clockwise. */
export const clockwise = (q: Quad): Quad => (isClockwise(q) ? q : flipQuad(q));

/** The size of a picture, px. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Returns how many pixels of a picture there are per pixel of a copy of another size: by the longer sides, which are rounded by the smaller share. */
export const scaleBetween = (picture: Size, copy: Size): number =>
  Math.max(picture.width, picture.height) / Math.max(copy.width, copy.height);

/**
 * The 3×3 homography (row-major, last entry 1) that maps the rectangle (0,0)–(width,height) onto a quad.
 *
 * Source: Heckbert, "Fundamentals of Texture Mapping and Image Warping", 1989, square-to-quadrilateral case.
 */
export function rectangleToQuad(width: number, height: number, q: Quad): readonly number[] {
  const [p0, p1, p2, p3] = q;
  const sx = p0.x - p1.x + p2.x - p3.x;
  const sy = p0.y - p1.y + p2.y - p3.y;
  const dx1 = p1.x - p2.x;
  const dx2 = p3.x - p2.x;
  const dy1 = p1.y - p2.y;
  const dy2 = p3.y - p2.y;
  const det = dx1 * dy2 - dx2 * dy1 || 1e-12;
  const g = (sx * dy2 - dx2 * sy) / det;
  const h = (dx1 * sy - sx * dy1) / det;
  return [
    (p1.x - p0.x + g * p1.x) / width,
    (p3.x - p0.x + h * p3.x) / height,
    p0.x,
    (p1.y - p0.y + g * p1.y) / width,
    (p3.y - p0.y + h * p3.y) / height,
    p0.y,
    g / width,
    h / height,
    1,
  ];
}

/** Where a 3×3 homography (row-major) takes a point. */
export function applyHomography(h: readonly number[], { x, y }: Point): Point {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, k = 0, l = 1] = h;
  const z = g * x + k * y + l;
  return { x: (a * x + b * y + c) / z, y: (d * x + e * y + f) / z };
}

export const projectQuad = (h: readonly number[], q: Quad): Quad => mapQuad(q, (p) => applyHomography(h, p));

/** The inverse of a 3×3 homography (row-major) up to a factor, which takes points back as well: its adjugate. */
export function adjugate(h: readonly number[]): readonly number[] {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, k = 0, l = 1] = h;
  return [
    e * l - f * k,
    c * k - b * l,
    b * f - c * e,
    f * g - d * l,
    a * l - c * g,
    c * d - a * f,
    d * k - e * g,
    b * g - a * k,
    a * e - b * d,
  ];
}

/** The homography that takes points back, its last entry 1; null when there is none. */
export function invertHomography(h: readonly number[]): readonly number[] | null {
  const inverse = adjugate(h);
  const det = (h[0] ?? 0) * inverse[0]! + (h[1] ?? 0) * inverse[3]! + (h[2] ?? 0) * inverse[6]!;
  if (Math.abs(det) < 1e-12 || Math.abs(inverse[8]! / det) < 1e-12) return null;
  return inverse.map((value) => value / inverse[8]!);
}

/** The line y = at + slope · x nearest to points, by least squares; level where they stand above one another. */
export function leastSquaresLine(points: readonly Point[]): { readonly at: number; readonly slope: number } {
  const n = points.length;
  const mx = points.reduce((sum, { x }) => sum + x, 0) / n;
  const my = points.reduce((sum, { y }) => sum + y, 0) / n;
  const xx = points.reduce((sum, { x }) => sum + (x - mx) ** 2, 0);
  const slope = xx > 1e-6 ? points.reduce((sum, { x, y }) => sum + (x - mx) * (y - my), 0) / xx : 0;
  return { at: my - slope * mx, slope };
}

/** Whether a point lies in a convex quad (its edge included). */
export const isInside = (quad: Quad, point: Point): boolean => holds(clockwise(quad), point);

/** The same of a quad that runs clockwise. */
const holds = ([a, b, c, d]: Quad, point: Point): boolean =>
  isRightOf(a, b, point) && isRightOf(b, c, point) && isRightOf(c, d, point) && isRightOf(d, a, point);

/** An edge that rises or falls by less than this counts as level: it bounds no columns. */
const LEVEL = 1e-6;

/** Pixels side by side: columns from `from` to the one before `to`. */
interface PixelRun {
  readonly y: number;
  readonly from: number;
  readonly to: number;
}

/**
 * The pixels whose centres lie in a convex quad, row by row.
 *
 * @param area - pixels outside it are left out; it begins at the origin; in the quad's units
 * @param side - of a pixel, in the quad's units
 */
export function* pixelsIn(quad: Quad, area: Size, side = 1): Generator<PixelRun> {
  const ys = quad.map(({ y }) => y);
  const bottom = Math.min(area.height, Math.max(...ys)) / side;
  const columns = Math.ceil(area.width / side);
  const around = clockwise(quad);
  const edges = edgesOf(around);
  for (let y = Math.max(0, Math.floor(Math.min(...ys) / side)); y < bottom; y++) {
    const middle = (y + 0.5) * side;
    const isIn = (x: number): boolean => holds(around, { x: (x + 0.5) * side, y: middle });
    let [left, right] = [0, area.width];
    for (const [a, b] of edges) {
      const down = b.y - a.y;
      const crossing = a.x + ((b.x - a.x) * (middle - a.y)) / down;
      if (down < -LEVEL) left = Math.max(left, crossing);
      if (down > LEVEL) right = Math.min(right, crossing);
    }
    // rounding errors: a centre may lie almost on an edge
    let from = Math.max(0, Math.round(left / side) - 1);
    let to = Math.min(columns, Math.round(right / side) + 1);
    while (from < to && !isIn(from)) from++;
    while (from < to && !isIn(to - 1)) to--;
    if (from < to) yield { y, from, to };
  }
}

/**
 * Returns a part of a quad in perspective, so that what is near is larger.
 *
 * @param from, to - shares of the way along it
 * @param top, bottom - shares of the way down
 */
export const partOfQuad = (quad: Quad, from: number, to: number, top = 0, bottom = 1): Quad =>
  projectQuad(rectangleToQuad(1, 1, quad), [
    { x: from, y: top },
    { x: to, y: top },
    { x: to, y: bottom },
    { x: from, y: bottom },
  ]);

const isRightOf = (a: Point, b: Point, { x, y }: Point): boolean => (b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x) >= -1e-9;
