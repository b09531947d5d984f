import fc from 'fast-check';
import { type FcContext, type handler, initialize } from '../../handlers/alibaba-fc';
import { warmReader } from '../../handlers/reader';
import type { CardReader } from '../../lib';
import { newCode } from '../../scripts/cli/access-code';
import { captureOutput } from '../helpers/captured-output';
import { fcEvent, type SentRequest } from '../helpers/events';
import { formatFixture } from '../helpers/fixtures';
import { MULTIPART_TYPE, multipart } from '../helpers/multipart';
import { EXAMPLE_CARD, EXAMPLE_FIELDS, pictureOf } from '../helpers/readings';

jest.mock('../../handlers/reader', () => ({
  warmReader: jest.fn(() => Promise.reject(new Error('no models'))),
  loadedModels: () => new Set(),
}));

const INVOCATION_ID = '1-64f6cd87-0f8fad5bd9cb469fa1657086';
const CONTEXT: FcContext = { requestId: INVOCATION_ID, function: { timeout: 30 } };
const REQUEST_ID = /^\d{14}_[\da-f]{32}$/;
const JSON_TYPE = 'application/json; charset=utf-8';
const TEXT_TYPE = 'text/plain; charset=utf-8';
const NEW_BODY = '{"image":"AQID"}';

const { code, hash, secret } = newCode();
const LISTED = { CODE_SECRET: secret, CODE_HASHES: `${newCode(secret).hash},${hash}` };
const BY_CODE = { Authorization: `APPCODE ${code}`, 'Content-Type': 'application/json' };

const output = captureOutput();
const read = jest.fn<ReturnType<CardReader['read']>, Parameters<CardReader['read']>>();
const reader = { read } as unknown as CardReader;

beforeEach(() => {
  read.mockReset().mockResolvedValue(pictureOf(EXAMPLE_CARD));
  jest.mocked(warmReader).mockReset().mockResolvedValue(reader);
});

type Handler = (event: Uint8Array, context?: FcContext) => Promise<{ statusCode: number; headers: Record<string, string>; body: string }>;

/** The handler as it starts with these settings. */
function started(environment: Readonly<Record<string, string>>): Handler {
  Object.assign(process.env, environment);
  try {
    let started: typeof handler | undefined;
    jest.isolateModules(() => {
      jest.doMock('../../handlers/reader', () => ({ warmReader: () => Promise.resolve(reader), loadedModels: () => new Set() }));
      started = jest.requireActual<typeof import('../../handlers/alibaba-fc')>('../../handlers/alibaba-fc').handler;
    });
    return started as Handler;
  } finally {
    for (const name of Object.keys(environment)) delete process.env[name];
  }
}

let withCodes: Handler;
beforeAll(() => {
  withCodes = started(LISTED);
});

test('the initializer is done when the models are loaded, or could not be', async () => {
  await expect(new Promise((resolve) => initialize({}, (error, result) => resolve([error, result])))).resolves.toEqual([null, '']);
  await expect(initialize({})).resolves.toBe('');
});

