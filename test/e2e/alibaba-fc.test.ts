import { execFile } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { ERROR_CATALOGUE, type ErrorCode } from '../../lib/errors';
import { type FcTrigger, startFcTrigger } from '../helpers/fc-trigger';
import { fixture, formatFixture } from '../helpers/fixtures';
import { brokenGifs } from '../helpers/gif';
import { type Answer, type PictureServer, servePictures } from '../helpers/picture-server';
import { temporaryFolder } from '../helpers/temporary-folder';
import { expectError, REQUEST_ID } from '../helpers/wire-errors';
import { ALIAS, BYTES_TYPE, FORM_TYPE, JSON_TYPE, RICH, type Sent, sendTo, typed } from '../helpers/wire-requests';

jest.setTimeout(120_000);

const ROOT = path.resolve(__dirname, '../..');
const { props } = parse(readFileSync(path.join(ROOT, 's.yaml'), 'utf8')).resources.card;
const MEGABYTE = 1024 * 1024;
/** The versions of the C and the C++ library's symbols. */
const DEBIAN_10 = { GLIBC: '2.28', GLIBCXX: '3.4.25', CXXABI: '1.3.11' } as const;
const NUMERIC = new Intl.Collator('en', { numeric: true });

const CARD = readFileSync(fixture('embossed-16').file);
const BASE64 = CARD.toString('base64');
const FIELDS = { bank_name: 'CSC', bank_card_number: '6212 3456 7890 1232', valid_date: '08/31', bank_card_type: 1 };

const SECRET = 'secret of the hashes';
const CODE = 'code-0123456789abcdef';
const HASH = createHmac('sha256', SECRET).update(CODE).digest('hex');
const BY_CODE = { Authorization: `APPCODE ${CODE}` };

/** A key of Chinese characters and a signed query, as Object Storage Service makes them. */
const SIGNED = '/%E9%93%B6%E8%A1%8C%E5%8D%A1.jpg?Expires=1795600000&OSSAccessKeyId=LTAI5t&Signature=7f3a%2B91%2Fx%3D';

const folder = temporaryFolder();
const code = path.join(folder, 'code');
let pages: PictureServer;
let held: (() => void)[] = [];
const asked: string[] = [];

const picture: Answer = (response) => response.end(CARD);
const PAGES: Record<string, Answer> = {
  [SIGNED.split('?')[0]!]: picture,
  '/never': () => {},
  '/held.jpg': (response) => held.push(() => response.end(CARD)),
};

/** The function as s.yaml sets it up, but for what a test says. */
const start = (environment: Readonly<Record<string, string>>, timeoutSeconds: number = props.timeout): Promise<FcTrigger> =>
  startFcTrigger({
    code,
    handler: props.handler,
    initializer: props.instanceLifecycleConfig.initializer.handler,
    timeoutSeconds,
    environment: { ...props.environmentVariables, ...environment },
  });

beforeAll(async () => {
  await promisify(execFile)('npm', ['run', 'build:fc', '--', '--folder', code], { cwd: ROOT });
  pages = await servePictures(PAGES, { seen: ({ url }) => asked.push(url ?? '') });
});

afterAll(() => pages?.close());

const old = (image: unknown): object => ({ inputs: [{ image }] });
const image = (text: unknown): Sent => ({ body: { image: text } });
const bytes = (content: Uint8Array): Sent => image(Buffer.from(content).toString('base64'));
const form = (file: Blob): FormData => {
  const data = new FormData();
  data.append('image', file, 'card.jpg');
  return data;
};

async function expectJsonError(response: Response, errorCode: ErrorCode): Promise<void> {
  const { status, message } = ERROR_CATALOGUE[errorCode];
  expect(response.status).toBe(status);
  expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(await response.json()).toEqual({ code: errorCode, message, requestId: response.headers.get('x-ca-request-id') });
}

