import {
  distance,
  edgesOf,
  isInside,
  type Point,
  type Quad,
  quadAspect,
  quadCentre,
  quadHeight,
  quadWidth,
  scaleQuad,
  type Turn,
  turnQuad,
} from '../geometry';
import { refineEdges } from './card-edges';
import { halved, type LocatorMaps, type OutlineVote } from './locator-maps';
import { type RegionThresholds, regionsOf } from './regions';

const PIXEL = 0.5;
const MIN_PIXELS = 12;
/** How many votes are enough: where more pixels are of cards, only every second, third … pixel votes. */
const ENOUGH_VOTES = 900;
/** Share of a card's visible area that must be marked, and of its marks that must be on it. */
const MIN_SUPPORT = 0.5;
/** How far votes for one card may differ, in its diagonals: in the centre, and in the halves of both diagonals together. */
const APART = { centre: 0.15, halves: 0.35 };

/** A region is one card if it fills at least this much of a rectangle, of an aspect within these limits. */
const REGION: RegionThresholds = { pixel: PIXEL, region: 0.85, minHeight: 6 };
const REGION_ASPECT = { min: 1.15, max: 2.1 };
/** px² */
const MIN_REGION = 1000;
/** One in this many pixels is checked for whether it belongs to a card that the votes have not found. */
const REST_STEP = 3;

interface Vote extends OutlineVote {
  readonly pixel: number;
  readonly probability: number;
  readonly fromMiddle: number;
}

/**
 * Finds the outlines of cards in the locator's maps: each pixel of a card votes for where the card lies, votes that agree are one card, and
 * each edge is moved to the card's border in the map. The first corner is where, according to the pixels, the card's text begins.
 *
 * @returns clockwise from the card's own top left, px of the network's input, largest first; corners may lie outside the picture
 */
export function votedCards(maps: LocatorMaps): Quad[] {
  const voted = cardsByVotes(maps, votesIn(maps));
  const found = [...voted, ...cardsByRegions(maps, voted)];
  return found.sort((a, b) => b.pixels - a.pixels).map(({ quad }) => quad);
}

/** The votes of every `every`-th pixel of cards; those from the middle of their card come first, as they are the most accurate. */
interface Votes {
  readonly votes: readonly Vote[];
  readonly every: number;
}

function votesIn(maps: LocatorMaps): Votes {
  const mask = maps.mask('card');
  const marked = mask.reduce((count, probability) => count + (probability > PIXEL ? 1 : 0), 0);
  const every = Math.max(1, Math.floor(marked / ENOUGH_VOTES));
  const votes: Vote[] = [];
  for (let pixel = 0; pixel < mask.length; pixel++) {
    // shifted from row to row, so that not the same columns vote in each (where every second pixel votes, they do)
    if (!(mask[pixel]! > PIXEL) || ((pixel % maps.width) + 2 * Math.floor(pixel / maps.width)) % every > 0) continue;
    const outline = maps.outline(pixel);
    votes.push({ pixel, probability: mask[pixel]!, fromMiddle: distance(maps.at(pixel), outline.centre), ...outline });
  }
  return { votes: votes.sort((a, b) => a.fromMiddle - b.fromMiddle), every };
}

interface FoundCard {
  readonly quad: Quad;
  /** how many pixels of the map belong to it */
  readonly pixels: number;
}

/** Cards on which enough votes agree. */
function cardsByVotes(maps: LocatorMaps, { votes: all, every }: Votes): FoundCard[] {
  const found: FoundCard[] = [];
  let votes = all;
  while (votes.length >= MIN_PIXELS) {
    const rough = mean(agreeing(votes, votes[0]!)) ?? votes[0]!;
    const group = agreeing(votes, rough);
    const inGroup = new Set(group.length > 0 ? group : [votes[0]!]);
    votes = votes.filter((vote) => !inGroup.has(vote));
    const outline = group.length < MIN_PIXELS ? null : mean(group);
    if (!outline) continue;
    const quad = quadOf(outline);
    const inside = group.filter(({ pixel }) => isInside(quad, maps.at(pixel))).length;
    if (inside < MIN_SUPPORT * Math.max(group.length, maps.pixelsIn(quad).length / every)) continue;
    found.push({ quad: readingFrom(refineEdges(maps, quad), maps.meanDirection(group)), pixels: group.length * every });
  }
  return found;
}

