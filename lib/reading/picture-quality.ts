import type { Place } from '../evidence';
import { growQuad, type Quad, quadDiagonal, quadHeight, quadWidth } from '../geometry';
import { lineCounts } from '../image/line-counts';
import type { Raster } from '../image/raster';
import { warp } from '../image/warp';

/** What may be wrong with a picture of a card. */
export type Flaw = 'blurred' | 'glare' | 'cut-off' | 'too-small';

/** How well a picture shows a card. */
export interface PictureQuality {
  readonly flaws: readonly Flaw[];
  /** 0..100: the lowest of four scores, for sharpness, size, light and completeness */
  readonly score: number;
}

/** Measures of a number line; each of them shows one flaw. */
interface LineMeasures {
  /** height of the digits, px of the picture */
  readonly digitHeight: number;
  /** width of an edge, in heights of the line, in the direction in which edges are widest: standard deviation of the blur that would turn a sharp step into it */
  readonly edgeWidth: number;
  /** longest part of the line that is all white, in its heights; 0 on a white card */
  readonly glareWidth: number;
  /** how far the card reaches beyond the picture, in its diagonals; 1 where its number touches the border */
  readonly beyond: number;
}

/** The height at which a line is measured, px: that of its quad, which has some room around the digits. */
const HEIGHT = 48;
/** Height of a number's quad, in heights of its digits. */
const DIGIT_ROOM = 1.4;
/** The limits beyond which numbers are misread more often: see docs/api.md, "When a picture gets a warning". */
export const LIMITS = { digitHeight: 10, edgeWidth: 0.055, glareWidth: 0.6, beyond: 0.03 };
/**
 * The steepest difference in each of the directions of `LineCounts.differences`, of which the least counts, as a camera that moves blurs one direction: `share` of the pixels have a lower
 * one (digits have fewer edges that run along the line), and so far apart are the neighbours, px.
 */
const STEEP = [
  { share: 0.99, distance: 1 },
  { share: 0.995, distance: 1 },
  { share: 0.99, distance: Math.SQRT2 },
  { share: 0.99, distance: Math.SQRT2 },
];
/** The level of all channels from which on a pixel is white, and the share of a column that must be white. */
const WHITE = 248;
const WHITE_COLUMN = 0.6;
/** A line whose median grey is at least this belongs to a white card. */
const WHITE_CARD = 215;

/**
 * Measures how well a picture shows a card.
 *
 * @param outline - of the card, px of the raster; null when it was not seen
 * @param place - of its number
 * @param scale - pixels of the picture per pixel of the raster
 */
export function pictureQuality(raster: Raster, outline: Quad | null, place: Place, scale: number): PictureQuality {
  const measures = measure(raster, outline, place, scale);
  const { digitHeight, edgeWidth, glareWidth, beyond } = LIMITS;
  const flaws: Flaw[] = [];
  if (measures.edgeWidth > edgeWidth) flaws.push('blurred');
  if (measures.glareWidth > glareWidth) flaws.push('glare');
  if (measures.beyond > beyond) flaws.push('cut-off');
  if (measures.digitHeight < digitHeight) flaws.push('too-small');
  /** 1 for the best, one half at the limit */
  const share = (badness: number): number => 1 / (1 + badness * badness);
  const worst = Math.min(
    share(measures.edgeWidth / edgeWidth),
    share(measures.glareWidth / glareWidth),
    share(measures.beyond / beyond),
    share(digitHeight / Math.max(1, measures.digitHeight)),
  );
  return { flaws, score: Math.round(100 * worst) };
}

export function measure(raster: Raster, outline: Quad | null, place: Place, scale: number): LineMeasures {
  const lines = place.map((quad) => measureLine(raster, quad));
  const heights = place.map(quadHeight);
  return {
    digitHeight: (scale * Math.min(...heights)) / DIGIT_ROOM,
    edgeWidth: Math.max(...lines.map(({ edgeWidth }) => edgeWidth)),
    glareWidth: Math.max(...lines.map(({ glareWidth }) => glareWidth)),
    beyond: Math.max(outline ? beyondFrame(raster, outline) : 0, ...place.map((quad) => lineBeyondFrame(raster, quad))),
  };
}

function measureLine(raster: Raster, quad: Quad): { edgeWidth: number; glareWidth: number } {
  const width = Math.max(HEIGHT, Math.round((HEIGHT * quadWidth(quad)) / Math.max(1, quadHeight(quad))));
  const line = warp(raster, quad, width, HEIGHT);
  const { grey, differences, white } = lineCounts(line, WHITE);
  const contrast = quantileOfCounts(grey, 0.97) - quantileOfCounts(grey, 0.03);
  const steepest = Math.max(1, Math.min(...differences.map((counts, i) => quantileOfCounts(counts, STEEP[i]!.share) / STEEP[i]!.distance)));
  let run = 0;
  let longest = 0;
  for (let x = 0; x < width; x++) {
    run = white[x]! >= WHITE_COLUMN * HEIGHT ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return {
    edgeWidth: contrast / (steepest * Math.sqrt(2 * Math.PI)) / HEIGHT,
    glareWidth: quantileOfCounts(grey, 0.5) < WHITE_CARD ? longest / HEIGHT : 0,
  };
}

/** @param counts - how often each value occurs */
function quantileOfCounts(counts: Uint32Array, share: number): number {
  let left = share * counts.reduce((sum, count) => sum + count, 0);
  let value = 0;
  while (value < counts.length - 1 && left >= counts[value]!) left -= counts[value++]!;
  return value;
}

/** How far the farthest corner lies outside the picture, in diagonals. */
function beyondFrame({ width, height }: Raster, quad: Quad): number {
  const diagonal = quadDiagonal(quad) || 1;
  return Math.max(0, ...quad.flatMap(({ x, y }) => [-x, -y, x - width, y - height])) / diagonal;
}

/** 1 when a number line touches the picture's border, else 0. */
function lineBeyondFrame(raster: Raster, quad: Quad): number {
  // a crop of a card has its digits near the border: what touches it counts
  return beyondFrame(raster, growQuad(quad, -0.1 * quadHeight(quad), -0.1 * quadHeight(quad))) > 0 ? 1 : 0;
}
