import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import Ajv from 'ajv/dist/2020';
import { ANSWERS, EXAMPLE_REQUEST_ID } from '../../../lib/contract/answer-schemas';
import { PROVIDER_FORMATS } from '../../../lib/contract/card-request';
import { errorAnswer } from '../../../lib/contract/error-answer';
import { type CardOcrError, ERROR_CATALOGUE, type ErrorCode, messageOf } from '../../../lib/errors';
import { excerptOf } from '../../../lib/excerpt';
import { WARNINGS } from '../../../lib/warnings';
import { RICH_EXAMPLE } from '../../../scripts/build/openapi/examples';
import { API_EXAMPLES } from '../../helpers/api-examples';

const FILE = path.resolve(__dirname, '../../../openapi.json');
const api = JSON.parse(readFileSync(FILE, 'utf8'));

/** What OpenAPI adds to JSON Schema is let by. */
const HOW_TO_CHECK = { strict: false, formats: { int64: true } } as const;

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

test('it is of OpenAPI 3.1, and a linter has nothing to say of it', async () => {
  const linter = path.resolve(__dirname, '../../helpers/lint-openapi.mjs');
  const { stdout } = await promisify(execFile)(process.execPath, [linter, FILE]);
  expect(JSON.parse(stdout)).toEqual([]);
  expect(api.openapi).toMatch(/^3\.1\./);
});

test('its paths are those of the service wherever that lies', () => {
  const [{ url }] = api.servers;
  expect(new URL(url, 'https://host.example/prod/openapi.json').href).toBe('https://host.example/prod/');
});

test('its media types have no parameters: of a type with a charset some tools make no client, and check no answer', () => {
  const types = [...JSON.stringify(api).matchAll(/"((?:application|text|image|multipart)\/[^"]+)":\{/g)].map(([, type]) => type);
  expect(types).toContain('application/json');
  expect(types.filter((type) => type?.includes(';'))).toEqual([]);
});

test('forms are told of on every path that takes them: gateways refuse types that a document does not have', () => {
  for (const route of ['/bankcard', '/rest/160601/ocr/ocr_bank_card.json', '/v1/cards'])
    expect(api.paths[route].post.requestBody.content['application/x-www-form-urlencoded'].schema.$ref).toMatch(/FormRequest$/);
});

test('a picture is bytes by the names of OpenAPI 3.1 and of 3.0, and in multipart there may be one or several', () => {
  const { content } = api.paths['/v1/cards'].post.requestBody;
  const bytes = { type: 'string', format: 'binary', contentMediaType: 'application/octet-stream' };
  for (const type of ['application/octet-stream', 'image/*']) expect(content[type].schema).toEqual(bytes);
  const [one, several] = api.components.schemas.UploadRequest.properties.image.anyOf;
  expect([one, several.items]).toEqual([bytes, bytes]);
});

const ANSWER_NAMES = Object.keys({ ...ANSWERS, ErrorAnswer: true });

test('answers may have members that it does not have: later versions add some, and clients that are made of it let them by', () => {
  for (const name of ANSWER_NAMES)
    expect([name, JSON.stringify(api.components.schemas[name])]).toEqual([
      name,
      expect.not.stringContaining('"additionalProperties":false'),
    ]);
  for (const { properties } of [api.components.schemas.CardsAnswer, api.components.schemas.BankCardAnswer.properties.result])
    expect(properties.timings.additionalProperties).toEqual({ type: 'number', minimum: 0 });
});

describe('its examples', () => {
  const ajv = new Ajv(HOW_TO_CHECK);
  const closed = (schema: object): object =>
    JSON.parse(JSON.stringify(schema), (_, value) =>
      value?.properties?.constructor === Object ? { ...value, additionalProperties: false } : value,
    );
  const { schemas } = api.components;
  const answers = Object.fromEntries(ANSWER_NAMES.map((name) => [name, closed(schemas[name])]));
  ajv.addSchema({ ...api, components: { ...api.components, schemas: { ...schemas, ...answers } } }, 'api');
  const found = exemplified(api.paths, '#/paths').concat(exemplified(api.components.responses, '#/components/responses'));
  const cases = found.flatMap(([at, { schema, examples }]) =>
    Object.entries(examples).map(([name, { value }]): [string, object, unknown] => [`${at}: ${name}`, schema, value]),
  );

  test('are all tried: test/e2e/offline.test.ts', () => {
    const named = (route: string): string[] =>
      Object.values<{ examples?: object }>(api.paths[route].post.requestBody.content).flatMap(({ examples }) =>
        Object.keys(examples ?? {}),
      );
    expect([...named('/bankcard'), ...named('/v1/cards')]).toEqual(API_EXAMPLES.map(([name]) => name));
  });

  test('are many', () => expect(cases.length).toBeGreaterThan(80));

  test.each(cases)('%s', (_, schema, value) => {
    const absolute = JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"api#/'));
    const validate = ajv.compile(absolute);
    expect([validate(value), validate.errors]).toEqual([true, null]);
  });
});

test('README shows the card of one of them, shortened where `…` stands', () => {
  const [, card = ''] = /^```json\n(.+?)```$/ms.exec(readFileSync(path.resolve(__dirname, '../../../README.md'), 'utf8')) ?? [];
  const isShort = (value: unknown): value is unknown[] => Array.isArray(value) && value.at(-1) === '…';
  const shown = JSON.parse(card, (_, value) => (isShort(value) ? expect.arrayContaining(value.slice(0, -1)) : value));
  expect(RICH_EXAMPLE.cards[0]).toMatchObject(shown);
});

