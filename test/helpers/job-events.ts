/** An object as the manifest of a job lists it. */
export interface ListedObject {
  /** as it stands in the manifest: encoded, or not */
  readonly s3Key: string;
  readonly bucket?: string;
  readonly versionId?: string | null;
}

export type JobSchema = '1.0' | '2.0';

/** Writes a key as inventories do: encoded as in a form. */
export const inventoryKey = (key: string): string => encodeURIComponent(key).replaceAll('%20', '+').replaceAll('%2F', '/');

/**
 * Returns the event with which S3 Batch Operations calls a function.
 *
 * @param userArguments - arguments of the job; schema 1.0 has none
 *
 * Source: Amazon S3 User Guide, "Invoke AWS Lambda function"; Storage Blog, "Automate object processing in Amazon S3 directory buckets …".
 */
export const jobEvent = (
  schema: JobSchema,
  objects: Readonly<Record<string, ListedObject>>,
  userArguments?: Readonly<Record<string, string>>,
) => ({
  invocationSchemaVersion: schema,
  invocationId: 'YXNkbGZqYWRmaiBhc2RmdW9hZHNmZGpmaGFzbGtkaGZza2RmaAo',
  job: { id: 'f3cc4f60-61f6-4a2b-8a21-d07600c373ce', ...(schema === '2.0' && userArguments && { userArguments }) },
  tasks: Object.entries(objects).map(([taskId, { s3Key, bucket = 'cards', versionId = null }]) => ({
    taskId,
    s3Key,
    s3VersionId: versionId,
    ...(schema === '1.0' ? { s3BucketArn: `arn:aws:s3:::${bucket}` } : { s3Bucket: bucket }),
  })),
});
