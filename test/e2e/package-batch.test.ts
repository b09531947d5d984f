import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { unzipSync } from 'fflate';
import { archiveOf, artifactSize, packagedArtifacts, packagedResources, type Statement } from '../../scripts/build/package/packaged';
import { brokenLimits } from '../../scripts/build/package/sizes';

const ROOT = path.resolve(__dirname, '../..');

jest.setTimeout(120_000);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'package-batch-test-'));
  const parameters = ['--param', 'bucket=my-cards', '--param', 'maximumConcurrency=20'];
  execFileSync('npm', ['run', 'package:batch', '--', '--package', folder, ...parameters], { cwd: ROOT, timeout: 110_000, stdio: 'pipe' });
});
afterAll(() => rm(folder, { recursive: true }));

test('the archives are within their limits', async () => {
  const artifacts = await packagedArtifacts(folder);
  expect(artifacts.map(({ name }) => name).sort()).toEqual(['bankcard-ocr-batch', 'binTable', 'models', 'native']);
  expect(brokenLimits(await Promise.all(artifacts.map(artifactSize)))).toEqual([]);
});

test('the function’s has its bundle and nothing else, which asks for packages in the one way that heeds NODE_PATH', async () => {
  const resources = Object.values(await packagedResources(folder));
  const batch = resources.find(({ Properties }) => Properties.Handler === 'dist/batch/s3-batch.handler')!;
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
  readonly IamRoleLambdaExecution: {
    readonly Properties: { readonly Policies: readonly { readonly PolicyDocument: { readonly Statement: readonly Statement[] } }[] };
  };
  readonly BatchEventSourceMappingSQSPictureQueue: { readonly Properties: object };
}

test('the role may do nothing beyond its logs, its queue and its bucket', async () => {
  const { IamRoleLambdaExecution: role } = (await packagedResources(folder)) as unknown as Template;
  const statements = role.Properties.Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
  const bucket = (tail: string) => ({ 'Fn::Sub': `arn:\${AWS::Partition}:s3:::my-cards/${tail}` });
  expect(statements.filter(({ Action }) => !Action[0]?.startsWith('logs:'))).toEqual([
    { Effect: 'Allow', Action: ['s3:GetObject', 's3:GetObjectVersion'], Resource: bucket('in/*') },
    { Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: bucket('out/*') },
    {
      Effect: 'Allow',
      Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
      Resource: [{ 'Fn::GetAtt': ['PictureQueue', 'Arn'] }],
    },
  ]);
  for (const { Action, Resource } of statements.filter(({ Action }) => Action[0]?.startsWith('logs:'))) {
    expect([Action].flat().every((name) => name.startsWith('logs:'))).toBe(true);
    expect(JSON.stringify(Resource)).toContain(':log-group:/aws/lambda/bankcard-ocr-batch-dev*');
  }
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
