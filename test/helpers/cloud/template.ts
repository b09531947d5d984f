import { type Properties, Refusal } from './account';
import { hasAttribute, schemaOf } from './resource-schemas';

/** A resource as a template describes it. */
export interface Described {
  readonly Type: string;
  readonly Properties?: Properties;
  readonly DependsOn?: string | readonly string[];
  readonly Condition?: string;
  readonly DeletionPolicy?: string;
}

export interface Template {
  readonly Resources: Readonly<Record<string, Described>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Outputs?: Readonly<Record<string, { readonly Value: unknown; readonly Condition?: string }>>;
}

/** Limits for a template that is handed over in the request, and for one that lies in S3. */
export const BODY_LIMIT_BYTES = 51_200;
export const FILE_LIMIT_BYTES = 1_048_576;
const MOST_RESOURCES = 500;
const PSEUDO = /^AWS::(AccountId|Region|Partition|URLSuffix|StackName|StackId|NoValue|NotificationARNs)$/;

/** A reference to a resource, or to an attribute of it. */
type Reference =
  | { readonly kind: 'Ref'; readonly to: string }
  | { readonly kind: 'GetAtt'; readonly to: string; readonly attribute: string };

/**
 * Reads a template, and checks what can be checked of it before anything is made.
 *
 * @throws {Refusal} in CloudFormation's words
 */
export function readTemplate(text: string): Template {
  const template: Template = JSON.parse(text);
  const { Resources = {} } = template;
  const names = Object.keys(Resources);
  if (names.length === 0) throw new Refusal('Template format error: At least one Resources member must be defined.');
  if (names.length > MOST_RESOURCES)
    throw new Refusal(`Template format error: Number of resources, ${names.length}, is greater than maximum allowed, ${MOST_RESOURCES}`);
  const odd = names.find((name) => !/^[a-z\d]{1,255}$/i.test(name));
  if (odd) throw new Refusal(`Template format error: Resource name ${odd} is non alphanumeric.`);
  const strange = Object.values(Resources).filter(({ Type }) => !schemaOf(Type));
  if (strange.length > 0)
    throw new Refusal(`Template format error: Unrecognized resource types: [${strange.map(({ Type }) => Type).join(', ')}]`);
  const unknown = [...Object.values(Resources).flatMap(neededBy), ...referencesIn(template.Outputs ?? {}).map(({ to }) => to)].filter(
    (name) => !(name in Resources),
  );
  if (unknown.length > 0)
    throw new Refusal(
      `Template format error: Unresolved resource dependencies [${[...new Set(unknown)].join(', ')}] in the Resources block of the template`,
    );
  for (const reference of referencesIn({ Resources, ...template.Outputs })) {
    if (reference.kind === 'GetAtt' && !hasAttribute(Resources[reference.to]!.Type, reference.attribute))
      throw new Refusal(`Template error: resource ${reference.to} does not support attribute type ${reference.attribute} in Fn::GetAtt`);
  }
  inOrder(Resources);
  return template;
}

/** Returns the names of the resources that have to be there before a resource. */
export const neededBy = ({ DependsOn = [], Properties: properties = {} }: Described): string[] => [
  ...new Set([...[DependsOn].flat(), ...referencesIn(properties).map(({ to }) => to)]),
];

/**
 * Types of resources that do not themselves refer to all that they need. They are made as early as may be, which shows whether they name what they depend on.
 */
const HASTY: readonly string[] = [
  'AWS::ApiGateway::Deployment',
  'AWS::ApiGateway::Stage',
  'AWS::ApiGateway::UsagePlan',
  'AWS::ApiGateway::BasePathMapping',
  'AWS::S3::Bucket',
];
const haste = ({ Type }: Described): number => (HASTY.includes(Type) ? HASTY.indexOf(Type) : HASTY.length);

/**
 * Returns the resources in an order in which they may be made: of those that need nothing more, the hastiest first.
 *
 * @throws {Refusal} when they need each other
 */
