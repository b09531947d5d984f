import { CardOcrError } from '../errors';
import type { Raster } from '../image/raster';
import { asTensor } from '../image/to-tensor';
import type { MapsConfig, Model } from '../model/model';
import { areFinite, type Tensor } from '../tensor';

/**
 * Has a network draw its maps of a picture.
 *
 * @returns `[1, maps, height / stride, width / stride]` of the picture, padded to the network's multiple
 * @throws {CardOcrError} `MODEL_OUTPUT_UNEXPECTED` when the maps are not of the picture's size, or not of numbers; as `Model.run`
 */
export async function mapsBy(network: Model<MapsConfig>, picture: Raster): Promise<Tensor> {
  const { input, output: expected } = network.config;
  const snap = (length: number): number => Math.ceil(length / input.multiple) * input.multiple;
  const size = { width: snap(picture.width), height: snap(picture.height) };
  const output = await asTensor(picture, input, (tensor) => network.run(tensor), size);
  const [batch, channels, height, width] = output.shape;
  const isOfSize =
    batch === 1 && channels === expected.maps.count && height === size.height / expected.stride && width === size.width / expected.stride;
  if (!isOfSize || !areFinite(output.data)) {
    throw new CardOcrError('MODEL_OUTPUT_UNEXPECTED');
  }
  return output;
}
