import { CardOcrError } from '../errors';
import {
  mapQuad,
  type Point,
  projectQuad,
  type Quad,
  quadDirection,
  quadHeight,
  quadWidth,
  rectangleToQuad,
  runningAlong,
} from '../geometry';
import type { Raster } from '../image/raster';
import { resize } from '../image/resize';
import { rotateCounterclockwise } from '../image/rotate';
import { toTensor } from '../image/to-tensor';
import { warp } from '../image/warp';
import type { Model } from '../model/model';
import { type TextBox, textBoxes } from './db-postprocess';

/** How the detector looks at a picture. */
export interface Look {
  /** the picture is scaled so that its longer side is about this many px (a multiple of 32) before the network sees it */
  readonly longSide: number;
  /** the text is expected to run downwards (turned 90° clockwise): the network, better at level text, sees it turned back */
  readonly sideways: boolean;
}

/**
 * Where text is.
 *
 * @returns boxes in the raster's pixels; the first edge of a quad runs along its text (or against it: upside-down is not told apart)
 * @throws {CardOcrError} `MODEL_OUTPUT_UNEXPECTED` when the map is not of the picture's size; as `Model.run`
 */
export async function detectText(model: Model, raster: Raster, look: Look): Promise<TextBox[]> {
  const factor = look.longSide / Math.max(raster.width, raster.height);
  const snap = snapTo(model);
  const small = resize(raster, snap(raster.width * factor), snap(raster.height * factor));
  const seen = look.sideways ? rotateCounterclockwise(small) : small;
  const map = await probabilityMap(model, seen);
  const sx = raster.width / small.width;
  const sy = raster.height / small.height;
  const toSource = (p: Point): Point => (look.sideways ? { x: (small.width - p.y) * sx, y: p.x * sy } : { x: p.x * sx, y: p.y * sy });
  return textBoxes(map, seen.width, seen.height).map(({ quad, score }) => ({ quad: mapQuad(quad, toSource), score }));
}

/**
 * Where text is inside a quad, seen straightened.
 *
 * @param width - of the straightened area as the network sees it, px; its height follows
 * @returns as `detectText`, in the pixels of the whole raster
 * @throws {CardOcrError} `MODEL_OUTPUT_UNEXPECTED` when the map is not of the picture's size; as `Model.run`
 */
export async function detectTextIn(model: Model, raster: Raster, area: Quad, width: number): Promise<TextBox[]> {
  const snap = snapTo(model);
  const size = { width: snap(width), height: snap((width * quadHeight(area)) / Math.max(1, quadWidth(area))) };
  const map = await probabilityMap(model, warp(raster, area, size.width, size.height));
  const homography = rectangleToQuad(size.width, size.height, area);
  return textBoxes(map, size.width, size.height).map(({ quad, score }) => ({
    quad: projectQuad(homography, quad),
    score,
  }));
}

/** How wide a card is shown where its words are looked for, px. */
const CARD_WIDTH = 512;

/**
 * Where words are on a card, each in the card's own direction.
 *
 * @param outline - clockwise from the card's own top left, px of the raster
 * @throws {CardOcrError} as `detectTextIn`
 */
export async function wordsOn(model: Model, raster: Raster, outline: Quad): Promise<Quad[]> {
  const direction = quadDirection(outline);
  return (await detectTextIn(model, raster, outline, CARD_WIDTH)).map(({ quad }) => runningAlong(quad, direction));
}

/** To a length that the network takes. */
const snapTo =
  ({ config: { input } }: Model) =>
  (length: number): number =>
    Math.max(input.multiple, Math.round(length / input.multiple) * input.multiple);

async function probabilityMap(model: Model, picture: Raster): Promise<Float32Array> {
  const { data, shape } = await model.run(toTensor(picture, model.config.input));
  if (shape.at(-2) !== picture.height || shape.at(-1) !== picture.width || data.length !== picture.width * picture.height) {
    throw new CardOcrError('MODEL_OUTPUT_UNEXPECTED');
  }
  return data;
}
