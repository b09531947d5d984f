import fc from 'fast-check';
import { taskCallOf } from '../../handlers/picture-task';
import { anyText } from '../helpers/any-text';
import { errorCode } from '../helpers/error-code';
import { inventoryKey, jobEvent } from '../helpers/job-events';

const OBJECTS = { 'task/1': { s3Key: 'in/a.jpg' }, 'task/2': { s3Key: 'in/b.jpg', versionId: 'v1', bucket: 'others' } };
const CALL = {
  id: 'YXNkbGZqYWRmaiBhc2RmdW9hZHNmZGpmaGFzbGtkaGZza2RmaAo',
  isMasked: false,
  tasks: [
    { id: 'task/1', bucket: 'cards', keys: ['in/a.jpg'] },
    { id: 'task/2', bucket: 'others', keys: ['in/b.jpg'] },
  ],
};

test.each(['1.0', '2.0'] as const)('an event of schema %s', (schemaVersion) => {
  expect(taskCallOf(jobEvent(schemaVersion, OBJECTS))).toEqual({ schemaVersion, ...CALL });
});

test('the examples of AWS', () => {
  const call = { invocationId: 'id', job: { id: 'f3cc4f60-61f6-4a2b-8a21-d07600c373ce' } };
  const task = { taskId: 'dGFza2lkZ29lc2hlcmUK', s3VersionId: '1' };
  const first = { ...task, s3Key: 'customerImage1.jpg', s3BucketArn: 'arn:aws:s3:us-east-1:0123456788:awsexamplebucket1' };
  expect(taskCallOf({ ...call, invocationSchemaVersion: '1.0', tasks: [first] }).tasks).toEqual([
    { id: task.taskId, bucket: 'awsexamplebucket1', keys: ['customerImage1.jpg'] },
  ]);
  const second = { ...task, s3Key: 'prefix/dataset.json.gz', s3VersionId: null, s3Bucket: 'powertools-dataset' };
  const job = { ...call.job, userArguments: { mask: 'on' } };
  expect(taskCallOf({ ...call, job, invocationSchemaVersion: '2.0', tasks: [second] })).toMatchObject({
    isMasked: true,
    tasks: [{ bucket: 'powertools-dataset', keys: ['prefix/dataset.json.gz'] }],
  });
});

describe('user arguments', () => {
  test.each([
    [undefined, false],
    [null, false],
    [{}, false],
    [{ mask: 'on' }, true],
    // what nobody knows is not passed over, nor is what would ask for less
    [{ mask: 'off' }, null],
    [{ mask: true }, null],
    [{ mask: 'on', crop: 'on' }, null],
    [{ maks: 'on' }, null],
    ['mask', null],
  ])('%j: masked %s', (userArguments, expected) => {
    const event = { ...jobEvent('2.0', OBJECTS), job: { id: 'a', userArguments } };
    expect(taskCallOf(event).isMasked).toBe(expected);
  });
});

describe('keys', () => {
  const keysOf = (s3Key: string) => taskCallOf(jobEvent('2.0', { a: { s3Key } })).tasks[0]?.keys;

  test.each([
    ['in/a.jpg', ['in/a.jpg']],
    ['in/a%20b.jpg', ['in/a b.jpg', 'in/a%20b.jpg']],
    ['in/a+b.jpg', ['in/a b.jpg', 'in/a+b.jpg']],
    ['in/a%2Bb+c', ['in/a+b c', 'in/a+b+c', 'in/a%2Bb+c']],
    ['in/100%.jpg', ['in/100%.jpg']],
    ['in/卡.jpg', ['in/卡.jpg']],
  ])('%s may be %j', (s3Key, keys) => {
    expect(keysOf(s3Key)).toEqual(keys);
  });

  const key = anyText({ minLength: 1, maxLength: 40 });

  test('whatever is in them: the likeliest is what an inventory means', () => {
    fc.assert(fc.property(key, (text) => expect(keysOf(inventoryKey(text))?.[0]).toBe(text)));
  });

  test('encoded by halves or not at all, the right one is among three', () => {
    fc.assert(
      fc.property(key, fc.constantFrom(encodeURI, encodeURIComponent, String), (text, write) => {
        const keys = keysOf(write(text));
        expect(keys).toContain(write === encodeURI ? decodeURIComponent(encodeURI(text)) : text);
        expect(keys?.length).toBeLessThanOrEqual(3);
      }),
    );
  });
});

describe('a task that makes no sense is answered all the same', () => {
  const [task] = jobEvent('2.0', OBJECTS).tasks;
  test.each([
    ['no bucket', { s3Bucket: undefined }, { bucket: '' }],
    ['the bucket of the other schema', { s3Bucket: undefined, s3BucketArn: 'arn:aws:s3:::cards' }, { bucket: '' }],
    ['a bucket that is none', { s3Bucket: 'cards/in' }, { bucket: '' }],
    ['a number for a key', { s3Key: 7 }, { keys: [] }],
    ['no key', { s3Key: null }, { keys: [] }],
  ])('%s', (_, changes, expected) => {
    const event = { ...jobEvent('2.0', OBJECTS), tasks: [{ ...task, ...changes }] };
    expect(taskCallOf(event).tasks).toEqual([expect.objectContaining({ id: 'task/1', ...expected })]);
  });

  test.each(['cards', 'arn:aws:s3:us-east-1:123456789012:accesspoint/cards', 'arn:aws:sqs:::cards', 'arn:aws:s3:::cards/in/a'])(
    '%s is the ARN of no bucket',
    (s3BucketArn) => {
      const event = { ...jobEvent('1.0', OBJECTS), tasks: [{ taskId: 'a', s3Key: 'in/a', s3BucketArn }] };
      expect(taskCallOf(event).tasks).toEqual([{ id: 'a', bucket: '', keys: ['in/a'] }]);
    },
  );

  test('in China, too, a bucket has a name', () => {
    const event = { ...jobEvent('1.0', OBJECTS), tasks: [{ taskId: 'a', s3Key: 'in/a', s3BucketArn: 'arn:aws-cn:s3:::cards' }] };
    expect(taskCallOf(event).tasks[0]?.bucket).toBe('cards');
  });
});

const EVENT = jobEvent('2.0', OBJECTS);

test.each<[string, unknown]>([
  ['nothing', undefined],
  ['null', null],
  ['an event of a queue', { Records: [] }],
  ['another schema', { ...EVENT, invocationSchemaVersion: '3.0' }],
  ['a schema that every object has', { ...EVENT, invocationSchemaVersion: 'constructor' }],
  ['no id', { ...EVENT, invocationId: undefined }],
  ['no tasks', { ...EVENT, tasks: {} }],
  ['a task without an id', { ...EVENT, tasks: [{ s3Key: 'in/a', s3Bucket: 'cards' }] }],
  ['a task that is none', { ...EVENT, tasks: [null] }],
])('%s is no event of a job', async (_, event) => {
  expect(await errorCode(() => taskCallOf(event))).toBe('REQUEST_SHAPE');
});

test('whatever comes is read or refused', async () => {
  const task = fc.record({ taskId: fc.anything(), s3Key: fc.anything(), s3Bucket: fc.anything() });
  const event = fc.record({ invocationId: fc.anything(), job: fc.anything(), tasks: fc.oneof(fc.array(task), fc.anything()) });
  await fc.assert(
    fc.asyncProperty(event, async (fields) => {
      const code = await errorCode(() => taskCallOf({ invocationSchemaVersion: '2.0', ...fields }));
      expect([null, 'REQUEST_SHAPE']).toContain(code);
    }),
  );
});
