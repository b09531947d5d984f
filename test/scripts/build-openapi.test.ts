import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import Ajv from 'ajv/dist/2020';
import { PROVIDER_FORMATS } from '../../lib/contract/card-request';
import { ERROR_CATALOGUE } from '../../lib/errors';
import { openApiText } from '../../scripts/build-openapi';

const FILE = path.resolve(__dirname, '../../openapi.json');
const text = readFileSync(FILE, 'utf8');
const api = JSON.parse(text);

interface MediaType {
  readonly schema: object;
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>;
}

/** Each media type of a part of the document that has examples, with where it stands. */
function exemplified(node: unknown, at: string): [at: string, media: Required<MediaType>][] {
  if (typeof node !== 'object' || node === null) return [];
  const own: [string, Required<MediaType>][] = 'examples' in node && 'schema' in node ? [[at, node as Required<MediaType>]] : [];
  return [...own, ...Object.entries(node).flatMap(([name, child]) => exemplified(child, `${at}/${name}`))];
}

test('the file in the repository is what the schemas make (else: npm run build:openapi)', () => {
  expect(text === openApiText()).toBe(true);
});

test('it is of OpenAPI 3.1, and a linter has nothing to say of it', async () => {
  const linter = path.resolve(__dirname, '../helpers/lint-openapi.mjs');
  const { stdout } = await promisify(execFile)(process.execPath, [linter, FILE]);
  expect(JSON.parse(stdout)).toEqual([]);
  expect(api.openapi).toMatch(/^3\.1\./);
});

describe('its examples', () => {
  const ajv = new Ajv({ strict: false });
  ajv.addSchema(api, 'api');
  const found = exemplified(api.paths, '#/paths').concat(exemplified(api.components.responses, '#/components/responses'));
  const cases = found.flatMap(([at, { schema, examples }]) =>
    Object.entries(examples).map(([name, { value }]): [string, object, unknown] => [`${at}: ${name}`, schema, value]),
  );

  test('are many', () => expect(cases.length).toBeGreaterThan(80));

  test.each(cases)('%s', (_, schema, value) => {
    const absolute = JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"api#/'));
    const validate = ajv.compile(absolute);
    expect([validate(value), validate.errors]).toEqual([true, null]);
  });
});

test('every status and every code of the table of errors stands in it', () => {
  for (const isRich of ['Compat', 'Rich']) {
    for (const [code, { status }] of Object.entries(ERROR_CATALOGUE)) {
      expect(api.components.responses[`${isRich}${status}`].content['text/plain; charset=utf-8'].examples).toHaveProperty(code);
    }
  }
  const { responses } = api.paths['/v1/cards'].post;
  expect(Object.keys(responses)).toEqual(['200', ...new Set(Object.values(ERROR_CATALOGUE).map(({ status }) => String(status)))]);
});

test('so does every format', () => {
  expect(api.components.schemas.Configure.properties.format.enum).toEqual(PROVIDER_FORMATS);
});
