import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { CreateBucketCommand, DeleteBucketCommand, GetObjectCommand, ListObjectsV2Command, NoSuchKey, S3Client } from '@aws-sdk/client-s3';
import { close, listen } from '../../../scripts/command/local-server';
import { Account, type Objects, Refusal } from './account';
import { type Stack, Stacks } from './stacks';
import { FILE_LIMIT_BYTES, readTemplate } from './template';

/** s3rver comes without types. */
const S3rver: new (options: {
  directory: string;
  silent: boolean;
  allowMismatchedSignatures: boolean;
}) => { callback(): RequestListener } = require('@20minutes/s3rver');

/** An AWS account on this machine, as far as `serverless` asks for it. */
export interface Cloud {
  readonly account: Account;
  readonly stacks: Stacks;
  /** variables by which a process finds this account, and nothing else of AWS */
  readonly environment: Readonly<Record<string, string>>;
  /** `SERVICE ACTION` of each request so far but S3's, in order */
  readonly requests: string[];
  close(): Promise<void>;
}

/** The only credentials that s3rver knows. */
const CREDENTIALS = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' };

/** Starts CloudFormation with the services that it needs: S3, STS, and as much of Lambda and API Gateway as `serverless` asks for. */
export async function startCloud(): Promise<Cloud> {
  const directory = await mkdtemp(path.join(tmpdir(), 'cloud-'));
  const s3 = new S3rver({ directory, silent: true, allowMismatchedSignatures: true }).callback();
  const requests: string[] = [];
  const server = createServer((request, response) => {
    // `Credential=ID/20261126/eu-central-1/cloudformation/aws4_request`
    const service = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(request.headers.authorization ?? '')?.[1];
    if (service === undefined || service === 's3') return void s3(request, response);
    answer(service, request, response, { account, stacks, requests }).catch((error: Error) => {
      console.error(error);
      response.writeHead(501).end();
    });
  });
  const endpoint = `http://127.0.0.1:${await listen(server)}`;
  const client = new S3Client({ endpoint, forcePathStyle: true, region: 'eu-central-1', credentials: CREDENTIALS });
  const account = new Account(objectsOf(client));
  const stacks = new Stacks(account);
  return {
    account,
    stacks,
    requests,
    environment: {
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: account.region,
      AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
      // s3rver takes the checksum behind a stream for a part of it
      AWS_REQUEST_CHECKSUM_CALCULATION: 'WHEN_REQUIRED',
      // keeps `serverless` from waiting before it asks how far a stack is
      SLS_AWS_MONITORING_FREQUENCY: '10',
    },
    close: async () => {
      client.destroy();
      await close(server);
      await rm(directory, { recursive: true, force: true });
    },
  };
}

const objectsOf = (client: S3Client): Objects => ({
  create: async (Bucket) => void (await client.send(new CreateBucketCommand({ Bucket }))),
  remove: async (Bucket) => void (await client.send(new DeleteBucketCommand({ Bucket }))),
  list: async (Bucket) => ((await client.send(new ListObjectsV2Command({ Bucket }))).Contents ?? []).map(({ Key = '' }) => Key),
  read: async (Bucket, Key) => {
    try {
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
      return Buffer.from((await Body?.transformToByteArray()) ?? []);
    } catch (error) {
      if (error instanceof NoSuchKey) return null;
      throw error;
    }
  },
});

type Asked = Pick<Cloud, 'account' | 'stacks' | 'requests'>;
/** Fields of a request in AWS's query protocol. */
type Fields = Readonly<Record<string, string>>;
type Answerer = (fields: Fields, asked: Asked) => object | Promise<object>;

