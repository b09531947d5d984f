import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { ERROR_CATALOGUE, type ErrorCode } from '../lib/errors';

const ROOT = path.resolve(__dirname, '..');
const yaml = (file: string) => parse(readFileSync(path.join(ROOT, file), 'utf8'), { merge: true });
const config = yaml('serverless.yml');
const parameters = config.params.default;
/** A value of serverless.yml with `${param:…}` replaced by its default. */
const resolved = (value: unknown): unknown => {
  const name = /^\$\{param:(\w+)\}$/.exec(String(value))?.[1];
  return name === undefined ? value : parameters[name];
};

describe('the region', () => {
  const region = require('../resources/region.cjs') as (means: { options: { region?: string } }) => Promise<string>;
  const { env } = process;
  afterEach(() => {
    process.env = env;
  });

  test.each([
    [undefined, undefined, undefined, 'eu-central-1'],
    [undefined, '', '', 'eu-central-1'],
    [undefined, '', 'ap-south-1', 'ap-south-1'],
    [undefined, 'us-west-2', 'ap-south-1', 'us-west-2'],
    ['eu-west-1', 'us-west-2', undefined, 'eu-west-1'],
  ])('--region %j, AWS_REGION %j and AWS_DEFAULT_REGION %j: %s', async (option, first, second, expected) => {
    process.env = { ...(first !== undefined && { AWS_REGION: first }), ...(second !== undefined && { AWS_DEFAULT_REGION: second }) };
    expect(await region({ options: option === undefined ? {} : { region: option } })).toBe(expected);
  });

  test.each(['serverless.yml', 'serverless.batch.yml'])('is the one of %s', (file) => {
    expect(yaml(file).provider.region).toBe('${file(resources/region.cjs)}');
  });
});

describe('gateway responses', () => {
  interface Properties {
    readonly ResponseType: string;
    readonly StatusCode: string;
    readonly RestApiId: object;
    readonly ResponseParameters: Record<string, string>;
    readonly ResponseTemplates: Record<string, string>;
  }
  const resources = Object.values(
    yaml('resources/gateway-responses.yml').Resources as Record<string, { Type: string; Properties: Properties }>,
  );
  const byType = new Map(resources.map(({ Properties }) => [Properties.ResponseType, Properties]));

  /** Those of docs/errors.md that the API makes, and what else it can say of itself. */
  const CODES: Readonly<Record<string, ErrorCode>> = {
    MISSING_AUTHENTICATION_TOKEN: 'INVALID_URL',
    RESOURCE_NOT_FOUND: 'INVALID_URL',
    DEFAULT_4XX: 'INVALID_URL',
    INVALID_API_KEY: 'FORBIDDEN',
    UNAUTHORIZED: 'FORBIDDEN',
    ACCESS_DENIED: 'FORBIDDEN',
    QUOTA_EXCEEDED: 'FORBIDDEN',
    WAF_FILTERED: 'FORBIDDEN',
    REQUEST_TOO_LARGE: 'PAYLOAD_TOO_LARGE',
    UNSUPPORTED_MEDIA_TYPE: 'JSON_UNPARSABLE',
    THROTTLED: 'THROTTLED',
    INTEGRATION_FAILURE: 'BAD_GATEWAY',
    API_CONFIGURATION_ERROR: 'BAD_GATEWAY',
    DEFAULT_5XX: 'BAD_GATEWAY',
    INTEGRATION_TIMEOUT: 'SERVICE_UNAVAILABLE',
  };
  const WITH_ERROR_CODE = [400, 403, 413, 450, 503];

  test('are those of the contract', () => {
    expect([...byType.keys()].sort()).toEqual(Object.keys(CODES).sort());
    expect(resources.every(({ Type }) => Type === 'AWS::ApiGateway::GatewayResponse')).toBe(true);
    expect(resources).toHaveLength(byType.size);
  });

  test.each(Object.entries(CODES))('%s is %s', (type, code) => {
    const { status, message } = ERROR_CATALOGUE[code];
    expect(byType.get(type)).toEqual({
      RestApiId: { Ref: 'ApiGatewayRestApi' },
      ResponseType: type,
      StatusCode: String(status),
      ResponseParameters: {
        'gatewayresponse.header.Content-Type': "'text/plain; charset=utf-8'",
        'gatewayresponse.header.X-Ca-Request-Id': 'context.requestId',
        ...(message && { 'gatewayresponse.header.X-Ca-Error-Message': `'${message}'` }),
        ...(WITH_ERROR_CODE.includes(status) ? { 'gatewayresponse.header.X-Ca-Error-Code': `'${status}'` } : {}),
      },
      ResponseTemplates: { 'application/json': message },
    });
  });
});

