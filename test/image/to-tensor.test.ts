import { wipe } from '../../lib/image/pixel-memory';
import type { Raster } from '../../lib/image/raster';
import { asTensor, type PixelFormat } from '../../lib/image/to-tensor';
import type { Tensor } from '../../lib/tensor';
import { plainRaster } from '../helpers/rasters';

const PLAIN: PixelFormat = { channels: 'rgb', mean: [0, 0, 0], std: [1, 1, 1] };
/** Red, then a dim blue-green. */
const raster: Raster = { width: 2, height: 1, data: Uint8Array.from([255, 0, 0, 0, 51, 102]) };

/** What a network is given. */
const toTensor = (of: Raster, format: PixelFormat, size?: { width: number; height: number }): Promise<Tensor> =>
  asTensor(of, format, async ({ data, shape }) => ({ data: data.slice(), shape }), size);
const rounded = (data: Float32Array): number[] => [...data].map((value) => Math.round(value * 1e4) / 1e4 + 0);

it('lays one plane a channel, red first', async () => {
  const { data, shape } = await toTensor(raster, PLAIN);
  expect(shape).toEqual([1, 3, 1, 2]);
  expect(rounded(data)).toEqual([1, 0, 0, 0.2, 0, 0.4]);
});

it('or blue first', async () => {
  expect(rounded((await toTensor(raster, { ...PLAIN, channels: 'bgr' })).data)).toEqual([0, 0.4, 0, 0.2, 1, 0]);
});

it('takes mean and deviation off in the order of its own channels', async () => {
  const format: PixelFormat = { channels: 'bgr', mean: [0.4, 0.2, 0.5], std: [0.1, 0.2, 0.5] };
  expect(rounded((await toTensor(raster, format)).data)).toEqual([-4, 0, -1, 0, 1, -1]);
});

it('maps 0 … 255 to −1 … 1 at mean and deviation of a half', async () => {
  const half: PixelFormat = { channels: 'rgb', mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] };
  const { data } = await toTensor({ width: 1, height: 1, data: Uint8Array.from([0, 255, 127]) }, half);
  expect(data[0]).toBeCloseTo(-1, 6);
  expect(data[1]).toBeCloseTo(1, 6);
  expect(data[2]).toBeCloseTo(-1 / 255, 6);
});

it('puts the picture top-left and zero around it', async () => {
  const half: PixelFormat = { channels: 'rgb', mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] };
  const { data, shape } = await toTensor(plainRaster(2, 2, 255), half, { width: 3, height: 4 });
  expect(shape).toEqual([1, 3, 4, 3]);
  const plane = [1, 1, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0];
  expect(rounded(data)).toEqual([...plane, ...plane, ...plane]);
});

describe('the tensor’s memory', () => {
  const levels = ({ data }: Tensor): number[] => [...new Set(rounded(data))];

  it('is nobody else’s until the network has ended, whoever else runs one', async () => {
    const seen: number[][] = [];
    const ends: (() => void)[] = [];
    const look = (level: number) =>
      asTensor(plainRaster(4, 1, level), PLAIN, async (tensor) => {
        await new Promise<void>((resolve) => ends.push(resolve));
        seen.push([...levels(tensor), tensor.data.length]);
      });
    const looks = [look(255), look(51), look(102)];
    // the last ends first
    for (const i of [2, 1, 0]) {
      ends[i]!();
      await looks[i];
    }
    const next = look(0);
    ends[3]!();
    await next;
    expect(seen).toEqual([
      [0.4, 12],
      [0.2, 12],
      [1, 12],
      [0, 12],
    ]);
  });

  it('is used again, by larger and smaller ones, and when a network has failed', async () => {
    const buffers: ArrayBufferLike[] = [];
    const look = (width: number, level: number, fails = false) =>
      asTensor(plainRaster(width, 1, level), PLAIN, async (tensor) => {
        buffers.push(tensor.data.buffer);
        expect([tensor.data.length, levels(tensor)]).toEqual([3 * width, [level / 255]]);
        if (fails) throw new Error('of the network');
      });
    await look(5000, 255);
    await expect(look(4000, 51, true)).rejects.toThrow('of the network');
    await look(3, 102);
    expect(new Set(buffers).size).toBe(1);
    await look(6000, 0);
    expect(new Set(buffers).size).toBe(2);
  });

  it('holds nothing of a picture that was wiped', async () => {
    let kept: Float32Array = new Float32Array(0);
    await asTensor(plainRaster(7000, 1, 255), PLAIN, async ({ data }) => {
      kept = data;
    });
    expect(kept.some((value) => value !== 0)).toBe(true);
    wipe([]);
    expect(kept.some((value) => value !== 0)).toBe(false);
  });
});
