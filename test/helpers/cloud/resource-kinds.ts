import { unzipSync } from 'fflate';
import { type Account, type Properties, Refusal, type Thing } from './account';
import { checkGatewayResponse, checkMethod } from './gateway-rules';

/** What the stand-in knows of a type of resources besides its schema: what the service behind it enforces. Rules throw `Refusal`. */
export interface Kind {
  /** the physical id; default: generated */
  readonly id?: (properties: Properties, account: Account) => string;
  readonly attributes?: (thing: Thing, account: Account) => Record<string, string>;
  /** called before a resource is made, and before it is changed: then `self` is what is there */
  readonly check?: (properties: Properties, account: Account, self?: Thing) => void | Promise<void>;
  readonly made?: (thing: Thing, account: Account) => void | Promise<void>;
  readonly removed?: (thing: Thing, account: Account) => void | Promise<void>;
}

const arn = (account: Account, service: string, rest: string): string => `arn:aws:${service}:${account.region}:${account.id}:${rest}`;
const byId = (value: string, account: Account, type: string): Thing | undefined => account.find(type, value);

/** The platform's limit for a function with its layers, and for a layer. */
const UNZIPPED_LIMIT_BYTES = 262_144_000;
const ENVIRONMENT_LIMIT_BYTES = 4096;
const MOST_LAYERS = 5;
/** Runtimes that a function can be made with; those that are no longer supported are left out. */
const RUNTIMES = ['nodejs22.x', 'nodejs24.x'];
/** How much of the account's concurrency must be left to functions that reserve nothing. */
const UNRESERVED_CONCURRENCY = 10;

function longerThan(limit: number, name: string, value: string): void {
  if (value.length > limit)
    throw new Refusal(
      `1 validation error detected: Value '${value}' at '${name}' failed to satisfy constraint: Member must have length less than or equal to ${limit}`,
    );
}

async function unzippedBytes(account: Account, { S3Bucket, S3Key }: Properties): Promise<number> {
  const archive = await account.objects.read(S3Bucket, S3Key);
  if (!archive)
    throw new Refusal('Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not exist.');
  let sum = 0;
  unzipSync(archive, {
    filter: ({ originalSize }) => {
      sum += originalSize;
      return false;
    },
  });
  return sum;
}

function refuseOverSize(bytes: number): void {
  if (bytes >= UNZIPPED_LIMIT_BYTES) throw new Refusal(`Unzipped size must be smaller than ${UNZIPPED_LIMIT_BYTES} bytes`);
}

const statementsOf = (role: Thing | undefined): Properties[] =>
  (role?.properties.Policies ?? []).flatMap(({ PolicyDocument }: Properties) => PolicyDocument.Statement);

