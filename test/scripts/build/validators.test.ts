import { readFileSync } from 'node:fs';
import path from 'node:path';
import { validatorsCode } from '../../../scripts/build/validators';

const FILE = path.resolve(__dirname, '../../../lib/contract/validators.js');
const TYPES = path.resolve(__dirname, '../../../lib/contract/validators.d.ts');

test('the file in the repository is what the schemas make (else: npm run build:validators)', () => {
  expect(readFileSync(FILE, 'utf8') === validatorsCode()).toBe(true);
});

test('each of its functions is declared', () => {
  const exported = [...readFileSync(FILE, 'utf8').matchAll(/^exports\.(\w+)/gm)].map(([, name]) => name);
  const declared = [...readFileSync(TYPES, 'utf8').matchAll(/^export declare const (\w+)/gm)].map(([, name]) => name);
  expect(exported.sort()).toEqual(declared.sort());
});

test('it needs no package but what bundling takes from ajv', () => {
  const required = [...readFileSync(FILE, 'utf8').matchAll(/require\("([^"]+)"\)/g)].map(([, name]) => name);
  expect(required).toEqual(['ajv/dist/runtime/ucs2length']);
});
