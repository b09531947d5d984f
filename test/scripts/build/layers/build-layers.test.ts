import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import { architectureOf } from '../../../../scripts/build/layers/architecture';
import { buildLayers } from '../../../../scripts/build/layers/build-layers';
import { fetchPackage } from '../../../../scripts/build/layers/fetch-package';
import { ARTIFACT_LIMIT_BYTES, type ArtifactSize, brokenLimits } from '../../../../scripts/build/package/sizes';
import { binaryPlatform } from '../../../helpers/binary-platform';
import { temporaryFolder } from '../../../helpers/temporary-folder';

const PACKAGES = 'native/nodejs/node_modules';

jest.setTimeout(60_000);

/** Every file of a folder: its path with `/` → its bytes. */
async function contentsOf(folder: string): Promise<Map<string, Buffer>> {
  const entries = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const files = entries.map(({ parentPath, name }) => path.join(parentPath, name)).sort();
  return new Map(
    await Promise.all(
      files.map(async (file) => [path.relative(folder, file).replaceAll(path.sep, '/'), await readFile(file)] as [string, Buffer]),
    ),
  );
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

const folder = temporaryFolder();
let layers: Map<string, Buffer>;
let sizes: ArtifactSize[];

beforeAll(async () => {
  await mkdir(path.join(folder, 'x64/native'), { recursive: true });
  await writeFile(path.join(folder, 'x64/native/left-over.js'), '');
  sizes = await buildLayers('x64', path.join(folder, 'x64'));
  layers = await contentsOf(path.join(folder, 'x64'));
});

describe('the native layer', () => {
  test('has the packages that the bundle leaves outside, and their binaries', () => {
    const packages = [...layers.keys()].flatMap((file) => file.match(/^native\/nodejs\/node_modules\/(.+)\/package\.json$/)?.[1] ?? []);
    expect(packages.filter((name) => !name.endsWith('dist/cjs'))).toEqual([
      '@img/sharp-libvips-linux-x64',
      '@img/sharp-linux-x64',
      'jimp',
      'libheif-js',
      'onnxruntime-node',
      'sharp',
    ]);
  });

  test('has binaries for one platform only, and no provider but the CPU’s', () => {
    const binaries = [...layers].flatMap(([file, bytes]) => {
      const platform = binaryPlatform(bytes);
      return platform ? [[path.posix.basename(file).replace(/[-.]\d.*$/, ''), platform]] : [];
    });
    expect(binaries).toEqual([
      ['libvips-cpp.so', 'linux-x64'],
      ['sharp-linux-x64', 'linux-x64'],
      ['libonnxruntime.so', 'linux-x64'],
      ['onnxruntime_binding.node', 'linux-x64'],
    ]);
  });

  test('has nothing else than what is loaded, and licences', () => {
    const others = [...layers.keys()].filter((file) => file.startsWith(PACKAGES) && !/\.(c?js|json|wasm|node)$|\.so[.\d]*$/.test(file));
    expect(others.filter((file) => !/\/(LICENSE|LICENSE\.md)$/.test(file))).toEqual(
      // the packages that have no file of their licence
      ['@img/sharp-libvips-linux-x64', 'onnxruntime-node'].map((name) => `${PACKAGES}/${name}/README.md`),
    );
    expect(layers.has(`${PACKAGES}/sharp/LICENSE`)).toBe(true);
  });

  test('has libheif as it came, with its licence, so that it can be replaced', () => {
    const files = [...layers.keys()]
      .filter((file) => file.startsWith(`${PACKAGES}/libheif-js/`))
      .map((file) => path.posix.relative(`${PACKAGES}/libheif-js`, file));
    expect(files.sort()).toEqual(['LICENSE', 'libheif-wasm/libheif.js', 'libheif-wasm/libheif.wasm', 'package.json']);
    expect(String(layers.get(`${PACKAGES}/libheif-js/LICENSE`))).toContain('GNU LESSER GENERAL PUBLIC LICENSE');
  });

  test('has jimp in one file that needs no other package, and the licences of what is in there', () => {
    const [bundle, licences] = ['index.js', 'LICENSE'].map((file) => String(layers.get(`${PACKAGES}/jimp/${file}`)));
    const required = [...bundle!.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name]) => name!.replace('node:', ''));
    expect(required).toContain('zlib');
    expect(required.filter((name) => !builtinModules.includes(name))).toEqual([]);
    for (const name of ['jimp 1', '@jimp/js-bmp 1', 'bmp-ts 1', 'zod 3']) expect(licences).toContain(`\n${name}.`);
  });
});

