import { getEventListeners } from 'node:events';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { CardClient, CardClientError, type CardsAnswer, type ClientOptions, type Picture } from '../lib/client';
import { answerOf } from '../lib/contract/answer';
import { errorAnswer } from '../lib/contract/error-answer';
import { parseRequest } from '../lib/contract/parse-request';
import { asCardOcrError, CardOcrError, ERROR_CATALOGUE, type ErrorCode } from '../lib/errors';
import { type PictureServer, servePictures } from './helpers/picture-server';
import { EXAMPLE_CARD, pictureOf, togetherOf } from './helpers/readings';

const REQUEST_ID = '20261124170000_0f8fad5bd9cb469fa16570867728950e';

let server: PictureServer;
let url: string;
let serves: RequestListener;
beforeAll(async () => {
  server = await servePictures({}, { otherwise: (response, request) => serves(request, response) });
  url = server.url('');
});
afterAll(() => server.close());

/** The service's own parser and answers, but for the reading. */
const real: RequestListener = async (request, response) => {
  const body = await buffer(request);
  try {
    const contentType = request.headers['content-type'] ?? '';
    const { form, inputs, isOneCard } = await parseRequest({ route: 'rich', contentType, body });
    [seen, all] = [inputs[0]!, inputs];
    const reading = isOneCard ? togetherOf(EXAMPLE_CARD, ...inputs.map(() => EXAMPLE_CARD)) : pictureOf(EXAMPLE_CARD);
    const answer = answerOf(form, [{ reading, options: inputs[0]!.options, loadMs: 1 }], REQUEST_ID);
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer));
  } catch (thrown) {
    const { status, headers, body: text } = errorAnswer(asCardOcrError(thrown), REQUEST_ID, 'rich');
    response.writeHead(status, headers).end(text);
  }
};
let all: Awaited<ReturnType<typeof parseRequest>>['inputs'];
let seen: (typeof all)[number];

const client = (options: Partial<ClientOptions> = {}): CardClient => new CardClient({ url, pauseMs: 1, ...options });
const thrown = async (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

/** Answers with these statuses in turn, as a gateway does; the last one for ever. */
function gateway(...statuses: number[]): { requests: () => number } {
  let requests = 0;
  serves = async (request, response) => {
    await buffer(request);
    const status = statuses[Math.min(requests++, statuses.length - 1)]!;
    if (status === 200) response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"cards":[]}');
    else response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(status === 450 ? '' : 'a text');
  };
  return { requests: () => requests };
}

const BYTES = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]);

describe('what is sent is what the service understands', () => {
  beforeEach(() => {
    serves = real;
  });

  test.each<[string, Picture]>([
    ['bytes', BYTES],
    ['an ArrayBuffer', BYTES.buffer],
    ['a Blob', new Blob([BYTES])],
  ])('%s', async (_, picture) => {
    const answer: CardsAnswer = await client().read(picture);
    expect(answer.cards[0]?.pan).toBe(EXAMPLE_CARD.pan);
    expect(seen.source).toEqual({ kind: 'bytes', bytes: expect.anything() });
    if (seen.source.kind === 'bytes') expect([...seen.source.bytes]).toEqual([...BYTES]);
  });

  test.each([
    ['https://cards.example/a.jpg?token=x', { kind: 'url', url: 'https://cards.example/a.jpg?token=x' }],
    ['s3://cards/a.jpg', { kind: 's3', bucket: 'cards', key: 'a.jpg' }],
    ['/9j/4AECAw==', { kind: 'base64', text: '/9j/4AECAw==' }],
  ])('%s', async (text, source) => {
    await client().read(text);
    expect(seen.source).toEqual(source);
  });

  test.each([BYTES, '/9j/4AECAw=='])('mask, crop and strip', async (picture) => {
    const answer = await client().read(picture, { mask: true, crop: true, strip: true });
    expect(seen.options).toMatchObject({ mask: true, crop: true, strip: true });
    expect(answer.cards[0]?.pan).toBe('622597******3000');
  });

  test.each<[string, Picture[], string[]]>([
    ['files', [BYTES, new Blob([BYTES])], ['bytes', 'bytes']],
    ['texts', ['AAAA', 'https://cards.example/a.jpg'], ['base64', 'url']],
    ['both', ['AAAA', BYTES, 's3://cards/a.jpg'], ['base64', 'bytes', 's3']],
    ['one', [BYTES], ['bytes']],
  ])('several pictures of one card: %s', async (_, pictures, kinds) => {
    const answer = await client().readTogether(pictures, { mask: true });
    expect(all.map(({ source }) => source.kind)).toEqual(kinds);
    expect(all.every(({ options }) => options.mask && options.sameCard)).toBe(true);
    expect(answer.pictures).toHaveLength(pictures.length);
    expect(answer.cards.map(({ pan }) => pan)).toEqual(['622597******3000']);
  });

  test.each([[[]], [new Array(9).fill(BYTES)], [BYTES], [['card.jpg']], ['AAAA']])('%j are no pictures of one card', async (pictures) => {
    await expect(client().readTogether(pictures as never)).rejects.toThrow(TypeError);
  });

  test('the code, and a URL that ends in slashes and a space', async () => {
    const heads: IncomingMessage[] = [];
    serves = (request, response) => {
      heads.push(request);
      return real(request, response);
    };
    await client({ appCode: ' code-1\n', url: ` ${url}/prod// ` }).read('AAAA');
    expect([heads[0]?.url, heads[0]?.headers.authorization]).toEqual(['/prod/v1/cards', 'APPCODE code-1']);
  });
});

