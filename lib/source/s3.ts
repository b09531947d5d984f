import { addAbortSignal, type Readable } from 'node:stream';
import type { GetObjectCommandInput, S3ClientConfig } from '@aws-sdk/client-s3';
import { CardOcrError } from '../errors';
import { startDeadline } from './deadline';
import { CONNECT_TIMEOUT_MS, DOWNLOAD_TIMEOUT_MS, IDLE_TIMEOUT_MS } from './download-timeouts';
import type { SourceLimits } from './image-source';
import { downloadFailure, readBody } from './read-body';

const BUCKET_NAME = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
export const isBucketName = (text: string): boolean => BUCKET_NAME.test(text);
const MAX_KEY_BYTES = 1024;

const FORBIDDEN = 403;
const NOT_FOUND = 404;
/** Two conditional writes at once: S3 asks to try again. */
const CONFLICT = 409;
const PRECONDITION_FAILED = 412;
/** Statuses of an object that is not there: whoever may not list the bucket is denied it. */
const ABSENT = [FORBIDDEN, NOT_FOUND];
/** Statuses of a conditional write that was not made. 404: the object that was to be replaced is gone. */
const NOT_WRITTEN = [NOT_FOUND, CONFLICT, PRECONDITION_FAILED];

interface ObjectName {
  readonly bucket: string;
  /** literally, not percent-encoded */
  readonly key: string;
}

/** Limits on every request to S3: the buckets that may be used, and the time budget. */
export type ObjectLimits = Pick<SourceLimits, 'buckets' | 'signal'>;

/**
 * Downloads an object from one of the buckets that may be read. The AWS SDK takes region, credentials and endpoint from the environment; with an endpoint that is set
 * there, it asks for `/bucket/key`.
 *
 * It sends one request, without a HEAD before it: the headers of the answer have the size before its body is read. That takes half the time, and the size is of the same
 * version.
 *
 * @throws {CardOcrError} `DOWNLOAD_FAILED` when the bucket is not one of `limits.buckets` or a name is impossible (then no request is sent), the
 *   object is missing or denied, or the download fails; `PAYLOAD_TOO_LARGE`; `IMAGE_EMPTY`; `REQUEST_TIMEOUT`
 */
export const downloadObject = (name: ObjectName, limits: SourceLimits): Promise<Uint8Array> => download(name, {}, limits);

/** Which content of an object is meant. */
export interface ObjectVersion {
  /** null where it was put while the bucket kept no versions */
  readonly versionId: string | null;
  /** without quotes */
  readonly eTag: string | null;
  /** it is read only if it is the current version; otherwise it is read by its id, even if there are later versions */
  readonly mustBeCurrent: boolean;
}

/** What S3 calls the only version of an object that was put while its bucket kept none. */
const NO_VERSION = 'null';

/** Returns the id of a version, null where the bucket kept none, from the id that S3 sends. */
export const versionIdFrom = (versionId: string | null): string | null => (versionId === NO_VERSION ? null : versionId);

/**
 * Downloads one version of an object.
 *
 * @returns null when it is not there: no object, no such version, or other content in its place. Two versions may have the same bytes,
 *   and so the same ETag: which one it is, is known from the version id in S3's answer
 * @throws {CardOcrError} as `downloadObject`
 */
export async function downloadVersion(
  name: ObjectName,
  { versionId, eTag, mustBeCurrent }: ObjectVersion,
  limits: SourceLimits,
): Promise<Uint8Array | null> {
  const isById = versionId !== null && !mustBeCurrent;
  const condition = isById ? { VersionId: versionId } : eTag !== null ? { IfMatch: quoted(eTag) } : {};
  const isMeant = (answeredId: string | undefined): boolean =>
    !mustBeCurrent || answeredId === undefined || versionIdFrom(answeredId) === versionId;
  try {
    return await download(name, condition, limits, isMeant);
  } catch (thrown) {
    const cause = thrown instanceof CardOcrError ? thrown.cause : undefined;
    const status = statusOf(cause);
    if (cause instanceof OtherVersion || status === NOT_FOUND || status === PRECONDITION_FAILED) return null;
    throw thrown;
  }
}

/** S3 answered with another version than the one that was meant. */
class OtherVersion extends Error {}

