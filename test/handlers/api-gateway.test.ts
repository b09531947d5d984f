import files from 'node:fs/promises';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { handler, ready } from '../../handlers/api-gateway';
import type { MappedAnswer } from '../../handlers/http';
import { warmReader } from '../../handlers/reader';
import { type CardReader, modelVersion, type PictureReading } from '../../lib';
import { CardOcrError, type ErrorCode } from '../../lib/errors';
import { captureOutput } from '../helpers/captured-output';
import { EVENT_KINDS, restEvent, type SentRequest } from '../helpers/events';
import { formatFixture } from '../helpers/fixtures';
import { MULTIPART_TYPE, multipart } from '../helpers/multipart';
import { EXAMPLE_CARD, EXAMPLE_FIELDS, pictureOf, tellListeners, togetherOf } from '../helpers/readings';

// before any test has said what it gives, as where the models are missing
jest.mock('../../handlers/reader', () => ({
  warmReader: jest.fn(() => Promise.reject(new Error('no models'))),
  loadedModels: () => new Set(['card-location']),
}));

const INVOCATION_ID = '0f8fad5b-d9cb-469f-a165-70867728950e';
const CONTEXT = { awsRequestId: INVOCATION_ID, getRemainingTimeInMillis: () => 30_000 };
const REQUEST_ID = /^\d{14}_0f8fad5bd9cb469fa16570867728950e$/;
const JSON_TYPE = 'application/json; charset=utf-8';
const TEXT_TYPE = 'text/plain; charset=utf-8';
const NEW_BODY = '{"image":"AQID"}';
const OLD_BODY = '{"inputs":[{"image":{"dataType":50,"dataValue":"AQID"}}]}';
const PAN = '6225970070003000';

const output = captureOutput();
const read = jest.fn<ReturnType<CardReader['read']>, Parameters<CardReader['read']>>();
const readTogether = jest.fn<ReturnType<CardReader['readTogether']>, Parameters<CardReader['readTogether']>>();
const reader = { read, readTogether } as unknown as CardReader;

beforeEach(() => {
  read.mockReset().mockResolvedValue(pictureOf(EXAMPLE_CARD));
  readTogether.mockReset().mockResolvedValue(togetherOf(EXAMPLE_CARD, EXAMPLE_CARD, null));
  jest.mocked(warmReader).mockReset().mockResolvedValue(reader);
});

type Response = APIGatewayProxyStructuredResultV2 & { body: string; headers: Record<string, string> };
const answered = async (event: object, context: object = CONTEXT): Promise<Response> => (await handler(event, context)) as Response;
/** What a direct invocation rejects with. */
const thrownBy = async (event: unknown): Promise<unknown> => {
  try {
    return { answer: await handler(event as object, CONTEXT) };
  } catch (thrown) {
    return thrown;
  }
};
const requestRecord = () => output.records().find(({ status }) => status !== undefined);

test('is ready even where the models could not be loaded', async () => {
  await expect(ready).resolves.toBeUndefined();
});

test('the schedule that keeps an instance loaded gets nothing, and nothing is read or logged', async () => {
  await expect(handler({ source: 'aws.events', 'detail-type': 'Scheduled Event', detail: {} }, CONTEXT)).resolves.toEqual({});
  expect(read).not.toHaveBeenCalled();
  expect(output.records()).toEqual([]);
});

