import { CardOcrError } from '../../lib/errors';
import { applyHomography, growQuad, mapQuad, type Quad, rectangleToQuad, scaleQuad } from '../../lib/geometry';
import type { Raster } from '../../lib/image/raster';
import {
  locateCards,
  locateClosely,
  locateDates,
  locateInTurned,
  locateNumbers,
  locateSecrets,
  locateSmallCards,
} from '../../lib/location/locator';
import type { Locator } from '../../lib/model/model';
import type { Tensor } from '../../lib/tensor';
import { errorCode } from '../helpers/error-code';
import { type Drawn, drawnTensor, inTurned, locatorOf } from '../helpers/locator-maps';
import { cornersApart, tilted } from '../helpers/quads';
import { plainRaster } from '../helpers/rasters';

const blank = (width: number, height: number): Raster => plainRaster(width, height, 200);

/** A locator that sees what it is told, and keeps what it was shown. */
function seeing(drawn: (size: { width: number; height: number }) => Drawn): Locator & { readonly seen: Tensor[] } {
  const seen: Tensor[] = [];
  return {
    seen,
    ...locatorOf(async (input) => {
      seen.push(input);
      const [, , height = 0, width = 0] = input.shape;
      return drawnTensor({ width, height, ...drawn({ width, height }) });
    }),
  };
}

const CARD = tilted({ x: 700, y: 560 }, 900, 568, 20);
const NUMBER = tilted({ x: 690, y: 600 }, 720, 50, 20);

test('cards in the pixels of the picture, whatever the network sees', async () => {
  const locator = seeing(() => ({ cards: [scaleQuad(CARD, 0.2)], lines: [{ quad: scaleQuad(NUMBER, 0.2), kind: 'number' }] }));
  const [card, ...others] = await locateCards(locator, blank(1600, 1200));
  expect(others).toEqual([]);
  expect(cornersApart(card!.outline!, CARD)).toBeLessThan(7);
  expect(cornersApart(card!.numbers[0]![0]!, NUMBER)).toBeLessThan(7);
  expect(card!.dates).toEqual([]);
});

test('the picture is shrunk to 320 px, and the rest of the input is grey', async () => {
  const locator = seeing(() => ({}));
  expect(await locateCards(locator, blank(1600, 1000))).toEqual([]);
  const [{ data, shape }] = locator.seen as [Tensor];
  expect(shape).toEqual([1, 3, 224, 320]);
  expect(data[319]).toBeCloseTo(200 / 127.5 - 1, 2);
  expect(data[223 * 320]).toBeCloseTo(0, 1);
});

test('small cards are looked for in twice as many pixels', async () => {
  const locator = seeing(() => ({ cards: [scaleQuad(CARD, 0.4)] }));
  const [card] = await locateSmallCards(locator, blank(1600, 1200));
  expect(locator.seen[0]!.shape).toEqual([1, 3, 480, 640]);
  expect(cornersApart(card!.outline!, CARD)).toBeLessThan(7);
});

test.each([
  ['a telephone’s screen', 1080, 2400, [1, 3, 832, 384]],
  ['the same, lying', 2400, 1080, [1, 3, 384, 832]],
  ['a film’s picture', 1920, 1080, [1, 3, 384, 640]],
])('in a picture longer than most as many pixels as in others: %s', async (_, width, height, shape) => {
  const locator = seeing(() => ({ cards: [scaleQuad(CARD, 0.2)] }));
  const [card] = await locateSmallCards(locator, blank(width, height));
  expect(locator.seen[0]!.shape).toEqual(shape);
  const scale = Math.max(width, height) / Math.max(...locator.seen[0]!.shape);
  expect(cornersApart(card!.outline!, scaleQuad(CARD, 0.2 * scale))).toBeLessThan(0.02 * Math.max(width, height));
});

test('in the turned picture, too, cards are told in the pixels of the picture', async () => {
  const raster = blank(1600, 1200);
  const locator = seeing(() => ({ cards: [inTurned(CARD, raster)], lines: [{ quad: inTurned(NUMBER, raster), kind: 'number' }] }));
  const [card, ...others] = await locateInTurned(locator, raster);
  expect(locator.seen[0]!.shape).toEqual([1, 3, 640, 640]);
  expect(others).toEqual([]);
  expect(cornersApart(card!.outline!, CARD)).toBeLessThan(7);
  expect(cornersApart(card!.numbers[0]![0]!, NUMBER)).toBeLessThan(7);
});

test('a closer look at a card is told in the pixels of the picture, too', async () => {
  const small = tilted({ x: 1200, y: 300 }, 220, 139, 200);
  const locator = seeing(({ width, height }) => ({
    cards: [tilted({ x: width / 2, y: height / 2 }, width / (1 + 0.32 * (139 / 220)), height / 1.32, 0)],
  }));
  const card = await locateClosely(locator, blank(1600, 1200), small);
  const [{ shape }] = locator.seen as [Tensor];
  expect(shape[3]).toBe(320);
  expect(cornersApart(card!.outline, small)).toBeLessThan(6);
  expect(locator.seen).toHaveLength(1);
});

