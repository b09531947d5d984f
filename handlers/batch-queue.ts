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
 * The Lambda handler of the batch: reads the pictures that were put under `in/` and writes `out/<key>.json` for each.
 *
 * @param event - of a queue to which S3 tells what was put into the bucket
 * @returns the messages that have to come again, because we or the platform failed, or no time was left; a picture that cannot be read has a
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
 * The messages that may have killed an instance: they came before, as did others of the batch, whose pictures were answered then, and which
 * nevertheless come again. Left alone, at every second receipt, they let the others be done with for good, and do not take them along into
 * the dead-letter queue.
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
    const settled = picturesIn(body, settings.folders).map((picture) => isSettled(picture, limits));
    return (await Promise.all(settled)).every(Boolean);
  } catch {
    return false;
  }
}

/**
 * Answer all pictures of a message, and log what became of each. Never rejects.
 *
 * @param lines - of the manifest; one for each picture is added
 * @param isPostponed - nothing is done, but logged
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

/** @returns false when there ought to be a manifest and could not be: then all messages come again, and find their results present */
async function writeManifest(invocation: Invocation, lines: readonly ManifestLine[]): Promise<boolean> {
  const { id, now } = invocation;
  const [bucket = ''] = settings.buckets;
  if (!settings.hasManifest || lines.length === 0) return true;
  const key = manifestKeyOf(now, id, settings.folders);
  const content = { body: manifestOf(lines), contentType: MANIFEST_TYPE, metadata: {} };
  try {
    const isThere = await inTime(
      invocation,
      // one that is there already is this one, written by a request whose answer was lost; but not written need not mean that there is one
      async (limits) => (await putObject(bucket, key, content, null, limits)) || (await headObject(bucket, key, limits)) !== null,
    );
    if (!isThere) throw new CardOcrError('SERVICE_UNAVAILABLE');
    return true;
  } catch (thrown) {
    logFailure(invocation, requestIdOf(now, id), thrown);
    return false;
  }
}
