import { CardOcrError } from '../lib';
import { versionIdFrom } from '../lib/objects';
import { decodedKey, type Folders, isPictureKey, isResultKey, resultKeyOf, type StoredPicture } from './stored-picture';

/**
 * Yields the new pictures in a message of S3. There are none in the test message of a new notification, in other events (deletions …), in events of
 * other keys, or of folders, as the console makes them.
 *
 * @throws {CardOcrError} `JSON_UNPARSABLE` and `REQUEST_SHAPE` for what is no message of S3; `REQUEST_SHAPE`, behind all other pictures, for one whose result
 *   would lie where no results may lie
 *
 * Source: Amazon S3 User Guide, "Event message structure".
 */
export function* picturesIn(body: string, folders: Folders): Generator<StoredPicture, void> {
  const message = parsed(body);
  if (message.Event === 's3:TestEvent') return;
  if (!Array.isArray(message.Records)) throw new CardOcrError('REQUEST_SHAPE');
  const pictures = message.Records.filter(isCreation)
    .map(({ s3 }) => pictureOf(s3, folders))
    .filter(({ key }) => isPictureKey(key, folders));
  const isAnswerable = ({ resultKey }: StoredPicture): boolean => isResultKey(resultKey, folders);
  yield* pictures.filter(isAnswerable);
  if (!pictures.every(isAnswerable)) throw new CardOcrError('REQUEST_SHAPE');
}

/** One event in a message. Nothing about it is taken for granted. */
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

function pictureOf(s3: EventRecord['s3'], folders: Folders): StoredPicture {
  const bucket = s3?.bucket?.name;
  const { key: encodedKey, versionId, eTag, sequencer } = s3?.object ?? {};
  if (typeof bucket !== 'string' || typeof encodedKey !== 'string') throw new CardOcrError('REQUEST_SHAPE');
  const key = decodedKey(encodedKey);
  const picture = {
    bucket,
    key,
    resultKey: resultKeyOf(key, folders),
    versionId: versionIdFrom(matching(VERSION_ID, versionId)),
    eTag: matching(E_TAG, eTag),
    sequencer: matching(SEQUENCER, sequencer),
  };
  // Without a sequencer it is not known whether a version is the newest: it is read only if it is the current one, which its ETag shows.
  const isIdentified = picture.eTag !== null || (picture.versionId !== null && picture.sequencer !== null);
  if (!isIdentified) throw new CardOcrError('REQUEST_SHAPE');
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
