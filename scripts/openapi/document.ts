import {
  ALIYUN_ANSWER,
  BAIDU_ANSWER,
  NEW_ANSWER,
  OLD_ANSWER,
  RICH_ANSWER,
  SHARED_SCHEMAS,
  TENCENT_ANSWER,
} from '../../lib/contract/answer-schemas';
import { PROVIDER_FORMATS } from '../../lib/contract/card-request';
import { OLD_DATA_TYPE } from '../../lib/contract/old-form';
import { ERROR_CATALOGUE, type ErrorCode, excerptOf, messageOf } from '../../lib/errors';
import { COMPAT_EXAMPLES, type Example, RICH_EXAMPLES } from './examples';

/** What a document says of itself. */
export interface About {
  readonly version: string;
  readonly license: string;
}

const ref = (name: string): object => ({ $ref: `#/components/schemas/${name}` });
const CODES = Object.keys(ERROR_CATALOGUE) as ErrorCode[];
const STATUSES = [...new Set(CODES.map((code) => ERROR_CATALOGUE[code].status))];
const codesOf = (status: number): ErrorCode[] => CODES.filter((code) => ERROR_CATALOGUE[code].status === status);
const messageFor = (code: ErrorCode): string => messageOf(code, excerptOf('{mask: true}'));

/** A schema of ours, whose dialect is draft-07, in that of OpenAPI 3.1: references to shared schemas, and what a member depends on. */
function inOpenApi(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(inOpenApi);
  if (typeof schema !== 'object' || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema).map(([keyword, value]) => {
      if (keyword === '$ref') return ['$ref', `#/components/schemas/${value}`];
      return [keyword === 'dependencies' ? 'dependentRequired' : keyword, inOpenApi(value)];
    }),
  );
}

const CONFIGURE = {
  type: 'object',
  description: 'Unknown members are ignored.',
  properties: {
    detail: { type: 'boolean', default: false, description: 'The rich answer beside the four fields.' },
    mask: { type: 'boolean', default: false, description: 'Only the first 6 and last 4 digits, everywhere in the answer.' },
    crop: { type: 'boolean', default: false, description: 'In the rich answer, a JPEG of each card, straightened, in base64.' },
    format: { enum: PROVIDER_FORMATS, description: 'The answer in the field names of this service instead; not in the old form.' },
  },
};
const IMAGE = {
  type: 'string',
  description: 'The picture’s file in base64 (both alphabets, white space is ignored), an http(s) URL, or `s3://bucket/key`.',
};
const CONFIGURE_TEXT = { type: 'string', contentMediaType: 'application/json', contentSchema: ref('Configure') };
const typed = (value: object): object => ({
  type: 'object',
  required: ['dataType', 'dataValue'],
  properties: { dataType: { const: OLD_DATA_TYPE }, dataValue: value },
});

const REQUESTS = {
  Configure: CONFIGURE,
  NewRequest: {
    type: 'object',
    required: ['image'],
    properties: { image: IMAGE, configure: { anyOf: [ref('Configure'), CONFIGURE_TEXT, { type: 'null' }] } },
  },
  OldRequest: {
    type: 'object',
    required: ['inputs'],
    properties: {
      inputs: {
        type: 'array',
        minItems: 1,
        maxItems: 16,
        items: { type: 'object', required: ['image'], properties: { image: typed(IMAGE), configure: typed(CONFIGURE_TEXT) } },
      },
    },
  },
  FormRequest: { type: 'object', required: ['image'], properties: { image: IMAGE, configure: CONFIGURE_TEXT } },
  UploadRequest: {
    type: 'object',
    required: ['image'],
    properties: { image: { type: 'string', contentMediaType: 'application/octet-stream' }, configure: CONFIGURE_TEXT },
  },
};

const ANSWERS = {
  NewAnswer: NEW_ANSWER,
  OldAnswer: OLD_ANSWER,
  RichAnswer: RICH_ANSWER,
  BaiduAnswer: BAIDU_ANSWER,
  TencentAnswer: TENCENT_ANSWER,
  AliyunAnswer: ALIYUN_ANSWER,
  ...SHARED_SCHEMAS,
};

const RICH_ERROR = {
  type: 'object',
  required: ['code', 'message', 'requestId'],
  properties: { code: { enum: CODES }, message: { type: 'string' }, requestId: { type: 'string' } },
};

const HEADERS = {
  'X-Ca-Request-Id': { schema: { type: 'string' }, description: 'By which the operator finds the request in the log.' },
};
const ERROR_HEADERS = {
  ...HEADERS,
  'X-Ca-Error-Message': { schema: { type: 'string' }, description: 'The body’s text, but where that is empty.' },
  'X-Ca-Error-Code': { schema: { type: 'string' }, description: 'The status; of 400, 403, 408, 413, 450 and 503 only.' },
};

const valuesOf = (examples: Readonly<Record<string, Example>>, member: 'request' | 'answer'): object =>
  Object.fromEntries(Object.entries(examples).map(([name, example]) => [name, { summary: example.summary, value: example[member] }]));

