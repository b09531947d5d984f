// The try-it page as one file: index.html with its style, its script, and the specimens as data: URIs. Plain JavaScript, as esbuild.config.mjs imports it.
import { readFile } from 'node:fs/promises';
import { build } from 'esbuild';

const SPECIMEN = /specimen:([\w-]+)/g;
/** @returns the page's HTML */
export async function pageDocument() {
  const { outputFiles } = await build({
    entryPoints: ['page/main.ts', 'page/page.css'],
    write: false,
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    charset: 'utf8',
    outdir: 'page',
    logLevel: 'warning',
  });
  const built = (ending) => outputFiles.find(({ path }) => path.endsWith(ending)).text.trimEnd();
  const html = await readFile('page/index.html', 'utf8');
  const names = [...html.matchAll(SPECIMEN)].map(([, name]) => name);
  const pictures = new Map(await Promise.all(names.map(async (name) => [name, await specimen(name)])));
  return html
    .replace(SPECIMEN, (_, name) => `data:image/webp;base64,${pictures.get(name)}`)
    .replace('<style></style>', () => `<style>${built('.css')}</style>`)
    .replace('<script></script>', () => `<script>${built('.js')}</script>`);
}

const specimen = (name) => readFile(`page/specimens/${name}.webp`, 'base64');
