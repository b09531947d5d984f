import { usualGroups } from '../card/group-pan';
import { isLuhnValid } from '../card/luhn';
import { PAN_MAX_LENGTH, PAN_MIN_LENGTH } from '../card/pan';
import type { Glance, NumberReading } from '../evidence';
import { type Quad, quadHeight, quadWidth, stretchQuad } from '../geometry';
import { groupsInLine } from '../location/located-card';
import { differences } from '../quantile';
import { digitPositions } from '../recognition/constrained-decode';
import type { Sight } from '../sight';
import { AGREED, isLikelier } from './certainty';
import { firstReading } from './decode-number';
import { glance } from './glance';
import { fits, pitchOf } from './layout';

/**
 * How much a strip must show beyond the centres of a number's first and last digit, in pitches, for no digit to be missing there. `usual` is more than most gaps between
 * groups, `widest` more than any.
 */
const ENOUGH = { usual: 1.6, widest: 3 };
/** How much more than enough is shown where a line is looked at further out, in pitches. */
const MORE = 0.4;
/** How much a strip must show beyond those centres, in pitches, for no digit to stand at its rim. */
const RIM = 1;
/** How often a line is looked at further out. */
const MAX_LOOKS = 4;
/** The fewest digits by which their pitch is known. */
const MIN_DIGITS = 4;
/**
 * How many digits may stand behind a number in its line, at most: a date with a year of four digits, and its slash, read as one. They stand further apart from it than its
 * groups do, by this many pitches at least. `rim`: how far a block's row goes on beyond the centre of its last digit, in pitches.
 */
const BEHIND = { most: 7, apart: 0.3, rim: 1.1 };
/** How many digits a security code has. */
const CODE = 3;
/** How numbers of Visa, Mastercard, JCB and Discover begin: hardly any of their cards has 19 digits, whatever the schemes allow. 6500 may be Verve's, which do. */
const OF_16_DIGITS = /^(?:4|5[1-5]|2(?:2[2-9]|[3-6]|7)|35|6011|64[4-9]|65(?!00))/;
/** How 16 digits and a security code stand, and numbers of 19 digits, too. */
const WITH_CODE = '4-4-4-4-3';
/** How many digits a group of a number in a block has. */
const GROUP = 4;
/** Digits are this far apart at least, in heights of the line's quad. */
const MIN_PITCH = 0.28;

/** How much a line shows beyond the centres of its first and last digit, in pitches of its digits. */
interface Ends {
  readonly left: number;
  readonly right: number;
  /** px */
  readonly pitch: number;
}

/** How much further out a line must be looked at to see its ends, px; 0 where they are seen. */
interface Missing {
  readonly left: number;
  readonly right: number;
}

/** Returns null where it is not known: for few digits, or a block of lines. */
export function endsOf({ place, probs, digits }: Glance): Ends | null {
  const [line] = place;
  if (!line || place.length > 1 || digits.length < MIN_DIGITS) return null;
  const width = quadWidth(line);
  const centres = digitPositions(probs, digits).map((position) => position * width);
  const [first, last] = [centres[0], centres.at(-1)];
  if (first === undefined || last === undefined) return null;
  const pitch = Math.max(pitchOf(centres), MIN_PITCH * quadHeight(line));
  return { left: first / pitch, right: (width - last) / pitch, pitch };
}

/** @param enough - how much a line must show beyond its first and its last digit, in pitches */
export function missingEnds({ left, right, pitch }: Ends, enough = ENOUGH.usual): Missing {
  const missing = (shown: number): number => (shown < enough ? (enough + MORE - shown) * pitch : 0);
  return { left: missing(left), right: missing(right) };
}

/** Whether no digit can be missing at a line's ends: none stands at its rim, the number passes every check, and all numbers that begin like it are as long. */
function isWhole(sight: Sight, look: Glance, { left, right }: Ends): boolean {
  if (Math.min(left, right) < RIM) return false;
  const reading = firstReading(sight, look);
  return reading?.sure === true && isAsLongAsAll(sight, reading);
}

/** Whether all numbers that begin like this one are as long. */
function isAsLongAsAll({ prior }: Sight, { text }: NumberReading): boolean {
  const lengths = prior.lengths(text);
  return lengths.length === 1 && lengths[0] === text.length;
}

/**
 * Looks at a line further out until its ends are seen, unless it shows a whole number: the locator cuts lines short, and digits at a strip's rim may not be
 * the last ones. If the number is in doubt even then, and not all numbers that begin like it are as long, a group may be missing after a wide gap: digits beyond the gap
 * count if they make the number likelier.
 *
 * @throws {CardOcrError} as `glance`
 */
export async function reachEnds(sight: Sight, look: Glance): Promise<Glance> {
  const ends = endsOf(look);
  if (ends && isWhole(sight, look, ends)) return look;
  const reached = await followed(sight, look);
  const missing = missingIn(reached, ENOUGH.widest);
  const reading = missing && firstReading(sight, reached);
  if (!missing || (reading && (reading.sure || isAsLongAsAll(sight, reading)))) return reached;
  const beyond = await lookBeyond(sight, reached, missing);
  if (beyond.digits.length <= reached.digits.length) return reached;
  const whole = await followed(sight, beyond);
  return isLikelier(firstReading(sight, whole), reading, sight.prior) ? whole : reached;
}

