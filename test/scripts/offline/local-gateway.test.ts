import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type ClientRequest, type IncomingMessage, request as open, type RequestListener } from 'node:http';
import { connect } from 'node:net';
import path from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { parse } from 'yaml';
import { gatewayResponses } from '../../../scripts/offline/gateway-responses';
import { type LocalGateway, type LocalGatewayOptions, startLocalGateway } from '../../../scripts/offline/local-gateway';
import { type PictureServer, servePictures } from '../../helpers/picture-server';

const ROOT = path.resolve(__dirname, '../../..');
const answerTo = gatewayResponses(parse(readFileSync(path.join(ROOT, 'resources/gateway-responses.yml'), 'utf8'), { merge: true }));
const LIMIT_BYTES = 100_000;
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
/** As the function answers. */
const OF_FUNCTION = { 'X-Ca-Request-Id': '20261124170000_0123', 'Content-Type': 'application/json; charset=utf-8' };

let upstream: PictureServer;
let gateway: LocalGateway | undefined;
let upstreamDoes: RequestListener;

beforeAll(async () => {
  upstream = await servePictures({}, { otherwise: (response, request) => upstreamDoes(request, response) });
});
afterEach(async () => {
  await gateway?.close();
  gateway = undefined;
});
afterAll(() => upstream.close());

async function start(changes: Partial<LocalGatewayOptions> = {}): Promise<string> {
  gateway = await startLocalGateway({
    host: '127.0.0.1',
    port: 0,
    upstreamPort: upstream.port,
    answerTo,
    binaryMediaTypes: ['application/octet-stream', 'multipart/form-data', 'image/jpeg'],
    throttle: null,
    publicThrottle: null,
    publicPaths: [],
    preflight: null,
    timeoutMs: 5000,
    limitBytes: LIMIT_BYTES,
    ...changes,
  });
  return gateway.url;
}

const answerOf = (request: ClientRequest): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => request.once('response', resolve).once('error', reject));

async function expectGatewayAnswer(response: Response, status: number, text: string, code: string | null = String(status)): Promise<void> {
  expect(response.status).toBe(status);
  expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  expect(response.headers.get('x-ca-error-message')).toBe(text || null);
  expect(response.headers.get('x-ca-error-code')).toBe(code);
  expect(response.headers.get('x-ca-request-id')).toMatch(UUID);
  expect(response.headers.get('content-length')).toBe(String(text.length));
  expect(await response.text()).toBe(text);
}

