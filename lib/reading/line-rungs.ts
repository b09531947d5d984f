import type { Framing, Glance, NumberReading } from '../evidence';
import { dot, quadCentre, quadDirection, quadFrame, quadHeight, quadWidth } from '../geometry';
import type { PictureCrops } from '../recognition/joint-decode';
import type { Sight } from '../sight';
import type { Tensor } from '../tensor';
import { AGREED, isAsSureAsCanBe, isAtLeast, isCertain, isUndoubted } from './certainty';
import { decodeNumber } from './decode-number';
import { crop } from './glance';

/** A number's line while it is being read. */
export interface Line {
  readonly sight: Sight;
  /** the first look at it, with further crops by the same reader */
  readonly glance: Glance;
  /** looks of the fast reader at other crops of the same line */
  readonly shared: readonly Tensor[];
  /** looks of the second reader */
  readonly second: readonly Tensor[];
  /** by all looks together; null: no digits */
  readonly reading: NumberReading | null;
}

/** Further crops for the fast reader. */
const DIGIT_FRAMINGS: readonly Framing[] = [
  { dx: 0.15, dy: -0.14, widthScale: 0.95 },
  { dx: 0.3, dy: 0.04, widthScale: 0.8 },
  { dx: 0.8, dy: -0.1, widthScale: 0.9 },
  { dx: 0.3, dy: 0, widthScale: 0.85, slant: 0.2 },
  { dx: 0.3, dy: 0, widthScale: 0.85, slant: -0.2 },
];
/** How many of them are read before the second reader is asked. */
const FIRST_CROPS = 2;
/** Crops for the second reader. */
const SECOND_FRAMINGS: readonly Framing[] = [
  { dx: 0, dy: 0, widthScale: 0.8 },
  { dx: 0.3, dy: 0.04, widthScale: 0.9 },
  { dx: 0.15, dy: -0.1, widthScale: 1 },
];

/**
 * Makes a line of its first look.
 *
 * @param reading - of that look
 * @param others - looks at other places: those at the same line count, too
 */
export function lineOf(sight: Sight, glance: Glance, reading: NumberReading | null, others: readonly Glance[] = []): Line {
  const same = others.filter((other) => other.place !== glance.place && isOfSameLine(other, glance));
  return { sight, glance, shared: same.flatMap(({ probs, further }) => [probs, ...further]), second: [], reading };
}

/** Whether more looks at a line may show more: see `doubted` of `Doubt`. */
export function isDoubted({ glance, shared, second, reading }: Line): boolean {
  const isOneLook = glance.further.length + shared.length + second.length === 0;
  if (isOneLook) return !reading?.sure;
  // one crop of the second reader may misread a digit that the fast reader could not read at all
  const isSettled = second.length === 1 ? isCertain(reading) : isUndoubted(reading);
  return !isSettled && !(second.length > 0 && isAsSureAsCanBe(reading));
}

/** Reads a line, look after look, as long as it is in doubt. The ladder does it otherwise: it asks the second reader later, and not wherever the fast one is in doubt. */
export async function readLine(line: Line): Promise<Line> {
  let current = await seenBySecond(await seenByCrops(line));
  for (const look of [lookAtCrops, lookBySecond]) if (isDoubted(current)) current = (await look(current)) ?? current;
  return current;
}

/** Has the second reader read one crop of a line that is in doubt. */
export const seenBySecond = async (line: Line): Promise<Line> => (isDoubted(line) ? ((await lookBySecond(line, 1)) ?? line) : line);

/** Reads the first further crops of a line that is not sure yet. */
export const seenByCrops = async (line: Line): Promise<Line> =>
  line.reading?.sure ? line : ((await lookAtCrops(line, FIRST_CROPS)) ?? line);

/**
 * Has the fast reader read further crops of a line, until they agree.
 *
 * @param most - the most crops, with those that it has read before
 * @returns null where it has read as many before
 */
export async function lookAtCrops(line: Line, most = DIGIT_FRAMINGS.length): Promise<Line | null> {
  const { sight, glance } = line;
  const framings = DIGIT_FRAMINGS.slice(glance.further.length, most);
  if (framings.length === 0) return null;
  let current = line;
  for (const framing of framings) {
    const further = [...current.glance.further, await crop(sight, 'fast', glance, framing)];
    current = read({ ...current, glance: { ...glance, further } });
    const { reading } = current;
    if (reading && isAtLeast(AGREED, reading, sight.prior.of(reading.text))) return { ...current, reading: { ...reading, sure: true } };
    if (reading?.sure) break;
  }
  return current;
}

/** The fewest crops of the second reader, if it may read several: one of them does not settle what all other looks left open. */
const LEAST_BY_SECOND = 2;

/**
 * Has the second reader read a line, crop by crop, until nothing is in doubt.
 *
 * @param most - the most crops, with those that it has read before
 * @returns null where it has read as many before
 */
export async function lookBySecond(line: Line, most = SECOND_FRAMINGS.length): Promise<Line | null> {
  const framings = SECOND_FRAMINGS.slice(line.second.length, most);
  let current = line;
  for (const framing of framings) {
    current = read({ ...current, second: [...current.second, await crop(line.sight, 'second', line.glance, framing)] });
    if (current.second.length >= LEAST_BY_SECOND && !isDoubted(current)) break;
  }
  return framings.length > 0 ? current : null;
}

/** Reads a line by all looks at it together. */
function read(line: Line): Line {
  const { sight, glance } = line;
  return { ...line, reading: decodeNumber(sight, glance.place, glance.probs, cropsOfLine(line)) };
}

/** Returns all looks at a line: the fast reader's, and the second one's. */
export const cropsOfLine = ({ glance, shared, second }: Line): PictureCrops => [[glance.probs, ...shared, ...glance.further], second];

/** How much crops of one line may differ: across in heights, along and in length in lengths of the line; the cosine of the angle between them is above `direction`. */
const SAME_LINE = { across: 0.5, along: 0.12, length: 0.2, direction: 0.95 };

function isOfSameLine(a: Glance, b: Glance): boolean {
  const [line, other] = [a.place[0], b.place[0]];
  if (a.place.length !== 1 || b.place.length !== 1 || !line || !other) return false;
  const { along, across } = quadFrame(line);
  const centre = quadCentre(other);
  const length = quadWidth(line);
  return (
    dot(quadDirection(line), quadDirection(other)) > SAME_LINE.direction &&
    Math.abs(across(centre)) < SAME_LINE.across * quadHeight(line) &&
    Math.abs(along(centre)) < SAME_LINE.along * length &&
    Math.abs(quadWidth(other) - length) < SAME_LINE.length * length
  );
}