async function answer(service: string, request: IncomingMessage, response: ServerResponse, asked: Asked): Promise<void> {
  const body = await text(request);
  if (service === 'cloudformation' || service === 'sts') {
    const { Action = '', ...fields } = Object.fromEntries(new URLSearchParams(body));
    asked.requests.push(`${service} ${Action}`);
    const answerer = (service === 'sts' ? STS : CLOUDFORMATION)[Action];
    if (!answerer) throw new Error(`the stand-in of ${service} does not know ${Action}`);
    try {
      const result = await answerer(fields, asked);
      response.writeHead(200, { 'content-type': 'text/xml' }).end(xml({ [`${Action}Response`]: { [`${Action}Result`]: result } }));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const told = { Type: 'Sender', Code: 'ValidationError', Message: error.message };
      response.writeHead(400, { 'content-type': 'text/xml' }).end(xml({ ErrorResponse: { Error: told, RequestId: randomUUID() } }));
    }
    return;
  }
  const target = String(request.headers['x-amz-target'] ?? '');
  const url = new URL(request.url ?? '', 'http://cloud');
  const what = target || `${request.method} ${url.pathname}`;
  asked.requests.push(`${service} ${what}`);
  const route = REST.find(([name, pattern]) => name === service && pattern.test(what));
  if (!route) throw new Error(`the stand-in of ${service} does not know ${what}`);
  const [, pattern, answerer] = route;
  const result = answerer(pattern.exec(what)!.slice(1).map(decodeURIComponent), asked, body);
  if ('error' in result) {
    response.writeHead(404, { 'content-type': 'application/json', 'x-amzn-errortype': String(result.error) });
    response.end(JSON.stringify({ __type: result.error, message: 'not there' }));
  } else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(result));
}

const isoTime = (): string => new Date().toISOString();

function described(stack: Stack): object {
  const { name, id, status, outputs } = stack;
  return {
    StackName: name,
    StackId: id,
    StackStatus: status,
    CreationTime: isoTime(),
    Outputs: Object.entries(outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })),
  };
}

const describedResource = ({ id, type, owner }: Account['things'][number], stack: Stack): object => ({
  StackName: stack.name,
  StackId: stack.id,
  LogicalResourceId: owner?.logicalId,
  PhysicalResourceId: id,
  ResourceType: type,
  ResourceStatus: 'CREATE_COMPLETE',
  Timestamp: isoTime(),
  LastUpdatedTimestamp: isoTime(),
});

/** Returns the text of a template that a request contains, or that lies in S3. */
async function templateOf({ TemplateBody, TemplateURL }: Fields, { account }: Asked): Promise<string> {
  if (TemplateBody !== undefined) return TemplateBody;
  const [, bucket = '', key = ''] = /^https:\/\/[^/]+\/([^/]+)\/(.+)$/.exec(TemplateURL ?? '') ?? [];
  const file = await account.objects.read(bucket, key);
  if (!file) throw new Refusal('S3 error: The specified key does not exist.');
  if (file.length > FILE_LIMIT_BYTES) throw new Refusal('Template file is larger than 1MB');
  return file.toString();
}

const CLOUDFORMATION: Readonly<Record<string, Answerer>> = {
  ValidateTemplate: async (fields, asked) => {
    readTemplate(await templateOf(fields, asked));
    return {};
  },
  CreateChangeSet: async (fields, asked) => {
    const { StackName = '', ChangeSetName = '', ChangeSetType = 'UPDATE', TemplateBody } = fields;
    const body = await templateOf(fields, asked);
    const stack = asked.stacks.createChangeSet(StackName, ChangeSetName, ChangeSetType, body, TemplateBody !== undefined);
    return { Id: ChangeSetName, StackId: stack.id };
  },
  DescribeChangeSet: ({ StackName = '' }, { stacks }) => {
    const { name, id, changeSet } = stacks.named(StackName);
    const common = { StackName: name, StackId: id, ChangeSetName: changeSet?.name };
    if (changeSet?.hasChanges) return { ...common, Status: 'CREATE_COMPLETE' };
    return {
      ...common,
      Status: 'FAILED',
      StatusReason: "The submitted information didn't contain changes. Submit different information to create a change set.",
    };
  },
  DeleteChangeSet: ({ StackName = '' }, { stacks }) => {
    stacks.named(StackName).changeSet = null;
    return {};
  },
  ExecuteChangeSet: async ({ StackName = '' }, { stacks }) => {
    await stacks.execute(stacks.named(StackName));
    return {};
  },
  DeleteStack: async ({ StackName = '' }, { stacks }) => {
    await stacks.remove(stacks.named(StackName));
    return {};
  },
  DescribeStacks: ({ StackName = '' }, { stacks }) => ({ Stacks: [described(stacks.named(StackName))] }),
  DescribeStackEvents: ({ StackName = '' }, { stacks }) => ({ StackEvents: [...stacks.named(StackName).events].reverse() }),
  DescribeStackResource: ({ StackName = '', LogicalResourceId = '' }, { stacks }) => {
    const stack = stacks.named(StackName);
    return { StackResourceDetail: describedResource(stacks.resource(stack, LogicalResourceId), stack) };
  },
  DescribeStackResources: ({ StackName = '' }, { stacks }) => {
    const stack = stacks.named(StackName);
    return { StackResources: stacks.resourcesOf(stack).map((thing) => describedResource(thing, stack)) };
  },
  ListStackResources: ({ StackName = '' }, { stacks }) => {
    const stack = stacks.named(StackName);
    return { StackResourceSummaries: stacks.resourcesOf(stack).map((thing) => describedResource(thing, stack)) };
  },
};

