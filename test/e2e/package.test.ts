import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { unzipSync } from 'fflate';
import { ERROR_CATALOGUE, type ErrorCode } from '../../lib/errors';
import { newCode } from '../../scripts/access-code';
import { type DeployedFunction, type LambdaProcess, startFunction } from '../../scripts/benchmark/runtime-api';
import { buildLayers } from '../../scripts/layers/build-layers';
import { type GatewayFailure, gatewayResponses } from '../../scripts/offline/gateway-responses';
import { type Artifact, archiveOf, artifactSize, packagedArtifacts, packagedResources } from '../../scripts/package/packaged';
import { ARTIFACT_LIMIT_BYTES, type ArtifactSize, SUM_LIMIT_BYTES, sizeTable, sumOf } from '../../scripts/package/sizes';
import { binaryPlatform } from '../helpers/binary-platform';
import { restEvent } from '../helpers/events';
import { fixture, formatFixture } from '../helpers/fixtures';

const ROOT = path.resolve(__dirname, '../..');
const READER = 'dist/function/lambda.handler';

jest.setTimeout(120_000);

const npm = (...args: string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    execFile('npm', args, { cwd: ROOT, timeout: 110_000 }, (error, stdout, stderr) =>
      error ? reject(new Error(`${stdout}${stderr}`)) : resolve(stdout),
    );
  });

let folder: string;
let printed: string;
let artifacts: Artifact[];
let sizes: ArtifactSize[];
let deployed: DeployedFunction;

/** What is in an archive: path → bytes. */
const unzip = async (file: string): Promise<[string, Uint8Array][]> => Object.entries(unzipSync(await readFile(file)));

async function unpack(file: string, to: string): Promise<void> {
  for (const [name, bytes] of await unzip(file)) {
    await mkdir(path.dirname(path.join(to, name)), { recursive: true });
    await writeFile(path.join(to, name), bytes);
  }
}

/** Lay everything out as the platform would, as the CloudFormation template says. */
async function deploy(packaged: string): Promise<DeployedFunction> {
  const resources = await packagedResources(packaged);
  const reader = Object.values(resources).find(({ Properties }) => Properties?.Handler === READER)!;
  const { MemorySize = 0, Timeout = 0, Layers = [], Environment } = reader.Properties;
  const [taskRoot, opt] = [path.join(folder, 'task'), path.join(folder, 'opt')];
  await unpack(archiveOf(reader, packaged), taskRoot);
  for (const { Ref } of Layers) await unpack(archiveOf(resources[Ref]!, packaged), opt);
  // values that only an account can fill in are objects
  const variables = Object.entries(Environment?.Variables ?? {}).filter(([, value]) => typeof value === 'string');
  const environment = Object.fromEntries(variables.map(([name, value]) => [name, String(value).replace(/^\/opt(?=\/)/, opt)]));
  return { handler: READER, taskRoot, opt, environment, memoryMegabytes: MemorySize, timeoutSeconds: Timeout };
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'package-test-'));
  const packaged = path.join(folder, 'packaged');
  printed = await npm('run', 'package', '--', '--package', packaged);
  artifacts = await packagedArtifacts(packaged);
  sizes = await Promise.all(artifacts.map(artifactSize));
  deployed = await deploy(packaged);
});

afterAll(() => rm(folder, { recursive: true }));

