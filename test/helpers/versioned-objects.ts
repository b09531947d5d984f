import type { IncomingMessage, ServerResponse } from 'node:http';
import { eTagOf } from './picture-notifications';
import { s3Refusal } from './s3-refusal';

interface Version {
  readonly id: string;
  /** null: it was deleted */
  readonly bytes: Uint8Array | null;
}

/** Objects of a bucket that keeps versions, as S3 shows them to a client that may not list the bucket: it denies what is not there. They can only be read. */
export class VersionedObjects {
  readonly #versions = new Map<string, Version[]>();

  /** @param path - `/bucket/key` */
  put(path: string, id: string, bytes: Uint8Array): void {
    this.#add(path, { id, bytes });
  }

  delete(path: string): void {
    this.#add(path, { id: 'deletion', bytes: null });
  }

  /** @returns whether the request was for one of these objects, and was answered */
  answer({ method, url = '', headers }: IncomingMessage, response: ServerResponse): boolean {
    const { pathname, searchParams } = new URL(url, 'http://localhost');
    const versions = this.#versions.get(decodeURIComponent(pathname));
    if (!versions) return false;
    const id = searchParams.get('versionId');
    const version = id === null ? versions.at(-1) : versions.find((one) => one.id === id);
    if (!version?.bytes) s3Refusal(403, 'AccessDenied')(response);
    else if (![undefined, quotedETagOf(version.bytes)].includes(headers['if-match'])) s3Refusal(412, 'PreconditionFailed')(response);
    else {
      const told = { etag: quotedETagOf(version.bytes), 'x-amz-version-id': version.id, 'content-length': version.bytes.length };
      response.writeHead(200, told).end(method === 'HEAD' ? undefined : version.bytes);
    }
    return true;
  }

  #add(path: string, version: Version): void {
    this.#versions.set(path, [...(this.#versions.get(path) ?? []), version]);
  }
}

const quotedETagOf = (bytes: Uint8Array): string => `"${eTagOf(bytes)}"`;
