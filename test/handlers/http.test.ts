import fc from 'fast-check';
import {
  errorRouteOf,
  type HttpEvent,
  hasSlashBehind,
  isHttpEvent,
  isMappedEvent,
  isPreflight,
  mappedRequestFrom,
  requestFrom,
  responseFrom,
  routeOf,
} from '../../handlers/http';
import { CardOcrError } from '../../lib';
import { errorCode } from '../helpers/error-code';
import { EVENT_KINDS, functionUrlEvent, httpApiEvent, restEvent } from '../helpers/events';

const LIMIT = 1000;
const PATHS = [
  ['/bankcard', 'compat'],
  ['/rest/160601/ocr/ocr_bank_card.json', 'compat'],
  ['/v1/cards', 'rich'],
] as const;

/** As REST APIs tell parameters that are given more than once: the last one, and all in a list; others join them. */
function repeated(event: HttpEvent): HttpEvent {
  if (!('httpMethod' in event)) return event;
  const all = event.queryStringParameters!.mask!.split(',');
  return { ...event, queryStringParameters: { mask: all.at(-1)! }, multiValueQueryStringParameters: { mask: all } };
}

describe.each(EVENT_KINDS)('%s', (_, eventOf) => {
  test.each(PATHS)('%s', (path, route) => {
    const event = eventOf({ path, body: '{"image":"卡"}', query: { mask: 'true', other: '1' } });
    expect(isHttpEvent(event)).toBe(true);
    expect(requestFrom(event, LIMIT)).toEqual({
      route,
      contentType: 'application/json',
      query: [
        ['mask', 'true'],
        ['other', '1'],
      ],
      body: '{"image":"卡"}',
    });
    expect(requestFrom(eventOf({ path: `${path}/`, body: '' }), LIMIT)).toMatchObject({ route, body: '' });
    expect(errorRouteOf(event)).toBe(route);
  });

  test.each([
    ['/', 'compat'],
    ['', 'compat'],
    ['//', 'compat'],
    ['/Bankcard', 'compat'],
    ['/bankcard2', 'compat'],
    ['/bankcard/x', 'compat'],
    ['/bankcard//', 'compat'],
    ['/x/bankcard', 'compat'],
    ['/v1', 'compat'],
    ['/v1x/cards', 'compat'],
    ['/v1/', 'rich'],
    ['/v1/card', 'rich'],
    ['/v1/cards/1', 'rich'],
    ['/constructor', 'compat'],
    ['/bankcard?x', 'compat'],
  ] as const)('nothing is at %j', async (path, route) => {
    const event = eventOf({ path, body: 'x' });
    expect(await errorCode(() => requestFrom(event, LIMIT))).toBe('INVALID_URL');
    expect(errorRouteOf(event)).toBe(route);
  });

  test.each(['GET', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH', 'post', ''])('%j is no method of any path', async (method) => {
    for (const [path, route] of PATHS) {
      const event = eventOf({ method, path });
      expect(await errorCode(() => requestFrom(event, LIMIT))).toBe('INVALID_URL');
      expect(errorRouteOf(event)).toBe(route);
    }
  });

  test.each(['content-type', 'Content-Type', 'CONTENT-TYPE', 'cOnTeNt-TyPe'])('the header %s', (name) => {
    expect(requestFrom(eventOf({ headers: { accept: '*/*', [name]: 'Image/JPEG', 'x-content-type': 'x' } }), LIMIT).contentType).toBe(
      'Image/JPEG',
    );
  });

  test.each(['true,false', 'false,true'])('of a parameter that is given twice both values are there: %s', (mask) => {
    const { query } = requestFrom(repeated(eventOf({ query: { mask } })), LIMIT);
    expect(query!.map(([, value]) => value).join()).toBe(mask);
    expect(query!.map(([name]) => name)).toContain('mask');
  });

  test('nothing there at all', () => {
    expect(requestFrom(eventOf({ headers: null, query: null, body: null }), LIMIT)).toEqual({
      route: 'compat',
      contentType: '',
      query: [],
      body: '',
    });
    expect(requestFrom(eventOf({ headers: {}, query: {} }), LIMIT)).toMatchObject({ contentType: '', query: [] });
  });

  test('a base64-encoded body is handed on as bytes', () => {
    const bytes = Buffer.from([0xff, 0xd8, 0, 0x80, 13, 10]);
    const { body } = requestFrom(eventOf({ body: bytes }), LIMIT);
    expect(Buffer.isBuffer(body) && bytes.equals(body)).toBe(true);
    expect(requestFrom({ ...eventOf(), body: null, isBase64Encoded: true } as unknown as HttpEvent, LIMIT).body).toEqual(Buffer.alloc(0));
  });

  test.each([998, 999, 1000])('a body of %i bytes passes', (length) => {
    expect(requestFrom(eventOf({ body: 'x'.repeat(length) }), LIMIT).body).toHaveLength(length);
    expect(requestFrom(eventOf({ body: Buffer.alloc(length, 7) }), LIMIT).body).toHaveLength(length);
  });

  test.each([1001, 1002, 1003, 5000])('a body of %i bytes does not', async (length) => {
    expect(await errorCode(() => requestFrom(eventOf({ body: 'x'.repeat(length) }), LIMIT))).toBe('PAYLOAD_TOO_LARGE');
    expect(await errorCode(() => requestFrom(eventOf({ body: Buffer.alloc(length, 7) }), LIMIT))).toBe('PAYLOAD_TOO_LARGE');
  });

  test('bytes count, not characters', async () => {
    expect(requestFrom(eventOf({ body: `${'卡'.repeat(333)}x` }), LIMIT).body).toHaveLength(334);
    expect(await errorCode(() => requestFrom(eventOf({ body: '卡'.repeat(334) }), LIMIT))).toBe('PAYLOAD_TOO_LARGE');
  });

  test('a wrong path goes before a body over the limit', async () => {
    expect(await errorCode(() => requestFrom(eventOf({ path: '/x', body: 'x'.repeat(5000) }), LIMIT))).toBe('INVALID_URL');
  });
});

