import { paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import { clientSettings } from '../../../lib/source/s3';

/**
 * Lists the keys of a bucket that begin with a prefix. Region, credentials and endpoint come from the environment, as for `loadImage`.
 *
 * @throws {Error} the SDK's, when the keys cannot be listed
 */
export async function listObjects(bucket: string, prefix: string): Promise<string[]> {
  const client = new S3Client(clientSettings());
  const keys: string[] = [];
  try {
    for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix })) {
      keys.push(...Contents.flatMap(({ Key }) => Key ?? []));
    }
  } finally {
    client.destroy();
  }
  return keys;
}
