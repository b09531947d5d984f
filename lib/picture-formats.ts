/** The formats of pictures that can be read, as people name them: the commonest first. */
export const FORMATS = ['JPEG', 'HEIC', 'PNG', 'WebP', 'GIF', 'TIFF', 'AVIF', 'BMP'];
const ENDINGS = ['jpg', 'jpeg', 'jfif', 'heic', 'heif', 'png', 'webp', 'gif', 'tif', 'tiff', 'avif', 'bmp'];

/** Matches the names of their files. */
export const PICTURE_NAME = new RegExp(`\\.(?:${ENDINGS.join('|')})$`, 'i');

/**
 * Returns their names as a sentence lists them.
 *
 * @param last - stands before the last one
 * @param between - stands between the others
 */
export const listedFormats = (last: string, between = ', '): string => FORMATS.slice(0, -1).join(between) + last + FORMATS.at(-1);
