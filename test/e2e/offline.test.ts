import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { type ErrorCode, messageOf } from '../../lib/errors';
import { EXAMPLE_URL } from '../../scripts/build/openapi/examples';
import { type OfflineServer, startOffline } from '../../scripts/offline/start-offline';
import { API_EXAMPLES, likeExample, settled } from '../helpers/api-examples';
import { fixture } from '../helpers/fixtures';
import { brokenGifs, gif } from '../helpers/gif';
import { type Answer, type PictureServer, servePictures } from '../helpers/picture-server';
import { type ObjectStore, serveObjects } from '../helpers/s3';
import { expectError, REQUEST_ID } from '../helpers/wire-errors';
import { ALIAS, BYTES_TYPE, COMPAT, FORM_TYPE, JSON_TYPE, RICH, type Sent, sendTo, typed } from '../helpers/wire-requests';

jest.setTimeout(180_000);

const CARD = readFileSync(fixture('embossed-16').file);
const BASE64 = CARD.toString('base64');
const BUCKET = 'cards';
/** No host has so long a name: no name server is asked for it. */
const NO_HOST = `${'x'.repeat(64)}.test`;
/** Stands in the query of every picture's URL, and must stand in no log. */
const SECRET = 'signature-7f3a91';

const picture =
  (bytes: Uint8Array): Answer =>
  (response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end(bytes);
const redirect =
  (location: string): Answer =>
  (response) =>
    response.writeHead(302, { location }).end();

const PAGES: Readonly<Record<string, Answer>> = {
  '/card.jpg': picture(CARD),
  '/empty.jpg': picture(Buffer.alloc(0)),
  '/hello.jpg': picture(Buffer.from('hello')),
  '/hop-1': redirect('/hop-2'),
  '/hop-2': redirect('/hop-3'),
  '/hop-3': redirect('/card.jpg'),
  '/hop-0': redirect('/hop-1'),
  '/to-metadata': redirect('http://169.254.169.254/latest/meta-data/'),
  '/to-file': redirect('file:///etc/passwd'),
  '/broken': (response) => response.writeHead(500).end('no'),
  '/never': () => {},
};

let pages: PictureServer;
let store: ObjectStore;
let service: OfflineServer;

beforeAll(async () => {
  pages = await servePictures(PAGES);
  store = await serveObjects([BUCKET, 'private'], {});
  await store.put(BUCKET, 'in/card.jpg', CARD);
  await store.put('private', 'card.jpg', CARD);
  service = await startOffline(
    { buckets: BUCKET, logLevel: 'debug', page: 'off' },
    { NODE_ENV: 'test', TEST_ONLY_ALLOW_ADDRESSES: '127.0.0.1', TIME_BUDGET_MS: '4000' },
  );
});

afterAll(async () => {
  expect(await service?.stop()).toBe(0);
  await store?.close();
  await pages?.close();
});

const send = (sent: Sent): Promise<Response> => sendTo(service.url, sent);

const old = (image: unknown, configure?: unknown): object => ({ inputs: [{ image, ...(configure !== undefined && { configure }) }] });
const inLines = (text: string): string => text.replace(/.{76}/g, '$&\r\n');
const form = (image: unknown, more: Readonly<Record<string, string>> = {}): FormData => {
  const data = new FormData();
  if (image !== undefined) data.append('image', image as Blob, ...(image instanceof Blob ? ['card.jpg'] : []));
  for (const [name, value] of Object.entries(more)) data.append(name, value);
  return data;
};
const solid = (width: number, height: number): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: '#888' } })
    .png({ compressionLevel: 1, palette: true })
    .toBuffer();
const url = (path: string): string => pages.url(`${path}?token=${SECRET}`);

/** It is a function where it needs the servers. */
type Case = readonly [name: string, sent: Sent | (() => Sent | Promise<Sent>)];
const resolved = (sent: Case[1]): Sent | Promise<Sent> => (typeof sent === 'function' ? sent() : sent);

