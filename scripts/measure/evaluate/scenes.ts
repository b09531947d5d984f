import { readFile } from 'node:fs/promises';
import { CardOcrError, type CardReader, type CardReading } from '../../../lib';
import { findDates, formatExpiry } from '../../../lib/card/expiry';
import {
  along,
  applyHomography,
  distance,
  invertHomography,
  isInside,
  type Quad,
  quadCentre,
  quadDiagonal,
  quadDirection,
  quadHeight,
  quadWidth,
  rectangleToQuad,
  scaleBetween,
  scaleQuad,
} from '../../../lib/geometry';
import { decodeImage } from '../../../lib/image/decode';
import type { Raster } from '../../../lib/image/raster';
import { warp } from '../../../lib/image/warp';
import { aroundNumber } from '../../../lib/location/around-number';
import type { LocatedCard } from '../../../lib/location/located-card';
import { locateCards, locateClosely, locateDates, locateNumbers, locateSecrets } from '../../../lib/location/locator';
import type { Locator } from '../../../lib/model/model';
import { loadOnnxModel } from '../../../lib/model/onnx-model';
import type { Networks } from '../../../lib/sight';
import { loadReader } from '../../command/load-reader';
import { overlapOf } from './overlap';
import { type LabelledScene, labelledScenes, type SceneCard } from './scene-set';

/** Counts how many things of each name are right, and out of how many. */
class Rates {
  private readonly rows = new Map<string, { right: number; of: number; misses: string[] }>();

  add(name: string, right: boolean, miss: string): void {
    const row = this.rows.get(name) ?? { right: 0, of: 0, misses: [] };
    row.of++;
    if (right) row.right++;
    else row.misses.push(miss);
    this.rows.set(name, row);
  }

  table(): string {
    const lines = [...this.rows].map(
      ([name, { right, of, misses }]) =>
        `${name.padEnd(52)} ${`${right}/${of}`.padStart(9)}  ${((100 * right) / of).toFixed(1).padStart(5)} %  ${misses.slice(0, MAX_MISSES).join(' ')}`,
    );
    return `${lines.join('\n')}\n`;
  }
}

/** Counts whether something is right in a scene. */
type Count = (what: string, isRight: boolean) => void;

const MAX_MISSES = 8;
const MIN_OVERLAP = 0.7;
/** Share of the points of a card's secrets that must be covered; and where these points lie along and across each secret, as shares of its sides. */
const MIN_COVERED = 0.9;
const GRID = [0.1, 0.3, 0.5, 0.7, 0.9];

/**
 * Measures on a folder of made scenes (scripts/train/scenes.py) how well cards are found and read: by the locator's first look, by its closer looks at each
 * card and at what is around its number, and by the whole service.
 *
 * @param only - `location` or `service`: only that half
 * @returns a table of rates, with the first few misses
 */
