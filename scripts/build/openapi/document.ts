import { ANSWERS, ERROR_ANSWER, EXAMPLE_REQUEST_ID, warning } from '../../../lib/contract/answer-schemas';
import { GATEWAY_STATUSES } from '../../../lib/contract/error-answer';
import { picture, REQUESTS } from '../../../lib/contract/request-schemas';
import { ERROR_CATALOGUE, type ErrorCode, messageOf } from '../../../lib/errors';
import { excerptOf } from '../../../lib/excerpt';
import { WARNINGS } from '../../../lib/warnings';
import { ERROR_WORDS } from './error-words';
import { COMPAT_EXAMPLES, type Example, HEALTH_EXAMPLES, RICH_EXAMPLES } from './examples';

/** What the document says about itself. */
interface About {
  readonly version: string;
  readonly license: string;
}

type Schema = Readonly<Record<string, unknown>>;

const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });
const CODES = Object.keys(ERROR_CATALOGUE) as ErrorCode[];
const STATUSES = [...new Set(CODES.map((code) => ERROR_CATALOGUE[code].status))];
const codesOf = (status: number): ErrorCode[] => CODES.filter((code) => ERROR_CATALOGUE[code].status === status);
const messageFor = (code: ErrorCode): string => messageOf(code, excerptOf('{mask: true}'));

/**
 * Returns one of our schemas, whose dialect is draft-07, in the dialect of OpenAPI 3.1: references to shared schemas, dependencies between members, and
 * `WARNING` are written in another way there. What lists its values has their type, too: without one some generators take whole numbers for fractions, or for anything.
 */
function inOpenApi(schema: unknown): unknown {
  if (schema === warning) return ref('Warning');
  if (Array.isArray(schema)) return schema.map(inOpenApi);
  if (typeof schema !== 'object' || schema === null) return schema;
  const written = Object.fromEntries(
    Object.entries(schema).map(([keyword, value]) => {
      if (keyword === '$ref') return ['$ref', `#/components/schemas/${value}`];
      return [keyword === 'dependencies' ? 'dependentRequired' : keyword, inOpenApi(value)];
    }),
  );
  const values = 'const' in schema ? [schema.const] : 'enum' in schema && Array.isArray(schema.enum) ? schema.enum : null;
  return values ? { ...written, type: typeOf(values) } : written;
}

/** Returns schemas that let other members by: our own answers are checked to have none, but later versions may, and clients made of the document are to read those, too. */
const letOthersBy = (schemas: object): object =>
  JSON.parse(JSON.stringify(schemas, (keyword, value) => (keyword === 'additionalProperties' && value === false ? undefined : value)));

const typeOf = (values: readonly unknown[]): string => (values.every(Number.isInteger) ? 'integer' : 'string');

/** What each warning means, and what to do. As a list: of one schema for each code, to have room for the words, some generators make no type. */
const WARNING = {
  type: 'string',
  enum: Object.keys(WARNINGS),
  description: [
    'What to know of a reading.',
    '',
    ...Object.entries(WARNINGS).map(([code, { means, advice }]) => `- \`${code}\`: ${means} ${advice}`),
  ].join('\n'),
};

const HEADERS = {
  'X-Ca-Request-Id': {
    schema: { type: 'string', examples: [EXAMPLE_REQUEST_ID] },
    description: 'By which the operator finds the request in the log.',
  },
};
/** Schemas of the answers to a request with `configure.format`. */
const PROVIDER_ANSWERS = ['BaiduAnswer', 'TencentAnswer', 'AliyunAnswer'];
const WARNINGS_HEADER = {
  'X-Ca-Warnings': {
    schema: { type: 'string', examples: ['luhn,expired'] },
    description: 'The codes of the warnings that the card has, with commas between; absent where there are none.',
  },
};
/** A `CardsAnswer` has its warnings itself. */
const WARNINGS_OF_FORMATS_HEADER = {
  'X-Ca-Warnings': { ...WARNINGS_HEADER['X-Ca-Warnings'], description: 'With `configure.format` only: as of `/bankcard`.' },
};
/** The headers of an error: mock servers send all that stand here. */
const errorHeaders = (status: number): Schema => {
  const message = messageFor(codesOf(status)[0]!);
  return {
    ...HEADERS,
    ...(message && { 'X-Ca-Error-Message': { schema: { type: 'string', examples: [message] }, description: 'The message.' } }),
    ...(GATEWAY_STATUSES.has(status) && {
      'X-Ca-Error-Code': { schema: { type: 'string', const: String(status) }, description: 'The status.' },
    }),
  };
};