const FIELDS = { bank_name: 'CSC', bank_card_number: '6212 3456 7890 1232', valid_date: '08/31', bank_card_type: 1 };
const MASKED = { ...FIELDS, bank_card_number: '6212 34** **** 1232' };

describe('the four fields', () => {
  const cases: readonly Case[] = [
    ['new form', { body: { image: BASE64 } }],
    ['new form, alias path', { path: ALIAS, body: { image: BASE64 } }],
    ['new form, trailing slash', { path: `${COMPAT}/`, body: { image: BASE64 } }],
    ['new form, URL', () => ({ body: { image: url('/card.jpg') } })],
    ['new form, URL after three redirects', () => ({ body: { image: url('/hop-1') } })],
    [
      'new form, with a key in Authorization',
      { headers: { ...JSON_TYPE, Authorization: 'APPCODE 0123456789abcdef' }, body: { image: BASE64 } },
    ],
    ['JSON without a content type', { headers: {}, body: Buffer.from(JSON.stringify({ image: BASE64 })) }],
    ['JSON as text/plain', { headers: { 'Content-Type': 'text/plain' }, body: { image: BASE64 } }],
    ['JSON as a form', { headers: FORM_TYPE, body: { image: BASE64 } }],
    ['JSON that arrives base64-encoded', { headers: BYTES_TYPE, body: Buffer.from(JSON.stringify({ image: BASE64 })) }],
    ['JSON with a byte order mark', { body: `\uFEFF${JSON.stringify({ image: BASE64 })}` }],
    ['base64 in lines of 76', { body: { image: inLines(BASE64) } }],
    ['base64 in lines of 76, raw in the JSON string', { body: `{"image":"${inLines(BASE64)}"}` }],
    ['base64 between spaces', { body: { image: `  ${BASE64}\n` } }],
    ['URL-safe base64', { body: { image: BASE64.replaceAll('+', '-').replaceAll('/', '_') } }],
    ['configure as text', { body: { image: BASE64, configure: '{"side":"face"}' } }],
    ['configure as an object', { body: { image: BASE64, configure: { side: 'face' } } }],
    ['unknown keys', { body: { image: BASE64, user: 'somebody' } }],
    ['form body', { headers: FORM_TYPE, body: `image=${encodeURIComponent(BASE64)}` }],
    ['form body, + not encoded', { headers: FORM_TYPE, body: `image=${BASE64}` }],
    ['form body, + arrives as a space', { headers: FORM_TYPE, body: `image=${BASE64.replaceAll('+', ' ')}` }],
    ['form body without a content type', { headers: {}, body: Buffer.from(`image=${encodeURIComponent(BASE64)}`) }],
    ['form body as JSON', { body: `image=${encodeURIComponent(BASE64)}` }],
    ['form body, URL', () => ({ headers: FORM_TYPE, body: `image=${encodeURIComponent(url('/card.jpg'))}` })],
    ['form body, configure', { headers: FORM_TYPE, body: `configure=%7B%7D&image=${encodeURIComponent(BASE64)}` }],
  ];
  test.each(cases)('%s', async (_, sent) => {
    const response = await send(await resolved(sent));
    expect(await response.text()).toBe(JSON.stringify({ result: FIELDS }));
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(response.headers.get('x-ca-request-id')).toMatch(REQUEST_ID);
    expect(response.headers.get('x-ca-error-message')).toBeNull();
  });

  test.each<Case>([
    ['by the query', { path: `${COMPAT}?mask=true`, body: { image: BASE64 } }],
    ['by configure', { body: { image: BASE64, configure: '{"mask":true}' } }],
    ['by configure, old form', { body: old(typed(BASE64), typed('{"mask":true}')) }],
  ])('masked %s', async (_, sent) => {
    const text = await (await send(await resolved(sent))).text();
    expect(text).toContain(MASKED.bank_card_number);
    expect(text.replace(/_[\da-f]{32}/g, '').replace(/\D/g, '')).not.toContain('4567890');
  });
});