describe('a stage', () => {
  test.each(PATHS)('is no part of %s', (path, route) => {
    for (const stage of ['prod', 'dev', 'v1', 'bankcard', '$default']) {
      expect(requestFrom(httpApiEvent({ path, stage }), LIMIT).route).toBe(route);
      expect(errorRouteOf(httpApiEvent({ path, stage }))).toBe(route);
      expect(requestFrom(restEvent({ path, stage }), LIMIT).route).toBe(route);
    }
  });

  test.each(PATHS)('of an HTTP API is no part of %s in its events of payload 1.0 either', (path, route) => {
    const event = { version: '1.0', ...restEvent({ resource: '$default', path: `/prod${path}` }) };
    expect(requestFrom(event, LIMIT).route).toBe(route);
    expect(errorRouteOf(event)).toBe(route);
  });

  test.each(['/prod', '/prod/'])('of an HTTP API alone, %s, is where the page is', (path) => {
    const http = { ...httpApiEvent({ method: 'GET', stage: 'prod' }), routeKey: '$default', rawPath: path };
    expect(routeOf(http)).toBe('GET /');
    expect(routeOf({ version: '1.0', ...restEvent({ method: 'GET', resource: '$default', path, stage: 'prod' }) })).toBe('GET /');
    expect(routeOf(restEvent({ method: 'GET', resource: '/{proxy+}', path, stage: 'prod' }))).toBe('GET /prod');
  });

  test('of a REST API is in none of its paths, though one begins as it is called', () => {
    expect(requestFrom(restEvent({ resource: '/{proxy+}', path: '/v1/cards', stage: 'v1' }), LIMIT).route).toBe('rich');
  });

  test('called v1 does not make a path rich', async () => {
    const event = httpApiEvent({ path: '/cards', stage: 'v1' });
    expect(await errorCode(() => requestFrom(event, LIMIT))).toBe('INVALID_URL');
    expect(errorRouteOf(event)).toBe('compat');
  });

  test('whose name a path only begins with stays', async () => {
    const eventOf = (stage: string, rawPath: string) => ({ ...httpApiEvent({ stage }), routeKey: '$default', rawPath });
    expect(requestFrom(eventOf('bank', '/bankcard'), LIMIT).route).toBe('compat');
    expect(await errorCode(() => requestFrom(eventOf('prod', '/production/bankcard'), LIMIT))).toBe('INVALID_URL');
  });
});

