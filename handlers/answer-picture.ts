import { answerOf, CardOcrError, type CardReader, type ErrorCode, hasFault, JSON_TYPE, type SourceLimits } from '../lib';
import { downloadVersion, headObject, isDenied, type ObjectHead, type ObjectLimits, type ObjectVersion, putObject } from '../lib/objects';
import { isBefore, type StoredPicture, versionOf } from './stored-picture';

/**
 * What became of a picture. `read`: its cards were read; `refused`: it shows no card, or is no picture; `present`: its result was there already; `superseded`: the
 * result of a newer version is there; `gone`: it was deleted or replaced by other content, for which another message comes.
 */
export type BatchOutcome = 'read' | 'refused' | 'present' | 'superseded' | 'gone';

/** What a picture is read with. */
export interface PictureContext {
  readonly reader: () => Promise<CardReader>;
  readonly limits: SourceLimits;
  readonly requestId: string;
  /** the date by which cards have expired or not */
  readonly today: Date;
  /** the result shows only the first 6 and last 4 digits of numbers */
  readonly isMasked: boolean;
}

/** What became of a picture, and how many cards were read in it. */
export interface AnsweredPicture {
  readonly outcome: BatchOutcome;
  /** why it was refused */
  readonly code: ErrorCode | null;
  readonly cards: number;
}

/** Names in the metadata of a result. */
const VERSION = 'source-version';
const SEQUENCER = 'source-sequencer';
/** How often a picture is read at most: again whenever another worker has written its result meanwhile. */
const MAX_TRIES = 3;

/**
 * Reads a picture and writes its result, unless a result of the same version or a newer one is there. It looks for the result before it reads the picture, and replaces
 * it only if it is still the same afterwards, so that of two workers with the same key neither undoes the other's work. Which version is newer is known from the
 * events' sequencers; without them, only the current content is ever read.
 *
 * @throws {CardOcrError} for every fault that is not the picture's: either nothing was written, or the next try will find it
 */
export async function answerPicture(picture: StoredPicture, context: PictureContext): Promise<AnsweredPicture> {
  const { bucket, key, resultKey, sequencer } = picture;
  const { limits } = context;
  const resultName = { bucket, key: resultKey };
  const version = versionOf(picture);
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const present = await headObject(resultName, limits);
    const settled = present && settledBy(present, picture);
    if (settled) return unread(settled);
    const result = await readContent(picture, contentOf(picture, present), context);
    if (!result) return unread('gone');
    const body = JSON.stringify({ ...result.answer, source: { key, version } });
    const metadata = { [VERSION]: version, ...(sequencer !== null && { [SEQUENCER]: sequencer }) };
    if (await putObject(resultName, { body, contentType: JSON_TYPE, metadata }, present, limits)) return result;
  }
  throw new CardOcrError('SERVICE_UNAVAILABLE');
}

/** Returns whether a picture needs no reading: its result, or that of a newer version, is there. */
export async function isSettled(picture: StoredPicture, limits: ObjectLimits): Promise<boolean> {
  const present = await headObject({ bucket: picture.bucket, key: picture.resultKey }, limits);
  return present !== null && settledBy(present, picture) !== null;
}

function settledBy({ metadata }: ObjectHead, picture: StoredPicture): 'present' | 'superseded' | null {
  if (metadata[VERSION] === versionOf(picture)) return 'present';
  return isBefore(picture.sequencer, metadata[SEQUENCER] ?? null) ? 'superseded' : null;
}

/** Which content is read: the version itself, where sequencers show that it is newer than the result that is there; else only the current content. */
function contentOf({ versionId, eTag, sequencer }: StoredPicture, present: ObjectHead | null): ObjectVersion {
  const isNewer = sequencer !== null && (present === null || present.metadata[SEQUENCER] !== undefined);
  return { versionId, eTag, mustBeCurrent: !isNewer };
}

const unread = (outcome: BatchOutcome): AnsweredPicture => ({ outcome, code: null, cards: 0 });

/** @returns null when the picture is gone */
async function readContent(
  picture: StoredPicture,
  content: ObjectVersion,
  { reader, limits, requestId, today, isMasked }: PictureContext,
): Promise<(AnsweredPicture & { readonly answer: object }) | null> {
  try {
    const start = performance.now();
    const bytes = await downloadContent(picture, content, limits);
    if (!bytes) return null;
    const loadMs = performance.now() - start;
    const reading = await (await reader()).read(bytes, { today, signal: limits.signal });
    const options = { detail: true, mask: isMasked, crop: false, strip: false };
    const answer = answerOf('rich', [{ reading, options, loadMs }], requestId);
    return { outcome: 'read', code: null, cards: reading.cards.length, answer };
  } catch (thrown) {
    // with any other fault it is read again
    if (!hasFault(thrown, 'file', 'picture')) throw thrown;
    const { code, message } = thrown;
    return { outcome: 'refused', code, cards: 0, answer: { code, message, requestId } };
  }
}

/** @returns null when the picture is gone */
async function downloadContent(picture: StoredPicture, content: ObjectVersion, limits: SourceLimits): Promise<Uint8Array | null> {
  try {
    return await downloadVersion(picture, content, limits);
  } catch (thrown) {
    if (!content.mustBeCurrent || content.versionId === null || !isDenied(thrown)) throw thrown;
  }
  // S3 denies a deleted object, too, to whoever may not list the bucket. If its version can be read, no permission is missing: it is no longer the current one.
  try {
    await downloadVersion(picture, { ...content, mustBeCurrent: false }, limits);
  } catch (thrown) {
    if (!hasFault(thrown, 'file', 'picture')) throw thrown;
  }
  return null;
}
