import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from '@swc/core';

/** One import statement, `export … from`, `import()`, `import('…')` type or `require()`. */
interface Import {
  /** file that imports, from the repository's root, e.g. `lib/card/pan.ts` */
  readonly from: string;
  /** the text in quotes */
  readonly specifier: string;
  /** erased by the compiler */
  readonly typeOnly: boolean;
}

const ROOT = path.resolve(__dirname, '..');
const TREES = ['lib', 'handlers', 'scripts', 'page'];

/** Stages see only what stands here, of the project's own; folders of lib/ not named here are of the outside (camera/, contract/, source/). */
const LIB_FOLDERS: Readonly<Record<string, readonly string[]>> = {
  card: [],
  bin: [],
  image: [],
  model: [],
  location: ['image', 'model'],
  recognition: ['image', 'model'],
  reading: ['sight', 'evidence', 'location', 'recognition', 'image', 'model', 'card'],
};
const STAGES = Object.keys(LIB_FOLDERS);
/** What everything may import. */
const BASICS = [
  'lib/as-buffer',
  'lib/errors',
  'lib/event-loop',
  'lib/excerpt',
  'lib/geometry',
  'lib/quantile',
  'lib/tensor',
  'lib/weighted-semaphore',
  'lib/working-memory',
];
/** They are for building only: no running code sees them. */
const SCHEMAS = /^lib\/contract\/(request|answer)-schemas\.ts$/;
/** Packages (by folder of lib/) that need a reason. */
const PACKAGE_HOMES: Readonly<Record<string, RegExp>> = {
  sharp: /^lib\/image\/(examine-picture|decode-here|encode|mirrored)\.ts$/,
  jimp: /^lib\/image\/decode-here\.ts$/,
  'libheif-js': /^lib\/image\/heic\.ts$/,
  'image-size': /^lib\/image\//,
  'onnxruntime-node': /^lib\/model\/onnx-model\.ts$/,
  'request-filtering-agent': /^lib\/source\/public-address\.ts$/,
  '@aws-sdk/client-s3': /^lib\/source\/s3\.ts$/,
  // schemas are compiled, and types made of them, before the service is deployed: that takes long
  ajv: /^$/,
  typebox: SCHEMAS,
};
/** What is generated, and who of lib/ may import it. */
const GENERATED: Readonly<Record<string, RegExp>> = {
  'generated/contract-types': /^lib\/(client|contract\/[\w-]+)\.ts$/,
  'generated/validators': /^lib\/contract\//,
  'generated/pixel-kernels': /^lib\/image\/pixel-memory\.ts$/,
  'generated/edge-kernels': /^lib\/location\/picture-edges\.ts$/,
  'generated/ctc-kernels': /^lib\/recognition\/ctc\.ts$/,
};
/** It answers as the deployed function does, for it is the same one that answers: nothing else of scripts/ is about requests. */
const SERVING = 'scripts/cli/serve/command.ts';
/** What the reader returns. */
const READINGS = /^lib\/(picture|together)-reading$/;
/** What the page may import of the library: the client, the camera, where things are in a picture, and bounds and formats of what is sent and shown. */
const OF_THE_PAGE = [
  'lib/client',
  'lib/camera',
  'lib/geometry',
  'lib/masked-number',
  'lib/number-cover',
  'lib/picture-formats',
  'lib/sendable-bytes',
];
const IMAGE_PACKAGES = ['sharp', 'jimp', 'libheif-js', 'image-size'];
const VAGUE_WORD = /^(utils?|utilities|utility|helpers?|services?|managers?|data|commons?|misc|stuff)$/;

const isOwn = (specifier: string): boolean => specifier.startsWith('.');
const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

/** The module meant by an own import, from the root and without ending: `lib/card/pan`; a folder stands for its index. */
const targetOf = ({ from, specifier }: Import): string =>
  path.posix
    .join(path.posix.dirname(from), specifier)
    .replace(/\.(ts|js)$/, '')
    .replace(/^lib$/, 'lib/index');

/** `lib/card` of `lib/card/pan`, but `lib/errors` of `lib/errors`: the root of lib/ is no unit. */
const unitOf = (module: string): string => {
  const bare = module.replace(/\.ts$/, '');
  const folder = path.posix.dirname(bare);
  return folder === 'lib' ? bare : folder;
};

