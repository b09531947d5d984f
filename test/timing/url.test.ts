import { setTimeout as sleep } from 'node:timers/promises';
import { downloadImage } from '../../lib/source/url';
import { errorCode } from '../helpers/error-code';
import { type PictureServer, servePictures } from '../helpers/picture-server';

let server: PictureServer;
beforeAll(async () => {
  server = await servePictures({ '/no-headers': () => {}, '/silent': (response) => response.write('.') });
});
afterAll(() => server.close());

test.each(['/no-headers', '/silent'])('the time budget ends %s at once', async (path) => {
  const budget = new AbortController();
  const limits = { limitBytes: 1000, signal: budget.signal, buckets: [], allowAddresses: ['127.0.0.1'] };
  const code = errorCode(() => downloadImage(server.url(path), limits));
  await sleep(30);
  const start = performance.now();
  budget.abort();
  expect(await code).toBe('REQUEST_TIMEOUT');
  expect(performance.now() - start).toBeLessThan(1000);
});