describe('a custom domain', () => {
  test.each(PATHS)('of an HTTP API: its base path stands before %s', (path, route) => {
    const event = { ...httpApiEvent({ path }), rawPath: `/ocr${path}` };
    expect(requestFrom(event, LIMIT).route).toBe(route);
    expect(errorRouteOf(event)).toBe(route);
  });

  test.each(PATHS)('of a REST API: its base path stands before %s', (resource, route) => {
    const event = restEvent({ resource, path: `/ocr${resource}` });
    expect(requestFrom(event, LIMIT).route).toBe(route);
    expect(errorRouteOf(event)).toBe(route);
  });

  test('of an HTTP API: the path still begins with the stage', () => {
    const event = httpApiEvent({ path: '/v1/cards', stage: 'prod' });
    const behindDomain = { ...event, requestContext: { ...event.requestContext, domainName: 'cards.example.org' } };
    expect(requestFrom(behindDomain, LIMIT).route).toBe('rich');
  });
});

describe('a REST API with a route for everything', () => {
  test.each(PATHS)('goes by the path: %s', (path, route) => {
    expect(requestFrom(restEvent({ resource: '/{proxy+}', path }), LIMIT).route).toBe(route);
    expect(errorRouteOf(restEvent({ resource: '/v1/{proxy+}', path: '/v1/x' }))).toBe('rich');
  });

  test('a matched route that is not ours is nothing', async () => {
    expect(await errorCode(() => requestFrom(restEvent({ resource: '/', path: '/bankcard' }), LIMIT))).toBe('INVALID_URL');
  });

  test('a load balancer names no route', () => {
    const { resource: _, ...event } = restEvent({ path: '/v1/cards' });
    expect(requestFrom(event as HttpEvent, LIMIT).route).toBe('rich');
  });
});

test.each<unknown>([{ image: 'AAAA' }, { inputs: [] }, {}, [], null, undefined, 'requestContext', 42, true].map((event) => ({ event })))(
  '%j is a direct invocation',
  (wrapped) => {
    expect(isHttpEvent((wrapped as { event: unknown }).event)).toBe(false);
  },
);

describe('an integration that is no proxy', () => {
  const event = { contentType: 'application/json', requestId: 'id', mappedBody: '{"image":"卡"}' };

  test('hands on the body and its type', () => {
    expect([isMappedEvent(event), isHttpEvent(event)]).toEqual([true, false]);
    expect(mappedRequestFrom(event, LIMIT)).toEqual({
      route: 'compat',
      contentType: 'application/json',
      query: [],
      body: '{"image":"卡"}',
    });
    expect(mappedRequestFrom({ ...event, contentType: 7 as unknown as string }, LIMIT).contentType).toBe('');
  });

  test('hands on the query, whatever it is', () => {
    const queryOf = (query: unknown) => mappedRequestFrom({ ...event, query: query as Record<string, string> }, LIMIT).query;
    expect(queryOf({ mask: 'true', a: '' })).toEqual(Object.entries({ mask: 'true', a: '' }));
    expect(queryOf(null)).toEqual([]);
    expect(queryOf({ mask: 1 })).toEqual([['mask', '']]);
  });

  test.each([{ mappedBody: '' }, { mappedBody: 1, requestId: '' }, { mappedBody: '', requestId: [''] }, {}, [], null, 'mappedBody'])(
    'is not what made %j',
    (other) => {
      expect(isMappedEvent(other)).toBe(false);
    },
  );

  test('hands on as base64 what the API takes for bytes', () => {
    const bytes = { contentType: 'image/jpeg', requestId: 'id', mappedBody: 'eyJpbWFnZSI6IuWNoSJ9', isBase64Encoded: true };
    expect(mappedRequestFrom(bytes, LIMIT)).toMatchObject({ contentType: 'image/jpeg', body: Buffer.from('{"image":"卡"}') });
  });

  test('has the limit of a body, too', async () => {
    expect(await errorCode(() => mappedRequestFrom({ ...event, mappedBody: '卡'.repeat(334) }, LIMIT))).toBe('PAYLOAD_TOO_LARGE');
    const encoded = (length: number) => ({ ...event, mappedBody: Buffer.alloc(length).toString('base64'), isBase64Encoded: true });
    expect(await errorCode(() => mappedRequestFrom(encoded(LIMIT + 1), LIMIT))).toBe('PAYLOAD_TOO_LARGE');
    expect(mappedRequestFrom(encoded(LIMIT), LIMIT).body).toHaveLength(LIMIT);
  });
});

