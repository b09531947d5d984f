import type { Readable } from 'node:stream';
import { CardOcrError } from '../errors';
import type { SourceLimits } from './image-source';

/**
 * Reads a body to its end. Who gave it ends its connection when this throws.
 *
 * @param declaredBytes - the length that the sender declares, if any: over the limit, nothing is read
 * @throws {CardOcrError} `PAYLOAD_TOO_LARGE` as soon as more bytes than allowed are declared or seen; `IMAGE_EMPTY` for none
 * @throws {Error} whatever the stream fails with
 */
export async function readBody(
  body: Readable,
  declaredBytes: number | undefined,
  { limitBytes, onBytes }: Pick<SourceLimits, 'limitBytes' | 'onBytes'>,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const check = (bytes: number): void => {
    if (bytes > limitBytes) throw new CardOcrError('PAYLOAD_TOO_LARGE');
  };
  check(declaredBytes ?? 0);
  for await (const chunk of body) {
    size += chunk.length;
    onBytes?.(chunk.length);
    check(size);
    chunks.push(chunk);
  }
  if (size === 0) throw new CardOcrError('IMAGE_EMPTY');
  return Buffer.concat(chunks, size);
}

/**
 * Returns the error for a failed download: `REQUEST_TIMEOUT` when the time budget ended it, `DOWNLOAD_FAILED` when anything else did; errors of the
 * catalogue stay.
 *
 * @param signal - the time budget
 */
export function downloadFailure(thrown: unknown, signal: AbortSignal): CardOcrError {
  if (thrown instanceof CardOcrError) return thrown;
  return new CardOcrError(signal.aborted ? 'REQUEST_TIMEOUT' : 'DOWNLOAD_FAILED', thrown);
}