const STS: Readonly<Record<string, Answerer>> = {
  GetCallerIdentity: (_, { account }) => ({ Account: account.id, Arn: `arn:aws:iam::${account.id}:user/deployer`, UserId: 'AIDAEXAMPLE' }),
};

type RestAnswerer = (parts: string[], asked: Asked, body: string) => Readonly<Record<string, unknown>>;
const stageAnswer = ([api = '', name = '']: string[], { account }: Asked): Readonly<Record<string, unknown>> =>
  account.stageOf(api, name)
    ? { stageName: name, deploymentId: account.stageOf(api, name)!.properties.DeploymentId }
    : { error: 'NotFoundException' };

/** Requests that can be answered: service, method and path (or target), answer. */
const REST: readonly (readonly [string, RegExp, RestAnswerer])[] = [
  [
    'lambda',
    /^GET \/2015-03-31\/functions\/([^/]+)$/,
    ([name = ''], { account }) => {
      const found = account.find('AWS::Lambda::Function', name);
      if (!found) return { error: 'ResourceNotFoundException' };
      return { Configuration: { FunctionName: name, LastModified: found.lastModified.toISOString() } };
    },
  ],
  [
    'apigateway',
    /^GET \/apikeys\/([^/]+)$/,
    ([id = ''], { account }) => {
      const key = account.find('AWS::ApiGateway::ApiKey', id);
      return key ? { id, name: key.properties.Name, value: key.properties.Value ?? `made-by-aws-${id}` } : { error: 'NotFoundException' };
    },
  ],
  [
    'apigateway',
    /^GET \/usageplans$/,
    (_, { account }) => ({
      item: account.ofType('AWS::ApiGateway::UsagePlan').map(({ id, properties }) => ({
        id,
        apiStages: (properties.ApiStages ?? []).map((stage: { ApiId: string; Stage: string }) => ({
          apiId: stage.ApiId,
          stage: stage.Stage,
        })),
      })),
    }),
  ],
  [
    'apigateway',
    /^PATCH \/usageplans\/([^/]+)$/,
    ([id = ''], { account }) => {
      const plan = account.find('AWS::ApiGateway::UsagePlan', id);
      if (plan) plan.properties = { ...plan.properties, ApiStages: [] };
      return {};
    },
  ],
  [
    'apigateway',
    /^GET \/restapis$/,
    (_, { account }) => ({ item: account.ofType('AWS::ApiGateway::RestApi').map(({ id, properties }) => ({ id, name: properties.Name })) }),
  ],
  [
    'apigateway',
    /^GET \/restapis\/([^/]+)\/deployments$/,
    ([api = ''], { account }) => ({
      item: account.ofType('AWS::ApiGateway::Deployment').flatMap(({ id, properties }) => (properties.RestApiId === api ? [{ id }] : [])),
    }),
  ],
  ['apigateway', /^GET \/restapis\/([^/]+)\/stages\/([^/]+)$/, stageAnswer],
  ['apigateway', /^PATCH \/restapis\/([^/]+)\/stages\/([^/]+)$/, stageAnswer],
  ['logs', /DeleteLogGroup$/, () => ({ error: 'ResourceNotFoundException' })],
  ['ecr', /DescribeRepositories$/, () => ({ error: 'RepositoryNotFoundException' })],
];

/** An object as XML: an array's elements are `member`s, what is undefined is left out. */
function xml(value: unknown): string {
  if (Array.isArray(value)) return value.map((element) => `<member>${xml(element)}</member>`).join('');
  if (typeof value === 'object' && value !== null)
    return Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .map(([name, inner]) => `<${name}>${xml(inner)}</${name}>`)
      .join('');
  return String(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
