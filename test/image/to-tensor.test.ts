import type { Raster } from '../../lib/image/raster';
import { type PixelFormat, toTensor } from '../../lib/image/to-tensor';

const PLAIN: PixelFormat = { channels: 'rgb', mean: [0, 0, 0], std: [1, 1, 1] };
/** Red, then a dim blue-green. */
const raster: Raster = { width: 2, height: 1, data: Uint8Array.from([255, 0, 0, 0, 51, 102]) };

const rounded = (data: Float32Array): number[] => [...data].map((value) => Math.round(value * 1e4) / 1e4 + 0);

it('lays one plane a channel, red first', () => {
  const { data, shape } = toTensor(raster, PLAIN);
  expect(shape).toEqual([1, 3, 1, 2]);
  expect(rounded(data)).toEqual([1, 0, 0, 0.2, 0, 0.4]);
});

it('or blue first', () => {
  expect(rounded(toTensor(raster, { ...PLAIN, channels: 'bgr' }).data)).toEqual([0, 0.4, 0, 0.2, 1, 0]);
});

it('takes mean and deviation off in the order of its own channels', () => {
  const format: PixelFormat = { channels: 'bgr', mean: [0.4, 0.2, 0.5], std: [0.1, 0.2, 0.5] };
  expect(rounded(toTensor(raster, format).data)).toEqual([-4, 0, -1, 0, 1, -1]);
});

it('maps 0 … 255 to −1 … 1 at mean and deviation of a half', () => {
  const half: PixelFormat = { channels: 'rgb', mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] };
  const { data } = toTensor({ width: 1, height: 1, data: Uint8Array.from([0, 255, 127]) }, half);
  expect(data[0]).toBeCloseTo(-1, 6);
  expect(data[1]).toBeCloseTo(1, 6);
  expect(data[2]).toBeCloseTo(-1 / 255, 6);
});

it('puts the picture top-left and zero around it', () => {
  const half: PixelFormat = { channels: 'rgb', mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] };
  const square: Raster = { width: 2, height: 2, data: new Uint8Array(12).fill(255) };
  const { data, shape } = toTensor(square, half, { width: 3, height: 4 });
  expect(shape).toEqual([1, 3, 4, 3]);
  const plane = [1, 1, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0];
  expect(rounded(data)).toEqual([...plane, ...plane, ...plane]);
});
