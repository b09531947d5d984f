import { execFile } from 'node:child_process';
import { chmod, copyFile, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fixture } from '../helpers/fixtures';
import { temporaryFolder } from '../helpers/temporary-folder';

const ROOT = path.resolve(__dirname, '../..');
const MIB = 2 ** 20;
const FLAT = fixture('flat-16');

jest.setTimeout(120_000);

interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}
const run = (cwd: string, program: string, ...args: string[]): Promise<Run> =>
  new Promise((resolve) => {
    const env = { ...process.env, npm_config_offline: 'true', npm_config_loglevel: 'error' };
    execFile(program, args, { cwd, env, timeout: 100_000 }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code ?? -1) : 0, stdout, stderr });
    });
  });

const project = temporaryFolder();
let packed: {
  readonly filename: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { path: string }[];
};

/** An empty project with the package, and of all others nothing but what the package says that it needs. */
beforeAll(async () => {
  const { code, stdout } = await run(ROOT, 'npm', 'pack', '--json', '--pack-destination', project);
  expect(code).toBe(0);
  const told = JSON.parse(stdout);
  packed = Object.values(told as Record<string, typeof packed>)[0]!;
  const modules = path.join(project, 'node_modules');
  const own = path.join(modules, 'bankcard-ocr');
  await mkdir(own, { recursive: true });
  await run(own, 'tar', '-xzf', path.join(project, packed.filename), '--strip-components=1');
  const { dependencies, bin } = JSON.parse(await readFile(path.join(own, 'package.json'), 'utf8'));
  for (const name of Object.keys(dependencies)) {
    await mkdir(path.dirname(path.join(modules, name)), { recursive: true });
    await symlink(path.join(ROOT, 'node_modules', name), path.join(modules, name));
  }
  // as npm installs a command
  await mkdir(path.join(modules, '.bin'));
  await symlink(path.join('../bankcard-ocr', bin['bankcard-ocr']), path.join(modules, '.bin/bankcard-ocr'));
  await chmod(path.join(own, bin['bankcard-ocr']), 0o755);
  await writeFile(path.join(project, 'package.json'), '{"private":true}');
});

describe('what is in it', () => {
  test('the library, the command, models, documents: nothing else', async () => {
    const inFolders = await Promise.all(
      ['docs', 'examples'].map(async (name) => (await readdir(path.join(ROOT, name))).map((file) => `${name}/${file}`)),
    );
    const others = packed.files
      .map((file) => file.path)
      .filter((file) => !/^dist\/npm\/types\/(lib|generated)\/[\w/-]+\.d\.ts$/.test(file))
      .sort();
    expect(others).toEqual(
      [
        'CHANGELOG.md',
        'LICENSE',
        'NOTICE',
        'README.md',
        'SECURITY.md',
        'openapi.json',
        ...inFolders.flat(),
        'dist/npm/bankcard-ocr.js',
        'dist/npm/camera.d.mts',
        'dist/npm/camera.js',
        'dist/npm/camera.mjs',
        'dist/npm/client.d.mts',
        'dist/npm/client.js',
        'dist/npm/client.mjs',
        'dist/npm/decoding-process.js',
        'dist/npm/docs.html',
        'dist/npm/index.d.mts',
        'dist/npm/index.js',
        'dist/npm/index.mjs',
        'dist/npm/openapi.json',
        'dist/npm/page.html',
        'models/bin-table.jsonl',
        'models/date-locator.onnx',
        'models/digits.onnx',
        'models/locator.onnx',
        'models/manifest.json',
        'models/second-digits.onnx',
        'models/word-finder.onnx',
        'package.json',
      ].sort(),
    );
  });

  test('not too much of it', () => {
    expect(packed.size).toBeLessThan(5 * MIB);
    expect(packed.unpackedSize).toBeLessThan(8 * MIB);
  });
});

const FIVE_LINES = `
const reader = await CardReader.load();
const { cards } = await reader.read(await readFile(process.argv[2]));
for (const { panGrouped, expiry } of cards) console.log(panGrouped, expiry.month, expiry.year);
`;
const PRINTED = '4242 4242 4242 4242 12 2030\n';