/** Cards that are whole regions of the map, if enough marked pixels belong to no card that was found. */
function cardsByRegions(maps: LocatorMaps, voted: readonly FoundCard[]): FoundCard[] {
  const mask = maps.mask('card');
  const found: FoundCard[] = [];
  const isNew = (quad: Quad): boolean =>
    ![...voted, ...found].some((card) => isInside(card.quad, quadCentre(quad)) || isInside(quad, quadCentre(card.quad)));
  let rest = 0;
  for (let pixel = 0; pixel < mask.length; pixel += REST_STEP) {
    if (mask[pixel]! > PIXEL && !voted.some(({ quad }) => isInside(quad, maps.at(pixel)))) rest += REST_STEP;
  }
  for (const quad of rest * maps.stride ** 2 > MIN_REGION ? rectangularRegions(maps) : []) {
    if (!isNew(quad)) continue;
    const inside = maps.pixelsIn(quad);
    const direction = maps.meanDirection(inside.map((pixel) => ({ pixel })));
    found.push({ quad: readingFrom(refineEdges(maps, quad), direction), pixels: inside.length });
  }
  return found;
}

/** Regions of the map of cards that fill a rectangle, as a card that lies alone does: they are reliable even where votes disagree. */
function rectangularRegions(maps: LocatorMaps): Quad[] {
  return regionsOf(maps.mask('card'), maps.width, maps.height, REGION)
    .map((quad) => scaleQuad(quad, maps.stride))
    .filter((quad) => {
      const aspect = quadAspect(quad);
      return aspect > REGION_ASPECT.min && aspect < REGION_ASPECT.max && quadWidth(quad) * quadHeight(quad) > MIN_REGION;
    });
}

const diagonalOf = ({ first, second }: OutlineVote): number => Math.hypot(first.x, first.y) + Math.hypot(second.x, second.y);

function agreeing(votes: readonly Vote[], outline: OutlineVote): Vote[] {
  const diagonal = diagonalOf(outline);
  return votes.filter(
    (vote) =>
      distance(vote.centre, outline.centre) < APART.centre * diagonal &&
      distance(vote.first, outline.first) + distance(vote.second, outline.second) < APART.halves * diagonal,
  );
}

/** Returns null where there are no votes. */
function mean(votes: readonly Vote[]): OutlineVote | null {
  const sums = { weights: 0, cx: 0, cy: 0, fx: 0, fy: 0, sx: 0, sy: 0 };
  for (const { probability, centre, first, second } of votes) {
    sums.weights += probability;
    sums.cx += probability * centre.x;
    sums.cy += probability * centre.y;
    sums.fx += probability * first.x;
    sums.fy += probability * first.y;
    sums.sx += probability * second.x;
    sums.sy += probability * second.y;
  }
  const { weights } = sums;
  if (weights === 0) return null;
  const of = (x: number, y: number): Point => ({ x: x / weights, y: y / weights });
  return { centre: of(sums.cx, sums.cy), first: of(sums.fx, sums.fy), second: of(sums.sx, sums.sy) };
}

/** Makes a parallelogram, clockwise, of which the first edge is a long one. */
function quadOf({ centre: c, first, second }: OutlineVote): Quad {
  const a = halved(first);
  const other = halved(second);
  const b = a.x * other.y - a.y * other.x > 0 ? other : { x: -other.x, y: -other.y };
  return [
    { x: c.x - a.x, y: c.y - a.y },
    { x: c.x - b.x, y: c.y - b.y },
    { x: c.x + a.x, y: c.y + a.y },
    { x: c.x + b.x, y: c.y + b.y },
  ];
}

/** Renumbers an outline's corners, so that the first is the one where text in this direction begins. */
function readingFrom(quad: Quad, direction: Point): Quad {
  const alongEdge = edgesOf(quad).map(([a, b]) => ((b.x - a.x) * direction.x + (b.y - a.y) * direction.y) / (distance(a, b) || 1));
  const first = alongEdge.indexOf(Math.max(...alongEdge));
  return turnQuad(quad, (first * 90) as Turn);
}