describe('a request with a code that is let in', () => {
  const ask = ({ headers, ...sent }: SentRequest, context = CONTEXT) =>
    withCodes(fcEvent({ ...sent, headers: { ...BY_CODE, ...headers } }), context);

  test('new form', async () => {
    expect(await ask({ body: NEW_BODY })).toEqual({
      statusCode: 200,
      headers: { 'Content-Type': JSON_TYPE, 'X-Ca-Request-Id': expect.stringMatching(REQUEST_ID), 'X-Ca-Warnings': 'luhn,expired' },
      body: JSON.stringify({ result: EXAMPLE_FIELDS }),
      isBase64Encoded: false,
    });
    expect([...read.mock.calls[0]![0]]).toEqual([1, 2, 3]);
    // too few digits of the hash to be taken for a card's number, and hidden
    expect(output.records()).toMatchObject([{ status: 200, invocationId: INVOCATION_ID, keyId: hash.slice(0, 11) }]);
    expect(output.text()).not.toContain(code);
  });

  test.each([NEW_BODY, Buffer.from(NEW_BODY)])('a text as such or base64-encoded by the platform', async (body) => {
    expect(JSON.parse((await ask({ body })).body)).toEqual({ result: EXAMPLE_FIELDS });
  });

  test('a raw picture on the rich path, masked by query', async () => {
    const picture = formatFixture('rgb.png');
    const response = await ask({ path: '/v1/cards', body: picture, headers: { 'Content-Type': 'image/png' }, query: { mask: 'true' } });
    expect(JSON.parse(response.body)).toMatchObject({
      requestId: response.headers['X-Ca-Request-Id'],
      cards: [{ pan: '622597******3000' }],
    });
    expect(picture.equals(read.mock.calls[0]![0])).toBe(true);
  });

  test('multipart on the rich path', async () => {
    const picture = formatFixture('rgb.jpg');
    const body = multipart({ name: 'image', content: picture, fileName: 'a.jpg', type: 'image/jpeg' });
    expect((await ask({ path: '/v1/cards', body, headers: { 'Content-Type': MULTIPART_TYPE } })).statusCode).toBe(200);
    expect(picture.equals(read.mock.calls[0]![0])).toBe(true);
  });

  test.each<[string, SentRequest, number, string]>([
    ['no such path', { path: '/x', body: NEW_BODY }, 400, 'Invalid URL'],
    ['another method', { method: 'GET' }, 400, 'Invalid URL'],
    ['no body', {}, 460, 'Invalid Input - failed to parse json'],
    ['a body over the limit', { body: 'x'.repeat(10_485_761) }, 413, 'Payload Too Large'],
  ])('%s', async (_, sent, status, message) => {
    expect(await ask(sent)).toMatchObject({
      statusCode: status,
      headers: { 'Content-Type': TEXT_TYPE, 'X-Ca-Error-Message': message },
      body: message,
    });
    expect(read).not.toHaveBeenCalled();
  });

  test('408 half a second before the function’s timeout', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
    try {
      read.mockReturnValue(new Promise((resolve) => setTimeout(() => resolve(pictureOf(EXAMPLE_CARD)), 60_000)));
      let answer: unknown;
      void ask({ body: NEW_BODY }, CONTEXT).then((response) => {
        answer = response;
      });
      await jest.advanceTimersByTimeAsync(29_499);
      expect(answer).toBeUndefined();
      await jest.advanceTimersByTimeAsync(1);
      expect(answer).toMatchObject({ statusCode: 408, body: 'Request Timeout' });
      // it makes room for the next picture
      await jest.advanceTimersByTimeAsync(60_000);
    } finally {
      jest.useRealTimers();
    }
  });

  test.each([undefined, {}, { function: {} }])('without a timeout in the context, %j, there is none', async (context) => {
    const response = await withCodes(fcEvent({ headers: BY_CODE, body: NEW_BODY }), context);
    expect(response).toMatchObject({ statusCode: 200, headers: { 'X-Ca-Request-Id': expect.stringMatching(REQUEST_ID) } });
  });
});

