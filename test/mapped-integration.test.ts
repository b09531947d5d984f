import fc from 'fast-check';
import { corsHeaders } from '../handlers/cors';
import { InvocationError } from '../handlers/invocation-error';
import { GATEWAY_STATUSES } from '../lib/contract/error-answer';
import { CardOcrError, ERROR_CATALOGUE, type ErrorCode, messageOf, type PlainErrorCode } from '../lib/errors';
import { excerptOf } from '../lib/excerpt';
import { anyText } from './helpers/any-text';
import {
  answerFrom,
  BINARY_MEDIA_TYPES,
  configuredIntegration,
  eventFrom,
  failureOf,
  type MappedIntegration,
} from './helpers/mapped-integration';
import { EXAMPLE_FIELDS } from './helpers/readings';

let integration: MappedIntegration;
beforeAll(async () => {
  integration = await configuredIntegration();
});

const ID = 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef';
const TEXT = 'text/plain; charset=utf-8';
const BAD_GATEWAY = {
  status: 502,
  headers: { 'Content-Type': TEXT, 'X-Ca-Request-Id': ID, 'X-Ca-Error-Message': 'Bad Gateway' },
  body: 'Bad Gateway',
};

describe('an error of the catalogue that is thrown', () => {
  const codes = Object.keys(ERROR_CATALOGUE) as ErrorCode[];

  test.each(codes)('%s has its status, its text and its headers', (code) => {
    const error = code === 'CONFIGURE_UNPARSABLE' ? new CardOcrError(code, excerptOf('{"a')) : new CardOcrError(code as PlainErrorCode);
    const { status } = ERROR_CATALOGUE[code];
    // what a request said is not repeated: the platform would log it
    const message = messageOf(code, excerptOf('*'));
    expect(answerFrom(integration, failureOf(new InvocationError(error)), ID)).toEqual({
      status,
      headers: {
        'Content-Type': TEXT,
        'X-Ca-Request-Id': ID,
        ...(message && { 'X-Ca-Error-Message': message }),
        ...(GATEWAY_STATUSES.has(status) && { 'X-Ca-Error-Code': String(status) }),
      },
      body: message,
    });
  });

  test('each status of the catalogue has a pattern, and no other has', () => {
    const statuses = new Set(Object.values(ERROR_CATALOGUE).map(({ status }) => status));
    expect(new Set(integration.responses.map(({ status }) => status))).toEqual(new Set([200, ...statuses]));
  });
});

describe('anything else is 502, never 200', () => {
  test.each([
    ['out of time', { errorMessage: '2026-11-25T10:00:00.000Z 1a2b Task timed out after 25.00 seconds', errorType: 'Sandbox.Timedout' }],
    ['out of memory', { errorMessage: 'RequestId: 1a2b Error: Runtime exited with error: signal: killed', errorType: 'Runtime.ExitError' }],
    [
      'not loaded',
      { errorMessage: "Error: Cannot find module 'sharp'\nRequire stack:\n- /var/task/x.js", errorType: 'Runtime.ImportModuleError' },
    ],
    ['a status that nobody knows', { errorMessage: '[418] I am a teapot', errorType: 'CardOcrError' }],
    ['a status of success', { errorMessage: '[200] fine', errorType: 'CardOcrError' }],
    ['a status within', { errorMessage: 'not [462] first', errorType: 'Error' }],
    ['no message', { errorMessage: '', errorType: 'Error' }],
  ])('%s', (_, failed) => {
    expect(answerFrom(integration, { failed }, ID)).toEqual(BAD_GATEWAY);
  });

  test.each([
    ['nothing', null],
    ['what answers no body that was handed on', { result: { bank_card_number: '6225 9700 7000 3000' } }],
    ['what the platform says of an event that is no JSON', { Type: 'User', Message: 'Could not parse request body into json' }],
  ])('%s is answered', (_, returned) => {
    expect(answerFrom(integration, { returned }, ID)).toEqual(BAD_GATEWAY);
  });

  test('whatever a message says', () => {
    const statuses = new Set<number>(Object.values(ERROR_CATALOGUE).map(({ status }) => status));
    fc.assert(
      fc.property(
        fc.oneof(
          anyText(),
          fc.string().map((text) => `[462] ${text}`),
        ),
        (errorMessage) => {
          const { status } = answerFrom(integration, { failed: { errorMessage, errorType: 'Error' } }, ID);
          expect(statuses.has(status)).toBe(true);
        },
      ),
    );
  });
});