describe.each(EVENT_KINDS)('%s', (_, eventOf) => {
  const ask = (sent: SentRequest): Promise<Response> => answered(eventOf(sent));

  test('new form', async () => {
    const response = await ask({ body: NEW_BODY });
    expect(response).toEqual({
      statusCode: 200,
      headers: { 'Content-Type': JSON_TYPE, 'X-Ca-Request-Id': expect.stringMatching(REQUEST_ID), 'X-Ca-Warnings': 'luhn,expired' },
      body: JSON.stringify({ result: EXAMPLE_FIELDS }),
      isBase64Encoded: false,
    });
    expect([...read.mock.calls[0]![0]]).toEqual([1, 2, 3]);
  });

  test('whether it serves is told at once, whatever waits', async () => {
    let finish = (_: PictureReading): void => {};
    read.mockReturnValue(new Promise((resolve) => (finish = resolve)));
    const waiting = Array.from({ length: 64 }, () => ask({ body: NEW_BODY }));
    const response = await ask({ method: 'GET', path: '/v1/health', body: null });
    expect(response).toMatchObject({
      statusCode: 200,
      headers: { 'Content-Type': JSON_TYPE, 'Cache-Control': 'no-store', 'X-Ca-Request-Id': expect.stringMatching(REQUEST_ID) },
    });
    const { status, models } = JSON.parse(response.body);
    expect([status, models.map((model: { name: string; loaded: boolean }) => [model.name, model.loaded])]).toEqual([
      'ok',
      expect.arrayContaining([
        ['card-location', true],
        ['date-location', false],
        ['second-digit-recognition', false],
        ['word-finding', false],
      ]),
    ]);
    expect((await waiting.at(-1))!.statusCode).toBe(450);
    finish(pictureOf(EXAMPLE_CARD));
    expect((await Promise.all(waiting))[0]!.statusCode).toBe(200);
  });

  test('no header of warnings where there are none, or the answer tells them', async () => {
    expect((await ask({ path: '/v1/cards', body: NEW_BODY })).headers).not.toHaveProperty('X-Ca-Warnings');
    read.mockResolvedValue(pictureOf({ ...EXAMPLE_CARD, warnings: [] }));
    expect((await ask({ body: NEW_BODY })).headers).not.toHaveProperty('X-Ca-Warnings');
  });

  test('a number that is not certain: 464, but on the rich path, or where a request wants it all the same', async () => {
    read.mockResolvedValue(pictureOf({ ...EXAMPLE_CARD, confidence: { ...EXAMPLE_CARD.confidence, pan: 0 } }));
    for (const body of [NEW_BODY, OLD_BODY, '{"image":"AQID","configure":{"format":"baidu"}}']) {
      expect(await ask({ body })).toEqual({
        statusCode: 464,
        headers: {
          'Content-Type': TEXT_TYPE,
          'X-Ca-Request-Id': expect.stringMatching(REQUEST_ID),
          'X-Ca-Error-Message': 'Invalid Result - number not certain',
        },
        body: 'Invalid Result - number not certain',
        isBase64Encoded: false,
      });
    }
    expect(await ask({ body: '{"image":"AQID","configure":{"minConfidence":0}}' })).toMatchObject({ statusCode: 200 });
    expect(await ask({ path: '/v1/cards', body: NEW_BODY })).toMatchObject({ statusCode: 200 });
  });

  test('old form, at the old path, with the id of the header', async () => {
    const response = await ask({ path: '/rest/160601/ocr/ocr_bank_card.json', body: OLD_BODY });
    const { outputs } = JSON.parse(response.body);
    expect(JSON.parse(outputs[0].outputValue.dataValue)).toEqual({
      success: true,
      request_id: response.headers['X-Ca-Request-Id'],
      card_num: PAN,
      bank_name: '工商银行',
      valid_date: '07/22',
      result: EXAMPLE_FIELDS,
    });
  });

  test('form body, base64-encoded by the platform', async () => {
    const response = await ask({ body: Buffer.from('image=AQID'), headers: { 'Content-Type': 'application/x-www-form-urlencoded' } });
    expect(JSON.parse(response.body)).toEqual({ result: EXAMPLE_FIELDS });
  });

  test('a raw picture on the rich path, masked by query', async () => {
    const picture = formatFixture('rgb.png');
    const response = await ask({ path: '/v1/cards', body: picture, headers: { 'content-type': 'image/png' }, query: { mask: 'true' } });
    expect(response).toMatchObject({ statusCode: 200, headers: { 'Content-Type': JSON_TYPE } });
    expect(JSON.parse(response.body)).toMatchObject({
      requestId: response.headers['X-Ca-Request-Id'],
      cards: [{ pan: '622597******3000', panGrouped: '6225 97** **** 3000' }],
    });
    expect(picture.equals(read.mock.calls[0]![0])).toBe(true);
  });

  test('multipart on the rich path', async () => {
    const picture = formatFixture('rgb.jpg');
    const body = multipart({ name: 'image', content: picture, fileName: 'a.jpg', type: 'image/jpeg' });
    const response = await ask({ path: '/v1/cards', body, headers: { 'content-type': MULTIPART_TYPE } });
    expect(JSON.parse(response.body).cards).toHaveLength(1);
    expect(picture.equals(read.mock.calls[0]![0])).toBe(true);
  });

  test.each<[string, SentRequest, number, string, Record<string, string>]>([
    ['no such path', { path: '/x', body: NEW_BODY }, 400, 'Invalid URL', { 'X-Ca-Error-Code': '400' }],
    ['another method', { method: 'GET' }, 400, 'Invalid URL', { 'X-Ca-Error-Code': '400' }],
    ['no body', {}, 460, 'Invalid Input - failed to parse json', {}],
    ['no image', { body: '{}' }, 461, 'Invalid Input - json format error - missing key: image', {}],
    [
      'short base64',
      { body: '{"image":"AAA"}' },
      462,
      'Invalid Input - image data error - base64decode error: incorrect padding in base64 string',
      {},
    ],
    [
      'a local address',
      { body: '{"image":"http://127.0.0.1/"}' },
      462,
      'Invalid Input - image data error - download image from url error',
      {},
    ],
    ['a body over the limit', { body: 'x'.repeat(10_485_761) }, 413, 'Payload Too Large', { 'X-Ca-Error-Code': '413' }],
  ])('%s', async (_, sent, status, message, more) => {
    expect(await ask(sent)).toEqual({
      statusCode: status,
      headers: {
        'Content-Type': TEXT_TYPE,
        'X-Ca-Request-Id': expect.stringMatching(REQUEST_ID),
        'X-Ca-Error-Message': message,
        ...more,
      },
      body: message,
      isBase64Encoded: false,
    });
    expect(read).not.toHaveBeenCalled();
  });

  test.each<[string, SentRequest, number, ErrorCode]>([
    ['no such path', { path: '/v1/x' }, 400, 'INVALID_URL'],
    ['no body', { path: '/v1/cards', headers: {} }, 462, 'IMAGE_EMPTY'],
    ['no image', { path: '/v1/cards', body: '{}' }, 461, 'IMAGE_MISSING'],
  ])('on the rich path: %s', async (_, sent, status, code) => {
    const response = await ask(sent);
    expect(response).toMatchObject({ statusCode: status, headers: { 'Content-Type': JSON_TYPE } });
    expect(JSON.parse(response.body)).toEqual({
      code,
      message: response.headers['X-Ca-Error-Message'],
      requestId: response.headers['X-Ca-Request-Id'],
    });
  });

  test('an error of the reader', async () => {
    read.mockRejectedValue(new CardOcrError('NO_CARD'));
    expect(await ask({ body: NEW_BODY })).toMatchObject({ statusCode: 463, body: 'Invalid Input - wrong category' });
  });
});