export function inOrder(resources: Template['Resources']): string[] {
  const done: string[] = [];
  const left = new Set(Object.keys(resources));
  while (left.size > 0) {
    const ready = [...left].filter((name) => neededBy(resources[name]!).every((needed) => !left.has(needed)));
    if (ready.length === 0) throw new Refusal(`Circular dependency between resources: [${[...left].join(', ')}]`);
    const next = ready.sort((a, b) => haste(resources[a]!) - haste(resources[b]!))[0]!;
    done.push(next);
    left.delete(next);
  }
  return done;
}

const SUBSTITUTED = /\$\{([^!}][^}]*)\}/g;

/** Returns all that a value refers to, but for pseudo parameters. */
function referencesIn(value: unknown): Reference[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (typeof value !== 'object' || value === null) return [];
  const [[name, argument] = ['', null], ...others] = Object.entries(value);
  if (others.length === 0) {
    if (name === 'Ref') return PSEUDO.test(argument) ? [] : [{ kind: 'Ref', to: argument }];
    if (name === 'Fn::GetAtt') {
      const [to = '', ...attribute] = typeof argument === 'string' ? argument.split('.') : argument;
      return [{ kind: 'GetAtt', to, attribute: attribute.join('.') }];
    }
    if (name === 'Fn::Sub') {
      const [text, own] = Array.isArray(argument) ? argument : [argument, {}];
      const names = [...String(text).matchAll(SUBSTITUTED)].map(([, inner]) => inner!).filter((inner) => !(inner in own));
      return [...names.flatMap((inner) => referencesIn(asReference(inner))), ...referencesIn(Object.values(own))];
    }
  }
  return Object.values(value).flatMap(referencesIn);
}

/** Returns what `${Name}` stands for, a `Ref`, or `${Name.Attribute}`, a `Fn::GetAtt`. */
const asReference = (name: string): object =>
  name.includes('.') && !PSEUDO.test(name) ? { 'Fn::GetAtt': name.split('.') } : { Ref: name };

/** What names stand for in a stack. */
export interface Meaning {
  readonly pseudo: Readonly<Record<string, string>>;
  readonly conditions: ReadonlyMap<string, boolean>;
  /** Returns the physical id of a resource that was made. */
  ref(name: string): string;
  attribute(name: string, attribute: string): string;
}

const NOTHING = Symbol('AWS::NoValue');

/**
 * Returns a value with its intrinsic functions worked out.
 *
 * @throws {Error} on a function that no template here has used yet
 */
export function resolve(value: unknown, meaning: Meaning): unknown {
  const resolved = worked(value, meaning);
  return resolved === NOTHING ? undefined : resolved;
}

function worked(value: unknown, meaning: Meaning): unknown {
  if (Array.isArray(value)) return value.map((element) => worked(element, meaning)).filter((element) => element !== NOTHING);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [[name, argument] = ['', null]] = entries;
  if (entries.length === 1 && (name === 'Ref' || name.startsWith('Fn::'))) return called(name, argument, meaning);
  return Object.fromEntries(entries.map(([key, inner]) => [key, worked(inner, meaning)]).filter(([, inner]) => inner !== NOTHING));
}

// biome-ignore lint/suspicious/noExplicitAny: each function has arguments of its own shape
function called(name: string, argument: any, meaning: Meaning): unknown {
  switch (name) {
    case 'Ref':
      return argument === 'AWS::NoValue' ? NOTHING : (meaning.pseudo[argument] ?? meaning.ref(argument));
    case 'Fn::GetAtt': {
      const [to, ...attribute] = typeof argument === 'string' ? argument.split('.') : argument;
      return meaning.attribute(to, attribute.join('.'));
    }
    case 'Fn::Join':
      return (worked(argument[1], meaning) as unknown[]).join(argument[0]);
    case 'Fn::Sub': {
      const [text, own] = Array.isArray(argument) ? argument : [argument, {}];
      return String(text)
        .replace(SUBSTITUTED, (_, inner) => String(worked(own[inner] ?? asReference(inner), meaning)))
        .replaceAll('${!', '${');
    }
    case 'Fn::Equals':
      return worked(argument[0], meaning) === worked(argument[1], meaning);
    case 'Fn::Not':
      return worked(argument[0], meaning) !== true;
    case 'Fn::If':
      return worked(meaning.conditions.get(argument[0]) ? argument[1] : argument[2], meaning);
    default:
      throw new Error(`the stand-in of CloudFormation does not know ${name}`);
  }
}
