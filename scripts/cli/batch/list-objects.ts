import { paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import { clientSettings } from '../../../lib/source/s3';

/**
 * The keys of a bucket that begin with a prefix. Region, credentials and endpoint are the environment's, as for `loadImage`.
 *
 * @throws {Error} the SDK's, when they are not listed
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