describe('what the function says', () => {
  test('goes through as it is, down to the bytes', async () => {
    const bytes = randomBytes(50_000);
    let received: Buffer | undefined;
    upstreamDoes = async (request, response) => {
      received = await buffer(request);
      response.writeHead(469, 'Strange', { ...OF_FUNCTION, 'X-Twice': ['a', 'b'], 'Transfer-Encoding': 'chunked' });
      response.write(received.subarray(0, 7));
      response.end(received.subarray(7));
    };
    const response = await fetch(`${await start()}/v1/cards?mask=true`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/octet-stream' },
      body: bytes,
    });
    expect(response.status).toBe(469);
    expect(response.statusText).toBe('Strange');
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'x-ca-request-id': '20261124170000_0123',
      'content-type': 'application/json; charset=utf-8',
      'x-twice': 'a, b',
      'content-length': '50000',
    });
    expect(received?.equals(bytes)).toBe(true);
    expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true);
  });

  test('the request arrives as it was sent, without what belongs to the connection', async () => {
    let seen: IncomingMessage | undefined;
    upstreamDoes = async (request, response) => {
      seen = request;
      response.writeHead(200, OF_FUNCTION).end(await buffer(request));
    };
    const url = new URL(await start());
    const request = open({
      host: '127.0.0.1',
      port: url.port,
      method: 'POST',
      path: '/bankcard?a=%20b&a=c',
      agent: false,
      headers: {
        Host: 'api.example',
        Authorization: 'APPCODE x',
        Connection: 'close, X-Hop',
        'X-Hop': '1',
        TE: 'trailers',
        Origin: 'http://elsewhere',
        'Transfer-Encoding': 'chunked',
      },
    });
    request.write('image=');
    request.end('abc');
    const answer = await answerOf(request);
    expect(await text(answer)).toBe('image=abc');
    expect(seen).toMatchObject({ method: 'POST', url: '/bankcard?a=%20b&a=c' });
    expect(seen?.headers).toEqual({ host: 'api.example', authorization: 'APPCODE x', 'content-length': '9', connection: 'close' });
  });

  test.each<[string, Record<string, string>, Record<string, string>]>([
    ['moves into Authorization', { 'x-api-key': 'a' }, { authorization: 'APPCODE a' }],
    ['takes the place of another scheme', { 'x-api-key': 'a', authorization: 'Bearer b' }, { authorization: 'APPCODE a' }],
    ['joins the same code', { 'x-api-key': 'a', authorization: 'APPCODE a' }, { authorization: 'APPCODE a' }],
    ['stays beside another code', { 'x-api-key': 'a', authorization: 'appcode b' }, { 'x-api-key': 'a', authorization: 'appcode b' }],
  ])('x-api-key %s', async (_, headers, passed) => {
    let seen: IncomingMessage['headers'] = {};
    upstreamDoes = (request, response) => {
      seen = request.headers;
      response.writeHead(200, OF_FUNCTION).end();
    };
    await fetch(await start(), { method: 'POST', headers });
    const { authorization, 'x-api-key': key } = seen;
    expect({ authorization, 'x-api-key': key }).toEqual({ 'x-api-key': undefined, ...passed });
  });

  test.each([
    ['image/jpeg', 'application/octet-stream'],
    ['Image/JPEG; q=1', 'application/octet-stream'],
    ['image/unlisted', 'image/unlisted'],
    ['multipart/form-data; boundary=x', 'multipart/form-data; boundary=x'],
    ['application/json', 'application/json'],
    ['APPLICATION/vnd.card+json ;charset="utf-8"', 'APPLICATION/vnd.card+json ;charset="utf-8"'],
    ['Multipart/Form-Data; charset=utf-8; Boundary="x"', 'multipart/form-data; Boundary="x"'],
    // what serverless-offline would refuse, and the deployed API does not look at
    ['json', 'text/plain'],
    ['application', 'text/plain'],
    ['/', 'text/plain'],
    ['application/', 'text/plain'],
    ['a b/c', 'text/plain'],
    ['application/json, application/json', 'text/plain'],
    ['application/json, text/plain; charset=utf-8', 'text/plain'],
    ['application/json; charset=utf-8; charset=utf-8', 'text/plain'],
    ['multipart/mixed', 'text/plain'],
    ['multipart/form-data', 'multipart/form-data; boundary=none'],
    ['Multipart/Form-Data; charset=utf-8', 'multipart/form-data; boundary=none'],
    ['multipart/form-data; boundary=', 'multipart/form-data; boundary=none'],
    ['multipart/form-data; boundary=x; boundary=y', 'multipart/form-data; boundary=x'],
  ])('a body of %s is passed on as %s', async (type, passed) => {
    let seen: string | undefined;
    upstreamDoes = (request, response) => {
      seen = request.headers['content-type'];
      response.writeHead(200, OF_FUNCTION).end();
    };
    await fetch(await start(), { method: 'POST', headers: { 'Content-Type': type }, body: 'x' });
    expect(seen).toBe(passed);
  });

  test.each([
    ['"AAAA"', 'text/plain'],
    [' null', 'text/plain'],
    ['false', 'text/plain'],
    ['0', 'text/plain'],
    ['{"image":"AAAA"}', 'application/json'],
    ['[]', 'application/json'],
    ['7', 'application/json'],
    ['image=AAAA', 'application/json'],
  ])('the JSON text %s is passed on as %s', async (body, passed) => {
    let seen: string | undefined;
    upstreamDoes = (request, response) => {
      seen = request.headers['content-type'];
      response.writeHead(200, OF_FUNCTION).end();
    };
    await fetch(await start(), { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
    expect(seen).toBe(passed);
  });

  test('an error of the contract is left alone, even where the gateway has one of that status', async () => {
    upstreamDoes = (_, response) => response.writeHead(413, OF_FUNCTION).end('the function');
    const response = await fetch(await start());
    expect([response.status, await response.text()]).toEqual([413, 'the function']);
  });
});

