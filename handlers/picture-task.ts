import { CardOcrError } from '../lib';
import { decodedKey } from './stored-picture';

/** What S3 Batch Operations asks for in one call. */
export interface TaskCall {
  readonly schemaVersion: string;
  /** of the call; told back */
  readonly id: string;
  /** whether the job wants masked results, whatever the deployment does; null: it asks for what nobody knows */
  readonly isMasked: boolean | null;
  readonly tasks: readonly PictureTask[];
}

/** One object of a job. */
export interface PictureTask {
  /** told back */
  readonly id: string;
  /** empty: what is told names none */
  readonly bucket: string;
  /** what its key may be, the likeliest first */
  readonly keys: readonly string[];
}

/** By schema: what a task tells of its bucket, and how. An older form of the ARN has a region and an account. */
const BUCKET: Readonly<Record<string, { readonly field: string; readonly form: RegExp }>> = {
  '1.0': { field: 's3BucketArn', form: /^arn:[^:]+:s3:[^:]*:[^:]*:([^:/]+)$/ },
  '2.0': { field: 's3Bucket', form: /^([^:/]+)$/ },
};

/**
 * Read an event of S3 Batch Operations. A task that makes no sense is one without a bucket or keys, so that it can be answered.
 *
 * The version that a task may name is left out: a key has one result, which is of what the key holds now.
 *
 * @throws {CardOcrError} `REQUEST_SHAPE` for what is no event of either schema, or does not tell what its answer has to repeat
 *
 * Source: Amazon S3 User Guide, "Invoke AWS Lambda function"; API Reference, "LambdaInvokeOperation".
 */
export function taskCallOf(event: unknown): TaskCall {
  const { invocationSchemaVersion: schemaVersion, invocationId: id, job, tasks } = fieldsOf(event);
  if (!isText(schemaVersion) || !Object.hasOwn(BUCKET, schemaVersion) || !isText(id)) throw new CardOcrError('REQUEST_SHAPE');
  if (!Array.isArray(tasks)) throw new CardOcrError('REQUEST_SHAPE');
  const isMasked = isMaskedBy(fieldsOf(job).userArguments);
  return { schemaVersion, id, isMasked, tasks: tasks.map((task) => taskOf(fieldsOf(task), schemaVersion)) };
}

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> => Object(value);
const isText = (value: unknown): value is string => typeof value === 'string';

/** A job may ask for more than the deployment does, and for nothing less: `mask=on` is all that there is. */
function isMaskedBy(userArguments: unknown): boolean | null {
  const wanted = Object.entries(fieldsOf(userArguments));
  const isKnown = wanted.every(([name, value]) => name === 'mask' && value === 'on');
  return isKnown ? wanted.length > 0 : null;
}

function taskOf(task: Readonly<Record<string, unknown>>, schemaVersion: string): PictureTask {
  const { field, form } = BUCKET[schemaVersion]!;
  const { taskId: id, s3Key: key, [field]: bucket } = task;
  if (!isText(id)) throw new CardOcrError('REQUEST_SHAPE');
  return { id, bucket: isText(bucket) ? (form.exec(bucket)?.[1] ?? '') : '', keys: isText(key) ? spellingsOf(key) : [] };
}

/**
 * The keys that may be meant: S3 hands on what the job's manifest has. Inventories encode keys as forms do; manifests written by hand may leave
 * a `+` as it is, or encode nothing.
 */
function spellingsOf(key: string): string[] {
  const readings = [() => decodedKey(key), () => decodedKey(key.replaceAll('+', '%2B')), () => key];
  return [...new Set(readings.flatMap((read) => readOrNothing(read)))];
}

function readOrNothing(read: () => string): string[] {
  try {
    return [read()];
  } catch {
    return [];
  }
}