describe('a request without one', () => {
  const refused: readonly [string, Record<string, string>, Record<string, string>][] = [
    ['no code', LISTED, {}],
    ['a code that is not listed', LISTED, { Authorization: 'APPCODE unknown' }],
    ['the hash for the code', LISTED, { 'x-api-key': hash }],
    ['two codes', LISTED, { ...BY_CODE, 'x-api-key': 'unknown' }],
    ['nothing configured', {}, BY_CODE],
    ['a word that is not on', { ALLOW_ANYONE: 'true' }, BY_CODE],
    ['hashes without a secret', { CODE_HASHES: hash, ALLOW_ANYONE: 'on' }, BY_CODE],
    ['a secret without hashes', { CODE_SECRET: secret, ALLOW_ANYONE: 'on' }, BY_CODE],
    ['codes, which count more than leave for all', { ...LISTED, ALLOW_ANYONE: 'on' }, {}],
  ];

  test.each(refused)('%s: 403, and nothing is read or logged', async (_, environment, headers) => {
    expect(await started(environment)(fcEvent({ body: NEW_BODY, headers }), CONTEXT)).toEqual({
      statusCode: 403,
      headers: {
        'Content-Type': TEXT_TYPE,
        'X-Ca-Request-Id': expect.stringMatching(REQUEST_ID),
        'X-Ca-Error-Message': 'Forbidden',
        'X-Ca-Error-Code': '403',
      },
      body: 'Forbidden',
      isBase64Encoded: false,
    });
    expect(read).not.toHaveBeenCalled();
    expect(output.text()).toBe('');
  });

  test('on the rich path: 403 in JSON', async () => {
    const { statusCode, headers, body } = await withCodes(fcEvent({ path: '/v1/cards', body: NEW_BODY }), CONTEXT);
    expect([statusCode, headers['Content-Type']]).toEqual([403, JSON_TYPE]);
    expect(JSON.parse(body)).toEqual({ code: 'FORBIDDEN', message: 'Forbidden', requestId: headers['X-Ca-Request-Id'] });
  });

  test('is answered, when anyone is allowed', async () => {
    expect(await started({ ALLOW_ANYONE: 'on' })(fcEvent({ body: NEW_BODY }), CONTEXT)).toMatchObject({ statusCode: 200 });
  });

  test('is 400 where nothing is, as at a gateway', async () => {
    expect(await withCodes(fcEvent({ path: '/x' }), CONTEXT)).toMatchObject({ statusCode: 400, body: 'Invalid URL' });
  });

  test('is the one by which a browser asks what it may send', async () => {
    const fromPage = started({ ...LISTED, CORS_ORIGIN: 'https://cards.example' });
    expect(await fromPage(fcEvent({ method: 'OPTIONS' }), CONTEXT)).toMatchObject({
      statusCode: 204,
      headers: { 'Access-Control-Allow-Origin': 'https://cards.example' },
    });
    expect(await fromPage(fcEvent({ body: NEW_BODY }), CONTEXT)).toMatchObject({
      statusCode: 403,
      headers: { 'Access-Control-Allow-Origin': 'https://cards.example' },
    });
  });
});

test.each(['', 'x', 'null', '5', '[]', '{"rawPath":"/bankcard"}', '{"rawPath":"/bankcard","requestContext":null}'])(
  'what is no request is 400: %j',
  async (event) => {
    expect(await withCodes(Buffer.from(event), CONTEXT)).toMatchObject({ statusCode: 400, body: 'Invalid URL' });
  },
);

test('whatever the event: an answer of the contract, and none that is read', async () => {
  const odd = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom({ toString: 5 }, { http: { method: 'POST' } }, { http: { method: { toString: 5 } } }),
  );
  const event = fc.record(
    {
      rawPath: fc.oneof(fc.constantFrom('/bankcard', '/v1/cards'), odd),
      headers: odd,
      queryParameters: odd,
      body: odd,
      requestContext: odd,
    },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(event, async (content) => {
      const { statusCode } = await withCodes(Buffer.from(JSON.stringify(content)), CONTEXT);
      expect([400, 403]).toContain(statusCode);
    }),
    { numRuns: 500 },
  );
  expect(read).not.toHaveBeenCalled();
});

test('whatever a holder of a code sends: an answer', async () => {
  const event = fc.record({
    rawPath: fc.constantFrom('/bankcard', '/v1/cards'),
    headers: fc.record({ 'x-api-key': fc.constant(code), 'content-type': fc.jsonValue() }),
    queryParameters: fc.jsonValue(),
    body: fc.jsonValue(),
    isBase64Encoded: fc.jsonValue(),
    requestContext: fc.constant({ http: { method: 'POST' } }),
  });
  await fc.assert(
    fc.asyncProperty(event, async (content) => {
      const { statusCode, headers } = await withCodes(Buffer.from(JSON.stringify(content)), CONTEXT);
      expect(statusCode).toBeGreaterThanOrEqual(200);
      expect(headers['X-Ca-Request-Id']).toMatch(REQUEST_ID);
    }),
    { numRuns: 500 },
  );
});

test('the query of a signed URL of Object Storage Service is not logged, at the most verbose', async () => {
  const signed = 'https://127.0.0.1/%E5%8D%A1.jpg?Expires=1795600000&OSSAccessKeyId=LTAI5t&Signature=7f3a%2B91%2Fx%3D';
  const handler = started({ ...LISTED, LOG_LEVEL: 'debug' });
  expect(await handler(fcEvent({ headers: BY_CODE, body: JSON.stringify({ image: signed }) }), CONTEXT)).toMatchObject({ statusCode: 462 });
  expect(output.records().map(({ level }) => level)).toEqual(['info', 'debug']);
  expect(output.text()).not.toMatch(/Signature|LTAI|Expires|%E5|127\.0/);
});
