import { addAbortSignal, type Readable } from 'node:stream';
import { CardOcrError } from '../errors';
import { CONNECT_TIMEOUT_MS, DOWNLOAD_TIMEOUT_MS, IDLE_TIMEOUT_MS } from './deadlines';
import type { SourceLimits } from './image-source';
import { downloadFailure, readBody } from './read-body';

const BUCKET_NAME = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const MAX_KEY_BYTES = 1024;

/**
 * Download an object from one of the buckets that may be read. Region, credentials and endpoint are the environment's, as the AWS SDK reads
 * them; a named endpoint is asked for `/bucket/key`.
 *
 * One request, not a HEAD before it: the answer's head tells the size before its body is read, at half the time, and of the same version.
 *
 * @param key - literally, not percent-encoded
 * @throws {CardOcrError} `DOWNLOAD_FAILED` when the bucket is not one of `limits.buckets` or a name is impossible (nothing is asked then), the
 *   object is missing or denied, or the download fails; `PAYLOAD_TOO_LARGE`; `IMAGE_EMPTY`; `REQUEST_TIMEOUT`
 */
export async function downloadObject(bucket: string, key: string, limits: SourceLimits): Promise<Uint8Array> {
  const { signal, limitBytes } = limits;
  if (!limits.buckets.includes(bucket) || !BUCKET_NAME.test(bucket) || !isKey(key)) throw new CardOcrError('DOWNLOAD_FAILED');
  const download = new AbortController();
  try {
    const { client, GetObjectCommand } = await connected();
    const abortSignal = AbortSignal.any([signal, download.signal, AbortSignal.timeout(DOWNLOAD_TIMEOUT_MS)]);
    const { Body, ContentLength } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }), { abortSignal });
    if (!Body) throw new CardOcrError('IMAGE_EMPTY');
    // the body of a platform's older SDK checks a checksum between here and the connection: neither's end is told to the other
    return await readBody(addAbortSignal(abortSignal, Body as Readable), ContentLength, limitBytes);
  } catch (thrown) {
    download.abort();
    throw downloadFailure(thrown, signal);
  }
}

/** 1 to 1024 bytes; `..` as a segment is refused, for a server that resolves it would leave the bucket. */
const isKey = (key: string): boolean =>
  key !== '' && key.length <= MAX_KEY_BYTES && Buffer.byteLength(key) <= MAX_KEY_BYTES && !key.split('/').includes('..');

/** The client of this process, made at the first call: the SDK takes long to load, and most deployments never need it. */
let connection: ReturnType<typeof connect> | undefined;

function connected(): ReturnType<typeof connect> {
  connection ??= connect().catch((cause: unknown) => {
    connection = undefined;
    throw cause;
  });
  return connection;
}

async function connect() {
  const { GetObjectCommand, S3Client } = await import('@aws-sdk/client-s3');
  const hasOwnEndpoint = Boolean(process.env.AWS_ENDPOINT_URL_S3 ?? process.env.AWS_ENDPOINT_URL);
  const client = new S3Client({
    forcePathStyle: hasOwnEndpoint,
    followRegionRedirects: true,
    requestHandler: { connectionTimeout: CONNECT_TIMEOUT_MS, socketTimeout: IDLE_TIMEOUT_MS },
  });
  return { client, GetObjectCommand };
}
