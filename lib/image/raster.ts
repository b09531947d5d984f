/**
 * An RGB picture: 8 bits a channel, rows top to bottom, channels interleaved (HWC). `data.length` is width × height × 3. Do not change `data` once the raster was used,
 * except by `paintOver`: pixel-memory.ts keeps a copy.
 */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}