test.each([
  ['with its warnings', 'luhn,expired', { 'X-Ca-Warnings': 'luhn,expired' }],
  ['without any', '', {}],
])('an answer is handed on %s', (_, warnings, headers) => {
  const mappedAnswer = { result: EXAMPLE_FIELDS };
  const { body, ...rest } = answerFrom(integration, { returned: { mappedAnswer, warnings } }, ID);
  expect(JSON.parse(body)).toEqual(mappedAnswer);
  expect(body).toBe(body.trim());
  const fixed = { 'Content-Type': 'application/json; charset=utf-8', 'X-Ca-Request-Id': ID };
  expect(rest).toEqual({ status: 200, headers: { ...fixed, ...headers } });
});

test('pages of another origin may read of every answer what they may read of the other paths', async () => {
  const { responses } = await configuredIntegration('https://cards.example');
  const { 'Access-Control-Expose-Headers': exposed } = corsHeaders('https://cards.example');
  for (const { headers } of responses) expect(headers).toMatchObject({ 'Access-Control-Expose-Headers': `'${exposed}'` });
});

describe('a request is handed on whole', () => {
  test.each([
    ['JSON', '{"image":"https://a.example/b\'c.jpg"}', 'application/json; charset=utf-8', 'application/json'],
    ['JSON without a type', '{"image":"a/b+c=="}', null, 'application/json'],
    ['a form', 'image=a%2Fb%3D&x=\'"', 'application/x-www-form-urlencoded', 'application/x-www-form-urlencoded'],
    ['text', 'no "JSON"\r\n\t\\ at all – 卡', 'text/plain', 'text/plain'],
    ['JSON as text', '{"image":"x"}', 'text/json', 'text/json'],
    ['JSON as XML', '{"image":"x"}', 'text/xml; charset=utf-8', 'text/xml'],
    ['JSON as a page', '{"image":"x"}', 'text/html', 'text/html'],
    ['JSON as XML of an application', '{"image":"x"}', 'application/xml', 'application/xml'],
    ['JSON as a script', '{"image":"x"}', 'application/javascript', 'application/javascript'],
  ])('%s', (_, body, sent, contentType) => {
    expect(eventFrom(integration, body, sent, ID)).toEqual({ contentType, requestId: ID, query: {}, mappedBody: body });
  });

  test.each(BINARY_MEDIA_TYPES)('JSON as %s, which the API hands over as base64', (contentType) => {
    const event = eventFrom(integration, '{"image":"x"}', contentType, ID);
    expect(event).toEqual({ contentType, requestId: ID, query: {}, mappedBody: 'eyJpbWFnZSI6IngifQ==', isBase64Encoded: true });
  });

  test('whatever the body is', () => {
    fc.assert(
      fc.property(anyText(), (body) => {
        expect(eventFrom(integration, body, null, ID)).toMatchObject({ mappedBody: body });
      }),
    );
  });

  test.each([undefined, ...BINARY_MEDIA_TYPES])('with its query: %s', (type = 'application/json') => {
    const query = { mask: 'true', 'a"b\'': '\\ \'"}', 卡: '', $name: '#end$name' };
    expect(eventFrom(integration, '{"image":"x"}', type, ID, query)).toMatchObject({ query });
  });

  test('whatever the query is', () => {
    fc.assert(
      fc.property(fc.dictionary(anyText(), anyText()), (query) => {
        expect(eventFrom(integration, '', null, ID, query)).toEqual({
          contentType: 'application/json',
          requestId: ID,
          query: { ...query },
          mappedBody: '',
        });
      }),
    );
  });

  test('of a type that is not named, it is none: what a client sends must never be the event itself', () => {
    for (const type of ['application/vnd.card+json', 'text/csv', 'json', '*/*'])
      expect(eventFrom(integration, '{"source":"aws.events"}', type, ID)).toBeNull();
  });
});
