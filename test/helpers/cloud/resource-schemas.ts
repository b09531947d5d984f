import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import type { Property, PropertyType, Resource } from '@aws-cdk/service-spec-types';
import { type Properties, Refusal } from './account';

/** AWS's own description of its resource types. */
const database = loadAwsServiceSpecSync();

const known = new Map<string, Resource | undefined>();

/** Returns what CloudFormation knows about a type of resources. */
export function schemaOf(type: string): Resource | undefined {
  if (!known.has(type)) known.set(type, database.lookup('resource', 'cloudFormationType', 'equals', type)[0]);
  return known.get(type);
}

/** Whether `Fn::GetAtt` can ask a type for something. */
export function hasAttribute(type: string, name: string): boolean {
  const { attributes = {}, properties = {} } = schemaOf(type) ?? {};
  return name in attributes || name in properties;
}

/** Returns the names of the properties whose change makes a new resource. */
export const replacingProperties = (type: string): string[] =>
  Object.entries(schemaOf(type)?.properties ?? {})
    .filter(([, { causesReplacement }]) => causesReplacement === 'yes')
    .map(([name]) => name);

/**
 * Checks the properties of a resource: each is known and of its type, and none is missing that has to be there.
 *
 * @throws {Refusal}
 */
export function checkProperties(logicalId: string, type: string, properties: Properties): void {
  const faults = faultsIn(schemaOf(type)?.properties ?? {}, properties, '#');
  if (faults.length > 0) throw new Refusal(`Properties validation failed for resource ${logicalId} with message: ${faults.join('\n')}`);
}

function faultsIn(schema: Readonly<Record<string, Property>>, values: Properties, at: string): string[] {
  const missing = Object.entries(schema).filter(([name, { required }]) => required && values[name] === undefined);
  return [
    ...Object.keys(values)
      .filter((name) => !(name in schema))
      .map((name) => `${at}: extraneous key [${name}] is not permitted`),
    ...missing.map(([name]) => `${at}: required key [${name}] not found`),
    ...Object.entries(values).flatMap(([name, value]) => (schema[name] ? faultsOf(schema[name].type, value, `${at}/${name}`) : [])),
  ];
}

const SCALARS: Readonly<Record<string, (text: string) => boolean>> = {
  string: () => true,
  number: (text) => text !== '' && Number.isFinite(Number(text)),
  integer: (text) => /^-?\d+$/.test(text),
  boolean: (text) => text === 'true' || text === 'false',
};

/** Returns what is wrong with a value. Like CloudFormation, it takes scalars for each other where the text fits. */
function faultsOf(type: PropertyType, value: unknown, at: string): string[] {
  const expected = (name: string): string[] => [`${at}: expected type: ${name}, found: ${foundType(value)}`];
  switch (type.type) {
    case 'array':
      return Array.isArray(value) ? value.flatMap((element, i) => faultsOf(type.element, element, `${at}/${i}`)) : expected('JSONArray');
    case 'map':
      return isObject(value)
        ? Object.entries(value).flatMap(([key, element]) => faultsOf(type.element, element, `${at}/${key}`))
        : expected('JSONObject');
    case 'ref':
      return isObject(value) ? faultsIn(database.get('typeDefinition', type.reference.$ref).properties, value, at) : expected('JSONObject');
    case 'union': {
      const all = type.types.map((option) => faultsOf(option, value, at));
      return all.find((faults) => faults.length === 0) ?? all[0] ?? [];
    }
    default: {
      const fits = SCALARS[type.type];
      if (!fits) return [];
      return !isObject(value) && !Array.isArray(value) && fits(String(value))
        ? []
        : expected(type.type[0]!.toUpperCase() + type.type.slice(1));
    }
  }
}

const isObject = (value: unknown): value is Properties => typeof value === 'object' && value !== null && !Array.isArray(value);
const foundType = (value: unknown): string =>
  Array.isArray(value)
    ? 'JSONArray'
    : isObject(value)
      ? 'JSONObject'
      : value === null
        ? 'Null'
        : typeof value === 'string'
          ? 'String'
          : typeof value;
