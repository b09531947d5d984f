import type { Raster } from '../../lib/image/raster';

/** A picture of one grey level, 0..255; black by default. */
export const plainRaster = (width: number, height: number, level = 0): Raster => ({
  width,
  height,
  data: new Uint8Array(width * height * 3).fill(level),
});

/** The red of each pixel, 0..255, row by row. */
export const redsOf = ({ data }: Raster): number[] => [...data].filter((_, i) => i % 3 === 0);