/** Looks at a line further out as long as digits stand near its ends. */
async function followed(sight: Sight, look: Glance): Promise<Glance> {
  let reached = look;
  for (let count = 1; count <= MAX_LOOKS; count++) {
    const missing = missingIn(reached);
    if (!missing) break;
    reached = await lookBeyond(sight, reached, missing, count); // further each time: where digits went on, more may follow
  }
  return reached;
}

/**
 * Cuts a line off behind its number, where more digits stand: a security code, a date or a sequence number. All of them together are no number then, but for a security code
 * (`endsInCode`), as they fit no layout of one, but those before a wide gap are. Of a block, each line is cut off behind its groups.
 *
 * @param look - in its reading direction
 * @returns the look itself where there is nothing to be cut off
 * @throws {CardOcrError} as `glance`
 */
export async function withoutDigitsBehind(sight: Sight, look: Glance): Promise<Glance> {
  const { place, probs, digits } = look;
  const [line] = place;
  if (place.length > 1) return withoutDigitsBeside(sight, look);
  if (!line) return look;
  const positions = digitPositions(probs, digits);
  const cutBehind = (length: number): Promise<Glance> => {
    const end = (positions[length - 1]! + positions[length]!) / 2;
    return glance(sight, [stretchQuad(line, 0, (end - 1) * quadWidth(line))]);
  };
  if (endsInCode(sight, look, positions)) return cutBehind(digits.length - CODE);
  if (fits(positions, digits.length).length > 0) return look;
  const spacings = differences(positions);
  const isNumber = (length: number): boolean => {
    const pitch = pitchOf(positions.slice(0, length));
    return (
      spacings[length - 1]! > Math.max(...spacings.slice(0, length - 1)) + BEHIND.apart * pitch &&
      sight.prior.of(digits.slice(0, length)) >= AGREED.logPrior &&
      fits(positions.slice(0, length), length).length > 0
    );
  };
  for (
    let length = Math.min(PAN_MAX_LENGTH, digits.length - 1);
    length >= Math.max(PAN_MIN_LENGTH, digits.length - BEHIND.most);
    length--
  ) {
    if (isNumber(length)) return cutBehind(length);
  }
  return look;
}

/**
 * Whether the last of 19 digits are a security code, as on the strip for the signature: those before them pass the checks of a number of 16. All of them together stand as
 * a number of 19 digits does, and one in ten passes the check digit, too.
 */
function endsInCode(sight: Sight, look: Glance, positions: readonly number[]): boolean {
  const { digits } = look;
  const number = digits.slice(0, -CODE);
  if (number.length !== 16 || !OF_16_DIGITS.test(digits) || sight.prior.of(number) < AGREED.logPrior) return false;
  // a first digit that is half hidden may be that of another scheme
  if (!firstReading(sight, look)?.text.startsWith(number)) return false;
  const isWhole = isLuhnValid(digits) && sight.prior.lengths(digits).includes(digits.length);
  return !isWhole || usualGroups(positions)?.join('-') === WITH_CODE;
}

async function withoutDigitsBeside(sight: Sight, look: Glance): Promise<Glance> {
  const count = GROUP * groupsInLine(look.place);
  if (look.digits.length <= count * look.place.length && firstReading(sight, look)?.sure) return look;
  const rows: Quad[] = [];
  for (const row of look.place) {
    const { probs, digits } = await glance(sight, [row]);
    const end = endOf(digitPositions(probs, digits), count);
    rows.push(end === null ? row : stretchQuad(row, 0, (end - 1) * quadWidth(row)));
  }
  return glance(sight, rows);
}

/**
 * Where a row of a block ends, as a share of its line; null where that is not known.
 *
 * @param positions - of its digits and of what stands behind them, as shares of the line
 * @param count - how many digits it has
 */
function endOf(positions: readonly number[], count: number): number | null {
  const [last, next] = [positions[count - 1], positions[count]];
  if (last === undefined) return null;
  const spacings = differences(positions.slice(0, count));
  const pitch = pitchOf(positions.slice(0, count));
  if (next === undefined) return Math.min(1, last + BEHIND.rim * pitch);
  return next - last > Math.max(...spacings) + BEHIND.apart * pitch ? (last + next) / 2 : null;
}

/** Returns null where nothing is missing, or it is not known. */
function missingIn(look: Glance, enough?: number): Missing | null {
  const ends = endsOf(look);
  const missing = ends && missingEnds(ends, enough);
  return missing && missing.left + missing.right > 0 ? missing : null;
}

const lookBeyond = (sight: Sight, { place }: Glance, { left, right }: Missing, times = 1): Promise<Glance> =>
  glance(sight, [stretchQuad(place[0]!, times * left, times * right)]);