describe('the old envelope', () => {
  const cases: readonly Case[] = [
    ['old form', { body: old(typed(BASE64)) }],
    ['old form, alias path', { path: ALIAS, body: old(typed(BASE64)) }],
    ['old form, URL', () => ({ body: old(typed(url('/card.jpg'))) })],
    ['DataType and DataValue', { body: old({ DataType: 50, DataValue: BASE64 }, { DataType: 50, DataValue: '{}' }) }],
    ['configure', { body: old(typed(BASE64), typed('{"side":"face"}')) }],
  ];
  test.each(cases)('%s', async (_, sent) => {
    const response = await send(await resolved(sent));
    const id = response.headers.get('x-ca-request-id');
    expect(id).toMatch(REQUEST_ID);
    const value = { success: true, request_id: id, card_num: '6212345678901232', bank_name: 'CSC', valid_date: '08/31', result: FIELDS };
    const output = { outputLabel: 'ocr_bankcard', outputMulti: {}, outputValue: { dataType: 50, dataValue: JSON.stringify(value) } };
    expect(await response.text()).toBe(JSON.stringify({ outputs: [output] }));
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
  });

  test('has an output for each input', async () => {
    const flat = readFileSync(fixture('flat-16').file).toString('base64');
    const body = { inputs: [{ image: typed(BASE64) }, { image: typed(flat) }] };
    const { outputs } = (await (await send({ body })).json()) as { outputs: { outputValue: { dataValue: string } }[] };
    const numbers = outputs.map(({ outputValue }) => JSON.parse(outputValue.dataValue).card_num);
    expect(numbers).toEqual(['6212345678901232', fixture('flat-16').expected.pan]);
  });
});

describe('the rich answer', () => {
  const cases: readonly Case[] = [
    ['JSON', { path: RICH, body: { image: BASE64 } }],
    ['JSON, URL', () => ({ path: RICH, body: { image: url('/card.jpg') } })],
    ['JSON, S3', { path: RICH, body: { image: `s3://${BUCKET}/in/card.jpg` } }],
    ['raw, octet-stream', { path: RICH, headers: BYTES_TYPE, body: CARD }],
    ['multipart, a file', { path: RICH, headers: {}, body: form(new Blob([CARD], { type: 'image/jpeg' })) }],
    ['multipart, base64', { path: RICH, headers: {}, body: form(BASE64) }],
    ['multipart, a URL', () => ({ path: RICH, headers: {}, body: form(url('/card.jpg')) })],
  ];
  test.each(cases)('%s', async (_, sent) => {
    const response = await send(await resolved(sent));
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    const answer = (await response.json()) as { timings: object };
    expect(Object.keys(answer)).toEqual(['requestId', 'image', 'cards', 'timings']);
    expect(answer).toMatchObject({
      requestId: response.headers.get('x-ca-request-id'),
      image: { orientation: 0 },
      cards: [
        {
          pan: '6212345678901232',
          panGrouped: FIELDS.bank_card_number,
          maskedPan: MASKED.bank_card_number,
          luhnValid: true,
          type: 'debit',
          scheme: 'UnionPay',
          expiry: { month: 8, year: 2031, expired: Date.now() >= Date.UTC(2031, 8) },
        },
      ],
    });
    expect(Object.keys(answer.timings)).toEqual(['load', 'decode', 'number', 'expiry', 'bin', 'quality', 'crop']);
  });

  test.each<Case>([
    ['raw, mask in the query', { path: `${RICH}?mask=true`, headers: BYTES_TYPE, body: CARD }],
    ['multipart, mask in configure', { path: RICH, headers: {}, body: form(new Blob([CARD]), { configure: '{"mask":true}' }) }],
    ['JSON, mask in configure', { path: RICH, body: { image: BASE64, configure: { mask: true } } }],
  ])('%s', async (_, sent) => {
    const { cards } = (await (await send(await resolved(sent))).json()) as { cards: object[] };
    expect(cards).toMatchObject([{ pan: '621234******1232', panGrouped: MASKED.bank_card_number }]);
    expect(JSON.stringify(cards)).not.toMatch(/3456|4567890/);
  });

  test('stands beside the four fields with `detail`', async () => {
    const { result } = (await (await send({ body: { image: BASE64, configure: '{"detail":true}' } })).json()) as { result: object };
    expect(result).toMatchObject({ ...FIELDS, cards: [{ pan: '6212345678901232' }] });
  });

  test('a 19-digit number and a turned card', async () => {
    for (const name of ['embossed-19-6-13', 'turned-180']) {
      const answer = await (await send({ path: RICH, headers: BYTES_TYPE, body: readFileSync(fixture(name).file) })).json();
      expect(answer).toMatchObject({ image: { orientation: fixture(name).expected.turn }, cards: [{ pan: fixture(name).expected.pan }] });
    }
  });
});