describe('the archives', () => {
  test('are within their limits, all together, too, and the sizes are printed', () => {
    console.log(sizeTable(sizes));
    expect(sizes.map(({ name }) => name).sort()).toEqual(['binTable', 'function', 'models', 'native']);
    for (const { name, unzippedBytes } of sizes) expect([name, unzippedBytes <= ARTIFACT_LIMIT_BYTES[name]!]).toEqual([name, true]);
    expect(sumOf(sizes).unzippedBytes).toBeLessThan(SUM_LIMIT_BYTES);
    expect(printed).toContain(sizeTable(sizes));
  });

  test('the function’s has the bundles, what it shows to browsers, and nothing else of the repository', async () => {
    expect((await readdir(deployed.taskRoot, { recursive: true })).filter((file) => path.extname(file)).sort()).toEqual(
      ['api-gateway.js', 'authorizer.js', 'docs.html', 'lambda.mjs', 'openapi.json', 'page.html'].map((file) =>
        path.join('dist/function', file),
      ),
    );
  });

  /** Section 5 of the wire contract. */
  test.each<[GatewayFailure, ErrorCode]>([
    ['MISSING_AUTHENTICATION_TOKEN', 'INVALID_URL'],
    ['UNAUTHORIZED', 'FORBIDDEN'],
    ['INVALID_API_KEY', 'FORBIDDEN'],
    ['REQUEST_TOO_LARGE', 'PAYLOAD_TOO_LARGE'],
    ['THROTTLED', 'THROTTLED'],
    ['INTEGRATION_FAILURE', 'BAD_GATEWAY'],
    ['INTEGRATION_TIMEOUT', 'SERVICE_UNAVAILABLE'],
  ])('the template’s answer to %s is %s, deployed with the API', async (failure, code) => {
    const { status, message } = ERROR_CATALOGUE[code];
    const template = { Resources: await packagedResources(path.join(folder, 'packaged')) };
    const answer = gatewayResponses(template)(failure, 'id');
    expect([answer.status, answer.body]).toEqual([status, message]);
    expect(answer.headers).toEqual({
      'Content-Type': 'text/plain; charset=utf-8',
      'X-Ca-Request-Id': 'id',
      ...(message && { 'X-Ca-Error-Message': message }),
      ...(status !== 502 && { 'X-Ca-Error-Code': String(status) }),
    });
    const responses = Object.entries(template.Resources).filter(([, { Type }]) => Type === 'AWS::ApiGateway::GatewayResponse');
    const deployment = Object.values(template.Resources).find(({ Type }) => Type === 'AWS::ApiGateway::Deployment')!;
    expect(deployment.DependsOn).toEqual(expect.arrayContaining(responses.map(([name]) => name)));
  });

  test('what is there without a key is throttled', async () => {
    const resources = Object.values(await packagedResources(path.join(folder, 'packaged')));
    const throttled = { HttpMethod: 'GET', ThrottlingRateLimit: 1, ThrottlingBurstLimit: 10 };
    expect(resources.find(({ Type }) => Type === 'AWS::ApiGateway::Deployment')!.Properties.StageDescription).toEqual({
      MethodSettings: [
        { ...throttled, ResourcePath: '/' },
        { ...throttled, ResourcePath: '/~1docs' },
        { ...throttled, ResourcePath: '/~1openapi.json' },
      ],
    });
  });

  test('roles may write their own logs, and no more while no bucket is named', async () => {
    const resources = Object.values(await packagedResources(path.join(folder, 'packaged')));
    const roles = resources.filter(({ Type }) => Type === 'AWS::IAM::Role').map(({ Properties }) => Properties);
    expect(roles).toHaveLength(2);
    for (const { Policies = [], ManagedPolicyArns = [] } of roles) {
      expect(ManagedPolicyArns).toEqual([]);
      const statements = Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
      expect(statements.length).toBeGreaterThan(0);
      for (const { Effect, Action, Resource } of statements) {
        expect(Effect).toBe('Allow');
        for (const action of [Action].flat()) expect(action).toMatch(/^logs:/);
        for (const resource of [Resource].flat())
          expect(JSON.stringify(resource)).toMatch(/LogGroup\.Arn|log-group:\/aws\/lambda\/bankcard-ocr-/);
      }
    }
  });

  test('the usage plan has a key for each hash of a code, and a secret that is a reference stays one', async () => {
    const secret = '{{resolve:secretsmanager:bankcard-ocr/codes}}';
    const hashes = [newCode().hash, newCode().hash];
    const packaged = path.join(folder, 'packaged-with-codes');
    await npm('run', 'package', '--', '--package', packaged, '--param', `codeSecret=${secret}`, '--param', `codeHashes=${hashes}`);
    const resources = Object.entries(await packagedResources(packaged));
    const ofType = (type: string) => resources.filter(([, { Type }]) => Type === `AWS::ApiGateway::${type}`);
    const keys = ofType('ApiKey');
    expect(keys.map(([, { Properties }]) => Properties)).toEqual(hashes.map((Value) => expect.objectContaining({ Enabled: true, Value })));
    const [[plan = ''] = []] = ofType('UsagePlan');
    expect(ofType('UsagePlanKey').map(([, { Properties }]) => Properties)).toEqual(
      keys.map(([Ref]) => ({ KeyType: 'API_KEY', KeyId: { Ref }, UsagePlanId: { Ref: plan } })),
    );
    expect(JSON.stringify(resources).split(secret)).toHaveLength(2);
  });

  test('no instance is kept loaded unless it is asked for', async () => {
    const resources = Object.values(await packagedResources(path.join(folder, 'packaged')));
    expect(resources.filter(({ Type }) => Type === 'AWS::Lambda::Alias')).toEqual([]);
    const schedules = resources.filter(({ Type }) => Type === 'AWS::Events::Rule');
    expect(schedules.map(({ Properties }) => Properties)).toEqual([expect.objectContaining({ State: 'DISABLED' })]);
  });

  test('its bundles ask for packages in the one way that heeds NODE_PATH', async () => {
    const bundle = await readFile(path.join(deployed.taskRoot, 'dist/function/api-gateway.js'), 'utf8');
    for (const name of ['sharp', 'onnxruntime-node', 'jimp', '@aws-sdk/client-s3']) expect(bundle).toContain(`require("${name}")`);
    expect(bundle).not.toMatch(/\bimport\(/);
  });

  test('the layers have binaries for the default architecture only, and nothing beside the folders that are looked into', async () => {
    const files = (await Promise.all(artifacts.map(({ file }) => unzip(file)))).flat();
    const platforms = files.map(([, bytes]) => binaryPlatform(bytes)).filter((platform) => platform !== null);
    expect(platforms).toEqual(Array(4).fill('linux-x64'));
    expect((await readdir(deployed.opt)).sort()).toEqual(['models', 'nodejs']);
    expect(await readdir(path.join(deployed.opt, 'nodejs'))).toEqual(['node_modules']);
  });

  test('the native layer for the other architecture', async () => {
    const layers = path.join(folder, 'arm64');
    const registryIsAway = await buildLayers('arm64', layers).then(
      () => false,
      (error: Error) => {
        if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH|ETIMEDOUT/.test(error.message)) return true;
        throw error;
      },
    );
    if (registryIsAway) return console.warn('npm’s registry cannot be reached: arm64 is not tested');
    const entries = (await readdir(layers, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
    const bytes = await Promise.all(entries.map(({ parentPath, name }) => readFile(path.join(parentPath, name))));
    expect(bytes.map(binaryPlatform).filter((platform) => platform !== null)).toEqual(Array(4).fill('linux-arm64'));
  });
});

const requestWith = (picture: Uint8Array): object =>
  restEvent({ body: JSON.stringify({ image: Buffer.from(picture).toString('base64') }) });

/** The status of an answer, and its result or the message of an error. */
function told(answer: unknown): [status: number, result: unknown] {
  const { statusCode, body } = answer as { statusCode: number; body: string };
  return [statusCode, statusCode === 200 ? JSON.parse(body).result : body];
}

const onlyOnLinuxX64 = process.platform === 'linux' && process.arch === 'x64' ? describe : describe.skip;

onlyOnLinuxX64('the packaged function, laid out as on the platform', () => {
  let lambda: LambdaProcess;

  beforeAll(async () => {
    lambda = await startFunction(deployed);
  });

  afterAll(() => lambda.stop());

  test('reads a JPEG, then again while warm', async () => {
    const { file, expected } = fixture('embossed-16');
    const event = requestWith(await readFile(file));
    for (const isCold of [true, false]) {
      const answer = await lambda.invoke(event);
      expect(told(answer)).toEqual([200, expect.objectContaining({ bank_card_number: expected.panGrouped })]);
      const record = JSON.parse(lambda.output().trimEnd().split('\n').at(-1)!);
      expect(record).toMatchObject({ status: 200, isCold });
    }
  });

  test('reads a BMP, which takes jimp', async () => {
    const answer = await lambda.invoke(requestWith(formatFixture('rgb.bmp')));
    expect(told(answer)).toEqual([200, expect.objectContaining({ bank_card_number: '4242 4242 4242 4242', valid_date: '12/30' })]);
  });

  test('tells of a failure in the contract’s words', async () => {
    const answer = await lambda.invoke(requestWith(Buffer.from('no picture')));
    expect(told(answer)).toEqual([462, 'Invalid Input - image data error - image decode failed, please check your image binary data']);
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
});
