import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ERROR_CATALOGUE } from '../../../lib/errors';
import { WARNINGS } from '../../../lib/warnings';

const ROOT = path.resolve(__dirname, '../../..');
/** An ES module, which jest runs nowhere. */
const PROGRAM = `
import { readFileSync } from 'node:fs';
import { referenceDocument } from './scripts/build/reference-page.mjs';
process.stdout.write(referenceDocument(JSON.parse(readFileSync(process.argv[1], 'utf8')), readFileSync('docs/accuracy.md', 'utf8')));`;
const html = execFileSync(process.execPath, ['--input-type=module', '-e', PROGRAM, 'openapi.json'], { cwd: ROOT, encoding: 'utf8' });
const api = JSON.parse(readFileSync(path.join(ROOT, 'openapi.json'), 'utf8'));
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** What is said of members, wherever they stand in a schema. */
const descriptionsIn = (node: unknown): string[] =>
  typeof node !== 'object' || node === null
    ? []
    : Object.entries(node).flatMap(([name, value]) => [
        ...(name === 'properties' ? Object.values<{ description?: string }>(value).flatMap(({ description }) => description ?? []) : []),
        ...descriptionsIn(value),
      ]);

test('has every path, every error, every warning and what each field holds', () => {
  for (const route of Object.keys(api.paths)) expect(html).toContain(`id="${route}"`);
  for (const code of Object.keys(ERROR_CATALOGUE)) expect(html).toContain(`<code>${code}</code>`);
  for (const [code, { means, advice }] of Object.entries(WARNINGS))
    expect(html.replaceAll(/<\/?code>/g, '`')).toContain(`\`${code}\`</td><td>${means} ${advice}</td>`);
  const fields = descriptionsIn(api.components.schemas);
  expect(fields.length).toBeGreaterThan(70);
  for (const description of fields) expect(html.replaceAll(/<\/?code>/g, '`')).toContain(escaped(description));
});

test('tells bytes from text', () => {
  expect(html).toContain('<h3>Request body: <code>image/*</code></h3><p>bytes</p>');
  expect(html).toContain('<td>bytes or array of bytes</td>');
});

test('shows what was measured', () => {
  const [, first] = /^\| (number [^|]+) \|/m.exec(readFileSync(path.join(ROOT, 'docs/accuracy.md'), 'utf8'))!;
  expect(html).toContain(`<td>${first}</td>`);
});

test('every link within it leads to something, once', () => {
  const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const targets = [...html.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
  expect(targets.length).toBeGreaterThan(20);
  expect(targets.filter((target) => !ids.includes(target))).toEqual([]);
});

test('needs nothing from elsewhere, and runs nothing', () => {
  expect(html).not.toMatch(/<script|\son\w+=|src=|@import|url\(/i);
  expect([...html.matchAll(/href="([^#"]*)"/g)].map(([, target]) => target)).toEqual(['data:,', './', 'openapi.json']);
});

test('shows text as text', () => {
  const hostile = structuredClone(api);
  hostile.info.title = '<script>alert(1)</script>';
  const source = PROGRAM.replace("JSON.parse(readFileSync(process.argv[1], 'utf8'))", 'JSON.parse(process.argv[1])');
  const args = ['--input-type=module', '-e', source, JSON.stringify(hostile)];
  expect(execFileSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' })).not.toContain('<script>');
});
