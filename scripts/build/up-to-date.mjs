// Lets a build be left out where nothing has changed since the last one. Plain JavaScript, as esbuild.config.mjs imports it.
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';

/** What bundles are made of. npm writes the last one whenever it installs something. */
const SOURCES = [
  ...['generated', 'handlers', 'lib', 'models', 'page', 'scripts'],
  ...['docs/accuracy.md', 'esbuild.config.mjs', 'openapi.json', 'package.json', 'tsconfig.json', 'node_modules/.package-lock.json'],
];

/** Whether a change of a file is noticed; of packages, that they were installed. file: its path from the root, with `/` */
export const isWatched = (file) =>
  file.includes('node_modules/') || SOURCES.some((source) => file === source || file.startsWith(`${source}/`));

async function filesIn(source) {
  const entries = await readdir(source, { recursive: true, withFileTypes: true }).catch(() => null);
  return entries === null ? [source] : entries.flatMap((entry) => (entry.isFile() ? path.join(entry.parentPath, entry.name) : []));
}

/** Of each file, what changes whenever it is written; null where it is missing. */
async function statesOf(files) {
  const stats = await Promise.all(files.map((file) => stat(file).catch(() => null)));
  return Object.fromEntries(files.map((file, i) => [file, stats[i] && [stats[i].mtimeMs, stats[i].size]]));
}

/** The state of all files that bundles are made of. */
export const sourceStates = async () => statesOf((await Promise.all(SOURCES.map(filesIn))).flat().sort());

/**
 * Whether nothing has changed since the last build.
 *
 * @param record - the file that holds the `recordOf` it
 * @param sources - their states
 */
export async function isUpToDate(record, sources) {
  const noted = await readFile(record, 'utf8')
    .then(JSON.parse)
    .catch(() => null);
  return noted !== null && isSame(noted.sources, sources) && isSame(noted.built, await statesOf(Object.keys(noted.built)));
}

const isSame = (some, others) => JSON.stringify(some) === JSON.stringify(others);

/**
 * What was built, and of what, to be written to a file.
 *
 * @param sources - their states when the build began
 * @param built - paths
 */
export const recordOf = async (sources, built) => Buffer.from(JSON.stringify({ sources, built: await statesOf(built) }));
