import { distance, growQuad, isInside, type Quad, quadCentre, quadDirection, quadHeight, runningAlong, stretchQuad } from '../geometry';
import { detectTextIn } from '../location/text-detector';
import type { Sight } from '../sight';
import { readText } from './glance';

/** Parts of the words that stand beside an expiry date, as a recogniser garbles small print; none of them is said of a date of issue. */
const EXPIRY_WORD = /THR|HRU|GOOD|EXP|UNTIL|有效|期限|至|截止/i;
/** What is around a date, in its heights, and how wide the text detector is shown it, px. */
const WINDOW = { before: 6, after: 2, across: 2.5, width: 320 };
const MAX_WORDS = 4;

/**
 * Whether words beside a date say that it is when the card expires.
 *
 * @param date - in reading direction, px of the raster
 * @throws {CardOcrError} as `readText`
 */
export async function wordsSayExpiry(sight: Sight, date: Quad): Promise<boolean> {
  const height = quadHeight(date);
  const window = growQuad(stretchQuad(date, WINDOW.before * height, WINDOW.after * height), 0, WINDOW.across * height);
  sight.checkTime();
  const boxes = await detectTextIn(sight.networks.detector, sight.raster, window, WINDOW.width);
  sight.note({ kind: 'places', by: 'detector', raster: sight.raster, places: boxes.map(({ quad }) => ({ of: 'text', quad })) });
  const centre = quadCentre(date);
  const awayOf = (quad: Quad): number => (isInside(quad, centre) ? 0 : distance(quadCentre(quad), centre));
  const nearest = boxes.map(({ quad }) => runningAlong(quad, quadDirection(date))).sort((a, b) => awayOf(a) - awayOf(b));
  for (const quad of nearest.slice(0, MAX_WORDS)) {
    if (EXPIRY_WORD.test((await readText(sight, quad)).text)) return true;
  }
  return false;
}
