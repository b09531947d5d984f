import { SENDABLE_BYTES } from '../lib/sendable-bytes';

/** Longer side of a smaller copy, px: no digit of a card that fills the picture suffers. */
const LONG_SIDE = 2400;
const JPEG_QUALITY = 0.9;

/**
 * Returns a picture as it can be sent: the file itself, or if that is too large a smaller copy, upright. A file that the browser cannot read stays as it is.
 */
export const sendableCopy = async (file: File): Promise<Blob> => (file.size <= SENDABLE_BYTES ? file : ((await smallerCopy(file)) ?? file));

/** Returns what a browser shows of a picture, of several frames the first, as a JPEG of at most `LONG_SIDE`; null where it cannot read the file. */
export async function smallerCopy(file: Blob): Promise<Blob | null> {
  const bitmap = await createImageBitmap(file).catch(() => null);
  if (bitmap === null) return null;
  const scale = Math.min(1, LONG_SIDE / Math.max(bitmap.width, bitmap.height));
  const copy = await jpegOf(bitmap, Math.round(bitmap.width * scale), Math.round(bitmap.height * scale));
  bitmap.close();
  return copy;
}

/** Draws a picture, or the present frame of a film, to a size, and returns it as a JPEG. */
export function jpegOf(source: CanvasImageSource, width: number, height: number): Promise<Blob | null> {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d')!;
  // white lies under what is transparent, as the service has it
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.drawImage(source, 0, 0, width, height);
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', JPEG_QUALITY));
}
