import { readFileSync } from 'node:fs';
import path from 'node:path';
import { COMPAT_EXAMPLES, EXAMPLE_URL, type Example, RICH_EXAMPLES } from '../../scripts/build/openapi/examples';
import { type OfflineServer, startOffline } from '../../scripts/offline/start-offline';
import { fixture } from '../helpers/fixtures';
import { type PictureServer, servePictures } from '../helpers/picture-server';

const api = JSON.parse(readFileSync(path.resolve(__dirname, '../../openapi.json'), 'utf8'));
const PICTURE = readFileSync(fixture('embossed-16').file);

jest.setTimeout(120_000);

let pictures: PictureServer;
let service: OfflineServer;
beforeAll(async () => {
  pictures = await servePictures({ '/card.jpg': (response) => response.end(PICTURE) });
  service = await startOffline({}, { NODE_ENV: 'test', TEST_ONLY_ALLOW_ADDRESSES: '127.0.0.1' });
});
afterAll(async () => {
  await service.stop();
  await pictures.close();
});

/** What differs from run to run, made the same: ids, times, and what follows from the day. */
const settled = (answer: unknown): unknown =>
  JSON.parse(
    JSON.stringify(answer)
      .replace(/\d{14}_[\da-f]{32}/g, 'ID')
      .replace(/"log_id":\d+/, '"log_id":1')
      .replace(/("timings":\{)[^}]*/, '$1')
      .replace(/"expired":true/g, '"expired":false'),
    (name, value) => (name === 'warnings' ? value.filter((warning: string) => warning !== 'expired') : value),
  );

/** Pixels and percents that may lie between what two processors make of a picture. */
const MEASURED = { px: 5, share: 0.05 };
/** Of what may happen to be a whole number. */
const TOLERANCES: Readonly<Record<string, number>> = { quality: 10, x: MEASURED.px, y: MEASURED.px };

/** What is expected of an answer: exactly what the example says, but for what is measured in the picture. */
const likeExample = (example: unknown): unknown =>
  JSON.parse(JSON.stringify(example), (name, value) => {
    const tolerance = TOLERANCES[name] ?? (Number.isInteger(value) ? 0 : value <= 1 ? MEASURED.share : MEASURED.px);
    return typeof value === 'number' && tolerance > 0 ? near(value, tolerance) : value;
  });

const near = (value: number, tolerance: number): unknown => ({
  asymmetricMatch: (actual: unknown) => typeof actual === 'number' && Math.abs(actual - value) <= tolerance,
  toString: () => `${value} ± ${tolerance}`,
});

const CASES = [
  ...Object.entries(COMPAT_EXAMPLES.json).map(([name, example]) => [name, '/bankcard', 'application/json', example] as const),
  ...Object.entries(COMPAT_EXAMPLES.form).map(
    ([name, example]) => [name, '/bankcard', 'application/x-www-form-urlencoded', example] as const,
  ),
  ...Object.entries(RICH_EXAMPLES).map(([name, example]) => [name, '/v1/cards', 'application/json', example] as const),
];

test.each(CASES)('the example %s of %s as %s', async (_, route, type, { request, answer }: Example) => {
  const asked = JSON.parse(JSON.stringify(request).replaceAll(EXAMPLE_URL, pictures.url('/card.jpg')));
  const body = type === 'application/json' ? JSON.stringify(asked) : new URLSearchParams(asked);
  const response = await fetch(service.url + route, { method: 'POST', headers: { 'Content-Type': type }, body });
  expect(response.status).toBe(200);
  expect(settled(await response.json())).toEqual(likeExample(settled(answer)));
});

test('these are the examples of the document', () => {
  const named = (route: string): string[] =>
    Object.values(api.paths[route].post.requestBody.content).flatMap((media) =>
      Object.keys((media as { examples?: object }).examples ?? {}),
    );
  expect([...named('/bankcard'), ...named('/v1/cards')]).toEqual(CASES.map(([name]) => name));
});
