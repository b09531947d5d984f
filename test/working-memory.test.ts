import fc from 'fast-check';
import { aligned, WorkingMemory } from '../lib/working-memory';

const laidIn = (memory: WorkingMemory, length: number): number[] => [...new Uint8Array(memory.buffer, 0, length)];

/** Whether it lay there already. */
function lay(memory: WorkingMemory, data: Uint8Array | Float32Array): boolean {
  memory.makeRoom(data.byteLength);
  return memory.keep(data);
}

test('data stays at the beginning until other data is laid there', () => {
  const memory = new WorkingMemory();
  const [one, other] = [new Uint8Array([1, 2, 3]), new Uint8Array([4, 5])];
  expect(lay(memory, one)).toBe(false);
  expect(lay(memory, one)).toBe(true);
  expect(laidIn(memory, 3)).toEqual([1, 2, 3]);
  expect(lay(memory, other)).toBe(false);
  expect(laidIn(memory, 2)).toEqual([4, 5]);
  expect(lay(memory, one)).toBe(false);
  expect(laidIn(memory, 3)).toEqual([1, 2, 3]);
});

test('of a part of a buffer that part is laid, as it is', () => {
  const memory = new WorkingMemory();
  lay(memory, new Uint8Array([9, 8, 7, 6]).subarray(1, 3));
  expect(laidIn(memory, 2)).toEqual([8, 7]);
  lay(memory, new Float32Array([0, 0.5, 1]).subarray(1));
  expect([...new Float32Array(memory.buffer, 0, 2)]).toEqual([0.5, 1]);
});

test('data that changed is laid again after it was forgotten; to forget other data changes nothing', () => {
  const memory = new WorkingMemory();
  const data = new Uint8Array([1]);
  lay(memory, data);
  data[0] = 2;
  memory.forget(new Uint8Array([1]));
  expect(lay(memory, data)).toBe(true);
  expect(laidIn(memory, 1)).toEqual([1]);
  memory.forget(data);
  expect(lay(memory, data)).toBe(false);
  expect(laidIn(memory, 1)).toEqual([2]);
});

test('after a wipe nothing is left of anything, also where it had to grow', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 200_000 }), { minLength: 1, maxLength: 5 }), (lengths) => {
      const memory = new WorkingMemory();
      for (const length of lengths) lay(memory, new Uint8Array(length).fill(length % 255 || 1));
      memory.wipe();
      expect(Buffer.from(memory.buffer).every((byte) => byte === 0)).toBe(true);
    }),
    { numRuns: 20 },
  );
});

test('after a wipe the same data is laid again', () => {
  const memory = new WorkingMemory();
  const data = new Uint8Array([3]);
  lay(memory, data);
  memory.wipe();
  expect(lay(memory, data)).toBe(false);
  expect(laidIn(memory, 1)).toEqual([3]);
});

test('where there is no more memory, what follows finds all as it was', () => {
  const memory = new WorkingMemory();
  lay(memory, new Uint8Array([7]));
  expect(() => memory.makeRoom(2 ** 40)).toThrow(RangeError);
  memory.wipe();
  expect(laidIn(memory, 1)).toEqual([0]);
  expect(lay(memory, new Uint8Array([8]))).toBe(false);
});

test('there is as much room as was asked for, and what lay there is still there', () => {
  const memory = new WorkingMemory();
  lay(memory, new Uint8Array([5]));
  memory.makeRoom(300_000);
  expect(memory.buffer.byteLength).toBeGreaterThanOrEqual(300_000);
  expect(laidIn(memory, 1)).toEqual([5]);
});

test('numbers may lie at aligned addresses', () => {
  fc.assert(
    fc.property(fc.nat(), (address) => {
      expect(aligned(address) % Float64Array.BYTES_PER_ELEMENT).toBe(0);
      expect(aligned(address) - address).toBeGreaterThanOrEqual(0);
      expect(aligned(address) - address).toBeLessThan(16);
    }),
  );
});
