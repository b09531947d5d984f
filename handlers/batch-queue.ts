import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { asCardOcrError, CardOcrError, type ErrorCode, requestIdOf } from '../lib';
import { headObject, putObject } from '../lib/objects';
import { answerPicture, isSettled } from './answer-picture';
import { hasTime, type Invocation, inTime, logFailure, logPicture, pictureContext, startInvocation } from './batch-invocation';
import { MANIFEST_TYPE, type ManifestLine, manifestKeyOf, manifestOf } from './batch-manifest';
import { inOrder, receiptsOf } from './batch-order';
import { batchSettingsFrom } from './batch-settings';
import type { BatchRecord } from './log';
import { picturesIn } from './picture-notification';
import { versionOf } from './stored-picture';

const settings = batchSettingsFrom(process.env);

/**
 * Reads the pictures that were put under `in/` and writes `out/<key>.json` for each: the Lambda handler for new pictures.
 *
 * @param event - of a queue to which S3 sends a message for each new object
 * @returns the messages that have to come again, because this code or the platform failed, or no time was left; a picture that cannot be read gets a
 *   result that says so
 */
export async function handler({ Records }: SQSEvent, context?: Partial<Context>): Promise<SQSBatchResponse> {
  const invocation = startInvocation(settings, context);
  const lines: ManifestLine[] = [];
  const postponed = await suspectsIn(Records);
  const failed = new Set<string>();
  for (const message of inOrder(Records)) {
    const isDone = await answerMessage(message, invocation, lines, postponed.has(message));
    if (!isDone) failed.add(message.messageId);
  }
  const isListed = await writeManifest(invocation, lines);
  const givenBack = isListed ? [...failed] : Records.map(({ messageId }) => messageId);
  return { batchItemFailures: givenBack.map((itemIdentifier) => ({ itemIdentifier })) };
}

/**
 * Returns the messages that may have killed an instance: they were received before, together with other messages that were answered then and still come again, so that
 * the invocation must have ended early. At every second receipt they are postponed: so the other messages are finished, and are not taken along into the dead-letter
 * queue.
 */
async function suspectsIn(messages: readonly SQSRecord[]): Promise<ReadonlySet<SQSRecord>> {
  const again = messages.filter((message) => receiptsOf(message) > 1);
  const areDone = again.length > 1 ? await Promise.all(again.map(isDoneWith)) : [];
  if (!areDone.includes(true)) return new Set();
  return new Set(again.filter((message, i) => !areDone[i] && receiptsOf(message) % 2 === 0));
}

async function isDoneWith({ body }: SQSRecord): Promise<boolean> {
  const limits = { buckets: settings.buckets, signal: AbortSignal.timeout(settings.timeBudgetMs) };
  try {
    const settled = [...picturesIn(body, settings.folders)].map((picture) => isSettled(picture, limits));
    return (await Promise.all(settled)).every(Boolean);
  } catch {
    return false;
  }
}

/**
 * Answers all pictures of a message, and logs what became of each. Never rejects.
 *
 * @param lines - of the manifest; one for each picture is added
 * @param isPostponed - the message is only logged
 * @returns whether the message is done with
 */
async function answerMessage(message: SQSRecord, invocation: Invocation, lines: ManifestLine[], isPostponed: boolean): Promise<boolean> {
  const requestId = requestIdOf(invocation.now, message.messageId);
  const receipts = receiptsOf(message);
  let start = performance.now();
  const record = (outcome: BatchRecord['outcome'], code: ErrorCode | null = null, cards = 0): void =>
    logPicture(invocation, { requestId, receipts, outcome, code, cards }, start);
  if (isPostponed) {
    record('postponed');
    return false;
  }
  try {
    for (const picture of picturesIn(message.body, settings.folders)) {
      if (!hasTime(invocation)) {
        record('no-time');
        return false;
      }
      start = performance.now();
      const answered = await inTime(invocation, (limits) => answerPicture(picture, pictureContext(invocation, limits, requestId)));
      const { outcome, code, cards } = answered;
      const result = outcome === 'gone' ? null : picture.resultKey;
      lines.push({ key: picture.key, version: versionOf(picture), status: outcome, code, result });
      record(outcome, code, cards);
    }
    return true;
  } catch (thrown) {
    record('failed', asCardOcrError(thrown).code);
    logFailure(invocation, requestId, thrown);
    return false;
  }
}

/** @returns false when the manifest could not be written: then all messages come again, and find their results present */
async function writeManifest(invocation: Invocation, lines: readonly ManifestLine[]): Promise<boolean> {
  const { id, now } = invocation;
  const [bucket = ''] = settings.buckets;
  if (!settings.hasManifest || lines.length === 0) return true;
  const name = { bucket, key: manifestKeyOf(now, id, settings.folders) };
  const content = { body: manifestOf(lines), contentType: MANIFEST_TYPE, metadata: {} };
  try {
    const isThere = await inTime(
      invocation,
      // A manifest that is there already is this one: the answer to the request that wrote it was lost. But S3 may also refuse to write where there is none.
      async (limits) => (await putObject(name, content, null, limits)) || (await headObject(name, limits)) !== null,
    );
    if (!isThere) throw new CardOcrError('SERVICE_UNAVAILABLE');
    return true;
  } catch (thrown) {
    logFailure(invocation, requestIdOf(now, id), thrown);
    return false;
  }
}