describe('the API', () => {
  const { card, authorizer } = config.functions;

  const isKeyed = ({ http }: { http?: { private?: boolean } }): boolean => http?.private === true;

  test('has three paths of cards and one that is mapped, each with a key that the authorizer finds in either header', () => {
    const routes = card.events.filter(isKeyed).map(({ http }: { http: object }) => http);
    const keyed = {
      method: 'POST',
      private: true,
      cors: '${file(resources/cors.cjs):event}',
      authorizer: { name: 'authorizer', type: 'request', resultTtlInSeconds: 0 },
    };
    expect(routes).toEqual([
      ...['/bankcard', '/rest/160601/ocr/ocr_bank_card.json', '/v1/cards'].map((route) => ({ ...keyed, path: route })),
      { ...keyed, path: '/mapped/bankcard', integration: 'lambda', request: expect.anything(), response: expect.anything() },
    ]);
    expect(config.provider.apiGateway.apiKeySourceType).toBe('AUTHORIZER');
    expect(authorizer.events).toBeUndefined();
  });

  test('shows the page, its own description and whether it serves to anyone, and nothing else; a schedule, beside those, calls the function', () => {
    expect(card.events.filter((event: object) => !isKeyed(event))).toEqual([
      { http: { method: 'GET', path: '/' } },
      { http: { method: 'GET', path: '/docs' } },
      { http: { method: 'GET', path: '/openapi.json' } },
      { http: { method: 'GET', path: '/v1/health' } },
      { schedule: expect.anything() },
    ]);
    expect(card.environment.PAGE).toBe('${param:page}');
  });

  test('the function runs out of time before the API does', () => {
    expect(Number(resolved(card.timeout)) * 1000).toBeLessThan(Number(parameters.integrationTimeoutMs));
    expect(parameters.integrationTimeoutMs).toBe(29_000);
  });

  test('takes pictures as bytes, and leaves JSON alone', () => {
    const types: string[] = config.provider.apiGateway.binaryMediaTypes;
    expect(types).toEqual(expect.arrayContaining(['image/jpeg', 'image/png', 'application/octet-stream', 'multipart/form-data']));
    expect(types.filter((type) => type.includes('*') || type.includes('json'))).toEqual([]);
  });

  test('says what a key may use up', () => {
    const { throttle, quota } = config.provider.apiGateway.usagePlan;
    expect([throttle.rateLimit, throttle.burstLimit, quota.limit].map(resolved)).toEqual([10, 10, 10_000]);
  });
});

describe('the function', () => {
  const { card } = config.functions;

  test('has the layers that are built, and finds the models there', () => {
    expect(Object.keys(yaml('resources/layers.yml'))).toEqual(['native', 'models', 'binTable']);
    expect(card.layers).toEqual([{ Ref: 'NativeLambdaLayer' }, { Ref: 'ModelsLambdaLayer' }, { Ref: 'BinTableLambdaLayer' }]);
    expect(card.environment).toMatchObject({ MODELS_DIR: '/opt/models', MALLOC_ARENA_MAX: '1' });
  });

  test('never fetches from this machine', () => {
    expect(readFileSync(path.join(ROOT, 'serverless.yml'), 'utf8')).not.toContain('TEST_ONLY');
  });

  test('is all that is uploaded', () => {
    expect(config.package.patterns).toEqual(['!**', 'dist/function/**', '!dist/function/**/*.map']);
  });
});

test("the authorizer's role writes its own log, and no more", () => {
  const { Policies } = yaml('resources/function-roles.yml').Resources[config.functions.authorizer.role].Properties;
  expect(Policies.map(({ PolicyDocument }: { PolicyDocument: { Statement: object } }) => PolicyDocument.Statement)).toEqual([
    [{ Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: { 'Fn::GetAtt': ['AuthorizerLogGroup', 'Arn'] } }],
  ]);
});