describe('the library', () => {
  test('says what is wrong with what it is given', async () => {
    const source = `import { CardReader } from 'bankcard-ocr';
import { CardClient } from 'bankcard-ocr/client';
const reader = await CardReader.load();
for (const wrong of [() => reader.read('card.jpg'), () => reader.read(new Uint8Array(), { signal: 5000 }), () => new CardClient({})]) {
  try { await wrong(); } catch (error) { console.log(String(error)); }
}`;
    await writeFile(path.join(project, 'wrong.mjs'), source);
    const { stdout } = await run(project, process.execPath, 'wrong.mjs');
    expect(stdout.trimEnd().split('\n')).toEqual([
      expect.stringMatching(/^TypeError: CardReader.read takes the bytes .* To read a file: reader.read\(await readFile\(path\)\)$/),
      'TypeError: signal is an AbortSignal, such as AbortSignal.timeout(5000)',
      "TypeError: CardClient needs the URL of the service: new CardClient({ url: 'https://…' })",
    ]);
  });

  test.each([
    ['an ES module', 'five.mjs', `import { readFile } from 'node:fs/promises';\nimport { CardReader } from 'bankcard-ocr';${FIVE_LINES}`],
    [
      'CommonJS',
      'five.cjs',
      `const { readFile } = require('node:fs/promises');\nconst { CardReader } = require('bankcard-ocr');\n(async () => {${FIVE_LINES}})();`,
    ],
  ])('in five lines of %s', async (_, name, source) => {
    await writeFile(path.join(project, name), source);
    expect(await run(project, process.execPath, name, FLAT.file)).toEqual({ code: 0, stdout: PRINTED, stderr: '' });
  });

  test('stage by stage, as docs/library.md has it', async () => {
    const [, source] = /## The stages[\s\S]*?```js\n([\s\S]*?)```/.exec(await readFile(path.join(ROOT, 'docs/library.md'), 'utf8'))!;
    await writeFile(path.join(project, 'stages.mjs'), source!);
    await copyFile(FLAT.file, path.join(project, 'card.jpg'));
    expect(await run(project, process.execPath, 'stages.mjs')).toEqual({ code: 0, stdout: '4242424242424242 4\n', stderr: '' });
  });

  test('is one, however it is imported', async () => {
    const source = `import { createRequire } from 'node:module';
import { CardOcrError } from 'bankcard-ocr';
import { CardClient } from 'bankcard-ocr/client';
import { readCard } from 'bankcard-ocr/camera';
const require = createRequire(import.meta.url);
console.log(CardOcrError === require('bankcard-ocr').CardOcrError, typeof CardClient, typeof require('bankcard-ocr/client').CardClient);
console.log(typeof readCard, typeof require('bankcard-ocr/camera').readCard);
console.log(require('bankcard-ocr/openapi.json').openapi);`;
    await writeFile(path.join(project, 'one.mjs'), source);
    expect(await run(project, process.execPath, 'one.mjs')).toEqual({
      code: 0,
      stdout: 'true function function\nfunction function\n3.1.0\n',
      stderr: '',
    });
  });

  test.each(['client', 'camera'])('the %s needs nothing else, not even of Node', async (name) => {
    const module = await readFile(path.join(project, `node_modules/bankcard-ocr/dist/npm/${name}.mjs`), 'utf8');
    expect(module).not.toMatch(/\b(import|require)\b/);
    expect(module).toContain('export{');
  });

  test.each([
    [['five.mts', 'five.cts'], 'nodenext', 'typescript'],
    [['five.ts'], 'bundler', 'typescript'],
    // 4.9, the oldest that is supported
    [['five.mts'], 'nodenext', 'typescript-oldest'],
    [['five.ts'], 'node', 'typescript-oldest'],
  ])('its types, in %j for %s, to the strictest settings of %s', async (names, resolution, compiler) => {
    const types = path.join(project, 'node_modules/@types');
    await mkdir(types, { recursive: true });
    await symlink(path.join(ROOT, 'node_modules/@types/node'), path.join(types, 'node')).catch(() => {});
    const check = `import { readFile } from 'node:fs/promises';
import { CardReader, type CardReading, CardOcrError } from 'bankcard-ocr';
import { CardClient, type CardsAnswer } from 'bankcard-ocr/client';
import { CameraError, type CameraReading, readCard } from 'bankcard-ocr/camera';
export async function camera(video: HTMLVideoElement, stream: MediaStream): Promise<string | undefined> {
  const reading: CameraReading = await readCard(video, { url: 'http://localhost', stream, onState: (state) => console.log(state === 'moving') });
  // @ts-expect-error there may be none
  if (reading.doubts.length > 0) return reading.answer.cards[0]?.pan;
  const error = new CameraError('CAMERA_REFUSED');
  return error.code === 'SERVICE_FAILED' ? undefined : reading.answer?.cards[0]?.pan;
}
export async function main(): Promise<readonly CardReading[]> {
  const reader: CardReader = await CardReader.load({ onRun: (name, ms) => console.log(name === 'card-location', ms.toFixed()) });
  const { cards } = await reader.read(await readFile('card.jpg'), { crop: 'masked', strip: 'masked' });
  const year: number | undefined = cards[0]?.expiry?.year;
  const signal: AbortSignal | undefined = undefined;
  await reader.read(new Uint8Array(), { signal, crop: undefined });
  await new CardClient({ url: 'http://localhost', appCode: process.env.CODE }).read(new Uint8Array(), { signal });
  // @ts-expect-error a number of a card is a text
  const pan: number = cards[0]!.pan;
  const answer: CardsAnswer = await new CardClient({ url: 'http://localhost' }).read('s3://bucket/key');
  if (year === pan) throw new CardOcrError('NO_CARD', answer);
  return cards;
}`;
    for (const name of names) await writeFile(path.join(project, name), check);
    const module = { bundler: 'esnext', node: 'commonjs' }[resolution] ?? resolution;
    const options = ['--noEmit', '--strict', '--exactOptionalPropertyTypes', '--skipLibCheck', 'false', '--types', 'node'];
    const tsc = [
      path.join(ROOT, 'node_modules', compiler, 'bin/tsc'),
      ...options,
      '--module',
      module,
      '--moduleResolution',
      resolution,
      '--target',
      'es2022',
    ];
    expect(await run(project, process.execPath, ...tsc, ...names)).toEqual({ code: 0, stdout: '', stderr: '' });
  });
});