test.each([
  { rawPath: 5 },
  { rawPath: null, requestContext: null },
  { httpMethod: 'POST', resource: 5, path: {} },
  { httpMethod: 5, path: '/bankcard' },
  { requestContext: {} },
  { requestContext: { http: null }, rawPath: '/bankcard', routeKey: 5 },
])('an event that no platform makes is answered, too: %j', async (event) => {
  expect(await handler(event, CONTEXT)).toMatchObject({ statusCode: 400, body: 'Invalid URL' });
});

test('a body that is no text is not JSON', async () => {
  const event = { ...restEvent(), body: { image: 'AQID' } };
  expect(await handler(event, CONTEXT)).toMatchObject({ statusCode: 460 });
});

describe('a direct invocation', () => {
  test('returns the answer itself', async () => {
    expect(await handler(JSON.parse(NEW_BODY), CONTEXT)).toEqual({ result: EXAMPLE_FIELDS });
    const old = (await handler(JSON.parse(OLD_BODY), CONTEXT)) as { outputs: { outputValue: { dataValue: string } }[] };
    expect(JSON.parse(old.outputs[0]!.outputValue.dataValue)).toMatchObject({
      request_id: expect.stringMatching(REQUEST_ID),
      card_num: PAN,
    });
  });

  test.each<[unknown, number, ErrorCode, string]>([
    [{}, 461, 'IMAGE_MISSING', 'Invalid Input - json format error - missing key: image'],
    [{ inputs: [] }, 461, 'INPUTS_MISSING', 'Invalid Input - json format error - key inputs missing'],
    [[], 461, 'REQUEST_SHAPE', 'Invalid Input - json format error - json parse runtime exception'],
    [null, 461, 'REQUEST_SHAPE', 'Invalid Input - json format error - json parse runtime exception'],
    [`card ${PAN}`, 461, 'REQUEST_SHAPE', 'Invalid Input - json format error - json parse runtime exception'],
    [Number(PAN), 461, 'REQUEST_SHAPE', 'Invalid Input - json format error - json parse runtime exception'],
    [{ image: '' }, 462, 'IMAGE_EMPTY', 'Invalid Input - image data error - input image empty, please check your image binary data'],
  ])('%j is refused', async (event, status, code, message) => {
    const thrown = await thrownBy(event);
    expect(thrown).toBeInstanceOf(Error);
    expect(thrown).toMatchObject({ name: 'CardOcrError', status, code, message: `[${status}] ${message}` });
    expect((thrown as Error).stack).toBe(`CardOcrError: [${status}] ${message}`);
    expect(requestRecord()).toMatchObject({ status, code });
  });

  test('says nothing of an unknown error', async () => {
    read.mockRejectedValue(new Error(`secret ${PAN}`));
    const thrown = (await thrownBy({ image: 'AQID' })) as Error;
    expect(thrown).toMatchObject({ code: 'INTERNAL', message: '[469] Invalid Service - error code missing' });
    expect(`${thrown.stack}${JSON.stringify(thrown)}${String(thrown.cause)}`).not.toMatch(/secret|6225/);
  });
});

