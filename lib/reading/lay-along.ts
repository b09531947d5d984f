import type { Glance } from '../evidence';
import { growQuad, type Point, type Quad, quadDirection, quadHeight, quadWidth } from '../geometry';
import type { Raster } from '../image/raster';
import { warp } from '../image/warp';
import { mean, median, quantile } from '../quantile';
import { digitPositions } from '../recognition/constrained-decode';
import type { Sight } from '../sight';
import { totalOf } from './certainty';
import { firstReading } from './decode-number';
import { glance } from './glance';
import { pitchOf } from './layout';
import { reachEnds } from './reach';

/** The size at which a line is measured, px: the height of its quad, with half of that added above and below; and the greatest width. */
const HEIGHT = 32;
const LONGEST = 900;
/** The least half width of a digit that is measured, px at that size. */
const LEAST_WIDTH = 3;
/** The height and the half width of a digit, in pitches. */
const DIGIT = { height: 1.35, beside: 0.42 };
/** A step in grey counts no more than this. */
const STRONGEST = 60;
/** A digit may also stand where the sum of edges is this share of the highest. */
const AS_MANY = 0.98;
/** The fewest digits by which a line is laid, and how many digits two of them must be apart for a slope between them. */
const LEAST_DIGITS = 8;
const APART = 3;
/** Three of four digits must be this near to one line, in heights of the quad. */
const IN_LINE = 0.08;
/** A line is laid anew only if it is this far from the quad's middle at one end, in the quad's heights. */
const ASTRAY = 0.1;

/**
 * Lays a number's line along its digits, if it can be read better like that. The locator finds the direction to within a few degrees: digits at the ends may stand half
 * outside.
 *
 * @throws {CardOcrError} as `glance`
 */
export async function layAlong(sight: Sight, look: Glance): Promise<Glance> {
  const [quad] = look.place;
  const reading = firstReading(sight, look);
  if (reading?.sure || !quad || look.place.length > 1) return look;
  const along = alongDigits(sight.raster, quad, digitPositions(look.probs, look.digits));
  if (!along) return look;
  const laid = await glance(sight, [along]);
  const after = firstReading(sight, laid);
  if (totalOf(after) <= totalOf(reading)) return look;
  return after?.sure ? laid : reachEnds(sight, laid);
}

/**
 * Finds where a line of digits lies: each digit stands where most edges are, and the line through them has the median of the slopes between them (Theil 1950, Sen 1968),
 * so that print around some of them does not matter.
 *
 * @param quad - about where it lies, px of the raster
 * @param positions - of its digits, as a fraction of the way along, ascending
 * @returns null where the quad already lies along the digits, or their line cannot be found
 */
export function alongDigits(raster: Raster, quad: Quad, positions: readonly number[]): Quad | null {
  if (positions.length < LEAST_DIGITS) return null;
  const height = quadHeight(quad);
  const width = Math.min(LONGEST, Math.round((HEIGHT * quadWidth(quad)) / height));
  const pitch = pitchOf(positions) * width;
  if (DIGIT.beside * pitch < LEAST_WIDTH) return null;
  const strip = warp(raster, growQuad(quad, 0, height / 2), width, 2 * HEIGHT);
  const digits = positions.map((position) => ({ x: position * width, y: middleOfEdges(strip, position * width, pitch) }));
  const slope = median(digits.flatMap((a, i) => digits.slice(i + APART).map((b) => (b.y - a.y) / (b.x - a.x))));
  const at = median(digits.map(({ x, y }) => y - slope * x));
  const beside = digits.map(({ x, y }) => Math.abs(y - slope * x - at));
  const [left, right] = [at - HEIGHT, at + slope * width - HEIGHT];
  if (quantile(beside, 0.75) > IN_LINE * HEIGHT || Math.max(Math.abs(left), Math.abs(right)) < ASTRAY * HEIGHT) return null;
  const d = quadDirection(quad);
  const lower = ({ x, y }: Point, by: number): Point => ({ x: x - (d.y * by * height) / HEIGHT, y: y + (d.x * by * height) / HEIGHT });
  const [a, b, c, e] = quad;
  return [lower(a, left), lower(b, right), lower(c, right), lower(e, left)];
}

/** Returns the row of the middle of a digit: where most edges are. */
function middleOfEdges({ width, height, data }: Raster, x: number, pitch: number): number {
  const from = Math.max(1, Math.round(x - DIGIT.beside * pitch));
  const to = Math.min(width - 1, Math.round(x + DIGIT.beside * pitch));
  const rows = new Float64Array(height);
  const green = (column: number, row: number): number => data[3 * (row * width + column) + 1]!;
  for (let y = 1; y < height - 1; y++) {
    for (let column = from; column < to; column++) {
      const along = Math.abs(green(column + 1, y) - green(column - 1, y));
      const across = Math.abs(green(column, y + 1) - green(column, y - 1));
      rows[y]! += Math.min(STRONGEST, along + across);
    }
  }
  const digit = Math.min(height, Math.round(DIGIT.height * pitch));
  const sums = Array.from({ length: height - digit + 1 }, (_, y) => rows.subarray(y, y + digit).reduce((sum, row) => sum + row, 0));
  const [most, least] = [Math.max(...sums), Math.min(...sums)];
  const tops = [...sums.keys()].filter((y) => sums[y]! - least >= AS_MANY * (most - least));
  return mean(tops) + digit / 2;
}