const MASK = { name: 'mask', in: 'query', schema: { type: 'boolean' }, description: 'As `configure.mask`.' };

const valuesOf = <Member extends 'request' | 'answer'>(
  examples: Readonly<Record<string, Pick<Example, 'summary' | Member>>>,
  member: Member,
): object =>
  Object.fromEntries(Object.entries(examples).map(([name, example]) => [name, { summary: example.summary, value: example[member] }]));

/**
 * Returns the answer for each status of an error: text on `/bankcard`; on `/v1/` JSON, or text where the gateway answers. Here, as everywhere, media types stand without
 * the charset that is sent with them: some tools compare them letter by letter.
 */
function errorResponses(isRich: boolean): Record<string, object> {
  return Object.fromEntries(
    STATUSES.map((status) => {
      const codes = codesOf(status);
      const text = Object.fromEntries(codes.map((code) => [code, { summary: summaryOf(code), value: messageFor(code) }]));
      const json = Object.fromEntries(
        codes.map((code) => [
          code,
          {
            summary: summaryOf(code),
            value: { code, message: messageFor(code), requestId: EXAMPLE_REQUEST_ID },
          },
        ]),
      );
      const asText = { 'text/plain': { schema: { type: 'string' }, examples: text } };
      const content = isRich ? { 'application/json': { schema: ref('ErrorAnswer'), examples: json }, ...asText } : asText;
      return [responseName(status, isRich), { description: codes.join(', '), headers: errorHeaders(status), content }];
    }),
  );
}

const summaryOf = (code: ErrorCode): string => `${ERROR_WORDS[code].when}. ${ERROR_WORDS[code].advice}`;

/** Statuses that whatever stands in front of the service may answer instead of it: the path is turned off, the request is throttled, or no service is there. */
const HEALTH_ERRORS = [400, 450, 502, 503];

const responseName = (status: number, isRich: boolean): string => `${isRich ? 'Rich' : 'Compat'}${status}`;
const errorRefs = (isRich: boolean, statuses: readonly number[] = STATUSES): Record<string, object> =>
  Object.fromEntries(statuses.map((status) => [String(status), { $ref: `#/components/responses/${responseName(status, isRich)}` }]));

const compatOperation = (operationId: string, summary: string): object => ({
  operationId,
  summary,
  tags: ['marketplace'],
  parameters: [MASK],
  requestBody: {
    required: true,
    content: {
      'application/json': {
        schema: { oneOf: [ref('BankCardRequest'), ref('InputsRequest')] },
        examples: valuesOf(COMPAT_EXAMPLES.json, 'request'),
      },
      'application/x-www-form-urlencoded': { schema: ref('FormRequest'), examples: valuesOf(COMPAT_EXAMPLES.form, 'request') },
    },
  },
  responses: {
    200: {
      description:
        'The most prominent card: a `BankCardAnswer`; to a request with `inputs` an `InputsAnswer`, with one output for each; with `configure.format` the answer of another service.',
      headers: { ...HEADERS, ...WARNINGS_HEADER },
      content: {
        'application/json': {
          schema: { anyOf: ['BankCardAnswer', 'InputsAnswer', ...PROVIDER_ANSWERS].map(ref) },
          examples: valuesOf({ ...COMPAT_EXAMPLES.json, ...COMPAT_EXAMPLES.form }, 'answer'),
        },
      },
    },
    ...errorRefs(false),
  },
});

