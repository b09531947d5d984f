// The try-it page as one file: index.html with its style, its script, and the specimens as data: URIs. Plain JavaScript, as esbuild.config.mjs imports it.
import { readFile } from 'node:fs/promises';
import { build } from 'esbuild';
import sharp from 'sharp';

const SPECIMEN = /specimen:([\w-]+)/g;
/** All digits of a specimen can still be read at this size, and its file is a third of the fixture's. */
const SPECIMEN_SIDE = 720;
const WEBP_QUALITY = 60;

/** @returns its HTML */
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

async function specimen(name) {
  const picture = sharp(`test/fixtures/${name}.jpg`).resize({ width: SPECIMEN_SIDE, height: SPECIMEN_SIDE, fit: 'inside' });
  return (await picture.webp({ quality: WEBP_QUALITY }).toBuffer()).toString('base64');
}
