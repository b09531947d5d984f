import { distance, dot, type Point, type Quad } from '../geometry';
import { halved, type LineKind, type LineVote, type LocatorMaps } from './locator-maps';

/** A pixel is part of a line above this probability, by default. */
const PIXEL = 0.4;
/** Share of a line's area that must be marked. */
const MIN_SUPPORT = 0.3;
const MIN_PIXELS = 2;
const MIN_LENGTH = 6;
/** A line is marked at least this high (scripts/train/locator_targets.py). */
const MIN_THICKNESS = 5;
/** How far votes for one line may differ: in its middle, across in heights, along in lengths plus heights; in its half, in lengths. */
const APART = { across: 0.7, length: 0.25, heights: 1.5, half: 0.3 };
/** How fast the weight of a pixel's vote falls with its distance to the line's middle, in lengths; and the weight that is left far away. */
const REACH = 0.3;
const FAR_SAY = 0.1;

interface Vote extends LineVote {
  readonly pixel: number;
  readonly probability: number;
}

/**
 * Finds lines in the locator's maps. Each marked pixel votes for a line; votes that agree are one line, whatever gaps are between them.
 *
 * @param least - a pixel is part of a line above this probability
 * @returns in reading direction, tight around the digits, px of the network's input; likeliest first
 */
export function votedLines(maps: LocatorMaps, kind: LineKind, least = PIXEL): Quad[] {
  const mask = maps.mask(kind);
  let votes: Vote[] = [];
  for (let pixel = 0; pixel < mask.length; pixel++) {
    if (mask[pixel]! > least) votes.push({ pixel, probability: mask[pixel]!, ...maps.line(pixel) });
  }
  votes.sort((a, b) => b.probability - a.probability);
  const lines: { readonly quad: Quad; readonly weight: number }[] = [];
  while (votes.length > 0) {
    const seed = mean(maps, agreeing(votes, votes[0]!));
    const group = agreeing(votes, seed);
    if (group.length === 0) {
      votes = votes.slice(1);
      continue;
    }
    const inGroup = new Set(group);
    votes = votes.filter((vote) => !inGroup.has(vote));
    const line = mean(maps, group);
    const length = lengthOf(line);
    const area = group.length * maps.stride * maps.stride;
    const whole = visibleShare(maps, line) * length * Math.max(line.height, MIN_THICKNESS);
    if (group.length < MIN_PIXELS || length < MIN_LENGTH || area < MIN_SUPPORT * whole) continue;
    const score = group.reduce((sum, vote) => sum + vote.probability, 0) / group.length;
    lines.push({ quad: quadOf(line, maps.meanDirection(group)), weight: score * area });
  }
  return lines.sort((a, b) => b.weight - a.weight).map(({ quad }) => quad);
}

const lengthOf = ({ half }: LineVote): number => 2 * Math.hypot(half.x, half.y);

function agreeing(votes: readonly Vote[], line: LineVote): Vote[] {
  const length = lengthOf(line) || 1;
  const half = halved(line.half);
  const dx = (2 * half.x) / length;
  const dy = (2 * half.y) / length;
  const across = APART.across * Math.max(line.height, MIN_THICKNESS);
  const alongside = APART.length * length + APART.heights * line.height;
  return votes.filter((vote) => {
    const x = vote.middle.x - line.middle.x;
    const y = vote.middle.y - line.middle.y;
    return (
      Math.abs(y * dx - x * dy) < across && Math.abs(x * dx + y * dy) < alongside && distance(vote.half, line.half) < APART.half * length
    );
  });
}

function mean(maps: LocatorMaps, votes: readonly Vote[]): LineVote {
  const sums = { mx: 0, my: 0, hx: 0, hy: 0, height: 0, weights: 0 };
  for (const vote of votes) {
    const { pixel, probability, middle, half, height } = vote;
    const away = distance(maps.at(pixel), middle) / (REACH * lengthOf(vote) || 1);
    const weight = probability * (FAR_SAY + Math.exp(-(away ** 2)));
    sums.mx += weight * middle.x;
    sums.my += weight * middle.y;
    sums.hx += weight * half.x;
    sums.hy += weight * half.y;
    sums.height += weight * height;
    sums.weights += weight;
  }
  const { weights } = sums;
  return {
    middle: { x: sums.mx / weights, y: sums.my / weights },
    half: { x: sums.hx / weights, y: sums.hy / weights },
    height: sums.height / weights,
  };
}

/** How much of a line lies inside the picture, 0..1. */
function visibleShare(maps: LocatorMaps, line: LineVote): number {
  const half = halved(line.half);
  const steps = 16;
  let inside = 0;
  for (let i = 0; i < steps; i++) {
    const t = (2 * i + 1) / steps - 1;
    const x = line.middle.x + t * half.x;
    const y = line.middle.y + t * half.y;
    if (x >= 0 && y >= 0 && x < maps.frame.width && y < maps.frame.height) inside++;
  }
  return inside / steps;
}

/** The rectangle of a line, in the direction (of its two) that is nearer to that of the text. */
function quadOf({ middle: { x, y }, half, height }: LineVote, direction: Point): Quad {
  const one = halved(half);
  const sign = dot(one, direction) < 0 ? -1 : 1;
  const a = { x: sign * one.x, y: sign * one.y };
  const length = Math.hypot(a.x, a.y) || 1;
  const d = { x: (-a.y / length) * (height / 2), y: (a.x / length) * (height / 2) };
  return [
    { x: x - a.x - d.x, y: y - a.y - d.y },
    { x: x + a.x - d.x, y: y + a.y - d.y },
    { x: x + a.x + d.x, y: y + a.y + d.y },
    { x: x - a.x + d.x, y: y - a.y + d.y },
  ];
}
