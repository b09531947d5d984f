import { CardOcrError } from '../lib';

/** Where a batch's pictures lie in their bucket, and where their results are put: beginnings of keys. */
export interface Folders {
  /** empty: the whole bucket, but for `results` */
  readonly pictures: string;
  /** not empty */
  readonly results: string;
}

/** A picture in a bucket. */
export interface StoredPicture {
  readonly bucket: string;
  /** literally, not percent-encoded */
  readonly key: string;
  /** where its result is put, in the same bucket */
  readonly resultKey: string;
  /** null where it was put while the bucket kept no versions */
  readonly versionId: string | null;
  /** without quotes */
  readonly eTag: string | null;
  /** of two events of one key the later has the greater: see `isBefore`; null where no event told of it */
  readonly sequencer: string | null;
}

/** What a version is named by: its id, or else its ETag. */
export const versionOf = ({ versionId, eTag }: Pick<StoredPicture, 'versionId' | 'eTag'>): string => versionId ?? eTag ?? '';

/** Not a result, which would be read for ever, nor the empty object that the console makes for a folder. */
export const isPictureKey = (key: string, { pictures, results }: Folders): boolean =>
  key.startsWith(pictures) && !key.startsWith(results) && !isFolderKey(key);

export const isFolderKey = (key: string): boolean => key.endsWith('/');

/** Below `results`, beside the results. Lists and reports of jobs are read and written by the role of jobs, which is to see no result. */
export const JOBS = 'jobs/';
/** Whoever counts pictures may read these, and is to see no result either. */
export const MANIFESTS = 'manifests/';
const OF_OTHERS = [JOBS, MANIFESTS];

/** Whether a result may be put there: only where nobody reads who may read no results. */
export const isResultKey = (resultKey: string, { results }: Folders): boolean =>
  !OF_OTHERS.some((folder) => resultKey.startsWith(`${results}${folder}`));

/** @param key - of a picture */
export const resultKeyOf = (key: string, { pictures, results }: Folders): string => `${results}${key.slice(pictures.length)}.json`;

/**
 * A key as S3 writes it where it encodes keys: as in a form, percent-encoded, a space as `+`.
 *
 * @throws {CardOcrError} `REQUEST_SHAPE` for what is not encoded so
 */
export function decodedKey(key: string): string {
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
