import { CardOcrError } from '../lib';
import { decodedKey } from './stored-picture';

/** One call of S3 Batch Operations. */
interface TaskCall {
  readonly schemaVersion: string;
  /** the id of the call, which the answer repeats */
  readonly id: string;
  /** whether the job asks for masked results, whatever the deployment's setting is; null: it has an argument that is not known */
  readonly isMasked: boolean | null;
  readonly tasks: readonly PictureTask[];
}

/** One object of a job. */
export interface PictureTask {
  /** the id of the task, which the answer repeats */
  readonly id: string;
  /** empty where the task names none */
  readonly bucket: string;
  /** the keys that may be meant, the likeliest first */
  readonly keys: readonly string[];
}

/** By schema: the field in which a task names its bucket, and in which form. An older form of the ARN has a region and an account. */
const BUCKET: Readonly<Record<string, { readonly field: string; readonly form: RegExp }>> = {
  '1.0': { field: 's3BucketArn', form: /^arn:[^:]+:s3:[^:]*:[^:]*:([^:/]+)$/ },
  '2.0': { field: 's3Bucket', form: /^([^:/]+)$/ },
};

/**
 * Parses an event of S3 Batch Operations. A task that makes no sense becomes one without a bucket or keys, so that it can be answered.
 *
 * The version that a task may name is ignored: a key has one result, that of its current content.
 *
 * @throws {CardOcrError} `REQUEST_SHAPE` for what is no event of either schema, or lacks what its answer has to repeat
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

/** A job may ask for a mask where the deployment sets none, but not for less than it sets: `mask=on` is the only argument. */
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
 * The keys that may be meant: S3 passes on the text in the job's manifest. Inventories encode keys as forms do; manifests written by hand may leave
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
