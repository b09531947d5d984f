import { CardOcrError } from '../errors';
import { checkTime } from '../event-loop';
import { decodeBase64 } from './base64';
import type { ImageSource, SourceLimits } from './image-source';
import { downloadObject } from './s3';
import { downloadImage } from './url';

/**
 * Loads a picture's file from wherever it is. Bytes of the request are returned without a copy.
 *
 * @throws {CardOcrError} `REQUEST_TIMEOUT`, `IMAGE_EMPTY`, `PAYLOAD_TOO_LARGE`, and as `decodeBase64`, `downloadImage` and `downloadObject`
 */
export async function loadImage(source: ImageSource, limits: SourceLimits): Promise<Uint8Array> {
  checkTime(limits.signal);
  switch (source.kind) {
    case 'bytes':
      return checkedBytes(source.bytes, limits);
    case 'base64':
      return decodeBase64(source.text, limits);
    case 'url':
      return downloadImage(source.url, limits);
    case 's3':
      return downloadObject(source, limits);
  }
}

/** Reports the number of bytes, and returns them. */
function checkedBytes(bytes: Uint8Array, { limitBytes, onBytes }: SourceLimits): Uint8Array {
  onBytes?.(bytes.length);
  if (bytes.length === 0) throw new CardOcrError('IMAGE_EMPTY');
  if (bytes.length > limitBytes) throw new CardOcrError('PAYLOAD_TOO_LARGE');
  return bytes;
}
