import { SENDABLE_BYTES } from '../lib/sendable-bytes';

/** What a smaller copy is reduced to; no digit of a card that fills the picture suffers. */
const LONG_SIDE = 2400;
const JPEG_QUALITY = 0.9;

/** A picture as it can be sent: itself, or where its file is too large a smaller copy, upright. One that the browser cannot read is left as it is. */
export async function sendableCopy(file: File): Promise<Blob> {
  if (file.size <= SENDABLE_BYTES) return file;
  const bitmap = await createImageBitmap(file).catch(() => null);
  if (bitmap === null) return file;
  const scale = Math.min(1, LONG_SIDE / Math.max(bitmap.width, bitmap.height));
  const copy = await jpegOf(bitmap, Math.round(bitmap.width * scale), Math.round(bitmap.height * scale));
  bitmap.close();
  return copy ?? file;
}

/** A picture or the present frame of a film, drawn to a size. */
export function jpegOf(source: CanvasImageSource, width: number, height: number): Promise<Blob | null> {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d')!;
  // under what is transparent, as the service lays it
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.drawImage(source, 0, 0, width, height);
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', JPEG_QUALITY));
}
