import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { startFunction } from '../../scripts/measure/benchmark/runtime-api';
import { layDown, type Stage } from '../helpers/container-folders';
import { restEvent } from '../helpers/events';
import { fixture } from '../helpers/fixtures';
import { hasRegistry } from '../helpers/npm-registry';
import { addressOf } from '../helpers/served';
import { temporaryFolder } from '../helpers/temporary-folder';

const ROOT = path.resolve(__dirname, '../..');
const { file, expected } = fixture('embossed-16');
const BODY = JSON.stringify({ image: readFileSync(file).toString('base64') });
/** All that `npm ci` lays down was laid down here by itself: it looks at the lock file, and unpacks nothing anew. */
const INSTEAD = {
  'npm ci --no-audit --no-fund': `npm ci --no-audit --no-fund --dry-run && ln -s '${path.join(ROOT, 'node_modules')}' node_modules`,
};

jest.setTimeout(300_000);

// the Dockerfile installs packages
const testOfImages = hasRegistry ? test : test.skip;

/** A file of an image, as the folder in its place has it. */
const inside = ({ root }: Stage, name: string): string => path.join(root, name);

const folder = temporaryFolder();
let stages: ReadonlyMap<string, Stage>;

beforeAll(async () => {
  stages = await layDown(ROOT, folder, ['build', 'lambda', 'installed', 'serve'], INSTEAD);
});

testOfImages('the image for Lambda has the bundles, the layers and nothing else, and reads a picture', async () => {
  const lambda = stages.get('lambda')!;
  expect(await readdir(inside(lambda, '/var/task'))).toEqual(['dist']);
  expect((await readdir(inside(lambda, '/opt'))).sort()).toEqual(['models', 'nodejs']);
  const { MODELS_DIR = '', ...rest } = lambda.environment;
  expect(rest).toEqual({ MALLOC_ARENA_MAX: '1' });
  const worker = await startFunction({
    handler: lambda.command[0]!,
    taskRoot: inside(lambda, lambda.workingFolder),
    opt: inside(lambda, '/opt'),
    environment: { ...rest, MODELS_DIR: inside(lambda, MODELS_DIR) },
    memoryMegabytes: 1769,
    timeoutSeconds: 25,
  });
  try {
    const { statusCode, body } = (await worker.invoke(restEvent({ body: BODY }))) as { statusCode: number; body: string };
    expect([statusCode, JSON.parse(body).result.bank_card_number]).toEqual([200, expected.panGrouped]);
  } finally {
    await worker.stop();
  }
});

testOfImages('the server’s image has the package alone, runs as no administrator, and reads a picture', async () => {
  const serve = stages.get('serve')!;
  const { files } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { files: string[] };
  const names = files.filter((name) => !name.startsWith('!')).map((name) => name.replace(/^\//, '').split('/')[0]!);
  const packed = ['LICENSE', 'README.md', 'package.json', ...names];
  expect((await readdir(inside(serve, '/app'))).sort()).toEqual([...packed, 'node_modules', 'package-lock.json'].sort());
  const installed = (root: string): unknown => JSON.parse(readFileSync(path.join(root, 'node_modules/sharp/package.json'), 'utf8')).version;
  expect(installed(inside(serve, '/app'))).toBe(installed(ROOT));
  const libraries = await readdir(inside(serve, '/app/node_modules/onnxruntime-node/bin'), { recursive: true, withFileTypes: true });
  const folders = libraries.filter((entry) => entry.isFile()).map(({ parentPath }) => parentPath.split(path.sep).slice(-2).join('/'));
  expect([...new Set(folders)]).toEqual([`linux/${process.arch}`]);
  expect(serve.user).toBe('1000');
  const [program, ...args] = serve.entryPoint;
  const server: ChildProcess = spawn(program!, [...args, '--port', '0'], {
    cwd: inside(serve, serve.workingFolder),
    env: { PATH: process.env.PATH, ...serve.environment },
  });
  try {
    const url = await addressOf(server);
    const response = await fetch(`${url.replace('0.0.0.0', '127.0.0.1')}/bankcard`, { method: 'POST', body: BODY });
    const answer = (await response.json()) as { result: { bank_card_number: string } };
    expect([response.status, answer.result.bank_card_number]).toEqual([200, expected.panGrouped]);
    const { port } = new URL(url);
    const isHealthy = (at: string): Promise<boolean> => {
      const [check, ...checkArgs] = serve.healthCheck.map((arg) => arg.replace(':3000/', `:${at}/`));
      return new Promise((resolve) => spawn(check!, checkArgs, { stdio: 'ignore' }).once('exit', (code) => resolve(code === 0)));
    };
    expect([await isHealthy(port), await isHealthy('1')]).toEqual([true, false]);
  } finally {
    server.kill();
  }
});
