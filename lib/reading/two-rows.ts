import type { Glance } from '../evidence';
import { mapQuad, type Quad, quadDirection, quadHeight, quadWidth, stretchQuad } from '../geometry';
import { digitPositions } from '../recognition/constrained-decode';
import type { Sight } from '../sight';
import { AGREED, totalOf } from './certainty';
import { firstReading } from './decode-number';
import { glance } from './glance';
import { layAlong } from './lay-along';
import { pitchOf } from './layout';
import { reachEnds } from './reach';

/**
 * A row that may be one half of a number in two rows: how many digits it shows, how likely they are digits, and how far above or below it the other row is looked for, in
 * heights of its quad.
 */
const ROW = { digits: { min: 7, max: 9 }, digitness: 0.6, apart: [0.95, 1.2, 1.5, 1.8].flatMap((by) => [by, -by]) };
/** How far a row's quad goes on beyond the centres of its first and its last digit, in pitches. */
const RIM = 1.2;

/**
 * Looks above and below a line that shows half of a number for its other half: where a number stands in two rows, the locator may see but one of them.
 *
 * @returns the likeliest number's two rows, if it is a card's by its checks; else null
 * @throws {CardOcrError} as `glance`
 */
export async function inTwoRows(sight: Sight, line: Glance): Promise<Glance | null> {
  if (line.place.length > 1) return null;
  const row = rowOf(await layAlong(sight, await reachEnds(sight, line)));
  if (!row) return null;
  const { x, y } = quadDirection(row);
  const height = quadHeight(row);
  let likeliest: Glance | null = null;
  for (const apart of ROW.apart) {
    const other = mapQuad(row, (corner) => ({ x: corner.x - apart * height * y, y: corner.y + apart * height * x }));
    const look = await glance(sight, apart > 0 ? [row, other] : [other, row]);
    const reading = look.place.length > 1 ? firstReading(sight, look) : null;
    if (!reading || sight.prior.of(reading.text) < AGREED.logPrior) continue;
    if (totalOf(reading) > totalOf(likeliest && firstReading(sight, likeliest))) likeliest = look;
  }
  return likeliest;
}

/** Returns a line's quad, no longer than its digits; null where these are not half of a number. */
function rowOf({ place, probs, digits, digitness }: Glance): Quad | null {
  const [quad] = place;
  const positions = digitPositions(probs, digits);
  const [first, last] = [positions[0], positions.at(-1)];
  if (!quad || first === undefined || last === undefined) return null;
  if (digits.length < ROW.digits.min || digits.length > ROW.digits.max || digitness < ROW.digitness) return null;
  const rim = RIM * pitchOf(positions);
  return stretchQuad(quad, (rim - first) * quadWidth(quad), (last + rim - 1) * quadWidth(quad));
}