describe('errors', () => {
  test('of the service have its code and message', async () => {
    serves = real;
    const error = await thrown(client().read('data:image/png;base64,AAAA'));
    expect(error).toBeInstanceOf(CardClientError);
    const { code, status, message } = new CardOcrError('BASE64_DATA_HEADER');
    expect(error).toMatchObject({ code, status, message, requestId: REQUEST_ID });
  });

  test.each<[number, ErrorCode]>([
    [400, 'INVALID_URL'],
    [403, 'FORBIDDEN'],
    [413, 'PAYLOAD_TOO_LARGE'],
  ])('%d of the gateway is %s, at once', async (status, code) => {
    const { requests } = gateway(status);
    expect(await thrown(client().read(BYTES))).toMatchObject({ code, status, message: 'a text', requestId: null });
    expect(requests()).toBe(1);
  });

  test.each<[string, string | null, string | null, string]>([
    ['nothing', null, null, 'the service answered 403'],
    ['an empty text', 'text/plain', ' \n', 'the service answered 403'],
    ['the page of somebody between', 'text/html', '<html>403', 'the service answered 403'],
    ['what has no name', '', 'a text', 'the service answered 403'],
    ['what AWS answers by itself', 'application/json', '{"message":"Forbidden"}', 'Forbidden'],
    ['JSON without words', 'application/json', '{"message":null}', 'the service answered 403'],
    ['no JSON', 'application/json', '{"oops":', 'the service answered 403'],
    ['another JSON', 'application/json', 'null', 'the service answered 403'],
  ])('a status of the gateway with %s says something', async (_, type, body, message) => {
    const fetch = async (): Promise<Response> =>
      new Response(body, { status: 403, headers: type === null ? {} : { 'Content-Type': type } });
    expect(await thrown(client({ fetch }).read(BYTES))).toMatchObject({ code: 'FORBIDDEN', status: 403, message });
  });

  test('of anybody else is unknown, and quotes nothing', async () => {
    gateway(404);
    expect(await thrown(client().read(BYTES))).toMatchObject({ code: 'UNKNOWN', status: 404, message: 'the service answered 404' });
    for (const body of ['{"oops":', '{"message":"oops"}']) {
      serves = (_, response) => response.writeHead(500, { 'Content-Type': 'application/json' }).end(body);
      expect(await thrown(client().read('AAAA'))).toMatchObject({ code: 'UNKNOWN', status: 500, message: 'the service answered 500' });
    }
  });

  test.each([
    ['the page of a network at which one signs in', 'text/html', '<html>'],
    ['another service', 'application/json', '{"message":"hello"}'],
    ['nothing', 'application/json', 'null'],
    ['cards that are none', 'application/json', '{"cards":[null,5]}'],
  ])('of somebody else is one, too, where it seems to be a reading: %s', async (_, type, body) => {
    serves = (_request, response) => response.writeHead(200, { 'Content-Type': type }).end(body);
    const error = await thrown(client().read(BYTES));
    expect(error).toMatchObject({ code: 'UNKNOWN', status: 200, message: 'the answer is no reading: is the service at this URL?' });
  });

  test.each(['{"cards":[]}', '{"cards":[],"pictures":[]}', '{"cards":[],"pictures":[null],"shownIn":0}'])(
    'of several pictures, %s tells nothing',
    async (body) => {
      const asking = client({ fetch: async () => new Response(body) });
      expect(await asking.read(BYTES)).toEqual(JSON.parse(body));
      expect(await thrown(asking.readTogether([BYTES]))).toMatchObject({ code: 'UNKNOWN', status: 200 });
    },
  );

  const answering = (status: number, answer: object): CardClient =>
    client({ fetch: async () => Response.json(answer, { status }), attempts: 1 });

  test.each(Object.keys(ERROR_CATALOGUE))('%s is told', async (code) => {
    expect(await thrown(answering(500, { code, message: 'a text' }).read(BYTES))).toMatchObject({ code, message: 'a text' });
  });

  test.each(['__proto__', 'constructor', 'not a code', ''])('%j is no code', async (code) => {
    const error = await thrown(answering(500, { code, message: '  ' }).read(BYTES));
    expect(error).toMatchObject({ code: 'UNKNOWN', message: 'the service answered 500' });
  });

  test('a redirect is one: no picture goes where it leads', async () => {
    const message = 'the answer is a redirect: is the service at this URL?';
    for (const status of [301, 302, 303, 307, 308]) {
      const asked: (string | undefined)[] = [];
      serves = (request, response) => {
        asked.push(request.url);
        if (asked.length === 1) response.writeHead(status, { location: `${url}/elsewhere` }).end();
        else response.end('{"cards":[]}');
      };
      expect(await thrown(client().read(BYTES))).toMatchObject({ code: 'UNKNOWN', status, message });
      expect(asked).toEqual(['/v1/cards']);
    }
    // as browsers tell it
    expect(await thrown(client({ fetch: async () => Response.error() }).read(BYTES))).toMatchObject({
      code: 'UNKNOWN',
      status: 0,
      message,
    });
  });

  test('where nobody listens it is what fetch throws', async () => {
    expect(await thrown(client({ url: 'http://127.0.0.1:1' }).read('AAAA'))).toMatchObject({ name: 'TypeError' });
  });
});