describe('a slash behind a route', () => {
  const anyPath = (rawPath: string) => ({ ...httpApiEvent({ method: 'GET', stage: 'prod' }), routeKey: '$default', rawPath });

  test('is told, though the route is the same', () => {
    const events = [
      restEvent({ method: 'GET', path: '/docs/', resource: '/docs' }),
      functionUrlEvent({ method: 'GET', path: '/docs/' }),
      anyPath('/prod/docs/'),
    ];
    expect(events.map((event) => [routeOf(event), hasSlashBehind(event)])).toEqual(events.map(() => ['GET /docs', true]));
  });

  test('is none where there is none, or it is the route, whatever stands before it', () => {
    for (const event of [
      restEvent({ path: '/docs' }),
      restEvent({ path: '/' }),
      restEvent({ path: '/cards/', resource: '/' }),
      anyPath('/prod'),
      anyPath('/prod/'),
    ])
      expect(hasSlashBehind(event)).toBe(false);
  });
});

test('a response has what all three kinds need, and nothing else', () => {
  const headers = { 'Content-Type': 'text/plain; charset=utf-8' };
  const response = responseFrom({ status: 462, headers, body: 'Invalid' }, {});
  expect(response).toEqual({ statusCode: 462, headers, body: 'Invalid', isBase64Encoded: false });
  expect(response.headers).not.toBe(headers);
});

test('a function URL is not told from an HTTP API', () => {
  expect(requestFrom(functionUrlEvent({ body: 'x' }), LIMIT)).toEqual(requestFrom(httpApiEvent({ body: 'x' }), LIMIT));
});

test('whoever may invoke the function can make any event: it has a route and a request, or an error of the contract', () => {
  const odd = fc.oneof(fc.jsonValue(), fc.constantFrom({ toString: 5 }, { http: { method: { toString: 5 } } }, { stage: { toString: 5 } }));
  const kind = fc.constantFrom(
    { httpMethod: 'POST', resource: '/bankcard' },
    { requestContext: { http: { method: 'POST' } }, rawPath: '/bankcard' },
  );
  const names = [
    'httpMethod',
    'resource',
    'path',
    'rawPath',
    'routeKey',
    'version',
    'requestContext',
    'headers',
    'queryStringParameters',
    'body',
  ];
  const changed = fc.dictionary(fc.constantFrom(...names), odd, { noNullPrototype: true });
  fc.assert(
    fc.property(kind, changed, (event, change) => {
      const any = { ...event, ...change } as unknown as HttpEvent;
      expect([typeof routeOf(any), typeof isPreflight(any), errorRouteOf(any)]).toEqual([
        'string',
        'boolean',
        expect.stringMatching(/^(compat|rich)$/),
      ]);
      try {
        expect(typeof requestFrom(any, LIMIT).contentType).toBe('string');
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(CardOcrError);
      }
    }),
  );
});