test.each([
  ['ServerErrorAlarm', 'AWS/ApiGateway', '5XXError', [{ Name: 'ApiName', Value: '${sls:stage}-${self:service}' }], 5],
  ['ThrottleAlarm', 'AWS/Lambda', 'Throttles', [{ Name: 'FunctionName', Value: { Ref: 'CardLambdaFunction' } }], 0],
])('%s tells whom the operator names, and nobody else', (name, Namespace, MetricName, Dimensions, Threshold) => {
  const { Conditions, Resources } = yaml('resources/alarms.yml');
  expect(config.resources).toContain('${file(resources/alarms.yml)}');
  expect(parameters.alarmTopic).toBe('');
  expect(Conditions.HasAlarm).toEqual({ 'Fn::Not': [{ 'Fn::Equals': ['${param:alarmTopic}', ''] }] });
  expect(Resources[name]).toMatchObject({
    Type: 'AWS::CloudWatch::Alarm',
    Condition: 'HasAlarm',
    Properties: {
      Namespace,
      MetricName,
      Dimensions,
      Statistic: 'Sum',
      Threshold,
      ComparisonOperator: 'GreaterThanThreshold',
      AlarmActions: ['${param:alarmTopic}'],
    },
  });
});

describe('the keys', () => {
  const HASHES = ['ab', 'cd'].map((byte) => byte.repeat(32));

  /** What resources/api-keys.cjs makes of the params. */
  async function keysOf(codeSecret: string, codeHashes: string): Promise<{ made: object[]; hashed: Record<string, object> }> {
    const values: Record<string, string> = { 'param:codeSecret': codeSecret, 'param:codeHashes': codeHashes, 'sls:stage': 'dev' };
    const variables = {
      resolveVariable: async (name: string) => values[name],
      resolveConfigurationProperty: async ([name]: [string]) => config[name],
    };
    const { made, hashed } = jest.requireActual('../resources/api-keys.cjs');
    return { made: await made(variables), hashed: (await hashed(variables)).Resources };
  }

  test('one that AWS makes, without codes', async () => {
    expect(await keysOf('', '')).toEqual({ made: [{ name: 'bankcard-ocr-dev-first' }], hashed: {} });
  });

  test('one for each hash, in the usage plan, named by its head alone', async () => {
    const { made, hashed } = await keysOf('secret', ` ${HASHES[0]},${HASHES[1]!.toUpperCase()} ,${HASHES[0]}`);
    expect(made).toEqual([]);
    expect(hashed).toEqual(
      Object.fromEntries(
        HASHES.map((hash) => [hash.slice(0, 12), hash]).flatMap(([name, Value]) => [
          [`CodeKey${name}`, { Type: 'AWS::ApiGateway::ApiKey', Properties: { Enabled: true, Name: `bankcard-ocr-dev-${name}`, Value } }],
          [
            `CodePlanKey${name}`,
            {
              Type: 'AWS::ApiGateway::UsagePlanKey',
              Properties: { KeyType: 'API_KEY', KeyId: { Ref: `CodeKey${name}` }, UsagePlanId: { Ref: 'ApiGatewayUsagePlan' } },
            },
          ],
        ]),
      ),
    );
  });

  test.each([
    ['secret', `${HASHES[0]},x`, 'the 2. is no HMAC-SHA256'],
    ['secret', `${HASHES[0]},`, 'the 2. is no HMAC-SHA256'],
    ['secret', 'plain-code', 'the 1. is no HMAC-SHA256'],
  ])('%j and %j: refused, without repeating them', async (secret, hashes, why) => {
    const refusal = await keysOf(secret, hashes).catch(String);
    expect(refusal).toContain(why);
    expect(refusal).not.toMatch(/plain-code|abab|secret,/);
  });

  test.each([
    ['secret', ''],
    ['', HASHES[0]!],
  ])('%j and %j: as without codes, for commands that deploy nothing', async (secret, hashes) => {
    expect(await keysOf(secret, hashes)).toEqual(await keysOf('', ''));
  });

  test('so many as fit into the authorizer’s environment, and no more', async () => {
    const hashes = (count: number): string => Array.from({ length: count }, (_, i) => (i + 256).toString(16).padEnd(64, 'f')).join();
    const secret = 's'.repeat(43);
    expect(Object.keys((await keysOf(secret, hashes(61))).hashed)).toHaveLength(122);
    await expect(keysOf(secret, hashes(62))).rejects.toThrow('62 codes do not fit');
  });

  test('the secret is known to the authorizer alone', () => {
    const text = readFileSync(path.join(ROOT, 'serverless.yml'), 'utf8');
    expect(text.match(/param:codeSecret|env:CODE_SECRET/g)).toEqual(['env:CODE_SECRET', 'param:codeSecret']);
    expect(config.functions.authorizer.environment.CODE_SECRET).toContain('param:codeSecret');
    expect(config.functions.authorizer.environment.CODE_HASHES).toContain('param:codeHashes');
  });
});

