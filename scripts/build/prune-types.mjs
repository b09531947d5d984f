// Removes declarations that no entry of the package imports, directly or by others: tsc writes one for every module that it reads. Plain JavaScript, as package.json runs it
// before a pack.
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';

const FOLDER = 'dist/npm/types';
/** What a declaration imports from beside it. */
const IMPORT = /(?:\bfrom|\bimport)\s*\(?\s*['"](\.[^'"]+)['"]/g;

const declarations = readdirSync(FOLDER, { recursive: true })
  .map((name) => path.join(FOLDER, name))
  .filter((file) => file.endsWith('.d.ts'));
const entries = JSON.stringify(JSON.parse(readFileSync('package.json', 'utf8')).exports).match(/dist\/npm\/types\/[^"]+\.d\.ts/g);

const needed = new Set();
function keep(file) {
  if (needed.has(file)) return;
  needed.add(file);
  for (const [, name] of readFileSync(file, 'utf8').matchAll(IMPORT)) {
    const module = path.join(path.dirname(file), name);
    const found = [`${module}.d.ts`, path.join(module, 'index.d.ts')].find((one) => declarations.includes(one));
    if (found === undefined) throw new Error(`${file} imports ${name}, which has no declaration`);
    keep(found);
  }
}
for (const entry of entries) keep(path.normalize(entry));
for (const file of declarations) if (!needed.has(file)) rmSync(file);
