import { execFile } from 'node:child_process';
import http from 'node:http';
import https from 'node:https';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inspect, promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import fc from 'fast-check';
import { ADDRESS_TIMEOUT_MS, CONNECT_TIMEOUT_MS } from '../../lib/source/download-timeouts';
import type { SourceLimits } from '../../lib/source/image-source';
import { type DownloadOptions, downloadImage, MAX_URL_LENGTH } from '../../lib/source/url';
import { collectGarbage } from '../helpers/collect-garbage';
import { errorCode } from '../helpers/error-code';
import { type Answer, type PictureServer, servePictures, servePicturesByTls, serveRaw } from '../helpers/picture-server';
import { TEST_TLS } from '../helpers/test-tls';

const PICTURE = Buffer.from('\xff\xd8\xff any bytes', 'latin1');
const QUICK = { connectTimeoutMs: 60, idleTimeoutMs: 60 };

const limits: SourceLimits = {
  limitBytes: 1000,
  signal: new AbortController().signal,
  buckets: [],
  allowAddresses: ['127.0.0.1'],
};

const redirectTo =
  (location: string, status = 302): Answer =>
  (response) =>
    response.writeHead(status, { location }).end('moved');

/** A byte every few milliseconds, for ever. */
const dribble: Answer = (response) => {
  const timer = setInterval(() => response.write('.'), 5);
  response.on('close', () => clearInterval(timer));
};

/** 64 KB at a time, as fast as they are taken. */
const endless: Answer = (response) => {
  const push = (): void => {
    while (!response.destroyed && response.write(Buffer.alloc(65_536)));
  };
  response.on('drain', push);
  push();
};

const answers: Record<string, Answer> = {
  '/picture': (response) => response.end(PICTURE),
  '/echo': (response, { url, headers }) => response.end(JSON.stringify({ url, headers })),
  '/created': (response) => response.writeHead(201).end(PICTURE),
  '/text': (response) => response.writeHead(200, { 'content-type': 'text/html' }).end(PICTURE),
  '/identity': (response) => response.writeHead(200, { 'content-encoding': 'Identity' }).end(PICTURE),
  '/1000': (response) => response.writeHead(200, { 'content-length': 1000 }).end(Buffer.alloc(1000)),
  '/1001': (response) => response.writeHead(200, { 'content-length': 1001 }).end(Buffer.alloc(1001)),
  '/1001-chunked': (response) => {
    response.write(Buffer.alloc(500));
    response.end(Buffer.alloc(501));
  },
  '/declared-huge': (response) => response.writeHead(200, { 'content-length': 1e15 }).flushHeaders(),
  '/endless': endless,
  '/204': (response) => response.writeHead(204).end(),
  '/empty': (response) => response.end(),
  '/empty-encoding': (response) => response.writeHead(200, { 'content-encoding': '' }).end(PICTURE),
  '/gzip': (response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(PICTURE)),
  '/encoded': (response, { url }) => {
    const encoding = decodeURIComponent(url!.split('?')[1]!);
    response.writeHead(200, { 'content-encoding': encoding }).end(PICTURE);
  },
  '/cut': (response) => {
    response.writeHead(200, { 'content-length': 100 }).write(PICTURE);
    setTimeout(() => response.destroy(), 10);
  },
  '/cut-chunked': (response) => {
    response.write(PICTURE);
    setTimeout(() => response.destroy(), 10);
  },
  '/reset-without-length': (response) => {
    response.removeHeader('transfer-encoding');
    response.write(PICTURE);
    setTimeout(() => response.socket?.resetAndDestroy(), 10);
  },
  '/cut-before-headers': (response) => response.destroy(),
  '/no-headers': () => {},
  '/silent': (response) => response.write('.'),
  '/silent-without-length': (response) => {
    response.removeHeader('transfer-encoding');
    response.write(PICTURE);
  },
  '/dribble': dribble,
  '/redirect/1': redirectTo('/picture'),
  '/redirect/2': redirectTo('1'),
  '/redirect/3': redirectTo('2', 301),
  '/redirect/4': redirectTo('3'),
  '/loop': redirectTo('/loop'),
  '/redirect/unending': (response) => response.writeHead(302, { location: '/picture' }).write('moved'),
  '/status/unending': (response) => response.writeHead(404).write('not found'),
  '/nowhere': (response) => response.writeHead(302).end(),
  '/to-text': redirectTo('http://['),
  '/to-file': redirectTo('file:///etc/passwd'),
  '/to-credentials': (response, { headers }) => response.writeHead(302, { location: `http://user:secret@${headers.host}/picture` }).end(),
  '/to-metadata': redirectTo('http://169.254.169.254/latest/meta-data/'),
  '/to-ipv6': redirectTo('http://[::ffff:10.0.0.1]/'),
  '/to-utf8': (response) => response.writeHead(302, { location: Buffer.from('/echo?name=卡', 'utf8').toString('latin1') }).end(),
};
for (const status of [301, 302, 303, 307, 308]) answers[`/redirect/by/${status}`] = redirectTo('/picture', status);
for (const status of [300, 304, 305, 400, 401, 403, 404, 410, 500, 503]) {
  answers[`/status/${status}`] = (response) => response.writeHead(status).end(PICTURE);
}

