import Ajv from 'ajv';
import standaloneCode from 'ajv/dist/standalone';
import { ANSWERS, InputsValue } from '../../../lib/contract/answer-schemas';
import { IMAGES_REQUEST_CHECKS, NEW_REQUEST_CHECKS, OLD_REQUEST_CHECKS, schemaOf } from '../../../lib/contract/request-checks';
import { typeName } from './types';

const CHECKED_ANSWERS: Readonly<Record<string, object>> = { ...ANSWERS, InputsValue };
const CHECKED_REQUESTS: Readonly<Record<string, object>> = {
  NewRequest: schemaOf(NEW_REQUEST_CHECKS),
  OldRequest: schemaOf(OLD_REQUEST_CHECKS),
  ImagesRequest: schemaOf(IMAGES_REQUEST_CHECKS),
};
/** Schemas that are checked only as parts of others, and get no validator of their own. */
const PARTS = ['Card', 'Quad'];
const ANSWER_NAMES = Object.keys(CHECKED_ANSWERS).filter((name) => !PARTS.includes(name));
const NAMES = [...Object.keys(CHECKED_REQUESTS), ...ANSWER_NAMES];

/**
 * Whether a keyword only tells people about a member: it checks nothing, and would only make the code larger. A member that is itself called `description` or
 * `examples` is kept: its value is a schema, an object.
 */
const isWords = (keyword: string, value: unknown): boolean =>
  (keyword === 'description' && typeof value === 'string') || (keyword === 'examples' && Array.isArray(value));
const withoutWords = (schema: object): object =>
  JSON.parse(JSON.stringify(schema, (keyword, value) => (isWords(keyword, value) ? undefined : value)));

/** Returns the code that checks requests and answers. It is made here because compiling the schemas when the service starts would cost 60 ms. */
export function validatorsCode(): string {
  const ajv = new Ajv({
    code: { source: true, lines: true },
    strictTypes: false,
    strictRequired: false,
    messages: false,
    inlineRefs: false,
    // for makers of clients alone
    formats: { int64: true },
  });
  for (const [name, schema] of Object.entries({ ...CHECKED_REQUESTS, ...CHECKED_ANSWERS })) {
    ajv.addSchema(withoutWords(schema), name);
  }
  const code = standaloneCode(ajv, Object.fromEntries(NAMES.map((name) => [`validate${name}`, name])));
  return `// Made by \`npm run build:contract\` from lib/contract/request-checks.ts and answer-schemas.ts. Do not edit.\n${code}\n`;
}

/** Returns the type declarations of that code. Those of requests promise no type: what passes their checks may still not fit the published schema. */
export function validatorsTypes(): string {
  const types = ANSWER_NAMES.map(typeName);
  return `// Made by \`npm run build:contract\`. Do not edit.
import type { ${types.join(', ')} } from './contract-types';

/** A JSON Schema compiled by ajv: false for a document that does not fit, with the first reason in \`errors\`. */
export interface Validator<T = unknown> {
  (document: unknown): document is T;
  errors?: readonly { readonly schemaPath: string }[] | null;
}

${Object.keys(CHECKED_REQUESTS)
  .map((name) => `export declare const validate${name}: Validator;`)
  .join('\n')}
${ANSWER_NAMES.map((name) => `export declare const validate${name}: Validator<${typeName(name)}>;`).join('\n')}
`;
}
