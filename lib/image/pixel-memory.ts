import { PIXEL_KERNELS } from '../../generated/pixel-kernels';
import { aligned, WorkingMemory } from '../working-memory';
import type { Raster } from './raster';

/** Where a picture lies in memory, and where a new one is written; addresses in bytes, sizes in px. */
type Pictures = [from: number, fromWidth: number, fromHeight: number, to: number, width: number, height: number];

/** What lib/image/pixel-kernels.as.ts exports. */
interface PixelKernels {
  interpolate(...pictures: [...Pictures, ...homography: number[]]): void;
  average(...pictures: [...Pictures, ...homography: number[]]): void;
  shrink(...pictures: [...Pictures, stepX: number, stepY: number]): void;
  planes(
    from: number,
    width: number,
    height: number,
    to: number,
    rowWidth: number,
    plane: number,
    first: number,
    ...scalesAndOffsets: number[]
  ): void;
  lineCounts(from: number, width: number, height: number, to: number, white: number): void;
}

const memory = new WorkingMemory();

/** Returns the loops of another module, which work on pictures that `inMemory` or `inPassing` put there. */
export const kernelsOf: WorkingMemory['kernelsOf'] = (module, imports) => memory.kernelsOf(module, imports);

export const kernels = kernelsOf<PixelKernels>(PIXEL_KERNELS);

/** The size of the picture at the memory's beginning, out of which one strip after the other is cut. */
let residentBytes = 0;

/** Where a picture lies, and where there is room for what is made of it. Both are valid until the next call. */
interface Places {
  readonly from: number;
  readonly to: number;
}

/** A picture of fewer bytes, such as a card that was straightened, does not replace a larger one, out of which more will be cut: to put that back takes longer. */
const SMALL = 2 ** 20;

/**
 * Puts a picture where the kernels find it, and keeps it there for the next call, unless it is small beside the one that is kept.
 *
 * @param outBytes - the room for what is made of it
 */
export function inMemory(raster: Raster, outBytes: number): Places {
  const { data } = raster;
  if (data.length < Math.min(SMALL, residentBytes)) return inPassing(raster, outBytes);
  const to = aligned(data.length);
  memory.makeRoom(to + outBytes);
  if (!memory.keep(data)) residentBytes = data.length;
  return { from: 0, to };
}

/** Puts a picture into memory for one use, as `inMemory`, but without replacing the picture that is kept there. */
export function inPassing({ data }: Raster, outBytes: number): Places {
  const from = aligned(residentBytes);
  const to = aligned(from + data.length);
  memory.makeRoom(to + outBytes);
  new Uint8Array(memory.buffer).set(data, from);
  return { from, to };
}

/** Forgets a picture whose pixels have changed: the copy in memory is no longer valid. */
export const forget = ({ data }: Raster): void => memory.forget(data);

/** Overwrites every picture that was put here, and the given ones. */
export function wipe(pictures: readonly Raster[]): void {
  for (const floatsOrPixels of [...pictures.map(({ data }) => data), ...spare]) floatsOrPixels.fill(0);
  memory.wipe();
  residentBytes = 0;
}

export const clear = (address: number, length: number): unknown => new Uint8Array(memory.buffer, address, length).fill(0);

/** Copies bytes that a kernel wrote. */
export const bytesAt = (address: number, length: number): Uint8Array => new Uint8Array(memory.buffer.slice(address, address + length));

/** Arrays of floats for reuse: allocating new ones for each strip would make V8 collect garbage once a picture. */
const spare: Float32Array[] = [];

/** Copies floats that a kernel wrote, into an array that has to be given back by `giveBack`. */
export function floatsAt(address: number, length: number): Float32Array {
  const room = spare.pop();
  // what is too small is not given back, and so not wiped later
  if (room && room.length < length) room.fill(0);
  const floats = room && room.length >= length ? room : new Float32Array(length);
  floats.set(new Float32Array(memory.buffer, address, length));
  return floats.subarray(0, length);
}

/** Gives an array back for reuse. */
export const giveBack = ({ buffer }: Float32Array): unknown => spare.push(new Float32Array(buffer));