test('a closer look is straightened again by what it sees', async () => {
  const about = tilted({ x: 800, y: 600 }, 400, 252, 0);
  let looks = 0;
  const locator = seeing(({ width, height }) => ({
    cards: [tilted({ x: width / 2, y: height / 2 }, width / (looks++ ? 1.2 : 1.35), height / (looks > 1 ? 1.32 : 1.5), 0)],
  }));
  expect(await locateClosely(locator, blank(1600, 1200), about)).not.toBeNull();
  expect(locator.seen).toHaveLength(2);
});

test('from near by there may be no card', async () => {
  expect(
    await locateClosely(
      seeing(() => ({})),
      blank(1600, 1200),
      CARD,
    ),
  ).toBeNull();
});

describe('what is around a number, in the pixels of the picture and its own direction', () => {
  const AREA = tilted({ x: 800, y: 600 }, 896, 448, 200);
  const there = (quad: Quad, width: number): Quad => {
    const toPicture = rectangleToQuad(width, width / 2, AREA);
    return mapQuad(quad, (p) => applyHomography(toPicture, p));
  };

  test('numbers', async () => {
    const line = tilted({ x: 224, y: 40 }, 380, 24, 0);
    const locator = seeing(() => ({ lines: [{ quad: line, kind: 'number' }] }));
    const numbers = await locateNumbers(locator, blank(1600, 1200), AREA);
    expect((locator.seen as [Tensor])[0].shape).toEqual([1, 3, 224, 448]);
    expect(numbers).toHaveLength(1);
    expect(cornersApart(numbers[0]!, there(line, 448))).toBeLessThan(6);
  });

  test('dates, and how sure one is within a part of it', async () => {
    const line = tilted({ x: 214, y: 95 }, 52, 14, 0);
    const locator = seeing(() => ({ lines: [{ quad: line, kind: 'expiry' }] }));
    const { dates, dateScore } = await locateDates(locator, blank(1600, 1200), AREA);
    expect((locator.seen as [Tensor])[0].shape).toEqual([1, 3, 192, 384]);
    expect(dates).toHaveLength(1);
    expect(cornersApart(dates[0]!, there(line, 384))).toBeLessThan(6);
    expect(dateScore(AREA)).toBeGreaterThan(0.9);
    expect(dateScore(AREA, [there(tilted({ x: 214, y: 95 }, 60, 22, 0), 384)])).toBe(0);
    expect(dateScore(there(tilted({ x: 214, y: 95 }, 20, 8, 0), 384))).toBeGreaterThan(0.9);
    expect(dateScore(there(tilted({ x: 114, y: 95 }, 52, 14, 0), 384))).toBe(0);
  });
});

test('squares over what is to be hidden', async () => {
  const strip: Quad = tilted({ x: 128, y: 100 }, 176, 28, 0);
  const locator = seeing(() => ({ secrets: [strip] }));
  const squares = await locateSecrets(locator, blank(640, 404));
  const inStrip = growQuad(scaleQuad(strip, 2), 16, 16);
  expect(squares.length).toBeGreaterThan(100);
  for (const [{ x, y }] of squares) {
    expect(x).toBeGreaterThanOrEqual(inStrip[0].x);
    expect(y).toBeGreaterThanOrEqual(inStrip[0].y);
  }
  const [xs, ys] = [squares.flatMap((quad) => quad.map(({ x }) => x)), squares.flatMap((quad) => quad.map(({ y }) => y))];
  expect(Math.min(...xs)).toBeLessThanOrEqual(80);
  expect(Math.max(...xs)).toBeGreaterThanOrEqual(432);
  expect(Math.min(...ys)).toBeLessThanOrEqual(172);
  expect(Math.max(...ys)).toBeGreaterThanOrEqual(228);
});

test.each<[string, (output: Tensor) => Tensor]>([
  ['of another size', ({ data, shape }) => ({ data, shape: [1, 17, (shape[2] ?? 0) / 2, (shape[3] ?? 0) * 2] })],
  ['with too few maps', ({ data, shape }) => ({ data, shape: [1, 16, shape[2] ?? 0, shape[3] ?? 0] })],
  ['not of numbers', ({ data, shape }) => ({ data: data.with(5000, Number.NaN), shape })],
])('an output %s', async (_, broken) => {
  const locator = locatorOf(async (input) => broken(await seeing(() => ({})).run(input)));
  expect(await errorCode(() => locateCards(locator, blank(640, 480)))).toBe('MODEL_OUTPUT_UNEXPECTED');
});

test('what the network throws goes on', async () => {
  const locator = locatorOf(async () => {
    throw new CardOcrError('INFERENCE_FAILED');
  });
  expect(await errorCode(() => locateCards(locator, blank(640, 480)))).toBe('INFERENCE_FAILED');
});

test.each([
  [15, 15],
  [8000, 160],
  [160, 8000],
  [320, 320],
])('a picture of %d × %d', async (width, height) => {
  expect(
    await locateCards(
      seeing(() => ({})),
      blank(width, height),
    ),
  ).toEqual([]);
});