describe('450, 502 and 503', () => {
  test('are tried again until there is an answer', async () => {
    const { requests } = gateway(450, 502, 503, 200);
    expect(await client().read(BYTES)).toEqual({ cards: [] });
    expect(requests()).toBe(4);
  });

  test.each<[number, ErrorCode, string]>([
    [450, 'THROTTLED', 'the service answered 450'],
    [502, 'BAD_GATEWAY', 'a text'],
    [503, 'SERVICE_UNAVAILABLE', 'a text'],
  ])('are told after the last attempt: %d', async (status, code, message) => {
    const { requests } = gateway(status);
    expect(await thrown(client({ attempts: 3 }).read('AAAA'))).toMatchObject({ code, status, message, requestId: null });
    expect(requests()).toBe(3);
  });

  test('no other status is', async () => {
    for (let status = 400; status < 600; status++) {
      const fetch = jest.fn(async () => new Response(null, { status }));
      await thrown(client({ fetch, attempts: 2 }).read('AAAA'));
      expect([status, fetch.mock.calls.length]).toEqual([status, [450, 502, 503].includes(status) ? 2 : 1]);
    }
  });

  test('are waited for twice as long each time, of which a random share', async () => {
    gateway(503);
    const pauses: number[] = [];
    const random = jest.spyOn(Math, 'random').mockReturnValue(0.5);
    const timer = jest.spyOn(globalThis, 'setTimeout');
    await thrown(client({ attempts: 5, pauseMs: 8 }).read('AAAA'));
    for (const [, ms] of timer.mock.calls) if ([4, 8, 16, 32].includes(ms!)) pauses.push(ms!);
    expect(pauses).toEqual([4, 8, 16, 32]);
    random.mockRestore();
    timer.mockRestore();
  });
});