const BYTES = { schema: picture };
const CARDS_OPERATION = {
  operationId: 'readCards',
  summary: 'Every card of a picture, with places, confidences and warnings',
  tags: ['cards'],
  parameters: [MASK],
  requestBody: {
    required: true,
    content: {
      'application/json': {
        schema: { anyOf: [ref('BankCardRequest'), ref('ImagesRequest')] },
        examples: valuesOf(RICH_EXAMPLES, 'request'),
      },
      'application/x-www-form-urlencoded': { schema: ref('FormRequest') },
      'multipart/form-data': { schema: ref('UploadRequest') },
      'application/octet-stream': BYTES,
      'image/*': BYTES,
    },
  },
  responses: {
    200: {
      description:
        'The cards, left to right and top to bottom: a `CardsAnswer`, which alone has `cards`. With `configure.format` the most prominent card in the names of another service.',
      headers: { ...HEADERS, ...WARNINGS_OF_FORMATS_HEADER },
      content: {
        'application/json': {
          schema: { anyOf: ['CardsAnswer', ...PROVIDER_ANSWERS].map(ref) },
          examples: valuesOf(RICH_EXAMPLES, 'answer'),
        },
      },
    },
    ...errorRefs(true),
  },
};

const HEALTH_OPERATION = {
  operationId: 'checkHealth',
  summary: 'Whether the service serves, for load balancers and containers',
  tags: ['service'],
  security: [],
  responses: {
    200: {
      description: 'It does: answered at once, without a key, whatever waits.',
      headers: HEADERS,
      content: {
        'application/json': { schema: ref('HealthAnswer'), examples: valuesOf(HEALTH_EXAMPLES, 'answer') },
      },
    },
    ...errorRefs(true, HEALTH_ERRORS),
  },
};

/** Returns the description of the service in OpenAPI 3.1, made from the schemas by which it checks its own answers and from its own table of errors. */
export function openApiDocument({ version, license }: About): object {
  return {
    openapi: '3.1.0',
    info: {
      title: 'bankcard-ocr',
      version,
      summary: 'Reads bank cards from photographs.',
      description: 'Number, expiry, issuing bank and type of the bank cards in a picture, whichever way they lie.',
      license: { name: license, identifier: license },
    },
    servers: [{ url: '.', description: 'The URL of this document without its name.' }],
    tags: [
      { name: 'marketplace', description: 'The API of a cloud marketplace: its clients change the host name and nothing else.' },
      { name: 'cards', description: 'Everything that was read, of every card of a picture.' },
      { name: 'service', description: 'The service itself.' },
    ],
    security: [{ appCode: [] }, { apiKey: [] }],
    paths: {
      '/bankcard': { post: compatOperation('readBankCard', 'The four fields of the most prominent card') },
      '/rest/160601/ocr/ocr_bank_card.json': {
        post: compatOperation('readBankCardAlias', 'The same as `/bankcard`, under the path of the marketplace'),
      },
      '/v1/cards': { post: CARDS_OPERATION },
      '/v1/health': { get: HEALTH_OPERATION },
    },
    components: {
      securitySchemes: {
        appCode: { type: 'apiKey', in: 'header', name: 'Authorization', description: '`APPCODE <code>`' },
        apiKey: { type: 'apiKey', in: 'header', name: 'x-api-key' },
      },
      responses: { ...errorResponses(false), ...errorResponses(true) },
      schemas: {
        ...(inOpenApi(REQUESTS) as object),
        ...letOthersBy(inOpenApi({ ...ANSWERS, ErrorAnswer: ERROR_ANSWER }) as object),
        Warning: WARNING,
      },
    },
  };
}