describe('what serverless-offline says', () => {
  test.each([
    [400, 400, 'Invalid URL', '400'],
    [404, 400, 'Invalid URL', '400'],
    [401, 502, 'Bad Gateway', null],
    [403, 403, 'Forbidden', '403'],
    [413, 413, 'Payload Too Large', '413'],
    [429, 450, '', '450'],
    [200, 502, 'Bad Gateway', null],
    [500, 502, 'Bad Gateway', null],
    [502, 502, 'Bad Gateway', null],
    [504, 502, 'Bad Gateway', null],
  ])('%d becomes %d', async (status, shown, text, code) => {
    upstreamDoes = (_, response) =>
      response.writeHead(status, { 'Content-Type': 'application/json' }).end('{"message":"of serverless-offline"}');
    await expectGatewayAnswer(await fetch(await start(), { method: 'POST', body: '{}' }), shown, text, code);
  });

  test('OPTIONS, which it answers itself, becomes 400', async () => {
    upstreamDoes = (_, response) => response.writeHead(200).end();
    await expectGatewayAnswer(await fetch(await start(), { method: 'OPTIONS' }), 400, 'Invalid URL', '400');
  });

  test('HEAD, which it takes for GET, becomes 400, without a body', async () => {
    upstreamDoes = (_, response) => response.writeHead(200, OF_FUNCTION).end();
    const response = await fetch(await start(), { method: 'HEAD' });
    expect([response.status, response.headers.get('x-ca-error-message'), await response.text()]).toEqual([400, 'Invalid URL', '']);
  });
});

describe('when the function fails', () => {
  test('nobody listens: 502', async () => {
    const gone = await servePictures({});
    await gone.close();
    await expectGatewayAnswer(await fetch(await start({ upstreamPort: gone.port })), 502, 'Bad Gateway', null);
  });

  test('it breaks off before its answer: 502', async () => {
    upstreamDoes = (request) => request.socket.destroy();
    await expectGatewayAnswer(await fetch(await start(), { method: 'POST', body: 'x' }), 502, 'Bad Gateway', null);
  });

  test.each<[string, Record<string, string>]>([
    ['of known length', { 'Content-Length': '1000' }],
    ['of unknown length', {}],
  ])('it breaks off within an answer %s: 502', async (_, headers) => {
    upstreamDoes = (__, response) => {
      response.writeHead(200, { ...OF_FUNCTION, ...headers });
      response.write('{"result":', () => response.destroy());
    };
    await expectGatewayAnswer(await fetch(await start(), { method: 'POST', body: 'x' }), 502, 'Bad Gateway', null);
  });

  test('no answer in time: 503, and the function is asked no longer', async () => {
    const closed = new Promise<void>((resolve) => {
      upstreamDoes = (request) => request.socket.once('close', () => resolve());
    });
    await expectGatewayAnswer(await fetch(await start({ timeoutMs: 100 }), { method: 'POST', body: 'x' }), 503, 'Service Unavailable');
    await closed;
  });

  test('half an answer in time: 503', async () => {
    upstreamDoes = (_, response) => {
      response.writeHead(200, OF_FUNCTION).write('{');
    };
    await expectGatewayAnswer(await fetch(await start({ timeoutMs: 100 })), 503, 'Service Unavailable');
  });
});

describe('a body over the limit', () => {
  let asked = 0;
  beforeEach(() => {
    asked = 0;
    upstreamDoes = async (request, response) => {
      asked += 1;
      const { length } = await buffer(request);
      response.writeHead(200, OF_FUNCTION).end(String(length));
    };
  });

  test('of exactly the limit passes', async () => {
    const response = await fetch(await start(), { method: 'POST', body: Buffer.alloc(LIMIT_BYTES) });
    expect([response.status, await response.text()]).toEqual([200, String(LIMIT_BYTES)]);
  });

  test('one byte more: 413, and the connection goes on', async () => {
    const url = await start();
    await expectGatewayAnswer(await fetch(url, { method: 'POST', body: Buffer.alloc(LIMIT_BYTES + 1) }), 413, 'Payload Too Large');
    expect(asked).toBe(0);
    expect((await fetch(url, { method: 'POST', body: 'x' })).status).toBe(200);
  });

  test.each(['keep-alive', 'close'])(
    'of unknown length: 413, which the client can read while it still sends (Connection: %s)',
    async (connection) => {
      const { port } = new URL(await start());
      const request = open({ host: '127.0.0.1', port, method: 'POST', agent: false, headers: { Connection: connection } });
      const answer = answerOf(request);
      request.write(Buffer.alloc(LIMIT_BYTES + 1));
      const response = await answer;
      expect(response.statusCode).toBe(413);
      for (let i = 0; i < 20; i += 1) await new Promise((resolve) => request.write(Buffer.alloc(LIMIT_BYTES), resolve));
      request.end();
      expect(await text(response)).toBe('Payload Too Large');
      expect(asked).toBe(0);
    },
  );
});

