import type { Writable } from 'node:stream';
import { CardOcrError } from '../errors';
import { restAfter, STRIDE } from '../rest';

/** A part of a multipart body. */
export interface Part {
  readonly bytes: Buffer;
  /** it was sent with a file name */
  readonly isFile: boolean;
}

const MAX_PARTS = 20;
/** The parser goes through almost-boundaries slowly, and through all parts that it is given at once, however many there are. */
const WRITTEN_BYTES = STRIDE / 16;

/**
 * The parts of a `multipart/form-data` body by name, each in their order, as bytes: some clients name no file and no type for a picture.
 *
 * @param contentType - the header, with its boundary
 * @throws {CardOcrError} `JSON_UNPARSABLE` when the body cannot be taken apart, `REQUEST_SHAPE` for more than 20 parts: what is asked for behind them, a mask
 *   perhaps, would go unheard
 */
export async function parseMultipart(contentType: string, body: Uint8Array): Promise<ReadonlyMap<string, readonly [Part, ...Part[]]>> {
  const { Busboy } = await import('@fastify/busboy');
  return new Promise((resolve, reject) => {
    let isOver = false;
    const refuse = (error: CardOcrError): void => {
      isOver = true;
      reject(error);
    };
    const fail = (cause: unknown): void => refuse(new CardOcrError('JSON_UNPARSABLE', cause));
    try {
      const parts = new Map<string, [Part, ...Part[]]>();
      const parser = new Busboy({
        headers: { 'content-type': contentType },
        isPartAFile: () => true,
        limits: { parts: MAX_PARTS, fileSize: body.length },
      });
      parser.on('file', (name, part, fileName?: string) => {
        const chunks: Buffer[] = [];
        part.on('data', (chunk: Buffer) => chunks.push(chunk));
        part.on('end', () => {
          const read = { bytes: Buffer.concat(chunks), isFile: fileName !== undefined };
          const before = parts.get(name);
          if (before) before.push(read);
          else parts.set(name, [read]);
        });
        part.on('error', fail);
      });
      parser.on('partsLimit', () => refuse(new CardOcrError('REQUEST_SHAPE')));
      parser.on('finish', () => {
        isOver = true;
        resolve(parts);
      });
      parser.on('error', fail);
      write(parser, Buffer.from(body.buffer, body.byteOffset, body.length), () => isOver).catch(fail);
    } catch (cause) {
      fail(cause);
    }
  });
}

/** @param isOver - nothing more is gone through then */
async function write(parser: Writable, bytes: Buffer, isOver: () => boolean): Promise<void> {
  for (let from = 0; from < bytes.length; from += WRITTEN_BYTES) {
    if (isOver()) return;
    parser.write(bytes.subarray(from, from + WRITTEN_BYTES));
    await restAfter(bytes.length);
  }
  parser.end();
}
