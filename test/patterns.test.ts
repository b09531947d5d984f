import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from '@swc/core';
import { checkSync } from 'recheck';
import { globSync } from 'tinyglobby';

/** What a client's text reaches. */
const FOLDERS = ['lib', 'handlers', 'scripts/offline', 'scripts/cli'];
/** Applied to an operator's own URL. */
const OWN_TEXT = ['/\\/+$/'];
/** Takes the checker a minute: linear, as at most three signs that are no digits, or pairs of a backslash and a letter, stand between two digits. */
const PROVEN = ['/\\p{Nd}(?:(?:\\\\[bfnrt]|[^\\p{L}\\p{Nd}]){0,3}\\p{Nd}){11,}/gu'];

const ROOT = path.resolve(__dirname, '..');

interface Pattern {
  readonly pattern: string;
  readonly flags: string;
}

/** The literal patterns of a file. */
function patternsIn(file: string): Pattern[] {
  const found: Pattern[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    if ('type' in node && node.type === 'RegExpLiteral') found.push(node as unknown as Pattern);
    for (const child of Object.values(node)) visit(child);
  };
  visit(parseSync(readFileSync(path.join(ROOT, file), 'utf8'), { syntax: 'typescript', target: 'es2022' }));
  return found;
}

const files = globSync(
  FOLDERS.map((folder) => `${folder}/**/*.ts`),
  { cwd: ROOT, ignore: '**/*.as.ts' },
).sort();
const patterns = new Map<string, Pattern>();
for (const file of files) {
  for (const found of patternsIn(file)) patterns.set(`/${found.pattern}/${found.flags}`, found);
}

test('there are patterns', () => expect(patterns.size).toBeGreaterThan(100));

// One that splits a run of signs in many ways, as /^(\d+\.?\d*)x/ does, takes minutes for a long text, and nothing else gets its turn meanwhile.
test.each([...patterns.keys()].filter((name) => ![...OWN_TEXT, ...PROVEN].includes(name)))(
  'takes a time in proportion to its text: %s',
  (name) => {
    const { pattern, flags } = patterns.get(name)!;
    expect(checkSync(pattern, flags, { timeout: 60_000 }).status).toBe('safe');
  },
  70_000,
);
