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
/** The parser goes through almost-boundaries slowly. */
const WRITTEN_BYTES = STRIDE / 4;
const BOUNDARY = /boundary=(?:"([^"]{1,200})"|([^\s;]{1,200}))/i;

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
    const fail = (cause: unknown): void => reject(new CardOcrError('JSON_UNPARSABLE', cause));
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
      parser.on('partsLimit', () => reject(new CardOcrError('REQUEST_SHAPE')));
      parser.on('finish', () => resolve(parts));
      parser.on('error', fail);
      write(parser, firstParts(contentType, body)).catch(fail);
    } catch (cause) {
      fail(cause);
    }
  });
}

async function write(parser: Writable, bytes: Buffer): Promise<void> {
  for (let from = 0; from < bytes.length; from += WRITTEN_BYTES) {
    parser.write(bytes.subarray(from, from + WRITTEN_BYTES));
    await restAfter(bytes.length);
  }
  parser.end();
}

/** A body up to the line behind the first part too many: the parser would go through megabytes of others one by one. */
function firstParts(contentType: string, body: Uint8Array): Buffer {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.length);
  const [, quoted, bare] = BOUNDARY.exec(contentType) ?? [];
  const line = `\r\n--${quoted ?? bare}`;
  let at = bytes.indexOf(line);
  for (let lines = 1; lines <= MAX_PARTS + 1 && at !== -1; lines++) at = bytes.indexOf(line, at + line.length);
  return at === -1 ? bytes : Buffer.concat([bytes.subarray(0, at), Buffer.from(`${line}--\r\n`)]);
}
