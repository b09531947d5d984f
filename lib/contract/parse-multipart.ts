import { CardOcrError } from '../errors';

/** A part of a multipart body. */
export interface Part {
  readonly bytes: Buffer;
  /** it was sent with a file name */
  readonly isFile: boolean;
}

const MAX_PARTS = 20;

/**
 * The parts of a `multipart/form-data` body by name, as bytes: some clients name no file and no type for a picture.
 *
 * @param contentType - the header, with its boundary
 * @throws {CardOcrError} `JSON_UNPARSABLE` when the body cannot be taken apart
 */
export async function parseMultipart(contentType: string, body: Uint8Array): Promise<ReadonlyMap<string, Part>> {
  const { Busboy } = await import('@fastify/busboy');
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown): void => reject(new CardOcrError('JSON_UNPARSABLE', cause));
    try {
      const parts = new Map<string, Part>();
      const parser = new Busboy({
        headers: { 'content-type': contentType },
        isPartAFile: () => true,
        limits: { parts: MAX_PARTS, fileSize: body.length },
      });
      parser.on('file', (name, part, fileName?: string) => {
        const chunks: Buffer[] = [];
        part.on('data', (chunk: Buffer) => chunks.push(chunk));
        part.on('end', () => parts.has(name) || parts.set(name, { bytes: Buffer.concat(chunks), isFile: fileName !== undefined }));
        part.on('error', fail);
      });
      parser.on('finish', () => resolve(parts));
      parser.on('error', fail);
      parser.end(body);
    } catch (cause) {
      fail(cause);
    }
  });
}
