import { CardOcrError } from '../lib';

/** Where a batch's pictures lie in their bucket, and where their results are put: prefixes of keys. */
export interface Folders {
  /** empty: the whole bucket, but for `results` */
  readonly pictures: string;
  /** not empty */
  readonly results: string;
}

export interface StoredPicture {
  readonly bucket: string;
  /** literally, not percent-encoded */
  readonly key: string;
  /** the key of its result, in the same bucket */
  readonly resultKey: string;
  /** null where it was put while the bucket kept no versions */
  readonly versionId: string | null;
  /** without quotes */
  readonly eTag: string | null;
  /** the later of two events of one key has the greater sequencer: see `isBefore`; null where the picture comes from no event */
  readonly sequencer: string | null;
}

/** Returns the name of a version: its id, or else its ETag. */
export const versionOf = ({ versionId, eTag }: Pick<StoredPicture, 'versionId' | 'eTag'>): string => versionId ?? eTag ?? '';

/** Returns whether a key may be a picture's: not a result's, which would be read for ever, nor that of the empty object that the console makes for a folder. */
export const isPictureKey = (key: string, { pictures, results }: Folders): boolean =>
  key.startsWith(pictures) && !key.startsWith(results) && !isFolderKey(key);

export const isFolderKey = (key: string): boolean => key.endsWith('/');

/** The folder of lists and reports of jobs, within `results`. The role of jobs reads and writes it, and must see no results. */
export const JOBS = 'jobs/';
/** The folder of manifests, within `results`. Whoever counts pictures may read it, and must see no results either. */
export const MANIFESTS = 'manifests/';
const OF_OTHERS = [JOBS, MANIFESTS];

/** Returns whether a result may have a key: not in a folder for those who must see no results. */
export const isResultKey = (resultKey: string, { results }: Folders): boolean =>
  !OF_OTHERS.some((folder) => resultKey.startsWith(`${results}${folder}`));

export const resultKeyOf = (key: string, { pictures, results }: Folders): string => `${results}${key.slice(pictures.length)}.json`;

/**
 * Decodes a key that S3 has encoded: as in a form, percent-encoded, a space as `+`.
 *
 * @throws {CardOcrError} `REQUEST_SHAPE` for a key that is not encoded like that
 */
export function decodedKey(key: string): string {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch (cause) {
    throw new CardOcrError('REQUEST_SHAPE', cause);
  }
}

/**
 * Returns whether an event came before another one of the same key; false when either has no sequencer.
 *
 * Source: AWS re:Post, "Why do I see duplicate messages in Amazon SQS for the same Amazon S3 event?": hexadecimal, the shorter one padded with
 * zeros on its right.
 */
export function isBefore(sequencer: string | null, other: string | null): boolean {
  if (sequencer === null || other === null) return false;
  const length = Math.max(sequencer.length, other.length);
  const filled = (text: string): string => text.toUpperCase().padEnd(length, '0');
  return filled(sequencer) < filled(other);
}
