import {
  along,
  distance,
  dot,
  growQuad,
  invertHomography,
  isInside,
  type Point,
  projectQuad,
  type Quad,
  quadAspect,
  quadCentre,
  quadDirection,
  quadFrame,
  quadHeight,
  quadWidth,
  rectangleToQuad,
} from '../geometry';

export interface LocatedCard {
  /** clockwise from the card's own top left; null where only a number line was seen */
  readonly outline: Quad | null;
  /** where its number may stand, likeliest first: one line, or several short ones in a block, in reading order and direction */
  readonly numbers: readonly (readonly Quad[])[];
  /** the dates that are seen on it, in reading direction, likeliest first */
  readonly dates: readonly Quad[];
}

/** A number in a block has three to five lines of one group each, or two lines of two groups: how many, and how wide for their height. */
const BLOCKS = [
  { lines: { min: 3, max: 5 }, aspect: { min: 0, max: 6 } },
  { lines: { min: 2, max: 2 }, aspect: { min: 4, max: 9.5 } },
];
/** How many groups of digits stand in each line of a block. */
export const groupsInLine = (block: readonly Quad[]): number => (block.length > 2 ? 1 : 2);

/** The centres of a block's lines differ by less than this, along and downwards, in heights. */
const BLOCK_APART = { along: 1.2, down: 3.5 };
/** A number in one line is longer than this, for its height. */
const LINE_ASPECT = 4;
/** How far outside its outline a card's lines may have their centres, in heights of the line. */
const OUTSIDE = 0.5;
/** A line whose direction on the card is this near to an edge's runs along it (the sine of the angle between). */
const SLANT = 0.12;

/**
 * Assigns lines to cards. A number line on no card makes a card without outline.
 *
 * @param outlines - of cards; all in the same pixels
 * @param numbers - number lines and, `dates`, dates in reading direction, likeliest first
 */
export function assembleCards(outlines: readonly Quad[], numbers: readonly Quad[], dates: readonly Quad[]): LocatedCard[] {
  const isOn = (line: Quad, outline: Quad): boolean => {
    const by = OUTSIDE * quadHeight(line);
    return isInside(growQuad(outline, by, by), quadCentre(line));
  };
  /** where cards overlap, a date belongs to the one whose number is nearest */
  const ownerOf = (date: Quad): Quad | undefined => {
    const away = (outline: Quad): number =>
      Math.min(Infinity, ...numbers.filter((line) => isOn(line, outline)).map((line) => distance(quadCentre(line), quadCentre(date))));
    return outlines.filter((outline) => isOn(date, outline)).sort((a, b) => away(a) - away(b))[0];
  };
  const cards = outlines.map((outline): LocatedCard => {
    const own = (lines: readonly Quad[]): Quad[] => lines.filter((line) => isOn(line, outline)).map((line) => alongCard(line, outline));
    return { outline, numbers: placesOf(own(numbers)), dates: own(dates.filter((date) => ownerOf(date) === outline)) };
  });
  const loose = (lines: readonly Quad[]): Quad[] => lines.filter((line) => !outlines.some((outline) => isOn(line, outline)));
  const places = placesOf(loose(numbers));
  if (places.length > 0) cards.push({ outline: null, numbers: places, dates: loose(dates) });
  return cards;
}

/** Places at which a number may stand: each long line that is in no block of short ones, then a block. Of two lines each may also be a number by itself. */
function placesOf(lines: readonly Quad[]): Quad[][] {
  const block = blockIn(lines);
  const isOfBlock = (line: Quad): boolean => block !== null && groupsInLine(block) === 1 && block.includes(line);
  const long = lines.filter((line) => quadAspect(line) >= LINE_ASPECT && !isOfBlock(line)).map((line) => [line]);
  return block ? [...long, block] : long;
}

/** Returns short lines below one another, in reading order, as a number printed in a block has them; null where there are none. */
export const blockIn = (lines: readonly Quad[]): Quad[] | null =>
  BLOCKS.reduce<Quad[] | null>((found, kind) => found ?? blockAmong(lines, kind), null);

function blockAmong(lines: readonly Quad[], { lines: { min, max }, aspect }: (typeof BLOCKS)[number]): Quad[] | null {
  const fitting = lines.filter((line) => quadAspect(line) >= aspect.min && quadAspect(line) < aspect.max);
  const isPiece = (line: Quad): boolean => fitting.some((other) => quadWidth(other) > quadWidth(line) && isInside(other, quadCentre(line)));
  const quads = fitting.filter((line) => !isPiece(line));
  if (quads.length < min) return null;
  // one may be seen upside down: the order is that of most
  const alike = (q: Quad): number => quads.filter((other) => dot(quadDirection(q), quadDirection(other)) > 0).length;
  const first = quads.reduce((most, q) => (alike(q) > alike(most) ? q : most));
  const frame = quadFrame(first);
  const height = quadHeight(first);
  const down = (q: Quad): number => frame.across(quadCentre(q));
  const sorted = [...quads].sort((a, b) => down(a) - down(b));
  const column = sorted.filter((q) => Math.abs(frame.along(quadCentre(q))) < BLOCK_APART.along * height);
  if (column.length < min || column.length > max) return null;
  const together = column.every((q, i) => i === 0 || down(q) - down(column[i - 1]!) < BLOCK_APART.down * height);
  return together ? column : null;
}

/**
 * Gives a line the perspective of its card, so that a line along an edge of the card follows it all the way.
 *
 * @param line - a rectangle; its middle line is kept
 */
export function alongCard(line: Quad, outline: Quad): Quad {
  const size = 100;
  const toPicture = rectangleToQuad(size, size, outline);
  const toCard = invertHomography(toPicture);
  if (!toCard) return line;
  const [a, b, c, d] = projectQuad(toCard, line);
  const start = along(a, d, 0.5);
  const end = along(b, c, 0.5);
  const length = Math.hypot(end.x - start.x, end.y - start.y) || 1;
  const dx = (end.x - start.x) / length;
  const dy = (end.y - start.y) / length;
  if (Math.min(Math.abs(dx), Math.abs(dy)) > SLANT) return line;
  // in the card's square of 100 by 100 a height depends on its direction: each end keeps its own
  const half = (p: Point, q: Point): Point => ({
    x: Math.abs(dx) > Math.abs(dy) ? 0 : (q.x - p.x) / 2,
    y: Math.abs(dx) > Math.abs(dy) ? (q.y - p.y) / 2 : 0,
  });
  const first = half(a, d);
  const last = half(b, c);
  const tall = { x: (first.x + last.x) / 2, y: (first.y + last.y) / 2 };
  const corners: Quad = [
    { x: start.x - tall.x, y: start.y - tall.y },
    { x: end.x - tall.x, y: end.y - tall.y },
    { x: end.x + tall.x, y: end.y + tall.y },
    { x: start.x + tall.x, y: start.y + tall.y },
  ];
  return projectQuad(toPicture, corners);
}
