import { PAINT, paintOver } from '../../lib/image/paint';
import { bytesAt, floatsAt, giveBack, inMemory, inPassing, wipe } from '../../lib/image/pixel-memory';
import { resize } from '../../lib/image/resize';
import { warp } from '../../lib/image/warp';
import { tilted } from '../helpers/quads';
import { plainRaster } from '../helpers/rasters';

test('a picture that was painted over in place is seen painted', () => {
  const raster = plainRaster(40, 30, 200);
  const middle = tilted({ x: 20, y: 15 }, 20, 10, 0);
  expect(warp(raster, middle, 20, 10).data[0]).toBe(200);
  paintOver(raster, middle);
  expect(new Set(warp(raster, middle, 20, 10).data)).toEqual(new Set([PAINT]));
});

test('nothing is left of a large picture behind a smaller one, once they are wiped', () => {
  const [large, small] = [plainRaster(100, 100, 77), plainRaster(50, 50, 88)];
  resize(large, 30, 30);
  resize(small, 20, 20);
  inPassing(plainRaster(60, 60, 99), 100);
  const { to } = inMemory(small, 1);
  expect(bytesAt(0, large.data.length + 1000).some((level) => level !== 0)).toBe(true);
  wipe([large, small]);
  expect(bytesAt(0, to + large.data.length + 1000).every((level) => level === 0)).toBe(true);
  expect([...large.data, ...small.data].every((level) => level === 0)).toBe(true);
});

test('nothing is left in floats that were too small for another picture', () => {
  inMemory({ width: 10, height: 10, data: new Uint8Array(300).fill(63) }, 0);
  const small = floatsAt(0, 50);
  expect(small.every((level) => level > 0)).toBe(true);
  giveBack(small);
  giveBack(floatsAt(0, 75));
  wipe([]);
  expect(small.every((level) => level === 0)).toBe(true);
});

test('a picture that is still needed when another one is wiped is there again', () => {
  const [kept, other] = [plainRaster(40, 30, 120), plainRaster(40, 30, 10)];
  resize(kept, 20, 15);
  wipe([other]);
  expect(new Set(resize(kept, 20, 15).data)).toEqual(new Set([120]));
});

test('a small picture does not replace a larger one, but one of its own size', () => {
  const [large, small, other] = [plainRaster(100, 100, 77), plainRaster(50, 50, 88), plainRaster(50, 50, 99)];
  inMemory(large, 0);
  const { from } = inMemory(small, 0);
  expect([bytesAt(from, 1)[0], bytesAt(0, 1)[0]]).toEqual([88, 77]);
  wipe([]);
  inMemory(small, 0);
  expect(inMemory(other, 0).from).toBe(0);
  expect(bytesAt(0, 1)[0]).toBe(99);
});
