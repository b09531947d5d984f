import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { unzipSync } from 'fflate';
import { ERROR_CATALOGUE, type ErrorCode } from '../../lib/errors';
import { buildLayers } from '../../scripts/build/layers/build-layers';
import { type Artifact, artifactSize, packagedArtifacts, packagedResources } from '../../scripts/build/package/packaged';
import { ARTIFACT_LIMIT_BYTES, type ArtifactSize, SUM_LIMIT_BYTES, sizeTable, sumOf } from '../../scripts/build/package/sizes';
import { type GatewayFailure, gatewayResponses } from '../../scripts/offline/gateway-responses';
import { binaryPlatform } from '../helpers/binary-platform';
import { hasRegistry } from '../helpers/npm-registry';
import { packing } from '../helpers/packing';
import { temporaryFolder } from '../helpers/temporary-folder';

const ROOT = path.resolve(__dirname, '../..');

jest.setTimeout(120_000);

const npm = (...args: string[]): Promise<string> =>
  packing(
    () =>
      new Promise((resolve, reject) => {
        execFile('npm', args, { cwd: ROOT, timeout: 110_000 }, (error, stdout, stderr) =>
          error ? reject(new Error(`${stdout}${stderr}`)) : resolve(stdout),
        );
      }),
  );

const folder = temporaryFolder();
let printed: string;
let artifacts: Artifact[];
let sizes: ArtifactSize[];

/** What is in an archive, by path. */
async function filesIn(artifact: string): Promise<Map<string, Uint8Array>> {
  const { file } = artifacts.find(({ name }) => name === artifact)!;
  return new Map(Object.entries(unzipSync(await readFile(file))).filter(([name]) => !name.endsWith('/')));
}

beforeAll(async () => {
  const packaged = path.join(folder, 'packaged');
  printed = await npm('run', 'package', '--', '--package', packaged);
  artifacts = await packagedArtifacts(packaged);
  sizes = await Promise.all(artifacts.map(artifactSize));
});

describe('the archives', () => {
  test('are within their limits, all together, too, and the sizes are printed', () => {
    console.log(sizeTable(sizes));
    expect(sizes.map(({ name }) => name).sort()).toEqual(['bankcard-ocr', 'binTable', 'models', 'native']);
    for (const { name, unzippedBytes } of sizes) expect([name, unzippedBytes <= ARTIFACT_LIMIT_BYTES[name]!]).toEqual([name, true]);
    expect(sumOf(sizes).unzippedBytes).toBeLessThan(SUM_LIMIT_BYTES);
    expect(printed).toContain(sizeTable(sizes));
  });

  test('the function’s has the bundles, what it shows to browsers, and nothing else of the repository', async () => {
    expect([...(await filesIn('bankcard-ocr')).keys()].sort()).toEqual(
      ['api-gateway.js', 'authorizer.js', 'decoding-process.js', 'docs.html', 'lambda.mjs', 'openapi.json', 'page.html'].map(
        (file) => `dist/function/${file}`,
      ),
    );
  });

  /** Those of docs/errors.md that the gateway makes. */
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
    expect(resources.find(({ Type }) => Type === 'AWS::ApiGateway::Stage')!.Properties.MethodSettings).toEqual([
      { ...throttled, ResourcePath: '/' },
      { ...throttled, ResourcePath: '/~1docs' },
      { ...throttled, ResourcePath: '/~1openapi.json' },
      { ...throttled, ResourcePath: '/~1v1~1health' },
    ]);
  });

  test('each function has a role of its own, which may write its own log, and no more while no bucket is named', async () => {
    const resources = await packagedResources(path.join(folder, 'packaged'));
    const roles = Object.entries(resources).filter(([, { Type }]) => Type === 'AWS::IAM::Role');
    expect(roles.map(([name]) => name).sort()).toEqual(['AuthorizerRole', 'CardRole']);
    for (const [name, { Properties }] of roles) {
      const one = name.replace('Role', '');
      expect(resources[`${one}LambdaFunction`]?.Properties.Role).toEqual({ 'Fn::GetAtt': [name, 'Arn'] });
      expect(Properties.ManagedPolicyArns).toBeUndefined();
      const logs = { Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'] };
      expect(Properties.Policies?.map(({ PolicyDocument }) => PolicyDocument.Statement)).toEqual([
        [{ ...logs, Resource: { 'Fn::GetAtt': [`${one}LogGroup`, 'Arn'] } }],
      ]);
    }
  });

  test('no instance is kept loaded unless it is asked for', async () => {
    const resources = Object.values(await packagedResources(path.join(folder, 'packaged')));
    expect(resources.filter(({ Type }) => Type === 'AWS::Lambda::Alias')).toEqual([]);
    const schedules = resources.filter(({ Type }) => Type === 'AWS::Events::Rule');
    expect(schedules.map(({ Properties }) => Properties)).toEqual([expect.objectContaining({ State: 'DISABLED' })]);
  });

  test('its bundles ask for packages in the one way that heeds NODE_PATH', async () => {
    const bundle = Buffer.from((await filesIn('bankcard-ocr')).get('dist/function/api-gateway.js')!).toString();
    for (const name of ['sharp', 'onnxruntime-node', 'jimp', '@aws-sdk/client-s3']) expect(bundle).toContain(`require("${name}")`);
    expect(bundle).not.toMatch(/\bimport\(/);
  });

  // onnxruntime has it from 1.29 on, in its library: switched on, it would also write files below /tmp
  test('nothing in the layers reports to anybody', async () => {
    const files = [...(await filesIn('native'))];
    expect(files.map(([name]) => name)).toContainEqual(expect.stringContaining('libonnxruntime.so'));
    const reporting = files.filter(([, bytes]) =>
      Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes('events.data.microsoft.com'),
    );
    expect(reporting.map(([name]) => name)).toEqual([]);
  });

  test('the layers have binaries for the default architecture only, and nothing beside the folders that are looked into', async () => {
    const files = (await Promise.all(['native', 'models', 'binTable'].map(filesIn))).flatMap((layer) => [...layer]);
    const platforms = files.map(([, bytes]) => binaryPlatform(bytes)).filter((platform) => platform !== null);
    expect(platforms).toEqual(Array(4).fill('linux-x64'));
    const folders = files.map(([name]) =>
      name
        .split('/')
        .slice(0, name.startsWith('nodejs/') ? 2 : 1)
        .join('/'),
    );
    expect([...new Set(folders)].sort()).toEqual(['models', 'nodejs/node_modules']);
  });

  (hasRegistry ? test : test.skip)('the native layer for the other architecture', async () => {
    const layers = path.join(folder, 'arm64');
    await buildLayers('arm64', layers);
    const entries = (await readdir(layers, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
    const bytes = await Promise.all(entries.map(({ parentPath, name }) => readFile(path.join(parentPath, name))));
    expect(bytes.map(binaryPlatform).filter((platform) => platform !== null)).toEqual(Array(4).fill('linux-arm64'));
  });
});
