import { CardOcrError } from '../lib';

/** A picture that was put into a bucket. */
export interface StoredPicture {
  readonly bucket: string;
  /** literally, not percent-encoded */
  readonly key: string;
  /** null where the bucket keeps no versions, or nothing tells which of them is newer */
  readonly versionId: string | null;
  /** without quotes */
  readonly eTag: string | null;
  /** of two events of one key the later has the greater: see `isBefore` */
  readonly sequencer: string | null;
}

/** Where pictures are put. */
export const PICTURE_PREFIX = 'in/';

/**
 * The pictures that a message of S3 tells of: none in the test message of a new notification, in other events (deletions …), in events of
 * other keys, or of folders, as the console makes them.
 *
 * @throws {CardOcrError} `JSON_UNPARSABLE` and `REQUEST_SHAPE` for what is no message of S3
 *
 * Source: Amazon S3 User Guide, "Event message structure".
 */
export function picturesIn(body: string): StoredPicture[] {
  const message = parsed(body);
  if (message.Event === 's3:TestEvent') return [];
  if (!Array.isArray(message.Records)) throw new CardOcrError('REQUEST_SHAPE');
  return message.Records.filter(isCreation)
    .map(({ s3 }) => pictureOf(s3))
    .filter(({ key }) => key.startsWith(PICTURE_PREFIX) && !key.endsWith('/'));
}

/** Nothing is taken for granted of a message. */
interface EventRecord {
  readonly eventName: string;
  readonly s3?: { readonly bucket?: { readonly name?: unknown }; readonly object?: Readonly<Record<string, unknown>> };
}

function isCreation(record: unknown): record is EventRecord {
  const { eventName } = (record ?? {}) as { eventName?: unknown };
  if (typeof eventName !== 'string') throw new CardOcrError('REQUEST_SHAPE');
  return CREATION.test(eventName);
}

const CREATION = /^(s3:)?ObjectCreated:/;
/** Opaque, and fit for a header. */
const VERSION_ID = /^[\x21-\x7e]{1,1024}$/;
const E_TAG = /^[\da-f]{1,128}(-\d+)?$/i;
const SEQUENCER = /^[\da-f]{1,128}$/i;

function pictureOf(s3: EventRecord['s3']): StoredPicture {
  const bucket = s3?.bucket?.name;
  const { key, versionId, eTag, sequencer } = s3?.object ?? {};
  if (typeof bucket !== 'string' || typeof key !== 'string') throw new CardOcrError('REQUEST_SHAPE');
  const order = matching(SEQUENCER, sequencer);
  const version = matching(VERSION_ID, versionId);
  const picture = {
    bucket,
    key: decoded(key),
    // "null" is what was put while the bucket kept none
    versionId: order === null || version === 'null' ? null : version,
    eTag: matching(E_TAG, eTag),
    sequencer: order,
  };
  if (picture.versionId === null && picture.eTag === null) throw new CardOcrError('REQUEST_SHAPE');
  return picture;
}

const matching = (pattern: RegExp, value: unknown): string | null => (typeof value === 'string' && pattern.test(value) ? value : null);

function parsed(body: string): { readonly Event?: unknown; readonly Records?: unknown } {
  try {
    return Object(JSON.parse(body));
  } catch (cause) {
    throw new CardOcrError('JSON_UNPARSABLE', cause);
  }
}

/** Keys come as in a form: percent-encoded, a space as `+`. */
function decoded(key: string): string {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch (cause) {
    throw new CardOcrError('REQUEST_SHAPE', cause);
  }
}

/**
 * Whether an event came before another of the same key; not, when either has no sequencer.
 *
 * Source: AWS re:Post, "Why do I see duplicate messages in Amazon SQS for the same Amazon S3 event?": hexadecimal, the shorter filled up with
 * zeros on its right.
 */
export function isBefore(sequencer: string | null, other: string | null): boolean {
  if (sequencer === null || other === null) return false;
  const length = Math.max(sequencer.length, other.length);
  const filled = (text: string): string => text.toUpperCase().padEnd(length, '0');
  return filled(sequencer) < filled(other);
}