describe('an integration that is no proxy', () => {
  const API_ID = '1c6af9ac-67b6-411e-a9a4-193e8deadbee';
  const eventOf = (mappedBody: string, contentType = 'application/json') => ({ contentType, requestId: API_ID, mappedBody });

  test.each([
    ['JSON', NEW_BODY, 'application/json'],
    ['JSON under the type of a form', NEW_BODY, 'application/x-www-form-urlencoded'],
    ['a form', 'image=AQID', 'application/x-www-form-urlencoded'],
    ['a form under the type of JSON', 'image=AQID', 'application/json'],
  ])('%s is answered', async (_, body, contentType) => {
    expect(await handler(eventOf(body, contentType), CONTEXT)).toEqual({
      mappedAnswer: { result: EXAMPLE_FIELDS },
      warnings: 'luhn,expired',
    });
  });

  test('its query may ask for a mask', async () => {
    const askedBy = async (query: object) => JSON.stringify(await thrownBy({ ...eventOf(NEW_BODY), query }));
    expect(await askedBy({ mask: 'true' })).toContain('6225 97** **** 3000');
    expect(await askedBy({ mask: 'false' })).toContain(EXAMPLE_FIELDS.bank_card_number);
    expect(await askedBy({ 'mask[]': 'true' })).toContain('REQUEST_SHAPE');
  });

  test('the id is that of the API, which the client is told', async () => {
    const { mappedAnswer } = (await handler(eventOf(OLD_BODY), CONTEXT)) as MappedAnswer;
    const { outputs } = mappedAnswer as { outputs: { outputValue: { dataValue: string } }[] };
    const id = expect.stringMatching(/^\d{14}_1c6af9ac67b6411ea9a4193e8deadbee$/);
    expect(JSON.parse(outputs[0]!.outputValue.dataValue)).toMatchObject({ request_id: id });
    expect(requestRecord()).toMatchObject({ requestId: id, invocationId: INVOCATION_ID });
  });

  test.each<[string, number, ErrorCode]>([
    ['{"image":', 460, 'JSON_UNPARSABLE'],
    ['{}', 461, 'IMAGE_MISSING'],
    ['image=', 462, 'IMAGE_EMPTY'],
    ['', 460, 'JSON_UNPARSABLE'],
  ])('%j is refused', async (body, status, code) => {
    expect(await thrownBy(eventOf(body))).toMatchObject({ name: 'CardOcrError', status, code });
  });
});

test('a failure of S3 that only the operator can mend is logged as an error', async () => {
  const cause = Object.assign(new Error('secret'), { name: 'ExpiredToken' });
  read.mockRejectedValue(new CardOcrError('DOWNLOAD_FAILED', cause));
  expect(await answered(restEvent({ body: NEW_BODY }))).toMatchObject({ statusCode: 462 });
  expect(output.records()).toMatchObject([
    { status: 462 },
    { level: 'error', failure: [{ name: 'CardOcrError' }, { name: 'ExpiredToken' }] },
  ]);
  expect(output.text()).not.toContain('secret');
});

describe('an unknown error', () => {
  const SECRET = 'secret';
  const failure = Object.assign(new TypeError(`${SECRET} ${PAN}\n    at ${SECRET}`), { code: 'ERR_SOMETHING', input: SECRET });

  test('is 469, and logged without its message', async () => {
    read.mockRejectedValue(failure);
    const response = await answered(restEvent({ body: NEW_BODY, headers: { 'Content-Type': 'application/json', 'X-Secret': SECRET } }));
    expect(response).toMatchObject({ statusCode: 469, body: 'Invalid Service - error code missing' });
    expect(JSON.stringify(response)).not.toContain(SECRET);
    const requestId = response.headers['X-Ca-Request-Id'];
    expect(output.records()).toEqual([
      expect.objectContaining({ level: 'info', requestId, status: 469, code: 'INTERNAL', cards: 0 }),
      {
        level: 'error',
        requestId,
        failure: [
          { name: 'TypeError', code: 'ERR_SOMETHING', frames: expect.arrayContaining([expect.stringContaining('api-gateway.test.ts')]) },
        ],
      },
    ]);
    expect(output.text()).not.toMatch(/secret|6225970070003000/);
  });

  test.each([['a string'], [undefined], [null], [42], [{ code: 'NO_CARD', status: 463 }]])(
    '%p that is thrown is 469 too',
    async (thrown) => {
      read.mockRejectedValue(thrown);
      expect(await answered(restEvent({ body: NEW_BODY }))).toMatchObject({ statusCode: 469 });
      expect(output.records()).toMatchObject([{ status: 469 }, { level: 'error', failure: [] }]);
    },
  );

  test('models that cannot be loaded are 469, and the next request tries again', async () => {
    jest.mocked(warmReader).mockRejectedValueOnce(new Error('no such file: /opt/models'));
    expect(await answered(restEvent({ body: NEW_BODY }))).toMatchObject({ statusCode: 469 });
    expect(await answered(restEvent({ body: NEW_BODY }))).toMatchObject({ statusCode: 200 });
  });

  test('an answer that does not fit its schema is 469 of its own', async () => {
    read.mockResolvedValue(pictureOf({ ...EXAMPLE_CARD, panGrouped: `x${PAN}` }));
    expect(await answered(restEvent({ body: NEW_BODY }))).toMatchObject({ statusCode: 469, body: 'Invalid Service - parse result error' });
    expect(output.text()).not.toContain(PAN);
  });
});

