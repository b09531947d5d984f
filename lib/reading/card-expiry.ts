import { isExpired, latest } from '../card/expiry';
import { growQuad, isInside, type Quad, quadCentre, quadHeight, stretchQuad } from '../geometry';
import type { Raster } from '../image/raster';
import type { TextBox } from '../location/db-postprocess';
import { aroundNumber, referenceLine } from '../location/expiry-boxes';
import { locateLines } from '../location/locator';
import { detectTextIn } from '../location/text-detector';
import type { Model } from '../model/model';
import type { Finders, FoundCard } from './find-cards';
import { type ExpiryReading, findExpiry, type ReadLine, readExpiry } from './find-expiry';
import type { Readers } from './find-number';
import type { NumberReading } from './read-number';

/** Where the locator is less sure that there is a date, none is looked for. */
const MIN_SCORE = 0.1;
/** So many places of the look at what is around the number are read. */
const MAX_PLACES = 3;
/** What is around a date, in its heights, and how wide the text detector is shown it, px: all of its line, or the rest of it would not be known. */
const WINDOW = { before: 5.5, after: 2.5, across: 1.5, width: 288 };
/** How wide the text detector is shown what is around the number, px. */
const AROUND_WIDTH = 512;

/**
 * Read a card's expiry date: where the locator sees it, else where it does in a closer look at what is around the number, its line found by the
 * text detector, else wherever the text detector sees text there.
 *
 * @param today - decides the century of `MM/YY`
 * @returns null rather than a guess
 * @throws {CardOcrError} as `Model.run`
 */
export async function cardExpiry(
  { locator, detector }: Finders,
  readers: Readers,
  raster: Raster,
  { outline, expiry, expiryScore, reading }: FoundCard & { readonly reading: NumberReading },
  today: Date,
  checkTime: () => void,
): Promise<ExpiryReading | null> {
  const number = referenceLine(reading.place);
  const located = expiry && (await readExpiry(readers, raster, expiry, today, checkTime));
  if (located) return located === 'specimen' ? null : located;
  if (outline && expiryScore < MIN_SCORE) return null;
  checkTime();
  const { dates, dateScore } = await locateLines(locator, raster, aroundNumber(number, outline));
  const isNew = expiry && !dates.some((date) => isInside(date, quadCentre(expiry)));
  const places = [...dates.slice(0, MAX_PLACES), ...(isNew ? [expiry] : [])];
  const read: ReadLine[] = [];
  const near = await findExpiry(readers, raster, await textAt(detector, raster, places, checkTime), number, today, checkTime, read);
  if (near === 'specimen') return null;
  // one that is past may be the date of issue
  if (near ? near.isNamed || !isExpired(near.expiry, today) : Math.max(dateScore, expiryScore) < MIN_SCORE) return near;
  checkTime();
  const around = await detectTextIn(detector, raster, aroundNumber(number, outline), AROUND_WIDTH);
  const found = await findExpiry(readers, raster, around, number, today, checkTime, read);
  if (found === null || found === 'specimen') return near;
  return near && latest([near.expiry, found.expiry]) === near.expiry ? near : found;
}

/** Text in the lines of some places, each once. */
async function textAt(detector: Model, raster: Raster, places: readonly Quad[], checkTime: () => void): Promise<TextBox[]> {
  const boxes: TextBox[] = [];
  for (const place of places) {
    checkTime();
    const height = quadHeight(place);
    const window = growQuad(stretchQuad(place, WINDOW.before * height, WINDOW.after * height), 0, WINDOW.across * height);
    const seen = await detectTextIn(detector, raster, window, WINDOW.width);
    boxes.push(...seen.filter(({ quad }) => !boxes.some((box) => isInside(box.quad, quadCentre(quad)))));
  }
  return boxes;
}
