import fc from 'fast-check';
import { picturesIn as picturesOf } from '../../handlers/picture-notification';
import { anyText } from '../helpers/any-text';
import { errorCode } from '../helpers/error-code';
import { eventOf, notificationOf, TEST_NOTIFICATION, type ToldObject } from '../helpers/picture-notifications';

const E_TAG = 'd41d8cd98f00b204e9800998ecf8427e';
const TOLD = { key: 'in/a.jpg', eTag: E_TAG, sequencer: '0A1B2C3D4E5F678901' };
const PICTURE = {
  bucket: 'cards',
  key: 'in/a.jpg',
  resultKey: 'out/a.jpg.json',
  versionId: null,
  eTag: E_TAG,
  sequencer: TOLD.sequencer,
};
const picturesIn = (body: string) => [...picturesOf(body, { pictures: 'in/', results: 'out/' })];

test('a picture, of a bucket that keeps no versions', () => {
  expect(picturesIn(notificationOf(TOLD))).toEqual([PICTURE]);
});

test.each([
  [{ versionId: '096fKKXTRTtl3on89fVO.nfljtsv6qko' }, { versionId: '096fKKXTRTtl3on89fVO.nfljtsv6qko' }],
  // put while the bucket kept none
  [{ versionId: 'null' }, {}],
  [
    { versionId: 'v1', sequencer: undefined },
    { versionId: 'v1', sequencer: null },
  ],
  [
    { versionId: 'v1', sequencer: 'none' },
    { versionId: 'v1', sequencer: null },
  ],
  [{ versionId: 'not for\r\na header' }, {}],
  [
    { versionId: 'v1', eTag: undefined },
    { versionId: 'v1', eTag: null },
  ],
  [{ eTag: `${E_TAG}-12` }, { eTag: `${E_TAG}-12` }],
  [{ eventName: 's3:ObjectCreated:CompleteMultipartUpload' }, {}],
  [{ eventName: 'ObjectCreated:Copy' }, {}],
] as [Partial<ToldObject>, object][])('%j is %j', (told, picture) => {
  expect(picturesIn(notificationOf({ ...TOLD, ...told }))).toEqual([{ ...PICTURE, ...picture }]);
});

test('several in one message', () => {
  expect(picturesIn(notificationOf(TOLD, { ...TOLD, key: 'in/b.jpg' })).map(({ key }) => key)).toEqual(['in/a.jpg', 'in/b.jpg']);
});

test('one whose result may not be written fails behind the others', async () => {
  const folders = { pictures: 'in/', results: 'out/' };
  const seen: string[] = [];
  const body = notificationOf({ ...TOLD, key: 'in/jobs/x.jpg' }, { ...TOLD, key: 'in/b.jpg' });
  const code = await errorCode(() => {
    for (const { key } of picturesOf(body, folders)) seen.push(key);
  });
  expect([code, seen]).toEqual(['REQUEST_SHAPE', ['in/b.jpg']]);
});

test('where pictures and results lie is the deployment’s to say', () => {
  const folders = { pictures: 'scans/', results: 'read/' };
  const body = notificationOf({ ...TOLD, key: 'scans/a.jpg' }, TOLD);
  expect([...picturesOf(body, folders)]).toEqual([{ ...PICTURE, key: 'scans/a.jpg', resultKey: 'read/a.jpg.json' }]);
});

test('keys are decoded, whatever is in them', () => {
  const tail = anyText({ minLength: 1 }).filter((text) => !text.endsWith('/'));
  fc.assert(
    fc.property(tail, (text) => {
      expect(picturesIn(notificationOf({ ...TOLD, key: `in/${text}` })).map(({ key }) => key)).toEqual([`in/${text}`]);
    }),
  );
});

test.each([
  ['the test message', TEST_NOTIFICATION],
  ['a deletion', notificationOf({ ...TOLD, eventName: 'ObjectRemoved:Delete' })],
  ['a result', notificationOf({ ...TOLD, key: 'out/a.jpg.json' })],
  ['another key', notificationOf({ ...TOLD, key: 'a/in/a.jpg' })],
  ['a folder', notificationOf({ ...TOLD, key: 'in/2026/' })],
  ['a folder that has no results', notificationOf({ ...TOLD, key: 'in/jobs/' })],
  ['nothing', '{"Records":[]}'],
])('%s tells of no picture', (_, body) => {
  expect(picturesIn(body)).toEqual([]);
});

test.each([
  ['', 'JSON_UNPARSABLE'],
  ['{', 'JSON_UNPARSABLE'],
  ['null', 'REQUEST_SHAPE'],
  ['7', 'REQUEST_SHAPE'],
  ['{}', 'REQUEST_SHAPE'],
  ['{"Records":{}}', 'REQUEST_SHAPE'],
  ['{"Records":[null]}', 'REQUEST_SHAPE'],
  ['{"Records":[{"eventName":"ObjectCreated:Put"}]}', 'REQUEST_SHAPE'],
  ['{"Records":[{"eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"cards"},"object":{"key":7}}}]}', 'REQUEST_SHAPE'],
  [JSON.stringify({ Records: [eventOf(TOLD)] }).replace('in/a.jpg', 'in/%zz.jpg'), 'REQUEST_SHAPE'],
  // its result would lie where the role of jobs may read it, or among manifests
  [notificationOf({ ...TOLD, key: 'in/jobs/a.jpg' }), 'REQUEST_SHAPE'],
  [notificationOf({ ...TOLD, key: 'in/manifests/a.jpg' }), 'REQUEST_SHAPE'],
  // no version, no ETag: nobody knows what is meant
  [notificationOf({ ...TOLD, eTag: undefined }), 'REQUEST_SHAPE'],
  [notificationOf({ ...TOLD, eTag: '"' }), 'REQUEST_SHAPE'],
  // no sequencer, no ETag: nobody knows whether it is the current one
  [notificationOf({ ...TOLD, versionId: 'v1', eTag: undefined, sequencer: undefined }), 'REQUEST_SHAPE'],
])('%s is no message of S3, or one of no picture that may be answered: %s', async (body, code) => {
  expect(await errorCode(() => picturesIn(body))).toBe(code);
});
