import { setTimeout as sleep } from 'node:timers/promises';
import type { SQSRecord } from 'aws-lambda';
import type { LambdaProcess } from '../../scripts/measure/benchmark/runtime-api';
import type { MessageQueue } from './message-queue';

/** An event source mapping with `ReportBatchItemFailures`. */
export interface EventSource {
  readonly queue: MessageQueue;
  readonly batchSize: number;
  /** how many instances run at the same time */
  readonly maximumConcurrency: number;
  /** starts an instance of the function */
  readonly startWorker: () => Promise<LambdaProcess>;
}

/** What happened until the queue was empty. */
export interface WorkDone {
  invocations: number;
  /** invocations that failed as a whole: their instance died, or the function threw */
  failedInvocations: number;
  /** messages that the function gave back */
  givenBack: number;
}

/** How long messages stay hidden after their invocation before they come again. In the deployed queue, too, that is longer than any invocation. */
const HIDDEN_MS = 100;
const POLL_MS = 20;

/** Lets instances work until the queue is empty. One that dies is replaced by a new one. */
export async function workOff({ queue, batchSize, maximumConcurrency, startWorker }: EventSource): Promise<WorkDone> {
  const done: WorkDone = { invocations: 0, failedInvocations: 0, givenBack: 0 };
  const poll = async (): Promise<void> => {
    let worker: LambdaProcess | undefined;
    while (queue.size > 0) {
      const batch = queue.receive(batchSize);
      if (batch.length === 0) {
        await sleep(POLL_MS);
        continue;
      }
      worker ??= await startWorker();
      done.invocations += 1;
      const handles = batch.map(({ receiptHandle }) => receiptHandle);
      try {
        const kept = failuresIn(await worker.invoke({ Records: batch }), batch);
        done.givenBack += kept.size;
        for (const { messageId, receiptHandle } of batch) if (!kept.has(messageId)) queue.delete(receiptHandle);
      } catch {
        done.failedInvocations += 1;
        await worker.stop();
        worker = undefined;
      }
      // not awaited: meanwhile the instance takes others
      sleep(HIDDEN_MS).then(() => queue.reappear(handles));
    }
    await worker?.stop();
  };
  await Promise.all(Array.from({ length: maximumConcurrency }, poll));
  return done;
}

/**
 * Returns the ids of the messages that come again: none where the answer names none, all where it cannot be understood.
 *
 * Source: AWS Lambda Developer Guide, "Implementing partial batch responses", success and failure conditions.
 */
function failuresIn(answer: unknown, batch: readonly SQSRecord[]): Set<string> {
  const ids = new Set(batch.map(({ messageId }) => messageId));
  const { batchItemFailures } = (answer ?? {}) as { batchItemFailures?: unknown };
  if (batchItemFailures === undefined || batchItemFailures === null) return new Set();
  if (!Array.isArray(batchItemFailures)) return ids;
  const failed = batchItemFailures.map((failure) => (failure as { itemIdentifier?: unknown } | null)?.itemIdentifier);
  return failed.every((id): id is string => typeof id === 'string' && ids.has(id)) ? new Set(failed) : ids;
}
