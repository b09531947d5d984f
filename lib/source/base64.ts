import { CardOcrError } from '../errors';
import { STRIDE, yieldAfter } from '../event-loop';
import type { SourceLimits } from './image-source';

const STRAY = /[^A-Za-z0-9+/_-]/;
const PADDING = '='.charCodeAt(0);

const LETTER = 1;
const WHITE = 2;
/** What an ASCII code is in base64 text: `LETTER` (standard and URL-safe alphabet), `WHITE` or 0. */
const KINDS = new Uint8Array(128);
for (const letter of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_') KINDS[letter.charCodeAt(0)] = LETTER;
for (const white of ' \t\n\v\f\r') KINDS[white.charCodeAt(0)] = WHITE;

/**
 * Decodes base64 text: ASCII white space anywhere is ignored, the URL-safe letters `-` and `_` are read, too, even mixed with `+` and `/`.
 * Bits left over in the last group may be anything.
 *
 * @param limits - the number of decoded bytes is reported and checked before anything is decoded
 * @throws {CardOcrError} in this order: `IMAGE_EMPTY`; `BASE64_PADDING` when the length without white space is no multiple of 4; `BASE64_ALPHABET` for any
 *   other character, or a `=` that is not at the end; `BASE64_FAILED` for more than two `=`; `PAYLOAD_TOO_LARGE`
 */
export async function decodeBase64(
  text: string,
  { limitBytes, onBytes }: Pick<SourceLimits, 'limitBytes' | 'onBytes'>,
): Promise<Uint8Array> {
  const { length, padding, isForeign } = await measure(text);
  if (length === 0) throw new CardOcrError('IMAGE_EMPTY');
  if (length % 4 !== 0) throw new CardOcrError('BASE64_PADDING');
  if (isForeign) throw new CardOcrError('BASE64_ALPHABET');
  if (padding > 2) throw new CardOcrError('BASE64_FAILED');
  const size = (length / 4) * 3 - padding;
  onBytes?.(size);
  if (size > limitBytes) throw new CardOcrError('PAYLOAD_TOO_LARGE');
  await yieldAfter(text.length);
  const bytes = Buffer.from(text, 'base64');
  await yieldAfter(text.length);
  if (bytes.length !== size) throw new CardOcrError('BASE64_FAILED');
  return bytes;
}

/** Length without white space, `=` at the end, and whether anything is not base64. */
async function measure(text: string): Promise<{ length: number; padding: number; isForeign: boolean }> {
  let white = 0;
  let padding = 0;
  let isForeign = false;
  // a search is three times faster than the loop, and finds nothing before the end of most texts
  const stray = text.search(STRAY);
  for (let from = stray === -1 ? text.length : stray; from < text.length; from += STRIDE) {
    await yieldAfter(text.length);
    const end = Math.min(text.length, from + STRIDE);
    for (let i = from; i < end; i++) {
      const code = text.charCodeAt(i);
      const kind = code < KINDS.length ? KINDS[code] : 0;
      if (kind === WHITE) white++;
      else if (code === PADDING) padding++;
      else if (kind !== LETTER || padding > 0) isForeign = true;
    }
  }
  return { length: text.length - white, padding, isForeign };
}