let server: PictureServer;
beforeAll(async () => {
  server = await servePictures(answers);
});
afterAll(() => server.close());

const download = (path: string, changes: Partial<SourceLimits> = {}, options: DownloadOptions = {}): Promise<Uint8Array> =>
  downloadImage(server.url(path), { ...limits, ...changes }, options);
const codeOf = (path: string, changes?: Partial<SourceLimits>, options?: DownloadOptions) =>
  errorCode(() => download(path, changes, options));
const codeOfUrl = (url: string, options?: DownloadOptions) => errorCode(() => downloadImage(url, limits, options));
/** Why a download ended. All of its deadlines have the same code, and a later one would come in the place of one that does not. */
const endOf = (url: string, options: DownloadOptions): Promise<unknown> =>
  downloadImage(url, limits, options).catch(({ code, cause }) => `${code}: ${cause?.message}`);
const echo = async (path: string) => JSON.parse(Buffer.from(await download(path)).toString());

/** Timers that keep this process alive; the server's are among them. */
const timers = (): number => process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
/** The count as soon as it is back at `before`, or after a moment: servers and jest have timers of their own. Those looked for take seconds. */
async function timersAfter(before: number): Promise<number> {
  for (const end = performance.now() + 300; timers() > before && performance.now() < end; ) await sleep(5);
  return timers();
}

