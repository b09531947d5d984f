import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { installedPackage, licenceFiles, manifestOf } from './npm-package';

/**
 * Lay down a package of pure JavaScript as one CommonJS file, with everything it depends on and the licences of it all.
 *
 * @param to - the package's new folder
 */
export async function bundlePackage(name: string, to: string): Promise<void> {
  const { version, license } = await manifestOf(installedPackage(name));
  const { metafile } = await build({
    entryPoints: [name],
    outfile: path.join(to, 'index.js'),
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    minify: true,
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
  });
  const folders = new Set(Object.keys(metafile.inputs).map(packageFolder));
  const licences = await Promise.all([...folders].sort().map(licenceText));
  await mkdir(to, { recursive: true });
  await writeFile(path.join(to, 'package.json'), `${JSON.stringify({ name, version, license, main: 'index.js' }, null, 2)}\n`);
  await writeFile(path.join(to, 'LICENSE'), licences.join('\n'));
}

/** `node_modules/@jimp/core` of `node_modules/@jimp/core/dist/esm/index.js`. */
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
