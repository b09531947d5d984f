import { once } from 'node:events';
import { ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { pause } from '../../../../lib/pause';
import {
  type HttpHandler,
  type HttpResult,
  type HttpServer,
  type HttpServerOptions,
  MAX_CONNECTIONS,
  type RequestContext,
  startHttpServer,
} from '../../../../scripts/cli/serve/http-server';

const LIMIT = 1000;
/** A test that waited so long would fail. */
const GRACE_MS = 60_000;
let server: HttpServer | undefined;

afterEach(() => server?.close(0));

interface Seen {
  readonly event: APIGatewayProxyEventV2;
  readonly context: RequestContext;
}

/** As the function does: read the body, then answer. */
const readBody: HttpHandler = async (_, context) => ({ statusCode: 200, body: `${(await context.body()).length} bytes` });

/** Start a server, and keep what its handler gets to see. */
async function start(answer: HttpHandler = readBody, changes: Partial<HttpServerOptions> = {}): Promise<{ url: string; seen: Seen[] }> {
  const seen: Seen[] = [];
  const handler: HttpHandler = (event, context) => {
    seen.push({ event, context });
    return answer(event, context);
  };
  server = await startHttpServer({ host: '127.0.0.1', port: 0, bodyLimitBytes: LIMIT, timeoutMs: 5000, handler, ...changes });
  return { url: server.url, seen };
}

/** A connection on which something has been said. */
async function said(url: string, text: string): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.on('error', () => {}).write(text);
  await once(socket, 'ready');
  return socket;
}

const answerOn = async (socket: Socket): Promise<string> => String((await once(socket, 'data'))[0]);

const GET = 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n';

/** All that is said on a connection until it ends. */
async function allOn(socket: Socket): Promise<string> {
  let all = '';
  socket.on('data', (chunk) => (all += chunk));
  // it may be reset: no error here
  await new Promise((resolve) => socket.once('close', resolve));
  return all;
}

test('a request is an event of a function URL', async () => {
  let received = new Uint8Array();
  const { url, seen } = await start(async (_, context) => {
    received = new Uint8Array(await context.body());
    return {};
  });
  const body = Buffer.from([0, 255, 10, 13]);
  await fetch(`${url}/v1/cards?mask=true&x=a%20b`, { method: 'POST', body, headers: { 'Content-Type': 'image/png', 'X-Api-Key': 'k' } });
  const { event, context } = seen[0]!;
  expect(event).toMatchObject({
    version: '2.0',
    routeKey: '$default',
    rawPath: '/v1/cards',
    rawQueryString: 'mask=true&x=a%20b',
    queryStringParameters: { mask: 'true', x: 'a b' },
    headers: { 'content-type': 'image/png', 'x-api-key': 'k' },
    requestContext: { stage: '$default', http: { method: 'POST', path: '/v1/cards' } },
    isBase64Encoded: false,
  });
  expect(received).toEqual(new Uint8Array(body));
  expect(context.awsRequestId).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
  expect(context.getRemainingTimeInMillis!()).toBeGreaterThan(4000);
  expect(context.getRemainingTimeInMillis!()).toBeLessThanOrEqual(5000);
});

test.each([
  ['text', { body: '工商银行' }, '工商银行'],
  ['base64', { body: Buffer.from('bytes').toString('base64'), isBase64Encoded: true }, 'bytes'],
  ['bytes', { body: Buffer.from('银行') }, '银行'],
  ['nothing', {}, ''],
] as const)('an answer of %s', async (_, result, text) => {
  const { url } = await start(async () => ({ statusCode: 450, headers: { 'X-Ca-Request-Id': 'r' }, ...result }));
  const response = await fetch(url);
  expect([response.status, response.headers.get('X-Ca-Request-Id'), await response.text()]).toEqual([450, 'r', text]);
});

test('an answer without content has no length', async () => {
  const { url } = await start(async () => ({ statusCode: 204 }));
  const socket = await said(url, 'OPTIONS / HTTP/1.1\r\nHost: localhost\r\n\r\n');
  const answer = await answerOn(socket);
  expect(answer).toMatch(/^HTTP\/1\.1 204 /);
  expect(answer).not.toMatch(/content-length|transfer-encoding/i);
  socket.destroy();
});

