import { PIXEL_KERNELS } from '../../generated/pixel-kernels';
import { aligned, WorkingMemory } from '../working-memory';
import type { Raster } from './raster';

/** A picture in memory, and what is made of it; addresses in bytes, sizes in px. */
type Pictures = [from: number, fromWidth: number, fromHeight: number, to: number, width: number, height: number];

/** What lib/image/pixel-kernels.as.ts exports. */
export interface PixelKernels {
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

/** Loops of another module, over pictures that `inMemory` or `inPassing` put there. */
export const kernelsOf: WorkingMemory['kernelsOf'] = (module, imports) => memory.kernelsOf(module, imports);

export const kernels = kernelsOf<PixelKernels>(PIXEL_KERNELS);

/** Of the picture that lies at the memory's beginning: strips are cut out of one, one after the other. */
let residentBytes = 0;

/** Where a picture lies and where there is room for what is made of it; until the next call. */
interface Places {
  readonly from: number;
  readonly to: number;
}

/**
 * Put a picture where the kernels find it, and keep it there for the next call.
 *
 * @param outBytes - of what is made of it
 */
export function inMemory({ data }: Raster, outBytes: number): Places {
  const to = aligned(data.length);
  memory.makeRoom(to + outBytes);
  if (!memory.keep(data)) residentBytes = data.length;
  return { from: 0, to };
}

/** As `inMemory`, for a picture of which one thing is made: the one that is kept stays. */
export function inPassing({ data }: Raster, outBytes: number): Places {
  const from = aligned(residentBytes);
  const to = aligned(from + data.length);
  memory.makeRoom(to + outBytes);
  new Uint8Array(memory.buffer).set(data, from);
  return { from, to };
}

/** A picture's pixels have changed: it is not what was put here any more. */
export const forget = ({ data }: Raster): void => memory.forget(data);

/** Nothing is left of any picture that was put here, nor of these. */
export function wipe(pictures: readonly Raster[]): void {
  for (const floatsOrPixels of [...pictures.map(({ data }) => data), ...spare]) floatsOrPixels.fill(0);
  memory.wipe();
  residentBytes = 0;
}

/** Fill with zeros. */
export const clear = (address: number, length: number): unknown => new Uint8Array(memory.buffer, address, length).fill(0);

/** A copy of bytes that a kernel made. */
export const bytesAt = (address: number, length: number): Uint8Array => new Uint8Array(memory.buffer.slice(address, address + length));

/** Room for floats that nobody needs at the moment: to allocate some for each strip would have V8 collect garbage once a picture. */
const spare: Float32Array[] = [];

/** A copy of floats that a kernel made, until `giveBack`. */
export function floatsAt(address: number, length: number): Float32Array {
  const room = spare.pop();
  const floats = room && room.length >= length ? room : new Float32Array(length);
  floats.set(new Float32Array(memory.buffer, address, length));
  return floats.subarray(0, length);
}

/** Nobody needs these floats any more: other ones may take their room. */
export const giveBack = ({ buffer }: Float32Array): unknown => spare.push(new Float32Array(buffer));