describe('a client that goes away', () => {
  test('while it sends: the function is not asked', async () => {
    let asked = 0;
    upstreamDoes = (_, response) => {
      asked += 1;
      response.writeHead(200, OF_FUNCTION).end();
    };
    const url = await start();
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    await new Promise<void>((resolve) => socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc', () => resolve()));
    socket.destroy();
    expect((await fetch(url)).status).toBe(200);
    expect(asked).toBe(1);
  });

  test('while it waits: the function is asked no longer, and the next client is served', async () => {
    const client = new AbortController();
    const closed = new Promise<void>((resolve) => {
      upstreamDoes = (request) => {
        request.socket.once('close', () => resolve());
        client.abort();
      };
    });
    const url = await start();
    await expect(fetch(url, { method: 'POST', body: 'x', signal: client.signal })).rejects.toThrow();
    await closed;
    upstreamDoes = (_, response) => response.writeHead(200, OF_FUNCTION).end();
    expect((await fetch(url)).status).toBe(200);
  });
});

describe('a throttle', () => {
  const throttle = { rateLimit: 0.001, burstLimit: 2 };

  test('lets a burst through, then says 450', async () => {
    upstreamDoes = (_, response) => response.writeHead(200, OF_FUNCTION).end();
    const url = await start({ throttle });
    expect([(await fetch(url)).status, (await fetch(url)).status]).toEqual([200, 200]);
    await expectGatewayAnswer(await fetch(url), 450, '');
  });

  test('counts those of each path without a key for themselves', async () => {
    upstreamDoes = (_, response) => response.writeHead(200, OF_FUNCTION).end();
    const url = await start({ throttle, publicThrottle: throttle, publicPaths: ['/', '/openapi.json'] });
    const statuses: number[] = [];
    for (const path of ['/', '/?x', '/', '/openapi.json', '/v1/cards']) statuses.push((await fetch(url + path)).status);
    expect(statuses).toEqual([200, 200, 450, 200, 200]);
  });

  test('does not count requests without a key or a path', async () => {
    const url = await start({ throttle });
    for (const status of [403, 404, 403, 404]) {
      upstreamDoes = (_, response) => response.writeHead(status).end();
      expect((await fetch(url)).status).not.toBe(450);
    }
  });
});

test('a port that is taken is an error', async () => {
  await expect(start({ port: upstream.port })).rejects.toThrow('EADDRINUSE');
});

test('after it is closed, the port is free', async () => {
  const { port } = new URL(await start());
  await gateway?.close();
  await start({ port: Number(port) });
});

describe('a browser asks before it sends', () => {
  const ask = (url: string, method = 'OPTIONS') => fetch(url, { method, headers: { Origin: 'https://cards.example' } });
  const preflight = { paths: ['/bankcard'], origin: 'https://cards.example', headers: ['Authorization', 'Content-Type'], maxAge: 600 };
  const unknown: RequestListener = (_, response) => response.writeHead(404).end();

  test('and is answered without the function, where pages may', async () => {
    const asked = jest.fn(unknown);
    upstreamDoes = asked;
    const url = await start({ preflight });
    const { status, headers } = await ask(`${url}/bankcard?mask=true`);
    expect([status, headers.get('access-control-allow-origin')]).toEqual([200, 'https://cards.example']);
    expect(headers.get('access-control-allow-headers')).toBe('Authorization,Content-Type');
    expect(headers.get('access-control-allow-methods')).toBe('OPTIONS,POST');
    expect(headers.get('access-control-max-age')).toBe('600');
    expect(asked).not.toHaveBeenCalled();
    await expectGatewayAnswer(await ask(`${url}/elsewhere`), 400, 'Invalid URL');
    await expectGatewayAnswer(await ask(`${url}/bankcard`, 'DELETE'), 400, 'Invalid URL');
  });

  test('and is not, where they may not', async () => {
    upstreamDoes = unknown;
    await expectGatewayAnswer(await ask(`${await start()}/bankcard`), 400, 'Invalid URL');
  });
});