test.each([
  ['HEAD', 200, { body: 'text' }],
  ['OPTIONS', 204, {}],
])('%s is answered at once, though its body has not come', async (method, statusCode, result) => {
  const { url } = await start(async () => ({ statusCode, ...result }));
  const socket = await said(url, `${method} / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nabc`);
  expect(await answerOn(socket)).toMatch(new RegExp(`^HTTP/1\\.1 ${statusCode} .*\r\n\r\n$`, 's'));
  socket.destroy();
});

describe('requests that are sent at once on one connection', () => {
  test('are answered one after another, each when the one before has been', async () => {
    const waiting: ((result: HttpResult) => void)[] = [];
    const { url, seen } = await start(() => new Promise((resolve) => waiting.push(resolve)));
    const socket = await said(url, GET.repeat(3));
    for (let i = 0; i < 3; i++) {
      while (waiting.length <= i) await new Promise(setImmediate);
      for (let turns = 0; turns < 20; turns++) await new Promise(setImmediate);
      expect(seen).toHaveLength(i + 1);
      waiting[i]!({ body: `answer ${i}` });
      expect(await answerOn(socket)).toContain(`answer ${i}`);
    }
    socket.destroy();
  });

  test('wait for an answer that nobody reads', async () => {
    const { url, seen } = await start(async () => ({ body: Buffer.alloc(50_000_000) }));
    const socket = await said(url, GET.repeat(3));
    await once(socket, 'readable');
    for (let turns = 0; turns < 100; turns++) await new Promise(setImmediate);
    expect(seen).toHaveLength(1);
    socket.destroy();
  });

  test('are not begun when the client has gone', async () => {
    const { url, seen } = await start((_, context) => new Promise((resolve) => context.left.addEventListener('abort', () => resolve({}))));
    const socket = await said(url, GET.repeat(3));
    while (seen.length === 0) await new Promise(setImmediate);
    socket.destroy();
    while (!seen[0]!.context.left.aborted) await new Promise(setImmediate);
    for (let turns = 0; turns < 100; turns++) await new Promise(setImmediate);
    expect(seen).toHaveLength(1);
  });

  test('end the connection where they are more than any client sends', async () => {
    const { url, seen } = await start();
    const last = GET.replace('localhost', 'localhost\r\nConnection: close');
    expect((await allOn(await said(url, GET.repeat(99) + last))).match(/HTTP\/1\.1 200/g)).toHaveLength(100);
    seen.length = 0;
    expect(await allOn(await said(url, GET.repeat(2000)))).toBe('');
    expect(seen.length).toBeLessThan(2);
  });
});

test('a connection on which nothing moves ends', async () => {
  const { url } = await start(() => new Promise(() => {}), { stillMs: 100 });
  expect(await allOn(await said(url, GET))).toBe('');
});

