import type { Glance } from '../evidence';
import { mapQuad, moved, type Quad, quadCentre, quadDown, quadFrame, quadHeight, quadWidth, stretchQuad } from '../geometry';
import { digitPositions } from '../recognition/constrained-decode';
import type { Sight } from '../sight';
import { AGREED, totalOf } from './certainty';
import { firstReading } from './decode-number';
import { glance } from './glance';
import { layAlong } from './lay-along';
import { pitchOf } from './layout';
import { withRoom } from './places';
import { reachEnds } from './reach';

/** A row that may be one half of a number in two rows: how many digits it shows, and how likely they are digits. */
const ROW = { digits: { min: 7, max: 9 }, digitness: 0.6 };
/** How far a row's quad goes on beyond the centres of its first and its last digit, in pitches. */
const RIM = 1.2;
/** How far the middle of the second row is from that of the first: down in heights of its quad, from and to; along in its widths, at most. */
const APART = { down: { min: 0.4, max: 2.5 }, along: 0.4 };
/** How far above or below a half its other one is looked for where the locator sees none that fits, in heights of its quad. */
const UNSEEN = [0.95, 1.2, 1.5, 1.8];
/** Lines whose middles are no further apart than this, in the smaller one of their heights, stand in one row. */
const SAME_ROW = 0.5;

/**
 * Looks for a number in two rows. The locator sees pieces of them: each row is read by itself, as far as it goes, then two of them together. Where no two make a number,
 * what is above and below each row is looked at.
 *
 * @param lines - that the locator sees on a card, in reading direction
 * @returns the likeliest number's two rows, if it is a card's by its checks; else null
 * @throws {CardOcrError} as `glance`
 */
export async function inTwoRows(sight: Sight, lines: readonly Quad[]): Promise<Glance | null> {
  const halves: Quad[] = [];
  for (const row of rowsOf(lines)) {
    const line = await glance(sight, [withRoom(row)]);
    // what is beside a row may look like digits: then the row ends where the locator sees it end
    const half = halfIn(await layAlong(sight, await reachEnds(sight, line))) ?? halfIn(line);
    if (half) halves.push(half);
  }
  const both = halves.flatMap((first) => halves.filter((second) => isNextRow(second, first)).map((second): Rows => [first, second]));
  return (await likeliestOf(sight, both)) ?? likeliestOf(sight, halves.flatMap(withUnseen));
}

type Rows = readonly [first: Quad, second: Quad];

async function likeliestOf(sight: Sight, numbers: readonly Rows[]): Promise<Glance | null> {
  let likeliest: Glance | null = null;
  for (const rows of numbers) {
    const look = await glance(sight, rows);
    const reading = look.place.length > 1 ? firstReading(sight, look) : null;
    if (!reading || sight.prior.of(reading.text) < AGREED.logPrior) continue;
    if (totalOf(reading) > totalOf(likeliest && firstReading(sight, likeliest))) likeliest = look;
  }
  return likeliest;
}

/** A half with where its other half may stand, above it or below. */
const withUnseen = (half: Quad): Rows[] =>
  UNSEEN.flatMap((by): Rows[] => [
    [half, below(half, by)],
    [below(half, -by), half],
  ]);

/** @param by - in heights of the quad */
const below = (quad: Quad, by: number): Quad => mapQuad(quad, (corner) => moved(corner, quadDown(quad), by * quadHeight(quad)));

/** Joins lines that stand in one row. */
function rowsOf(lines: readonly Quad[]): Quad[] {
  const rows: Quad[] = [];
  for (const line of lines) {
    const i = rows.findIndex((row) => isInRow(line, row));
    if (i < 0) rows.push(line);
    else rows[i] = reachingOver(rows[i]!, line);
  }
  return rows;
}

const isInRow = (line: Quad, row: Quad): boolean =>
  Math.abs(quadFrame(row).across(quadCentre(line))) < SAME_ROW * Math.min(quadHeight(row), quadHeight(line));

/** Makes a row so long that it reaches over a line, too. */
function reachingOver(row: Quad, line: Quad): Quad {
  const at = quadFrame(row).along(quadCentre(line));
  const beyond = (quadWidth(line) - quadWidth(row)) / 2;
  return stretchQuad(row, Math.max(0, beyond - at), Math.max(0, beyond + at));
}

function isNextRow(row: Quad, first: Quad): boolean {
  const { along, across } = quadFrame(first);
  const down = across(quadCentre(row)) / quadHeight(first);
  return down >= APART.down.min && down <= APART.down.max && Math.abs(along(quadCentre(row))) <= APART.along * quadWidth(first);
}

/** Returns a line's quad, no longer than its digits; null where these are not half of a number. */
function halfIn({ place, probs, digits, digitness }: Glance): Quad | null {
  const [quad] = place;
  const positions = digitPositions(probs, digits);
  const [first, last] = [positions[0], positions.at(-1)];
  if (!quad || first === undefined || last === undefined) return null;
  if (digits.length < ROW.digits.min || digits.length > ROW.digits.max || digitness < ROW.digitness) return null;
  const rim = RIM * pitchOf(positions);
  return stretchQuad(quad, (rim - first) * quadWidth(quad), (last + rim - 1) * quadWidth(quad));
}
