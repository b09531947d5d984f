import { randomUUID } from 'node:crypto';
import type { Context } from 'aws-lambda';
import { modelVersion, type SourceLimits } from '../lib';
import type { AnsweredPicture, PictureContext } from './answer-picture';
import type { BatchSettings } from './batch-settings';
import { type BatchRecord, failureOf, log } from './log';
import { warmReader } from './reader';
import { startTimeBudget } from './time-budget';

/** Left of an invocation for what follows its pictures, and the answer's way out. */
const RESERVE_MS = 2000;

/** One call of a function of the batch. */
export interface Invocation {
  readonly settings: BatchSettings;
  readonly id: string;
  /** decides expiry, and is part of request ids */
  readonly now: Date;
  readonly context: Partial<Context> | undefined;
}

export const startInvocation = (settings: BatchSettings, context: Partial<Context> | undefined): Invocation => ({
  settings,
  id: context?.awsRequestId ?? randomUUID(),
  now: new Date(),
  context,
});

/** Whether a picture may be begun: only what can take its whole budget is, so that none is cut off by the end of the invocation. */
export const hasTime = ({ settings, context }: Invocation): boolean =>
  (context?.getRemainingTimeInMillis?.() ?? Number.POSITIVE_INFINITY) >= settings.timeBudgetMs + RESERVE_MS;

/**
 * Do what takes at most the time of one picture.
 *
 * @throws {CardOcrError} `REQUEST_TIMEOUT` as soon as the time is spent
 */
export async function inTime<T>({ settings, context }: Invocation, work: (limits: SourceLimits) => Promise<T>): Promise<T> {
  const budget = startTimeBudget(settings.timeBudgetMs, context);
  const { buckets, allowAddresses, imageLimitBytes: limitBytes } = settings;
  try {
    return await budget.run(work({ buckets, allowAddresses, limitBytes, signal: budget.signal }));
  } finally {
    budget.end();
  }
}

export const pictureContext = ({ settings, now }: Invocation, limits: SourceLimits, requestId: string): PictureContext => ({
  reader: warmReader,
  limits,
  requestId,
  today: now,
  isMasked: settings.isMasked,
});

/** What became of a picture, or of what should have told of one. */
export type LoggedPicture = Pick<BatchRecord, 'requestId' | 'receipts' | 'outcome' | 'code'> & Partial<Pick<AnsweredPicture, 'cards'>>;

/** @param start - of the work on it, by `performance.now()` */
export function logPicture(
  { settings, context }: Invocation,
  { requestId, receipts, outcome, code, cards = 0 }: LoggedPicture,
  start: number,
): void {
  const ms = Math.round(performance.now() - start);
  const invocationId = context?.awsRequestId ?? null;
  log(settings.logLevel, 'info', { requestId, invocationId, receipts, outcome, code, ms, cards, model: modelVersion });
}

export const logFailure = ({ settings }: Invocation, requestId: string, thrown: unknown): void =>
  log(settings.logLevel, 'error', { requestId, failure: failureOf(thrown) });
