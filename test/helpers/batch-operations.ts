import type { LambdaProcess } from '../../scripts/measure/benchmark/runtime-api';
import { type JobSchema, jobEvent, type ListedObject } from './job-events';

/** A job of S3 Batch Operations that calls a function for each object of a list. */
export interface Job {
  readonly schema: JobSchema;
  readonly objects: readonly ListedObject[];
  /** how many instances run at the same time */
  readonly concurrency: number;
  readonly startWorker: () => Promise<LambdaProcess>;
  /** how many calls of a task are made before it has failed; AWS names no number */
  readonly mostCalls: number;
  /** share of the calls that are made a second time, as when the answer to the first was lost */
  readonly repeated: number;
  readonly random: () => number;
}

/** A line of the completion report, with what the report does not tell. */
export interface ReportLine extends ListedObject {
  readonly status: 'succeeded' | 'failed';
  readonly errorCode: '' | 'TemporaryFailure' | 'PermanentFailure';
  readonly message: string;
  readonly calls: number;
}

export interface JobReport {
  /** `Failed`, with the rest left undone, when more than half of at least 1,000 tasks have failed */
  readonly status: 'Complete' | 'Failed';
  readonly lines: readonly ReportLine[];
  readonly calls: number;
  /** calls that ended with an error of the function, or its death */
  readonly failedCalls: number;
}

const WATCHED_FROM = 1000;
const MOST_FAILED = 0.5;
const CODES = ['Succeeded', 'TemporaryFailure', 'PermanentFailure'] as const;

interface Told {
  readonly code: (typeof CODES)[number];
  readonly message: string;
}

/**
 * Does what S3 Batch Operations does: calls the function once for each task, in no order, and again after a temporary failure, until each task has succeeded or
 * failed.
 *
 * Source: Amazon S3 User Guide, "Invoke AWS Lambda function", "Tracking job failures", "Completion reports".
 */
export async function runJob(job: Job): Promise<JobReport> {
  const { schema, objects, concurrency, startWorker, mostCalls, random } = job;
  const pending = objects.map((object, i) => ({ id: `task-${i}`, object, calls: 0 }));
  /** tasks to be called once more beside the call that counts; nobody waits for these answers */
  const echoes: (typeof pending)[number][] = [];
  const lines: ReportLine[] = [];
  let calls = 0;
  let failedCalls = 0;
  let failed = 0;
  const isFailed = (): boolean => lines.length >= WATCHED_FROM && failed / lines.length > MOST_FAILED;

  const end = ({ object, calls }: (typeof pending)[number], { code, message }: Told): void => {
    const status = code === 'Succeeded' ? 'succeeded' : 'failed';
    if (status === 'failed') failed += 1;
    lines.push({ ...object, status, errorCode: code === 'Succeeded' ? '' : code, message, calls });
  };

  const work = async (): Promise<void> => {
    let worker: LambdaProcess | undefined;
    while ((pending.length > 0 || echoes.length > 0) && !isFailed()) {
      const echo = echoes.pop();
      const task = echo ?? pending.splice(Math.floor(random() * pending.length), 1)[0]!;
      if (!echo && random() < job.repeated) echoes.push(task);
      if (!echo) task.calls += 1;
      calls += 1;
      worker ??= await startWorker();
      const event = jobEvent(schema, { [task.id]: task.object });
      const told = await worker.invoke(event).then(
        (answer) => toldBy(answer, event),
        (error: Error): Told => ({ code: 'TemporaryFailure', message: `Lambda returned function error: ${error.message.split('\n')[0]}` }),
      );
      if (told.message.startsWith('Lambda')) {
        failedCalls += 1;
        await worker.stop();
        worker = undefined;
      }
      if (echo) continue;
      if (told.code === 'TemporaryFailure' && task.calls < mostCalls) pending.push(task);
      else end(task, told);
    }
    await worker?.stop();
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  return { status: isFailed() ? 'Failed' : 'Complete', lines, calls, failedCalls };
}

/** Returns what an answer says about the only task of a call. */
function toldBy(answer: unknown, { invocationSchemaVersion, invocationId, tasks }: ReturnType<typeof jobEvent>): Told {
  const { results, treatMissingKeysAs, ...repeated } = Object(answer);
  const isAnswer =
    repeated.invocationSchemaVersion === invocationSchemaVersion && repeated.invocationId === invocationId && Array.isArray(results);
  if (!isAnswer) return { code: 'PermanentFailure', message: 'Invalid JSON returned in Lambda payload' };
  const found = results.find(({ taskId }: { taskId: string }) => taskId === tasks[0]?.taskId);
  const { resultCode: code = treatMissingKeysAs, resultString: message = '' } = found ?? {};
  return CODES.includes(code) ? { code, message } : { code: 'PermanentFailure', message: `unknown result code ${code}` };
}

const quoted = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** The report as S3 stores it: Bucket, Key, VersionId, TaskStatus, ErrorCode, HTTPStatusCode, ResultMessage. */
export const reportText = ({ lines }: JobReport): string =>
  lines
    .map(({ bucket = 'cards', s3Key, versionId, status, errorCode, message }) =>
      [bucket, s3Key, versionId ?? '', status, errorCode, '200', message].map(quoted).join(','),
    )
    .join('\n');