describe('what Node would answer by itself has the headers of the contract', () => {
  const REFUSED = (status: number, message: string): RegExp =>
    new RegExp(
      `^HTTP/1\\.1 ${status} .*\r\nContent-Type: text/plain; charset=utf-8\r\nX-Ca-Request-Id: \\d{14}_[\\da-f]{32}\r\n` +
        `X-Ca-Error-Message: ${message}\r\nX-Ca-Error-Code: ${status}\r\nAccess-Control-Allow-Origin: \\*\r\n.*\r\n\r\n${message}$`,
      's',
    );
  const headers = { 'Access-Control-Allow-Origin': '*' };

  test.each([
    ['no HTTP', 'nonsense\r\n\r\n', 400, 'Invalid URL'],
    ['an unknown method', 'FOO / HTTP/1.1\r\nHost: localhost\r\n\r\n', 400, 'Invalid URL'],
    ['a tunnel', 'CONNECT 127.0.0.1:80 HTTP/1.1\r\nHost: localhost\r\n\r\n', 400, 'Invalid URL'],
    ['no host', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n', 400, 'Invalid URL'],
    ['another host', 'GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n', 400, 'Invalid URL'],
    ['two lengths', 'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n', 400, 'Invalid URL'],
    ['a broken chunk', 'POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n', 400, 'Invalid URL'],
    ['a head that is too long', `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(100_000)}`, 413, 'Payload Too Large'],
    ['a head that does not come', 'GET / HTTP/1.1\r\nHost: loc', 408, 'Request Timeout'],
  ])('%s', async (_, text, status, message) => {
    const { url } = await start(readBody, { headers, headMs: 100 });
    expect(await allOn(await said(url, text))).toMatch(REFUSED(status, message));
  });

  test('a request that expects something is one like others', async () => {
    const { url } = await start();
    const answer = await allOn(await said(url, 'GET / HTTP/1.1\r\nHost: localhost\r\nExpect: foo\r\nConnection: close\r\n\r\n'));
    expect(answer).toMatch(/^HTTP\/1\.1 200 .*0 bytes$/s);
  });

  test('one of HTTP/1.0 need not name a host', async () => {
    const { url } = await start();
    expect(await allOn(await said(url, 'GET / HTTP/1.0\r\n\r\n'))).toMatch(/^HTTP\/1\.1 200 /);
  });

  test.each([
    ['what is no request', 'GET / HTTP/9.9\r\n\r\n', 400],
    ['one byte more than its length', '}', 400],
    ['a head that is too large', `GET / HTTP/1.1\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 413],
  ])('a request that has come is answered before %s', async (_, further, status) => {
    const { url } = await start(async (_event, context) => {
      const body = await context.body();
      await pause(50);
      return { body: `${body.length} bytes` };
    });
    const all = await allOn(await said(url, `POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}${further}`));
    expect(all.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', `HTTP/1.1 ${status}`]);
    expect(all).toContain('2 bytes');
  });

  test('however much of that comes meanwhile, it is refused once', async () => {
    const answers: (() => void)[] = [];
    const { url } = await start(() => new Promise((resolve) => answers.push(() => resolve({ body: 'read' }))));
    const socket = await said(url, GET);
    const all = allOn(socket);
    const heard = jest.spyOn(ServerResponse.prototype, 'once');
    for (let i = 0; i < 30; i++) {
      socket.write('}');
      await pause(5);
    }
    answers[0]!();
    expect((await all).match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 400']);
    // more than ten, and Node warns of a leak
    expect(heard.mock.calls.filter(([event]) => event === 'close').length).toBeLessThan(5);
    heard.mockRestore();
  });

  test('an answer that has begun is not followed by another', async () => {
    const { url } = await start(async () => ({ statusCode: 450 }));
    const socket = await said(url, 'POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n');
    const all = allOn(socket);
    await once(socket, 'data');
    socket.write('x\r\n');
    expect((await all).match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 450']);
  });
});

test('a body in pieces of one byte is there as a whole, and not in as many objects', async () => {
  const text = Array.from({ length: 200_000 }, (_, i) => String.fromCharCode(97 + (i % 26))).join('');
  const concat = jest.spyOn(Buffer, 'concat');
  const { url } = await start(async (_, context) => ({ body: Buffer.from(await context.body()) }), { bodyLimitBytes: 1e6 });
  const head = 'POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n';
  const answer = await allOn(await said(url, `${head}${text.replace(/./g, '1\r\n$&\r\n')}0\r\n\r\n`));
  expect(answer.endsWith(`\r\n\r\n${text}`)).toBe(true);
  expect(Math.max(...concat.mock.calls.map(([blocks]) => blocks.length))).toBeLessThan(10);
  concat.mockRestore();
});

test.each([
  [LIMIT, LIMIT],
  [LIMIT + 1, LIMIT + 1],
  [5_000_000, LIMIT + 1],
])('of a body of %i bytes the handler sees %i, and the client its whole answer', async (sent, seenBytes) => {
  let bytes = 0;
  const { url } = await start(async (_, context) => {
    bytes = (await context.body()).length;
    return { statusCode: 413, body: 'Payload Too Large' };
  });
  const response = await fetch(url, { method: 'POST', body: new Uint8Array(sent) });
  expect([response.status, await response.text()]).toEqual([413, 'Payload Too Large']);
  expect(bytes).toBe(seenBytes);
});

test('half a byte more is no more', async () => {
  const { url } = await start(readBody, { bodyLimitBytes: LIMIT + 0.5 });
  expect(await (await fetch(url, { method: 'POST', body: new Uint8Array(5000) })).text()).toBe(`${LIMIT + 1} bytes`);
});

test('a request that is refused is so before its body comes, and the body is not kept', async () => {
  const { url } = await start(async () => ({ statusCode: 450 }));
  const socket = await said(url, 'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9000000\r\n\r\nabc');
  expect(await answerOn(socket)).toMatch(/^HTTP\/1\.1 450 /);
  socket.destroy();
  const before = process.memoryUsage().arrayBuffers;
  const response = await fetch(url, { method: 'POST', body: new Uint8Array(5_000_000) });
  expect(response.status).toBe(450);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000);
});

test('one that is declared to be too long is not waited for', async () => {
  const { url } = await start(readBody, { bodySilenceMs: 60_000, timeoutMs: 60_000 });
  const socket = await said(url, 'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\n\r\n{}');
  expect(await answerOn(socket)).toMatch(new RegExp(`^HTTP/1\\.1 200 .*${LIMIT + 1} bytes$`, 's'));
  socket.destroy();
});

test('a body that does not come is given up', async () => {
  const codes: unknown[] = [];
  const { url } = await start(
    async (_, context) => {
      codes.push(await context.body().catch((error: Error) => error.message));
      return { statusCode: 408 };
    },
    { bodySilenceMs: 50 },
  );
  const socket = await said(url, 'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nabc');
  expect(await answerOn(socket)).toMatch(/^HTTP\/1\.1 408 /);
  expect(codes).toEqual(['the body did not come']);
  socket.destroy();
});

/** Say a byte of a body of six again and again, until the connection ends. */
async function dribble(url: string, everyMs: number): Promise<Socket> {
  const socket = await said(url, 'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 6\r\n\r\n');
  const timer = setInterval(() => socket.write('.'), everyMs);
  socket.once('close', () => clearInterval(timer));
  return socket;
}

test('a body that comes slowly, but steadily, is waited for', async () => {
  const { url } = await start(readBody, { bodySilenceMs: 2000, timeoutMs: 60_000 });
  const socket = await dribble(url, 500);
  expect(await answerOn(socket)).toMatch(/^HTTP\/1\.1 200 .*6 bytes$/s);
  socket.destroy();
});

test('but no longer than its request may take', async () => {
  const { url } = await start(async (_, context) => ({ body: await context.body().then(String, (error: Error) => error.message) }), {
    bodySilenceMs: 60_000,
    timeoutMs: 50,
  });
  const socket = await dribble(url, 500);
  expect(await answerOn(socket)).toMatch(/the body did not come$/);
  socket.destroy();
});

test('a client that leaves is told to the handler, one that is answered is not', async () => {
  const { url, seen } = await start((_, context) => new Promise((resolve) => context.left.addEventListener('abort', () => resolve({}))));
  const socket = await said(url, 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
  while (seen.length === 0) await new Promise(setImmediate);
  expect(seen[0]!.context.left.aborted).toBe(false);
  socket.destroy();
  while (!seen[0]!.context.left.aborted) await new Promise(setImmediate);
  await server!.close(0);
  const answered = await start();
  await (await fetch(answered.url)).text();
  expect(answered.seen[0]!.context.left.aborted).toBe(false);
});

test('a name that it was not started for, as a web page may have one, is no path of it', async () => {
  const { url, seen } = await start(readBody, { names: ['Cards.internal'] });
  const statusFor = async (host: string): Promise<string> => {
    const socket = await said(url, `GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    return (await answerOn(socket)).slice(9, 12);
  };
  for (const host of ['localhost:3000', '127.0.0.1', '[::1]:80', '192.168.0.7', 'cards.INTERNAL:1'])
    expect([host, await statusFor(host)]).toEqual([host, '200']);
  const count = seen.length;
  for (const host of [
    'evil.example',
    'localhost.evil.example',
    'evil-localhost',
    'x.localhost',
    'cards.internal.',
    'a@127.0.0.1',
    '127.0.0.1.nip.io',
    'x/127.0.0.1',
    '',
  ]) {
    expect([host, await statusFor(host)]).toEqual([host, '400']);
  }
  expect(seen).toHaveLength(count);
});

test('who is refused so is told of, by the id in the answer and nothing else', async () => {
  const told: unknown[] = [];
  const { url } = await start(readBody, { onRefused: (...refusal) => told.push(refusal) });
  const ask = async (host: string): Promise<string> =>
    answerOn(await said(url, `GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`));
  await ask('localhost');
  expect(told).toEqual([]);
  const [, requestId] = /X-Ca-Request-Id: (\S+)/.exec(await ask('evil.example'))!;
  expect(told).toEqual([[requestId, 400]]);
});

test('an idle connection is kept for longer than load balancers use it', async () => {
  const { url } = await start();
  const socket = await said(url, 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
  expect(await answerOn(socket)).toMatch(/\r\nKeep-Alive: timeout=65\r\n/);
  socket.destroy();
});

test('idle connections keep nobody out for long', async () => {
  const { url } = await start();
  const idle = await Promise.all(
    Array.from({ length: MAX_CONNECTIONS }, async () => {
      const socket = await said(url, 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
      await answerOn(socket);
      return socket;
    }),
  );
  await expect(fetch(url)).rejects.toThrow();
  while (idle.some((socket) => !socket.closed)) await new Promise(setImmediate);
  expect((await fetch(url)).status).toBe(200);
});

test.each([
  ['/bankcard', 'text/plain'],
  ['/v1/cards?mask=true', 'application/json'],
  ['/v1/health', 'application/json'],
])('so it is told at %s as %s', async (path, type) => {
  const { url } = await start();
  const socket = await said(url, `POST ${path} HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n`);
  expect(await answerOn(socket)).toMatch(new RegExp(`^HTTP/1.1 400 .*\\r\\nContent-Type: ${type}`, 's'));
});

test.each(['//', '/%', '/a?b?c=1', '/../x'])('an odd path, %s', async (target) => {
  const { url, seen } = await start();
  const socket = await said(url, `GET ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
  expect(await answerOn(socket)).toMatch(/^HTTP\/1\.1 200 /);
  expect(seen[0]!.event.rawPath).toBe(target.split('?')[0]);
});

test.each(['http://127.0.0.1:3000', 'HTTP://localhost'])('a target that names the server, too: %s', async (server) => {
  const { url, seen } = await start();
  const socket = await said(url, `GET ${server}/v1/cards?mask=true HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
  expect(await answerOn(socket)).toMatch(/^HTTP\/1\.1 200 /);
  expect(seen[0]!.event).toMatchObject({ rawPath: '/v1/cards', rawQueryString: 'mask=true' });
});

test('a client that breaks off is nothing to the next', async () => {
  const { url } = await start();
  const socket = await said(url, 'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nabc');
  socket.destroy();
  expect(await (await fetch(url)).text()).toBe('0 bytes');
});

test('closed, it finishes what it is at and lets nobody in', async () => {
  let finish = (_: HttpResult): void => {};
  const { url, seen } = await start(() => new Promise((resolve) => (finish = resolve)));
  const asked = fetch(url);
  while (seen.length === 0) await new Promise(setImmediate);
  const closed = server!.close(GRACE_MS);
  await expect(fetch(url)).rejects.toThrow();
  finish({ statusCode: 200, body: 'late' });
  expect(await (await asked).text()).toBe('late');
  await closed;
});

test('closed, it does not wait for a connection on which nothing was asked, nor for the rest of a body that it has answered', async () => {
  let finish = (_: HttpResult): void => {};
  const { url, seen } = await start(() => new Promise((resolve) => (finish = resolve)));
  const silent = await said(url, '');
  const half = await said(url, 'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nabc');
  while (seen.length === 0) await new Promise(setImmediate);
  const answered = answerOn(half);
  const ends = Promise.all([silent, half].map((socket) => once(socket, 'close')));
  const closed = server!.close(60_000);
  finish({ statusCode: 408, body: 'late' });
  expect(await answered).toMatch(/^HTTP\/1\.1 408 .*connection: close.*late$/is);
  await Promise.all([closed, ends]);
}, 20_000);

test('closed, it waits no longer than it is told to', async () => {
  const { url, seen } = await start(() => new Promise(() => {}));
  const asked = fetch(url).catch((error: Error) => error.name);
  while (seen.length === 0) await new Promise(setImmediate);
  await server!.close(100);
  expect(await asked).toBe('TypeError');
});

test('a port that is taken', async () => {
  const { url } = await start();
  const taken = { host: '127.0.0.1', port: Number(new URL(url).port), bodyLimitBytes: LIMIT, timeoutMs: 1, handler: async () => ({}) };
  await expect(startHttpServer(taken)).rejects.toThrow('EADDRINUSE');
});
