import { randomUUID } from 'node:crypto';
import type { Context } from 'aws-lambda';
import { modelVersion, type SourceLimits } from '../lib';
import type { AnsweredPicture, PictureContext } from './answer-picture';
import type { BatchSettings } from './batch-settings';
import { type BatchRecord, failureOf, log } from './log';
import { warmReader } from './reader';
import { startTimeBudget } from './time-budget';

/** The time that is kept of an invocation for what follows its pictures, and for sending the answer. */
const BATCH_RESERVE_MS = 2000;

/** One call of a function of the batch. */
export interface Invocation {
  readonly settings: BatchSettings;
  readonly id: string;
  /** the time by which cards have expired or not; part of request ids */
  readonly now: Date;
  readonly context: Partial<Context> | undefined;
}

/** Makes the invocation of a call that begins now. */
export const startInvocation = (settings: BatchSettings, context: Partial<Context> | undefined): Invocation => ({
  settings,
  id: context?.awsRequestId ?? randomUUID(),
  now: new Date(),
  context,
});

/** Returns whether there is time for another picture: for its whole budget, so that the end of the invocation cuts none off. */
export const hasTime = ({ settings, context }: Invocation): boolean =>
  (context?.getRemainingTimeInMillis?.() ?? Number.POSITIVE_INFINITY) >= settings.timeBudgetMs + BATCH_RESERVE_MS;

/**
 * Runs work within the time budget of one picture.
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

/** Returns what a picture of an invocation is read with. */
export const pictureContext = ({ settings, now }: Invocation, limits: SourceLimits, requestId: string): PictureContext => ({
  reader: warmReader,
  limits,
  requestId,
  today: now,
  isMasked: settings.isMasked,
});

/** What is logged of a picture, or of a message or task in which no picture could be found or begun. */
type LoggedPicture = Pick<BatchRecord, 'requestId' | 'receipts' | 'outcome' | 'code'> & Partial<Pick<AnsweredPicture, 'cards'>>;

/**
 * Logs what became of a picture.
 *
 * @param start - when the work on it began, by `performance.now()`
 */
export function logPicture(
  { settings, context }: Invocation,
  { requestId, receipts, outcome, code, cards = 0 }: LoggedPicture,
  start: number,
): void {
  const ms = Math.round(performance.now() - start);
  const invocationId = context?.awsRequestId ?? null;
  log(settings.logLevel, 'info', { requestId, invocationId, receipts, outcome, code, ms, cards, model: modelVersion });
}

/** Logs the error of a failure that is no picture's fault. */
export const logFailure = ({ settings }: Invocation, requestId: string, thrown: unknown): void =>
  log(settings.logLevel, 'error', { requestId, failure: failureOf(thrown) });
