import { CardOcrError } from '../errors';
import { projectQuad, type Quad, quadDirection, quadHeight, quadWidth, rectangleToQuad, runningAlong } from '../geometry';
import type { Raster } from '../image/raster';
import { toTensor } from '../image/to-tensor';
import { warp } from '../image/warp';
import type { Model } from '../model/model';
import { type TextBox, textBoxes } from './db-postprocess';

/**
 * Where text is inside a quad, seen straightened.
 *
 * @param width - of the straightened area as the network sees it, px; its height follows
 * @returns boxes in the pixels of the whole raster; the first edge of a quad runs along its text, or against it
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
