import { readFileSync } from 'node:fs';
import path from 'node:path';
import { render } from 'velocityjs';
import { parse } from 'yaml';
import type { Properties } from './cloud/account';

/** An integration that is no proxy, as API Gateway runs it. */
export interface MappedIntegration {
  /** by content type */
  readonly requestTemplates: Readonly<Record<string, string>>;
  /** `NEVER`: a body of a type without a template is refused, and the function not invoked */
  readonly passThrough: string;
  /** `CONVERT_TO_TEXT`: bytes reach the templates as base64 */
  readonly contentHandling: string;
  readonly responses: readonly MappedResponse[];
}

export interface MappedResponse {
  readonly status: number;
  /** empty: taken when no other matches */
  readonly pattern: string;
  /** name → mapping expression */
  readonly headers: Readonly<Record<string, string>>;
  readonly template: string;
}

/** Returns the integration of a method as CloudFormation describes it. */
export const integrationOf = ({ Integration }: Properties): MappedIntegration => ({
  requestTemplates: Integration.RequestTemplates,
  passThrough: Integration.PassthroughBehavior,
  contentHandling: Integration.ContentHandling,
  responses: Integration.IntegrationResponses.map((response: Properties) => ({
    status: Number(response.StatusCode),
    pattern: response.SelectionPattern,
    headers: Object.fromEntries(
      Object.entries(response.ResponseParameters).map(([name, expression]) => [name.replace('method.response.header.', ''), expression]),
    ),
    template: response.ResponseTemplates['application/json'],
  })),
});

interface Response {
  readonly headers: Record<string, string>;
  readonly statusCodes: Record<string, { pattern: string; template: string; headers: Record<string, string> }>;
}
interface Request {
  readonly template: Record<string, string>;
  readonly passThrough: string;
  readonly contentHandling: string;
}
interface Means {
  readonly resolveVariable: () => Promise<string>;
  readonly resolveConfigurationProperty: (keys: readonly string[]) => Promise<unknown>;
}
interface Configured {
  readonly request: (means: Means) => Promise<Request>;
  readonly response: (means: Means) => Promise<Response>;
}
const { request, response }: Configured = require('../../resources/mapped-integration.cjs');

const service: Properties = parse(readFileSync(path.resolve(__dirname, '../../serverless.yml'), 'utf8'), { merge: true });
/** Content types whose bodies the API takes for bytes. */
export const BINARY_MEDIA_TYPES: readonly string[] = service.provider.apiGateway.binaryMediaTypes;

/** Returns the integration in serverless.yml, without what serverless adds to it. */
export async function configuredIntegration(corsOrigin = ''): Promise<MappedIntegration> {
  const means: Means = {
    resolveVariable: async () => corsOrigin,
    resolveConfigurationProperty: async (keys) => keys.reduce((value, key) => value[key], service),
  };
  const { template: requestTemplates, ...handing } = await request(means);
  const { headers: common, statusCodes } = await response(means);
  return {
    ...handing,
    requestTemplates,
    responses: Object.entries(statusCodes).map(([status, { headers, ...rest }]) => ({
      ...rest,
      status: Number(status),
      headers: { ...common, ...headers },
    })),
  };
}

export interface GatewayAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** How a function ended: what it returned, or what the platform says of what it threw. */
export type FunctionOutcome =
  | { readonly returned: unknown }
  | { readonly failed: { readonly errorMessage: string; readonly errorType: string } };

/** Returns what the platform makes of something that a function threw. */
export const failureOf = (thrown: Error): FunctionOutcome => ({ failed: { errorMessage: thrown.message, errorType: thrown.name } });

const DEFAULT_TYPE = 'application/json';

/**
 * Returns the event that the function is invoked with; null where it is not invoked, and the client gets the gateway response `UNSUPPORTED_MEDIA_TYPE`.
 *
 * @param contentType - null: the client sent none
 * @param query - decoded
 */