test('every status and every code of the table of errors stands in it', () => {
  for (const isRich of ['Compat', 'Rich']) {
    for (const [code, { status }] of Object.entries(ERROR_CATALOGUE)) {
      expect(api.components.responses[`${isRich}${status}`].content['text/plain'].examples).toHaveProperty(code);
    }
  }
  const { responses } = api.paths['/v1/cards'].post;
  expect(Object.keys(responses)).toEqual(['200', ...new Set(Object.values(ERROR_CATALOGUE).map(({ status }) => String(status)))]);
});

test('each error has the headers with which it is answered, and no others', () => {
  for (const [route, prefix] of [
    ['rich', 'Rich'],
    ['compat', 'Compat'],
  ] as const) {
    for (const code of Object.keys(ERROR_CATALOGUE) as ErrorCode[]) {
      const { status } = ERROR_CATALOGUE[code];
      const error = { code, status, message: messageOf(code, excerptOf('…')) } as CardOcrError;
      const { 'Content-Type': _, ...sent } = errorAnswer(error, EXAMPLE_REQUEST_ID, route).headers;
      expect([code, Object.keys(api.components.responses[`${prefix}${status}`].headers)]).toEqual([code, Object.keys(sent)]);
    }
  }
});

test('so does every format', () => {
  expect(api.components.schemas.Configure.properties.format.enum).toEqual(PROVIDER_FORMATS);
});

test('its schemas have names of types, and of none that a language has itself', () => {
  const names = Object.keys(api.components.schemas);
  expect(names.filter((name) => !/^[A-Z]/.test(name) || name in globalThis)).toEqual([]);
});

test('a number of more than 32 bits says so: Java and Kotlin would not parse it', () => {
  expect(api.components.schemas.BaiduAnswer.properties.log_id).toMatchObject({ type: 'integer', format: 'int64' });
});

test('each list of values, and each single one, has the type that all of them have', () => {
  const listsIn = (node: unknown): Record<string, unknown>[] =>
    typeof node !== 'object' || node === null
      ? []
      : [...('enum' in node || 'const' in node ? [node as Record<string, unknown>] : []), ...Object.values(node).flatMap(listsIn)];
  const found = listsIn(api.components.schemas);
  expect(found.length).toBeGreaterThan(15);
  for (const { type, enum: values, const: only } of found) {
    const types = ((values as unknown[] | undefined) ?? [only]).map((value) => (Number.isInteger(value) ? 'integer' : typeof value));
    expect([...new Set(types)]).toEqual([type]);
  }
});

describe('what stands in it explains itself', () => {
  /** Every member of a schema, by its path. */
  function members(schema: Record<string, unknown>, at: string): [at: string, member: Record<string, unknown>][] {
    const parts = [schema, ...((schema.anyOf as Record<string, unknown>[] | undefined) ?? [])];
    return parts.flatMap(({ properties, items }) => [
      ...(items ? members(items as Record<string, unknown>, `${at}[]`) : []),
      ...Object.entries((properties ?? {}) as Record<string, Record<string, unknown>>).flatMap(
        ([name, member]): [string, Record<string, unknown>][] => [[`${at}.${name}`, member], ...members(member, `${at}.${name}`)],
      ),
    ]);
  }
  const { Configure, BankCardRequest, InputsRequest, FormRequest, UploadRequest, ...answers } = api.components.schemas;
  const all = Object.entries(answers).flatMap(([name, schema]) => members(schema as Record<string, unknown>, name));

  test('every member of every answer has a description', () => {
    expect(all.length).toBeGreaterThan(60);
    expect(all.filter(([, { description }]) => typeof description !== 'string').map(([at]) => at)).toEqual([]);
  });

  test('an example of a member is one', () => {
    const ajv = new Ajv(HOW_TO_CHECK);
    ajv.addSchema(api, 'api');
    for (const [at, { examples, ...schema }] of all) {
      for (const example of (examples as unknown[] | undefined) ?? []) {
        const valid = ajv.validate(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"api#/')), example);
        expect([at, valid, ajv.errors]).toEqual([at, true, null]);
      }
    }
  });

  test('warnings are those of the library, each with what it means', () => {
    expect(api.components.schemas.Card.properties.warnings.items).toEqual({ $ref: '#/components/schemas/Warning' });
    expect(answers.Warning.enum).toEqual(Object.keys(WARNINGS));
    for (const [code, { means, advice }] of Object.entries(WARNINGS)) {
      expect(`${means} ${advice}`).toMatch(/^[A-Z].+\. [A-Z].+\.$/);
      expect(answers.Warning.description).toContain(`\n- \`${code}\`: ${means} ${advice}`);
    }
  });
});

describe('docs/errors.md', () => {
  const page = readFileSync(path.resolve(__dirname, '../../../docs/errors.md'), 'utf8');

  test('has every error with its status and message, in the order of the catalogue', () => {
    const rows = [...page.matchAll(/^\| `([A-Z0-9_]+)` \| (\d+) \| (?:`(.*?)`|\*\(empty\)\*) \| .+ \| .+ \|$/gm)].map(
      ([, code, status, message]) => ({ code, status: Number(status), message: message ?? '' }),
    );
    const catalogue = Object.entries(ERROR_CATALOGUE).map(([code, { status, message }]) => ({
      code,
      status,
      message: typeof message === 'string' ? message : message(excerptOf('…')),
    }));
    expect(rows).toEqual(catalogue);
  });
});
