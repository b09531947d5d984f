import { corsHeaders, originIn, preflightHeaders } from '../../handlers/cors';

const ORIGIN = 'https://cards.example';
type Resolve<T> = (means: { resolveVariable: () => Promise<string> }) => Promise<T>;
const cors = require('../../resources/cors.cjs') as { origin: Resolve<string>; event: Resolve<unknown> };
const given = (origin: string) => ({ resolveVariable: async () => origin });
const ofApi = (origin: string): Promise<unknown> => cors.event(given(origin));

test('no origin: no header', () => {
  expect(corsHeaders('')).toEqual({});
});

test('one origin: caches keep its answers apart', () => {
  expect(corsHeaders(ORIGIN)).toEqual({
    'Access-Control-Allow-Origin': ORIGIN,
    'Access-Control-Expose-Headers': 'X-Ca-Error-Code,X-Ca-Error-Message,X-Ca-Request-Id,X-Ca-Warnings',
    Vary: 'Origin',
  });
  expect(corsHeaders('*')).not.toHaveProperty('Vary');
});

test('the function answers a preflight as the REST API does', async () => {
  const { origin, headers, maxAge } = (await ofApi(ORIGIN)) as { origin: string; headers: string[]; maxAge: number };
  expect(preflightHeaders(ORIGIN)).toMatchObject({
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Allow-Headers': headers.join(),
    'Access-Control-Allow-Methods': 'OPTIONS,POST',
    'Access-Control-Max-Age': String(maxAge),
  });
});

test('the REST API answers none where no origin is set, and knows what is none', async () => {
  expect(await ofApi('')).toBe(false);
  await expect(ofApi("https://a.example'")).rejects.toThrow('--param corsOrigin takes an origin');
  await expect(ofApi('cards.example')).rejects.toThrow('--param corsOrigin takes an origin');
});

test.each(['https://Cards.Example', 'HTTPS://CARDS.EXAMPLE', 'https://cards.example'])(
  '%s is the origin that browsers send, wherever it is set',
  async (text) => {
    expect(originIn(text)).toBe(ORIGIN);
    expect(await cors.origin(given(text))).toBe(ORIGIN);
    expect(await ofApi(text)).toMatchObject({ origin: ORIGIN });
  },
);

test.each([
  ['https://cards.example:443', ORIGIN],
  ['HTTP://cards.example:80', 'http://cards.example'],
  ['https://cards.example:8443', 'https://cards.example:8443'],
  ['https://cards.example:80', 'https://cards.example:80'],
  ['http://cards.example:443', 'http://cards.example:443'],
])('%s is %s: browsers leave out the port that the scheme has anyway', async (text, origin) => {
  expect([originIn(text), await cors.origin(given(text))]).toEqual([origin, origin]);
});

test('any origin, and none', async () => {
  for (const text of ['*', '']) expect([originIn(text), await cors.origin(given(text))]).toEqual([text, text]);
  expect(originIn(undefined)).toBe('');
});
