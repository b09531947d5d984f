import { CardOcrError } from '../errors';

/** Where a request's picture is: in the request itself, at a URL, or in S3. */
export type ImageSource =
  | { readonly kind: 'base64'; readonly text: string }
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 's3'; readonly bucket: string; readonly key: string }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array };

/** Limits on what is loaded. */
export interface SourceLimits {
  /** the largest file that is accepted */
  readonly limitBytes: number;
  /** called with the number of bytes of each piece that comes, also of a file that is refused in the end */
  readonly onBytes?: ((count: number) => void) | undefined;
  /** ends the loading */
  readonly signal: AbortSignal;
  /** the S3 buckets that may be read, no others */
  readonly buckets: readonly string[];
  /** for tests only: addresses (or CIDR ranges) that may be downloaded from although they are not public */
  readonly allowAddresses: readonly string[];
}

const DATA_HEADER = /^data:/i;
const S3_SCHEME = /^s3:\/\//i;
/** Bounded: base64 text is made of the same letters, and may be 10 MB of them. */
const SCHEME = /^[a-z][a-z0-9+.-]{0,31}:\/\//i;

/**
 * Tells base64 from URLs in a request's `image` text. White space around it is dropped; nothing is decoded, fetched or checked further.
 *
 * @param text - base64, a URL of any scheme or `s3://bucket/key` (the key literally, not percent-encoded, but for white space at its end)
 * @throws {CardOcrError} `IMAGE_EMPTY`; `BASE64_DATA_HEADER` for a `data:` URL
 */
export function imageSourceFrom(text: string): ImageSource {
  const trimmed = text.trim();
  if (trimmed === '') throw new CardOcrError('IMAGE_EMPTY');
  if (DATA_HEADER.test(trimmed)) throw new CardOcrError('BASE64_DATA_HEADER');
  if (S3_SCHEME.test(trimmed)) return s3Source(trimmed.slice('s3://'.length));
  return SCHEME.test(trimmed) ? { kind: 'url', url: trimmed } : { kind: 'base64', text: trimmed };
}

function s3Source(name: string): ImageSource {
  const slash = name.indexOf('/');
  const end = slash === -1 ? name.length : slash;
  return { kind: 's3', bucket: name.slice(0, end), key: name.slice(end + 1) };
}