export async function evaluateScenes(folder: string, only?: string): Promise<string> {
  const locator = await loadOnnxModel('card-location');
  const dateLocator = await loadOnnxModel('date-location');
  const reader = await loadReader();
  const rates = new Rates();
  for (const scene of await labelledScenes(folder)) {
    const bytes = await readFile(scene.file);
    const name = scene.file.replace(/^.*\//, '');
    const countOf =
      (look: string): Count =>
      (what, isRight) =>
        rates.add(`${look}: ${what}`, isRight, name);
    if (only !== 'location') await countRead(countOf('service'), reader, scene, bytes);
    if (only === 'service') continue;
    const { raster, ...picture } = await decodeImage(bytes);
    const scale = scaleBetween(raster, picture);
    const cards = scene.cards.map((card) => scaled(card, scale));
    const first = await locateCards(locator, raster);
    for (const card of cards) {
      if (card.secrets.length > 0)
        countOf('crop')('signature strip and security code covered', await areSecretsCovered(locator, raster, card));
      const seen = nearest(first, card);
      const isWhole = card.quad.every(({ x, y }) => x >= 0 && y >= 0 && x <= raster.width && y <= raster.height);
      countLocated(countOf('first look'), card, seen, isWhole);
      const closer = seen?.outline ? await locateClosely(locator, raster, seen.outline) : null;
      countLocated(countOf('closer look'), card, closer ?? seen, isWhole);
      const around = await aroundNumberOf({ locator, dateLocator }, raster, closer ?? seen);
      countLines(countOf('around the number'), card, around);
    }
  }
  return rates.table();
}

function scaled(card: SceneCard, scale: number): SceneCard {
  const scaledQuad = (quad: Quad): Quad => scaleQuad(quad, scale);
  return {
    ...card,
    quad: scaledQuad(card.quad),
    numbers: card.numbers.map(scaledQuad),
    expiry: card.expiry && scaledQuad(card.expiry),
    secrets: card.secrets.map(scaledQuad),
  };
}

/** Returns the located card in the place of a labelled one. */
function nearest(located: readonly LocatedCard[], { quad }: SceneCard): LocatedCard | null {
  const apart = (card: LocatedCard): number => (card.outline ? distance(quadCentre(card.outline), quadCentre(quad)) : Infinity);
  const [best] = [...located].sort((a, b) => apart(a) - apart(b));
  return best && apart(best) < quadHeight(quad) / 2 ? best : null;
}

function countLocated(count: Count, card: SceneCard, seen: LocatedCard | null, isWhole: boolean): void {
  count('card found', seen !== null);
  const diagonal = quadDiagonal(card.quad);
  const corners = [0, 1, 2, 3].map((turn) => {
    const apart = card.quad.map((corner, i) => (seen?.outline ? distance(corner, seen.outline[(i + turn) % 4]!) : Infinity));
    return { worst: Math.max(...apart), turn };
  });
  const [best] = corners.sort((a, b) => a.worst - b.worst);
  for (const percent of isWhole ? [1, 2, 4] : []) {
    count(`corners within ${percent} % of the diagonal, whole`, (best?.worst ?? Infinity) <= (percent / 100) * diagonal);
  }
  if (seen) count('turn right, of cards found', best?.turn === 0);
  countLines(count, card, seen);
}

/** Returns the card with the lines that closer looks around its number see. They need a number in one line: any other card is returned as it is. */
async function aroundNumberOf(
  { locator, dateLocator }: Pick<Networks, 'locator' | 'dateLocator'>,
  raster: Raster,
  card: LocatedCard | null,
): Promise<LocatedCard | null> {
  const place = card?.numbers[0];
  if (!card || place?.length !== 1) return card;
  const area = aroundNumber(place, card.outline);
  const numbers = await locateNumbers(locator, raster, area);
  const { dates } = await locateDates(dateLocator, raster, area);
  return { ...card, numbers: [...numbers.map((quad) => [quad]), ...card.numbers], dates: dates.length > 0 ? dates : card.dates };
}

function countLines(count: Count, card: SceneCard, seen: LocatedCard | null): void {
  if (card.pan) {
    const found = card.numbers.every((line) => seen?.numbers.some((place) => place.some((quad) => overlapOf(quad, line) >= MIN_OVERLAP)));
    count(`number found, overlap ${MIN_OVERLAP}`, found);
  }
  if (card.expiry) {
    const [date] = seen?.dates ?? [];
    count('expiry found, overlap 0.5', date !== undefined && overlapOf(date, card.expiry) >= 0.5);
  }
}

/** Whether nearly all of what must not be seen of a card is painted over in its crop. */
async function areSecretsCovered(locator: Locator, raster: Raster, card: SceneCard): Promise<boolean> {
  const isLevel = quadWidth(card.quad) >= quadHeight(card.quad);
  const [width, height] = isLevel ? [640, 404] : [404, 640];
  const toCrop = invertHomography(rectangleToQuad(width, height, card.quad));
  const squares = await locateSecrets(locator, warp(raster, card.quad, width, height));
  const points = card.secrets.flatMap(([a, b, c, d]) => GRID.flatMap((u) => GRID.map((v) => along(along(a, b, u), along(d, c, u), v))));
  const covered = points.filter((point) => toCrop && squares.some((square) => isInside(square, applyHomography(toCrop, point))));
  return covered.length >= MIN_COVERED * points.length;
}

function directionsAgree(a: Quad, b: Quad): boolean {
  const [d, e] = [quadDirection(a), quadDirection(b)];
  return d.x * e.x + d.y * e.y > Math.SQRT1_2;
}

/** Returns a printed date as `MM/YY`, whatever stands between month and year; null where it is no known date. */
function monthAndYear(text: string): string | null {
  const [date] = findDates(text.replace(/\D+/, '/'), new Date());
  return date ? formatExpiry(date) : null;
}

async function countRead(count: Count, reader: CardReader, scene: LabelledScene, bytes: Buffer): Promise<void> {
  const numbers = scene.cards.flatMap(({ pan }) => pan ?? []);
  let read: readonly CardReading[] = [];
  let code: string | null = null;
  try {
    read = (await reader.read(bytes)).cards;
  } catch (error) {
    if (!(error instanceof CardOcrError)) throw error;
    code = error.code;
  }
  if (scene.cards.length === 0) {
    count('no card, refused', read.length === 0);
    count('no card, refused as such', code === 'NO_CARD');
    return;
  }
  if (numbers.length === 0) {
    count('no number, refused as such', code === 'NUMBER_UNREADABLE');
    return;
  }
  const all = numbers.every((pan) => read.some((card) => card.pan === pan));
  count(`${numbers.length === 1 ? 'one number' : 'two or three numbers'}, all read`, all);
  for (const { pan, expiry, confidence, quads } of read) {
    if (confidence.pan >= 0.5) count('numbers told without a doubt, right', numbers.includes(pan));
    const card = scene.cards.find((one) => one.pan === pan);
    const told = expiry && formatExpiry(expiry);
    const printed = card?.expiryText && monthAndYear(card.expiryText);
    if (printed) count('expiry read, of numbers read', told === printed);
    if (card && told) count('expiry told, right', told === printed);
    if (card && quads.card) count('turn right, of cards read', directionsAgree(quads.card, card.quad));
  }
}
