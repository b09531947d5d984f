import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';
import { archiveOf, artifactSize, packagedArtifacts, packagedResources, type Statement } from '../../scripts/build/package/packaged';
import { brokenLimits } from '../../scripts/build/package/sizes';
import { packing } from '../helpers/packing';
import { temporaryFolder } from '../helpers/temporary-folder';

const ROOT = path.resolve(__dirname, '../..');

jest.setTimeout(120_000);

const folder = temporaryFolder();
beforeAll(async () => {
  const parameters = ['--param', 'bucket=my-cards', '--param', 'maximumConcurrency=20'];
  const args = ['run', 'package:batch', '--', '--package', folder, ...parameters];
  await packing(() => promisify(execFile)('npm', args, { cwd: ROOT, timeout: 110_000 }));
});

test('the archives are within their limits', async () => {
  const artifacts = await packagedArtifacts(folder);
  expect(artifacts.map(({ name }) => name).sort()).toEqual(['bankcard-ocr-batch', 'binTable', 'models', 'native']);
  expect(brokenLimits(await Promise.all(artifacts.map(artifactSize)))).toEqual([]);
});

test('the function’s has its bundle and nothing else, which asks for packages in the one way that heeds NODE_PATH', async () => {
  const resources = Object.values(await packagedResources(folder));
  const batch = resources.find(({ Properties }) => Properties.Handler === 'dist/batch/s3-batch.queue')!;
  const files = unzipSync(await readFile(archiveOf(batch, folder)));
  const names = Object.keys(files).filter((name) => !name.endsWith('/'));
  expect(names.sort()).toEqual(['dist/batch/decoding-process.js', 'dist/batch/s3-batch.js']);
  const bundle = Buffer.from(files['dist/batch/s3-batch.js']!).toString();
  for (const name of ['sharp', 'onnxruntime-node', 'jimp']) expect(bundle).toContain(`require("${name}")`);
  // the platform's own need not know conditional writes
  expect(bundle).not.toContain('require("@aws-sdk/client-s3")');
  expect(bundle).not.toMatch(/\bimport\(/);
});

/** What is read of the resources that only this service has. */
interface Template {
  readonly BatchRole: {
    readonly Properties: { readonly Policies: readonly { readonly PolicyDocument: { readonly Statement: readonly Statement[] } }[] };
  };
  readonly JobFunctionRole: Template['BatchRole'];
  readonly JobRole: Template['BatchRole'];
  readonly BatchEventSourceMappingSQSPictureQueue: { readonly Properties: object };
}

const bucket = (tail: string) => ({ 'Fn::Sub': `arn:\${AWS::Partition}:s3:::my-cards${tail}` });

const ofThis = (name: string) => ({ 'Fn::GetAtt': [name, 'Arn'] });

const statementsOf = ({ Properties }: Template['BatchRole']): Statement[] =>
  Properties.Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);

test('the roles of the functions may do nothing beyond their logs and their bucket, and one of them its queue', async () => {
  const resources = await packagedResources(folder);
  const { BatchRole, JobFunctionRole } = resources as unknown as Template;
  const writesLogs = (group: string) => ({
    Effect: 'Allow',
    Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    Resource: ofThis(group),
  });
  const objects = [
    { Effect: 'Allow', Action: ['s3:GetObject', 's3:GetObjectVersion'], Resource: bucket('/in/*') },
    { Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: bucket('/out/*') },
  ];
  const receives = {
    Effect: 'Allow',
    Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
    Resource: ofThis('PictureQueue'),
  };
  expect(statementsOf(BatchRole)).toEqual([writesLogs('BatchLogGroup'), ...objects, receives]);
  expect(statementsOf(JobFunctionRole)).toEqual([writesLogs('JobLogGroup'), ...objects]);
  const roles = Object.entries(resources).filter(([, { Type }]) => Type === 'AWS::IAM::Role');
  expect(roles.map(([name]) => name).sort()).toEqual(['BatchRole', 'JobFunctionRole', 'JobRole']);
  expect(resources.BatchLambdaFunction?.Properties.Role).toEqual(ofThis('BatchRole'));
  expect(resources.JobLambdaFunction?.Properties.Role).toEqual(ofThis('JobFunctionRole'));
});

test('the role of a job reads lists and writes reports, and may call its function', async () => {
  const { JobRole } = (await packagedResources(folder)) as unknown as Template;
  const lists = bucket('/out/jobs/*');
  expect(statementsOf(JobRole)).toEqual([
    { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: { 'Fn::GetAtt': ['JobLambdaFunction', 'Arn'] } },
    { Effect: 'Allow', Action: ['s3:GetObject', 's3:GetObjectVersion'], Resource: [lists, lists] },
    { Effect: 'Allow', Action: 's3:PutObject', Resource: lists },
    { Effect: 'Allow', Action: ['s3:GetBucketLocation', 's3:PutInventoryConfiguration'], Resource: bucket('') },
  ]);
});

test('both functions are of one archive', async () => {
  const resources = Object.values(await packagedResources(folder));
  const functions = resources.filter(({ Type }) => Type === 'AWS::Lambda::Function');
  expect(functions.map(({ Properties }) => Properties.Handler).sort()).toEqual(['dist/batch/s3-batch.job', 'dist/batch/s3-batch.queue']);
  expect(new Set(functions.map((one) => archiveOf(one, folder))).size).toBe(1);
});

test('the queue is its only source, and reports what failed', async () => {
  const { BatchEventSourceMappingSQSPictureQueue: source } = (await packagedResources(folder)) as unknown as Template;
  expect(source.Properties).toMatchObject({
    BatchSize: 5,
    EventSourceArn: { 'Fn::GetAtt': ['PictureQueue', 'Arn'] },
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    ScalingConfig: { MaximumConcurrency: 20 },
  });
});
