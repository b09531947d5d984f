import { zipSync } from 'fflate';
import { Account, type Properties } from './helpers/cloud/account';
import { Stacks } from './helpers/cloud/stacks';
import type { Described, Template } from './helpers/cloud/template';

/** The rules that the stand-in of the cloud enforces in test/e2e/deploy.test.ts, each broken once. */

const API = { Ref: 'Api' };
const archive = (bytes: number): Buffer => {
  const zip = Buffer.from(zipSync({ 'index.js': Buffer.from('x') }));
  // what a file is unzipped is told by the archive's directory
  const entry = zip.indexOf(Buffer.from('504b0102', 'hex'));
  zip.writeUInt32LE(bytes, entry + 24);
  return zip;
};
const FILES = new Map([
  ['code.zip', archive(1000)],
  ['layer.zip', archive(100_000_000)],
  ['huge.zip', archive(262_144_000)],
]);

const role: Described = {
  Type: 'AWS::IAM::Role',
  Properties: { AssumeRolePolicyDocument: { Statement: [] } },
};
const worker = (more: Properties = {}): Described => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    FunctionName: 'worker',
    Handler: 'index.handler',
    Runtime: 'nodejs24.x',
    Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
    Code: { S3Bucket: 'archives', S3Key: 'code.zip' },
    MemorySize: 128,
    Timeout: 5,
    ...more,
  },
});
const layer = (S3Key: string): Described => ({
  Type: 'AWS::Lambda::LayerVersion',
  Properties: { LayerName: `layer-of-${S3Key.replace('.', '-')}`, Content: { S3Bucket: 'archives', S3Key } },
});
const method = (integration: Properties = {}, more: Properties = {}): Described => ({
  Type: 'AWS::ApiGateway::Method',
  Properties: {
    HttpMethod: 'GET',
    ResourceId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] },
    RestApiId: API,
    AuthorizationType: 'NONE',
    Integration: { Type: 'MOCK', ...integration },
    ...more,
  },
});
const gatewayResponse = (more: Properties = {}): Described => ({
  Type: 'AWS::ApiGateway::GatewayResponse',
  Properties: { RestApiId: API, ResponseType: 'THROTTLED', StatusCode: '450', ...more },
});
const stage = (deployment: string): Described => ({
  Type: 'AWS::ApiGateway::Stage',
  Properties: { RestApiId: API, StageName: 'prod', DeploymentId: { Ref: deployment } },
});
const deployment = (more: Properties = {}): Described => ({
  Type: 'AWS::ApiGateway::Deployment',
  DependsOn: ['Get'],
  Properties: { RestApiId: API, ...more },
});
const key = (Value: string): Described => ({ Type: 'AWS::ApiGateway::ApiKey', Properties: { Value } });
const plan = (DependsOn: string[]): Described => ({
  Type: 'AWS::ApiGateway::UsagePlan',
  DependsOn,
  Properties: { ApiStages: [{ ApiId: API, Stage: 'prod' }] },
});

const GOOD: Template['Resources'] = {
  Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'api' } },
  Get: method(),
  Deployment1: deployment(),
  Stage: stage('Deployment1'),
  Plan: plan(['Stage']),
  Role: role,
  Worker: worker(),
};

let account: Account;
let stacks: Stacks;

beforeEach(() => {
  const files = { read: async (_: string, name: string) => FILES.get(name) ?? null, list: async () => ['left-over'] };
  account = new Account({ ...files, create: async () => {}, remove: async () => {} });
  stacks = new Stacks(account);
});

/** Deploy resources as a stack; what CloudFormation says if it refuses. */
async function refusal(resources: Template['Resources'], name = 'stack'): Promise<string | null> {
  try {
    const type = stacks.all.has(name) ? 'UPDATE' : 'CREATE';
    const stack = stacks.createChangeSet(name, 'changes', type, JSON.stringify({ Resources: resources }), false);
    const before = stack.events.length;
    await stacks.execute(stack);
    return stack.events.slice(before).find(({ ResourceStatus }) => ResourceStatus.endsWith('_FAILED'))?.ResourceStatusReason ?? null;
  } catch (error) {
    return (error as Error).message;
  }
}

const without = (name: string): Template['Resources'] => Object.fromEntries(Object.entries(GOOD).filter(([other]) => other !== name));
const responses = (...statuses: string[]) => statuses.map((StatusCode) => ({ StatusCode }));

test('what breaks no rule is made, changed and removed', async () => {
  expect(await refusal(GOOD)).toBeNull();
  const { Deployment1, ...rest } = GOOD;
  expect(await refusal({ ...rest, Deployment2: Deployment1!, Stage: stage('Deployment2') })).toBeNull();
  expect(account.ofType('AWS::ApiGateway::Deployment').map(({ owner }) => owner?.logicalId)).toEqual(['Deployment2']);
  await stacks.remove(stacks.named('stack'));
  expect(account.things).toEqual([]);
});