describe('the key', () => {
  test('is told by its id in the log', async () => {
    const event = restEvent({ body: NEW_BODY }) as { requestContext: object };
    await answered({ ...event, requestContext: { ...event.requestContext, identity: { apiKeyId: 'a1b2c3d4e5', apiKey: 'secret-code' } } });
    expect(requestRecord()).toMatchObject({ keyId: 'a1b2c3d4e5' });
    expect(JSON.stringify(requestRecord())).not.toContain('secret-code');
  });

  test.each([undefined, null, 7, 'no id', 'x'.repeat(30)])('what is no id is not: %j', async (apiKeyId) => {
    const event = restEvent({ body: NEW_BODY }) as { requestContext: object };
    await answered({ ...event, requestContext: { ...event.requestContext, identity: { apiKeyId } } });
    expect(requestRecord()).toMatchObject({ keyId: null });
  });
});

test('more pictures than the operator lets a request bring', async () => {
  const inputs = Array.from({ length: 17 }, () => ({ image: { dataType: 50, dataValue: 'AAAA' } }));
  expect(await answered(restEvent({ body: JSON.stringify({ inputs }) }))).toMatchObject({ statusCode: 413 });
});

describe('the time budget', () => {
  /** Leaves 300 ms: as much as a request needs on a busy machine to get to the reader. */
  const soon = { ...CONTEXT, getRemainingTimeInMillis: () => 800 };
  /** Comes when the budget is long spent. */
  const late = <T>(value: T): Promise<T> => new Promise((resolve) => setTimeout(() => resolve(value), 600));

  test('408 while the reader hangs, and the signal is aborted', async () => {
    read.mockReturnValue(late(pictureOf(EXAMPLE_CARD)));
    const response = await answered(restEvent({ body: NEW_BODY }), soon);
    expect(response).toMatchObject({ statusCode: 408, body: 'Request Timeout', headers: { 'X-Ca-Error-Code': '408' } });
    expect(read.mock.calls[0]![1]?.signal?.aborted).toBe(true);
    expect(requestRecord()).toMatchObject({ status: 408, code: 'REQUEST_TIMEOUT', form: 'new', cards: 0 });
  });

  test('is spent, too, once the client has gone: its picture is read no further', async () => {
    const client = new AbortController();
    read.mockImplementation(async () => {
      client.abort();
      return late(pictureOf(EXAMPLE_CARD));
    });
    expect(await answered(restEvent({ body: NEW_BODY }), { ...CONTEXT, left: client.signal })).toMatchObject({ statusCode: 408 });
    expect(read.mock.calls[0]![1]?.signal?.aborted).toBe(true);
  });

  test('408 while the models hang', async () => {
    jest.mocked(warmReader).mockReturnValue(late(reader));
    expect(await answered(restEvent({ path: '/v1/cards', body: NEW_BODY }), soon)).toMatchObject({ statusCode: 408 });
  });

  test('408 for a body that does not come in time, or breaks off', async () => {
    const body = (): Promise<Uint8Array> => Promise.reject(new Error('silence'));
    expect(await answered(restEvent({ body: null }), { ...CONTEXT, body })).toMatchObject({ statusCode: 408, body: 'Request Timeout' });
    expect(requestRecord()).toMatchObject({ status: 408, code: 'REQUEST_TIMEOUT' });
    expect(read).not.toHaveBeenCalled();
  });

  test('nothing is left of it after an answer', async () => {
    const [set, clear] = [jest.spyOn(globalThis, 'setTimeout'), jest.spyOn(globalThis, 'clearTimeout')];
    await answered(restEvent({ body: NEW_BODY }));
    await answered(restEvent({ body: '{' }));
    // of the budgets, and of the turn where pictures of former tests are still being read
    expect(set.mock.calls.length).toBeGreaterThanOrEqual(2);
    expect(clear.mock.calls.map(([timer]) => timer)).toEqual(expect.arrayContaining(set.mock.results.map(({ value }) => value)));
    expect(read.mock.calls[0]![1]?.signal?.aborted).toBe(false);
  });

  test('what is read too late is neither answered nor logged', async () => {
    read.mockImplementation(() => late(pictureOf(EXAMPLE_CARD)));
    expect(await answered(restEvent({ body: NEW_BODY }), soon)).toMatchObject({ statusCode: 408 });
    await late(null);
    expect(output.records()).toHaveLength(1);
  });
});

