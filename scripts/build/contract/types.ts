import { ANSWERS, InputsValue, point, warning } from '../../../lib/contract/answer-schemas';
import { REQUESTS } from '../../../lib/contract/request-schemas';

// These types are written out: with TypeBox's own ones (`Static`) every user of the client would need TypeBox. No library writes read-only types.

/** The keywords of a schema that are read here: all that the contract's schemas have and that a type can express. */
interface Schema {
  readonly $ref?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly type?: string;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly description?: string;
}

/** The name of a schema's type. */
export const typeName = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

const PLAIN_TYPES: Readonly<Record<string, string>> = {
  string: 'string',
  number: 'number',
  integer: 'number',
  boolean: 'boolean',
  null: 'null',
};

const SCHEMAS: Readonly<Record<string, object>> = { ...REQUESTS, ...ANSWERS, point, warning, InputsValue };
const NAMES: ReadonlyMap<object, string> = new Map(Object.entries(SCHEMAS).map(([name, schema]) => [schema, typeName(name)]));

const typeOf = (schema: Schema): string => NAMES.get(schema) ?? shapeOf(schema);

/** @throws {TypeError} for a schema whose type is not known here */
function shapeOf(schema: Schema): string {
  if (schema.$ref !== undefined) return typeName(schema.$ref);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(' | ');
  if (schema.type === 'array' && schema.items) return arrayType(schema.items, schema);
  if (schema.type === 'object') return objectType(schema);
  const type = PLAIN_TYPES[schema.type ?? ''];
  if (type === undefined) throw new TypeError(`there is no type for ${JSON.stringify(schema)}`);
  return type;
}

function arrayType(items: Schema, { minItems, maxItems }: Schema): string {
  const type = typeOf(items);
  if (minItems !== undefined && minItems === maxItems) return `readonly [${Array(minItems).fill(type).join(', ')}]`;
  return `ReadonlyArray<${type}>`;
}

function objectType({ properties, required = [], additionalProperties }: Schema): string {
  if (!properties && typeof additionalProperties === 'object') return `{ readonly [name: string]: ${typeOf(additionalProperties)} }`;
  const members = Object.entries(properties ?? {}).map(([name, schema]) => {
    const words = schema.description === undefined ? '' : `/** ${schema.description} */\n`;
    return `${words}readonly ${name}${required.includes(name) ? '' : '?'}: ${typeOf(schema)};`.replace(/^/gm, '  ');
  });
  return ['{', ...members, '}'].join('\n');
}

/** Returns the text of generated/contract-types.ts: a type for each schema of a request or an answer. */
export function contractTypes(): string {
  const types = Object.entries(SCHEMAS).map(([name, schema]) => `export type ${typeName(name)} = ${shapeOf(schema)};\n`);
  const head = '// Made by `npm run build:contract` from lib/contract/request-schemas.ts and answer-schemas.ts. Do not edit.';
  return [head, ...types].join('\n');
}