describe('the other layers', () => {
  test('the models are those of the manifest, in a flat folder', async () => {
    const manifest = JSON.parse(await readFile('models/manifest.json', 'utf8'));
    const expected = Object.values<{ file: string; sha256: string }>(manifest).map(({ file, sha256 }) => [path.basename(file), sha256]);
    const files = [...layers].filter(([file]) => file.startsWith('models/models/') && !file.endsWith('/NOTICE'));
    expect(files.map(([file, bytes]) => [path.basename(file), sha256(bytes)])).toEqual(expected.sort());
  });

  test('the BIN table is the committed one', async () => {
    expect(layers.get('bin-table/models/bin-table.jsonl')?.equals(await readFile('models/bin-table.jsonl'))).toBe(true);
  });

  test('both name the authors', async () => {
    const notice = await readFile('NOTICE');
    for (const layer of ['models', 'bin-table']) expect(layers.get(`${layer}/models/NOTICE`)?.equals(notice)).toBe(true);
  });

  test('no file of one hides a file of another where they are laid over each other', () => {
    const places = [...layers.keys()].map((file) => file.slice(file.indexOf('/') + 1)).filter((file) => file !== 'models/NOTICE');
    expect(new Set(places).size).toBe(places.length);
  });
});

test('a second build has the same bytes, and nothing that was left in the folder', async () => {
  await buildLayers('x64', path.join(folder, 'again'));
  const hashes = (files: Map<string, Buffer>): [string, string][] => [...files].map(([file, bytes]) => [file, sha256(bytes)]);
  expect(hashes(await contentsOf(path.join(folder, 'again')))).toEqual(hashes(layers));
});

describe('sizes', () => {
  test('are those on disk, and within the limits', () => {
    const bytesIn = (layer: string): number =>
      [...layers].reduce((sum, [file, bytes]) => sum + (file.startsWith(`${layer}/`) ? bytes.length : 0), 0);
    expect(sizes).toEqual([
      { name: 'native', unzippedBytes: bytesIn('native') },
      { name: 'models', unzippedBytes: bytesIn('models') },
      { name: 'binTable', unzippedBytes: bytesIn('bin-table') },
    ]);
    expect(brokenLimits(sizes)).toEqual([]);
  });

  test('each limit of ours leaves a tenth to a quarter', () => {
    for (const { name, unzippedBytes } of sizes) {
      expect(ARTIFACT_LIMIT_BYTES[name]! / unzippedBytes).toBeGreaterThan(1.1);
      expect(ARTIFACT_LIMIT_BYTES[name]! / unzippedBytes).toBeLessThan(1.25);
    }
  });
});

test.each([
  ['x64', 'x64'],
  ['x86_64', 'x64'],
  ['arm64', 'arm64'],
])('architecture %s', (name, expected) => {
  expect(architectureOf(name)).toBe(expected);
});

test('no other architecture', () => {
  expect(() => architectureOf('ia32')).toThrow('unknown architecture ia32');
});

describe('packages for another platform', () => {
  let source: string;
  let integrity: string;

  beforeAll(async () => {
    source = path.join(folder, 'source');
    await mkdir(source);
    await writeFile(path.join(source, 'package.json'), JSON.stringify({ name: 'toy', version: '1.0.0' }));
    const { stdout } = await promisify(execFile)('npm', ['pack', source, '--json', '--dry-run']);
    integrity = JSON.parse(stdout)[0].integrity;
  });

  /** A lock file that takes the package from its folder instead of the registry. */
  async function lockFile(checksum: string): Promise<string> {
    const file = path.join(folder, 'package-lock.json');
    await writeFile(file, JSON.stringify({ packages: { 'node_modules/toy': { version: `file:${source}`, integrity: checksum } } }));
    return file;
  }

  test('one as the lock file says is fetched', async () => {
    const workFolder = await mkdtemp(path.join(folder, 'fetched-'));
    const fetched = await fetchPackage('toy', workFolder, await lockFile(integrity));
    expect(await readFile(path.join(fetched, 'package.json'), 'utf8')).toContain('"toy"');
  });

  test('one of another checksum is refused', async () => {
    const workFolder = await mkdtemp(path.join(folder, 'forged-'));
    await expect(fetchPackage('toy', workFolder, await lockFile('sha512-another'))).rejects.toThrow('the checksum of toy differs');
  });

  test('one that is not locked is refused', async () => {
    await expect(fetchPackage('another', folder, await lockFile(integrity))).rejects.toThrow('has no another');
  });
});
