import type { Context, S3BatchResult, S3BatchResultResult } from 'aws-lambda';
import { asCardOcrError, type ErrorCode, requestIdOf, type SourceLimits } from '../lib';
import { headObject, isDenied } from '../lib/objects';
import { type AnsweredPicture, answerPicture } from './answer-picture';
import { hasTime, type Invocation, inTime, logFailure, logPicture, pictureContext, startInvocation } from './batch-invocation';
import { batchSettingsFrom } from './batch-settings';
import type { BatchRecord } from './log';
import { type PictureTask, taskCallOf } from './picture-task';
import { type Folders, isFolderKey, isPictureKey, isResultKey, resultKeyOf, type StoredPicture } from './stored-picture';

const settings = batchSettingsFrom(process.env);

/** What became of a task, and the result code that S3 gets. */
interface TaskAnswer {
  readonly resultCode: S3BatchResultResult['resultCode'];
  readonly outcome: BatchRecord['outcome'];
  /** why the picture was refused, or what failed */
  readonly code?: ErrorCode | null;
  readonly cards?: number;
}

/**
 * Reads the pictures of a job of S3 Batch Operations: the Lambda handler for pictures that are in the bucket already. The handler of batch-queue.ts reads new ones in the
 * same way, and neither does again what the other has done.
 *
 * @param event - of schema 1.0 or 2.0
 * @returns for each task: `Succeeded`, it has its result, or is a folder; `TemporaryFailure`, this code or the platform failed, and the task has
 *   to come again; `PermanentFailure`, it would fail again. The text beside it is stored with the job: enums and numbers, nothing of a card
 * @throws {CardOcrError} `REQUEST_SHAPE` for what is no such event
 */
export async function handler(event: unknown, context?: Partial<Context>): Promise<S3BatchResult> {
  const call = taskCallOf(event);
  const invocation = startInvocation({ ...settings, isMasked: settings.isMasked || call.isMasked === true }, context);
  const results: S3BatchResultResult[] = [];
  for (const task of call.tasks) {
    const { resultCode, outcome, code, cards } = await answerTask(task, call.isMasked !== null, invocation);
    const resultString = [outcome, code, cards].filter(Boolean).join(' ');
    results.push({ taskId: task.id, resultCode, resultString });
  }
  return { invocationSchemaVersion: call.schemaVersion, treatMissingKeysAs: 'TemporaryFailure', invocationId: call.id, results };
}

/** Answers a task, and logs what became of it. Never rejects. */
async function answerTask(task: PictureTask, isUnderstood: boolean, invocation: Invocation): Promise<TaskAnswer> {
  const start = performance.now();
  const requestId = requestIdOf(invocation.now);
  const answer = await tryTask(task, isUnderstood, requestId, invocation);
  logPicture(invocation, { requestId, receipts: null, code: null, ...answer }, start);
  return answer;
}

async function tryTask(task: PictureTask, isUnderstood: boolean, requestId: string, invocation: Invocation): Promise<TaskAnswer> {
  if (!isUnderstood) return { resultCode: 'PermanentFailure', outcome: 'failed', code: 'CONFIGURE_FORMAT' };
  if (!hasTime(invocation)) return { resultCode: 'TemporaryFailure', outcome: 'no-time' };
  try {
    return await inTime(invocation, (limits) => answerObject(task, limits, requestId, invocation));
  } catch (thrown) {
    logFailure(invocation, requestId, thrown);
    const { code } = asCardOcrError(thrown);
    return { resultCode: isDenied(thrown) ? 'PermanentFailure' : 'TemporaryFailure', outcome: 'failed', code };
  }
}

async function answerObject(task: PictureTask, limits: SourceLimits, requestId: string, invocation: Invocation): Promise<TaskAnswer> {
  const { folders } = invocation.settings;
  if (!limits.buckets.includes(task.bucket)) return { resultCode: 'PermanentFailure', outcome: 'elsewhere' };
  const keys = task.keys.filter((key) => isPictureKey(key, folders) && isResultKey(resultKeyOf(key, folders), folders));
  if (keys.length === 0) return otherObject(task, folders);
  const picture = await pictureAt(task.bucket, keys, folders, limits);
  if (!picture) return { resultCode: 'PermanentFailure', outcome: 'gone' };
  const answered = await answerThere(picture, limits, requestId, invocation);
  // it was there a moment ago: other content has replaced it, and perhaps no other message or task comes for that
  return { ...answered, resultCode: answered.outcome === 'gone' ? 'TemporaryFailure' : 'Succeeded' };
}

/** Answers a picture that was there a moment ago. To whoever may not list the bucket, S3 denies one that was deleted since: then its head is denied, too. */
async function answerThere(
  picture: StoredPicture,
  limits: SourceLimits,
  requestId: string,
  invocation: Invocation,
): Promise<AnsweredPicture> {
  try {
    return await answerPicture(picture, pictureContext(invocation, limits, requestId));
  } catch (thrown) {
    if (!isDenied(thrown) || (await headObject(picture, limits))) throw thrown;
    return { outcome: 'gone', code: null, cards: 0 };
  }
}

/** The answer for an object that is no picture. Lists of a bucket hold its folders, too; any other object shows that the job has a wrong list. */
const otherObject = ({ keys }: PictureTask, { pictures }: Folders): TaskAnswer =>
  keys.some((key) => isFolderKey(key) && key.startsWith(pictures))
    ? { resultCode: 'Succeeded', outcome: 'folder' }
    : { resultCode: 'PermanentFailure', outcome: 'elsewhere' };

/** @returns the object at the first of these keys at which there is one; null when there is none, or access is denied */
async function pictureAt(bucket: string, keys: readonly string[], folders: Folders, limits: SourceLimits): Promise<StoredPicture | null> {
  for (const key of keys) {
    const head = await headObject({ bucket, key }, limits);
    const resultKey = resultKeyOf(key, folders);
    if (head) return { bucket, key, resultKey, versionId: head.versionId, eTag: head.eTag, sequencer: null };
  }
  return null;
}