/** What each status looks like: text on `/bankcard`, JSON on `/v1/`, where what the gateway says is text as well. */
function errorResponses(isRich: boolean): Record<string, object> {
  return Object.fromEntries(
    STATUSES.map((status) => {
      const codes = codesOf(status);
      const text = Object.fromEntries(codes.map((code) => [code, { value: messageFor(code) }]));
      const json = Object.fromEntries(
        codes.map((code) => [
          code,
          { value: { code, message: messageFor(code), requestId: '20261124170000_0f8fad5bd9cb469fa16570867728950e' } },
        ]),
      );
      const asText = { 'text/plain; charset=utf-8': { schema: { type: 'string' }, examples: text } };
      const content = isRich ? { 'application/json': { schema: ref('Error'), examples: json }, ...asText } : asText;
      return [responseName(status, isRich), { description: codes.join(', '), headers: ERROR_HEADERS, content }];
    }),
  );
}

const responseName = (status: number, isRich: boolean): string => `${isRich ? 'Rich' : 'Compat'}${status}`;
const errorRefs = (isRich: boolean): Record<string, object> =>
  Object.fromEntries(STATUSES.map((status) => [String(status), { $ref: `#/components/responses/${responseName(status, isRich)}` }]));

const compatOperation = (operationId: string, summary: string): object => ({
  operationId,
  summary,
  tags: ['marketplace'],
  requestBody: {
    required: true,
    content: {
      'application/json': {
        schema: { oneOf: [ref('NewRequest'), ref('OldRequest')] },
        examples: valuesOf(COMPAT_EXAMPLES.json, 'request'),
      },
      'application/x-www-form-urlencoded': { schema: ref('FormRequest'), examples: valuesOf(COMPAT_EXAMPLES.form, 'request') },
    },
  },
  responses: {
    200: {
      description: 'The most prominent card; of the old form one output for each input.',
      headers: HEADERS,
      content: {
        'application/json; charset=utf-8': {
          schema: { anyOf: ['NewAnswer', 'OldAnswer', 'BaiduAnswer', 'TencentAnswer', 'AliyunAnswer'].map(ref) },
          examples: valuesOf({ ...COMPAT_EXAMPLES.json, ...COMPAT_EXAMPLES.form }, 'answer'),
        },
      },
    },
    ...errorRefs(false),
  },
});

/** The description of the service in OpenAPI 3.1, of the schemas by which it checks its own answers and of its own table of errors. */
export function openApiDocument({ version, license }: About): object {
  const bytes = { schema: { type: 'string', contentMediaType: 'application/octet-stream' } };
  return {
    openapi: '3.1.0',
    info: {
      title: 'bankcard-ocr',
      version,
      summary: 'Reads bank cards from photographs.',
      description: 'Number, expiry, issuing bank and type of the bank cards in a picture, whichever way they lie.',
      license: { name: license, identifier: license },
    },
    servers: [{ url: '/', description: 'where this document was found, but for the name' }],
    tags: [
      { name: 'marketplace', description: 'As a cloud marketplace’s API has it: clients change the host.' },
      { name: 'rich', description: 'Everything that was read, of every card.' },
    ],
    security: [{ appCode: [] }, { apiKey: [] }],
    paths: {
      '/bankcard': { post: compatOperation('readBankCard', 'The four fields of a card') },
      '/rest/160601/ocr/ocr_bank_card.json': { post: compatOperation('readBankCardAlias', 'The same, under the marketplace’s path') },
      '/v1/cards': {
        post: {
          operationId: 'readCards',
          summary: 'Every card of a picture',
          tags: ['rich'],
          parameters: [{ name: 'mask', in: 'query', schema: { type: 'boolean' }, description: 'As `configure.mask`.' }],
          requestBody: {
            required: true,
            content: {
              'application/json': { schema: ref('NewRequest'), examples: valuesOf(RICH_EXAMPLES, 'request') },
              'multipart/form-data': { schema: ref('UploadRequest') },
              'application/octet-stream': bytes,
              'image/*': bytes,
            },
          },
          responses: {
            200: {
              description: 'The cards, left to right and top to bottom.',
              headers: HEADERS,
              content: {
                'application/json; charset=utf-8': { schema: ref('RichAnswer'), examples: valuesOf(RICH_EXAMPLES, 'answer') },
              },
            },
            ...errorRefs(true),
          },
        },
      },
    },
    components: {
      securitySchemes: {
        appCode: { type: 'apiKey', in: 'header', name: 'Authorization', description: '`APPCODE <code>`' },
        apiKey: { type: 'apiKey', in: 'header', name: 'x-api-key' },
      },
      responses: { ...errorResponses(false), ...errorResponses(true) },
      schemas: { ...REQUESTS, ...(inOpenApi(ANSWERS) as object), Error: RICH_ERROR },
    },
  };
}
