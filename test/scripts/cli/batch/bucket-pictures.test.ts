import { CardOcrError, type CardReader } from '../../../../lib';
import { picturesIn } from '../../../../scripts/cli/batch/pictures';
import { readPictures } from '../../../../scripts/cli/batch/read-pictures';
import { UsageError } from '../../../../scripts/command/usage-error';
import { type ObjectStore, serveObjects } from '../../../helpers/s3';

const BUCKET = 'cards';
/** Listed in two parts: s3rver fails at the second. */
const PAGED = 'paged';
const page = (key: string, next: string): string =>
  `<?xml version="1.0"?><ListBucketResult><IsTruncated>${next !== ''}</IsTruncated><Contents><Key>${key}</Key></Contents>${next}</ListBucketResult>`;
let store: ObjectStore;

beforeAll(async () => {
  // s3rver takes the SDK's signature of a bucket's path for a wrong one
  store = await serveObjects([BUCKET], {}, ({ headers, url = '' }, response) => {
    delete headers.authorization;
    if (!url.startsWith(`/${PAGED}`)) return false;
    const isSecond = url.includes('continuation-token=more');
    response.setHeader('Content-Type', 'application/xml');
    response.end(isSecond ? page('2.jpg', '') : page('1.jpg', '<NextContinuationToken>more</NextContinuationToken>'));
    return true;
  });
  for (const key of ['in/a.jpg', 'in/b c+卡.PNG', 'in/notes.txt', 'in/sub/d.jpg', 'other/e.jpg', 'in/scan']) {
    await store.put(BUCKET, key, Buffer.from(`content of ${key}`));
  }
});
afterAll(() => store.close());

test.each(['s3', 'S3'])('those whose keys begin so: %s', async (scheme) => {
  expect((await picturesIn([`${scheme}://${BUCKET}/in/`], undefined)).pictures).toEqual([
    's3://cards/in/a.jpg',
    's3://cards/in/b c+卡.PNG',
    's3://cards/in/sub/d.jpg',
  ]);
});

test('one that is named wholly, without an ending', async () => {
  expect((await picturesIn([`s3://${BUCKET}/in/scan`], undefined)).pictures).toEqual(['s3://cards/in/scan']);
});

test('more than S3 lists at a time', async () => {
  expect((await picturesIn([`s3://${PAGED}/`], undefined)).pictures).toEqual(['s3://paged/1.jpg', 's3://paged/2.jpg']);
});

test('a bucket that is not there', async () => {
  await expect(picturesIn(['s3://nobody/in/?x'], undefined)).rejects.toThrow(
    new UsageError('batch: s3://nobody/in/ cannot be listed: The specified bucket does not exist'),
  );
});

test.each([
  ['AWS_REGION', 'Region is missing'],
  ['AWS_ACCESS_KEY_ID', 'Could not load credentials from any providers'],
])('without %s it is wrong usage', async (name, message) => {
  const { env } = process;
  // neither a file nor the machine's own service gives them
  process.env = { ...env, AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null', AWS_EC2_METADATA_DISABLED: 'true' };
  delete process.env[name];
  try {
    await expect(picturesIn([`s3://${BUCKET}/in/`], undefined)).rejects.toThrow(
      new UsageError(`batch: s3://cards/in/ cannot be listed: ${message}`),
    );
  } finally {
    process.env = env;
  }
});

const MASKED = { isMasked: true, allCards: false };

test('each is loaded by its name', async () => {
  const seen: string[] = [];
  const reader = {
    read: async (bytes: Uint8Array) => {
      seen.push(Buffer.from(bytes).toString());
      throw new CardOcrError('NO_CARD');
    },
  } as unknown as CardReader;
  expect(await readPictures(reader, ['s3://cards/in/b c+卡.PNG'], MASKED, null)).toMatchObject([{ status: 463, code: 'NO_CARD' }]);
  expect(await readPictures(reader, ['s3://cards/in/none.jpg'], MASKED, null)).toMatchObject([{ status: 462, code: 'DOWNLOAD_FAILED' }]);
  expect(seen).toEqual(['content of in/b c+卡.PNG']);
});