export const KINDS: Readonly<Record<string, Kind>> = {
  'AWS::S3::Bucket': {
    id: ({ BucketName }, account) => BucketName ?? `generated-bucket-${account.newId()}`,
    attributes: ({ id }) => ({ Arn: `arn:aws:s3:::${id}`, DomainName: `${id}.s3.amazonaws.com` }),
    check: ({ BucketName = '', NotificationConfiguration }, account) => {
      for (const { Queue } of NotificationConfiguration?.QueueConfigurations ?? []) {
        const allowed = account
          .ofType('AWS::SQS::QueuePolicy')
          .flatMap(({ properties }) => properties.PolicyDocument.Statement as Properties[])
          .some(
            ({ Effect, Principal, Action, Resource, Condition }) =>
              Effect === 'Allow' &&
              Principal?.Service === 's3.amazonaws.com' &&
              Action === 'sqs:SendMessage' &&
              Resource === Queue &&
              Condition?.ArnEquals?.['aws:SourceArn'] === `arn:aws:s3:::${BucketName}`,
          );
        if (!allowed) throw new Refusal('Unable to validate the following destination configurations');
      }
    },
    made: ({ id }, { objects }) => objects.create(id),
    removed: async ({ id }, { objects }) => {
      if ((await objects.list(id)).length > 0) throw new Refusal('The bucket you tried to delete is not empty');
      await objects.remove(id);
    },
  },
  'AWS::SQS::Queue': {
    id: (_, account) => `https://sqs.${account.region}.amazonaws.com/${account.id}/queue-${account.newId()}`,
    attributes: ({ id }, account) => ({ Arn: arn(account, 'sqs', id.split('/').at(-1)!), QueueName: id.split('/').at(-1)! }),
  },
  'AWS::Logs::LogGroup': {
    id: ({ LogGroupName }) => LogGroupName,
    attributes: ({ id }, account) => ({ Arn: `${arn(account, 'logs', `log-group:${id}`)}:*` }),
  },
  'AWS::Events::Rule': {
    id: ({ Name }, account) => Name ?? `rule-${account.newId()}`,
    attributes: ({ id }, account) => ({ Arn: arn(account, 'events', `rule/${id}`) }),
  },
  'AWS::IAM::Role': {
    id: ({ RoleName }, account) => RoleName ?? `role-${account.newId()}`,
    attributes: ({ id }, account) => ({ Arn: `arn:aws:iam::${account.id}:role/${id}` }),
    check: ({ RoleName = '' }) => longerThan(64, 'roleName', RoleName),
  },
  'AWS::Lambda::LayerVersion': {
    id: ({ LayerName }, account) => arn(account, 'lambda', `layer:${LayerName}:${account.newId(3)}`),
    check: async ({ LayerName, Content }, account) => {
      longerThan(140, 'layerName', LayerName);
      refuseOverSize(await unzippedBytes(account, Content));
    },
  },
  'AWS::Lambda::Function': {
    id: ({ FunctionName }) => FunctionName,
    attributes: ({ id }, account) => ({ Arn: arn(account, 'lambda', `function:${id}`) }),
    check: async (properties, account, self) => {
      const { FunctionName, Runtime, Code, Layers = [], Environment, Timeout, MemorySize, Role, ReservedConcurrentExecutions } = properties;
      longerThan(64, 'functionName', FunctionName);
      if (!RUNTIMES.includes(Runtime))
        throw new Refusal(`The runtime parameter of ${Runtime} is no longer supported for creating or updating AWS Lambda functions.`);
      if (!account.ofType('AWS::IAM::Role').some(({ attributes }) => attributes.Arn === Role))
        throw new Refusal('The role defined for the function cannot be assumed by Lambda.');
      if (Timeout < 1 || Timeout > 900)
        throw new Refusal(`Value '${Timeout}' at 'timeout' failed to satisfy constraint: Member must have value less than or equal to 900`);
      if (MemorySize < 128 || MemorySize > 10_240)
        throw new Refusal(`'MemorySize' value failed to satisfy constraint: Member must have value less than or equal to 10240`);
      if (Layers.length > MOST_LAYERS) throw new Refusal(`Cannot reference more than ${MOST_LAYERS} layers.`);
      let bytes = await unzippedBytes(account, Code);
      for (const version of Layers) {
        const layer = byId(version, account, 'AWS::Lambda::LayerVersion');
        if (!layer) throw new Refusal(`Layer version ${version} does not exist.`);
        const { CompatibleArchitectures = ['x86_64'] } = layer.properties;
        if (!CompatibleArchitectures.includes(properties.Architectures?.[0] ?? 'x86_64'))
          throw new Refusal(`Layer version ${version} is not compatible with the architecture of the function.`);
        bytes += await unzippedBytes(account, layer.properties.Content);
      }
      refuseOverSize(bytes);
      const variables = JSON.stringify(Environment?.Variables ?? {});
      if (Buffer.byteLength(variables) > ENVIRONMENT_LIMIT_BYTES)
        throw new Refusal(
          'Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit.',
        );
      const reserved = account
        .ofType('AWS::Lambda::Function')
        .filter((other) => other !== self)
        .reduce(
          (sum, other) => sum + Number(other.properties.ReservedConcurrentExecutions ?? 0),
          Number(ReservedConcurrentExecutions ?? 0),
        );
      if (reserved > 0 && account.concurrency - reserved < UNRESERVED_CONCURRENCY)
        throw new Refusal(
          `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${UNRESERVED_CONCURRENCY}].`,
        );
    },
  },
  'AWS::Lambda::Version': {
    id: ({ FunctionName }, account) => `${FunctionName}:${account.newId(2)}`,
    attributes: ({ id }) => ({ Version: id.split(':').at(-1)! }),
  },
  'AWS::Lambda::Alias': {
    id: ({ FunctionName, Name }, account) =>
      FunctionName.startsWith('arn:') ? `${FunctionName}:${Name}` : arn(account, 'lambda', `function:${FunctionName}:${Name}`),
    attributes: ({ id }) => ({ AliasArn: id }),
  },
  'AWS::Lambda::EventSourceMapping': {
    check: ({ EventSourceArn, FunctionName, ScalingConfig }, account) => {
      const worker = account.ofType('AWS::Lambda::Function').find(({ id, attributes }) => [id, attributes.Arn].includes(FunctionName));
      const queue = account.ofType('AWS::SQS::Queue').find(({ attributes }) => attributes.Arn === EventSourceArn);
      if (!worker || !queue) throw new Refusal('Function not found or event source not found');
      const { VisibilityTimeout = 30 } = queue.properties;
      if (Number(VisibilityTimeout) < Number(worker.properties.Timeout))
        throw new Refusal(
          `Invalid request provided: Queue visibility timeout: ${VisibilityTimeout} seconds is less than Function timeout: ${worker.properties.Timeout} seconds`,
        );
      const role = account.ofType('AWS::IAM::Role').find(({ attributes }) => attributes.Arn === worker.properties.Role);
      const mayReceive = statementsOf(role).some(
        ({ Action, Resource }) => [Action].flat().includes('sqs:ReceiveMessage') && [Resource].flat().includes(EventSourceArn),
      );
      if (!mayReceive) throw new Refusal('The provided execution role does not have permissions to call ReceiveMessage on SQS');
      const most = Number(ScalingConfig?.MaximumConcurrency ?? 2);
      if (most < 2 || most > 1000) throw new Refusal('MaximumConcurrency must be between 2 and 1000');
    },
  },
  'AWS::ApiGateway::RestApi': {
    attributes: ({ id }) => ({ RootResourceId: `${id}root`, RestApiId: id }),
  },
  'AWS::ApiGateway::Resource': {
    check: ({ RestApiId, ParentId, PathPart }, account, self) => {
      const same = account
        .ofType('AWS::ApiGateway::Resource')
        .find(({ properties: other }) => other.RestApiId === RestApiId && other.ParentId === ParentId && other.PathPart === PathPart);
      if (same && same !== self) throw new Refusal(`Another resource with the same parent already has this name: ${PathPart}`);
    },
  },
  'AWS::ApiGateway::Method': {
    id: ({ RestApiId, ResourceId, HttpMethod }) => `${RestApiId}|${ResourceId}|${HttpMethod}`,
    check: checkMethod,
  },
  'AWS::ApiGateway::GatewayResponse': { check: checkGatewayResponse },
  'AWS::ApiGateway::Deployment': {
    check: ({ RestApiId, StageName, StageDescription }, account) => {
      const methods = account.ofType('AWS::ApiGateway::Method').filter(({ properties }) => properties.RestApiId === RestApiId);
      if (methods.length === 0) throw new Refusal("The REST API doesn't contain any methods");
      if (StageName && StageDescription && account.stageOf(RestApiId, StageName))
        throw new Refusal('StageDescription cannot be specified when stage referenced by StageName already exists');
    },
    made: (deployment, account) => {
      const { RestApiId, StageName } = deployment.properties;
      deployment.snapshot = account.snapshotOf(RestApiId);
      if (!StageName) return;
      const stage = account.stageOf(RestApiId, StageName);
      if (stage) stage.properties = { ...stage.properties, DeploymentId: deployment.id };
      else {
        const properties = { RestApiId, StageName, DeploymentId: deployment.id };
        const type = 'AWS::ApiGateway::Stage';
        account.things.push({ type, id: StageName, properties, attributes: {}, owner: null, lastModified: new Date() });
      }
    },
    removed: ({ id }, account) => {
      const stages = account.ofType('AWS::ApiGateway::Stage').filter(({ properties }) => properties.DeploymentId === id);
      if (stages.some(({ owner }) => owner !== null))
        throw new Refusal('Active stages pointing to this deployment must be moved or deleted');
      for (const stage of stages) account.remove(stage);
    },
  },
  'AWS::ApiGateway::Stage': {
    id: ({ StageName }) => StageName,
    check: ({ RestApiId, StageName, DeploymentId }, account, self) => {
      if (!DeploymentId) throw new Refusal('DeploymentId cannot be empty');
      const stage = account.stageOf(RestApiId, StageName);
      if (stage && stage !== self) throw new Refusal('Stage already exists');
      if (byId(DeploymentId, account, 'AWS::ApiGateway::Deployment')?.properties.RestApiId !== RestApiId)
        throw new Refusal('Deployment id does not exist');
    },
  },
  'AWS::ApiGateway::ApiKey': {
    check: ({ Value, Name }, account, self) => {
      const others = account.ofType('AWS::ApiGateway::ApiKey').filter((other) => other !== self);
      if (others.some(({ properties }) => Name !== undefined && properties.Name === Name)) throw new Refusal(`${Name} already exists`);
      if (Value === undefined) return;
      if (Value.length < 20) throw new Refusal('API Key value should be at least 20 characters');
      if (Value.length > 128) throw new Refusal('API Key value exceeds maximum size of 128 characters');
      if (others.some(({ properties }) => properties.Value === Value)) throw new Refusal('API Key already exists');
    },
  },
  'AWS::ApiGateway::UsagePlan': {
    check: ({ ApiStages = [] }, account) => {
      for (const { ApiId, Stage } of ApiStages)
        if (!account.stageOf(ApiId, Stage)) throw new Refusal(`API Stage not found: ${ApiId}:${Stage}`);
    },
  },
  'AWS::ApiGateway::DomainName': {
    id: ({ DomainName }) => DomainName,
    attributes: ({ id }, account) => ({
      RegionalDomainName: `d-${account.newId()}.execute-api.${account.region}.amazonaws.com`,
      RegionalHostedZoneId: 'Z1U9ULNL0V5AJ3',
      DomainNameArn: arn(account, 'apigateway', `/domainnames/${id}`),
    }),
    check: ({ RegionalCertificateArn = '' }, account) => {
      if (!String(RegionalCertificateArn).startsWith(arn(account, 'acm', 'certificate/')))
        throw new Refusal('The provided certificate does not exist.');
    },
  },
  'AWS::ApiGateway::BasePathMapping': {
    id: ({ DomainName, BasePath = '(none)' }) => `${DomainName}|${BasePath}`,
    check: ({ DomainName, RestApiId, Stage }, account) => {
      if (!account.find('AWS::ApiGateway::DomainName', DomainName)) throw new Refusal('Invalid domain name identifier specified');
      if (!account.stageOf(RestApiId, Stage)) throw new Refusal('Invalid stage identifier specified');
    },
  },
};