describe('the code package', () => {
  test('is all that a function needs, and fits', async () => {
    expect((await readdir(code)).sort()).toEqual(['decoding-process.js', 'index.js', 'models', 'node_modules']);
    const entries = (await readdir(code, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
    const sizes = await Promise.all(entries.map(async ({ parentPath, name }) => (await stat(path.join(parentPath, name))).size));
    expect(sizes.reduce((sum, size) => sum + size) / MEGABYTE).toBeLessThan(80);
  });

  test('its libraries ask for no newer system than Debian 10, which the runtime has', async () => {
    const libraries = (await readdir(code, { recursive: true })).filter((name) => /\.(node|so[.\d]*)$/.test(name));
    expect(libraries.length).toBeGreaterThanOrEqual(4);
    const texts = await Promise.all(libraries.map((name) => readFile(path.join(code, name), 'latin1')));
    const wanted = texts.flatMap((text) => [...text.matchAll(/\b(GLIBC|GLIBCXX|CXXABI)_(\d+(?:\.\d+)+)/g)]);
    expect(wanted.some(([, name]) => name === 'GLIBC')).toBe(true);
    const newer = wanted.filter(([, name, version]) => NUMERIC.compare(version!, DEBIAN_10[name as keyof typeof DEBIAN_10]) > 0);
    expect([...new Set(newer.map(([whole]) => whole))]).toEqual([]);
  });
});

const onlyOnLinuxX64 = process.platform === 'linux' && process.arch === 'x64' ? describe : describe.skip;

onlyOnLinuxX64('with codes', () => {
  let service: FcTrigger;
  const send = ({ headers = JSON_TYPE, ...sent }: Sent): Promise<Response> =>
    sendTo(service.url, { ...sent, headers: { ...headers, ...BY_CODE } });

  beforeAll(async () => {
    const environment = { NODE_ENV: 'test', TEST_ONLY_ALLOW_ADDRESSES: '127.0.0.1', LOG_LEVEL: 'debug', MAX_WAITING: '2' };
    service = await start({ ...environment, CODE_SECRET: SECRET, CODE_HASHES: `${'0'.repeat(64)},${HASH}` }, 5);
  });
  afterAll(() => service.stop());

  test.each<[string, Sent]>([
    ['new form', image(BASE64)],
    ['new form, alias path, as bytes', { path: ALIAS, headers: BYTES_TYPE, body: Buffer.from(JSON.stringify({ image: BASE64 })) }],
    ['form body', { headers: FORM_TYPE, body: `image=${encodeURIComponent(BASE64)}` }],
  ])('%s', async (_, sent) => {
    const response = await send(sent);
    expect(await response.text()).toBe(JSON.stringify({ result: FIELDS }));
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(response.headers.get('x-ca-request-id')).toMatch(REQUEST_ID);
  });

  test('old form', async () => {
    const response = await send({ body: old(typed(BASE64)) });
    const { outputs } = (await response.json()) as { outputs: { outputValue: { dataValue: string } }[] };
    expect(JSON.parse(outputs[0]!.outputValue.dataValue)).toEqual({
      success: true,
      request_id: response.headers.get('x-ca-request-id'),
      card_num: '6212345678901232',
      bank_name: 'CSC',
      valid_date: '08/31',
      result: FIELDS,
    });
  });

  test('a signed URL arrives as it was sent', async () => {
    asked.length = 0;
    const response = await send(image(pages.url(SIGNED)));
    expect(await response.json()).toEqual({ result: FIELDS });
    expect(asked).toEqual([SIGNED]);
  });

  test.each<[string, Sent]>([
    ['JSON', { path: RICH, body: { image: BASE64 } }],
    ['raw', { path: RICH, headers: { 'Content-Type': 'image/jpeg' }, body: CARD }],
    ['multipart', { path: RICH, headers: {}, body: form(new Blob([CARD])) }],
    ['BMP, which takes jimp', { path: RICH, headers: BYTES_TYPE, body: formatFixture('rgb.bmp') }],
  ])('the rich answer: %s', async (name, sent) => {
    const response = await send(sent);
    expect(response.status).toBe(200);
    const pan = name.startsWith('BMP') ? '4242424242424242' : '6212345678901232';
    expect(await response.json()).toMatchObject({ requestId: response.headers.get('x-ca-request-id'), cards: [{ pan }] });
  });

  test('masked by the query', async () => {
    const response = await send({ path: `${RICH}?mask=true`, headers: BYTES_TYPE, body: CARD });
    expect(await response.json()).toMatchObject({ cards: [{ pan: '621234******1232' }] });
  });

  test.each<[ErrorCode, string, Sent | (() => Sent)]>([
    ['INVALID_URL', 'no such path', { path: '/bankcards', body: {} }],
    ['INVALID_URL', 'not that method', { method: 'GET', headers: {} }],
    ['REQUEST_TIMEOUT', 'a download without end', () => image(pages.url('/never'))],
    ['PAYLOAD_TOO_LARGE', 'body over 10 MB', { body: `{"image":"${'A'.repeat(10.5 * MEGABYTE)}"}` }],
    ['JSON_UNPARSABLE', 'a raw picture', { headers: BYTES_TYPE, body: CARD }],
    ['IMAGE_MISSING', 'new form', { body: {} }],
    ['DATA_VALUE_FORMAT', 'a number', { body: old(typed(7)) }],
    ['DOWNLOAD_FAILED', '404', () => image(pages.url('/no-such-picture'))],
    ['DOWNLOAD_FAILED', 'the metadata address', image('http://100.100.100.200/latest/meta-data/')],
    ['DOWNLOAD_FAILED', 'S3, of which there is none', image('s3://cards/card.jpg')],
    ['IMAGE_DECODE_FAILED', 'text', bytes(Buffer.from('hello, world'))],
    ['BASE64_ALPHABET', 'another character', image(`${BASE64.slice(0, 40)}!${BASE64.slice(41)}`)],
    ['GIF_READ_FAILED', 'truncated', bytes(brokenGifs.GIF_READ_FAILED)],
    ['NO_CARD', 'no card', bytes(readFileSync(fixture('no-card').file))],
    ['NUMBER_UNREADABLE', 'a card without a number', bytes(readFileSync(fixture('card-without-number').file))],
  ])('%s: %s', async (errorCode, _, sent) => {
    await expectError(await send(typeof sent === 'function' ? sent() : sent), errorCode);
  });

  test.each<[ErrorCode, Sent]>([
    ['INVALID_URL', { path: '/v1/nothing', body: {} }],
    ['IMAGE_MISSING', { path: RICH, body: {} }],
    ['PAYLOAD_TOO_LARGE', { path: RICH, headers: BYTES_TYPE, body: Buffer.alloc(10.5 * MEGABYTE) }],
  ])('on /v1 in JSON: %s', async (errorCode, sent) => {
    await expectJsonError(await send(sent), errorCode);
  });

  test('one at a time is read, two wait, and the next is 450 with nothing in it; then there is room again', async () => {
    const waiting = Array.from({ length: 3 }, () => send(image(pages.url('/held.jpg'))));
    while (held.length < 3) await new Promise((resolve) => setTimeout(resolve, 10));
    await expectError(await send(image(BASE64)), 'THROTTLED');
    await expectJsonError(await send({ ...image(BASE64), path: RICH }), 'THROTTLED');
    expect((await send({ method: 'GET', path: '/v1/health' })).status).toBe(200);
    for (const release of held) release();
    held = [];
    for (const answer of await Promise.all(waiting)) expect(await answer.json()).toEqual({ result: FIELDS });
    expect((await send(image(BASE64))).status).toBe(200);
  });

  test.each<[string, Record<string, string>]>([
    ['no code', {}],
    ['an unknown one', { Authorization: 'APPCODE unknown' }],
    ['the hash', { Authorization: `APPCODE ${HASH}` }],
    ['another scheme', { Authorization: `Bearer ${CODE}` }],
    ['two codes', { ...BY_CODE, 'x-api-key': 'unknown' }],
  ])('%s: 403', async (_, headers) => {
    await expectError(await sendTo(service.url, { ...image(BASE64), headers }), 'FORBIDDEN');
    await expectJsonError(await sendTo(service.url, { path: RICH, body: CARD, headers: { ...BYTES_TYPE, ...headers } }), 'FORBIDDEN');
  });

  test('the code as x-api-key', async () => {
    expect((await sendTo(service.url, { ...image(BASE64), headers: { ...JSON_TYPE, 'X-Api-Key': CODE } })).status).toBe(200);
  });

  test('a path that is not there needs no code to be 400', async () => {
    await expectError(await sendTo(service.url, { path: '/bankcards', body: {} }), 'INVALID_URL');
  });

  test.each(['', 'null', '5', '[]', '{', '{"rawPath":{"toString":5},"requestContext":{"http":{"method":{"toString":5}}}}'])(
    'what is no request is 400: %s',
    async (event) => {
      expect(await service.invoke(Buffer.from(event))).toMatchObject({ statusCode: 400, body: 'Invalid URL' });
    },
  );

  /** Runs last: it reads what all of the above made the function write. */
  test('the log has a line for each request that was let in, and shows no code, number, picture or query', () => {
    const log = service.log();
    const records = log.match(/\{"level":"info".*\}/g) ?? [];
    expect(records.filter((line) => JSON.parse(line).status === 200).length).toBeGreaterThan(10);
    expect(records.filter((line) => JSON.parse(line).status === 403)).toEqual([]);
    for (const secret of [SECRET, CODE, HASH, 'Signature', 'LTAI5t', 'E9%93%B6', '127.0.0.1', BASE64.slice(5000, 5040)]) {
      expect(log).not.toContain(secret);
    }
    expect(log.replace(/[ -]/g, '')).not.toMatch(/6212345678901232|4242424242424242/);
  });
});

onlyOnLinuxX64('without codes', () => {
  test.each([{}, { ALLOW_ANYONE: 'true' }, { ALLOW_ANYONE: 'on', CODE_HASHES: HASH }, { ALLOW_ANYONE: 'on', CODE_SECRET: SECRET }])(
    '%j: nobody is let in',
    async (environment) => {
      const service = await start({ CODE_SECRET: '', CODE_HASHES: '', ...environment });
      try {
        for (const headers of [{}, BY_CODE]) await expectError(await sendTo(service.url, { ...image(BASE64), headers }), 'FORBIDDEN');
      } finally {
        await service.stop();
      }
    },
  );

  test('anybody is, when that is said', async () => {
    const service = await start({ CODE_SECRET: '', CODE_HASHES: '', ALLOW_ANYONE: 'on' });
    try {
      expect((await sendTo(service.url, image(BASE64))).status).toBe(200);
    } finally {
      await service.stop();
    }
  });
});
