/** An RGB picture: 8 bits a channel, rows top to bottom, channels interleaved (HWC). `data.length` is width × height × 3. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}
