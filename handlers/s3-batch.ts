import { randomUUID } from 'node:crypto';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { asCardOcrError, type ErrorCode, modelVersion, requestIdOf } from '../lib';
import { putObject } from '../lib/objects';
import { type AnsweredPicture, answerPicture, isSettled, resultKeyOf, versionOf } from './answer-picture';
import { MANIFEST_TYPE, type ManifestLine, manifestKeyOf, manifestOf } from './batch-manifest';
import { inOrder, receiptsOf } from './batch-order';
import { batchSettingsFrom } from './batch-settings';
import { type BatchRecord, failureOf, log } from './log';
import { picturesIn, type StoredPicture } from './picture-notification';
import { warmReader } from './reader';
import { startTimeBudget } from './time-budget';

const settings = batchSettingsFrom(process.env);
/** Left of an invocation for its manifest and the answer's way out. */
const RESERVE_MS = 2000;

/**
 * The Lambda handler of the batch: reads the pictures that were put under `in/` and writes `out/<key>.json` for each.
 *
 * @param event - of a queue to which S3 tells what was put into the bucket
 * @returns the messages that have to come again, because we or the platform failed, or no time was left; a picture that cannot be read has a
 *   result that says so
 */
export async function handler({ Records }: SQSEvent, context?: Partial<Context>): Promise<SQSBatchResponse> {
  const invocation: Invocation = { id: context?.awsRequestId ?? randomUUID(), now: new Date(), context, lines: [] };
  const postponed = await suspectsIn(Records);
  const failed = new Set<string>();
  for (const message of inOrder(Records)) {
    const isDone = await answerMessage(message, invocation, postponed.has(message));
    if (!isDone) failed.add(message.messageId);
  }
  const isListed = await writeManifest(invocation);
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
    const settled = picturesIn(body).map((picture) => isSettled(picture, limits));
    return (await Promise.all(settled)).every(Boolean);
  } catch {
    return false;
  }
}

interface Invocation {
  readonly id: string;
  readonly now: Date;
  readonly context: Partial<Context> | undefined;
  /** of the manifest */
  readonly lines: ManifestLine[];
}

/**
 * Answer all pictures of a message, and log what became of each. Never rejects.
 *
 * @param isPostponed - nothing is done, but logged
 * @returns whether the message is done with
 */
async function answerMessage(message: SQSRecord, invocation: Invocation, isPostponed: boolean): Promise<boolean> {
  const requestId = requestIdOf(invocation.now, message.messageId);
  let start = performance.now();
  const record = (outcome: BatchRecord['outcome'], code: ErrorCode | null, cards = 0): void => {
    const ms = Math.round(performance.now() - start);
    const receipts = receiptsOf(message);
    const ids = { requestId, invocationId: invocation.context?.awsRequestId ?? null };
    log(settings.logLevel, 'info', { ...ids, receipts, outcome, code, ms, cards, model: modelVersion });
  };
  if (isPostponed) {
    record('postponed', null);
    return false;
  }
  try {
    for (const picture of picturesIn(message.body)) {
      if (!hasTime(invocation)) {
        record('no-time', null);
        return false;
      }
      start = performance.now();
      const { outcome, code, cards } = await answerInTime(picture, requestId, invocation);
      const result = outcome === 'gone' ? null : resultKeyOf(picture.key);
      invocation.lines.push({ key: picture.key, version: versionOf(picture), status: outcome, code, result });
      record(outcome, code, cards);
    }
    return true;
  } catch (thrown) {
    record('failed', asCardOcrError(thrown).code);
    log(settings.logLevel, 'error', { requestId, failure: failureOf(thrown) });
    return false;
  }
}

/** Whether a picture may be begun: only what can take its whole budget is, so that none is cut off by the end of the invocation. */
const hasTime = ({ context }: Invocation): boolean =>
  (context?.getRemainingTimeInMillis?.() ?? Number.POSITIVE_INFINITY) >= settings.timeBudgetMs + RESERVE_MS;

async function answerInTime(picture: StoredPicture, requestId: string, { now, context }: Invocation): Promise<AnsweredPicture> {
  const budget = startTimeBudget(settings.timeBudgetMs, context);
  const { buckets, allowAddresses, imageLimitBytes: limitBytes, isMasked } = settings;
  const limits = { buckets, allowAddresses, limitBytes, signal: budget.signal };
  try {
    return await budget.run(answerPicture(picture, { reader: warmReader, limits, requestId, today: now, isMasked }));
  } finally {
    budget.end();
  }
}

/** @returns false when there ought to be a manifest and could not be: then all messages come again, and find their results present */
async function writeManifest({ id, now, context, lines }: Invocation): Promise<boolean> {
  const [bucket = ''] = settings.buckets;
  if (!settings.hasManifest || lines.length === 0) return true;
  const budget = startTimeBudget(settings.timeBudgetMs, context);
  const content = { body: manifestOf(lines), contentType: MANIFEST_TYPE, metadata: {} };
  try {
    // one that is there already is this one, written by a request whose answer was lost
    await budget.run(putObject(bucket, manifestKeyOf(now, id), content, null, { buckets: settings.buckets, signal: budget.signal }));
    return true;
  } catch (thrown) {
    log(settings.logLevel, 'error', { requestId: requestIdOf(now, id), failure: failureOf(thrown) });
    return false;
  } finally {
    budget.end();
  }
}
