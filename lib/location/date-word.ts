import { type Point, type Quad, quadAspect, quadCentre, quadDirection, quadHeight, quadWidth } from '../geometry';
import type { Raster } from '../image/raster';
import { warp } from '../image/warp';
import type { WordFinder } from '../model/model';
import { logOddsMean, oddsOf } from './log-odds';
import { mapsBy } from './maps';

/** What the words beside a date say of it: that a card is valid until then, or that it is valid, or was issued, since then. */
export type DateWord = (typeof WORDS)[number];
const WORDS = ['until', 'since'] as const;

/**
 * The heights of a date's digits in the pictures that the network gets, px: words beside them are a fifth to two thirds as high. The second look is taken where the first one
 * may see something, but not plainly that the card is valid until then, as most dates say. The mean of both counts.
 */
const DIGITS = { first: 30, second: 40 };
/** The least probability of a word in the first look with which there is a second one, and that of `until` with which there is none. */
const LIKELY = 0.5;
const PLAIN = 0.9;
/** How much of what is around a date the network gets, in heights of its digits. */
const SHOWN = { left: 6, right: 1, above: 2.2, below: 0.8 };
/** A word counts as seen from this probability on, and with odds so many times as high as the other one's: VALID alone looks a little like either. */
const SEEN = 0.8;
const TIMES_LIKELIER = 12;

/** From where to where something stands, in heights of a date's digits, from the date's top left. */
interface Region {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/**
 * Where words stand that say something of a date: before it and above it.
 *
 * @param width - of the date, in heights of its digits
 */
const regionsAround = (width: number): readonly Region[] => [
  { left: -5, right: 0.1, top: -0.5, bottom: 1.5 },
  { left: -1.2, right: width + 0.3, top: -1.9, bottom: 0 },
];

/** The highest probability of each word where it would say something of the date. */
type Sighting = Readonly<Record<DateWord, number>>;

/**
 * Looks for the words that say what a date is: VALID THRU, 有效期至, FROM, MEMBER SINCE, 发卡日期 …
 *
 * @param date - tight around its characters, in reading direction, px of the raster
 * @returns null where none are seen, or both
 * @throws {CardOcrError} as `mapsBy`
 */
export async function dateWordAt(finder: WordFinder, raster: Raster, date: Quad): Promise<DateWord | null> {
  const first = await sightingAt(finder, raster, date, DIGITS.first);
  if (WORDS.every((word) => first[word] < LIKELY)) return null;
  if (wordIn(first, PLAIN) === 'until') return 'until';
  const second = await sightingAt(finder, raster, date, DIGITS.second);
  return wordIn({ until: logOddsMean(first.until, second.until), since: logOddsMean(first.since, second.since) }, SEEN);
}

/** Returns the word that is at least so probable, and far likelier than the other one. */
function wordIn({ until, since }: Sighting, least: number): DateWord | null {
  const [word, more, less] = until > since ? (['until', until, since] as const) : (['since', since, until] as const);
  return more >= least && oddsOf(more) >= TIMES_LIKELIER * oddsOf(less) ? word : null;
}

/** @param digits - the height of the date's digits in what the network gets, px */
async function sightingAt(finder: WordFinder, raster: Raster, date: Quad, digits: number): Promise<Sighting> {
  const width = quadAspect(date);
  const columns = SHOWN.left + width + SHOWN.right;
  const rows = SHOWN.above + 1 + SHOWN.below;
  const { data, shape } = await mapsBy(finder, warp(raster, aroundDate(date), Math.round(columns * digits), Math.round(rows * digits)));
  const regions = regionsAround(width);
  const [down, across] = [shape[2]!, shape[3]!];
  const { maps, stride } = finder.config.output;
  const most = { until: 0, since: 0 };
  for (let row = 0; row < down; row++) {
    const y = ((row + 0.5) * stride) / digits - SHOWN.above;
    for (let column = 0; column < across; column++) {
      const x = ((column + 0.5) * stride) / digits - SHOWN.left;
      if (!regions.some((region) => isWithin(region, x, y))) continue;
      for (const word of WORDS) most[word] = Math.max(most[word], data[(maps[word] * down + row) * across + column]!);
    }
  }
  return most;
}

/** A rectangle: the perspective of so small a quad says nothing of what is far beside it. */
function aroundDate(date: Quad): Quad {
  const [height, width] = [quadHeight(date), quadWidth(date)];
  const [centre, d] = [quadCentre(date), quadDirection(date)];
  const at = (x: number, y: number): Point => ({ x: centre.x + x * d.x - y * d.y, y: centre.y + x * d.y + y * d.x });
  const [left, right] = [-width / 2 - SHOWN.left * height, width / 2 + SHOWN.right * height];
  const [top, bottom] = [(-0.5 - SHOWN.above) * height, (0.5 + SHOWN.below) * height];
  return [at(left, top), at(right, top), at(right, bottom), at(left, bottom)];
}

const isWithin = ({ left, right, top, bottom }: Region, x: number, y: number): boolean => x > left && x < right && y > top && y < bottom;
