import { readFileSync } from 'node:fs';
import { cp, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { seededRandom } from '../../scripts/build/specimens/random';
import { newCode } from '../../scripts/cli/access-code';
import { type DeployedFunction, type LambdaProcess, startFunction } from '../../scripts/measure/benchmark/runtime-api';
import { runJob } from '../helpers/batch-operations';
import type { Properties, Thing } from '../helpers/cloud/account';
import { type Cloud, startCloud } from '../helpers/cloud/cloud';
import { installed } from '../helpers/cloud/installed';
import { workOff } from '../helpers/event-source';
import { EVENT_KINDS } from '../helpers/events';
import { type Fixture, fixture, formatFixture, listFixtures } from '../helpers/fixtures';
import { inventoryKey } from '../helpers/job-events';
import { answerFrom, eventFrom, integrationOf } from '../helpers/mapped-integration';
import { MessageQueue } from '../helpers/message-queue';
import { nodeProgram } from '../helpers/node-program';
import { hasRegistry } from '../helpers/npm-registry';
import { eTagOf, notificationOf } from '../helpers/picture-notifications';
import { type ObjectStore, serveObjects } from '../helpers/s3';
import { type CliRun, serverless } from '../helpers/serverless-cli';
import { temporaryFolder } from '../helpers/temporary-folder';

jest.setTimeout(180_000);

const ROOT = path.resolve(__dirname, '../..');
const FUNCTION = 'AWS::Lambda::Function';
const STAGE = 'AWS::ApiGateway::Stage';
const METHOD = 'AWS::ApiGateway::Method';

let cloud: Cloud;
/** What the function is deployed for. */
const DEPLOYED_NODE = '24';
/** The oldest that package.json names, the platform's two. Fetched while the first deploys run. */
const NODES = ['20.15', '22', DEPLOYED_NODE];
const programs = new Map<string, Promise<string>>();
const times: [command: string, seconds: number][] = [];

// above the folder, which is removed only then
afterAll(async () => {
  console.log(times.map(([command, seconds]) => `${seconds.toFixed(1).padStart(5)} s  ${command}`).join('\n'));
  await cloud.close();
  await Promise.allSettled(programs.values());
});
const folder = temporaryFolder();

beforeAll(async () => {
  cloud = await startCloud();
  for (const version of hasRegistry ? NODES : []) {
    const home = path.join(folder, `node-${version}`);
    programs.set(
      version,
      mkdir(home).then(() => nodeProgram(version, home)),
    );
  }
});

async function run(args: readonly string[], environment: Readonly<Record<string, string>> = cloud.environment): Promise<CliRun> {
  const ended = await serverless(args, environment);
  times.push([args.filter((arg, i) => arg !== '--param' && args[i - 1] !== '--param').join(' '), ended.ms / 1000]);
  return ended;
}

/** The run went well, or else what it said. */
const expectSuccess = ({ code, output }: CliRun): void => expect([code, code === 0 ? '' : output]).toEqual([0, '']);
const params = (values: Readonly<Record<string, string | number>>): string[] =>
  Object.entries(values).flatMap(([name, value]) => ['--param', `${name}=${value}`]);

/** Of the account, the only thing of a type. */
function only(type: string): Thing {
  const things = cloud.account.ofType(type);
  expect([type, things.length]).toEqual([type, 1]);
  return things[0]!;
}
const functionNamed = (name: string): Properties => cloud.account.find(FUNCTION, name)!.properties;
const environmentOf = (name: string): Record<string, string> => functionNamed(name).Environment.Variables;

/** A deployment is a copy: the stage must point to one of the API as it is. */
function expectFreshStage(): void {
  for (const { properties } of cloud.account.ofType(STAGE)) {
    const deployment = cloud.account.find('AWS::ApiGateway::Deployment', properties.DeploymentId);
    expect(deployment?.snapshot).toEqual(cloud.account.snapshotOf(properties.RestApiId));
  }
}

/** Methods of the API by path, e.g. `POST /bankcard`, as its stage serves them. */
function servedMethods(): Map<string, Properties> {
  const { properties } = only(STAGE);
  const served = cloud.account.find('AWS::ApiGateway::Deployment', properties.DeploymentId)!.snapshot!;
  const pathOf = (id: string): string => {
    const resource = served[`AWS::ApiGateway::Resource ${id}`];
    return resource ? `${pathOf(resource.ParentId)}/${resource.PathPart}` : '';
  };
  const methods = Object.entries(served).flatMap(([name, method]) => (name.startsWith(METHOD) ? [method] : []));
  return new Map(methods.map((method) => [`${method.HttpMethod} ${pathOf(method.ResourceId) || '/'}`, method]));
}

const CODES = [newCode(), newCode()] as const;
const KEYED = ['POST /bankcard', 'POST /rest/160601/ocr/ocr_bank_card.json', 'POST /v1/cards'];
const PAGES = ['GET /', 'GET /docs', 'GET /openapi.json'];
const HEALTH = 'GET /v1/health';
const PUBLIC = [...PAGES, HEALTH];
const CERTIFICATE = 'arn:aws:acm:eu-central-1:123456789012:certificate/1a2b';

/** Every parameter of serverless.yml, other than its default. */
const SETTINGS = {
  buckets: 'first-bucket,second-bucket',
  rateLimit: 5,
  burstLimit: 7,
  dailyQuota: 100,
  timeoutSeconds: 20,
  reservedConcurrency: 6,
  authorizerConcurrency: 3,
  provisioned: 1,
  keepWarm: 'true',
  maxInputs: 1,
  page: 'off',
  health: 'off',
  mapped: 'on',
  securityPolicy: 'SecurityPolicy_TLS13_1_3_2025_09',
  domain: 'cards.example',
  certificate: CERTIFICATE,
  codeSecret: '{{resolve:secretsmanager:bankcard-ocr/codes}}',
  codeHashes: CODES.map(({ hash }) => hash).join(','),
  logLevel: 'debug',
  metrics: 'off',
  corsOrigin: 'https://Cards.example',
  minConfidence: 0.9,
  alarmTopic: 'arn:aws:sns:eu-central-1:123456789012:operators',
};

const BUCKET = 'my-cards';
/** Every parameter of serverless.batch.yml, other than its default. */
const BATCH_SETTINGS = {
  bucket: BUCKET,
  existingBucket: 'true',
  pictures: 'scans/',
  results: 'read/',
  jobConcurrency: 50,
  jobLists: 'my-inventories/my-cards/',
  mask: 'off',
  manifest: 'on',
  maximumConcurrency: 20,
  alarmTopic: 'arn:aws:sns:eu-central-1:123456789012:operators',
  logLevel: 'debug',
};

/** Of the parameters, those of local runs only, and `arch`, for which the registry has to be reached: test/e2e/package.test.ts. */
const NOT_SET = ['arch', 'keys', 'integrationTimeoutMs'];
/** Parameters that have no default. */
const WITHOUT_DEFAULT = ['reservedConcurrency', 'authorizerConcurrency', 'provisioned', 'jobConcurrency'];

test.each([
  ['serverless.yml', () => Object.keys(SETTINGS)],
  ['serverless.batch.yml', () => Object.keys(BATCH_SETTINGS)],
])('every parameter of %s is set below', (file, set) => {
  const { params: declared } = parse(readFileSync(path.join(ROOT, file), 'utf8'), { merge: true });
  const expected = Object.keys(declared.default).filter((name) => !NOT_SET.includes(name));
  expect(
    set()
      .filter((name) => !WITHOUT_DEFAULT.includes(name))
      .sort(),
  ).toEqual(expected.sort());
});

test.each([
  [['--param', 'corsOrigin=cards.example'], '--param corsOrigin takes an origin'],
  [['--param', 'buckets=A_B'], '--param buckets takes names of buckets'],
  [['--config', 'serverless.batch.yml'], '--param bucket takes the name of a bucket'],
])('%j is refused in words, without a stack', async (args, words) => {
  const { code, output } = await run(['package', ...args]);
  expect(code).not.toBe(0);
  expect(output).toContain(words);
  expect(output).not.toMatch(/^\s+at /m);
});

describe('the service behind the API', () => {
  test('without credentials nothing is built, and it says so at once', async () => {
    const { code, output } = await run(['deploy', '--stage', 'prod'], { AWS_EC2_METADATA_DISABLED: 'true' });
    expect(code).not.toBe(0);
    expect(output).toMatch(/credentials/i);
    expect(output).not.toContain('native');
  });

  test('the first deploy', async () => {
    const ended = await run(['deploy', '--stage', 'prod']);
    expectSuccess(ended);
    expect(ended.output).toContain('Service deployed to stack bankcard-ocr-prod');
    expectFreshStage();
    expect([...servedMethods().keys()].sort()).toEqual([...KEYED, ...PUBLIC].sort());
    expect(functionNamed('bankcard-ocr-prod-card')).toMatchObject({ Runtime: `nodejs${DEPLOYED_NODE}.x`, Timeout: 25, MemorySize: 1769 });
    expect(cloud.account.ofType('AWS::ApiGateway::DomainName')).toEqual([]);
  });

  test('asks for nothing that an unused setting would need', () => {
    expect(cloud.requests.filter((request) => /^(apigateway|logs)/.test(request))).toEqual([
      expect.stringMatching(/^apigateway GET \/apikeys\//),
    ]);
  });

  test('info', async () => {
    const { output, ...ended } = await run(['info', '--stage', 'prod']);
    expectSuccess({ output, ...ended });
    const { RestApiId } = only(STAGE).properties;
    expect(output).toContain(`POST - https://${RestApiId}.execute-api.eu-central-1.amazonaws.com/prod/bankcard`);
    expect(output).toMatch(/bankcard-ocr-prod-first: \S+/);
    expect(output).not.toContain('/mapped/');
  });

  test('a deploy that changes every setting', async () => {
    const [before] = cloud.account.ofType('AWS::ApiGateway::Deployment');
    expectSuccess(await run(['deploy', '--stage', 'prod', ...params(SETTINGS)]));
    expect(only('AWS::ApiGateway::Deployment')).not.toBe(before);
    expectFreshStage();
  });

  describe('then', () => {
    const card = (): Properties => functionNamed('bankcard-ocr-prod-card');
    const plan = (): Properties => only('AWS::ApiGateway::UsagePlan').properties;
    const withId = (id: string): Thing => cloud.account.things.find((thing) => thing.id === id)!;
    const mentioning = (text: string): string[] =>
      cloud.account.things.flatMap(({ type, properties }) => (JSON.stringify(properties).includes(text) ? [type] : []));

    test.each<[string, () => unknown, unknown]>([
      ['buckets', () => environmentOf('bankcard-ocr-prod-card').S3_BUCKETS, 'first-bucket,second-bucket'],
      ['buckets may be read', () => mentioning('arn:aws:s3:::second-bucket/*'), ['AWS::IAM::Role']],
      ['rateLimit, burstLimit', () => plan().Throttle, { RateLimit: 5, BurstLimit: 7 }],
      ['dailyQuota', () => plan().Quota, { Limit: 100, Period: 'DAY' }],
      ['timeoutSeconds', () => Number(card().Timeout), 20],
      ['reservedConcurrency', () => Number(card().ReservedConcurrentExecutions), 6],
      [
        'authorizerConcurrency',
        () => Number(functionNamed('bankcard-ocr-prod-authorizer').ReservedConcurrentExecutions),
        SETTINGS.authorizerConcurrency,
      ],
      ['provisioned', () => Number(only('AWS::Lambda::Alias').properties.ProvisionedConcurrencyConfig.ProvisionedConcurrentExecutions), 1],
      ['maxInputs', () => environmentOf('bankcard-ocr-prod-card').MAX_INPUTS, '1'],
      ['keepWarm', () => only('AWS::Events::Rule').properties.State, 'ENABLED'],
      [
        'page: no path of it leads to the function',
        () => PAGES.map((path) => servedMethods().get(path)!.Integration.Type),
        ['MOCK', 'MOCK', 'MOCK'],
      ],
      ['health', () => servedMethods().get(HEALTH)!.Integration.Type, 'MOCK'],
      ['mapped', () => servedMethods().get('POST /mapped/bankcard')!.Integration.Type, 'AWS'],
      ['mapped asks for a key', () => servedMethods().get('POST /mapped/bankcard')!.ApiKeyRequired, true],
      [
        'domain',
        () => only('AWS::ApiGateway::BasePathMapping').properties,
        { DomainName: 'cards.example', RestApiId: expect.any(String), Stage: 'prod' },
      ],
      [
        'securityPolicy',
        () => {
          const { SecurityPolicy, EndpointAccessMode } = only('AWS::ApiGateway::RestApi').properties;
          return [SecurityPolicy, EndpointAccessMode];
        },
        [SETTINGS.securityPolicy, 'STRICT'],
      ],
      ['certificate', () => only('AWS::ApiGateway::DomainName').properties.RegionalCertificateArn, CERTIFICATE],
      ['codeSecret', () => mentioning('{{resolve:secretsmanager:'), [FUNCTION]],
      [
        'codeHashes',
        () => cloud.account.ofType('AWS::ApiGateway::ApiKey').map(({ properties }) => properties.Value),
        CODES.map(({ hash }) => hash),
      ],
      [
        'codeHashes: each key is of the plan',
        () =>
          cloud.account
            .ofType('AWS::ApiGateway::UsagePlanKey')
            .map(({ properties: { KeyId, UsagePlanId } }) => [withId(KeyId).properties.Value, withId(UsagePlanId).type]),
        CODES.map(({ hash }) => [hash, 'AWS::ApiGateway::UsagePlan']),
      ],
      ['logLevel', () => environmentOf('bankcard-ocr-prod-card').LOG_LEVEL, 'debug'],
      ['metrics', () => environmentOf('bankcard-ocr-prod-card').METRICS, 'off'],
      ['minConfidence', () => environmentOf('bankcard-ocr-prod-card').MIN_CONFIDENCE, '0.9'],
      ['alarmTopic', () => mentioning(SETTINGS.alarmTopic), ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::Alarm']],
      [
        'alarmTopic: what the alarms watch is there',
        () => [
          only('AWS::ApiGateway::RestApi').properties.Name,
          ...cloud.account.ofType('AWS::CloudWatch::Alarm').map(({ properties }) => properties.Dimensions[0].Value),
        ],
        ['prod-bankcard-ocr', 'prod-bankcard-ocr', 'bankcard-ocr-prod-card'],
      ],
      ['corsOrigin', () => KEYED.map((path) => servedMethods().has(path.replace('POST', 'OPTIONS'))), [true, true, true]],
      [
        'corsOrigin: what browsers ask without a key has a throttle',
        () =>
          only('AWS::ApiGateway::Stage')
            .properties.MethodSettings.filter(({ HttpMethod }: Properties) => HttpMethod === 'OPTIONS')
            .map(({ ResourcePath, ThrottlingRateLimit }: Properties) => [ResourcePath, Number(ThrottlingRateLimit)]),
        [...KEYED, 'POST /mapped/bankcard'].map((path) => [path.replace('POST ', '').replaceAll('/', '~1').replace('~1', '/~1'), 50]),
      ],
      ['corsOrigin in the function', () => environmentOf('bankcard-ocr-prod-card').CORS_ORIGIN, 'https://cards.example'],
      [
        'corsOrigin in each answer of the mapped path, and which headers may be read',
        () => [
          ...new Set(
            integrationOf(servedMethods().get('POST /mapped/bankcard')!).responses.map(({ headers }) =>
              ['Allow-Origin', 'Expose-Headers'].map((name) => headers[`Access-Control-${name}`]).join(' '),
            ),
          ),
        ],
        ["'https://cards.example' 'X-Ca-Error-Code,X-Ca-Error-Message,X-Ca-Request-Id,X-Ca-Warnings'"],
      ],
    ])('%s', (_, found, expected) => {
      expect(found()).toEqual(expected);
    });
  });

  test('nothing new of those: skipped, though the layers were not uploaded again', async () => {
    const ended = await run(['deploy', '--stage', 'prod', ...params(SETTINGS)]);
    expectSuccess(ended);
    expect(ended.output).toContain('No changes to deploy. Deployment skipped.');
  });
});

const requestWith = (picture: Uint8Array): string => JSON.stringify({ image: Buffer.from(picture).toString('base64') });
const CARD = fixture('embossed-16');
const PICTURE = readFileSync(CARD.file);
const READ = { bank_card_number: CARD.expected.panGrouped };

/** The status of an answer, and its result or the message of an error. */
function told(answer: unknown): [status: number, result: unknown] {
  const { statusCode, body } = answer as { statusCode: number; body: string };
  return [statusCode, statusCode === 200 ? JSON.parse(body).result : body];
}

const onlyOnLinuxX64 = process.platform === 'linux' && process.arch === 'x64' ? describe : describe.skip;

onlyOnLinuxX64('the uploaded function, laid out as on the platform', () => {
  let deployed: DeployedFunction;
  let lambda: LambdaProcess;

  beforeAll(async () => {
    deployed = await installed(cloud.account, 'bankcard-ocr-prod-card', path.join(folder, 'card'));
    lambda = await startFunction(deployed);
  });

  afterAll(() => lambda.stop());

  test.each(EVENT_KINDS)('reads a picture out of an event of a %s', async (_, eventOf) => {
    expect(told(await lambda.invoke(eventOf({ body: requestWith(PICTURE) })))).toEqual([200, expect.objectContaining(READ)]);
  });

  test('of a direct invocation, in either form', async () => {
    const image = PICTURE.toString('base64');
    expect(await lambda.invoke({ image })).toEqual({ result: expect.objectContaining(READ) });
    const old = await lambda.invoke({ inputs: [{ image: { dataType: 50, dataValue: image } }] });
    expect(JSON.stringify(old)).toContain(CARD.expected.pan);
  });

  test('of the schedule that keeps an instance loaded', async () => {
    expect(await lambda.invoke({ source: 'aws.events', 'detail-type': 'Scheduled Event' })).toEqual({});
  });

  test.each([
    ['JSON', requestWith(PICTURE), 'application/json'],
    ['JSON as text', requestWith(PICTURE), 'text/json'],
    ['JSON as bytes', requestWith(PICTURE), 'application/octet-stream'],
    ['a form', `image=${encodeURIComponent(PICTURE.toString('base64'))}`, 'application/x-www-form-urlencoded'],
  ])('through the mapped integration: %s', async (_, body, contentType) => {
    const integration = integrationOf(servedMethods().get('POST /mapped/bankcard')!);
    const returned = await lambda.invoke(eventFrom(integration, body, contentType, 'id')!);
    const answer = answerFrom(integration, { returned }, 'id');
    expect([answer.status, JSON.parse(answer.body)]).toEqual([200, { result: expect.objectContaining(READ) }]);
  });

  test('through the mapped integration: an error', async () => {
    const integration = integrationOf(servedMethods().get('POST /mapped/bankcard')!);
    const failed = await lambda.invoke(eventFrom(integration, '{"image":', null, 'id')!).then(
      () => null,
      (error: Error) => JSON.parse(error.message.split('\n')[0]!),
    );
    const { status, body } = answerFrom(integration, { failed }, 'id');
    expect([status, body]).toEqual([460, 'Invalid Input - failed to parse json']);
  });

  test('a HEIC, in a process of its own', async () => {
    const [[, restEvent]] = EVENT_KINDS;
    const answer = await lambda.invoke(restEvent({ body: requestWith(formatFixture('rgb.heic')) }));
    expect(told(answer)).toEqual([200, expect.objectContaining({ bank_card_number: '4242 4242 4242 4242', valid_date: '12/30' })]);
  });

  test('a BMP, which takes jimp', async () => {
    const [[, restEvent]] = EVENT_KINDS;
    const answer = await lambda.invoke(restEvent({ body: requestWith(formatFixture('rgb.bmp')) }));
    expect(told(answer)).toEqual([200, expect.objectContaining({ bank_card_number: '4242 4242 4242 4242', valid_date: '12/30' })]);
  });

  test('has nothing to read with but the layers', async () => {
    const bare = path.join(folder, 'without-layers');
    await cp(path.join(deployed.opt, 'models'), path.join(bare, 'models'), { recursive: true });
    const other = await startFunction({ ...deployed, opt: bare });
    try {
      await expect(other.invoke({})).rejects.toThrow(/^init: .*Cannot find module '(sharp|onnxruntime-node)'/);
    } finally {
      await other.stop();
    }
  });

  (hasRegistry ? test : test.skip).each(NODES)('runs on Node %s', async (version) => {
    const node = await programs.get(version)!;
    const [[, restEvent]] = EVENT_KINDS;
    const other = await startFunction({ ...deployed, node });
    try {
      expect(told(await other.invoke(restEvent({ body: requestWith(PICTURE) })))).toEqual([200, expect.objectContaining(READ)]);
      expect(told(await other.invoke(restEvent({ body: requestWith(formatFixture('rgb.bmp')) })))[0]).toBe(200);
    } finally {
      await other.stop();
    }
  });

  test('the authorizer knows the codes by their hashes', async () => {
    // the platform puts the secret in the place of its reference
    const { environment, ...rest } = await installed(cloud.account, 'bankcard-ocr-prod-authorizer', path.join(folder, 'authorizer'));
    const [{ code, hash, secret }] = CODES;
    expect(environment.CODE_HASHES).toContain(hash);
    const authorizer = await startFunction({ ...rest, environment: { ...environment, CODE_SECRET: secret } });
    const methodArn = 'arn:aws:execute-api:eu-central-1:123456789012:abc123/prod/POST/bankcard';
    try {
      const asked = (shown: string) => authorizer.invoke({ type: 'REQUEST', headers: { Authorization: `APPCODE ${shown}` }, methodArn });
      expect(await asked(code)).toMatchObject({ usageIdentifierKey: hash });
      expect(await asked('another')).toMatchObject({ principalId: 'nobody' });
    } finally {
      await authorizer.stop();
    }
  });
});

describe('two stages in one account', () => {
  test('stand beside each other, each with codes of its own', async () => {
    const { hash, secret } = newCode();
    expectSuccess(await run(['deploy', '--stage', 'dev', ...params({ codeSecret: secret, codeHashes: hash })]));
    expect(
      cloud.account
        .ofType(STAGE)
        .map(({ id }) => id)
        .sort(),
    ).toEqual(['dev', 'prod']);
    expectFreshStage();
  });

  test('and go without a trace', async () => {
    for (const stage of ['prod', 'dev']) expectSuccess(await run(['remove', '--stage', stage]));
    expect(cloud.account.things).toEqual([]);
  });
});

/** What the role of a service may do, and with what. */
const policyOf = (service: string): [action: string, resource: string][] => {
  const role = cloud.account
    .ofType('AWS::IAM::Role')
    .find(({ properties }) => JSON.stringify(properties.AssumeRolePolicyDocument).includes(`"${service}"`));
  return role?.properties.Policies.flatMap(({ PolicyDocument }: Properties) =>
    PolicyDocument.Statement.map(({ Action, Resource }: Properties) => [String(Action), String(Resource)]),
  );
};

describe('the batch', () => {
  const BATCH = ['--config', 'serverless.batch.yml', '--stage', 'prod'];

  test('deploy', async () => {
    expectSuccess(await run(['deploy', ...BATCH, ...params({ bucket: BUCKET })]));
    expect(environmentOf('bankcard-ocr-batch-prod-batch')).toMatchObject({ BATCH_MASK: 'on', BATCH_MANIFEST: 'off', S3_BUCKETS: BUCKET });
    expect(cloud.account.find('AWS::S3::Bucket', BUCKET)?.owner).not.toBeNull();
    expect(cloud.account.ofType('AWS::CloudWatch::Alarm')).toEqual([]);
    expect(functionNamed('bankcard-ocr-batch-prod-job').ReservedConcurrentExecutions).toBeUndefined();
  });

  test('nothing new, right after the first: skipped', async () => {
    const ended = await run(['deploy', ...BATCH, ...params({ bucket: BUCKET })]);
    expectSuccess(ended);
    expect(ended.output).toContain('No changes to deploy. Deployment skipped.');
  });

  test('a deploy that changes every setting', async () => {
    expectSuccess(await run(['deploy', ...BATCH, ...params(BATCH_SETTINGS)]));
    for (const name of ['bankcard-ocr-batch-prod-batch', 'bankcard-ocr-batch-prod-job']) {
      expect(environmentOf(name)).toMatchObject({
        BATCH_PICTURES: 'scans/',
        BATCH_RESULTS: 'read/',
        BATCH_MASK: 'off',
        BATCH_MANIFEST: 'on',
        LOG_LEVEL: 'debug',
      });
    }
    expect(Number(functionNamed('bankcard-ocr-batch-prod-job').ReservedConcurrentExecutions)).toBe(50);
    expect(functionNamed('bankcard-ocr-batch-prod-batch').ReservedConcurrentExecutions).toBeUndefined();
    expect(policyOf('batchoperations.s3.amazonaws.com')).toEqual([
      ['lambda:InvokeFunction', 'arn:aws:lambda:eu-central-1:123456789012:function:bankcard-ocr-batch-prod-job'],
      ['s3:GetObject,s3:GetObjectVersion', `arn:aws:s3:::${BUCKET}/read/jobs/*,arn:aws:s3:::my-inventories/my-cards/*`],
      ['s3:PutObject', `arn:aws:s3:::${BUCKET}/read/jobs/*`],
      ['s3:GetBucketLocation,s3:PutInventoryConfiguration', `arn:aws:s3:::${BUCKET}`],
    ]);
    expect(policyOf('lambda.amazonaws.com')).toEqual(
      expect.arrayContaining([
        ['s3:GetObject,s3:GetObjectVersion', `arn:aws:s3:::${BUCKET}/scans/*`],
        ['s3:GetObject,s3:PutObject', `arn:aws:s3:::${BUCKET}/read/*`],
      ]),
    );
    expect(only('AWS::Lambda::EventSourceMapping').properties.ScalingConfig).toEqual({ MaximumConcurrency: 20 });
    const alarms = cloud.account.ofType('AWS::CloudWatch::Alarm').map(({ properties }) => properties.AlarmActions);
    expect(alarms).toEqual([[BATCH_SETTINGS.alarmTopic], [BATCH_SETTINGS.alarmTopic]]);
    // given up by the stack, and still there
    expect(cloud.account.find('AWS::S3::Bucket', BUCKET)?.owner).toBeNull();
  });

  test('info', async () => {
    const ended = await run(['info', ...BATCH, ...params(BATCH_SETTINGS), '--verbose']);
    expectSuccess(ended);
    expect(ended.output).toContain('PictureQueueArn: arn:aws:sqs:');
  });

  onlyOnLinuxX64('the uploaded archive', () => {
    const cards = listFixtures().filter(({ expected }) => expected.panGrouped);
    const picturesFrom = (first: number, length: number) =>
      Array.from({ length }, (_, i): { readonly key: string; readonly card: Fixture } => {
        const card = cards[(first + i) % cards.length]!;
        return { key: `scans/${first + i}/${card.name}.jpg`, card };
      });
    const told = picturesFrom(0, 18);
    /** They lay in the bucket before. */
    const old = picturesFrom(18, 6);
    let store: ObjectStore;

    beforeAll(async () => {
      store = await serveObjects([BUCKET], {});
      for (const { key, card } of [...told, ...old]) await store.put(BUCKET, key, readFileSync(card.file));
    });

    afterAll(() => store.close());

    /** How an instance of an uploaded function is started. */
    async function starterOf(name: string): Promise<() => Promise<LambdaProcess>> {
      const deployed = await installed(cloud.account, `bankcard-ocr-batch-prod-${name}`, path.join(folder, name));
      const { AWS_ENDPOINT_URL_S3 = '', AWS_REGION = '', AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '' } = process.env;
      const cloudVariables = { AWS_ENDPOINT_URL_S3, AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY };
      const node = (await programs.get(DEPLOYED_NODE)) ?? process.execPath;
      return () => startFunction({ ...deployed, node, environment: { ...deployed.environment, ...cloudVariables } });
    }

    /** Of each picture, the number that its result tells. */
    const numbersOf = (pictures: typeof told): Promise<(string | null)[]> =>
      Promise.all(
        pictures.map(async ({ key }) => {
          const { text } = await store.get(BUCKET, `read/${key.slice('scans/'.length)}.json`);
          return JSON.parse(text).cards[0].panGrouped;
        }),
      );
    const expectedOf = (pictures: typeof told) => pictures.map(({ card }) => card.expected.panGrouped);

    test('reads pictures of one bucket, with the client it brings', async () => {
      const queue = new MessageQueue(12, seededRandom(15));
      for (const [i, { key, card }] of told.entries()) {
        const eTag = eTagOf(readFileSync(card.file));
        queue.send(notificationOf({ key, bucket: BUCKET, eTag, sequencer: (0x100 + i).toString(16) }));
      }
      const done = await workOff({ queue, batchSize: 5, maximumConcurrency: 2, startWorker: await starterOf('batch') });
      expect(done).toMatchObject({ failedInvocations: 0, givenBack: 0 });
      expect(queue.deadLetters).toEqual([]);
      expect(await numbersOf(told)).toEqual(expectedOf(told));
    });

    test('and those that lay there before, as a job of S3 Batch Operations asks', async () => {
      const report = await runJob({
        schema: '2.0',
        objects: [...told, ...old].map(({ key }) => ({ s3Key: inventoryKey(key), bucket: BUCKET })),
        concurrency: 2,
        startWorker: await starterOf('job'),
        mostCalls: 3,
        repeated: 0,
        random: seededRandom(16),
      });
      expect(report).toMatchObject({ status: 'Complete', failedCalls: 0, calls: told.length + old.length });
      expect(report.lines.filter(({ message }) => message === 'present')).toHaveLength(told.length);
      expect(report.lines.filter(({ message }) => message === 'read 1')).toHaveLength(old.length);
      expect(await numbersOf(old)).toEqual(expectedOf(old));
    });
  });

  test('goes, and the bucket stays with its policy', async () => {
    expectSuccess(await run(['remove', ...BATCH, ...params(BATCH_SETTINGS)]));
    expect(cloud.account.things.map(({ type, id }) => [type, id])).toEqual([
      ['AWS::S3::Bucket', BUCKET],
      ['AWS::S3::BucketPolicy', expect.any(String)],
    ]);
  });
});