export function eventFrom(
  { requestTemplates, passThrough, contentHandling }: MappedIntegration,
  body: string,
  contentType: string | null,
  requestId: string,
  query: Readonly<Record<string, string>> = {},
): object | null {
  const type = (contentType ?? DEFAULT_TYPE).split(';')[0]!.trim().toLowerCase();
  const template = requestTemplates[type];
  if (template === undefined) return passThrough === 'NEVER' ? null : JSON.parse(body);
  const isEncoded = BINARY_MEDIA_TYPES.includes(type) && contentHandling === 'CONVERT_TO_TEXT';
  const text = isEncoded ? Buffer.from(body).toString('base64') : body;
  return JSON.parse(
    run(template, { input: { ...inputOf(text), params: () => ({ querystring: javaMap(query) }) }, context: { requestId } }),
  );
}

/** Returns the answer that the client gets. */
export function answerFrom({ responses }: MappedIntegration, outcome: FunctionOutcome, requestId: string): GatewayAnswer {
  const payload = 'failed' in outcome ? outcome.failed : outcome.returned;
  const message = 'failed' in outcome ? outcome.failed.errorMessage : '';
  const matching = responses.filter(({ pattern }) => pattern !== '' && message !== '' && new RegExp(`^(?:${pattern})$`).test(message));
  // API Gateway does not say which of them it takes
  if (matching.length > 1) throw new Error(`${matching.map(({ status }) => status)} match ${message}`);
  const response = matching[0] ?? responses.find(({ pattern }) => pattern === '')!;
  const override: { status?: number; header: Record<string, string> } = { header: {} };
  const context = { requestId, responseOverride: override };
  const body = run(response.template, { input: inputOf(JSON.stringify(payload)), context });
  const mapped = Object.entries(response.headers).map(([name, expression]) => [name, headerValue(expression, payload, requestId)] as const);
  return { status: Number(override.status ?? response.status), headers: { ...Object.fromEntries(mapped), ...override.header }, body };
}

function headerValue(expression: string, payload: unknown, requestId: string): string {
  const [, literal] = /^'(.*)'$/.exec(expression) ?? [];
  if (literal !== undefined) return literal;
  if (expression === 'context.requestId') return requestId;
  const [, field = ''] = /^integration\.response\.body\.(\w+)$/.exec(expression) ?? [];
  if (field === '') throw new Error(`not a mapping expression: ${expression}`);
  return String((payload as Record<string, unknown>)[field]);
}

/** Velocity's strings are Java's: the first argument of `replaceAll` is a regular expression. */
const JAVA_STRINGS = {
  customMethodHandlers: [
    {
      uid: 'replaceAll',
      match: ({ property, context }: { property: string; context: unknown }) => property === 'replaceAll' && typeof context === 'string',
      resolve: ({ context, params: [pattern, replacement] }: { context: string; params: string[] }) =>
        context.replace(new RegExp(pattern!, 'g'), replacement!),
    },
  ],
};

const run = (template: string, variables: object): string =>
  String(render(template, { ...variables, util: UTIL }, undefined, JAVA_STRINGS));

const javaMap = (values: Readonly<Record<string, string>>) => ({ keySet: () => Object.keys(values), get: (name: string) => values[name] });

/** Returns what a template can ask about a body. */
const inputOf = (body: string) => ({
  body,
  json: (path: string) => JSON.stringify(at(body, path)),
  path: (path: string) => at(body, path) ?? '',
});

/** Returns what a JSONPath means: the document, or a field of it. No other path is known here. */
function at(body: string, path: string): unknown {
  const [, field] = /^\$(?:\.(\w+))?$/.exec(path)!;
  const document = JSON.parse(body) as Record<string, unknown> | null;
  return field === undefined ? document : document?.[field];
}

const ESCAPED: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\n': '\\n',
  '\t': '\\t',
  '\f': '\\f',
  '\r': '\\r',
  "'": "\\'",
  '"': '\\"',
  '\\': '\\\\',
  '/': '\\/',
};

const UTIL = {
  /** Escapes a text as Apache Commons Lang does. */
  escapeJavaScript: (text: string) =>
    text
      .split('')
      .map(
        (unit) =>
          ESCAPED[unit] ?? (unit < ' ' || unit > '\x7f' ? `\\u${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}` : unit),
      )
      .join(''),
};
