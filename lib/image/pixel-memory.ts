import { PIXEL_KERNELS } from '../../generated/pixel-kernels';
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

const PAGE_BYTES = 65_536;
/** Where floats may lie; kernels read and write up to so many bytes beyond a picture's last. */
const ALIGNMENT = 16;

const memory = new WebAssembly.Memory({ initial: 1 });

/**
 * Loops of a module, over pictures that `inMemory` or `inPassing` put there.
 *
 * @param imports - what it takes besides the memory, by the module that declares it
 */
export const kernelsOf = <Kernels>(
  module: string,
  imports: Readonly<Record<string, Record<string, (x: number) => number>>> = {},
): Kernels =>
  new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(module, 'base64')), { env: { memory }, ...imports })
    .exports as unknown as Kernels;

export const kernels = kernelsOf<PixelKernels>(PIXEL_KERNELS);

/** The picture that lies at the memory's beginning: strips are cut out of one, one after the other. */
let resident: WeakRef<Uint8Array> | null = null;
let residentBytes = 0;
/** Of the memory, from its beginning, since it was wiped: it may hold parts of pictures. */
let usedBytes = 0;

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
  makeRoom(to + outBytes);
  if (resident?.deref() !== data) {
    new Uint8Array(memory.buffer).set(data);
    resident = new WeakRef(data);
    residentBytes = data.length;
  }
  return { from: 0, to };
}

/** As `inMemory`, for a picture of which one thing is made: the one that is kept stays. */
export function inPassing({ data }: Raster, outBytes: number): Places {
  const from = aligned(residentBytes);
  const to = aligned(from + data.length);
  makeRoom(to + outBytes);
  new Uint8Array(memory.buffer).set(data, from);
  return { from, to };
}

const aligned = (bytes: number): number => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;

function makeRoom(bytes: number): void {
  usedBytes = Math.max(usedBytes, bytes + ALIGNMENT);
  const missing = bytes + ALIGNMENT - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES));
}

/** A picture's pixels have changed: it is not what was put here any more. */
export function forget({ data }: Raster): void {
  if (resident?.deref() === data) resident = null;
}

/** Nothing is left of any picture that was put here, nor of these. */
export function wipe(pictures: readonly Raster[]): void {
  for (const { data } of pictures) data.fill(0);
  new Uint8Array(memory.buffer, 0, usedBytes).fill(0);
  for (const floats of spare) floats.fill(0);
  resident = null;
  residentBytes = 0;
  usedBytes = 0;
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