test.each<[string, Template['Resources'], string]>([
  [
    'a name that nothing has',
    { ...GOOD, Stage: stage('Deployment9') },
    'Template format error: Unresolved resource dependencies [Deployment9] in the Resources block of the template',
  ],
  [
    'a DependsOn of nothing',
    { ...GOOD, Plan: plan(['Stage9']) },
    'Template format error: Unresolved resource dependencies [Stage9] in the Resources block of the template',
  ],
  [
    'an attribute that a type has not',
    { ...GOOD, Worker: worker({ Role: { 'Fn::Sub': `\${Role.Name}` } }) },
    'Template error: resource Role does not support attribute type Name in Fn::GetAtt',
  ],
  [
    'a circle',
    { ...GOOD, Api: { ...GOOD.Api!, DependsOn: ['Stage'] } },
    'Circular dependency between resources: [Api, Get, Deployment1, Stage, Plan]',
  ],
  [
    'a type that is none',
    { ...GOOD, Api: { Type: 'AWS::ApiGateway::RestApis' } },
    'Template format error: Unrecognized resource types: [AWS::ApiGateway::RestApis]',
  ],
  [
    'a property that is none',
    { ...GOOD, Worker: worker({ MemorySizes: 1 }) },
    'Properties validation failed for resource Worker with message: #: extraneous key [MemorySizes] is not permitted',
  ],
  [
    'a property that is missing',
    { ...GOOD, Worker: worker({ Role: { Ref: 'AWS::NoValue' } }) },
    'Properties validation failed for resource Worker with message: #: required key [Role] not found',
  ],
  [
    'a property of another type',
    { ...GOOD, Worker: worker({ Timeout: 'soon' }) },
    'Properties validation failed for resource Worker with message: #/Timeout: expected type: Integer, found: String',
  ],
  [
    'an API without methods',
    { ...without('Get'), Deployment1: { ...deployment(), DependsOn: [] } },
    "The REST API doesn't contain any methods",
  ],
  ['a stage that the deployment makes, too', { ...GOOD, Deployment1: deployment({ StageName: 'prod' }) }, 'Stage already exists'],
  ['a usage plan before its stage', { ...GOOD, Plan: plan([]) }, 'API Stage not found: '],
  [
    'a gateway response of 650',
    { ...GOOD, Throttled: gatewayResponse({ StatusCode: '650' }) },
    "Value '650' at 'putGatewayResponseInput.statusCode' failed to satisfy constraint: Member must satisfy regular expression pattern: [1-5]\\d\\d",
  ],
  [
    'a gateway response of no type',
    { ...GOOD, Throttled: gatewayResponse({ ResponseType: 'THROTTLE' }) },
    "Value 'THROTTLE' at 'responseType' failed to satisfy constraint: Member must satisfy enum value set",
  ],
  [
    'two gateway responses of a type',
    { ...GOOD, A: gatewayResponse(), B: gatewayResponse() },
    'GatewayResponse of type THROTTLED already exists',
  ],
  [
    'a header out of nowhere',
    { ...GOOD, A: gatewayResponse({ ResponseParameters: { 'gatewayresponse.header.X': 'text' } }) },
    'Invalid mapping expression specified',
  ],
  [
    'an integration response without its method response',
    { ...GOOD, Get: method({ IntegrationResponses: responses('200') }) },
    'No method response exists for method.',
  ],
  [
    'a header that the method response does not name',
    {
      ...GOOD,
      Get: method(
        { IntegrationResponses: [{ StatusCode: '200', ResponseParameters: { 'method.response.header.X': "'x'" } }] },
        { MethodResponses: responses('200') },
      ),
    },
    'Invalid mapping expression parameter specified: method.response.header.X',
  ],
  [
    'a status twice',
    { ...GOOD, Get: method({ IntegrationResponses: responses('200', '200') }, { MethodResponses: responses('200') }) },
    'Response already exists for this resource',
  ],
  ['a template that is none', { ...GOOD, Get: method({ RequestTemplates: { 'application/json': '#if(' } }) }, 'Invalid mapping template'],
  ['a short key', { ...GOOD, Key: key('too-short') }, 'API Key value should be at least 20 characters'],
  ['a long key', { ...GOOD, Key: key('x'.repeat(129)) }, 'API Key value exceeds maximum size of 128 characters'],
  ['a key twice', { ...GOOD, A: key('x'.repeat(20)), B: key('x'.repeat(20)) }, 'API Key already exists'],
  [
    'a runtime at its end',
    { ...GOOD, Worker: worker({ Runtime: 'nodejs16.x' }) },
    'is no longer supported for creating or updating AWS Lambda functions.',
  ],
  ['code that was not uploaded', { ...GOOD, Worker: worker({ Code: { S3Bucket: 'archives', S3Key: 'x' } }) }, 'S3 Error Code: NoSuchKey'],
  ['a layer that is too large', { ...GOOD, Layer: layer('huge.zip') }, 'Unzipped size must be smaller than 262144000 bytes'],
  [
    'layers that are too large together',
    {
      ...GOOD,
      A: layer('layer.zip'),
      B: layer('code.zip'),
      Worker: worker({ Code: { S3Bucket: 'archives', S3Key: 'layer.zip' }, Layers: [{ Ref: 'A' }, { Ref: 'A' }] }),
    },
    'Unzipped size must be smaller than 262144000 bytes',
  ],
  [
    'an environment that is too large',
    { ...GOOD, Worker: worker({ Environment: { Variables: { A: 'x'.repeat(4096) } } }) },
    'exceeded the 4KB limit.',
  ],
  [
    'more than the account has',
    { ...GOOD, Worker: worker({ ReservedConcurrentExecutions: 995 }) },
    "decreases account's UnreservedConcurrentExecution below its minimum value of [10]",
  ],
])('%s is refused', async (_, resources, words) => {
  expect(await refusal(resources)).toContain(words);
  // what was made before it failed is taken back
  expect(account.things).toEqual([]);
});