describe('an answer', () => {
  test.each(['/picture', '/created', '/text', '/identity', '/empty-encoding'])('of %s is its body', async (path) => {
    expect(await download(path)).toEqual(PICTURE);
  });

  test('leaves no connection and no timer', async () => {
    await server.idle();
    const before = timers();
    await download('/picture');
    await download('/redirect/3');
    await server.idle();
    expect(await timersAfter(before)).toBeLessThanOrEqual(before);
  });

  test.each([300, 304, 305, 400, 401, 403, 404, 410, 500, 503])('with status %d is a failure', async (status) => {
    expect(await codeOf(`/status/${status}`)).toBe('DOWNLOAD_FAILED');
    await server.idle();
  });

  test('that is not wanted is not waited for', async () => {
    // no limit ends the connection before the test's own
    const patient = { idleTimeoutMs: 600_000, downloadTimeoutMs: 600_000 };
    expect(await codeOf('/status/unending', {}, patient)).toBe('DOWNLOAD_FAILED');
    expect(await codeOf('/redirect/unending', {}, patient)).toBeNull();
    await server.idle();
  });

  test.each(['/204', '/empty'])('%s is an empty picture', async (path) => {
    expect(await codeOf(path)).toBe('IMAGE_EMPTY');
  });

  test.each(['gzip', 'x-gzip', 'deflate', 'compress', 'x-compress', 'br', 'zstd', 'GZip', 'identity, gzip', 'gzip,gzip'])(
    'of the coding %s is refused',
    async (coding) => {
      expect(await codeOf(`/encoded?${coding}`)).toBe('DOWNLOAD_FAILED');
    },
  );

  test.each(['identity, identity', 'binary', 'none', 'utf-8', 'aws-chunked', 'x'])('of the coding %s is as it is', async (coding) => {
    expect(await download(`/encoded?${coding}`)).toEqual(PICTURE);
  });

  test.each(['/cut', '/cut-chunked', '/reset-without-length', '/cut-before-headers'])('broken off is a failure: %s', async (path) => {
    expect(await codeOf(path)).toBe('DOWNLOAD_FAILED');
    await server.idle();
  });

  test.each([
    ['not HTTP', 'SSH-2.0-OpenSSH_9.6\r\n'],
    ['without a head', ''],
    ['with half a head', 'HTTP/1.1 200 OK\r\ncontent-le'],
    ['with two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab'],
    ['with a length below zero', 'HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\nab'],
    ['with an endless head', `HTTP/1.1 200 OK\r\nx: ${'x'.repeat(1e6)}\r\n\r\n`],
    ['that switches protocols', 'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n'],
    ['with a broken chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n'],
    ['shorter than it says', 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nab'],
  ])('%s is a failure', async (_, bytes) => {
    const raw = await serveRaw(bytes);
    expect(await codeOfUrl(raw.url('/'))).toBe('DOWNLOAD_FAILED');
    await raw.idle();
    await raw.close();
  });

  test('without a length ends with its connection', async () => {
    const raw = await serveRaw('HTTP/1.0 200 OK\r\n\r\ncard');
    expect(await downloadImage(raw.url('/'), limits)).toEqual(Buffer.from('card'));
    await raw.close();
  });
});

describe('a request', () => {
  test('says little', async () => {
    const { headers } = await echo('/echo');
    expect(headers).toEqual({
      accept: 'image/*',
      'accept-encoding': 'identity',
      'user-agent': 'bankcard-ocr',
      host: `127.0.0.1:${server.port}`,
      connection: 'close',
    });
  });

  test('has no fragment; spaces and other scripts are encoded', async () => {
    expect((await echo('/echo?name=中 文&q=a+b%20c#part')).url).toBe('/echo?name=%E4%B8%AD%20%E6%96%87&q=a+b%20c');
    expect((await echo('/echo#part')).url).toBe('/echo');
  });

  test('goes on where a redirect in UTF-8 says', async () => {
    expect((await echo('/to-utf8')).url).toBe('/echo?name=%E5%8D%A1');
  });
});

describe('the limit', () => {
  test.each([
    ['/1000', null],
    ['/1001', 'PAYLOAD_TOO_LARGE'],
    ['/1001-chunked', 'PAYLOAD_TOO_LARGE'],
    ['/declared-huge', 'PAYLOAD_TOO_LARGE'],
    ['/endless', 'PAYLOAD_TOO_LARGE'],
  ])('%s: %s', async (path, code) => {
    expect(await codeOf(path)).toBe(code);
    await server.idle();
  });
});

describe('redirects', () => {
  test.each([301, 302, 303, 307, 308])('by %d', async (status) => {
    expect(await download(`/redirect/by/${status}`)).toEqual(PICTURE);
  });

  test('three, but not four', async () => {
    expect(await download('/redirect/3')).toEqual(PICTURE);
    expect(await codeOf('/redirect/4')).toBe('DOWNLOAD_FAILED');
  });

  test('in a loop end after four requests', async () => {
    const before = server.connections().total;
    expect(await codeOf('/loop')).toBe('DOWNLOAD_FAILED');
    expect(server.connections().total - before).toBe(4);
  });

  test.each(['/nowhere', '/to-text', '/to-file', '/to-metadata', '/to-ipv6'])('%s fail', async (path) => {
    expect(await codeOf(path)).toBe('DOWNLOAD_FAILED');
    await server.idle();
  });
});

describe('deadlines', () => {
  test.each(['/no-headers', '/silent', '/silent-without-length'])('%s: too long without a byte', async (path) => {
    expect(await endOf(server.url(path), QUICK)).toBe('DOWNLOAD_FAILED: silent for too long');
    await server.idle();
  });

  test('a byte now and then keeps it alive', async () => {
    expect(await codeOf('/dribble', { limitBytes: 20 }, QUICK)).toBe('PAYLOAD_TOO_LARGE');
  });

  test('a name that is not resolved in time', async () => {
    expect(await endOf('http://example.org/', { ...QUICK, lookup: () => {} })).toBe('DOWNLOAD_FAILED: not connected in time');
  });

  test('each of several addresses has longer than the 250 ms that Node gives them, and leaves time for the next', async () => {
    expect(ADDRESS_TIMEOUT_MS).toBeGreaterThan(1000);
    expect(ADDRESS_TIMEOUT_MS).toBeLessThanOrEqual(CONNECT_TIMEOUT_MS / 2);
    for (const [protocol, module] of [
      ['http', http],
      ['https', https],
    ] as const) {
      const asked = jest.spyOn(module, 'request');
      await codeOfUrl(`${protocol}://127.0.0.1:1/`);
      expect(asked).toHaveBeenCalledWith(
        expect.any(URL),
        expect.objectContaining({ autoSelectFamily: true, autoSelectFamilyAttemptTimeout: ADDRESS_TIMEOUT_MS }),
      );
      asked.mockRestore();
    }
  });

  test('TLS that is not agreed upon in time', async () => {
    const mute = await serveRaw(null);
    const url = mute.url('/').replace('http:', 'https:');
    expect(await endOf(url, { ...QUICK, idleTimeoutMs: 10_000 })).toBe('DOWNLOAD_FAILED: not connected in time');
    await mute.idle();
    await mute.close();
  });

  test('a server that sends drop by drop: the download has an end of its own', async () => {
    await server.idle();
    const before = timers();
    expect(await codeOfUrl(server.url('/dribble'), { downloadTimeoutMs: 100 })).toBe('DOWNLOAD_FAILED');
    await server.idle();
    expect(await timersAfter(before)).toBeLessThanOrEqual(before);
  });

  test('its end holds, however often garbage is collected', async () => {
    const collecting = setInterval(collectGarbage, 10);
    // the limit in bytes ends them much later
    const codes = Array.from({ length: 4 }, () => codeOf('/dribble', { limitBytes: 600 }, { downloadTimeoutMs: 300 }));
    expect(await Promise.all(codes)).toEqual(Array(4).fill('DOWNLOAD_FAILED'));
    clearInterval(collecting);
  });

  test.each(['/no-headers', '/silent', '/silent-without-length', '/dribble', '/loop'])('the time budget ends %s', async (path) => {
    await server.idle();
    const before = timers();
    const budget = new AbortController();
    const code = codeOf(path, { signal: budget.signal });
    if (path !== '/loop') await sleep(30);
    budget.abort();
    expect(await code).toBe('REQUEST_TIMEOUT');
    await server.idle();
    expect(await timersAfter(before)).toBeLessThanOrEqual(before);
  });

  test('the time budget ends a lookup', async () => {
    const signal = AbortSignal.timeout(30);
    const code = errorCode(() => downloadImage('http://example.org/', { ...limits, signal }, { lookup: () => {} }));
    expect(await code).toBe('REQUEST_TIMEOUT');
  });

  test('the time budget ends a TLS handshake', async () => {
    const mute = await serveRaw(null);
    const signal = AbortSignal.timeout(30);
    const url = mute.url('/').replace('http:', 'https:');
    expect(await errorCode(() => downloadImage(url, { ...limits, signal }))).toBe('REQUEST_TIMEOUT');
    await mute.idle();
    await mute.close();
  });

  test('time spent before: nothing is asked', async () => {
    const before = server.connections().total;
    expect(await codeOf('/picture', { signal: AbortSignal.abort() })).toBe('REQUEST_TIMEOUT');
    expect(server.connections().total).toBe(before);
  });
});

describe('https', () => {
  let secure: PictureServer;
  beforeAll(async () => {
    secure = await servePicturesByTls(answers);
  });
  afterAll(() => secure.close());

  test('with a certificate that is trusted', async () => {
    expect(await downloadImage(secure.url('/picture'), limits, { certificateAuthority: TEST_TLS.cert })).toEqual(PICTURE);
    await secure.idle();
  });

  test('not with a self-signed one', async () => {
    expect(await codeOfUrl(secure.url('/picture'))).toBe('DOWNLOAD_FAILED');
  });

  test('not with one for another name', async () => {
    const lookup: DownloadOptions['lookup'] = (_, { all }, callback) =>
      all ? callback(null, [{ address: '127.0.0.1', family: 4 }]) : callback(null, '127.0.0.1', 4);
    const code = (host: string) => codeOfUrl(`https://${host}:${secure.port}/picture`, { lookup, certificateAuthority: TEST_TLS.cert });
    expect(await code('localhost')).toBeNull();
    expect(await code('example.org')).toBe('DOWNLOAD_FAILED');
  });

  test('idle and endless bodies end as over http', async () => {
    const options = { idleTimeoutMs: 60, certificateAuthority: TEST_TLS.cert };
    expect(await endOf(secure.url('/silent'), options)).toBe('DOWNLOAD_FAILED: silent for too long');
    expect(await endOf(secure.url('/silent-without-length'), options)).toBe('DOWNLOAD_FAILED: silent for too long');
    expect(await codeOfUrl(secure.url('/endless'), options)).toBe('PAYLOAD_TOO_LARGE');
    await secure.idle();
  });
});

describe('URLs that are not asked for', () => {
  test.each([
    'file:///etc/passwd',
    'ftp://127.0.0.1:PORT/picture',
    'gopher://127.0.0.1:PORT/picture',
    'ws://127.0.0.1:PORT/picture',
    'javascript://127.0.0.1:PORT/picture',
    'blob:http://127.0.0.1:PORT/picture',
    'http://user@127.0.0.1:PORT/picture',
    'http://:secret@127.0.0.1:PORT/picture',
    'http://',
    'http://?x',
    'http://[',
    'http://127.0.0.1:99999/',
    'http://a b/',
    '/picture',
    '',
  ])('%j', async (url) => {
    const before = server.connections().total;
    expect(await codeOfUrl(url.replace('PORT', String(server.port)))).toBe('DOWNLOAD_FAILED');
    expect(server.connections().total).toBe(before);
  });

  test('a redirect to one with credentials', async () => {
    const before = server.connections().total;
    expect(await codeOf('/to-credentials')).toBe('DOWNLOAD_FAILED');
    expect(server.connections().total).toBe(before + 1);
  });

  test('longer than any', async () => {
    const longest = '/picture?'.padEnd(MAX_URL_LENGTH - server.url('').length, 'x');
    expect(await codeOf(longest)).toBeNull();
    expect(await codeOf(`${longest}x`)).toBe('DOWNLOAD_FAILED');
  });
});

describe('the environment', () => {
  /** Within jest, `process.env` is not the one that Node looks at: the URL is downloaded by another process. */
  const AS_PROCESS = `
    const limits = { limitBytes: 1000, signal: new AbortController().signal, buckets: [], allowAddresses: ['127.0.0.1'] };
    download.downloadImage(process.argv[1], limits)
      .then((bytes) => Buffer.from(bytes).toString('hex'), ({ code }) => code)
      .then((outcome) => process.stdout.write(outcome));`;

  let bundle: string;
  beforeAll(async () => {
    const entryPoints = [path.resolve(__dirname, '../../lib/source/url.ts')];
    const { outputFiles } = await build({
      entryPoints,
      bundle: true,
      platform: 'node',
      format: 'iife',
      globalName: 'download',
      write: false,
    });
    bundle = outputFiles[0]!.text;
  });

  /** The bytes downloaded, in hex, or the error's code. */
  const outcomeIn = async (env: Readonly<Record<string, string>>, url: string): Promise<string> => {
    const { stdout } = await promisify(execFile)(process.execPath, ['-e', bundle + AS_PROCESS, url], { env: { ...process.env, ...env } });
    return stdout;
  };

  test('cannot name a proxy', async () => {
    const proxy = 'http://127.0.0.1:1';
    const env = { http_proxy: proxy, HTTP_PROXY: proxy, ALL_PROXY: proxy, NODE_USE_ENV_PROXY: '1' };
    expect(await outcomeIn(env, server.url('/picture'))).toBe(PICTURE.toString('hex'));
  });

  test('cannot allow certificates of anybody', async () => {
    const secure = await servePicturesByTls(answers);
    expect(await outcomeIn({ NODE_TLS_REJECT_UNAUTHORIZED: '0' }, secure.url('/picture'))).toBe('DOWNLOAD_FAILED');
    await secure.close();
  });
});

test('no error tells the query of its URL', async () => {
  const failing = ['/404', '/status/500', '/cut', '/gzip', '/loop', '/to-text', '/to-file', '/1001', '/empty', '/nowhere', '/silent'];
  const bases = [
    ...failing.map((path) => server.url(path)),
    ...['http://127.0.0.1:1/', 'http://10.0.0.1/', 'http://[::1]/', 'https://127.0.0.1:1/'],
    // no host has so long a name: no name server is asked for it
    `http://${'x'.repeat(64)}.test/`,
    ...[
      'http://[/',
      'http://a b/',
      'http://u:p@127.0.0.1/',
      'ftp://127.0.0.1/',
      'http://127.0.0.1:99999/',
      `${server.url('/')}${'x'.repeat(9000)}`,
    ],
  ];
  const secret = fc
    .string({ unit: fc.constantFrom(...'abcdefXYZ0123456789'), minLength: 8, maxLength: 20 })
    .map((text) => `signature${text}`);
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...bases), secret, async (base, query) => {
      const thrown = await downloadImage(`${base}?${query}`, limits, QUICK).catch((error) => error);
      expect(thrown).toHaveProperty('code');
      const told = [String(thrown), JSON.stringify(thrown), thrown.stack, inspect(thrown, { depth: 10, showHidden: true })];
      expect(told.join('\n')).not.toContain(query);
    }),
    { numRuns: 60 },
  );
});