test.each(API_EXAMPLES)('the example %s of %s', async (_, path, headers, { request, answer }) => {
  const asked = JSON.parse(JSON.stringify(request).replaceAll(EXAMPLE_URL, url('/card.jpg')));
  const response = await send({ path, headers, body: headers === FORM_TYPE ? String(new URLSearchParams(asked)) : asked });
  expect(response.status).toBe(200);
  expect(settled(await response.json())).toEqual(likeExample(settled(answer)));
});

const image = (text: unknown): Sent => ({ body: { image: text } });
const bytes = (content: Uint8Array): Sent => image(Buffer.from(content).toString('base64'));

describe('errors', () => {
  const cases: readonly (readonly [ErrorCode, ...Case])[] = [
    ['INVALID_URL', 'no such path', { path: '/bankcards', body: { image: BASE64 } }],
    ['INVALID_URL', 'not that method', { method: 'GET', headers: {} }],
    ['REQUEST_TIMEOUT', 'a download without end', () => image(url('/never'))],
    ['PAYLOAD_TOO_LARGE', 'body over 10 MB', { body: `{"image":"${'A'.repeat(10.5 * 2 ** 20)}"}` }],
    ['PAYLOAD_TOO_LARGE', '56 megapixels', async () => bytes(await solid(8000, 7000))],
    ['IMAGE_SIZE', '14 px', async () => bytes(await solid(14, 14))],
    ['IMAGE_SIZE', '8193 px', async () => bytes(await solid(8193, 200))],
    ['IMAGE_SIZE', 'ratio over 50', async () => bytes(await solid(1000, 19))],
    ['JSON_UNPARSABLE', 'not JSON', { body: 'hello' }],
    ['JSON_UNPARSABLE', 'nothing', { body: '' }],
    ['JSON_UNPARSABLE', 'a comma too many', { body: '{"image":"AAAA",}' }],
    ['JSON_UNPARSABLE', 'a raw picture', { headers: BYTES_TYPE, body: CARD }],
    ['IMAGE_MISSING', 'new form', { body: {} }],
    ['IMAGE_MISSING', 'old form', { body: { inputs: [{}] } }],
    ['IMAGE_MISSING', 'form body', { headers: FORM_TYPE, body: 'picture=AAAA' }],
    ['IMAGE_FORMAT', 'new form', image(7)],
    ['IMAGE_FORMAT', 'new form, null', image(null)],
    ['IMAGE_FORMAT', 'old form, text', { body: old(BASE64) }],
    ['IMAGE_FORMAT', 'old form, no dataType', { body: old({ dataValue: BASE64 }) }],
    ['INPUTS_MISSING', 'null', { body: { inputs: null } }],
    ['INPUTS_MISSING', 'empty', { body: { inputs: [] } }],
    ['INPUTS_NOT_ARRAY', 'an object', { body: { inputs: {} } }],
    ['DATA_VALUE_FORMAT', 'a number', { body: old(typed(7)) }],
    ['CONFIGURE_FORMAT', 'old form, text', { body: old(typed(BASE64), '{}') }],
    ['CONFIGURE_FORMAT', 'old form, no dataValue', { body: old(typed(BASE64), { dataType: 50 }) }],
    ['REQUEST_SHAPE', 'an array', { body: [] }],
    ['REQUEST_SHAPE', 'text', { body: '"AAAA"' }],
    ['REQUEST_SHAPE', 'null', { body: 'null' }],
    ['REQUEST_SHAPE', 'old form, an input that is no object', { body: { inputs: [7] } }],
    ['DOWNLOAD_FAILED', 'no such host', image(`http://${NO_HOST}/card.jpg`)],
    ['DOWNLOAD_FAILED', 'nobody listens', image('http://127.0.0.1:1/card.jpg')],
    ['DOWNLOAD_FAILED', '404', () => image(url('/no-such-picture'))],
    ['DOWNLOAD_FAILED', '500', () => image(url('/broken'))],
    ['DOWNLOAD_FAILED', 'a private address', image('http://10.0.0.1/card.jpg')],
    ['DOWNLOAD_FAILED', 'the metadata address', image('http://169.254.169.254/latest/meta-data/')],
    ['DOWNLOAD_FAILED', 'loopback in another spelling', () => image(`http://[::ffff:127.0.0.1]:${pages.port}/card.jpg`)],
    ['DOWNLOAD_FAILED', 'redirect to the metadata address', () => image(url('/to-metadata'))],
    ['DOWNLOAD_FAILED', 'redirect to a file', () => image(url('/to-file'))],
    ['DOWNLOAD_FAILED', 'four redirects', () => image(url('/hop-0'))],
    ['DOWNLOAD_FAILED', 'file:', image('file:///etc/passwd')],
    ['DOWNLOAD_FAILED', 'S3, no such object', image(`s3://${BUCKET}/in/other.jpg`)],
    ['DOWNLOAD_FAILED', 'S3, a bucket that is not named', image('s3://private/card.jpg')],
    ['IMAGE_EMPTY', 'text', image('')],
    ['IMAGE_EMPTY', 'white space', image(' \n')],
    ['IMAGE_EMPTY', 'download', () => image(url('/empty.jpg'))],
    ['IMAGE_DECODE_FAILED', 'text', bytes(Buffer.from('hello, world'))],
    ['IMAGE_DECODE_FAILED', 'download', () => image(url('/hello.jpg'))],
    ['IMAGE_DECODE_FAILED', 'a JPEG cut in half', bytes(CARD.subarray(0, CARD.length / 2))],
    ['IMAGE_DECODE_FAILED', 'SVG', bytes(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100"/>'))],
    ['BASE64_FAILED', 'three =', image('A===')],
    ['BASE64_DATA_HEADER', 'data:', image(`data:image/jpg;base64,${BASE64}`)],
    ['BASE64_PADDING', 'a digit missing', image(`${BASE64}A`)],
    ['BASE64_ALPHABET', 'another character', image(`${BASE64.slice(0, 40)}!${BASE64.slice(41)}`)],
    ['BASE64_ALPHABET', '= inside', image(`AB=C${BASE64}`)],
    ['GIF_OPEN_FAILED', 'header', bytes(brokenGifs.GIF_OPEN_FAILED)],
    ['GIF_READ_FAILED', 'truncated', bytes(brokenGifs.GIF_READ_FAILED)],
    ['GIF_DECODE_FAILED', 'LZW', bytes(brokenGifs.GIF_DECODE_FAILED)],
    ['GIF_WITHOUT_COLOR_MAP', 'no colour table', bytes(brokenGifs.GIF_WITHOUT_COLOR_MAP)],
    ['GIF_EMPTY', 'no frame', bytes(brokenGifs.GIF_EMPTY)],
    ['NO_CARD', 'no card', bytes(readFileSync(fixture('no-card').file))],
    ['NO_CARD', 'a GIF that is in order', bytes(gif({ width: 200, height: 120 }))],
    ['NUMBER_UNREADABLE', 'a card without a number', bytes(readFileSync(fixture('card-without-number').file))],
    ['NUMBER_NOT_CERTAIN', 'less sure than asked for', { body: { image: BASE64, configure: { minConfidence: 1 } } }],
    ['NUMBER_NOT_CERTAIN', 'in a format of others', { body: { image: BASE64, configure: { minConfidence: 1, format: 'baidu' } } }],
  ];
  test.each(cases)('%s: %s', async (code, _, sent) => {
    await expectError(await send(await resolved(sent)), code);
  });

  test.each([
    ['{side', '{side'],
    ['{"card":"4242 4242 4242 4242"', '{"card":"**** **** **** ****"'],
    [`{${'x'.repeat(100)}`, `{${'x'.repeat(63)}`],
  ])('CONFIGURE_UNPARSABLE: %s', async (configure, shown) => {
    const message = `Invalid Input - json format error - failed to parse config str: ${shown}`;
    await expectError(await send({ body: { image: BASE64, configure } }), 'CONFIGURE_UNPARSABLE', message);
    await expectError(await send({ body: old(typed(BASE64), typed(configure)) }), 'CONFIGURE_UNPARSABLE', message);
  });

  test.each<readonly [string, ErrorCode, Sent]>([
    ['413 before 460', 'PAYLOAD_TOO_LARGE', { body: 'x'.repeat(10.5 * 2 ** 20) }],
    ['460 before 461', 'JSON_UNPARSABLE', { body: '{"inputs":null' }],
    ['461 before 462', 'CONFIGURE_FORMAT', { body: { image: '', configure: [] } }],
    ['462 base64 before 421', 'BASE64_ALPHABET', image('!!!!')],
    ['421 before 462 decode', 'IMAGE_SIZE', bytes(gif({ width: 14, height: 14 }).subarray(0, 40))],
  ])('%s', async (_, code, sent) => {
    await expectError(await send(sent), code);
  });

  test('on /v1 they are JSON', async () => {
    const response = await send({ path: RICH, body: {} });
    expect(response.status).toBe(461);
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(await response.json()).toEqual({
      code: 'IMAGE_MISSING',
      message: messageOf('IMAGE_MISSING'),
      requestId: response.headers.get('x-ca-request-id'),
    });
  });
});

test('the page is turned off: it and its documents are not there, the health is', async () => {
  for (const path of ['/', '/docs', '/openapi.json']) await expectError(await fetch(service.url + path), 'INVALID_URL');
  expect((await fetch(`${service.url}/v1/health`)).status).toBe(200);
});

test('twenty requests at once are all answered', async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, async () => (await send({ body: { image: 'AAAAA' } })).status));
  expect(answers).toEqual(Array(20).fill(462));
});

/** Runs last: it reads what all of the above made the service write. */
describe('the log of all this', () => {
  test('has a line for each request, at its most verbose', () => {
    const lines = service.log().match(/\{"level":"(info|debug)".*\}/g) ?? [];
    expect(lines.length).toBeGreaterThan(100);
    expect(lines.some((line) => line.includes('"failure"'))).toBe(true);
  });

  test('shows no card number, no picture, no query of a URL', () => {
    const log = service.log();
    const digits = log.replace(/[ -]/g, '');
    for (const name of ['embossed-16', 'flat-16', 'embossed-19-6-13']) {
      const { pan } = fixture(name).expected;
      expect(pan).toMatch(/^\d{16,19}$/);
      expect(digits).not.toContain(pan!);
      expect(digits).not.toContain(pan!.slice(4, 12));
    }
    expect(digits).not.toContain('4242424242424242');
    expect(log).not.toContain(SECRET);
    expect(log).not.toContain('127.0.0.1:1/');
    for (let at = 0; at < BASE64.length; at += 5000) expect(log).not.toContain(BASE64.slice(at, at + 40));
    expect(log).not.toContain(CARD.toString('latin1', 500, 520));
  });
});
