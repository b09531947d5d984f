import { StringDecoder } from 'node:string_decoder';
import { asBuffer } from '../as-buffer';
import { STRIDE, yieldAfter, yieldToEventLoop } from '../event-loop';

/** Decodes a body as UTF-8, with U+FFFD for bytes that are not. */
export async function textOf(body: string | Uint8Array): Promise<string> {
  if (typeof body === 'string') return body;
  if (body.length <= STRIDE) return asBuffer(body).toString('utf8');
  const decoder = new StringDecoder('utf8');
  const pieces: string[] = [];
  for (let at = 0; at < body.length; at += STRIDE) {
    pieces.push(decoder.write(asBuffer(body.subarray(at, at + STRIDE))));
    await yieldToEventLoop();
  }
  const text = pieces.join('') + decoder.end();
  await yieldAfter(text.length);
  return text;
}