describe('the command', () => {
  const npx = (...args: string[]): Promise<Run> => run(project, 'npx', '--no-install', 'bankcard-ocr', ...args);
  /** The file that `npx` starts, without its second. */
  const command = (...args: string[]): Promise<Run> => run(project, path.join(project, 'node_modules/.bin/bankcard-ocr'), ...args);

  test('read', async () => {
    const { code, stdout } = await npx('read', '--mask', FLAT.file);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ +number +4242 42\*\* \*{4} 4242 .*Luhn holds/m);
    expect(stdout).not.toContain('\x1b');
  });

  test('batch, resumed', async () => {
    const first = await npx('batch', FLAT.file, '--out', 'cards.csv', '--annotate', 'marked');
    expect([first.code, first.stdout.split(' in ')[0]]).toEqual([0, '1 pictures']);
    const second = await npx('batch', FLAT.file, fixture('no-card').file, '--out', 'cards.csv');
    expect(second.code).toBe(1);
    expect(second.stdout).toContain('1  not read: No bank card in this picture.');
    const written = (await readFile(path.join(project, 'cards.csv'), 'utf8')).split('\r\n');
    expect(written.map((line) => line.split(',')[1])).toEqual(['status', '200', '463', undefined]);
  });

  test('--version, --help; and of each command', async () => {
    const { version } = JSON.parse(await readFile(path.join(ROOT, 'package.json'), 'utf8'));
    expect(await command('--version')).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
    expect((await command('--help')).stdout).toContain('examples:');
    for (const name of ['read', 'batch', 'serve', 'evaluate']) {
      const { code, stdout, stderr } = await command(name, '--help');
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout).toMatch(new RegExp(`^usage: bankcard-ocr ${name} [^]*examples:\n  bankcard-ocr ${name}`));
    }
  });

  test('help loads nothing of what is large', async () => {
    const source = `process.argv = [...process.argv.slice(0, 2), 'batch', '--help'];
require('bankcard-ocr/package.json');
require(require('node:path').resolve('node_modules/bankcard-ocr/dist/npm/bankcard-ocr.js'));
process.once('exit', () => console.log(Object.keys(require.cache).filter((file) => !file.includes('/node_modules/bankcard-ocr/')).join()));`;
    await writeFile(path.join(project, 'loaded.cjs'), source);
    const { stdout } = await run(project, process.execPath, 'loaded.cjs');
    expect(stdout.trimEnd().split('\n').at(-1)).toMatch(/^[^,]*loaded\.cjs$/);
  });

  test.each([[[]], [['write']], [['read']], [['evaluate']], [['serve', '--port', 'x']], [['batch', '--out', 'x.csv']]])(
    '%j is wrong usage',
    async (args) => {
      const { code, stdout, stderr } = await command(...args);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(/help/);
    },
  );
});