describe('the end', () => {
  test('a signal ends a request that hangs', async () => {
    serves = () => {};
    const control = new AbortController();
    setTimeout(() => control.abort(new Error('enough')), 20);
    expect(await thrown(client().read('AAAA', { signal: control.signal }))).toMatchObject({ message: 'enough' });
  });

  /** Is always busy, without a connection. */
  const busy = () => jest.fn(async () => new Response(null, { status: 450 }));
  afterEach(() => jest.restoreAllMocks());

  test('a signal ends a pause, of 5 s at most', async () => {
    const fetch = busy();
    const control = new AbortController();
    jest.spyOn(Math, 'random').mockReturnValue(1);
    const [set, clear] = [jest.spyOn(globalThis, 'setTimeout'), jest.spyOn(globalThis, 'clearTimeout')];
    const ended = thrown(client({ fetch, pauseMs: 60_000 }).read('AAAA', { signal: control.signal }));
    // the first timer is the attempt's
    while (set.mock.calls.length < 2) await new Promise(setImmediate);
    control.abort(new Error('enough'));
    expect(await ended).toMatchObject({ message: 'enough' });
    expect(set.mock.calls[1]![1]).toBe(5000);
    // it was not waited out
    expect(clear.mock.calls.map(([timer]) => timer)).toContain(set.mock.results[1]!.value);
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  test('four attempts, pauses of up to 200 ms at first, 30 s for each answer, unless it is said otherwise', async () => {
    const fetch = busy();
    jest.spyOn(Math, 'random').mockReturnValue(0.01);
    const set = jest.spyOn(globalThis, 'setTimeout');
    await thrown(client({ fetch, pauseMs: undefined }).read('AAAA'));
    expect(fetch).toHaveBeenCalledTimes(4);
    const waits = set.mock.calls.map(([, ms]) => ms!);
    expect(waits.filter((ms) => [2, 4, 8].includes(ms))).toEqual([2, 4, 8]);
    expect(waits.filter((ms) => ms >= 10_000)).toEqual(Array(4).fill(30_000));
  });

  test('after it no clock runs on, which would keep a program alive, and nothing listens to the signal', async () => {
    const { signal } = new AbortController();
    const [set, clear] = [jest.spyOn(globalThis, 'setTimeout'), jest.spyOn(globalThis, 'clearTimeout')];
    const timeoutMs = 12_345;
    await client({ fetch: async () => Response.json({ cards: [] }), timeoutMs }).read('AAAA', { signal });
    await thrown(client({ fetch: busy(), attempts: 2, timeoutMs }).read('AAAA', { signal }));
    await thrown(client({ fetch: () => Promise.reject(new TypeError('no network')), timeoutMs }).read('AAAA', { signal }));
    const clocks = set.mock.calls.flatMap(([, ms], i) => (ms === timeoutMs ? [set.mock.results[i]!.value] : []));
    const stopped = new Set<unknown>(clear.mock.calls.map(([timer]) => timer));
    expect(clocks.map((clock) => stopped.has(clock))).toEqual([true, true, true, true]);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  test('an attempt that takes too long ends by itself', async () => {
    for (const answer of [() => {}, (response: ServerResponse) => response.writeHead(200).write('{')]) {
      serves = (_, response) => void answer(response);
      expect(await thrown(client({ timeoutMs: 20 }).read('AAAA'))).toMatchObject({ name: 'TimeoutError' });
    }
  });

  test('with a signal that was aborted before, nothing is sent', async () => {
    const fetch = jest.fn(async () => Response.json({ cards: [] }));
    const signal = AbortSignal.abort('enough');
    expect(await thrown(client({ fetch }).read('AAAA', { signal }))).toBe('enough');
    expect(await thrown(client({ fetch }).readTogether([BYTES], { signal }))).toBe('enough');
    expect(fetch).not.toHaveBeenCalled();
  });

  const never = new Promise<never>(() => {});
  const deaf: [string, () => Promise<Response>][] = [
    ['a fetch', () => never],
    ['a body', async () => new Response(new ReadableStream())],
    ['a body of a platform without streams', async () => ({ ok: true, text: () => never }) as unknown as Response],
  ];
  test.each(deaf)('%s that never ends, and heeds no signal, is waited for no longer than any other', async (_, fetch) => {
    const control = new AbortController();
    const asking = (): Promise<Response> => {
      setImmediate(() => control.abort('enough'));
      return fetch();
    };
    expect(await thrown(client({ fetch: asking }).read('AAAA', { signal: control.signal }))).toBe('enough');
    expect(await thrown(client({ fetch, timeoutMs: 1 }).read('AAAA'))).toMatchObject({ name: 'TimeoutError' });
  });

  test('of a body that is given up nothing more is taken', async () => {
    const [control, cancelled] = [new AbortController(), jest.fn()];
    const body = new ReadableStream({ pull: () => control.abort('enough'), cancel: cancelled }, { highWaterMark: 0 });
    expect(await thrown(client({ fetch: async () => new Response(body) }).read('AAAA', { signal: control.signal }))).toBe('enough');
    expect(cancelled).toHaveBeenCalledTimes(1);
  });

  test('a body that breaks off is one failure, and no other that nobody handles', async () => {
    const untold = jest.fn();
    process.on('unhandledRejection', untold);
    try {
      const body = new ReadableStream({ pull: (stream) => stream.error(new Error('broken')) });
      expect(await thrown(client({ fetch: async () => new Response(body) }).read('AAAA'))).toMatchObject({ message: 'broken' });
      await new Promise(setImmediate);
      expect(untold).not.toHaveBeenCalled();
    } finally {
      process.off('unhandledRejection', untold);
    }
  });

  test('what fails when nobody waits for it any more is told to nobody', async () => {
    const [control, untold] = [new AbortController(), jest.fn()];
    process.on('unhandledRejection', untold);
    try {
      let fail = (_: Error): void => {};
      const fetch = (): Promise<Response> =>
        new Promise((_, reject) => {
          fail = reject;
          setImmediate(() => control.abort('enough'));
        });
      expect(await thrown(client({ fetch }).read('AAAA', { signal: control.signal }))).toBe('enough');
      fail(new Error('late'));
      await new Promise(setImmediate);
      expect(untold).not.toHaveBeenCalled();
    } finally {
      process.off('unhandledRejection', untold);
    }
  });
});

describe('the length of an answer', () => {
  const MIB = 2 ** 20;

  test.each([200, 502])('has a limit: %d', async (status) => {
    let [read, isCancelled] = [0, false];
    const body = new ReadableStream({
      pull: (stream) => (read++ < 100 ? stream.enqueue(new Uint8Array(MIB)) : stream.close()),
      cancel: () => {
        isCancelled = true;
      },
    });
    const fetch = jest.fn(async () => new Response(body, { status }));
    const message = 'the answer is too long: is the service at this URL?';
    expect(await thrown(client({ fetch }).read(BYTES))).toMatchObject({ code: 'UNKNOWN', status, message });
    expect(isCancelled).toBe(true);
    expect(read).toBeLessThan(70);
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  test('may be that of crops and strips of eight cards in each of eight pictures', async () => {
    // 1024 × 646 and 2048 × 96 px of noise as JPEG files, in base64
    const card = { crop: 'A'.repeat(633_000), strip: 'A'.repeat(188_000) };
    const answer = { cards: [card], pictures: Array(8).fill({ cards: Array(8).fill(card) }), shownIn: 0 };
    const { pictures } = await client({ fetch: async () => Response.json(answer) }).readTogether([BYTES]);
    expect(pictures[7]!.cards[7]).toEqual(card);
  });

  test('is not looked at where a platform has no streams', async () => {
    const fetch = async () => ({ ok: true, text: async () => '{"cards":[]}' }) as Response;
    expect(await client({ fetch }).read(BYTES)).toEqual({ cards: [] });
  });
});

describe('arguments are checked with sentences', () => {
  const client = (options: unknown): CardClient => new CardClient(options as ConstructorParameters<typeof CardClient>[0]);
  const WRONG_URLS = [
    ...['SECRET', '/SECRET', 's3://SECRET/prod', 'http://', 'http://me:SECRET@x', 'http://SECRET@x'],
    ...['http://x?SECRET', 'http://x/prod?', 'http://x/prod#SECRET', 'http://x/prod#'],
  ];

  test.each<[unknown, string]>([
    [{}, 'CardClient needs the URL of the service'],
    [undefined, 'CardClient needs the URL of the service'],
    [{ url: 5 }, 'CardClient needs the URL of the service'],
    [{ url: 'http://x', appCode: 5 }, 'appCode is the access code'],
    [{ url: 'http://x', appCode: 'SECRET\nSECRET' }, 'appCode is the access code, of plain ASCII in one line'],
    [{ url: 'http://x', appCode: 'SÉCRET' }, 'appCode is the access code, of plain ASCII in one line'],
    ...WRONG_URLS.map((url): [unknown, string] => [{ url }, 'url is an address of https:// or http://, without user, password, query']),
    [{ url: 'http://x', appcode: 'SECRET' }, 'CardClient has no option appcode, but url, appCode'],
    [{ url: 'http://x', attempts: 0 }, 'attempts is a whole number from 1'],
    [{ url: 'http://x', timeoutMs: '5 s' }, 'timeoutMs is a number of milliseconds'],
    [{ url: 'http://x', pauseMs: -1 }, 'pauseMs is a number of milliseconds'],
    [{ url: 'http://x', timeoutMs: 0 }, 'timeoutMs is above 0'],
    [{ url: 'http://x', fetch: 'fetch' }, 'fetch is a function'],
  ])('%j', (options, said) => {
    expect(() => client(options)).toThrow(TypeError);
    expect(() => client(options)).toThrow(said);
    expect(() => client(options)).not.toThrow('SECRET');
  });

  test.each(['http://localhost:3000', 'HTTPS://x/prod/', 'https://[::1]/a%20b'])('%s is the address of a service', (url) => {
    expect(() => client({ url })).not.toThrow();
  });

  test.each(['read', 'readTogether'] as const)('an option of %s that there is not might be taken for granted', async (method) => {
    const { [method]: call } = {
      read: (options: object) => client({ url: 'http://x' }).read('AAAA', options),
      readTogether: (options: object) => client({ url: 'http://x' }).readTogether(['AAAA'], options),
    };
    await expect(call({ masked: true })).rejects.toThrow(`CardClient.${method} has no option masked, but mask, crop, strip, signal`);
  });

  test.each([null, 1, 'true'])('mask, crop and strip are true or false, not %j', async (value) => {
    for (const name of ['mask', 'crop', 'strip'])
      await expect(client({ url: 'http://x' }).read('AAAA', { [name]: value })).rejects.toThrow(`${name} is true or false`);
  });

  test('a page may name the service by a path of its own', () => {
    Object.assign(globalThis, { location: { href: 'https://cards.example/pay/' } });
    try {
      expect(() => client({ url: '/ocr' })).not.toThrow();
      expect(() => client({ url: 'ftp://x' })).toThrow(TypeError);
    } finally {
      Reflect.deleteProperty(globalThis, 'location');
    }
  });

  const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

  test.each([
    [null, 'the options of CardClient.METHOD are an object'],
    [true, 'the options of CardClient.METHOD are an object'],
    [{ signal: new AbortController() }, 'signal is an AbortSignal'],
    [{ signal: { aborted: false } }, 'signal is an AbortSignal'],
    [{ signal: 5000 }, 'signal is an AbortSignal'],
  ])('with options such as %j nothing is sent, and no clock is left running', async (options, said) => {
    const fetch = jest.fn();
    const before = timers();
    const asking = client({ url: 'http://x', fetch });
    for (const [method, read] of [
      ['read', () => asking.read('AAAA', options as never)],
      ['readTogether', () => asking.readTogether(['AAAA'], options as never)],
    ] as const) {
      const error = await thrown(read());
      expect(error).toBeInstanceOf(TypeError);
      expect(error).toMatchObject({ message: expect.stringContaining(said.replace('METHOD', method)) });
    }
    expect(fetch).not.toHaveBeenCalled();
    // one of an earlier connection may have ended meanwhile
    expect(timers()).toBeLessThanOrEqual(before);
  });

  test('what is undefined counts as left out', () => {
    const none = undefined;
    expect(() => client({ url: 'http://x', appCode: none, attempts: none, pauseMs: none, timeoutMs: none, fetch: none })).not.toThrow();
  });

  test.each(['card.jpg', './photos/card.png', 'C:\\cards\\a.jpg', 'file:///card.jpg'])('%s, a path, is not sent', async (picture) => {
    const fetch = jest.fn();
    await expect(client({ url: 'http://x', fetch }).read(picture)).rejects.toThrow('read it first: client.read(await readFile(path))');
    expect(fetch).not.toHaveBeenCalled();
  });

  test.each([undefined, null, 5, {}, []])('%j is no picture', async (picture) => {
    await expect(client({ url: 'http://x' }).read(picture as never)).rejects.toThrow('a picture is the bytes of its file');
  });
});
