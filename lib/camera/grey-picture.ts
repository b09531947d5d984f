/** A picture in shades of grey, row by row from the top left: 0 is black, 255 white. */
export interface GreyPicture {
  readonly width: number;
  readonly height: number;
  /** `width * height` values */
  readonly data: ArrayLike<number>;
}

/** How bright red, green and blue look (ITU-R BT.601). */
const LUMA = [0.299, 0.587, 0.114] as const;

/**
 * Converts a picture to grey.
 *
 * @param rgba - 4 values a pixel, as a canvas gives them; transparency is ignored
 */
export function greyOf(rgba: ArrayLike<number>, width: number, height: number): GreyPicture {
  const data = new Uint8Array(width * height);
  for (let i = 0; i < data.length; i++) data[i] = LUMA[0] * rgba[4 * i]! + LUMA[1] * rgba[4 * i + 1]! + LUMA[2] * rgba[4 * i + 2]!;
  return { width, height, data };
}

/**
 * Measures how sharp a picture is: the energy of grey steps from one pixel to the next, as a share of the energy of steps over four pixels.
 * White noise has 1, the edges of a sharp picture 0.2 to 0.35, a smooth slope 1/16. Neither light nor contrast matters: both energies grow alike. Of the two
 * directions the less sharp one counts, as a card that moves is blurred in one of them.
 *
 * @returns 0 for a picture of one shade
 */
export function sharpnessOf(picture: GreyPicture): number {
  return Math.min(detailAlong(picture, 1), detailAlong(picture, picture.width));
}

/** @param step - from a pixel to the next in that direction: 1, or the width */
function detailAlong({ width, height, data }: GreyPicture, step: number): number {
  let fine = 0;
  let coarse = 0;
  for (let y = 2; y < height - 2; y++) {
    for (let i = y * width + 2; i < (y + 1) * width - 2; i++) {
      fine += (data[i + step]! - data[i]!) ** 2;
      coarse += (data[i + 2 * step]! - data[i - 2 * step]!) ** 2;
    }
  }
  return coarse === 0 ? 0 : fine / coarse;
}

/** The side of the squares that are averaged, px: noise of single pixels is no motion. */
const TILE = 4;

/**
 * Measures how much a picture differs from the one before: the mean difference of their shades, as a share of how much shades differ within the picture. 0 for the same
 * picture, about 0.15 for a card that moves by half a hundredth of the picture's width, 1 and more for another picture.
 *
 * @param before - of the same size
 */
export function motionBetween(before: GreyPicture, picture: GreyPicture): number {
  const [a, b] = [tilesOf(before), tilesOf(picture)];
  const mean = b.reduce((sum, shade) => sum + shade, 0) / b.length;
  let change = 0;
  let contrast = 0;
  for (let i = 0; i < b.length; i++) {
    change += Math.abs(b[i]! - a[i]!);
    contrast += Math.abs(b[i]! - mean);
  }
  return change === 0 ? 0 : change / Math.max(contrast, 1);
}

/** Mean shades of the tiles of a picture; what is left at its right and bottom is left out. */
function tilesOf({ width, height, data }: GreyPicture): Float32Array {
  const across = Math.floor(width / TILE);
  const down = Math.floor(height / TILE);
  const tiles = new Float32Array(across * down);
  for (let y = 0; y < down * TILE; y++) {
    const row = Math.floor(y / TILE) * across;
    for (let column = 0; column < across; column++) {
      const from = y * width + column * TILE;
      let sum = 0;
      for (let i = from; i < from + TILE; i++) sum += data[i]!;
      tiles[row + column]! += sum / TILE ** 2;
    }
  }
  return tiles;
}