/** What is wrong with an import; null when nothing is. */
function violation(imported: Import): string | null {
  const { from, specifier, typeOnly } = imported;
  const [tree, folder = ''] = from.split('/');
  const broken = (rule: string): string => `${from} imports ${specifier}: ${rule}`;

  if (!isOwn(specifier)) {
    if (tree === 'page') return broken('the page brings along all that it needs');
    const home = PACKAGE_HOMES[packageOf(specifier)];
    if (tree === 'lib' && home && !home.test(from)) return broken(`within lib only ${home.source} may`);
    if (from.startsWith('lib/image/') && !specifier.startsWith('node:') && !IMAGE_PACKAGES.includes(packageOf(specifier))) {
      return broken(`lib/image needs no package but ${IMAGE_PACKAGES.join(', ')}`);
    }
    return null;
  }

  const target = targetOf(imported);
  const unit = unitOf(target);
  if (tree === 'handlers') {
    const isSurface = target === 'lib/index' || target === 'lib/objects';
    return isSurface || target.startsWith('handlers/') ? null : broken('handlers see only lib/index and lib/objects');
  }
  if (tree === 'scripts') {
    if (from === SERVING && target.startsWith('handlers/')) return null;
    return /^(lib|scripts)\/|^package\.json$/.test(target) ? null : broken('scripts see only lib, scripts and the version');
  }
  if (tree === 'page')
    return OF_THE_PAGE.includes(target) || target.startsWith('page/')
      ? null
      : broken(`the page sees only ${OF_THE_PAGE.join(', ')} and itself`);
  if (target.endsWith('.json')) return null;
  if (target in GENERATED) return GENERATED[target]?.test(from) ? null : broken(`${target} is for ${GENERATED[target]?.source}`);
  if (SCHEMAS.test(`${target}.ts`)) return broken('schemas are for what is built');
  if (!target.startsWith('lib/')) return broken('lib sees only itself');

  const ownUnit = unitOf(from);
  if (unit === ownUnit || BASICS.includes(target)) return null;
  if (BASICS.includes(ownUnit)) return broken('what everything imports imports nothing');
  if (target === 'lib/index' || target === 'lib/card-reader') {
    return ownUnit === 'lib/index' ? null : broken('the surface is for users of the library');
  }
  const isInFolder = from.split('/').length > 2;
  if (!isInFolder) return null;
  if (READINGS.test(target) && (!typeOnly || STAGES.includes(folder))) return broken('a reading is known by its type');

  const targetFolder = unit.slice('lib/'.length);
  if (folder === 'source' && targetFolder === 'contract') return broken('a picture is loaded alike, whoever asks for it');
  const allowed = LIB_FOLDERS[folder];
  if (!allowed)
    return STAGES.includes(targetFolder) && !['card', 'bin'].includes(targetFolder) ? broken('card-reader alone composes stages') : null;
  if (!allowed.includes(targetFolder)) return broken(`lib/${folder} may import ${['itself', ...BASICS, ...allowed].join(', ')}`);
  if (targetFolder === 'model' && !typeOnly) return broken('stages get their models from outside: types only');
  return null;
}

/** The first ring among units that import each other, e.g. `a → b → a`; null when there is none. */
function cycle(imports: readonly Import[]): string | null {
  const graph = new Map<string, Set<string>>();
  for (const imported of imports.filter(({ specifier }) => isOwn(specifier))) {
    const from = unitOf(imported.from);
    const to = unitOf(targetOf(imported));
    if (from !== to) graph.set(from, (graph.get(from) ?? new Set()).add(to));
  }
  const done = new Set<string>();
  const visit = (unit: string, way: readonly string[]): string | null => {
    if (way.includes(unit)) return [...way.slice(way.indexOf(unit)), unit].join(' → ');
    if (done.has(unit)) return null;
    for (const next of graph.get(unit) ?? []) {
      const ring = visit(next, [...way, unit]);
      if (ring) return ring;
    }
    done.add(unit);
    return null;
  };
  for (const unit of graph.keys()) {
    const ring = visit(unit, []);
    if (ring) return ring;
  }
  return null;
}

/** Words of a path that say nothing. */
const vagueWords = (file: string): string[] =>
  file
    .replace(/(\.d)?\.ts$/, '')
    .split(/[/\-_.]/)
    .filter((word) => VAGUE_WORD.test(word));