describe('the log', () => {
  test('has one line a request, with these fields and no others', async () => {
    const body = JSON.stringify({ image: 'AQID', configure: { note: `secret ${PAN}` } });
    read.mockImplementation(async (_, options) => {
      tellListeners(pictureOf(EXAMPLE_CARD), options);
      return pictureOf(EXAMPLE_CARD);
    });
    await answered(restEvent({ body, query: { secret: PAN }, headers: { Authorization: 'APPCODE secret' } }));
    expect(output.records()).toEqual([
      {
        level: 'info',
        requestId: expect.stringMatching(REQUEST_ID),
        invocationId: INVOCATION_ID,
        keyId: null,
        form: 'new',
        status: 200,
        code: null,
        ms: expect.any(Number),
        isCold: false,
        cards: 1,
        imageBytes: 3,
        pixels: 256_000,
        stages: {
          load: expect.any(Number),
          wait: expect.any(Number),
          decode: 12,
          number: 34,
          expiry: 5,
          bin: 1,
          quality: 1,
          crop: 0,
        },
        model: modelVersion,
      },
    ]);
    expect(output.text()).not.toMatch(/secret|6225/);
  });

  test('counts cards, and knows no form of what could not be parsed', async () => {
    read.mockResolvedValue(pictureOf(EXAMPLE_CARD, EXAMPLE_CARD));
    await answered(restEvent({ path: '/v1/cards', body: NEW_BODY }));
    await answered(restEvent({ body: `{${PAN}` }));
    expect(output.records()).toMatchObject([
      { form: 'rich', status: 200, cards: 2 },
      { form: null, status: 460, code: 'JSON_UNPARSABLE', cards: 0 },
    ]);
    expect(output.text()).not.toContain(PAN);
  });

  test('without a context there is still a request id', async () => {
    const response = (await handler(restEvent({ body: NEW_BODY }))) as Response;
    expect(response.headers['X-Ca-Request-Id']).toMatch(/^\d{14}_[\da-f]{32}$/);
    expect(output.records()).toMatchObject([{ invocationId: null, requestId: response.headers['X-Ca-Request-Id'] }]);
  });
});

