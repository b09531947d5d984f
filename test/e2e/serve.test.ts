import { readFileSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import sharp from 'sharp';
import { fixture } from '../helpers/fixtures';
import { type Served, startServed } from '../helpers/served';

const { file, expected } = fixture('flat-16');
const picture = readFileSync(file);

jest.setTimeout(60_000);

let server: Served;
beforeAll(async () => {
  server = await startServed({ MAX_RUNNING: '1', MAX_WAITING: '1' }, ['--name', 'cards']);
});
afterAll(() => server?.stop());

// biome-ignore lint/suspicious/noExplicitAny: whatever it may be, the test says what it ought to be
const json = (response: Response): Promise<any> => response.json();

const post = (route: string, body: NonNullable<RequestInit['body']>): Promise<Response> =>
  fetch(`${server.url}${route}`, { method: 'POST', body });

test('the compatible and the rich answer', async () => {
  const compat = await post('/bankcard', JSON.stringify({ image: picture.toString('base64') }));
  expect([compat.status, (await json(compat)).result.bank_card_number]).toEqual([200, '4242 4242 4242 4242']);
  const form = new FormData();
  form.set('image', new Blob([picture]));
  const rich = await post('/v1/cards', form);
  expect([rich.status, (await json(rich)).cards[0].pan]).toEqual([200, expected.pan]);
});

test.each(['true&mask=false', 'false&mask=true'])('a mask that is asked for is given, whatever else is said: ?mask=%s', async (query) => {
  const answer = await post(`/v1/cards?mask=${query}`, picture);
  expect([answer.status, (await json(answer)).cards[0].pan]).toEqual([200, '424242******4242']);
});

describe('several pictures of one card', () => {
  const blurred = sharp(picture).blur(3).jpeg().toBuffer();
  const two = readFileSync(fixture('embossed-16').file);

  test('as JSON: one card, and what each shows, a broken one too', async () => {
    const images = [(await blurred).toString('base64'), Buffer.from('no picture').toString('base64'), picture.toString('base64')];
    const answer = await post('/v1/cards', JSON.stringify({ images, configure: { sameCard: true, mask: true } }));
    const { cards, pictures, shownIn } = await json(answer);
    expect([answer.status, cards.length, cards[0].maskedPan]).toEqual([200, 1, '4242 42** **** 4242']);
    expect(cards[0].warnings).not.toContain('different-cards');
    expect([0, 2]).toContain(shownIn);
    expect(pictures.map(({ error }: { error: { code: string } | null }) => error?.code)).toEqual([
      undefined,
      'IMAGE_DECODE_FAILED',
      undefined,
    ]);
  });

  test('as parts: two cards are in doubt', async () => {
    const form = new FormData();
    for (const bytes of [picture, two]) form.append('image', new Blob([bytes]), 'card.jpg');
    const { cards, pictures } = await json(await post('/v1/cards', form));
    expect(cards[0].warnings).toContain('different-cards');
    expect(pictures.map((one: { cards: { pan: string }[] }) => one.cards[0]?.pan)).toEqual([
      expected.pan,
      fixture('embossed-16').expected.pan,
    ]);
  });
});

test('no route, and more than a body may have', async () => {
  expect((await post('/nowhere', '{}')).status).toBe(400);
  const large = await post('/bankcard', new Uint8Array(12_000_000));
  expect([large.status, large.headers.get('X-Ca-Error-Code'), await large.text()]).toEqual([413, '413', 'Payload Too Large']);
});

test('the page and the description of the API', async () => {
  const page = await fetch(server.url);
  expect([page.status, page.headers.get('Content-Type')]).toEqual([200, 'text/html; charset=utf-8']);
  expect((await json(await fetch(`${server.url}/openapi.json`))).openapi).toMatch(/^3\.1/);
  expect(await (await fetch(`${server.url}/docs`)).text()).toContain('API reference');
});

test('whether it serves, and with which networks', async () => {
  const response = await fetch(`${server.url}/v1/health`);
  expect([response.status, response.headers.get('Cache-Control')]).toEqual([200, 'no-store']);
  const { status, version, models } = await json(response);
  expect([status, version]).toEqual(['ok', expect.stringMatching(/^\d+\.\d+\.\d+/)]);
  const loaded = models.filter((model: { loaded: boolean }) => model.loaded).map(({ name }: { name: string }) => name);
  expect(loaded).toEqual(expect.arrayContaining(['digit-recognition', 'card-location']));
});

test.each([
  ['cards', 200],
  ['other', 400],
])('it answers to the names that it is given, and no other: %s', async (host, status) => {
  // fetch sends a host of its own
  const answer = new Promise<IncomingMessage>((resolve, reject) => {
    get(`${server.url}/v1/health`, { headers: { host } }, resolve).once('error', reject);
  });
  expect((await answer).resume().statusCode).toBe(status);
});

test('HEAD: as GET, without the body', async () => {
  const response = await fetch(`${server.url}/v1/health`, { method: 'HEAD' });
  expect([response.status, response.headers.get('Cache-Control'), await response.text()]).toEqual([200, 'no-store', '']);
});

test('more requests than there are places: 450', async () => {
  const statuses = await Promise.all(Array.from({ length: 6 }, async () => (await post('/v1/cards', new Uint8Array(picture))).status));
  expect([...new Set(statuses)].sort()).toEqual([200, 450]);
});

test('interrupted, it answers what it was asked, and ends well', async () => {
  const asked = post('/v1/cards', new Uint8Array(picture));
  const lines = server.log().length;
  await new Promise((resolve) => setTimeout(resolve, 30));
  server.process.kill('SIGTERM');
  const [code] = await Promise.all([
    new Promise((resolve) => server.process.once('close', resolve)),
    asked.then(({ status }) => expect(status).toBe(200)),
  ]);
  expect(code).toBe(0);
  expect(server.log().slice(lines)).toContain('"status":200');
  expect(server.log()).not.toContain(expected.pan!);
});
