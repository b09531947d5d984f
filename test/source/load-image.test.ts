import type { SourceLimits } from '../../lib/source/image-source';
import { loadImage } from '../../lib/source/load-image';
import { errorCode } from '../helpers/error-code';
import { type PictureServer, servePictures } from '../helpers/picture-server';

const limits: SourceLimits = {
  limitBytes: 4,
  signal: new AbortController().signal,
  buckets: [],
  allowAddresses: ['127.0.0.1'],
};

let server: PictureServer;
beforeAll(async () => {
  server = await servePictures({ '/card': (response) => response.end('card'), '/large': (response) => response.end('large') });
});
afterAll(() => server.close());

test('bytes are handed on, not copied', async () => {
  const bytes = Uint8Array.of(1, 2, 3, 4);
  expect(await loadImage({ kind: 'bytes', bytes }, limits)).toBe(bytes);
});

test.each([
  [0, 'IMAGE_EMPTY'],
  [5, 'PAYLOAD_TOO_LARGE'],
])('%d bytes: %s', async (length, code) => {
  expect(await errorCode(() => loadImage({ kind: 'bytes', bytes: new Uint8Array(length) }, limits))).toBe(code);
});

test('text is decoded', async () => {
  expect(await loadImage({ kind: 'base64', text: 'Y2Fy ZA==' }, limits)).toEqual(Buffer.from('card'));
  expect(await errorCode(() => loadImage({ kind: 'base64', text: 'bGFyZ2U=' }, limits))).toBe('PAYLOAD_TOO_LARGE');
  expect(await errorCode(() => loadImage({ kind: 'base64', text: 'A' }, limits))).toBe('BASE64_PADDING');
});

test('URLs are downloaded', async () => {
  expect(await loadImage({ kind: 'url', url: server.url('/card') }, limits)).toEqual(Buffer.from('card'));
  expect(await errorCode(() => loadImage({ kind: 'url', url: server.url('/large') }, limits))).toBe('PAYLOAD_TOO_LARGE');
  expect(await errorCode(() => loadImage({ kind: 'url', url: server.url('/none') }, limits))).toBe('DOWNLOAD_FAILED');
});

test('no bucket may be read unless named', async () => {
  expect(await errorCode(() => loadImage({ kind: 's3', bucket: 'cards', key: 'a.jpg' }, limits))).toBe('DOWNLOAD_FAILED');
});

test.each([
  { kind: 'bytes', bytes: new Uint8Array(0) },
  { kind: 'base64', text: 'A' },
  { kind: 'url', url: 'file:///etc/passwd' },
  { kind: 's3', bucket: 'cards', key: '' },
] as const)('$kind: spent time is told first', async (source) => {
  expect(await errorCode(() => loadImage(source, { ...limits, signal: AbortSignal.abort() }))).toBe('REQUEST_TIMEOUT');
});