describe('a new process', () => {
  afterEach(() => jest.useRealTimers());

  /** The handler as it starts with these settings. */
  function started(environment: Readonly<Record<string, string>>): typeof handler {
    const before = { ...process.env };
    Object.assign(process.env, environment);
    try {
      let started: typeof handler | undefined;
      jest.isolateModules(() => {
        jest.doMock('../../handlers/reader', () => ({ warmReader: () => Promise.resolve(reader) }));
        started = jest.requireActual<typeof import('../../handlers/api-gateway')>('../../handlers/api-gateway').handler;
      });
      return started as typeof handler;
    } finally {
      for (const name of Object.keys(environment)) delete process.env[name];
      Object.assign(process.env, before);
    }
  }

  test('is cold for one request, whatever becomes of it', async () => {
    const handler = started({});
    await handler(restEvent({ body: '{' }), CONTEXT);
    await handler(restEvent({ body: NEW_BODY }), CONTEXT);
    await handler(restEvent({ body: NEW_BODY }), CONTEXT);
    expect(output.records().map(({ isCold }) => isCold)).toEqual([true, false, false]);
  });

  test('is not cold once it was kept warm, nor where the platform loads it before any request', async () => {
    const warm = started({});
    await warm({ source: 'aws.events' });
    await warm(restEvent({ body: NEW_BODY }), CONTEXT);
    await started({ AWS_LAMBDA_INITIALIZATION_TYPE: 'provisioned-concurrency' })(restEvent({ body: NEW_BODY }), CONTEXT);
    expect(output.records().map(({ isCold }) => isCold)).toEqual([false, false]);
  });

  test('answers 413 where the answer is too long for the platform, and says so in its log', async () => {
    const [short, long] = [started({ ANSWER_LIMIT_BYTES: '200' }), started({ ANSWER_LIMIT_BYTES: '20000' })];
    const event = restEvent({ path: '/v1/cards', body: NEW_BODY });
    expect(await short(event, CONTEXT)).toMatchObject({ statusCode: 413 });
    expect(await long(event, CONTEXT)).toMatchObject({ statusCode: 200 });
    expect(output.records().map(({ status }) => status)).toEqual([413, 200]);
  });

  test('goes by its settings', async () => {
    const handler = started({ BODY_LIMIT_BYTES: '40', IMAGE_LIMIT_BYTES: '5', TIME_BUDGET_MS: '300' });
    const statusOf = async (body: string): Promise<unknown> => ((await handler(restEvent({ body }))) as Response).statusCode;
    expect(await statusOf(NEW_BODY)).toBe(200);
    expect(await statusOf(NEW_BODY.padEnd(41))).toBe(413);
    expect(await statusOf('{"image":"AQIDBAUG"}')).toBe(413);
    read.mockReturnValue(new Promise((resolve) => setTimeout(() => resolve(pictureOf(EXAMPLE_CARD)), 600)));
    expect(await statusOf(NEW_BODY)).toBe(408);
  });

  test('lets a request bring as many pictures as its settings say, in the old form, and of one card', async () => {
    const handler = started({ MAX_INPUTS: '2' });
    const input = { image: { dataType: 50, dataValue: 'AAAA' } };
    const statusOf = async (path: string, body: object): Promise<unknown> =>
      ((await handler(restEvent({ path, body: JSON.stringify(body) }))) as Response).statusCode;
    expect(await statusOf('/bankcard', { inputs: [input, input] })).toBe(200);
    expect(await statusOf('/bankcard', { inputs: [input, input, input] })).toBe(413);
    expect(await statusOf('/v1/cards', { images: ['AAAA', 'AAAA', 'AAAA'] })).toBe(413);
    expect(readTogether).not.toHaveBeenCalled();
    expect(await statusOf('/v1/cards', { images: ['AAAA', 'AAAA'] })).toBe(200);
    expect(readTogether).toHaveBeenCalledTimes(1);
  });

  test('lets in so many, and answers the rest at once: 450 with nothing in it', async () => {
    const handler = started({ MAX_RUNNING: '1', MAX_WAITING: '1' });
    let release = (): void => {};
    read.mockImplementation(
      () =>
        new Promise((resolve) => {
          release = () => resolve(pictureOf(EXAMPLE_CARD));
        }),
    );
    const ask = async (): Promise<Response> => (await handler(restEvent({ body: NEW_BODY }))) as Response;
    const [first, second] = [ask(), ask()];
    const refused = await ask();
    expect(refused).toMatchObject({ statusCode: 450, body: '', headers: { 'X-Ca-Error-Code': '450' } });
    expect(refused.headers).not.toHaveProperty('X-Ca-Error-Message');
    for (const nowhere of [{ path: '/nope' }, { method: 'PUT' }])
      expect(await handler(restEvent({ body: NEW_BODY, ...nowhere }))).toMatchObject({ statusCode: 400, body: 'Invalid URL' });
    for (const waiting of [first, second]) {
      while (read.mock.calls.length === 0) await new Promise((resolve) => setImmediate(resolve));
      read.mockClear();
      release();
      expect((await waiting).statusCode).toBe(200);
    }
  });

  test('keeps no place for work that never ends', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick'] });
    const handler = started({ MAX_RUNNING: '1', MAX_WAITING: '0', TIME_BUDGET_MS: '1000' });
    const statusOf = async (): Promise<unknown> => ((await handler(restEvent({ body: NEW_BODY }))) as Response).statusCode;
    read.mockReturnValueOnce(new Promise(() => {}));
    const stuck = statusOf();
    while (read.mock.calls.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await jest.advanceTimersByTimeAsync(1000);
    expect([await stuck, await statusOf()]).toEqual([408, 450]);
    await jest.advanceTimersByTimeAsync(30_000);
    expect(await statusOf()).toBe(200);
  });

  test('answers a document as text, or to who takes bytes, as the same ones each time', async () => {
    const bytes = Buffer.from('the page');
    jest.spyOn(files, 'readFile').mockResolvedValueOnce(bytes);
    const handler = started({ PAGE: 'on' });
    const ask = (context: object): Promise<object> => handler(restEvent({ method: 'GET', path: '/' }), context);
    expect(await ask(CONTEXT)).toMatchObject({ statusCode: 200, body: 'the page' });
    const server = { ...CONTEXT, takesBytes: true };
    for (const answer of [await ask(server), await ask(server)]) expect(Reflect.get(answer, 'body')).toBe(bytes);
  });

  test('answers a document by its own path alone: behind a slash its relative links lead elsewhere', async () => {
    jest.spyOn(files, 'readFile').mockResolvedValue(Buffer.from('the page'));
    const handler = started({ PAGE: 'on' });
    const statusOf = async (path: string) => ((await handler(restEvent({ method: 'GET', path }), CONTEXT)) as Response).statusCode;
    expect(await Promise.all(['/', '/docs', '/docs/', '/openapi.json/'].map(statusOf))).toEqual([200, 200, 400, 400]);
  });

  test.each(['/', '/docs', '/openapi.json'])('does not tell %s where the page is off', async (route) => {
    jest.spyOn(files, 'readFile').mockResolvedValue(Buffer.from('the page'));
    const handler = started({ PAGE: 'off' });
    expect(await handler(restEvent({ method: 'GET', path: route }), CONTEXT)).toMatchObject({ statusCode: 400, body: 'Invalid URL' });
  });

  test('each picture of a request takes a place', async () => {
    const handler = started({ MAX_RUNNING: '1', MAX_WAITING: '2' });
    let release = (): void => {};
    const released = new Promise<void>((resolve) => (release = resolve));
    read.mockImplementation(() => released.then(() => pictureOf(EXAMPLE_CARD)));
    const input = { image: { dataType: 50, dataValue: 'AAAA' } };
    const ask = async (pictures: number): Promise<unknown> => {
      const inputs = Array.from({ length: pictures }, () => input);
      return ((await handler(restEvent({ path: '/bankcard', body: JSON.stringify({ inputs }) }))) as Response).statusCode;
    };
    const two = ask(2);
    expect(await ask(2)).toBe(450);
    const one = ask(1);
    expect(await ask(1)).toBe(450);
    release();
    expect(await Promise.all([two, one, ask(1)])).toEqual([200, 200, 450]);
    expect(await ask(4)).toBe(200);
  });

  test('lets pages of one origin in, if it is to: to read answers, errors, and to ask first', async () => {
    const handler = started({ CORS_ORIGIN: 'https://cards.example' });
    const ask = async (event: object): Promise<Response> => (await handler(event, CONTEXT)) as Response;
    const allowed = { 'Access-Control-Allow-Origin': 'https://cards.example', Vary: 'Origin' };
    expect(await ask(restEvent({ body: NEW_BODY }))).toMatchObject({ statusCode: 200, headers: allowed });
    expect(await ask(restEvent({ body: '{' }))).toMatchObject({
      statusCode: 460,
      headers: { ...allowed, 'X-Ca-Request-Id': expect.anything() },
    });
    for (const [, eventOf] of EVENT_KINDS) {
      const preflight = await ask(eventOf({ method: 'OPTIONS', path: '/v1/cards' }));
      expect(preflight).toMatchObject({
        statusCode: 204,
        body: '',
        headers: { ...allowed, 'Access-Control-Allow-Methods': 'OPTIONS,POST' },
      });
      expect(await ask(eventOf({ method: 'OPTIONS', path: '/elsewhere' }))).toMatchObject({ statusCode: 400 });
    }
    expect(read).toHaveBeenCalledTimes(1);
  });

  test('lets no page in by default', async () => {
    const handler = started({});
    expect(await handler(restEvent({ method: 'OPTIONS' }), CONTEXT)).toMatchObject({ statusCode: 400 });
    const { headers } = (await handler(restEvent({ body: NEW_BODY }), CONTEXT)) as Response;
    expect(Object.keys(headers).join()).not.toMatch(/access-control|vary/i);
  });

  test('counts what it answers, if it is to', async () => {
    await started({ METRICS: 'on' })(restEvent({ body: NEW_BODY }), CONTEXT);
    expect(output.records()).toMatchObject([{ status: 200, answer: '200', requests: 1, coldStarts: 1, ms: expect.any(Number) }]);
    expect(output.text()).not.toContain('*');
  });

  test.each([
    ['error', '{', []],
    ['debug', '{', ['info', 'debug']],
    ['info', '{', ['info']],
    ['debug', NEW_BODY, ['info']],
  ] as const)('that logs at level %s writes of %s', async (level, body, lines) => {
    await started({ LOG_LEVEL: level })(restEvent({ body }), CONTEXT);
    expect(output.records().map((record) => record.level)).toEqual(lines);
  });

  test('that logs at level error still tells of its own failures', async () => {
    read.mockRejectedValue(new Error('x'));
    await started({ LOG_LEVEL: 'error' })(restEvent({ body: NEW_BODY }), CONTEXT);
    expect(output.records()).toMatchObject([
      { level: 'error', requestId: expect.stringMatching(REQUEST_ID), failure: [{ name: 'Error' }] },
    ]);
  });

  test('that logs at level debug quotes nothing of the request either', async () => {
    const handler = started({ LOG_LEVEL: 'debug' });
    await handler(restEvent({ body: `{"secret": ${PAN}` }), CONTEXT);
    await handler(restEvent({ body: JSON.stringify({ image: 'AQID', configure: `\n    at secret ${PAN}` }) }), CONTEXT);
    await handler(restEvent({ body: '{"image":"http://127.0.0.1/secret?card=6225970070003000"}' }), CONTEXT);
    expect(output.records().map(({ level }) => level)).toEqual(['info', 'debug', 'info', 'debug', 'info', 'debug']);
    expect(output.text()).not.toMatch(/secret|6225/);
  });
});
