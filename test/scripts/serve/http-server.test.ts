import { once } from 'node:events';
import { connect } from 'node:net';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { type HttpHandler, type HttpServer, type HttpServerOptions, startHttpServer } from '../../../scripts/serve/http-server';

const LIMIT = 1000;
const GRACE_MS = 2000;
let server: HttpServer | undefined;

afterEach(() => server?.close(0));

/** Start a server, and keep what its handler gets to see. */
async function start(
  answer: HttpHandler = async () => ({ statusCode: 200, body: 'ok' }),
  changes: Partial<HttpServerOptions> = {},
): Promise<{ url: string; seen: { event: APIGatewayProxyEventV2; context: Partial<Context> }[] }> {
  const seen: { event: APIGatewayProxyEventV2; context: Partial<Context> }[] = [];
  const handler: HttpHandler = (event, context) => {
    seen.push({ event, context });
    return answer(event, context);
  };
  server = await startHttpServer({ host: '127.0.0.1', port: 0, bodyLimitBytes: LIMIT, timeoutMs: 5000, handler, ...changes });
  return { url: server.url, seen };
}

test('a request is an event of a function URL', async () => {
  const { url, seen } = await start();
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
    body: body.toString('base64'),
    isBase64Encoded: true,
  });
  expect(context.awsRequestId).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
  expect(context.getRemainingTimeInMillis!()).toBeGreaterThan(4000);
  expect(context.getRemainingTimeInMillis!()).toBeLessThanOrEqual(5000);
});

test.each([
  ['text', { body: '工商银行' }, '工商银行'],
  ['bytes', { body: Buffer.from('bytes').toString('base64'), isBase64Encoded: true }, 'bytes'],
  ['nothing', {}, ''],
] as const)('an answer of %s', async (_, result, text) => {
  const { url } = await start(async () => ({ statusCode: 450, headers: { 'X-Ca-Request-Id': 'r' }, ...result }));
  const response = await fetch(url);
  expect([response.status, response.headers.get('X-Ca-Request-Id'), await response.text()]).toEqual([450, 'r', text]);
});

test.each([
  [LIMIT, LIMIT],
  [LIMIT + 1, LIMIT + 1],
  [5_000_000, LIMIT + 1],
])('of a body of %i bytes the handler sees %i, and the client its whole answer', async (sent, seenBytes) => {
  const { url, seen } = await start(async () => ({ statusCode: 413, body: 'Payload Too Large' }));
  const response = await fetch(url, { method: 'POST', body: new Uint8Array(sent) });
  expect([response.status, await response.text()]).toEqual([413, 'Payload Too Large']);
  expect(Buffer.from(seen[0]!.event.body!, 'base64')).toHaveLength(seenBytes);
});

test.each(['//', '/%', '/a?b?c=1', '/../x'])('an odd path, %s', async (target) => {
  const { url, seen } = await start();
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.write(`GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
  const [answer] = await once(socket, 'data');
  expect(String(answer)).toMatch(/^HTTP\/1\.1 200 /);
  expect(seen[0]!.event.rawPath).toBe(target.split('?')[0]);
});

test('a client that breaks off is nothing to the next', async () => {
  const { url, seen } = await start();
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc');
  await once(socket, 'ready');
  socket.destroy();
  expect(await (await fetch(url)).text()).toBe('ok');
  expect(seen).toHaveLength(1);
});

test('closed, it finishes what it is at and lets nobody in', async () => {
  let finish = (_: APIGatewayProxyStructuredResultV2): void => {};
  const { url, seen } = await start(() => new Promise((resolve) => (finish = resolve)));
  const asked = fetch(url);
  while (seen.length === 0) await new Promise(setImmediate);
  const closed = server!.close(GRACE_MS);
  await expect(fetch(url)).rejects.toThrow();
  finish({ statusCode: 200, body: 'late' });
  expect(await (await asked).text()).toBe('late');
  const answered = performance.now();
  await closed;
  expect(performance.now() - answered).toBeLessThan(GRACE_MS / 2);
});

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