test('a second deploy whose deployment describes a stage that is there', async () => {
  const described = { StageName: 'prod', StageDescription: { Description: 'x' } };
  const former = { ...without('Stage'), Deployment1: deployment(described), Plan: plan(['Deployment1']) };
  expect(await refusal(former)).toBeNull();
  // nor can such a stack go over to a stage of its own
  expect(await refusal({ ...GOOD, Deployment1: deployment() })).toBe('Stage already exists');
  const { Deployment1: _, ...next } = former;
  expect(await refusal({ ...next, Deployment2: deployment(described), Plan: plan(['Deployment2']) })).toBe(
    'StageDescription cannot be specified when stage referenced by StageName already exists',
  );
});

test('a deployment that a stage points to stays', async () => {
  expect(await refusal(GOOD)).toBeNull();
  const target = account.ofType('AWS::ApiGateway::Deployment')[0]!;
  const { Deployment1: _, Stage: __, ...rest } = GOOD;
  const kept = { ...stage('Deployment1'), Properties: { ...stage('Deployment1').Properties, DeploymentId: target.id } };
  expect(await refusal({ ...rest, Stage: kept })).toBe('Active stages pointing to this deployment must be moved or deleted');
});

test('a second stack of the same names, or with the same keys', async () => {
  const keyed = { ...GOOD, Key: key('x'.repeat(20)) };
  expect(await refusal(keyed)).toBeNull();
  expect(await refusal(GOOD, 'other')).toMatch(/^worker already exists in stack arn:aws:cloudformation:/);
  expect(await refusal({ ...keyed, Worker: worker({ FunctionName: 'other' }) }, 'third')).toBe('API Key already exists');
});

describe('what a deploy made that is taken back', () => {
  const bucket = (DeletionPolicy: string): Described => ({ Type: 'AWS::S3::Bucket', DeletionPolicy, Properties: { BucketName: 'kept' } });
  const failing = { ...GOOD, Worker: worker({ Runtime: 'nodejs16.x' }) };

  test('stays where it is to be retained, and is in the way of the next', async () => {
    expect(await refusal({ ...failing, Bucket: bucket('Retain') })).not.toBeNull();
    expect(account.things.map(({ id, owner }) => [id, owner])).toEqual([['kept', null]]);
    await stacks.remove(stacks.named('stack'));
    expect(await refusal({ ...GOOD, Bucket: bucket('Retain') })).toBe('kept already exists');
  });

  test('goes where it is to be retained later only; then it stays', async () => {
    expect(await refusal({ ...failing, Bucket: bucket('RetainExceptOnCreate') })).not.toBeNull();
    expect(account.things).toEqual([]);
    await stacks.remove(stacks.named('stack'));
    expect(await refusal({ ...GOOD, Bucket: bucket('RetainExceptOnCreate') })).toBeNull();
    expect(await refusal({ ...failing, Bucket: bucket('RetainExceptOnCreate') })).not.toBeNull();
    expect(account.find('AWS::S3::Bucket', 'kept')?.owner).not.toBeNull();
    await stacks.remove(stacks.named('stack'));
    expect(account.things.map(({ id, owner }) => [id, owner])).toEqual([['kept', null]]);
  });
});

test('a bucket that is not empty', async () => {
  expect(await refusal({ Bucket: { Type: 'AWS::S3::Bucket' } })).toBeNull();
  const stack = stacks.named('stack');
  await stacks.remove(stack);
  expect([stack.status, stack.events.at(-2)?.ResourceStatusReason]).toEqual([
    'DELETE_FAILED',
    'The bucket you tried to delete is not empty',
  ]);
});
