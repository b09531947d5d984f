import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build, type Plugin } from 'esbuild';
import { installedPackage, licenceFiles, manifestOf } from './npm-package';

/** How a package is bundled. */
interface BundleOptions {
  /** the package's entry file, from its folder; default: the one that `import` finds */
  readonly entry?: string;
  /** the file to write, from the package's new folder: the code looks for native libraries from where this file lies */
  readonly file?: string;
  /** packages and files that are not bundled */
  readonly external?: readonly string[];
}

/**
 * Writes a package as one CommonJS file, with everything it depends on and all of their licences: one file loads faster than thirty.
 *
 * @param to - the package's new folder
 */
export async function bundlePackage(
  name: string,
  to: string,
  { entry, file = 'index.js', external = [] }: BundleOptions = {},
): Promise<void> {
  const folder = installedPackage(name);
  const { version, license } = await manifestOf(folder);
  const { metafile } = await build({
    entryPoints: [entry ? path.join(folder, entry) : name],
    outfile: path.join(to, file),
    external: [...external],
    plugins: [withoutOwnBuilds],
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    minify: true,
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
  });
  const bundled = new Set(Object.keys(metafile.inputs).map(packageFolder));
  const licences = await Promise.all([...bundled].sort().map(licenceText));
  await mkdir(to, { recursive: true });
  await writeFile(path.join(to, 'package.json'), `${JSON.stringify({ name, version, license, main: file }, null, 2)}\n`);
  await writeFile(path.join(to, 'LICENSE'), licences.join('\n'));
}

/** Hides from esbuild the native libraries that sharp looks for first, those built from its source: esbuild wants to see them, and there are none. */
const withoutOwnBuilds: Plugin = {
  name: 'without-own-builds',
  setup: ({ onLoad }) => {
    onLoad({ filter: /node_modules\/sharp\/.*\.cjs$/ }, async ({ path: file }) => ({
      contents: (await readFile(file, 'utf8')).replaceAll('require(`../src/build/', 'notBuilt(`../src/build/'),
      loader: 'js',
    }));
  },
};

/** Returns the package's folder of a file: `node_modules/@jimp/core` of `node_modules/@jimp/core/dist/esm/index.js`. */
function packageFolder(file: string): string {
  const [folder] = file.match(/^.*node_modules\/(@[^/]+\/)?[^/]+/) ?? [];
  if (!folder) throw new Error(`${file} belongs to no package`);
  return folder;
}

async function licenceText(folder: string): Promise<string> {
  const { name, version, license } = await manifestOf(folder);
  const texts = await Promise.all((await licenceFiles(folder)).map((file) => readFile(path.join(folder, file), 'utf8')));
  return [`${name} ${version} (${license})\n`, ...texts.map((text) => `${text.trim()}\n`)].join('\n');
}