/** All imports of a source text. */
function importsIn(from: string, source: string): Import[] {
  const imports: Import[] = [];
  const add = (node: unknown, typeOnly: boolean): void => {
    const { value } = (node ?? {}) as { value?: unknown };
    if (typeof value === 'string') imports.push({ from, specifier: value, typeOnly });
  };
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    // biome-ignore lint/suspicious/noExplicitAny: a syntax tree
    const n = node as any;
    switch (n.type) {
      case 'ImportDeclaration':
      case 'ExportNamedDeclaration':
      case 'ExportAllDeclaration': {
        const named = n.specifiers ?? [];
        add(n.source, n.typeOnly || (named.length > 0 && named.every((s: { isTypeOnly?: boolean }) => s.isTypeOnly)));
        break;
      }
      case 'CallExpression':
        if (n.callee.type === 'Import' || n.callee.value === 'require') add(n.arguments[0]?.expression, false);
        break;
      case 'TsImportType':
        add(n.argument, true);
        break;
      case 'TsExternalModuleReference':
        add(n.expression, false);
        break;
    }
    Object.values(n).forEach(walk);
  };
  walk(parseSync(source, { syntax: 'typescript' }).body);
  return imports;
}

const filesUnder = (folder: string): string[] =>
  readdirSync(path.join(ROOT, folder), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesUnder(`${folder}/${entry.name}`) : entry.name.endsWith('.ts') ? [`${folder}/${entry.name}`] : [],
  );

const files = TREES.filter((tree) => existsSync(path.join(ROOT, tree))).flatMap(filesUnder);
const imports = files.flatMap((file) => importsIn(file, readFileSync(path.join(ROOT, file), 'utf8')));

describe('the tree', () => {
  test('is seen at all', () => {
    expect(files).toEqual(expect.arrayContaining(['lib/index.ts', 'lib/card/pan.ts', 'scripts/cli/bankcard-ocr.ts']));
    expect(imports).toContainEqual({ from: 'lib/card/pan-prior.ts', specifier: './luhn', typeOnly: false });
    expect(imports).toContainEqual({ from: 'lib/image/decode-here.ts', specifier: 'jimp', typeOnly: false });
  });

  test('every own import leads to a file', () => {
    const lost = imports
      .filter(({ specifier }) => isOwn(specifier))
      .filter(
        (i) =>
          !['', '.ts', '.d.ts', '/index.ts'].some((end) =>
            statSync(path.join(ROOT, targetOf(i) + end), { throwIfNoEntry: false })?.isFile(),
          ),
      );
    expect(lost).toEqual([]);
  });

  test('has nothing but TypeScript in lib', () => {
    const others = readdirSync(path.join(ROOT, 'lib'), { recursive: true, withFileTypes: true }).filter(
      (entry) => entry.isFile() && !entry.name.startsWith('.') && !entry.name.endsWith('.ts'),
    );
    expect(others.map(({ name }) => name)).toEqual([]);
  });

  test('imports as the design says', () => {
    expect(imports.map(violation).filter((broken) => broken !== null)).toEqual([]);
  });

  test('has no import cycles between folders', () => {
    expect(cycle(imports)).toBeNull();
  });

  test('has no names that say nothing', () => {
    expect(files.filter((file) => vagueWords(file).length > 0)).toEqual([]);
  });
});

