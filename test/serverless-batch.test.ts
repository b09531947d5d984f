import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { batchSettingsFrom } from '../handlers/batch-settings';
import { JOBS } from '../handlers/stored-picture';

const ROOT = path.resolve(__dirname, '..');
const yaml = (file: string) => parse(readFileSync(path.join(ROOT, file), 'utf8'), { merge: true });
const config = yaml('serverless.batch.yml');
const { batch, job } = config.functions;
const { Resources, Conditions } = config.resources;
const [{ sqs }] = batch.events;

/** A reference to a parameter. */
const param = (name: string) => `\${param:${name}}`;
const inS3 = (place: string) => ({ 'Fn::Sub': `arn:\${AWS::Partition}:s3:::${place}` });
const ofBucket = (place: string) => inS3(`${param('bucket')}/${place}`);
const arnOf = (name: string) => ({ 'Fn::GetAtt': [name, 'Arn'] });
const statementsOf = (name: string) => Resources[name].Properties.PolicyDocument.Statement;
const onlyOverTls = (Action: string, Resource: object) => ({
  Effect: 'Deny',
  Principal: '*',
  Action,
  Resource,
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
});

describe('the roles of the functions', () => {
  /** Of the role's only policy. */
  const mayDo = (role: string): object[] => {
    const [{ PolicyDocument }, ...more] = Resources[role].Properties.Policies;
    expect(more).toEqual([]);
    return PolicyDocument.Statement;
  };
  const writesLogs = (group: string) => ({
    Effect: 'Allow',
    Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    Resource: arnOf(group),
  });
  const OBJECTS = [
    { Effect: 'Allow', Action: ['s3:GetObject', 's3:GetObjectVersion'], Resource: ofBucket(`${param('pictures')}*`) },
    { Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: ofBucket(`${param('results')}*`) },
  ];
  const RECEIVES = {
    Effect: 'Allow',
    Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
    Resource: arnOf('PictureQueue'),
  };

  test('each has its own', () => {
    expect(config.provider.iam).toBeUndefined();
    expect(Object.keys(config.functions)).toEqual(['batch', 'job']);
    expect([batch.role, job.role]).toEqual(['BatchRole', 'JobFunctionRole']);
  });

  test('the queue’s writes its logs, reads pictures, reads and writes results, receives from the queue, and no more', () => {
    expect(mayDo(batch.role)).toEqual([writesLogs('BatchLogGroup'), ...OBJECTS, RECEIVES]);
  });

  test('that of jobs does the same, but has nothing to do with the queue', () => {
    expect(mayDo(job.role)).toEqual([writesLogs('JobLogGroup'), ...OBJECTS]);
    expect(JSON.stringify(Resources[job.role])).not.toContain('sqs:');
  });

  test.each(['BatchRole', 'JobFunctionRole'])('%s is taken by functions, and by nobody else', (role) => {
    expect(Resources[role].Properties.AssumeRolePolicyDocument.Statement).toEqual([
      { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ]);
  });
});

test('pictures and results lie where the functions look for them, and there by default', () => {
  const { pictures, results } = config.params.default;
  expect(batch.environment).toMatchObject({ BATCH_PICTURES: param('pictures'), BATCH_RESULTS: param('results') });
  expect({ pictures, results }).toEqual(batchSettingsFrom({}).folders);
});

describe('the function', () => {
  const main = yaml('serverless.yml');

  test('has the layers, the runtime and the size of the one behind the API', () => {
    expect(config.layers).toEqual(main.layers);
    expect(batch.layers).toEqual(main.functions.card.layers);
    expect(batch.memorySize).toBe(main.functions.card.memorySize);
    expect(config.provider.runtime).toBe(main.provider.runtime);
    expect(batch.environment).toMatchObject({ MODELS_DIR: '/opt/models', MALLOC_ARENA_MAX: '1' });
  });

  test('masks, and lists nothing, unless it is told to', () => {
    const settings = batchSettingsFrom({ BATCH_MASK: config.params.default.mask, BATCH_MANIFEST: config.params.default.manifest });
    expect(settings).toMatchObject({ isMasked: true, hasManifest: false });
    expect(batch.environment).toMatchObject({
      BATCH_MASK: param('mask'),
      BATCH_MANIFEST: param('manifest'),
      S3_BUCKETS: param('bucket'),
    });
  });

  test('is all that is uploaded', () => {
    expect(config.package.patterns).toEqual(['!**', 'dist/batch/**', '!dist/batch/**/*.map']);
    expect(readFileSync(path.join(ROOT, 'serverless.batch.yml'), 'utf8')).not.toContain('TEST_ONLY');
  });

  test('has time for more than one picture that takes all it may', () => {
    expect(batch.timeout * 1000).toBeGreaterThan(2 * batchSettingsFrom({}).timeBudgetMs);
  });
});

describe('the function that jobs call', () => {
  test('is the same, in the same archive, with nothing else that calls it', () => {
    const { handler, description, role, reservedConcurrency, events, ...same } = job;
    const { handler: ofQueue, description: _, role: __, events: ___, ...expected } = batch;
    expect(same).toEqual(expected);
    expect([ofQueue, handler]).toEqual(['dist/batch/s3-batch.queue', 'dist/batch/s3-batch.job']);
    expect(events).toEqual([]);
  });

  test('takes no instances from others than it is given', () => {
    expect(job.reservedConcurrency).toBe(`\${param:jobConcurrency, null}`);
    expect(config.params.default.jobConcurrency).toBeUndefined();
  });
});

describe('the role of a job', () => {
  const { AssumeRolePolicyDocument, Policies } = Resources.JobRole.Properties;
  /** Where no result is put. */
  const jobs = `${param('results')}${JOBS}*`;

  test('is taken by S3 Batch Operations, and by nobody else', () => {
    expect(AssumeRolePolicyDocument.Statement).toEqual([
      { Effect: 'Allow', Principal: { Service: 'batchoperations.s3.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ]);
  });

  test('calls the one function, reads lists and writes the report, and reads neither pictures nor results', () => {
    expect(Policies.map(({ PolicyDocument }: { PolicyDocument: { Statement: object } }) => PolicyDocument.Statement)).toEqual([
      [
        { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: arnOf('JobLambdaFunction') },
        {
          Effect: 'Allow',
          Action: ['s3:GetObject', 's3:GetObjectVersion'],
          Resource: [ofBucket(jobs), `\${file(resources/job-lists.cjs)}`],
        },
        { Effect: 'Allow', Action: 's3:PutObject', Resource: ofBucket(jobs) },
        { Effect: 'Allow', Action: ['s3:GetBucketLocation', 's3:PutInventoryConfiguration'], Resource: inS3(param('bucket')) },
      ],
    ]);
    expect(config.params.default.jobLists).toBe(`${param('bucket')}/${param('results')}${JOBS}`);
  });

  /** What resources/job-lists.cjs makes of the params. */
  const listsOf = (bucket: string, jobLists: string): Promise<object> => {
    const values: Record<string, string> = { 'param:bucket': bucket, 'param:jobLists': jobLists };
    return jest.requireActual('../resources/job-lists.cjs')({ resolveVariable: async (name: string) => values[name] });
  };

  test.each(['my-cards/out/jobs/', 'my-inventories/', 'my-inventories/of-2026'])('reads lists below %s', async (lists) => {
    await expect(listsOf('my-cards', lists)).resolves.toEqual(inS3(`${lists}*`));
  });

  test.each(['my-inventories', '', '/', '*', '*/lists', 'my-*/lists', '/lists'])(
    'reads none for %j, which names no bucket',
    async (lists) => {
      await expect(listsOf('my-cards', lists)).rejects.toThrow('--param jobLists takes a bucket, a slash and the beginning of keys');
    },
  );

  test.each(['*', 'my-cards*', 'my-cards/in', ''])('nor for the bucket %j', async (bucket) => {
    await expect(listsOf(bucket, 'my-cards/out/jobs/')).rejects.toThrow('--param bucket takes the name of a bucket');
  });

  test('is told to who starts a job', () => {
    expect(config.resources.Outputs).toMatchObject({
      JobRoleArn: { Value: arnOf('JobRole') },
      JobFunctionArn: { Value: arnOf('JobLambdaFunction') },
    });
  });
});

describe('the queue', () => {
  const { PictureQueue, DeadLetterQueue, PictureQueuePolicy } = Resources;

  test('hides a message six times as long as the function may work', () => {
    expect(PictureQueue.Properties.VisibilityTimeout).toBeGreaterThanOrEqual(6 * batch.timeout);
  });

  test('hands out small batches, of which what failed comes again', () => {
    expect(sqs).toEqual({
      arn: arnOf('PictureQueue'),
      batchSize: 5,
      functionResponseType: 'ReportBatchItemFailures',
      maximumConcurrency: param('maximumConcurrency'),
    });
    expect(config.params.default.maximumConcurrency).toBeGreaterThanOrEqual(2);
  });

  test('gives up at last, and what it gives up is kept longer than it keeps messages itself', () => {
    expect(PictureQueue.Properties.RedrivePolicy).toEqual({ deadLetterTargetArn: arnOf('DeadLetterQueue'), maxReceiveCount: 12 });
    const { VisibilityTimeout, MessageRetentionPeriod } = PictureQueue.Properties;
    const tryingSeconds = VisibilityTimeout * 12;
    expect(MessageRetentionPeriod).toBeGreaterThan(tryingSeconds);
    expect(DeadLetterQueue.Properties.MessageRetentionPeriod).toBeGreaterThan(MessageRetentionPeriod + tryingSeconds);
  });

  test('and the dead-letter queue are encrypted', () => {
    for (const { Properties } of [PictureQueue, DeadLetterQueue]) expect(Properties.SqsManagedSseEnabled).toBe(true);
  });

  test('takes messages of this bucket of this account only, and nothing in the clear', () => {
    expect(PictureQueuePolicy.Properties.Queues).toEqual([{ Ref: 'PictureQueue' }]);
    expect(statementsOf('PictureQueuePolicy')).toEqual([
      {
        Effect: 'Allow',
        Principal: { Service: 's3.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: arnOf('PictureQueue'),
        Condition: {
          ArnEquals: { 'aws:SourceArn': { 'Fn::Sub': `arn:\${AWS::Partition}:s3:::${param('bucket')}` } },
          StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
        },
      },
      onlyOverTls('sqs:*', arnOf('PictureQueue')),
    ]);
    expect(statementsOf('DeadLetterQueuePolicy')).toEqual([onlyOverTls('sqs:*', arnOf('DeadLetterQueue'))]);
  });
});

describe('the bucket', () => {
  const { PictureBucket, PictureBucketPolicy } = Resources;
  const { Properties } = PictureBucket;

  test('is made unless there is one, and stays when the service goes, but not where its first deploy fails', () => {
    expect(Conditions).toMatchObject({ MakesBucket: { 'Fn::Equals': [param('existingBucket'), 'false'] } });
    expect(config.params.default.existingBucket).toBe('false');
    const kept = { Condition: 'MakesBucket', DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' };
    expect(PictureBucket).toMatchObject(kept);
    expect(PictureBucketPolicy).toMatchObject(kept);
  });

  test('tells the queue of pictures, and of nothing that is written for them', () => {
    expect(PictureBucket.DependsOn).toBe('PictureQueuePolicy');
    expect(Properties.NotificationConfiguration).toEqual({
      QueueConfigurations: [
        {
          Event: 's3:ObjectCreated:*',
          Queue: arnOf('PictureQueue'),
          Filter: { S3Key: { Rules: [{ Name: 'prefix', Value: param('pictures') }] } },
        },
      ],
    });
  });

  test('is closed to the public, encrypted, keeps versions longer than messages, and is read over TLS', () => {
    expect(new Set(Object.values(Properties.PublicAccessBlockConfiguration))).toEqual(new Set([true]));
    expect(Object.keys(Properties.PublicAccessBlockConfiguration)).toHaveLength(4);
    expect(Properties.OwnershipControls.Rules).toEqual([{ ObjectOwnership: 'BucketOwnerEnforced' }]);
    expect(Properties.BucketEncryption.ServerSideEncryptionConfiguration).toHaveLength(1);
    expect(Properties.VersioningConfiguration).toEqual({ Status: 'Enabled' });
    const [{ NoncurrentVersionExpiration, ExpiredObjectDeleteMarker }] = Properties.LifecycleConfiguration.Rules;
    expect(ExpiredObjectDeleteMarker).toBe(true);
    expect(NoncurrentVersionExpiration.NoncurrentDays * 86_400).toBeGreaterThan(
      Resources.DeadLetterQueue.Properties.MessageRetentionPeriod,
    );
    expect(statementsOf('PictureBucketPolicy')).toEqual([
      onlyOverTls('s3:*', [arnOf('PictureBucket'), { 'Fn::Sub': `\${PictureBucket.Arn}/*` }]),
      {
        ...onlyOverTls('s3:*', [arnOf('PictureBucket'), { 'Fn::Sub': `\${PictureBucket.Arn}/*` }]),
        Condition: { NumericLessThan: { 's3:TlsVersion': '1.2' } },
      },
    ]);
  });
});

test('a message in the dead-letter queue is told to whom the operator names, and to nobody else', () => {
  expect(config.params.default.alarmTopic).toBe('');
  expect(Conditions.HasAlarm).toEqual({ 'Fn::Not': [{ 'Fn::Equals': [param('alarmTopic'), ''] }] });
  expect(Resources.DeadLetterAlarm).toMatchObject({
    Type: 'AWS::CloudWatch::Alarm',
    Condition: 'HasAlarm',
    Properties: {
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': ['DeadLetterQueue', 'QueueName'] } }],
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      AlarmActions: [param('alarmTopic')],
    },
  });
});

test('so is one that has waited for over a day, long before the queue forgets it', () => {
  expect(Resources.AgeAlarm).toMatchObject({
    Type: 'AWS::CloudWatch::Alarm',
    Condition: 'HasAlarm',
    Properties: {
      Namespace: 'AWS/SQS',
      MetricName: 'ApproximateAgeOfOldestMessage',
      Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': ['PictureQueue', 'QueueName'] } }],
      Statistic: 'Maximum',
      Threshold: 86_400,
      ComparisonOperator: 'GreaterThanThreshold',
      AlarmActions: [param('alarmTopic')],
    },
  });
  expect(Resources.PictureQueue.Properties.MessageRetentionPeriod).toBe(10 * 86_400);
});
