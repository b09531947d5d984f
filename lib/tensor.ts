/** A dense float tensor, row-major. `data.length` is the product of `shape`. */
export interface Tensor {
  readonly data: Float32Array;
  readonly shape: readonly number[];
}

/** The exponent bits of a 32-bit float: all are set if it is not a finite number. */
const EXPONENT = 0x7f800000;

/** Whether all floats are finite numbers. It checks their bits: before V8 has compiled this loop, each float would become an object. */
export function areFinite({ buffer, byteOffset, length }: Float32Array): boolean {
  const bits = new Int32Array(buffer, byteOffset, length);
  for (let i = 0; i < length; i++) if ((bits[i]! & EXPONENT) === EXPONENT) return false;
  return true;
}
