import { mkdtemp, rm } from 'node:fs/promises';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { type Answer, type PictureServer, servePictures } from './picture-server';
import { withPreconditions } from './s3-preconditions';

/** The part of s3rver that is used here; it comes without types. */
interface S3rver {
  configureBuckets(): Promise<unknown>;
  callback(): RequestListener;
  readonly store: {
    /** @throws {Error} `ENOENT` when the object is not there */
    getMetadata(bucket: string, key: string): Promise<{ readonly etag: string }>;
    listObjects(bucket: string, options: { readonly prefix: string }): Promise<{ readonly objects: readonly { readonly key: string }[] }>;
  };
}
const S3rver: new (options: {
  directory: string;
  silent: boolean;
  configureBuckets: { name: string }[];
}) => S3rver = require('@20minutes/s3rver');

/** The only credentials that s3rver knows. */
const CREDENTIALS = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' };

/** An S3 on this machine. */
export interface ObjectStore {
  readonly server: PictureServer;
  /** `METHOD path` of each request so far, in order */
  readonly requests: readonly string[];
  put(bucket: string, key: string, bytes: Uint8Array): Promise<void>;
  /** Returns the content of an object and the user's metadata. */
  get(bucket: string, key: string): Promise<{ text: string; metadata: Record<string, string> }>;
  /** Returns keys, in their order. */
  list(bucket: string, prefix: string): Promise<string[]>;
  close(): Promise<void>;
}

/**
 * Starts s3rver in a temporary folder, and points the SDK to it, by this process's environment.
 *
 * @param answers - answers that are given in place of s3rver's, by path `/bucket/key`
 * @param intercept - sees each other request before s3rver does; true when it answers in its place
 */
export async function serveObjects(
  buckets: readonly string[],
  answers: Readonly<Record<string, Answer>>,
  intercept: (request: IncomingMessage, response: ServerResponse) => boolean = () => false,
): Promise<ObjectStore> {
  const directory = await mkdtemp(path.join(tmpdir(), 'bankcard-ocr-s3-'));
  const s3rver = new S3rver({ directory, silent: true, configureBuckets: buckets.map((name) => ({ name })) });
  await s3rver.configureBuckets();
  const requests: string[] = [];
  const listen = withPreconditions(s3rver.callback(), (url) => eTagOf(url));
  const server = await servePictures(answers, {
    otherwise: (response, request) => {
      if (!intercept(request, response)) listen(request, response);
    },
    seen: ({ method, url = '' }) => requests.push(`${method} ${url.split('?')[0]}`),
  });
  Object.assign(process.env, {
    // a host name: the SDK would put no bucket before an address, whatever its settings
    AWS_ENDPOINT_URL_S3: server.url('').replace('127.0.0.1', 'localhost'),
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
  });
  const connection = { endpoint: server.url(''), forcePathStyle: true, region: 'us-east-1', credentials: CREDENTIALS };
  const client = new S3Client(connection);
  const eTagOf = async (url: string): Promise<string | null> => {
    const [, bucket = '', key = ''] = /^\/([^/]+)\/([^?]+)/.exec(url) ?? [];
    const head = s3rver.store.getMetadata(bucket, decodeURIComponent(key));
    return head.then(
      ({ etag }) => etag,
      (error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return null;
        throw error;
      },
    );
  };
  return {
    server,
    requests,
    put: async (bucket, key, bytes) => void (await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes }))),
    get: async (bucket, key) => {
      const { Body, Metadata = {} } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      return { text: (await Body?.transformToString()) ?? '', metadata: Metadata };
    },
    list: async (bucket, prefix) => {
      const { objects } = await s3rver.store.listObjects(bucket, { prefix });
      return objects.map(({ key }) => key).sort();
    },
    close: async () => {
      client.destroy();
      await server.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
