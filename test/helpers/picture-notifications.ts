import { createHash } from 'node:crypto';

/** What S3 tells of an object. */
export interface ToldObject {
  readonly key: string;
  readonly bucket?: string;
  readonly eventName?: string;
  readonly eTag?: string | undefined;
  readonly versionId?: string | undefined;
  readonly sequencer?: string | undefined;
}

/** Returns the ETag that S3 makes of an object that is put in one piece. */
export const eTagOf = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('hex');

/** Writes a key as S3 does in its messages. */
const encoded = (key: string): string => encodeURIComponent(key).replaceAll('%20', '+').replaceAll('%2F', '/');

/** Returns an event as S3 tells it: one of the `Records` of a message. */
export const eventOf = ({ key, bucket = 'cards', eventName = 'ObjectCreated:Put', ...object }: ToldObject): object => ({
  eventVersion: '2.1',
  eventSource: 'aws:s3',
  awsRegion: 'us-east-1',
  eventTime: '2026-11-25T18:00:00.000Z',
  eventName,
  userIdentity: { principalId: 'AWS:AIDAEXAMPLE' },
  requestParameters: { sourceIPAddress: '127.0.0.1' },
  responseElements: { 'x-amz-request-id': 'C3D13FE58DE4C810', 'x-amz-id-2': 'example' },
  s3: {
    s3SchemaVersion: '1.0',
    configurationId: 'pictures',
    bucket: { name: bucket, ownerIdentity: { principalId: 'A3NL1KOZZKExample' }, arn: `arn:aws:s3:::${bucket}` },
    object: { key: encoded(key), size: 1024, ...object },
  },
});

/** Returns the body of a message. */
export const notificationOf = (...objects: readonly ToldObject[]): string => JSON.stringify({ Records: objects.map(eventOf) });

/** What S3 sends when a notification is set up. */
export const TEST_NOTIFICATION = JSON.stringify({
  Service: 'Amazon S3',
  Event: 's3:TestEvent',
  Time: '2026-11-25T18:00:00.000Z',
  Bucket: 'cards',
  RequestId: '5582815E1AEA5ADF',
  HostId: 'example',
});
