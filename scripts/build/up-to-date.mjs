// Lets a build be left out where nothing has changed since the last one. Plain JavaScript, as esbuild.config.mjs imports it.
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';

/** Files and folders that bundles are made of. npm writes the last of them whenever it installs something. */
const SOURCES = [
  ...['generated', 'handlers', 'lib', 'models', 'page', 'scripts'],
  ...['docs/accuracy.md', 'esbuild.config.mjs', 'openapi.json', 'package.json', 'tsconfig.json', 'node_modules/.package-lock.json'],
];

/** Whether a change of a file is noticed; that of a package is when npm installs it. file: its path from the root, with `/` */
export const isWatched = (file) =>
  file.includes('node_modules/') || SOURCES.some((source) => file === source || file.startsWith(`${source}/`));

async function filesIn(source) {
  const entries = await readdir(source, { recursive: true, withFileTypes: true }).catch(() => null);
  return entries === null ? [source] : entries.flatMap((entry) => (entry.isFile() ? path.join(entry.parentPath, entry.name) : []));
}

/** Returns a state of each file that changes whenever the file is written; null where the file is missing. */
async function statesOf(files) {
  const stats = await Promise.all(files.map((file) => stat(file).catch(() => null)));
  return Object.fromEntries(files.map((file, i) => [file, stats[i] && [stats[i].mtimeMs, stats[i].size]]));
}

/** Returns the states of all files that bundles are made of. */
export const sourceStates = async () => statesOf((await Promise.all(SOURCES.map(filesIn))).flat().sort());

/**
 * Whether nothing has changed since the last build.
 *
 * @param record - the file that holds what `recordOf` returned for that build
 * @param sources - states of the sources now
 */
export async function isUpToDate(record, sources) {
  const noted = await readFile(record, 'utf8')
    .then(JSON.parse)
    .catch(() => null);
  return noted !== null && isSame(noted.sources, sources) && isSame(noted.built, await statesOf(Object.keys(noted.built)));
}

const isSame = (some, others) => JSON.stringify(some) === JSON.stringify(others);

/**
 * Returns a record of what was built and of what, to be written to a file.
 *
 * @param sources - states of the sources when the build began
 * @param built - paths of the files that were built
 */
export const recordOf = async (sources, built) => Buffer.from(JSON.stringify({ sources, built: await statesOf(built) }));
