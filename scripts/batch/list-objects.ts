import { paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import { CONNECT_TIMEOUT_MS, IDLE_TIMEOUT_MS } from '../../lib/source/deadlines';

/**
 * The keys of a bucket that begin with a prefix. Region, credentials and endpoint are the environment's, as for `loadImage`.
 *
 * @throws {Error} the SDK's, when they are not listed
 */
export async function listObjects(bucket: string, prefix: string): Promise<string[]> {
  const hasOwnEndpoint = Boolean(process.env.AWS_ENDPOINT_URL_S3 ?? process.env.AWS_ENDPOINT_URL);
  const requestHandler = { connectionTimeout: CONNECT_TIMEOUT_MS, socketTimeout: IDLE_TIMEOUT_MS };
  const client = new S3Client({ forcePathStyle: hasOwnEndpoint, followRegionRedirects: true, requestHandler });
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