/** An object's properties, without its content. */
export interface ObjectHead {
  /** without quotes */
  readonly eTag: string;
  /** null where it was put while the bucket kept no versions */
  readonly versionId: string | null;
  /** the user's own; names in lower case */
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * Looks whether an object is there.
 *
 * @returns null when it is not there, or access is denied: to whoever may not list the bucket, S3 answers so for a missing object
 * @throws {CardOcrError} `DOWNLOAD_FAILED` and `REQUEST_TIMEOUT` as `downloadObject`
 */
export async function headObject(name: ObjectName, limits: ObjectLimits): Promise<ObjectHead | null> {
  const head = await ask(name, limits, ABSENT, ({ client, HeadObjectCommand }, options) =>
    client.send(new HeadObjectCommand(fieldsOf(name)), options),
  );
  if (!head) return null;
  const { ETag = '', VersionId: versionId = null, Metadata: metadata = {} } = head;
  return { eTag: ETag.replaceAll('"', ''), versionId: versionIdFrom(versionId), metadata };
}

/** What is written to an object. */
interface ObjectContent {
  readonly body: string;
  readonly contentType: string;
  /** ASCII; at most 2 KB */
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * Writes an object, unless somebody else has written it since `headObject`.
 *
 * @param replaces - what `headObject` returned: only that object is replaced; null: only a new object is written
 * @returns whether it was written
 * @throws {CardOcrError} `DOWNLOAD_FAILED` when it could not be written; `REQUEST_TIMEOUT`
 *
 * Source: Amazon S3 User Guide, "How to prevent object overwrites with conditional writes".
 */
export async function putObject(
  name: ObjectName,
  { body, contentType, metadata }: ObjectContent,
  replaces: ObjectHead | null,
  limits: ObjectLimits,
): Promise<boolean> {
  const condition = replaces ? { IfMatch: quoted(replaces.eTag) } : { IfNoneMatch: '*' };
  const content = { Body: body, ContentType: contentType, Metadata: { ...metadata } };
  const written = await ask(name, limits, NOT_WRITTEN, ({ client, PutObjectCommand }, options) =>
    client.send(new PutObjectCommand({ ...fieldsOf(name), ...content, ...condition }), options),
  );
  return written !== null;
}

/**
 * Sends a request about an object, whose answer has no content that is read afterwards.
 *
 * @param refusals - statuses that are no failures
 * @returns null for one of these
 * @throws {CardOcrError} `DOWNLOAD_FAILED` and `REQUEST_TIMEOUT` as `downloadObject`
 */
async function ask<Answer>(
  name: ObjectName,
  limits: ObjectLimits,
  refusals: readonly number[],
  send: (connection: Awaited<ReturnType<typeof connect>>, options: { readonly abortSignal: AbortSignal }) => Promise<Answer>,
): Promise<Answer | null> {
  const deadline = startDeadline(DOWNLOAD_TIMEOUT_MS, limits.signal);
  try {
    return await send(await connected(name, limits), { abortSignal: deadline.signal });
  } catch (thrown) {
    if (refusals.includes(statusOf(thrown) ?? 0)) return null;
    throw downloadFailure(thrown, limits.signal);
  } finally {
    deadline.end();
  }
}

/** @param isMeant - whether the version id in S3's answer is the one that is meant: the body of another version is not read */
async function download(
  name: ObjectName,
  condition: Pick<GetObjectCommandInput, 'VersionId' | 'IfMatch'>,
  limits: SourceLimits,
  isMeant: (versionId: string | undefined) => boolean = () => true,
): Promise<Uint8Array> {
  const { signal } = limits;
  const deadline = startDeadline(DOWNLOAD_TIMEOUT_MS, signal);
  const { signal: abortSignal } = deadline;
  try {
    const { client, GetObjectCommand } = await connected(name, limits);
    const { Body, ContentLength, VersionId } = await client.send(new GetObjectCommand({ ...fieldsOf(name), ...condition }), {
      abortSignal,
    });
    if (!isMeant(VersionId)) {
      // nobody would handle the error when its connection breaks
      (Body as Readable | undefined)?.destroy();
      throw new OtherVersion();
    }
    if (!Body) throw new CardOcrError('IMAGE_EMPTY');
    // the abort signal is for older SDKs of the platform: their checksum stream passes neither side's end on to the other
    return await readBody(addAbortSignal(abortSignal, Body as Readable), ContentLength, limits);
  } catch (thrown) {
    deadline.abort();
    throw downloadFailure(thrown, signal);
  } finally {
    deadline.end();
  }
}

const fieldsOf = ({ bucket, key }: ObjectName): { Bucket: string; Key: string } => ({ Bucket: bucket, Key: key });

/** The HTTP status in an error of the SDK. */
const statusOf = (thrown: unknown): number | undefined =>
  (thrown as { $metadata?: { httpStatusCode?: number } } | undefined)?.$metadata?.httpStatusCode;

/** Returns whether another try is useless: the bucket or the name may not be used, or S3 denies access, as it also does for archived objects. */
export const isDenied = (thrown: unknown): boolean =>
  thrown instanceof CardOcrError &&
  thrown.code === 'DOWNLOAD_FAILED' &&
  (thrown.cause === undefined || statusOf(thrown.cause) === FORBIDDEN);

/** Errors of S3 and its SDK about this deployment's account, credentials, clock or bucket: no object can be got until its operator has mended that. */
const OPERATORS_ERRORS = [
  'AccountProblem',
  'AllAccessDisabled',
  'AuthorizationHeaderMalformed',
  'CredentialsProviderError',
  'ExpiredToken',
  'InvalidAccessKeyId',
  'InvalidToken',
  'NoSuchBucket',
  'NotSignedUp',
  'PermanentRedirect',
  'RequestTimeTooSkewed',
  'SignatureDoesNotMatch',
  'TokenRefreshRequired',
];

/**
 * Returns whether only the operator can mend what failed. `AccessDenied` says nothing: whoever may not list the bucket gets it for a missing object.
 *
 * Source: Amazon S3 API Reference, "Error responses".
 */
export const isOperatorsFault = (thrown: unknown): boolean =>
  thrown instanceof CardOcrError &&
  thrown.cause instanceof Error &&
  (OPERATORS_ERRORS.includes(thrown.cause.name) || isUnreachable(thrown.cause));

/** Whether the SDK knows no region, or nothing answers at its endpoint. Such errors have no names; those of the SDK tell how often it tried. */
const isUnreachable = (cause: NodeJS.ErrnoException): boolean =>
  cause.message === 'Region is missing' || ('$metadata' in cause && ['ECONNREFUSED', 'ENOTFOUND'].includes(cause.code ?? ''));

const quoted = (eTag: string): string => `"${eTag}"`;

/** Whether a key has 1 to 1024 bytes, and no segment `..`: a server that resolves it would leave the bucket. */
const isKey = (key: string): boolean =>
  key !== '' && key.length <= MAX_KEY_BYTES && Buffer.byteLength(key) <= MAX_KEY_BYTES && !key.split('/').includes('..');

/** The client of this process, made at the first call: the SDK takes long to load, and most deployments never need it. */
let connection: ReturnType<typeof connect> | undefined;

/** @throws {CardOcrError} `DOWNLOAD_FAILED` when the bucket may not be used or a name is impossible */
async function connected({ bucket, key }: ObjectName, { buckets }: ObjectLimits): ReturnType<typeof connect> {
  if (!buckets.includes(bucket) || !isBucketName(bucket) || !isKey(key)) throw new CardOcrError('DOWNLOAD_FAILED');
  connection ??= connect().catch((cause: unknown) => {
    connection = undefined;
    throw cause;
  });
  return connection;
}

/** Returns the client's settings. Region and credentials come from the environment. */
export const clientSettings = (): S3ClientConfig => ({
  forcePathStyle: Boolean(process.env.AWS_ENDPOINT_URL_S3 ?? process.env.AWS_ENDPOINT_URL),
  followRegionRedirects: true,
  requestHandler: { connectionTimeout: CONNECT_TIMEOUT_MS, socketTimeout: IDLE_TIMEOUT_MS },
});

async function connect() {
  const { GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } = await import('@aws-sdk/client-s3');
  const client = new S3Client(clientSettings());
  return { client, GetObjectCommand, HeadObjectCommand, PutObjectCommand };
}