describe('a domain of one’s own', () => {
  const CERTIFICATE = 'arn:aws:acm:eu-central-1:123456789012:certificate/1a2b';
  const madeOf = (domain: string, certificate: string) => {
    const values: Record<string, string> = { 'param:domain': domain, 'param:certificate': certificate, 'sls:stage': 'prod' };
    return jest.requireActual('../resources/custom-domain.cjs')({ resolveVariable: async (name: string) => values[name] });
  };

  test('none unless one is named', async () => {
    expect(await madeOf('', '')).toEqual({});
  });

  test('stands before the stage, which is there first', async () => {
    const { Resources } = await madeOf('cards.example', CERTIFICATE);
    expect(Resources.CustomDomain.Properties).toMatchObject({ DomainName: 'cards.example', RegionalCertificateArn: CERTIFICATE });
    expect(Resources.CustomDomainMapping).toMatchObject({ DependsOn: 'ApiGatewayStage', Properties: { Stage: 'prod' } });
    expect(Resources.CustomDomainMapping.Properties.BasePath).toBeUndefined();
  });

  test.each([
    ['https://cards.example', CERTIFICATE, 'not a domain: https://cards.example'],
    ['cards', CERTIFICATE, 'not a domain: cards'],
    ['cards.example', '1a2b', 'not the ARN of a certificate: 1a2b'],
  ])('%j with %j: refused', async (domain, certificate, why) => {
    await expect(madeOf(domain, certificate)).rejects.toThrow(why);
  });
});

describe('the role', () => {
  const statementsOf = (buckets: string): Promise<object[]> =>
    jest.requireActual('../resources/card-statements.cjs')({ resolveVariable: async () => buckets });
  const LOGS = {
    Effect: 'Allow',
    Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    Resource: { 'Fn::GetAtt': ['CardLogGroup', 'Arn'] },
  };

  test("is the function's own", () => {
    expect(config.provider.iam).toBeUndefined();
    const { Policies } = yaml('resources/function-roles.yml').Resources[config.functions.card.role].Properties;
    expect(Policies).toEqual([
      { PolicyName: 'card', PolicyDocument: { Version: '2012-10-17', Statement: '${file(resources/card-statements.cjs)}' } },
    ]);
  });

  test('writes its own log, and reads no bucket when none is named', async () => {
    await expect(statementsOf('')).resolves.toEqual([LOGS]);
    await expect(statementsOf(' , ')).resolves.toEqual([LOGS]);
  });

  test('reads objects of the named buckets', async () => {
    await expect(statementsOf('cards, more.cards-2')).resolves.toEqual([
      LOGS,
      {
        Effect: 'Allow',
        Action: 's3:GetObject',
        Resource: ['cards', 'more.cards-2'].map((bucket) => ({ 'Fn::Sub': `arn:\${AWS::Partition}:s3:::${bucket}/*` })),
      },
    ]);
  });

  test.each(['*', 'a', 'cards*', 'cards/../x', '$cards', 'Cards'])('%s is no bucket', async (name) => {
    await expect(statementsOf(`cards,${name}`)).rejects.toThrow('--param buckets takes names of buckets');
  });
});