describe('the rules', () => {
  const imported = (from: string, specifier: string, typeOnly = false): Import => ({ from, specifier, typeOnly });

  test.each([
    ['handlers/api-gateway.ts', '../lib/card/pan'],
    ['handlers/api-gateway.ts', '../lib/card-reader'],
    ['handlers/http.ts', '../scripts/cli/developer'],
    ['scripts/measure/evaluate/command.ts', '../../../handlers/http'],
    ['scripts/measure/evaluate/command.ts', '../../../test/helpers/fixtures'],
    ['scripts/cli/serve/http-server.ts', '../../../handlers/http'],
    ['page/main.ts', '../lib/errors'],
    ['page/main.ts', '../lib/camera/read-frames'],
    ['lib/camera/read-frames.ts', '../image/raster'],
    ['page/main.ts', '../lib'],
    ['page/main.ts', '../handlers/http'],
    ['page/main.ts', 'sharp'],
    ['page/main.ts', 'node:path'],
    ['handlers/documents.ts', '../page/words'],
    ['lib/client.ts', '../page/words'],
    ['lib/card/pan.ts', '../image/raster'],
    ['lib/card/pan.ts', '../bin/lookup-bin'],
    ['lib/card/expiry.ts', '../reading/find-expiry'],
    ['lib/bin/lookup-bin.ts', '../location/line-votes'],
    ['lib/bin/lookup-bin.ts', '../recognition/ctc'],
    ['lib/bin/lookup-bin.ts', '../model/manifest'],
    ['lib/image/warp.ts', '../model/model'],
    ['lib/image/warp.ts', '../card/pan'],
    ['lib/location/locator.ts', '../sight'],
    ['lib/recognition/strip.ts', '../evidence'],
    ['lib/image/warp.ts', 'd3-polygon'],
    ['lib/image/warp.ts', 'sharp'],
    ['lib/image/decode-here.ts', 'libheif-js'],
    ['lib/image/resize.ts', 'jimp'],
    ['lib/location/locator.ts', '../recognition/ctc'],
    ['lib/location/locator.ts', '../model/model'],
    ['lib/location/line-votes.ts', '../card/pan'],
    ['lib/location/line-votes.ts', '../bin/lookup-bin'],
    ['lib/location/line-votes.ts', '../reading/conclude'],
    ['lib/recognition/ctc.ts', '../location/line-votes'],
    ['lib/recognition/ctc.ts', '../card/luhn'],
    ['lib/recognition/digit-recognizer.ts', 'onnxruntime-node'],
    ['lib/recognition/digit-recognizer.ts', 'onnxruntime-node/dist/index'],
    ['lib/model/manifest.ts', '../image/raster'],
    ['lib/model/manifest.ts', 'onnxruntime-node'],
    ['lib/reading/conclude.ts', '../bin/lookup-bin'],
    ['lib/reading/conclude.ts', '../card-reading'],
    ['lib/reading/conclude.ts', '../card-reader'],
    ['lib/reading/conclude.ts', '..'],
    ['lib/reading/conclude.ts', '../model/onnx-model'],
    ['lib/geometry.ts', './image/raster'],
    ['lib/errors.ts', './card-reading'],
    ['lib/card-reading.ts', './index'],
    ['lib/card-reader.ts', 'sharp'],
    ['lib/card-reader.ts', '../scripts/measure/evaluate/score'],
    ['lib/contract/answer.ts', '../recognition/ctc'],
    ['lib/contract/answer.ts', '../image/decode'],
    ['lib/contract/answer.ts', 'ajv'],
    ['lib/contract/answer.ts', 'typebox'],
    ['lib/contract/answer.ts', './answer-schemas'],
    ['lib/contract/request-schemas.ts', './answer-schemas'],
    ['lib/card-reading.ts', '../generated/contract-types'],
    ['lib/image/warp.ts', '../../generated/validators'],
    ['lib/image/warp.ts', '../../generated/pixel-kernels'],
    ['handlers/http.ts', '../generated/validators'],
    ['page/main.ts', '../generated/contract-types'],
    ['lib/source/image-source.ts', '../contract/card-request'],
    ['lib/source/load-image.ts', '@aws-sdk/client-s3'],
    ['lib/source/url.ts', 'request-filtering-agent'],
    ['lib/source/url.ts', '../image/decode'],
    ['lib/source/url.ts', 'sharp'],
  ])('%s must not import %s', (from, specifier) => {
    expect(violation(imported(from, specifier))).toContain(from);
  });

  test.each([
    ['handlers/api-gateway.ts', '../lib'],
    ['handlers/api-gateway.ts', '../lib/index'],
    ['handlers/batch-queue.ts', '../lib/objects'],
    ['handlers/api-gateway.ts', './http'],
    ['handlers/api-gateway.ts', 'node:crypto'],
    ['scripts/build/specimens/command.ts', '../../../lib/image/resize'],
    ['scripts/cli/serve/command.ts', '../../../handlers/api-gateway'],
    ['scripts/command/run-command-line.ts', '../../package.json'],
    ['scripts/build/specimens/svg.ts', 'sharp'],
    ['page/main.ts', '../lib/client'],
    ['page/picture-view.ts', '../lib/number-cover'],
    ['page/camera.ts', '../lib/camera'],
    ['lib/camera/read-frames.ts', '../client'],
    ['page/main.ts', './words'],
    ['lib/card/pan-prior.ts', './luhn'],
    ['lib/image/decode-here.ts', 'sharp'],
    ['lib/image/heic.ts', 'libheif-js/libheif-wasm/libheif.js'],
    ['lib/image/decode.ts', '../errors'],
    ['lib/image/to-tensor.ts', '../tensor'],
    ['lib/location/locator.ts', '../image/warp'],
    ['lib/location/min-area-rectangle.ts', 'd3-polygon'],
    ['lib/reading/conclude.ts', '../location/line-votes'],
    ['lib/reading/conclude.ts', '../card/pan'],
    ['lib/reading/conclude.ts', '../sight'],
    ['lib/model/onnx-model.ts', 'onnxruntime-node'],
    ['lib/model/manifest.ts', '../../models/manifest.json'],
    ['lib/contract/parse-request.ts', '../source/image-source'],
    ['lib/contract/answer.ts', '../card/pan'],
    ['lib/contract/answer.ts', '../../generated/validators'],
    ['lib/contract/answer-schemas.ts', 'typebox'],
    ['lib/client.ts', '../generated/contract-types'],
    ['lib/image/pixel-memory.ts', '../../generated/pixel-kernels'],
    ['scripts/build/contract/types.ts', '../../../lib/contract/answer-schemas'],
    ['lib/source/s3.ts', '@aws-sdk/client-s3'],
    ['scripts/build/contract/validators.ts', 'ajv'],
    ['lib/card-reader.ts', './bin/lookup-bin'],
    ['lib/index.ts', './card-reader'],
  ])('%s may import %s', (from, specifier) => {
    expect(violation(imported(from, specifier))).toBeNull();
  });

  test('a model may be known by its type', () => {
    expect(violation(imported('lib/location/locator.ts', '../model/model', true))).toBeNull();
    expect(violation(imported('lib/location/locator.ts', '../model/model', false))).toContain('types only');
  });

  test('the contract may know a reading by its type', () => {
    expect(violation(imported('lib/contract/answer.ts', '../picture-reading', true))).toBeNull();
    expect(violation(imported('lib/contract/answer.ts', '../picture-reading', false))).toContain('by its type');
    expect(violation(imported('lib/reading/conclude.ts', '../together-reading', true))).toContain('by its type');
    expect(violation(imported('lib/contract/answer.ts', '../card-reader', true))).toContain('users of the library');
  });

  test('a ring of folders is found, whatever its length', () => {
    const ring = [imported('lib/a/x.ts', '../b/y'), imported('lib/b/z.ts', '../c/y'), imported('lib/c/y.ts', '../a/z', true)];
    expect(cycle(ring)).toBe('lib/a → lib/b → lib/c → lib/a');
    expect(cycle(ring.slice(0, 2))).toBeNull();
    expect(cycle([imported('lib/card-reading.ts', './card-reader'), imported('lib/card-reader.ts', './card-reading')])).not.toBeNull();
    expect(cycle([imported('lib/a/x.ts', './y'), imported('lib/a/y.ts', './x')])).toBeNull();
  });

  test.each([
    ['lib/utils/crop.ts', ['utils']],
    ['lib/image/image-helpers.ts', ['helpers']],
    ['handlers/card-service.ts', ['service']],
    ['lib/bin/bin-data.ts', ['data']],
    ['scripts/common.ts', ['common']],
    ['lib/model/manager/manager.ts', ['manager', 'manager']],
    ['lib/card/database.ts', []],
    ['lib/bin/lookup-bin.ts', []],
  ])('the name %s', (file, words) => {
    expect(vagueWords(file)).toEqual(words);
  });

  test('every kind of import is seen', () => {
    const source = `
      import a from 'a';
      import type { B } from 'b';
      import { type C } from 'c';
      import { type D, d } from 'd';
      import 'e';
      export { f } from 'f';
      export * from 'g';
      export type { H } from 'h';
      const i = async () => (await import('i')).default;
      const j = require('j');
      type K = import('k').K;
      import l = require('l');
      const text = "import m from 'm'"; // import n from 'n'
    `;
    expect(importsIn('lib/x.ts', source).map(({ specifier, typeOnly }) => specifier + (typeOnly ? ' (type)' : ''))).toEqual([
      ...['a', 'b (type)', 'c (type)', 'd', 'e', 'f', 'g', 'h (type)', 'i', 'j', 'k (type)', 'l'],
    ]);
  });
});
